"""New words: the numbers against a count by hand, what is a word and what is not."""

from __future__ import annotations

import math
from collections import Counter
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sanxin
from sanxin.errors import OptionError, OutputError
from sanxin.newwords import COLUMNS, Settings, counting, find_new_words, rows, spool
from sanxin.newwords.counting import Strings, characters, cohesion, freedom, longer, spelled, spread
from sanxin.newwords.spool import Chunk, Spool
from sanxin.records import Document, DocumentDate, Facts, Furniture


def document(text: str, name: str = "a", year: int | None = None, furniture: tuple[Furniture, ...] = ()) -> Document:
    date = None if year is None else DocumentDate(year)
    return Document(name, name, text, Facts(date=date), furniture)


def counted(folder, texts: list[str], minimum: int, length: int) -> tuple[Spool, list[Strings]]:
    held = Spool(folder)
    for n, text in enumerate(texts):
        held.add(document(text, str(n), 2030 + n))
    levels = [characters(held, minimum)]
    while levels[-1].length < length:
        levels.append(longer(held, levels))
    return held, levels


def runs(texts: list[str]) -> list[str]:
    return [run for text in texts for run in "".join(c if "\u4e00" <= c <= "\u9fff" else " " for c in text).split()]


def by_hand(texts: list[str], length: int) -> Counter[str]:
    return Counter(run[i : i + length] for run in runs(texts) for i in range(len(run) - length + 1))


TEXTS = ["云溪联创，云溪联创！抓云溪联创", "“云溪联创”云溪联创好\n溪联", "无关的话"]


@given(texts=st.lists(st.text("云溪联创抓，\n", max_size=40), min_size=1, max_size=4), minimum=st.integers(1, 3))
def test_counts_are_exact(tmp_path_factory, texts, minimum):
    _, levels = counted(tmp_path_factory.mktemp("spool"), texts, minimum, 4)
    for level in levels:
        found = spelled(levels[: level.length], range(len(level.keys)))
        wanted = {string: n for string, n in by_hand(texts, level.length).items() if n >= minimum}
        assert dict(zip(found, map(int, level.counts), strict=True)) == wanted


@pytest.mark.parametrize(("batch", "chunk"), [(1, 1 << 21), (3, 2), (6_000_000, 1), (2, 5)])
def test_batches_and_chunks_change_nothing(tmp_path, monkeypatch, batch, chunk):
    def numbers(folder):
        folder.mkdir()
        held, levels = counted(folder, TEXTS, 2, 4)
        every = levels[-1].counts > 0
        over = spread(held, levels[-1], every)
        sides = [freedom(held, levels[-1], every, side).tolist() for side in (Chunk.before, Chunk.behind)]
        return levels[-1].keys.tolist(), over.documents.tolist(), over.first.tolist(), over.last.tolist(), sides

    whole = numbers(tmp_path / "whole")
    monkeypatch.setattr(counting, "BATCH", batch)
    monkeypatch.setattr(spool, "CHUNK", chunk)
    assert numbers(tmp_path / "pieces") == whole


def test_the_numbers_of_a_word(tmp_path):
    held, levels = counted(tmp_path, TEXTS, 2, 4)
    (text,) = spelled(levels, [0])
    every = levels[-1].counts > 0
    over = spread(held, levels[-1], every)
    assert (text, levels[-1].counts.tolist(), over.documents.tolist()) == ("云溪联创", [5], [2])
    assert (over.first.tolist(), over.last.tolist()) == ([2030], [2031])
    # Behind it 好 once, a mark four times; each mark is a neighbour of its own.
    assert freedom(held, levels[-1], every, Chunk.behind).tolist() == pytest.approx([math.log2(5)])
    # The best split is 云|溪联创 or 云溪联|创: 5 in 26 characters, of 5 and 5; 溪联 is said six times.
    total = sum(map(len, runs(TEXTS)))
    assert held.characters == total
    assert cohesion(levels, total).tolist() == pytest.approx([math.log2(5 * total / (5 * 6))], abs=0.3)


def test_the_minimum_rises_where_strings_are_too_many(tmp_path, monkeypatch):
    monkeypatch.setattr(counting, "MOST", 4)
    text = "".join(Random(1).choices("云溪联创抓好实", weights=[9, 7, 5, 4, 3, 2, 1], k=900))  # noqa: S311
    _, levels = counted(tmp_path, [text], 2, 3)
    assert len(levels[1].keys) <= 4
    assert levels[1].minimum > 2
    found = dict(zip(spelled(levels[:2], range(len(levels[1].keys))), levels[1].counts, strict=True))
    assert found == {string: n for string, n in by_hand([text], 2).items() if n >= levels[1].minimum}


# ---- which are words ----

SAYINGS = [
    "各镇要把“星链共育”抓在手上。",
    "我们说星链共育，说的是人。",
    "今后，星链共育不能停。",
    "去年的星链共育成效好；",
    "搞星链共育靠大家！",
    "什么是星链共育？",
    "说到底，星链共育看长远，",
    "有了星链共育这个抓手，",
    "谈谈星链共育。",
    "离开星链共育空谈无益。",
]


