"""PDF: the characters of the text layer with their places, from pdfium; `printed` makes lines of them, `flow` the text.

Of six readers pdfium alone found the text of every file tried (LibreOffice, Chromium, a damaged CNKI file). The order
in which a program drew the characters is not trusted: quotation marks drawn later stand where they belong.
"""

from __future__ import annotations

import ctypes
import io
import unicodedata
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from sanxin.errors import EmptyError, UnreadableError
from sanxin.limits import limits
from sanxin.reading import ocr
from sanxin.reading.detect import everyday_share
from sanxin.reading.flow import flow
from sanxin.reading.page import Options, Page
from sanxin.reading.printed import Glyph, PrintedLine, lines_of

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage  # type: ignore[import-untyped]

# A page with fewer characters than this, under a picture of at least this share of it, is a scan.
_FEW_GLYPHS = 30
_PICTURE_SHARE = 0.4
# A text layer whose fonts do not say which characters they draw reads as noise.
_READABLE = 0.6
_LETTERS = 50
# Characters that stand for others: 0x02 is pdfium's hyphen at the end of a line.
_INSTEAD = {"\x02": "-", "\xad": "-"}
_UPRIGHT = 0.1  # radians; watermarks run across the page
_OCR_HINT = "install tesseract with its language chi_sim, or run: ocrmypdf -l chi_sim IN.pdf OUT.pdf"


def read_pdf(data: bytes, source: str, _options: Options) -> Iterator[Page]:
    """Yield the one text of a PDF: a line a paragraph, page numbers and running heads marked as furniture."""
    pdf = _opened(data, source)
    try:
        pages, scans = _text_layer(pdf, source)
        text, furniture = flow(pages)
        if _is_noise(text):
            pages, scans = [[] for _ in pages], list(range(len(pages)))
        warnings = []
        if scans:
            warnings.append(_read_scans(pdf, pages, scans, source))
            text, furniture = flow(pages)
    finally:
        pdf.close()
    if not text.strip():
        raise EmptyError(source, "is a PDF without text", "give the text itself")
    yield Page(text, None, furniture=furniture, warnings=tuple(warnings))


def _opened(data: bytes, source: str) -> PdfDocument:
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(io.BytesIO(data).getvalue())
        count = len(pdf)
    except pypdfium2.PdfiumError as error:
        if "assword" in str(error):
            raise UnreadableError(source, "is a PDF with a password", "save it without the password") from error
        problem = f"is no sound PDF ({error})"
        raise UnreadableError(source, problem, "open it in a browser and print it to a new PDF") from error
    if count > limits().pdf_pages:
        raise UnreadableError(
            source, f"has {count} pages, more than {limits().pdf_pages}", "split it into smaller files"
        )
    return pdf


def _text_layer(pdf: PdfDocument, source: str) -> tuple[list[list[PrintedLine]], list[int]]:
    """Return the lines of every page, and the numbers of the pages that are pictures of text."""
    import pypdfium2

    pages: list[list[PrintedLine]] = []
    scans: list[int] = []
    total = 0
    for number in range(len(pdf)):
        try:
            page = pdf[number]
            glyphs = _glyphs(page)
            if len(glyphs) < _FEW_GLYPHS and _is_picture(page):
                scans.append(number)
            page.close()
        except pypdfium2.PdfiumError as error:
            problem = f"has a broken page {number + 1} ({error})"
            raise UnreadableError(source, problem, "open it in a browser and print it to a new PDF") from error
        total += len(glyphs)
        if total > limits().pdf_characters:
            raise UnreadableError(source, f"holds more than {limits().pdf_characters} characters", "split it")
        pages.append(lines_of(glyphs))
    return pages, scans


