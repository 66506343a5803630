"""One speech in every format gives the same targets."""

from __future__ import annotations

import io
import json
import zipfile

import docx
import openpyxl
import pytest
from printing import pdf, set_paragraphs
from spacy.language import Language

import sanxin
from sanxin.reading import read_bytes
from sanxin.records import Document

PARAGRAPHS = (
    "云河县政府工作报告",
    "（2026年1月20日）",
    "各位代表：",
    "现在，我代表县人民政府，向大会报告工作，请予审议，并请县政协委员和其他列席人员提出意见。",
    "一、2025年工作回顾",
    "过去一年，全县地区生产总值完成182.6亿元，同比增长6.4%；一般公共预算收入11.3亿元，增长5.2%；城镇新增就业3260人；"
    "新建改建农村公路86公里，完成老旧小区改造12个，群众的获得感、幸福感、安全感更加充实。",
    "二、2026年主要任务",
    "今年经济社会发展的主要预期目标是：地区生产总值增长6%左右，一般公共预算收入增长5%以上，城镇新增就业3000人以上，"
    "居民收入增长与经济增长同步。为此，必须抓好以下工作。",
    "坚持“三新三强”不动摇，力争引进亿元以上项目20个，确保开工率不低于90%，新增高新技术企业8家，到2030年工业总产值"
    "突破500亿元，把“一镇一品”办到实处，新增设施农业面积2300亩，建成高标准农田4.5万亩。",
)
TEXT = "\n".join(PARAGRAPHS)


def word() -> bytes:
    made, buffer = docx.Document(), io.BytesIO()
    for paragraph in PARAGRAPHS:
        made.add_paragraph(paragraph)
    made.save(buffer)
    return buffer.getvalue()


def workbook() -> bytes:
    made, buffer = openpyxl.Workbook(), io.BytesIO()
    for row in (["县", "正文"], ["云河县", TEXT]):
        made.worksheets[0].append(row)
    made.save(buffer)
    return buffer.getvalue()


def packed(name: str, data: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(name, data)
    return buffer.getvalue()


FORMATS = {
    "gb18030": ("a.txt", TEXT.encode("gb18030")),
    "utf-16": ("a.txt", TEXT.encode("utf-16")),
    "html": (
        "a.html",
        ("<html><body>" + "".join(f"<p>{words}</p>" for words in PARAGRAPHS) + "</body></html>").encode(),
    ),
    "docx": ("a.docx", word()),
    "pdf": ("a.pdf", pdf(set_paragraphs(PARAGRAPHS, per_page=9))),
    "markdown": ("a.md", TEXT.replace("一、", "## 一、").replace("二、", "## **二**、").encode()),
    "csv": ("a.csv", f'县,正文\n云河县,"{TEXT}"\n'.encode()),
    "xlsx": ("a.xlsx", workbook()),
    "json": ("a.json", json.dumps([{"县": "云河县", "正文": TEXT}]).encode()),
    "zip": ("a.zip", packed("讲话.docx", word())),
}


@pytest.fixture(scope="module")
def nlp() -> Language:
    return sanxin.load()


def targets(nlp: Language, document: Document) -> list[tuple[object, ...]]:
    speech = sanxin.analyse(nlp, document)
    return [
        (
            target.text,
            target.low,
            target.unit,
            target.comparator,
            target.modality,
            target.deadline,
            target.indicator.of(document.text) if target.indicator else None,
        )
        for target in speech.targets
    ]


@pytest.mark.parametrize(("name", "data"), FORMATS.values(), ids=FORMATS)
def test_targets_are_those_of_the_plain_text(name: str, data: bytes, nlp: Language) -> None:
    (plain,) = read_bytes(TEXT.encode(), "a.txt")
    (document,) = read_bytes(data, name)
    expected = targets(nlp, plain)
    assert len(expected) >= 8
    assert targets(nlp, document) == expected
    assert document.facts.date == plain.facts.date
