"""What the tool says of a marked text: made here from the text, or read from what `sanxin extract` printed before."""

from __future__ import annotations

import json
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from sanxin.errors import DataError, UnreadableError
from sanxin.evaluation.gold import read_text
from sanxin.evaluation.marks import Marks, from_json, misplaced, refuse
from sanxin.records import DocumentDate

if TYPE_CHECKING:
    from sanxin.analysis import Analyser


def predict(marks: Marks, analyser: Analyser) -> Marks:
    """Return what the tool says of the text of `marks`, read as `sanxin extract FILE --date YEAR` would."""
    from sanxin import analysis, reading, tables

    if marks.text is None or marks.text_file is None:
        problem = "the text that it counts in is not beside it"
        raise UnreadableError(marks.name, problem, "put text.txt there, or use --texts or --predictions")
    document = next(iter(reading.read(marks.text_file)))
    if document.text != marks.text:
        raise UnreadableError(str(marks.text_file), "is not plain text in UTF-8", "save the text that was marked so")
    date = DocumentDate(marks.year) if marks.year is not None else None
    return from_json(tables.to_dict(analysis.analyse(analyser, document, date=date)), marks.name)


class Predictions:
    """Records of many documents, found by the names a gold file has for them or by their text."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._by_name: dict[str, Marks] = {}
        for number, line in enumerate(read_text(file).split("\n"), 1):
            if line.strip():
                self._add(line, number)

    def of(self, marks: Marks) -> Marks:
        """Return the records of the document that `marks` are of; UnreadableError where there are none."""
        text = marks.text
        names = [*sorted(marks.names), *([_hash(text)] if text is not None else [])]
        found = next((self._by_name[name] for name in names if name in self._by_name), None)
        if found is None:
            raise UnreadableError(marks.name, f"{self.file} has no record of it", "print one with --what all")
        if text is not None:
            refuse(f"{self.file}, {found.name}", misplaced(found, text))
        return found

    def _add(self, line: str, number: int) -> None:
        where = f"{self.file}, line {number}"
        try:
            source = json.loads(line)
        except (ValueError, RecursionError) as error:
            problem = "is no JSON; give what sanxin extract --what all --format jsonl prints"
            raise DataError(where, [problem]) from error
        if not isinstance(source, dict):
            raise DataError(where, ["holds no object; give what sanxin extract --what all --format jsonl prints"])
        marks = from_json(source, where)
        name = str(source.get("id", ""))
        marks = replace(marks, name=name or where)
        for known_as in (name, Path(name).stem, str(source.get("source", "")), str(source.get("text_sha256", ""))):
            if known_as:
                self._by_name.setdefault(known_as, marks)


def _hash(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
