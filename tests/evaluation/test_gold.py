"""Gold files: every form they come in, and one clear line for each that breaks it."""

from __future__ import annotations

import hashlib
import json
import re

import marking
import pytest

from sanxin.errors import DataError, UnreadableError
from sanxin.evaluation import read_gold
from sanxin.evaluation.marks import from_json
from sanxin.records import Span


def refuse(error):
    raise error


def test_one_file_one_folder_or_many_give_the_same(tmp_path) -> None:
    folder = marking.write(tmp_path / "all" / "tongxi")
    forms = (folder / "gold.json", folder, tmp_path / "all")
    found = [list(read_gold(path, None, refuse)) for path in forms]
    assert found[0] == found[1] == found[2]
    (marks,) = found[0]
    assert (marks.name, marks.year, marks.text) == ("tongxi", 2031, marking.TEXT)
    assert {"T1", "tongxi/text.txt"} <= marks.names
    assert [len(layer) for layer in (marks.quantities, marks.slogans, marks.clauses)] == [3, 2, 5]


def test_layers_that_are_not_marked_are_none(tmp_path) -> None:
    source = {"id": "T2", "quantities": []}
    (marks,) = read_gold(marking.write(tmp_path / "t2", source), None, refuse)
    assert (marks.quantities, marks.slogans, marks.clauses) == ((), None, None)


def test_a_text_may_lie_in_another_folder(tmp_path) -> None:
    folder = marking.write(tmp_path / "tongxi")
    (folder / "text.txt").rename(tmp_path / "tongxi.txt")
    assert next(read_gold(folder, None, refuse)).text is None
    assert next(read_gold(folder, tmp_path, refuse)).text == marking.TEXT


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"quantities": 3}, "quantities is no list"),
        ({"quantities": ["12个"]}, "quantities[0] is no object"),
        ({"quantities": [{"start": 1, "end": 2}]}, "quantities[0] has no 'low'"),
        ({"quantities": [marking.quantity("12个", 12, "个", "promised")]}, "status 'promised' is none of commitment, "),
        ({"quantities": [marking.quantity("12个", 12, "个") | {"low": "12"}]}, "low '12' is no number"),
        ({"quantities": [marking.quantity("12个", 12, "个") | {"start": 12}]}, "no half-open offsets"),
        ({"quantities": [marking.quantity("12个", 12, "个") | {"end": 999}]}, "ends at 999, the text at"),
        (
            {"quantities": [marking.quantity("12个", 12, "个") | {"text": "13个"}]},
            "says '13个' where the text has '12个'",
        ),
        ({"quantities": [marking.quantity("12个", 12, "个") | {"indicator": [7]}]}, "quantities[0] "),
        ({"slogans": [marking.slogan("三件事", "abbreviation") | {"members": "修路"}]}, "members is no list"),
        ({"clauses": [marking.clause("办好“三件事”", "wish")]}, "role 'wish' is none of action, "),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_bad_record_is_told_with_its_place(tmp_path, change, fault) -> None:
    folder = marking.write(tmp_path / "bad", marking.gold(**change))
    with pytest.raises(DataError) as caught:
        list(read_gold(folder, None, refuse))
    assert fault in str(caught.value)
    assert str(folder / "gold.json") in str(caught.value)


def test_many_faults_are_counted() -> None:
    with pytest.raises(DataError, match="and 7 more faults"):
        from_json({"quantities": [{}] * 10}, "gold.json")


@pytest.mark.parametrize(
    ("content", "fault"),
    [("{", "is no JSON"), ("[]", "holds no object"), ('{"id": "x"}', "has none of"), ("[" * 100_000, "is no")],
    ids=["broken", "list", "empty", "nested"],
)
def test_a_file_of_another_kind(tmp_path, content, fault) -> None:
    file = tmp_path / "gold.json"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(DataError) as caught:
        list(read_gold(file, None, refuse))
    assert fault in str(caught.value)


@pytest.mark.parametrize("name", ["gone", "empty"])
def test_no_gold_there(tmp_path, name) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(UnreadableError, match=r"gold\.json"):
        list(read_gold(tmp_path / name, None, refuse))


# ---- labels ----


