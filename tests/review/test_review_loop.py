"""The whole loop: records are written for a person, the person changes them, the judge learns it.

The marked texts of the repository are the small set that is trained on.
"""

from __future__ import annotations

import json
from importlib.resources.abc import Traversable
from pathlib import Path

import openpyxl
import pytest

from sanxin import classify, data, status
from sanxin.analysis import find_layers
from sanxin.cli import main
from sanxin.records import Document, DocumentDate

ROOT = Path(__file__).resolve().parents[2]
LINE = "今年，沿线设有观察点{}个，植树护绿。"
TEXT = "云杉县2031年政府工作报告\n二、今年的任务\n" + "\n".join(map(LINE.format, range(11, 41))) + "\n"


@pytest.fixture
def checkout(tmp_path) -> Path:
    """A checkout with the marked texts of this one and no weights."""
    folder = tmp_path / "checkout"
    (folder / "corpus").mkdir(parents=True)
    (folder / "corpus" / "gold").symlink_to(ROOT / "corpus" / "gold")
    (folder / "models" / "weights").mkdir(parents=True)
    return folder


@pytest.fixture
def text(tmp_path) -> Path:
    file = tmp_path / "云杉.txt"
    file.write_text(TEXT, encoding="utf-8")
    return file


class _Over:
    """The models of the package with other weights."""

    def __init__(self, weights: Path) -> None:
        self._weights = weights

    def joinpath(self, *parts: str) -> Traversable | Path:
        file = self._weights.joinpath(*parts[1:])
        return file if parts[0] == "weights" and file.exists() else _MODELS.joinpath(*parts)


_MODELS = data.model_files()


def judged(monkeypatch, checkout: Path) -> list[str]:
    """What the judge of status that was trained in a checkout says of new lines of the same wording."""
    text = TEXT.replace("观察点", "观察点位")
    layers = find_layers(Document("x", "x", text), DocumentDate(2031))
    with monkeypatch.context() as patch:
        patch.setattr(data, "model_files", lambda: _Over(checkout / "models" / "weights"))
        classify.load.cache_clear()
        said = [str(one) for one in status.judge(layers)[0]]
    classify.load.cache_clear()
    return said


def mark(file: Path) -> None:
    """Change every status to reference, as a person would in a spreadsheet."""
    book = openpyxl.load_workbook(file)
    sheet = book.active
    column = [cell.value for cell in sheet[1]].index("new_status") + 1
    for number in range(2, sheet.max_row + 1):
        sheet.cell(number, column).value = "reference"
    book.save(file)


def test_review_edit_train_learned(monkeypatch, capsys, tmp_path, checkout, text) -> None:
    assert main(["train", "status", "--checkout", str(checkout)]) == 0
    assert set(judged(monkeypatch, checkout)) == {"commitment"}
    before = (checkout / "models" / "weights" / "status.json").read_text()

    review = tmp_path / "review.xlsx"
    assert main(["review", str(text), "--what", "quantities", "-o", str(review), "--annotator", "li"]) == 0
    mark(review)
    capsys.readouterr()
    assert main(["train", "--checkout", str(checkout), "--corrections", str(review)]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("status: accuracy ")
    assert f"sanxin: {review}: 30 records reviewed, 0 not looked at" in err
    assert set(judged(monkeypatch, checkout)) == {"reference"}
    after = json.loads((checkout / "models" / "weights" / "status.json").read_text())
    assert after["measured"] == json.loads(before)["measured"], "what is only learned from is not measured"


def test_a_correction_that_no_judge_can_use_is_told(capsys, tmp_path, checkout, text) -> None:
    review = tmp_path / "review.csv"
    assert main(["review", str(text), "--lowest", "1", "-o", str(review)]) == 0
    lines = review.read_text(encoding="utf-8-sig").splitlines()
    review.write_text(f"{lines[0]}\nwrong{lines[1]}\n", encoding="gbk")
    capsys.readouterr()
    assert main(["train", "--checkout", str(checkout), "--corrections", str(review)]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert "sanxin: warning: not learned: 云杉.txt, row 2: no judge learns what is no quantity" in err
    assert list((checkout / "models" / "weights").iterdir()) == []


def test_a_changed_text_stops_the_training(capsys, tmp_path, checkout, text) -> None:
    review = tmp_path / "review.xlsx"
    assert main(["review", str(text), "--what", "quantities", "-o", str(review)]) == 0
    mark(review)
    text.write_text("全新\n" + TEXT, encoding="utf-8")
    capsys.readouterr()
    assert main(["train", "--checkout", str(checkout), "--corrections", str(review)]) == 2
    assert capsys.readouterr().err.splitlines() == [
        f"sanxin: {review}: 30 records reviewed, 0 not looked at",
        f"sanxin: error: {text}: has changed since the review: 30 of 30 corrections no longer fit its words; "
        "review it anew, or give the text of then with --texts",
        "sanxin: error: no correction can be used; mark records in the column verdict, and name the texts with --texts",
    ]


@pytest.mark.parametrize("name", ["r.csv", "r.html", "r.doccano.jsonl", "r.labelstudio.json", "r.xlsx"])
def test_every_form_is_written(capsys, tmp_path, text, name) -> None:
    file = tmp_path / name
    assert main(["review", str(text), "--what", "all", "--sample", "4", "-o", str(file)]) == 0
    assert "4 records to review" in capsys.readouterr().err
    assert file.stat().st_size


def test_a_workbook_offers_what_may_be_chosen(tmp_path, text) -> None:
    file = tmp_path / "r.xlsx"
    assert main(["review", str(text), "--what", "all", "-o", str(file)]) == 0
    sheet = openpyxl.load_workbook(file).active
    heads = [cell.value for cell in sheet[1]]
    offered = {
        heads[part.min_col - 1]: listed.formula1
        for listed in sheet.data_validations.dataValidation
        for part in listed.sqref.ranges
    }
    assert offered["verdict"] == '"right,wrong,changed"'
    assert offered["new_pathway"] == '"industry,environment,governance,none"'
    assert {"new_status", "new_modality", "new_direction", "new_role"} <= set(offered)


REFUSED = {
    "standard input": (["-", "-o", "r.csv"], "standard input cannot be read again when the corrections are learned"),
    "no such form": (["x.txt", "-o", "r.pdf"], "r.pdf: no format goes with this name; end it in .doccano.jsonl"),
    "no output": (["x.txt"], "Missing option"),
}


@pytest.mark.parametrize(("arguments", "line"), REFUSED.values(), ids=REFUSED)
def test_wrong_usage_is_one_line(capsys, arguments, line) -> None:
    assert main(["review", *arguments]) == 2
    err = capsys.readouterr().err.splitlines()
    assert len(err) == 1
    assert line in err[0]
