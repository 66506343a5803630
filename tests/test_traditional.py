"""Traditional characters: analysed as simplified ones, given back as written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sanxin
from sanxin.reading import read_bytes
from sanxin.traditional import simplified

TRADITIONAL = """雲河縣政府工作報告
——2026年1月20日在雲河縣第十五屆人民代表大會第六次會議上
縣長　李大山

各位代表：
現在，我代表縣人民政府向大會報告工作，請予審議。

一、2026年主要任務
力爭全年新建幼兒園12所，確保城鎮新增就業不少於3000人，地區生產總值增長6%左右。
堅持「三新三強」不動搖，三新即新產業、新環境、新治理，打好「百日攻堅」行動。
"""

KEPT = {
    "simplified": "县长：力争全年新建幼儿园12所，坚持“三新三强”不动摇，著名的乾隆年间古桥。",
    "a quotation": "我们要记住先人的话，把家乡建设得更好，让老百姓过上好日子，" * 9 + "古人云：學而時習之",
    "no Chinese": "GDP 6% — “quoted” ㎡ 「」",
    "nothing": "",
}


@pytest.mark.parametrize("text", KEPT.values(), ids=KEPT)
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert simplified(text) is text


CONVERTED = {
    "characters": ("縣長：力爭全年新建幼兒園12所。", "县长：力争全年新建幼儿园12所。"),
    "quotation marks": ("堅持「三新三強」、『兩個確保』。", "坚持“三新三强”、‘两个确保’。"),
    "by words": ("瞭解後，乾隆年間的圖書館乾淨整潔。", "了解后，乾隆年间的图书馆干净整洁。"),
}


@pytest.mark.parametrize(("text", "expected"), CONVERTED.values(), ids=CONVERTED)
def test_traditional_texts_are_converted(text: str, expected: str) -> None:
    assert simplified(text) == expected


@given(st.text(alphabet=st.sampled_from("縣長力爭瞭解乾隆裏面「」『』，。\r\n\u2028A1％國"), max_size=60))
def test_length_stays(text: str) -> None:
    assert len(simplified(text)) == len(text)


@pytest.fixture(scope="module")
def speech() -> sanxin.records.Speech:
    (document,) = read_bytes(TRADITIONAL.encode(), "報告.txt")
    return sanxin.analyse(sanxin.load(), document)


def test_document_stays_as_read(speech: sanxin.records.Speech) -> None:
    facts = speech.document.facts
    assert speech.document.text == TRADITIONAL
    assert (facts.title, str(facts.date), facts.region, facts.speaker) == (
        "雲河縣政府工作報告",
        "2026-01-20",
        "云河县",
        "李大山",
    )


def test_every_record_quotes_the_original(speech: sanxin.records.Speech) -> None:
    records = [*speech.quantities, *speech.slogans, *speech.actions]
    assert [record.text for record in records] == [TRADITIONAL[record.start : record.end] for record in records]
    assert {section.title for section in speech.sections} == {"2026年主要任務"}


def test_traditional_targets_are_those_of_the_simplified_text(speech: sanxin.records.Speech) -> None:
    (document,) = read_bytes(simplified(TRADITIONAL).encode(), "报告.txt")
    twin = sanxin.analyse(sanxin.load(), document)

    def fields(found: sanxin.records.Speech) -> list[tuple[object, ...]]:
        return [(q.start, q.end, q.low, q.unit, q.modality, q.deadline, q.indicator_name) for q in found.targets]

    assert fields(speech) == fields(twin)
    assert [target.text for target in speech.targets] == ["12所", "不少於3000人", "6%左右"]
    assert speech.targets[0].modality_words == ("力爭",)


def test_slogans_keep_their_words_and_share_their_name(speech: sanxin.records.Speech) -> None:
    slogan = next(found for found in speech.slogans if found.text == "三新三強")
    assert slogan.canonical == "三新三强"
