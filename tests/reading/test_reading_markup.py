"""Markdown, XML, JSON, TMX, MHT, EPUB, ODT and OFD: the words without the marks, facts from their heads."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping

import pytest

from sanxin.errors import EmptyError, FormatError, InputError, UnreadableError
from sanxin.reading import read_bytes
from sanxin.records import Document

LINE = "各位代表：现在，我代表县人民政府向大会作报告，请各位审议，也请列席的同志多提意见。全县经济稳中有进。"


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def read(data: bytes | str, name: str) -> list[Document]:
    return list(read_bytes(data.encode() if isinstance(data, str) else data, name))


MARKDOWN = {
    "heading": ("## 一、总体要求 ##", "一、总体要求"),
    "emphasis": ("坚持**三新三强**，做到*稳*字当头。", "坚持三新三强，做到稳字当头。"),
    "link": ("见[附件](a.docx)和![图](b.png)。", "见附件和。"),
    "list": ("- 新建学校3所\n1. 修路12公里", "新建学校3所\n1. 修路12公里"),
    "quote": ("> 民之所盼", "民之所盼"),
    "table": ("| 指标 | 目标 |\n| --- | ---: |\n| 生产总值 | 6% |", "指标\t目标\n生产总值\t6%"),
    "rule": ("上\n---\n下", "上\n下"),
    "escape": (r"1\. 不是列表\*", "1. 不是列表*"),
    "multiplication is no emphasis": ("长3*宽4*高5米", "长3*宽4*高5米"),
}


@pytest.mark.parametrize(("marked", "plain"), MARKDOWN.values(), ids=MARKDOWN)
def test_markdown(marked: str, plain: str) -> None:
    (document,) = read(marked, "报告.md")
    assert (document.text, document.format) == (plain, "markdown")


def test_markdown_states_facts_in_its_head() -> None:
    (document,) = read(f"---\ntitle: 云河县政府工作报告\ndate: 2025-01-20\nregion: 云河县\n---\n{LINE}\n", "a.md")
    assert document.text == LINE + "\n"
    assert (document.facts.title, str(document.facts.date)) == ("云河县政府工作报告", "2025-01-20")


ROW = {"县": "云河县", "年份": 2025, "正文": LINE}
JSON = {
    "list": ([ROW, ROW], ["a.json#1", "a.json#2"]),
    "list inside": ({"total": 2, "data": [ROW, ROW]}, ["a.json#1", "a.json#2"]),
    "one": (ROW, ["a.json#1"]),
    "strings": ([LINE, LINE], ["a.json#1", "a.json#2"]),
}


@pytest.mark.parametrize(("value", "ids"), JSON.values(), ids=JSON)
def test_json(value: object, ids: list[str]) -> None:
    documents = read(json.dumps(value, ensure_ascii=False, indent=1), "a.json")
    assert [document.id for document in documents] == ids
    assert {document.text for document in documents} == {LINE}


def test_lines_of_json_under_the_name_of_json() -> None:
    line = json.dumps(ROW, ensure_ascii=False)
    assert [document.facts.region for document in read(f"{line}\n{line}\n", "a.json")] == ["云河县", "云河县"]


def test_records_of_xml_are_rows() -> None:
    record = f"<doc><region>云河县</region><date>2025-01-20</date><content><p>{LINE}</p><p>第二段。</p></content></doc>"
    documents = read(f'<?xml version="1.0" encoding="GBK"?><all>{record}{record}</all>'.encode("gb18030"), "a.xml")
    assert [(document.id, str(document.facts.date)) for document in documents] == [
        ("a.xml#1", "2025-01-20"),
        ("a.xml#2", "2025-01-20"),
    ]
    assert documents[0].text == f"{LINE}\n第二段。"


def test_other_xml_is_one_text() -> None:
    (document,) = read(f"<r><h>云河县报告</h><b><p>{LINE}</p><p>稳<i>中</i>求进。</p></b></r>", "a.xml")
    assert document.text == f"云河县报告\n{LINE}\n稳中求进。"


def test_tmx_gives_its_chinese_side() -> None:
    unit = (
        '<tu><tuv xml:lang="en"><seg>Hello</seg></tuv><tuv xml:lang="zh-CN"><seg>力争<bpt i="1">b</bpt>增长'
        '<hi>6%</hi><ept i="1">b</ept>左右。</seg></tuv></tu>'
    )
    head = '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE tmx SYSTEM "tmx14.dtd">'
    data = f'{head}<tmx version="1.4"><header/><body>{unit}{unit}</body></tmx>'.encode("utf-16")
    (document,) = read(data, "a.tmx")
    assert document.text == "力争增长6%左右。\n力争增长6%左右。"


def test_mht_under_the_name_of_word() -> None:
    page = f"<html><body><p>{LINE}</p></body></html>".encode("gb18030")
    head = b'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="x"\n\n--x\n'
    part = b'Content-Type: text/html; charset="gb2312"\nContent-Transfer-Encoding: 8bit\n\n'
    (document,) = read(head + part + page + b"\n--x--\n", "报告.doc")
    assert (document.text, document.format) == (LINE, "mht")


def test_rich_text_and_pages_under_the_name_of_word() -> None:
    (document,) = read(f"<html><body><p>{LINE}</p></body></html>".encode("gb18030"), "报告.doc")
    assert (document.text, document.format) == (LINE, "html")


def epub() -> bytes:
    def chapter(words: str) -> str:
        return f"<html><head><title>书</title></head><body><p>{words}</p></body></html>"

    return packed(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": '<container><rootfiles><rootfile full-path="O/b.opf"/></rootfiles></container>',
            "O/b.opf": "<package><metadata><title>云河县志选编</title></metadata>"
            '<manifest><item id="a" href="a.xhtml"/><item id="b" href="%E4%BA%8C.xhtml"/></manifest>'
            '<spine><itemref idref="b"/><itemref idref="a"/></spine>'
            "</package>",
            "O/a.xhtml": chapter("第二章说的是打算。"),
            "O/二.xhtml": chapter(LINE),
        }
    )


def test_epub_in_the_order_of_reading() -> None:
    (document,) = read(epub(), "a.epub")
    assert (document.text, document.furniture) == (f"{LINE}\n第二章说的是打算。", ())
    assert document.facts.title == "云河县志选编"


OFFICE = "urn:oasis:names:tc:opendocument:xmlns"


def odt(body: str) -> bytes:
    spaces = f'xmlns:office="{OFFICE}:office:1.0" xmlns:text="{OFFICE}:text:1.0" xmlns:table="{OFFICE}:table:1.0"'
    content = f"<office:document-content {spaces}><office:body><office:text>{body}</office:text></office:body>"
    return packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": content + "</office:document-content>",
        }
    )


def cell(words: str) -> str:
    return f"<table:table-cell><text:p>{words}</text:p></table:table-cell>"


ODT = {
    "paragraphs": ("<text:h>报告</text:h><text:p>第一段。</text:p>", "报告\n第一段。"),
    "inside a paragraph": (
        '<text:p>县长<text:s text:c="2"/>李<text:span>大</text:span>山<text:tab/>签<text:line-break/>发</text:p>',
        "县长  李大山\t签\n发",
    ),
    "table": (f"<table:table><table:table-row>{cell('指标')}{cell('6%')}</table:table-row></table:table>", "指标\t6%"),
    "not the running text": (
        "<text:tracked-changes><text:p>删去</text:p></text:tracked-changes>"
        "<text:p>稳<text:note><text:p>注</text:p></text:note>中求进</text:p>",
        "稳中求进",
    ),
}


@pytest.mark.parametrize(("body", "text"), ODT.values(), ids=ODT)
@pytest.mark.parametrize("name", ["a.odt", "a"])
def test_odt(body: str, text: str, name: str) -> None:
    (document,) = read(odt(body), name)
    assert (document.text, document.format) == (text, "odt")


def ofd(*pages: str) -> bytes:
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    places = "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages)))
    parts = {
        "OFD.xml": f"<ofd:OFD {space}><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {space}><ofd:Pages>{places}</ofd:Pages></ofd:Document>",
    }
    for n, page in enumerate(pages):
        content = f"<ofd:Page {space}><ofd:Content><ofd:Layer>{page}</ofd:Layer></ofd:Content></ofd:Page>"
        parts[f"Doc_0/Pages/Page_{n}/Content.xml"] = content
    return packed(parts)


def words_at(words: str, y: float, *, x: float = 20, size: float = 5, delta: str = "g 99 5", more: str = "") -> str:
    code = f'<ofd:TextCode X="0" Y="{size}" DeltaX="{delta}">{words}</ofd:TextCode>'
    return f'<ofd:TextObject Boundary="{x} {y} 170 8" Size="{size}" {more}>{code}</ofd:TextObject>'


FULL = "全县上下要一条心、一股劲、一盘棋抓落实，把既定的目标任务一件一件地"
OFD = {
    "a paragraph over two pages": ([words_at(FULL, 260), words_at("干成、干好。", 20)], f"{FULL}干成、干好。"),
    "half-width digits": ([words_at("增长12%左右", 20, delta="5 5 2.5 2.5 5 5")], "增长12%左右"),
    "moved by a matrix": ([words_at("三新", 0, more='CTM="1 0 0 1 10 50"') + words_at("报告", 20)], "报告\n三新"),
    "quotation marks drawn last": (
        [words_at("坚持", 20) + words_at("三新三强", 20, x=35) + words_at("“", 20, x=30) + words_at("”", 20, x=55)],
        "坚持“三新三强”",
    ),
}


@pytest.mark.parametrize(("pages", "text"), OFD.values(), ids=OFD)
def test_ofd(pages: list[str], text: str) -> None:
    (document,) = read(ofd(*pages), "公文.ofd")
    assert (document.text, document.format) == (text, "ofd")


BILLION = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "哈哈"><!ENTITY c "&b;&b;">]><a>&c;</a>'
BAD = {
    "entities": (BILLION, "a.xml", UnreadableError, "declares XML entities"),
    "broken xml": ("<a><b></a>", "a.xml", UnreadableError, "holds broken XML"),
    "xml without text": ("<a><b/></a>", "a.xml", EmptyError, "is XML without text"),
    "broken json": ("[1, 2", "a.json", FormatError, "is no JSON"),
    "json without texts": ('[{"a": 1}]', "a.json", FormatError, "has no column of Chinese texts"),
    "json too deep": ("[" * 100_000, "a.json", FormatError, "(nests too deep|is no JSON)"),
    "tmx without Chinese": ("<tmx><body/></tmx>", "a.tmx", FormatError, "holds no Chinese segments"),
    "mht without text": ("MIME-Version: 1.0\nContent-Type: image/png\n\nx", "a.mht", EmptyError, "is a saved page"),
    "epub without package": (packed({"a": ""}), "a.epub", UnreadableError, "is no sound EPUB"),
    "odt without content": (packed({"a": ""}), "a.odt", UnreadableError, "is no sound ODT"),
    "odt without text": (odt("<text:p/>"), "a.odt", EmptyError, "holds no text"),
    "ofd without root": (packed({"a": ""}), "a.ofd", UnreadableError, "is no sound OFD"),
    "ofd without text": (ofd(""), "a.ofd", EmptyError, "is an OFD without text"),
    "marks only": ("---\n", "a.md", EmptyError, "holds no text"),
    "locked": (
        b"\xd0\xcf\x11\xe0" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
        "a.docx",
        UnreadableError,
        "has a password",
    ),
}


@pytest.mark.parametrize(("data", "name", "error", "problem"), BAD.values(), ids=BAD)
def test_bad_file_is_one_clear_line(data: bytes | str, name: str, error: type[InputError], problem: str) -> None:
    with pytest.raises(error, match=problem) as caught:
        read(data, name)
    assert "\n" not in str(caught.value)
