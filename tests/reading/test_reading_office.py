"""DOCX: paragraphs and cells in order; broken and hostile archives refused."""

import io
import zipfile

import docx
import pytest

from sanxin.errors import EmptyError, UnreadableError
from sanxin.limits import Limits
from sanxin.reading.office import read_docx
from sanxin.reading.page import Options, Page

SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
COMPAT = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def package(xml: str | bytes, name: str = "word/document.xml", **others: str) -> bytes:
    """Return a zip with one main part."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, xml)
        for other, content in others.items():
            archive.writestr(other, content)
    return buffer.getvalue()


def document(body: str) -> str:
    return f'<w:document xmlns:w="{SPACE}" xmlns:mc="{COMPAT}"><w:body>{body}</w:body></w:document>'


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def paragraph(text: str) -> str:
    return f"<w:p>{run(text)}</w:p>"


def read(data: bytes) -> Page:
    return next(read_docx(data, "报告.docx", Options()))


def test_written_by_python_docx() -> None:
    made = docx.Document()
    made.add_paragraph("云河县2024年政府工作报告")
    made.add_paragraph("　　各位代表：")
    table = made.add_table(rows=2, cols=2)
    for cell, text in zip(
        (cell for row in table.rows for cell in row.cells), ("指标", "目标", "GDP", "6%左右"), strict=True
    ):
        cell.text = text
    made.add_paragraph("“四比四看”——再出发·㎡")
    buffer = io.BytesIO()
    made.save(buffer)
    assert (
        read(buffer.getvalue()).text
        == "云河县2024年政府工作报告\n　　各位代表：\n指标\t目标\nGDP\t6%左右\n“四比四看”——再出发·㎡"
    )


BODIES = {
    "runs are joined": (f"<w:p>{run('地区生产')}{run('总值')}</w:p>", "地区生产总值"),
    "breaks and tabs": (
        f"<w:p>{run('一')}<w:r><w:br/></w:r>{run('二')}<w:r><w:tab/></w:r>{run('三')}</w:p>",
        "一\n二\t三",
    ),
    "empty paragraph": (paragraph("一") + "<w:p/>" + paragraph("二"), "一\n\n二"),
    "blanks kept": ('<w:p><w:r><w:t xml:space="preserve">　　 一 </w:t></w:r></w:p>', "　　 一 "),
    "hyperlink, insertion, control": (
        f"<w:p><w:hyperlink>{run('一')}</w:hyperlink><w:ins>{run('二')}</w:ins><w:sdt><w:sdtContent>{run('三')}"
        "</w:sdtContent></w:sdt></w:p>",
        "一二三",
    ),
    "struck out": (f"<w:p>{run('留')}<w:del><w:r><w:delText>去</w:delText></w:r></w:del></w:p>", "留"),
    "moved away": (f"<w:p><w:moveFrom>{run('去')}</w:moveFrom><w:moveTo>{run('来')}</w:moveTo></w:p>", "来"),
    "text box once": (
        f"<w:p>{run('正文')}<mc:AlternateContent><mc:Choice>{paragraph('框')}</mc:Choice>"
        f"<mc:Fallback>{paragraph('框')}</mc:Fallback></mc:AlternateContent></w:p>",
        "框\n正文",
    ),
    "cells of one paragraph": (
        f"<w:tbl><w:tr><w:tc>{paragraph('甲')}</w:tc><w:tc><w:p/></w:tc><w:tc>{paragraph('乙')}</w:tc></w:tr></w:tbl>",
        "甲\t\t乙",
    ),
    "cell that lays out a page": (
        f"<w:tbl><w:tr><w:tc>{paragraph('题')}{paragraph('文')}</w:tc><w:tc>{paragraph('旁')}</w:tc></w:tr></w:tbl>",
        "题\n文\n旁",
    ),
    "table in a cell": (
        f"<w:tbl><w:tr><w:tc>{paragraph('外')}<w:tbl><w:tr><w:tc>{paragraph('内1')}</w:tc><w:tc>{paragraph('内2')}</w:tc>"
        f"</w:tr></w:tbl></w:tc></w:tr></w:tbl>{paragraph('后')}",
        "外\n内1\t内2\n后",
    ),
}


@pytest.mark.parametrize(("body", "text"), BODIES.values(), ids=BODIES)
def test_body(body: str, text: str) -> None:
    assert read(package(document(body))).text == text


def test_main_part_may_have_another_name() -> None:
    target = 'Type="http://x/relationships/officeDocument" Target="/word/document2.xml"'
    relations = f'<Relationships><Relationship Id="a" {target}/></Relationships>'
    data = package(document(paragraph("各位代表")), "word/document2.xml", **{"_rels/.rels": relations})
    assert read(data).text == "各位代表"


def test_numbers_made_by_word_are_warned_of() -> None:
    body = f"<w:p><w:pPr><w:numPr/></w:pPr>{run('夯实基础')}</w:p>"
    page = read(package(document(body)))
    assert page.text == "夯实基础"
    assert "numbered by Word" in page.warnings[0]


ENTITIES = '<!DOCTYPE d [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/hostname">]>'
HOSTILE = {
    "not a zip": (b"\xe5\x90\x84\xe4\xbd\x8d", "no sound DOCX"),
    "old doc": (b"\xd0\xcf\x11\xe0" + bytes(600), "old .doc or has a password"),
    "cut off": (package(document(paragraph("一")))[:150], "no sound DOCX"),
    "no main part": (package("x", "other.xml"), "no sound DOCX"),
    "broken XML": (package(document("<w:p>")), "broken XML"),
    "entities": (package(ENTITIES + document(paragraph("&b;&f;"))), "declares XML entities"),
    "entities in UTF-16": (package((ENTITIES + document(paragraph("&f;"))).encode("utf-16")), "declares XML entities"),
    "nested too deep": (package(document("<w:tbl><w:tr><w:tc>" * 2000)), "broken XML"),
    "zip bomb": (package(b" " * (Limits().part_bytes + 1)), "unpacks to more than"),
}


@pytest.mark.parametrize(("data", "problem"), HOSTILE.values(), ids=HOSTILE)
def test_hostile_file_is_refused_in_one_line(data: bytes, problem: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        read(data)
    assert problem in caught.value.problem
    assert str(caught.value).startswith("报告.docx: ")
    assert "\n" not in str(caught.value)


def test_size_in_the_directory_may_lie() -> None:
    data = bytearray(package(b" " * (Limits().part_bytes + 1)))
    size = (Limits().part_bytes + 1).to_bytes(4, "little")
    assert data.count(size) == 2
    data = data.replace(size, (1000).to_bytes(4, "little"))
    with pytest.raises(UnreadableError):
        read(bytes(data))


def test_pictures_only_is_empty() -> None:
    with pytest.raises(EmptyError, match="holds no text"):
        read(package(document("<w:p/>")))
