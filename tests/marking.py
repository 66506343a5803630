"""Gold files built by hand, about places that do not exist."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sanxin.evaluation.marks import Marks, from_json

TEXT = "桐溪县今年新建水塘12个，整治河段30公里。去年种树500棵。实施“青禾行动”，办好“三件事”。"


def place(words: str) -> dict[str, Any]:
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words)}


def quantity(words: str, low: float, unit: str, status: str = "commitment", **fields: Any) -> dict[str, Any]:
    modality = "plain" if status == "commitment" else None
    given = {"low": low, "high": low, "unit": unit, "comparator": "eq", "direction": None, "deadline": None}
    return {**place(words), "text": words, **given, "status": status, "indicator": None, "modality": modality} | fields


def slogan(words: str, kind: str, members: list[str] | None = None) -> dict[str, Any]:
    return {**place(words), "text": words, "kind": kind, "members": members}


def clause(words: str, role: str, pathway: str = "none") -> dict[str, Any]:
    return {**place(words), "role": role, "pathway": pathway}


def gold(**layers: Any) -> dict[str, Any]:
    """One gold.json with every layer; keywords replace layers."""
    whole = {
        "id": "T1",
        "doc_year": 2031,
        "chars": len(TEXT),
        "quantities": [
            quantity("12个", 12, "个", indicator=[7, 9]),
            quantity("30公里", 30, "公里", deadline="2031-12-31"),
            quantity("500棵", 500, "棵", "achievement"),
        ],
        "slogans": [slogan("青禾行动", "campaign"), slogan("三件事", "abbreviation", ["修路", "通水", "种树"])],
        "clauses": [
            clause("桐溪县今年新建水塘12个", "action", "environment"),
            clause("整治河段30公里", "action", "environment"),
            clause("去年种树500棵", "achievement"),
            clause("实施“青禾行动”", "action", "industry"),
            clause("办好“三件事”", "goal"),
        ],
    }
    return whole | layers


def marks(**layers: Any) -> Marks:
    return from_json(gold(**layers), "gold.json")


def write(folder: Path, source: dict[str, Any] | None = None, text: str = TEXT) -> Path:
    """A folder with gold.json and text.txt, as ../shared/gold has them."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "text.txt").write_text(text, encoding="utf-8")
    (folder / "gold.json").write_text(json.dumps(source or gold(), ensure_ascii=False), encoding="utf-8")
    return folder
