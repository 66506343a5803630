"""What untrusted input may cost: every limit of the room, each with its reason. Sizes are in bytes."""

from __future__ import annotations

MEGABYTE = 1 << 20

MAX_FILE = 1 << 30
"""One file, or one member of an archive: a table of 10,000 reports has 0.6 GB."""

MAX_HTML = 32 * MEGABYTE
"""One web page: the largest report with all its scripts has 1 MB."""

MAX_PART = 32 * MEGABYTE
"""What one part of an Office, OFD or e-book file unpacks to: a report of 30,000 characters has 0.3 MB."""

MAX_WORKBOOK = 512 * MEGABYTE
"""What all parts of a workbook unpack to: 10,000 reports in one sheet have 0.3 GB."""

MAX_PARQUET = 4 << 30
"""What the columns of a Parquet file unpack to; it is read 64 rows at a time."""

MAX_FIELD = 1 << 27
"""Characters of a CSV field; Python's own limit of 131,072 cuts off a long report."""

MAX_ROWS = 2_000_000
"""Rows of a table: Excel holds 1,048,576."""

MAX_PDF_PAGES = 5_000
"""Pages of one PDF: a yearbook has 1,500; a small file may claim millions."""

MAX_PDF_GLYPHS = 20_000_000
"""Characters of one PDF: 5,000 full pages of 4,000; a page may draw the same words over and over."""

MAX_OCR_PAGES = 300
"""Pages that are read by OCR: ten seconds each, so that one scan takes 50 minutes."""

MAX_MEMBERS = 100_000
"""Members of one archive: every report of every county in ten years is 30,000."""

MAX_UNPACKED = 8 << 30
"""What an archive and the archives inside it unpack to, all in all."""

MAX_RATIO = 200
"""How many times its packed size a large member may unpack to: Chinese text shrinks 3 times, sheets 20, bombs 1,000."""

RATIO_FROM = 10 * MEGABYTE
"""Members that unpack to less than this may have any ratio: they do no harm."""

MAX_DEPTH = 3
"""Archives inside archives: one for each county inside one for each province inside the year's."""

CONVERTER_SECONDS = 120
"""How long a converter (LibreOffice, antiword) may take: a report takes 3 seconds, the first start 15."""

OCR_SECONDS = 180
"""How long OCR of one page may take: a page takes 5 to 50 seconds."""
