"""How slogans spread: first and last mention, counts by year and region, what has no date or no region."""

from __future__ import annotations

from dataclasses import replace

import pytest

import sanxin
from sanxin.diffusion import COLUMNS, columns, rows, trace
from sanxin.records import Document, DocumentDate, Facts, Slogan, SloganKind, Speech

CAMPAIGN, ABBREVIATION = SloganKind.CAMPAIGN, SloganKind.ABBREVIATION


def speech(name: str, date: str | None, region: str | None, *slogans: str | Slogan) -> Speech:
    facts = Facts(date=None if date is None else DocumentDate.parse(date), region=region, level="county")
    found = (slogan if isinstance(slogan, Slogan) else said(slogan) for slogan in slogans)
    return Speech(Document(name, name, "", facts), "sanxin", slogans=tuple(found))


def said(canonical: str, kind: SloganKind = CAMPAIGN, members: tuple[str, ...] | None = None) -> Slogan:
    return Slogan("s1", 0, 0, f"“{canonical}”", canonical, kind, members)


def table(*speeches: Speech) -> dict[str, dict]:
    found = trace(speeches)
    return {row["canonical"]: row for row in rows(found, columns(found.values()))}


ARCHIVE = (
    speech("b", "2031-03", "云岫区", "青禾行动", "青禾行动"),
    speech("a", "2029-01-07", "桐溪县", "青禾行动", "一灯照百村"),
    speech("c", "2031-11", "云岫区", "青禾行动"),
)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("kind", "campaign"),
        ("count", 4),
        ("documents", 3),
        ("regions", 2),
        ("first_date", "2029-01-07"),
        ("first_document", "a"),
        ("first_region", "桐溪县"),
        ("first_level", "county"),
        ("last_date", "2031-11"),
        ("last_document", "c"),
        ("last_region", "云岫区"),
        ("by_region", ["云岫区 3", "桐溪县 1"]),
        ("undated", 0),
        ("in_2029", 1),
        ("in_2030", 0),
        ("in_2031", 3),
    ],
)
def test_a_row(column, value):
    assert table(*ARCHIVE)["青禾行动"][column] == value


def test_the_order_of_the_speeches_does_not_matter():
    assert list(table(*ARCHIVE).items()) == list(table(*reversed(ARCHIVE)).items())


def test_the_most_widely_said_comes_first():
    assert list(table(*ARCHIVE)) == ["青禾行动", "一灯照百村"]


def test_speeches_may_come_from_a_generator():
    assert trace(iter(ARCHIVE)).keys() == {"青禾行动", "一灯照百村"}


@pytest.mark.parametrize(
    ("dates", "first", "last"),
    [
        (["2031", "2031-06"], "2031-06", "2031-06"),
        (["2031-06", "2031-06-03"], "2031-06-03", "2031-06-03"),
        (["2031", "2032"], "2031", "2032"),
        ([None, "2031"], "2031", "2031"),
        ([None], None, None),
    ],
    ids=str,
)
def test_the_surer_date_decides_within_a_year(dates, first, last):
    speeches = [speech(str(n), date, None, "青禾行动") for n, date in enumerate(dates)]
    row = table(*speeches)["青禾行动"]
    assert (row["first_date"], row["last_date"]) == (first, last)


def test_what_has_no_date_or_region_is_counted():
    row = table(speech("a", None, None, "青禾行动"))["青禾行动"]
    assert (row["count"], row["undated"], row["regions"], row["by_region"]) == (1, 1, 0, [])


def test_the_commonest_kind_is_given():
    speeches = [speech("a", "2031", None, said("三进", ABBREVIATION)), speech("b", "2031", None, said("三进"))]
    assert table(*speeches)["三进"]["kind"] == "abbreviation"  # a draw: the first of the alphabet
    speeches.append(speech("c", "2031", None, said("三进")))
    assert table(*speeches)["三进"]["kind"] == "campaign"


def test_pausing_marks_and_widths_make_no_other_slogan():
    writings = ("春有花、秋有果", "春有花，秋有果", "春有花、秋有果", "林、田、湖、草", "林田湖草", "１３５８", "1358")
    found = table(*(speech(str(n), "2031", None, words) for n, words in enumerate(writings)))
    assert {name: row["count"] for name, row in found.items()} == {"春有花、秋有果": 3, "林、田、湖、草": 2, "1358": 2}


def test_a_code_is_not_its_digits():
    assert table(speech("a", "2031", None, "1+3+N", "13N")).keys() == {"1+3+N", "13N"}


def test_readings_count_different_member_lists():
    readings = [("进企业", "进社区", "进田头"), ("进田头", "进社区", "进企业"), ("进村", "进户", "进心"), None]
    speeches = [speech(str(n), "2031", None, said("三进", ABBREVIATION, items)) for n, items in enumerate(readings)]
    assert table(*speeches)["三进"]["readings"] == 2


def test_the_frame():
    frame = sanxin.slogan_diffusion(ARCHIVE)
    assert [*frame.columns] == [*(column.name for column in COLUMNS), "in_2029", "in_2030", "in_2031"]
    assert frame.loc[0, "canonical"] == "青禾行动"
    assert frame["in_2031"].sum() == 3
    assert str(frame["in_2031"].dtype) == "Int64"


def test_nothing_gives_nothing():
    frame = sanxin.slogan_diffusion([replace(ARCHIVE[0], slogans=())])
    assert [*frame.columns] == [column.name for column in COLUMNS]
    assert len(frame) == 0
