"""Attention: what documents speak of, how much, with what else, and in which words. One call a count.

    shares(store, ["就业", "营商环境"])      how much of each region's and year's text a keyword takes
    indicator_shares(store)                which indicators targets are set for
    cooccurrence(store, [...])             which keywords stand in one sentence, with Ochiai; `write_gexf` for Gephi
    keywords(store)                        the words that set a region and year apart (TF-IDF)
    concordance(store, "就业")              every place with its context (KWIC)

All take the folder of a store, or documents (`indicator_shares` speeches), and give pandas frames; equal texts count
once.
"""

from __future__ import annotations

import hashlib
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from enum import StrEnum
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq  # type: ignore[import-untyped]

from sanxin.archive.query import rows_in, run
from sanxin.archive.schema import DOCUMENTS, path_of
from sanxin.archive.search import CONTEXT, Hit, places, search
from sanxin.records import Document, Speech

if TYPE_CHECKING:
    import pandas as pd  # type: ignore[import-untyped]

    from sanxin.segment import Segmenter

_BATCH = 50
#: Of all words only nouns, verbs and what jieba takes for names say what a text is about.
_TAGS = ("n", "v", "l", "i", "j")
_SHORTEST = 2
_INDICATORS = """
SELECT d.region, d.year, q.indicator_name AS indicator, count(*) AS targets
FROM targets q JOIN documents d USING (doc_id)
WHERE d.duplicate_of IS NULL AND q.indicator_name IS NOT NULL
GROUP BY d.region, d.year, q.indicator_name
"""

_Text = tuple[str | None, int | None, str]  # region, year, text
_Group = tuple[str | None, int | None]


class By(StrEnum):
    """What is counted together."""

    PLACE = "region-year"
    REGION = "region"
    YEAR = "year"


def shares(source: Path | Iterable[Document], words: Sequence[str], by: By = By.PLACE) -> pd.DataFrame:
    """Return how often each word stands in the texts of a region and year: count, per thousand characters, share.

    `share` is that of the word among all words asked for, in that region and year.
    """
    counts: dict[_Group, Counter[str]] = defaultdict(Counter)
    chars: Counter[_Group] = Counter()
    for region, year, text in _texts(source):
        group = _group(region, year, by)
        chars[group] += len(text)
        counts[group].update({word: text.count(word) for word in words})
    rows = [
        {
            "region": group[0],
            "year": group[1],
            "word": word,
            "count": found[word],
            "per_thousand": 1000 * found[word] / max(chars[group], 1),
            "share": found[word] / max(found.total(), 1),
        }
        for group, found in sorted(counts.items(), key=_by_place)
        for word in words
    ]
    return _frame(rows, ("region", "year", "word", "count", "per_thousand", "share"))


def indicator_shares(source: Path | Iterable[Speech], by: By = By.PLACE) -> pd.DataFrame:
    """Return which share of a region's and year's targets goes to each indicator."""
    counts: dict[_Group, Counter[str]] = defaultdict(Counter)
    for region, year, indicator, targets in _indicators(source):
        counts[_group(region, year, by)][indicator] += targets
    rows = [
        {"region": group[0], "year": group[1], "indicator": name, "targets": n, "share": n / found.total()}
        for group, found in sorted(counts.items(), key=_by_place)
        for name, n in sorted(found.items(), key=lambda item: (-item[1], item[0]))
    ]
    return _frame(rows, ("region", "year", "indicator", "targets", "share"))


def cooccurrence(source: Path | Iterable[Document], words: Sequence[str]) -> pd.DataFrame:
    """Return for each pair of words in how many sentences both stand, and Ochiai: both / √(first · second)."""
    from sanxin.clauses import divide

    single: Counter[str] = Counter()
    both: Counter[tuple[str, str]] = Counter()
    for _, _, text in _texts(source):
        for sentence in divide(text).sentences:
            there = [word for word in words if word in sentence.of(text)]
            single.update(there)
            both.update(combinations(there, 2))
    rows = [
        {
            "first": first,
            "second": second,
            "sentences": n,
            "first_sentences": single[first],
            "second_sentences": single[second],
            "ochiai": n / math.sqrt(single[first] * single[second]),
        }
        for (first, second), n in sorted(both.items(), key=lambda item: (-item[1], item[0]))
    ]
    return _frame(rows, ("first", "second", "sentences", "first_sentences", "second_sentences", "ochiai"))


