"""Speeches built by hand, about places that do not exist, for tests of what comes after the analysis."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sanxin.records import (
    Action,
    Comparator,
    Direction,
    Document,
    DocumentDate,
    Facts,
    Furniture,
    Modality,
    Quantity,
    Role,
    Section,
    Slogan,
    SloganKind,
    Span,
    Speech,
    Status,
)

TEXT = """云岫区2031年“双轮三进”攻坚动员会上的讲话

一、去年的成绩
去年，全区地区生产总值达到312.6亿元，新增就业1.2万人。
二、今年的任务
　　今年要奋力拼搏，力争地区生产总值增长6%以上，新引进亿元以上项目至少45个，总投资不低于300亿元，能耗下降3.5%左右。
当好“护林员”，实施“青禾行动”。“三进”就是进企业、进社区、进田头。
第1/2页
"""

END_OF_YEAR = dt.date(2031, 12, 31)


def span(text: str, words: str) -> Span:
    """The first place of the words."""
    start = text.index(words)
    return Span(start, start + len(words))


def quantity(text: str, words: str, low: float | None, unit: str, **fields: Any) -> Quantity:
    """A quantity whose sentence is its line."""
    at = span(text, words)
    start = text.rfind("\n", 0, at.start) + 1
    end = text.find("\n", at.end)
    given = {
        "id": f"q{at.start}",
        "high": low,
        "dimension": "count",
        "comparator": Comparator.EQ,
        "status_score": 0.9,
        "sentence": Span(start, len(text) if end < 0 else end),
        "rule": "number",
    }
    return Quantity(start=at.start, end=at.end, text=words, low=low, unit=unit, **(given | fields))


def target(text: str, words: str, low: float | None, unit: str, **fields: Any) -> Quantity:
    """A promised quantity."""
    given: dict[str, Any] = {"status": Status.COMMITMENT, "modality": Modality.PLAIN, "deadline": END_OF_YEAR}
    return quantity(text, words, low, unit, **(given | fields))


def slogan(text: str, words: str, kind: SloganKind, **fields: Any) -> Slogan:
    """A slogan at the first place where it stands in quotes."""
    start = text.index(f"“{words}”") + 1
    at = Span(start, start + len(words))
    return Slogan(f"s{at.start}", at.start, at.end, words, fields.pop("canonical", words), kind, **fields)


def action(text: str, words: str, role: Role, **fields: Any) -> Action:
    at = span(text, words)
    return Action(f"a{at.start}", at.start, at.end, words, role, **({"role_score": 0.95} | fields))


def document(text: str = TEXT, **fields: Any) -> Document:
    facts = Facts(title=text.split("\n")[0], date=DocumentDate(2031, 2), region="云岫区", level="county")
    return Document(**({"id": "yunxiu.txt", "source": "in/yunxiu.txt", "text": text, "facts": facts} | fields))


def bare(text: str, **fields: Any) -> Speech:
    """A speech in which nothing was found."""
    return Speech(document(text, **fields), "sanxin")


def yunxiu() -> Speech:
    """A speech with at least one record of every kind and status."""
    text = TEXT
    growth = target(
        text,
        "6%以上",
        6.0,
        "%",
        comparator=Comparator.GE,
        direction=Direction.INCREASE,
        modality=Modality.SOFT,
        modality_words=("力争",),
        indicator=Span(text.rindex("地区生产总值"), text.rindex("地区生产总值") + 6),
        indicator_name="地区生产总值",
        dimension="ratio",
    )
    projects = target(text, "至少45个", 45.0, "个", comparator=Comparator.GE, modality=Modality.HARD, status_score=0.55)
    money = target(text, "不低于300亿元", 3e10, "元", comparator=Comparator.GE, modality=Modality.HARD)
    return Speech(
        document=document(furniture=(Furniture(text.index("第1/2页"), len(text) - 1, "page_number"),)),
        framework="sanxin",
        quantities=(
            quantity(
                text,
                "312.6亿元",
                31_260_000_000.0,
                "元",
                status=Status.ACHIEVEMENT,
                indicator=span(text, "地区生产总值"),
            ),
            quantity(text, "1.2万人", 12000.0, "人", status=Status.ACHIEVEMENT, direction=Direction.INCREASE),
            growth,
            quantity(text, "亿元以上", 1e8, "元", comparator=Comparator.GE),
            projects,
            money,
            target(text, "3.5%左右", 3.5, "%", comparator=Comparator.APPROX, direction=Direction.DECREASE),
        ),
        slogans=(
            slogan(text, "双轮三进", SloganKind.ABBREVIATION, score=0.9),
            slogan(text, "护林员", SloganKind.METAPHOR, score=0.8),
            slogan(text, "青禾行动", SloganKind.CAMPAIGN, score=0.9),
            slogan(text, "三进", SloganKind.ABBREVIATION, members=("进企业", "进社区", "进田头"), score=0.6),
        ),
        actions=(
            action(text, "全区地区生产总值达到312.6亿元", Role.ACHIEVEMENT),
            action(
                text,
                "新引进亿元以上项目至少45个",
                Role.ACTION,
                verb="引进",
                object="项目",
                pathway="industry",
                pathway_score=0.88,
                evidence=("项目",),
                quantities=(projects.id,),
            ),
            action(text, "当好“护林员”", Role.ACTION, pathway="governance", pathway_score=0.5),
        ),
        sections=(
            Section(text.index("一、"), text.index("二、"), 1, "去年的成绩"),
            Section(text.index("二、"), len(text), 1, "今年的任务"),
        ),
    )
