"""Tasks for doccano and Label Studio, and what annotators make of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from test_review_table import TEXT, found

from sanxin.errors import DataError, FormatError
from sanxin.review import doccano, labelstudio
from sanxin.review.corrections import Review, read_corrections
from sanxin.review.items import Kind, quote_hash


def as_doccano(task: dict[str, Any], spans: list) -> dict[str, Any]:
    return {"id": 1, "text": task["text"], "label": spans, "Comments": [], "sanxin": task["sanxin"]}


def with_entities(task: dict[str, Any], spans: list) -> dict[str, Any]:
    entities = [
        {"id": n, "start_offset": start, "end_offset": end, "label": label}
        for n, (start, end, label) in enumerate(spans)
    ]
    return {"id": 1, "text": task["text"], "entities": entities, "relations": [], "meta": {"sanxin": task["sanxin"]}}


def as_label_studio(task: dict[str, Any], spans: list) -> dict[str, Any]:
    result = [
        {"value": {"start": start, "end": end, "text": "", "labels": [label]}, "from_name": "record", "type": "labels"}
        for start, end, label in spans
    ]
    done = {"completed_by": {"id": 3, "email": "li@example.org"}, "was_cancelled": False, "result": result}
    data = {"text": task["text"], "sanxin": task["sanxin"]}
    return {"id": 1, "data": data, "annotations": [{"was_cancelled": True, "result": []}, done]}


def as_json_min(task: dict[str, Any], spans: list) -> dict[str, Any]:
    record = [{"start": start, "end": end, "labels": [label]} for start, end, label in spans]
    both = {"text": task["text"], "sanxin": task["sanxin"]}
    return {**both, "id": 1, "record": record, "annotator": 3, "annotation_id": 9}


EXPORTS = {
    "doccano": (".jsonl", as_doccano),
    "doccano with relations": (".jsonl", with_entities),
    "Label Studio": (".json", as_label_studio),
    "Label Studio, JSON-MIN": (".json", as_json_min),
}


def exported(tmp_path: Path, suffix: str, tasks: list[dict[str, Any]]) -> Review:
    file = tmp_path / f"export{suffix}"
    lines = [json.dumps(task, ensure_ascii=False) for task in tasks]
    file.write_text("\n".join(lines) if suffix == ".jsonl" else f"[{','.join(lines)}]", encoding="utf-8")
    return read_corrections(file)


@pytest.mark.parametrize(("suffix", "export"), EXPORTS.values(), ids=EXPORTS)
def test_what_an_annotator_leaves_changes_takes_away_and_adds(tmp_path, suffix, export) -> None:
    first, second = doccano.tasks(found())
    start, end, label = first["label"][0]
    assert label == "clause:action:environment"
    spans = [
        [start, end, "clause:goal:environment"],
        first["label"][1],
        [first["text"].index("整治"), len(first["text"]) - 1, "clause:action:governance"],
    ]
    review = exported(tmp_path, suffix, [export(first, spans), export(second, [])])
    said = {(each.kind, TEXT[each.start : each.end]): each for each in review.corrections}
    assert {key: (each.labels, each.changed) for key, each in said.items()} == {
        (Kind.CLAUSE, "新建水塘12个"): ({"role": "goal", "pathway": "environment"}, {"role"}),
        (Kind.QUANTITY, "12个"): ({"status": "commitment"}, set()),
        (Kind.CLAUSE, "整治河段30个"): ({"role": "action", "pathway": "governance"}, {"role", "pathway"}),
        (Kind.QUANTITY, "30个"): ({}, set()),
        (Kind.SLOGAN, "三清三美"): ({}, set()),
    }
    assert all(each.quote == quote_hash(TEXT[each.start : each.end]) for each in review.corrections)


def test_predictions_are_shown() -> None:
    first, _ = labelstudio.tasks(found())
    (prediction,) = first["predictions"]
    assert [one["value"]["labels"] for one in prediction["result"]] == [
        ["clause:action:environment"], ["quantity:commitment"], ["quantity:commitment"],
    ]  # fmt: skip
    assert prediction["score"] == 0.4
    assert '<Label value="clause:goal:industry"/>' in labelstudio.config(found())


def test_tasks_that_nobody_has_done_are_counted(tmp_path) -> None:
    review = exported(
        tmp_path, ".json", [{"data": task["data"], "annotations": []} for task in labelstudio.tasks(found())]
    )
    assert (review.corrections, review.untouched) == ((), 4)


def test_rare_characters_count_twice_in_label_studio(tmp_path) -> None:
    task = {"text": "𠮷村12个", "sanxin": {**dict(next(doccano.tasks(found()))["sanxin"]), "start": 0, "records": []}}
    review = exported(tmp_path, ".json", [as_label_studio(task, [[3, 6, "quantity:reference"]])])
    assert review.corrections[0].words == "12个"


FAULTS = {
    "label of another project": ([[0, 2, "PER"]], True, "task 1: label 'PER' is none of sanxin's"),
    "value that is none": ([[0, 2, "quantity:hope"]], True, "status is none of commitment, achievement, reference"),
    "half a label": ([[0, 2, "quantity"]], True, "label 'quantity' does not say its status"),
    "our field lost": ([], False, "has lost what its field sanxin held; export with the data of the tasks"),
}


@pytest.mark.parametrize(("spans", "ours", "fault"), FAULTS.values(), ids=FAULTS)
@pytest.mark.parametrize(("suffix", "export"), list(EXPORTS.values())[::2], ids=["doccano", "Label Studio"])
def test_faults(tmp_path, suffix, export, spans, ours, fault) -> None:
    task = next(doccano.tasks(found()))
    if not ours:
        task = {"text": task["text"], "sanxin": {}}
    with pytest.raises(DataError) as raised:
        exported(tmp_path, suffix, [export(task, spans)])
    assert fault in str(raised.value)


def test_a_file_of_something_else(tmp_path) -> None:
    file = tmp_path / "x.json"
    file.write_text("{", encoding="utf-8")
    with pytest.raises(FormatError, match="is no JSON"):
        read_corrections(file)