@pytest.fixture
def labels(tmp_path):
    """Labels of one document in which only the first sentence was marked, and its text."""
    folder = tmp_path / "labels"
    folder.mkdir()
    end = marking.TEXT.index("。") + 1
    mark = hashlib.sha256(marking.TEXT[:end].encode()).hexdigest()[:16]
    (folder / "windows.tsv").write_text(
        f"document\tstart\tend\tlayer\tyear\tsha256\ntongxi\t0\t{end}\tclauses\t2031\t{mark}\n", encoding="utf-8"
    )
    rows = "".join(
        f"tongxi\t{c['start']}\t{c['end']}\t{c['role']}\t{c['pathway']}\n" for c in marking.gold()["clauses"]
    )
    (folder / "clauses.tsv").write_text(f"# a note\ndocument\tstart\tend\trole\tpathway\n{rows}", encoding="utf-8")
    (tmp_path / "tongxi.txt").write_text(marking.TEXT, encoding="utf-8")
    return folder


def test_labels_count_inside_their_window(labels, tmp_path) -> None:
    (marks,) = read_gold(labels, tmp_path, refuse)
    assert [clause.text for clause in marks.clauses] == ["桐溪县今年新建水塘12个", "整治河段30公里"]
    assert marks.quantities is None
    assert marks.windows == {"clauses": (Span(0, marking.TEXT.index("。") + 1),)}


def test_labels_count_the_characters_of_the_file(labels, tmp_path) -> None:
    text = "\r\n" + marking.TEXT
    (tmp_path / "tongxi.txt").write_text(text, encoding="utf-8", newline="")
    for name in ("windows", "clauses"):
        moved = [
            re.sub(r"^tongxi\t(\d+)\t(\d+)", lambda at: f"tongxi\t{int(at[1]) + 2}\t{int(at[2]) + 2}", line)
            for line in (labels / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
        ]
        (labels / f"{name}.tsv").write_text("\n".join(moved) + "\n", encoding="utf-8")
    (marks,) = read_gold(labels, tmp_path, refuse)
    assert marks.text == "\n" + marking.TEXT
    assert [marks.text[c.start : c.end] for c in marks.clauses] == ["桐溪县今年新建水塘12个", "整治河段30公里"]


def test_labels_need_their_texts(labels, tmp_path) -> None:
    with pytest.raises(UnreadableError, match="--texts"):
        list(read_gold(labels, None, refuse))
    with pytest.raises(UnreadableError, match="nowhere: is no folder"):
        list(read_gold(labels, tmp_path / "nowhere", refuse))
    missing = []
    (tmp_path / "tongxi.txt").unlink()
    assert list(read_gold(labels, tmp_path, missing.append)) == []
    assert [error.source for error in missing] == ["tongxi"]


def test_labels_of_another_text_are_refused(labels, tmp_path) -> None:
    (tmp_path / "tongxi.txt").write_text("又" + marking.TEXT, encoding="utf-8")
    with pytest.raises(UnreadableError, match="is not the text that was labelled"):
        list(read_gold(labels, tmp_path, refuse))


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("tongxi\tx\t9\taction\tnone", "row 6: invalid literal"),
        ("tongxi\t0\t9", "row 6: its cells are not those of the header"),
    ],
    ids=["letters", "short"],
)
def test_a_bad_row_is_told(labels, tmp_path, row, fault) -> None:
    with (labels / "clauses.tsv").open("a", encoding="utf-8") as stream:
        stream.write(row + "\n")
    with pytest.raises(DataError) as caught:
        list(read_gold(labels, tmp_path, refuse))
    assert fault in str(caught.value)


def test_a_missing_column_is_told(labels, tmp_path) -> None:
    (labels / "clauses.tsv").write_text("document\tstart\ntongxi\t1\n", encoding="utf-8")
    with pytest.raises(DataError, match="has no column 'end'"):
        list(read_gold(labels, tmp_path, refuse))


def test_names_of_pathways_are_read_as_their_ids() -> None:
    named = json.loads(json.dumps({"clauses": [marking.clause("办好“三件事”", "goal", "构建新产业")]}))
    assert from_json(named, "gold.json").clauses[0].pathway == "industry"
