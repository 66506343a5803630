"""The commands over the real analysis."""

from __future__ import annotations

import json

import pytest

from sanxin import data
from sanxin.cli import main

pytestmark = pytest.mark.skipif(
    not data.models().joinpath("weights", "status.npz").is_file(), reason="the classifiers are not trained"
)


def test_every_record_of_the_samples_is_its_words(capfdbinary) -> None:
    code = main(["extract", str(data.corpus().joinpath("samples")), "--what", "all", "--with-text"])
    out, err = capfdbinary.readouterr()
    documents = [json.loads(line) for line in out.decode().splitlines()]
    assert (code, len(documents)) == (0, len(list(data.corpus().joinpath("samples").iterdir()))), err.decode()
    for document in documents:
        for record in (*document["quantities"], *document["slogans"], *document["actions"]):
            assert document["text"][record["start"] : record["end"]] == record["text"]


def test_a_page_of_a_speech(tmp_path) -> None:
    speech = tmp_path / "speech.txt"
    speech.write_text("澄湾镇2033年工作会议上的讲话\n今年，力争新建幼儿园12所，打好“清河攻坚战”。\n", encoding="utf-8")
    assert main(["show", str(speech), "-o", str(tmp_path / "page.html")]) == 0
    assert 'class="q q-commitment' in (tmp_path / "page.html").read_text(encoding="utf-8")