def write_gexf(pairs: pd.DataFrame, path: Path) -> None:
    """Write pairs of `cooccurrence` as a graph for Gephi: weight is Ochiai, sentences the count."""
    import networkx as nx

    graph = nx.Graph()
    for pair in pairs.itertuples(index=False):
        graph.add_node(pair.first, sentences=int(pair.first_sentences))
        graph.add_node(pair.second, sentences=int(pair.second_sentences))
        graph.add_edge(pair.first, pair.second, weight=float(pair.ochiai), sentences=int(pair.sentences))
    nx.write_gexf(graph, path)


def keywords(source: Path | Iterable[Document], top: int = 20, by: By = By.PLACE) -> pd.DataFrame:
    """Return the words that set each region's and year's texts apart from the others', by TF-IDF, the best first."""
    from sanxin.segment import Segmenter

    segmenter = Segmenter()
    groups: dict[_Group, Counter[str]] = defaultdict(Counter)
    for region, year, text in _texts(source):
        groups[_group(region, year, by)].update(_content_words(segmenter, text))
    spread = Counter(word for found in groups.values() for word in found)
    rows = []
    for group, found in sorted(groups.items(), key=_by_place):
        total = max(found.total(), 1)
        scored = {word: n / total * math.log(len(groups) / spread[word]) for word, n in found.items()}
        for word in sorted(scored, key=lambda word: (-scored[word], word))[:top]:
            values = {"word": word, "count": found[word], "tfidf": scored[word]}
            rows.append({"region": group[0], "year": group[1], **values})
    return _frame(rows, ("region", "year", "word", "count", "tfidf"))


def concordance(
    source: Path | Iterable[Document], phrases: str | Sequence[str], context: int = CONTEXT
) -> pd.DataFrame:
    """Return every place of a phrase, or of several, with the words before and after it, as `sanxin search` does."""
    import pandas as pd

    wanted = [phrases] if isinstance(phrases, str) else phrases
    found: Iterator[Hit]
    if isinstance(source, Path):
        found = (hit for phrase in wanted for hit in search(source, phrase, context))
    else:
        seen: set[bytes] = set()
        found = places((document for document in source if _is_new(document, seen)), wanted, context)
    return pd.DataFrame([asdict(hit) for hit in found], columns=list(Hit.__dataclass_fields__))


def _texts(source: Path | Iterable[Document]) -> Iterator[_Text]:
    """Yield region, year and text of each document; of equal texts the first."""
    if isinstance(source, Path):
        with pq.ParquetFile(path_of(source, DOCUMENTS)) as file:
            columns = ["region", "year", "text", "duplicate_of"]
            for row in rows_in(file.iter_batches(batch_size=_BATCH, columns=columns)):
                if row["duplicate_of"] is None:
                    yield row["region"], row["year"], row["text"]
        return
    seen: set[bytes] = set()
    for document in source:
        if _is_new(document, seen):
            yield document.facts.region, document.facts.year, document.text


def _is_new(document: Document, seen: set[bytes]) -> bool:
    digest = hashlib.sha256(document.text.encode("utf-8", "surrogatepass")).digest()
    known = digest in seen
    seen.add(digest)
    return not known


def _indicators(source: Path | Iterable[Speech]) -> Iterator[tuple[str | None, int | None, str, int]]:
    """Yield region, year, indicator and how many targets are set for it there."""
    if isinstance(source, Path):
        with run(source, _INDICATORS) as batches:
            for row in rows_in(batches):
                yield row["region"], row["year"], row["indicator"], row["targets"]
        return
    seen: set[bytes] = set()
    for speech in source:
        facts = speech.document.facts
        if _is_new(speech.document, seen):
            for target in speech.targets:
                if target.indicator_name is not None:
                    yield facts.region, facts.year, target.indicator_name, 1


def _group(region: str | None, year: int | None, by: By) -> _Group:
    return None if by is By.YEAR else region, None if by is By.REGION else year


def _by_place(item: tuple[_Group, Any]) -> tuple[str, int]:
    (region, year), _ = item
    return region or "", year or 0


def _frame(rows: list[dict[str, Any]], columns: Sequence[str]) -> pd.DataFrame:
    """Return rows as a frame whose years are whole numbers, also where one is missing."""
    import pandas as pd

    frame = pd.DataFrame(rows, columns=list(columns))
    if "year" in frame:
        frame["year"] = frame["year"].astype("Int64")
    return frame


def _content_words(segmenter: Segmenter, text: str) -> Iterator[str]:
    return (word for word, tag in segmenter.tag(text) if len(word) >= _SHORTEST and tag.startswith(_TAGS))
