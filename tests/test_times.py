"""Times found in running text: what they mean, what is stated for later ones, and what is no time."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanxin import data, times_grammar
from sanxin.errors import DataError
from sanxin.records import DocumentDate, Period
from sanxin.times import find_times, looked_back, parse_time
from sanxin.times_resolve import RESOLVERS

SOURCE = data.rules("times")
RULES = [rule for file in ("times_days", "times_years") for rule in data.rules(file)["rule"]]
REFERENCE = DocumentDate.parse(SOURCE["reference"])
YEAR_2025 = DocumentDate(2025)


def days(period: Period) -> tuple[str, str]:
    return str(period.first or ""), str(period.last or "")


def read(text: str, reference: DocumentDate | None = YEAR_2025) -> list[tuple[str, str, str]]:
    return [(period.text, *days(period)) for period in find_times(text, reference)]


def of_rules(field: str) -> list:
    return [
        pytest.param(rule["id"], entry, id=f"{rule['id']}: {entry['text'] if isinstance(entry, dict) else entry}")
        for rule in RULES
        for entry in rule[field]
    ]


# -- every rule against its own examples, both ways


@pytest.mark.parametrize(("rule", "example"), of_rules("examples"))
def test_example_is_read_whole_by_its_own_rule(rule, example):
    found = find_times(example["text"], REFERENCE)
    assert [(period.rule, period.text, *days(period)) for period in found] == [(rule, example["text"], *example["is"])]


@pytest.mark.parametrize(("rule", "example"), of_rules("examples"))
def test_example_is_found_in_a_sentence_too(rule, example):
    text = f"岚溪县提出：{example['text']}，完成投资8亿元。"
    assert (rule, example["text"]) in [(period.rule, period.text) for period in find_times(text, REFERENCE)]


@pytest.mark.parametrize(("rule", "text"), of_rules("counterexamples"))
def test_counterexample_is_not_read_by_the_rule(rule, text):
    assert rule not in [period.rule for period in find_times(text, REFERENCE)]


def test_every_rule_has_examples_and_counterexamples():
    assert [rule["id"] for rule in RULES if not (rule["examples"] and rule["counterexamples"])] == []


@pytest.mark.parametrize(
    "table", ["year_word", "stated_year_word", "years_word", "month_word", "week_word", "day_word", "half_word"]
)
def test_every_word_of_a_table_is_a_time(table):
    words = [word for word in SOURCE["tables"][table] if len(word) > 1]
    assert [word for word in words if parse_time(word, REFERENCE) is None] == []


# -- lexicons


def test_plan_periods_follow_one_another():
    rows = [(int(row["first"]), int(row["last"])) for row in data.lexicon("plan_periods")]
    assert rows == sorted(rows)
    assert all(last - first == 4 for first, last in rows)
    gaps = {first - last for (_, last), (first, _) in pairwise(rows)}
    assert gaps == {1, 4}  # 4: the years of recovery before the third


@pytest.mark.parametrize("row", data.lexicon("plan_periods"), ids=lambda row: row["name"])
def test_plan_by_every_name(row):
    expected = (f"{row['first']}-01-01", f"{row['last']}-12-31")
    for text in (f"“{row['name']}”时期", f'"{row["name"]}"期间', f"第{row['ordinal']}个五年计划期间"):
        assert read(text) == [(text, *expected)]


@pytest.mark.parametrize("row", data.lexicon("landmarks"), ids=lambda row: row["name"])
def test_landmark_is_counted_from_its_day(row):
    text = f"{row['name']}以来"
    assert read(text, DocumentDate(2027)) == [(text, row["day"], "2026-12-31")]


@pytest.mark.parametrize("row", data.lexicon("holidays"), ids=lambda row: row["name"])
def test_holiday_as_deadline(row):
    words = row["name"] if row["bare"] == "yes" else f"“{row['name']}”"
    [period] = find_times(f"确保{words}前交付", YEAR_2025)
    eve = dt.timedelta(days=1)
    due = "" if row["month"] == "-" else str(dt.date(2025, int(row["month"]), int(row["day"])) - eve)
    assert days(period) == ("", due)
    assert period.open_start


# -- in running text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("力争到2027年，岚溪县绿地率达到40%", [("到2027年", "", "2027-12-31")]),
        (
            "单位能耗由2020年的0.6吨降到2025年的0.5吨",
            [("2020年", "2020-01-01", "2020-12-31"), ("2025年", "2025-01-01", "2025-12-31")],
        ),
        ("森林覆盖率提高到2026年的45%", [("2026年", "2026-01-01", "2026-12-31")]),
        ("今年中央财政下达资金2亿元", [("今年", "2025-01-01", "2025-12-31")]),
        ("今年初步建成3个园区", [("今年", "2025-01-01", "2025-12-31")]),
        ("2030年前后达到峰值", [("2030年前后", "2030-01-01", "2030-12-31")]),
        ("2024年前三季度增长6%", [("2024年前三季度", "2024-01-01", "2024-09-30")]),
        ("三、2025年重点工作", [("2025年", "2025-01-01", "2025-12-31")]),
        ("　　三、五年来的主要成就", [("五年来", "2020-01-01", "2024-12-31")]),
        (
            "“十四五”和“十五五”两个时期",
            [("“十四五”", "2021-01-01", "2025-12-31"), ("“十五五”", "2026-01-01", "2030-12-31")],
        ),
        ("砚山市实施行动计划（2021-2025）", [("2021-2025", "2021-01-01", "2025-12-31")]),
        (
            "由2026年起，用三年时间补齐短板",
            [("2026年起", "2026-01-01", ""), ("用三年时间", "2025-01-01", "2027-12-31")],
        ),
        (
            "2026年启动，用三年时间补齐短板",
            [("2026年", "2026-01-01", "2026-12-31"), ("用三年时间", "2026-01-01", "2028-12-31")],
        ),
        ("全社会研发投入年均增长8%", [("年均", "", "")]),
        ("每人每年补助200元", [("每年", "", "")]),
        ("用好240小时过境免签政策", [("240小时", "", "")]),
        ("肃清十年内乱的影响", [("十年", "", "")]),
        ("连续59天运行平稳", [("59天", "", "")]),
        ("审批时限由15天压缩到3天", [("15天", "", ""), ("3天", "", "")]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_found_in_running_text(text, expected):
    assert read(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "建成2025个充电桩",
        "三年级学生",
        "十五个乡镇",
        "改造308国道",
        "开通12345热线",
        "评选“十大”先进",
        "发展一日千里",
        "教育是百年大计",
        "触摸千年古韵",
        "形成年产30万吨能力",
        "日均客流2万人次",
        "日产水泥5000吨",
        "优良天数增加25天",
        "优良天数达到340天",
        "优良天数281天",
        "重污染天气减少9天",
        "平均受教育年限达到12年",
        "细颗粒物PM2.5浓度下降5%",
        "建成天文台3座",
        "目前年产值突破8亿元",
        "推进“八五”普法",
        "建成10千伏线路",
        "第五年轻松完成",
        "办好家门口的老年食堂",
    ],
)
def test_is_no_time_of_its_own(text):
    assert [words for words, first, last in read(text) if first or last or "天" in words or "年" in words] in (
        [],
        ["十年"],
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024年3月开工，6月完工", "2024-06-30"),
        ("去年遭遇洪涝，四季度企稳", "2024-12-31"),
        ("比2020年增长一倍，6月底前完成", "2025-06-30"),
        ("2024年3月开工。6月完工", "2024-06-30"),
        ("2024年签约。6月开工", "2025-06-30"),
        ("2024年3月开工。\n6月完工", "2025-06-30"),
        ("2024年3月开工" + "，全力推进" * 70 + "。6月完工", "2025-06-30"),
        ("2024年11月28日签约，8日前交地", "2024-11-08"),
        ("2023年开局良好，当年8月通车", "2023-08-31"),
        ("到2030年建成，年底启动", "2025-12-31"),
    ],
    ids=lambda value: value[:24],
)
def test_month_takes_the_year_stated_before_it(text, expected):
    assert find_times(text, YEAR_2025)[-1].last == dt.date.fromisoformat(expected)


@pytest.mark.parametrize(
    "text",
    [
        "今年",
        "三年内",
        "过去五年",
        "年底前",
        "6月",
        "上半年",
        "本月",
        "今天",
        "本世纪末",
        "九十年代",
        "08年",
        "当年",
        "去冬今春",
        "今明两年",
    ],
)
def test_relative_without_reference_is_found_without_days(text):
    assert read(text, None) == [(text, "", "")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025年6月底前", ("", "2025-06-30")),
        ("“十四五”时期", ("2021-01-01", "2025-12-31")),
        ("2020年以来", ("2020-01-01", "")),
        ("二十世纪八十年代", ("1980-01-01", "1989-12-31")),
        ("2024年12月，3月", ("2024-12-01", "2024-12-31")),
    ],
)
def test_absolute_without_reference_has_its_days(text, expected):
    assert days(find_times(text, None)[0]) == expected


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ("2025", "2024-12-31"),
        ("2025-02", "2024-12-31"),
        ("2025-07", "2025-07-31"),
        ("2025-07-16", "2025-07-16"),
    ],
)
def test_since_ends_where_the_speech_looks_back_from(reference, expected):
    assert read("2020年以来", DocumentDate.parse(reference)) == [("2020年以来", "2020-01-01", expected)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("本月底前", "2025-07-31"),
        ("下个月", "2025-08-31"),
        ("25日", "2025-07-25"),
        ("一个月内", ""),
        ("今天", ""),
    ],
)
def test_reference_known_to_the_month(text, expected):
    assert days(find_times(text, DocumentDate(2025, 7))[0])[1] == expected


def test_unending_since_has_no_last_day():
    assert read("2027年以来") == [("2027年以来", "2027-01-01", "")]


@pytest.mark.parametrize("text", ["2023年2月30日", "9999年前", "2025年—2021年", "6月31日"])
def test_days_that_cannot_be_are_found_without_days(text):
    assert [days(period) for period in find_times(text, YEAR_2025)] == [("", "")]


# -- parse_time, looked_back


@pytest.mark.parametrize(
    ("text", "words"), [(" 2025年底前 ", "2025年底前"), ("\t三年内\n", "三年内"), ("“十五五”末", "“十五五”末")]
)
def test_parse_time_reads_one_expression(text, words):
    period = parse_time(text, YEAR_2025)
    assert period is not None
    assert period.text == words == text[period.start : period.end]


@pytest.mark.parametrize("text", ["", "  ", "岚溪县", "2025年增长", "2024年，2025年", "第三产业"])
def test_parse_time_refuses_what_is_not_one_expression(text):
    assert parse_time(text, YEAR_2025) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("全年", ("2024-01-01", "2024-12-31")),
        ("二季度", ("2024-04-01", "2024-06-30")),
        ("2月", ("2024-02-01", "2024-02-29")),
        ("年底前", ("", "2024-12-31")),
        ("今年", ("2025-01-01", "2025-12-31")),
        ("2025年6月", ("2025-06-01", "2025-06-30")),
        ("百日", ("", "")),
    ],
)
def test_review_moves_only_periods_without_a_year(text, expected):
    period = parse_time(text, YEAR_2025)
    assert period is not None
    moved = looked_back(period, YEAR_2025)
    assert days(moved) == expected
    assert (moved.start, moved.end, moved.rule, moved.open_start) == (
        period.start,
        period.end,
        period.rule,
        period.open_start,
    )


def test_review_leaves_a_year_taken_from_the_sentence():
    stated = find_times("2023年3月开工，6月完工", YEAR_2025)[-1]
    assert looked_back(stated, YEAR_2025) == stated


# -- properties


@given(st.text(alphabet="12059一二十百年月日天个季度末底前内至到—“”五世纪初每近 第,。\n上下半今去", max_size=60))
def test_spans_are_of_the_text_in_order_and_apart(text):
    found = find_times(text, YEAR_2025)
    assert all(text[period.start : period.end] == period.text != "" for period in found)
    assert all(left.end <= right.start for left, right in pairwise(found))
    assert all(period.first <= period.last for period in found if period.first and period.last)


@given(st.dates(dt.date(1500, 1, 1), dt.date(2199, 12, 31)))
def test_any_day_is_read_back(date):
    text = f"{date.year}年{date.month}月{date.day}日"
    period = parse_time(text)
    assert period is not None
    assert period.first == period.last == date


# -- the file's schema


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"resolve": "guess"}, "unknown resolver 'guess'"),
        ({"opens": ["door"]}, "unknown openings ['door']"),
        ({"colour": "red"}, "missing or unknown fields ['colour']"),
        ({"id": "month"}, "id used twice"),
        ({"pattern": "{nowhere}"}, "unknown part {nowhere}"),
        ({"pattern": "(年"}, "does not compile"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_broken_rule_is_named(monkeypatch, change, message):
    original = data.rules

    def broken(name):
        source = original(name)
        if name != "times_years":
            return source
        rules = [*source["rule"]]
        rules[0] = {**rules[0], **change}
        return {**source, "rule": rules}

    monkeypatch.setattr(data, "rules", broken)
    with pytest.raises(DataError) as caught:
        times_grammar.grammar.__wrapped__(frozenset(RESOLVERS))
    assert message in str(caught.value)
    assert "times" in str(caught.value)
