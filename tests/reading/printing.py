"""PDF files for tests, written by hand: Chinese text at given places, in a font that every reader knows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 595, 842
LEFT, TOP, LEADING, SIZE = 72, 760, 24, 12
CHARACTERS = 37
"""In a full line, from LEFT to the right margin."""


@dataclass(frozen=True)
class Words:
    """Words at a place of a page; `step` is from one character to the next."""

    text: str
    x: float
    y: float
    size: float = SIZE
    step: float | None = None


def _content(words: Sequence[Words]) -> bytes:
    parts = []
    for piece in words:
        width = piece.size / 2 if piece.text.isascii() else piece.size
        spacing = 0 if piece.step is None else piece.step - width
        code = piece.text.encode("utf-16-be").hex()
        parts.append(f"BT /F1 {piece.size} Tf {spacing} Tc {piece.x} {piece.y} Td <{code}> Tj ET")
    return "\n".join(parts).encode()


def pdf(pages: Sequence[Sequence[Words] | None]) -> bytes:
    """Return a PDF of pages with these words; None is a page that is one picture."""
    font = (
        "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[<</Type/Font"
        "/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>"
        "/DW 1000/W[1 95 500]/FontDescriptor<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/ItalicAngle 0"
        "/Ascent 880/Descent -120/CapHeight 880/StemV 93/FontBBox[-25 -254 1000 880]>>>>]>>"
    )
    picture = b"<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>"
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"", font.encode(), picture + b"stream\n\x80\nendstream"]
    kids = []
    for words in pages:
        content = f"q {WIDTH} 0 0 {HEIGHT} 0 0 cm /P Do Q".encode() if words is None else _content(words)
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(content), content))
        place = len(objects)
        resources = "<</Font<</F1 3 0 R>>/XObject<</P 4 0 R>>>>"
        box = f"/MediaBox[0 0 {WIDTH} {HEIGHT}]"
        objects.append(f"<</Type/Page/Parent 2 0 R{box}/Resources{resources}/Contents {place} 0 R>>".encode())
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(kids)}]>>".encode()
    return _file(objects)


def _file(objects: Sequence[bytes]) -> bytes:
    data = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<</Size {len(objects) + 1}/Root 1 0 R>>\n"
    return data + end.encode() + f"startxref\n{len(data)}\n%%EOF\n".encode()


def set_lines(lines: Sequence[str], *, head: str = "", foot: str = "") -> list[Words]:
    """Return lines set one below the other; two full-width blanks at the start are an indent."""
    words = [
        Words(line.lstrip("\u3000"), LEFT + SIZE * (len(line) - len(line.lstrip("\u3000"))), TOP - n * LEADING)
        for n, line in enumerate(lines)
    ]
    if head:
        words.append(Words(head, LEFT, HEIGHT - 40))
    if foot:
        words.append(Words(foot, WIDTH / 2, 40))
    return words


def set_paragraphs(paragraphs: Sequence[str], per_page: int = 24) -> list[list[Words]]:
    """Return pages on which paragraphs are set as a printer would: indented, in full lines, page numbers below."""
    lines: list[str] = []
    for paragraph in paragraphs:
        words = "\u3000\u3000" + paragraph
        lines += [words[n : n + CHARACTERS] for n in range(0, len(words), CHARACTERS)]
    pages = [lines[n : n + per_page] for n in range(0, len(lines), per_page)]
    return [set_lines(page, head="云河县政府文件", foot=str(n)) for n, page in enumerate(pages, 1)]
