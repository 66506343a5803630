import datetime as dt
import hashlib
import json
from dataclasses import replace
from types import SimpleNamespace

import pytest
from speeches import END_OF_YEAR, TEXT, bare, quantity, target, yunxiu

from sanxin.errors import OptionError
from sanxin.records import Comparator, DocumentDate, Facts
from sanxin.tables import COLUMNS, What, at_least, human, number, plain, rows, to_dict, to_frame

DOCUMENT_KEYS = (
    "id source title date region speaker framework text_sha256 chars quantities slogans actions sections "
    "furniture warnings"
)
QUANTITY_KEYS = (
    "id start end text low high unit dimension comparator direction status status_score modality deadline indicator "
    "scope pathway sentence modality_words indicator_name rule"
)
SLOGAN_KEYS = "id start end text canonical kind members score decoded meaning evidence"
ACTION_KEYS = "id start end text role verb object actor pathway pathway_score evidence quantities role_score bodies"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (500.0, "500"),
        (1e11, "100000000000"),
        (1.5e12, "1500000000000"),
        (3e-05, "0.00003"),
        (66.67, "66.67"),
        (-3.5, "-3.5"),
        (0.0, "0"),
        (1e22, "10000000000000000000000"),
    ],
)
def test_numbers_are_plain_decimals(value: float, expected: str) -> None:
    assert plain(value) == expected


@pytest.mark.parametrize(("value", "expected"), [(5.0, 5), (2.5, 2.5), (None, None), (7, 7)])
def test_whole_numbers_are_ints(value, expected) -> None:
    assert (number(value), type(number(value))) == (expected, type(expected))


@pytest.mark.parametrize(
    ("words", "low", "high", "unit", "comparator", "expected"),
    [
        ("500亿元以上", 5e10, 5e10, "元", Comparator.GE, "≥ 500亿元"),
        ("1.2万人", 12000, 12000, "人", Comparator.EQ, "1.2万人"),
        ("12000人", 12000, 12000, "人", Comparator.EQ, "12000人"),
        ("1.5万亿元", 1.5e12, 1.5e12, "元", Comparator.EQ, "1.5万亿元"),
        ("千亿元", 1e11, 1e11, "元", Comparator.EQ, "1000亿元"),
        ("6%—6.5%", 6, 6.5, "%", Comparator.RANGE, "6–6.5%"),
        ("80亿至100亿元", 8e9, 1e10, "元", Comparator.RANGE, "80–100亿元"),
        ("8000万至1.2亿元", 8e7, 1.2e8, "元", Comparator.RANGE, "8000万–1.2亿元"),
        ("100个到", 100, None, "个", Comparator.RANGE, "100–个"),
        ("前三名", 3, 3, "名", Comparator.LE, "≤ 3名"),
        ("零的突破", 0, 0, "", Comparator.GT, "> 0"),
        ("万分之三", 0.03, 0.03, "%", Comparator.EQ, "0.03%"),
        ("10万吨左右", 1e5, 1e5, "吨", Comparator.APPROX, "≈ 10万吨"),
        ("不到5家", 5, 5, "家", Comparator.LT, "< 5家"),
        ("300,000,000元", 3e8, 3e8, "元", Comparator.EQ, "3亿元"),
        ("若干", None, None, "", Comparator.EQ, "若干"),
    ],
)
def test_values_for_people_are_as_the_text_writes_them(words, low, high, unit, comparator, expected) -> None:
    assert human(quantity(words, words, low, unit, high=high, comparator=comparator)) == expected


def test_document_keys_stand_in_the_order_of_the_contract() -> None:
    found = to_dict(yunxiu())
    assert list(found) == DOCUMENT_KEYS.split()
    assert list(found["quantities"][0]) == QUANTITY_KEYS.split()
    assert list(found["slogans"][0]) == SLOGAN_KEYS.split()
    assert list(found["actions"][0]) == ACTION_KEYS.split()
    assert list(found["sections"][0]) == ["start", "end", "level", "title"]


def test_document_values() -> None:
    found = to_dict(yunxiu())
    assert found["id"] == "yunxiu.txt"
    assert found["date"] == "2031-02"
    assert found["speaker"] is None
    assert found["chars"] == len(TEXT)
    assert found["text_sha256"] == hashlib.sha256(TEXT.encode()).hexdigest()
    assert found["furniture"] == [{"start": TEXT.index("第1/2页"), "end": len(TEXT) - 1, "kind": "page_number"}]
    assert found["warnings"] == []


def test_quantity_values() -> None:
    reached, _, growth, *_ = to_dict(yunxiu())["quantities"]
    assert (reached["low"], type(reached["low"])) == (31_260_000_000, int)
    assert reached["modality"] is None
    assert reached["deadline"] is None
    assert growth["comparator"] == "ge"
    assert type(growth["comparator"]) is str
    assert growth["direction"] == "increase"
    assert growth["deadline"] == "2031-12-31"
    assert growth["modality_words"] == ["力争"]
    assert growth["indicator"]["text"] == "地区生产总值"
    assert TEXT[growth["sentence"]["start"] : growth["sentence"]["end"]].strip().startswith("今年要奋力拼搏")


