"""The commands over the real analysis."""

from __future__ import annotations

import json

import pytest

from sanxin import data
from sanxin.cli import main

pytestmark = pytest.mark.skipif(
    not data.model_files().joinpath("weights", "status.npz").is_file(), reason="the classifiers are not trained"
)


def test_every_record_of_the_samples_is_its_words(capfdbinary) -> None:
    samples = data.corpus_files().joinpath("samples")
    code = main(["extract", str(samples), "--what", "all", "--with-text"])
    documents = [json.loads(line) for line in capfdbinary.readouterr()[0].decode().splitlines()]
    assert code == 0
    assert len(documents) >= len(list(samples.iterdir()))  # a table holds several
    for document in documents:
        for record in (*document["quantities"], *document["slogans"], *document["actions"]):
            assert document["text"][record["start"] : record["end"]] == record["text"]


def test_a_page_of_a_speech(tmp_path) -> None:
    speech = tmp_path / "speech.txt"
    speech.write_text("澄湾镇2033年工作会议上的讲话\n今年，力争新建幼儿园12所，打好“清河攻坚战”。\n", encoding="utf-8")
    assert main(["show", str(speech), "-o", str(tmp_path / "page.html")]) == 0
    assert 'class="q q-commitment' in (tmp_path / "page.html").read_text(encoding="utf-8")
