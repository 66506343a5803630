"""A promise beside its result: the right pair, and a verdict only where the numbers give one."""

from __future__ import annotations

import shutil

import pytest
from villages import store_of

from sanxin.archive.batch import batch
from sanxin.archive.fulfilment import fulfilments, joined, verdict
from sanxin.archive.settings import Settings
from sanxin.archive.store import open_store
from sanxin.cli import main
from sanxin.graph import to_graph


def promise(comparator, low, high=None, indicator="城镇新增就业", direction=None):
    high = low if high is None else high
    return {"comparator": comparator, "low": low, "high": high, "indicator": indicator, "direction": direction}


@pytest.mark.parametrize(
    ("target", "reached", "expected"),
    [
        (promise("ge", 5), ("eq", 5.3), "met"),
        (promise("ge", 5), ("eq", 4.9), "missed"),
        (promise("eq", 12), ("eq", 12), "met"),
        (promise("approx", 5.5), ("eq", 5.6), "met"),
        (promise("approx", 5.5), ("eq", 5.3), "unclear"),
        (promise("approx", 5.5), ("eq", 4), "missed"),
        (promise("range", 6, 6.5), ("eq", 6.1), "met"),
        (promise("ge", 100), ("gt", 100), "met"),
        (promise("ge", 100), ("gt", 90), "unclear"),
        (promise("le", 5.5), ("eq", 5.2), "met"),
        (promise("le", 5.5), ("eq", 5.8), "missed"),
        (promise("approx", 2, indicator="居民消费价格", direction="increase"), ("eq", 0.1), "met"),
        (promise("approx", 2, indicator="居民消费价格", direction="increase"), ("eq", 4), "missed"),
        (promise("eq", 3, indicator="单位地区生产总值能耗", direction="decrease"), ("eq", 3.4), "met"),
    ],
)
def test_verdict(target, reached, expected) -> None:
    comparator, value = reached
    assert verdict(target, {"comparator": comparator, "low": value, "high": value}) == expected


REPORTS = {
    "襄阳市2031": (
        "2031年襄阳市政府工作报告\n二、2031年主要任务\n今年发展的主要预期目标是：地区生产总值增长6%左右，"
        "城镇新增就业5万人以上，粮食产量稳定在50亿斤以上，社会消费品零售总额增长7%，"
        "居民消费价格涨幅2%左右，城乡居民人均可支配收入分别增长6%、7%。"
    ),
    "襄阳市2032": (
        "2032年襄阳市政府工作报告\n一、过去五年工作回顾\n五年来，地区生产总值年均增长7.2%，城镇新增就业31万人。\n"
        "2031年，地区生产总值增长6.3%，城镇新增就业4.2万人，粮食产量达到52亿斤，"
        "居民消费价格与上年基本持平，城乡居民人均可支配收入分别增长6.1%、6.5%。\n"
        "二、2032年主要任务\n今年发展的主要预期目标是：地区生产总值增长6%，城镇新增就业5万人。"
    ),
}


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    return store_of(tmp_path_factory.mktemp("fulfilment"), REPORTS)


def test_each_promise_beside_its_result(reports) -> None:
    rows = joined(reports)
    assert {row["indicator"]: (row["reached_low"], row["verdict"]) for row in rows} == {
        "地区生产总值": (6.3, "met"),
        "城镇新增就业": (42000, "missed"),
        "粮食产量": (5_200_000_000, "met"),
        "社会消费品零售总额": (None, "not reported"),
        "居民消费价格": (0, "met"),
        "城镇居民人均可支配收入": (6.1, "met"),
        "农村居民人均可支配收入": (6.5, "missed"),
    }
    growth = next(row for row in rows if row["indicator"] == "地区生产总值")
    assert "6%左右" in growth["sentence"]
    assert "6.3%" in growth["reached_sentence"]


def test_pairs_for_the_graph(reports) -> None:
    pairs = list(fulfilments(reports))
    assert len(pairs) == 3
    assert {(reported[0], target[0]) for reported, target in pairs} == {("襄阳市2032.txt", "襄阳市2031.txt")}


def test_edges_of_the_store(reports, tmp_path) -> None:
    archive, store = reports.parent / "in", tmp_path / "grown"
    shutil.copytree(reports, store)
    (archive / "襄阳市部署会.txt").write_text("襄阳市2033年部署会讲话。今年新建泵站3个。", encoding="utf-8")
    batch(archive, store, Settings(), workers=1)
    for folder in (reports, store):  # what leads from document to document is worked out anew when a store grows
        edges = [edge for edge in open_store(folder).arrow("edges").to_pylist() if edge["kind"] == "fulfils"]
        assert [(edge["source_label"], edge["target_label"]) for edge in edges] == [
            ("地区生产总值 6.3%", "地区生产总值 ≈ 6%"),
            ("粮食产量 52亿斤", "粮食产量 ≥ 50亿斤"),
            ("城镇居民人均可支配收入 6.1%", "城镇居民人均可支配收入 6%"),
        ]
        assert [edge["doc_id"] for edge in edges] == ["襄阳市2032.txt"] * 3
        graph = to_graph(open_store(folder))
        assert all(graph.has_edge(edge["source"], edge["target"], "fulfils") for edge in edges)


def test_the_command(reports, tmp_path, capfd) -> None:
    file = tmp_path / "kept.csv"
    assert main(["panel", str(reports), "--fulfilment", "-o", str(file)]) == 0
    assert capfd.readouterr().err.splitlines() == ["sanxin: 7 rows"]
    assert "not reported" in file.read_text("utf-8-sig")