def filler(n: int) -> str:
    """Characters that are said once, so that what is said often is so by no chance."""
    return "".join(map(chr, range(0x5000 + 500 * n, 0x5000 + 500 * n + 500)))


def archive(extra: str = "") -> list[Document]:
    return [
        document("\n".join([*SAYINGS[n:], *SAYINGS[:n], filler(n), extra]), f"d{n}", 2028 + n) for n in range(0, 10, 3)
    ]


def texts(documents: list[Document], **settings) -> list[str]:
    return [word.text for word in find_new_words(documents, Settings(**settings))]


def test_a_coined_word_is_found_and_its_pieces_are_not():
    found = texts(archive())
    assert "星链共育" in found
    assert not {"星链", "链共育", "星链共", "说星链共育"} & set(found)


def test_years_and_spread_are_told():
    (word,) = (word for word in find_new_words(archive(), Settings()) if word.text == "星链共育")
    assert (word.count, word.documents, word.first_year, word.last_year) == (40, 4, 2028, 2037)
    assert not word.known


@pytest.mark.parametrize(
    ("line", "piece"),
    [
        ("不断提高", "不断提高"),
        ("取得了", "取得了"),
        ("三百亿元", "三百亿元"),
        ("五百七十", "五百七十"),
        ("增长百分之五", "增长百分之五"),
        ("二〇三一年", "二〇三一年"),
        ("推动星链共育", "推动星链共育"),
        ("健全和巩固", "健全和巩固"),
    ],
)
def test_pieces_of_sentences_and_numbers_are_not_listed(line, piece):
    around = "甲乙丙丁戊己庚辛壬癸"
    assert piece not in texts(archive("，".join(f"{a}{line}{b}" for a, b in pairwise(around + around))))


def test_words_of_the_dictionary_are_listed_on_demand():
    around = "甲乙丙丁戊己庚辛壬癸"
    documents = archive("，".join(f"{a}辽阔{b}" for a, b in pairwise(around + around)))
    assert "辽阔" not in texts(documents)
    assert [word.known for word in find_new_words(documents, Settings(known=True)) if word.text == "辽阔"] == [True]


@pytest.mark.parametrize(("since", "found"), [(2028, True), (2029, False)])
def test_only_what_is_new_since_a_year(since, found):
    assert ("星链共育" in texts(archive(), since=since)) is found


def test_what_has_no_date_is_not_new():
    undated = [document(d.text, d.id) for d in archive()]
    assert "星链共育" in texts(undated)
    assert texts(undated, since=1949) == []


def test_page_furniture_does_not_count():
    line = "，".join(f"{a}云港快讯{b}" for a, b in pairwise("甲乙丙丁戊己庚辛壬癸"))
    plain = archive(line)
    at = plain[0].text.index(line)
    furnished = [document(d.text, d.id, None, (Furniture(d.text.index(line), len(d.text), "menu"),)) for d in plain]
    assert at
    assert "云港快讯" in texts(plain)
    assert "云港快讯" not in texts(furnished)


def test_parts_of_one_file_are_one_document():
    whole = archive()
    parts = [document(part, d.id) for d in whole for part in (d.text, "又及：星链共育。")]
    words = {word.text: word.documents for word in find_new_words(parts, Settings())}
    assert words["星链共育"] == 4


def test_a_single_document_needs_no_second():
    assert "星链共育" in texts(archive()[:1], min_documents=5)


def test_the_order_is_that_of_the_scores():
    found = find_new_words(archive(), Settings())
    assert [word.score for word in found] == sorted((word.score for word in found), reverse=True)
    assert found[:1] == find_new_words(archive(), Settings(top=1))


@pytest.mark.parametrize("settings", [{"min_count": 1}, {"min_documents": 0}, {"max_length": 1}])
def test_settings_that_cannot_be(settings):
    with pytest.raises(OptionError, match="at least 2 characters"):
        sanxin.new_words([], **settings)


def test_a_full_disk_is_told(monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Spool, "relabel", full)
    with pytest.raises(OutputError, match=r"No space left on device; .* set TMPDIR"):
        find_new_words(archive(), Settings())


def test_nothing_gives_nothing():
    frame = sanxin.new_words([document("no Han here, 12.5%")])
    assert list(frame.columns) == [column.name for column in COLUMNS]
    assert len(frame) == 0


def test_the_frame_is_typed():
    frame = sanxin.new_words(archive(), top=3)
    assert frame.dtypes.astype(str).to_dict() | {"text": "string", "count": "Int64", "cohesion": "float64"} == (
        frame.dtypes.astype(str).to_dict()
    )
    assert frame["known"].tolist() == [0] * len(frame)


def test_rows_are_rounded():
    (row, *_) = rows(find_new_words(archive(), Settings()))
    assert all(value == round(value, 2) for value in row.values() if isinstance(value, float))
