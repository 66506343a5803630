"""The page on which records are reviewed: text stays text, and a browser saves what `sanxin train` reads."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import browser as browsers
import pytest
from test_evaluation_page import ODD, Reader

from sanxin.pages.review import render
from sanxin.records import Span
from sanxin.review.corrections import read_corrections
from sanxin.review.items import Item, Kind, quote_hash

LINE = "新建水塘12个，擦亮“三清”品牌。"
VOID = {"input"}


def items(text: str = LINE) -> list[Item]:
    at = text.index("12个")
    said = {"status": "commitment", "indicator": "水塘", "modality": "none", "direction": "none", "deadline": "none"}
    quantity = Item(
        "云杉.txt", "/讲话/云杉.txt", "0" * 64, "sanxin", Kind.QUANTITY, at, at + 3, "12个", text,
        Span(0, len(text)), text, 0.4, said,
    )  # fmt: skip
    at = text.index("三清")
    slogan = replace(quantity, kind=Kind.SLOGAN, start=at, end=at + 2, text="三清", said={"kind": "abbreviation"})
    return [quantity, slogan]


def test_text_stays_text_and_nothing_is_fetched() -> None:
    page = render([replace(item, document=ODD) for item in items(LINE + ODD)], ODD)
    reader = Reader(page.replace("<input", "<meta"))  # an element without an end, as meta is
    assert reader.open == []
    assert reader.tags.count("script") == 1
    assert reader.tags.count("article") == 2
    assert "<mark>12个</mark>" in page
    assert not [value for name, value in reader.attributes if name in ("src", "href") and value != "data:,"]


@pytest.mark.skipif(not (browsers.CHROMIUM and browsers.DRIVER), reason=browsers.MISSING)
def test_a_browser_saves_what_the_trainer_reads(tmp_path: Path) -> None:
    file = tmp_path / "review.html"
    file.write_text(render(items(), ""), encoding="utf-8")
    with browsers.browser(False) as browser:
        browser.open(file)
        browser.run("""
            window.saved = [];
            URL.createObjectURL = (blob) => { blob.text().then((text) => saved.push(text)); return "#"; };
            const [first, second] = document.querySelectorAll("article");
            const status = first.querySelector("[data-column=new_status]");
            status.value = "reference";
            status.dispatchEvent(new Event("change", { bubbles: true }));
            second.querySelector("input[value=wrong]").click();
            document.getElementById("annotator").value = '李,"三"';
            document.getElementById("save").click();
        """)
        browser.wait("window.saved.length === 1")
        saved = tmp_path / "corrections.csv"
        saved.write_text(browser.run("return window.saved[0]"), encoding="utf-8")
        assert browser.run("return document.getElementById('done').textContent") == "2 / 2"
    quantity, slogan = read_corrections(saved).corrections
    assert (quantity.labels["status"], quantity.labels["indicator"]) == ("reference", "水塘")
    assert (quantity.changed, quantity.annotator, quantity.quote) == ({"status"}, '李,"三"', quote_hash("12个"))
    assert (slogan.kind, slogan.labels) == (Kind.SLOGAN, {})