def _glyphs(page: PdfPage) -> list[Glyph]:
    """Return the characters that the page draws upright, in the order of drawing; pdfium's own blanks are left out."""
    from pypdfium2 import raw

    textpage = page.get_textpage()
    box = raw.FS_RECTF()
    place = ctypes.byref(box)
    left, base = ctypes.c_double(), ctypes.c_double()
    found: list[Glyph] = []
    for index in range(min(textpage.count_chars(), limits().pdf_characters + 1)):
        if raw.FPDFText_IsGenerated(textpage, index) == 1:
            continue
        char = _character(raw.FPDFText_GetUnicode(textpage, index))
        if not char or not raw.FPDFText_GetLooseCharBox(textpage, index, place):
            continue
        # The boxes of fonts drawn by hand (Type 3) are those of the ink: only the origin says on which line 一 stands.
        raw.FPDFText_GetCharOrigin(textpage, index, left, base)
        if _is_slanted(raw.FPDFText_GetCharAngle(textpage, index)):
            continue
        found.append(Glyph(char, min(left.value, box.left), box.right, base.value, box.top - box.bottom))
    textpage.close()
    return found


def _character(code: int) -> str:
    """Return a code point as the character it stands for: Kangxi radicals (⼀) and compatibility forms as Han (一)."""
    char = chr(code)
    char = _INSTEAD.get(char, char)
    if char < " " or "\ud800" <= char <= "\udfff" or char in "\ufffe\uffff\x7f":
        return ""
    # Fonts share one glyph between 一 and the radical, and a program may name it by the wrong one.
    if "\u2e80" <= char <= "\u2fdf" or "\uf900" <= char <= "\ufaff":
        return unicodedata.normalize("NFKC", char)
    return char


def _is_slanted(angle: float) -> bool:
    """Tell whether a character is turned by other than a quarter: the words of a watermark."""
    quarter = 1.5707963
    off = angle % quarter
    return min(off, quarter - off) > _UPRIGHT


def _is_picture(page: PdfPage) -> bool:
    """Tell whether one picture covers much of the page."""
    from pypdfium2 import raw

    width, height = page.get_size()
    for thing in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = thing.get_bounds()
        if (right - left) * (top - bottom) >= _PICTURE_SHARE * width * height:
            return True
    return False


def _is_noise(text: str) -> bool:
    letters = sum(char >= "\x80" for char in text)
    return letters >= _LETTERS and everyday_share(text) < _READABLE


def _read_scans(pdf: PdfDocument, pages: list[list[PrintedLine]], scans: Sequence[int], source: str) -> str:
    """Put the lines that OCR reads into the scanned pages, and return the warning that says so."""
    named = _page_names(scans)
    if not ocr.is_there():
        if len(scans) == sum(1 for number, lines in enumerate(pages) if number in set(scans) or lines):
            raise EmptyError(source, f"is a scan: pictures of {named} without a text layer", _OCR_HINT)
        return f"not read, being pictures without a text layer: {named}; {_OCR_HINT}"
    if len(scans) > limits().ocr_pages:
        raise UnreadableError(source, f"has {len(scans)} scanned pages, more than {limits().ocr_pages}", "split it")
    for number in scans:
        pages[number] = ocr.lines_of_picture(_picture(pdf, number), source, number + 1)
    return f"read by OCR, being pictures without a text layer: {named}; check the numbers"


def _picture(pdf: PdfDocument, number: int) -> ocr.Picture:
    """Return a page drawn in shades of grey."""
    page = pdf[number]
    scale = ocr.RESOLUTION / 72
    width, height = page.get_size()
    # A page as large as a wall is drawn smaller, so that its picture stays below 40 million points.
    scale = min(scale, (40_000_000 / max(1.0, width * height)) ** 0.5)
    bitmap: Any = page.render(scale=scale, grayscale=True)
    stride, rows = bitmap.stride, bytes(bitmap.buffer)
    points = b"".join(rows[row * stride : row * stride + bitmap.width] for row in range(bitmap.height))
    picture = ocr.Picture(bitmap.width, bitmap.height, points, scale)
    bitmap.close()
    page.close()
    return picture


def _page_names(numbers: Sequence[int]) -> str:
    """Return `page 3`, `pages 1-3, 7` for the numbers 2 and 0, 1, 2, 6."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    shown = ", ".join(f"{run[0] + 1}-{run[-1] + 1}" if len(run) > 1 else str(run[0] + 1) for run in runs[:10])
    more = ", ..." if len(runs) > 10 else ""
    return f"{'pages' if len(numbers) > 1 else 'page'} {shown}{more}"