def test_members_are_null_or_a_list() -> None:
    slogans = to_dict(yunxiu())["slogans"]
    assert [slogan["members"] for slogan in slogans] == [None, None, None, ["进企业", "进社区", "进田头"]]


def test_the_text_comes_only_if_asked_for() -> None:
    assert to_dict(yunxiu(), with_text=True)["text"] == TEXT
    assert "text" not in to_dict(yunxiu())


def test_everything_is_json() -> None:
    found = to_dict(yunxiu(), with_text=True)
    assert json.loads(json.dumps(found)) == found


@pytest.mark.parametrize("date", [DocumentDate(2031), DocumentDate(2031, 2), DocumentDate(2031, 2, 9), None], ids=str)
def test_dates_keep_their_precision(date) -> None:
    speech = bare("一句话。", facts=Facts(date=date))
    assert to_dict(speech)["date"] == (None if date is None else str(date))


@pytest.mark.parametrize("what", list(What))
def test_rows_have_the_columns_of_their_kind_doc_id_first(what) -> None:
    found = list(rows([yunxiu()], what))
    names = [column.name for column in COLUMNS[what]]
    assert found
    assert all(list(row) == names for row in found)
    assert names[0] == "doc_id"
    assert {row["doc_id"] for row in found} == {"yunxiu.txt"}


@pytest.mark.parametrize("what", ["targets", "quantities", "slogans", "actions"])
def test_the_sentence_stands_last_and_holds_the_record(what) -> None:
    for row in rows([yunxiu()], what):
        assert list(row)[-1] == "sentence"
        assert row["text"] in row["sentence"]
        assert TEXT[row["start"] : row["end"]] == row["text"]


def test_a_sentence_of_a_slogan_ends_with_its_mark() -> None:
    found = [row["sentence"] for row in rows([yunxiu()], "slogans")]
    assert found[1] == "当好“护林员”，实施“青禾行动”。"


def test_targets_are_the_promised_quantities() -> None:
    assert [row["status"] for row in rows([yunxiu()], "targets")] == ["commitment"] * 4
    assert len(list(rows([yunxiu()], "quantities"))) == 7


def test_row_values_are_typed() -> None:
    row = next(rows([yunxiu()], "targets"))
    assert (row["low"], row["deadline"], row["indicator"]) == (6, END_OF_YEAR, "地区生产总值")
    assert row["indicator_start"] == TEXT.rindex("地区生产总值")
    assert row["modality_words"] == ["力争"]


def test_the_text_of_a_document_row_comes_last_and_only_if_asked_for() -> None:
    (with_text,) = rows([yunxiu()], "documents", with_text=True)
    (without,) = rows([yunxiu()], "documents")
    assert list(with_text)[-1] == "text"
    assert "text" not in without


def test_an_unknown_kind_of_rows_is_named_with_those_known() -> None:
    with pytest.raises(OptionError, match="'verbs' is no kind of rows; the kinds are targets, quantities"):
        list(rows([yunxiu()], "verbs"))


def test_at_least_leaves_out_unsure_records_and_what_points_to_them() -> None:
    kept = at_least(yunxiu(), 0.7)
    assert "至少45个" not in [quantity.text for quantity in kept.quantities]
    assert [slogan.text for slogan in kept.slogans] == ["双轮三进", "护林员", "青禾行动"]
    assert [action.quantities for action in kept.actions] == [(), (), ()]
    assert at_least(yunxiu(), 0) == yunxiu()


def test_frame_columns_are_typed() -> None:
    frame = to_frame([yunxiu(), bare("没有数字的话。", id="b.txt")])
    assert list(frame.columns) == [column.name for column in COLUMNS[What.TARGETS]]
    assert frame["low"].tolist() == [6, 45, 3e10, 3.5]
    assert frame.dtypes.astype(str)[["low", "start", "indicator_start"]].tolist() == ["float64", "Int64", "Int64"]
    assert str(frame["deadline"].dtype) == "datetime64[s]"
    assert frame["deadline"].dt.year.tolist() == [2031] * 4
    assert frame["indicator"].isna().tolist() == [False, True, True, True]


def test_a_frame_holds_days_beyond_2262() -> None:
    text = "到2300年建成80个。"
    speech = replace(bare(text), quantities=(target(text, "80个", 80, "个", deadline=dt.date(2300, 12, 31)),))
    assert to_frame([speech])["deadline"].dt.year.tolist() == [2300]


@pytest.mark.parametrize("what", list(What))
def test_an_empty_frame_keeps_its_columns(what) -> None:
    frame = to_frame([], what)
    assert list(frame.columns) == [column.name for column in COLUMNS[what]]
    assert len(frame) == 0


def test_a_frame_is_made_from_docs_too() -> None:
    doc = SimpleNamespace(_=SimpleNamespace(speech=yunxiu()))
    assert len(to_frame([doc])) == len(to_frame(doc)) == 4


@pytest.mark.parametrize("doc", [SimpleNamespace(_=SimpleNamespace()), "今年新建12个。"], ids=["bare", "text"])
def test_what_holds_no_speech_is_refused(doc) -> None:
    with pytest.raises(OptionError, match=r"holds no speech; pass what sanxin.load\(\) or sanxin.analyse\(\) returned"):
        to_frame([doc])
