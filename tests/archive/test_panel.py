"""Region × year × indicator: what was promised, in which words, and where nothing was."""

from __future__ import annotations

import pandas as pd
import pytest
from villages import store_of

from sanxin.archive.divisions import division
from sanxin.archive.panel import COLUMNS, panel, published, write_stata
from sanxin.cli import main

REPORTS = {
    "襄阳市2031": (
        "2031年襄阳市政府工作报告\n今年发展的主要预期目标是：地区生产总值增长6%左右，城镇新增就业5万人以上，"
        "居民消费价格涨幅控制在3%以内，一般公共预算收入增长4%。"
    ),
    "襄阳市2032": (
        "2032年襄阳市政府工作报告\n今年发展的主要预期目标是：地区生产总值增长5%—6%，城镇新增就业6万人，"
        "居民消费价格涨幅控制在2%以内。"
    ),
    "襄阳市2032讲话": "2032年襄阳市部署会讲话\n今年力争地区生产总值增长9%。",
    "云岫县2031": "2031年云岫县政府工作报告\n今年发展的主要预期目标是：地区生产总值增长7%以上。",
}


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    return store_of(tmp_path_factory.mktemp("panel"), REPORTS)


def growth(rows):
    return {(row["region"], row["year"]): row for row in rows if row["indicator"] == "地区生产总值"}


def test_one_row_for_each_region_year_and_indicator(reports) -> None:
    rows = growth(panel(reports))
    assert {key: (row["low"], row["high"], row["comparator"], row["value"]) for key, row in rows.items()} == {
        ("襄阳市", 2031): (6, 6, "approx", 6),
        ("襄阳市", 2032): (5, 6, "range", 5.5),
        ("云岫县", 2031): (7, 7, "ge", 7),
    }
    row = rows["襄阳市", 2031]
    assert (row["province"], row["prov_code"], row["code"], row["level"]) == ("湖北省", 420000, 420600, "prefecture")
    assert (row["modality"], row["hard"], row["target"]) == ("soft", 0, "set")
    assert REPORTS["襄阳市2031"][row["start"] : row["end"]] == "6%左右"
    assert "地区生产总值增长6%左右" in row["sentence"]
    assert rows["云岫县", 2031]["code"] is None


def test_a_year_without_the_target_says_so(reports) -> None:
    (row,) = (row for row in panel(reports) if row["target"] == "none found")
    assert (row["region"], row["year"], row["indicator"]) == ("襄阳市", 2032, "一般公共预算收入")
    assert row["value"] is None
    assert row["doc_id"] == "襄阳市2032.txt"


def test_only_the_indicators_asked_for(reports) -> None:
    assert {row["indicator"] for row in panel(reports, ["城镇新增就业"])} == {"城镇新增就业"}


@pytest.mark.parametrize("name", ["p.csv", "p.xlsx", "p.parquet", "p.jsonl", "p.dta"])
def test_formats(reports, tmp_path, name, capfd) -> None:
    assert main(["panel", str(reports), "-o", str(tmp_path / name)]) == 0
    assert (tmp_path / name).stat().st_size
    assert capfd.readouterr().err.splitlines() == ["sanxin: 9 rows"]


def test_stata_has_the_published_columns(reports, tmp_path) -> None:
    rows = panel(reports)
    rows[0]["sentence"] = "长" * 3000
    write_stata(rows, COLUMNS, tmp_path / "p.dta", published)
    frame = pd.read_stata(tmp_path / "p.dta")
    assert {"报告语句", "city", "year", "rate", "语气", "prov_code", "province", "city_code"} <= set(frame.columns)
    assert list(frame["报告语句"]) == [row["sentence"] or "" for row in rows]
    assert list(frame["city_code"].astype("Int64").astype(object).where(frame["city_code"].notna(), None)) == [
        row["code"] for row in rows
    ]


@pytest.mark.parametrize(
    ("name", "code", "province"),
    [
        ("河南省", 410000, "河南省"),
        ("深圳市", 440300, "广东省"),
        ("襄樊市", 420600, "湖北省"),
        ("巢湖市", 341400, "安徽省"),
        ("北京市", 110000, "北京市"),
        ("云岫县", None, None),
        ("中国", None, None),
        (None, None, None),
    ],
)
def test_divisions(name, code, province) -> None:
    found = division(name)
    assert (found and found.code, found and found.province) == (code, province)


def test_every_known_region_has_a_code() -> None:
    from sanxin.data import lexicon

    assert [row["name"] for row in lexicon("regions") if division(row["name"]) is None] == []


def test_edges_lead_from_the_targets(reports) -> None:
    from sanxin.archive.store import open_store

    edges = open_store(reports).arrow("edges").to_pylist()
    assert {"about", "measures"} <= {edge["kind"] for edge in edges}
    assert ("target", "indicator", "地区生产总值") in {
        (edge["source_kind"], edge["target_kind"], edge["target_label"]) for edge in edges
    }
