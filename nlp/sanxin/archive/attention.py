"""Attention: what a store's documents speak of, how much, with what else, and in which words. One call a count.

    shares(store, ["就业", "营商环境"])      how much of each region's and year's text a keyword takes
    indicator_shares(store)                which indicators targets are set for
    cooccurrence(store, [...])             which keywords stand in one sentence, with Ochiai; `write_gexf` for Gephi
    keywords(store)                        the words that set a region and year apart (TF-IDF)
    concordance(store, "就业")              every place with its context (KWIC)

All give pandas frames; equal texts count once.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq  # type: ignore[import-untyped]

from sanxin.archive.query import run
from sanxin.archive.schema import DOCUMENTS, path_of
from sanxin.archive.search import CONTEXT, search

if TYPE_CHECKING:
    import pandas as pd  # type: ignore[import-untyped]

    from sanxin.segment import Segmenter

_BATCH = 50
#: Of all words only nouns, verbs and what jieba takes for names say what a text is about.
_TAGS = ("n", "v", "l", "i", "j")
_SHORTEST = 2
_INDICATORS = """
SELECT d.region, d.year, q.indicator_name AS indicator, count(*) AS targets,
  count(*) / sum(count(*)) OVER (PARTITION BY d.region, d.year) AS share
FROM targets q JOIN documents d USING (doc_id)
WHERE d.duplicate_of IS NULL AND q.indicator_name IS NOT NULL
GROUP BY d.region, d.year, q.indicator_name
ORDER BY d.region, d.year, targets DESC, indicator
"""


def shares(store: Path, words: Sequence[str]) -> pd.DataFrame:
    """Return how often each word stands in the texts of a region and year: count, per thousand characters, share.

    `share` is that of the word among all words asked for, in that region and year.
    """
    import pandas as pd

    counts: dict[tuple[Any, Any], Counter[str]] = defaultdict(Counter)
    chars: Counter[tuple[Any, Any]] = Counter()
    for document in _documents(store):
        key = document["region"], document["year"]
        chars[key] += len(document["text"])
        counts[key].update({word: document["text"].count(word) for word in words})
    rows = [
        {
            "region": key[0],
            "year": key[1],
            "word": word,
            "count": found[word],
            "per_thousand": 1000 * found[word] / max(chars[key], 1),
            "share": found[word] / max(found.total(), 1),
        }
        for key, found in sorted(counts.items(), key=_by_place)
        for word in words
    ]
    return pd.DataFrame(rows, columns=["region", "year", "word", "count", "per_thousand", "share"])


def indicator_shares(store: Path) -> pd.DataFrame:
    """Return which share of a region's and year's targets goes to each indicator."""
    with run(store, _INDICATORS) as batches:
        return batches.read_all().to_pandas()


def cooccurrence(store: Path, words: Sequence[str]) -> pd.DataFrame:
    """Return for each pair of words in how many sentences both stand, and Ochiai: both / √(first · second)."""
    import pandas as pd

    from sanxin.clauses import divide

    single: Counter[str] = Counter()
    both: Counter[tuple[str, str]] = Counter()
    for document in _documents(store):
        for sentence in divide(document["text"]).sentences:
            there = [word for word in words if word in sentence.of(document["text"])]
            single.update(there)
            both.update(combinations(there, 2))
    rows = [
        {"first": first, "second": second, "sentences": n, "ochiai": n / math.sqrt(single[first] * single[second])}
        for (first, second), n in sorted(both.items(), key=lambda item: (-item[1], item[0]))
    ]
    return pd.DataFrame(rows, columns=["first", "second", "sentences", "ochiai"])


def write_gexf(pairs: pd.DataFrame, path: Path) -> None:
    """Write pairs of `cooccurrence` as a graph for Gephi: weight is Ochiai, sentences the count."""
    import networkx as nx

    graph = nx.Graph()
    for pair in pairs.itertuples(index=False):
        graph.add_edge(pair.first, pair.second, weight=float(pair.ochiai), sentences=int(pair.sentences))
    nx.write_gexf(graph, path)


def keywords(store: Path, top: int = 20) -> pd.DataFrame:
    """Return the words that set each region's and year's texts apart from the others', by TF-IDF, the best first."""
    import pandas as pd

    from sanxin.segment import Segmenter

    segmenter = Segmenter()
    groups: dict[tuple[Any, Any], Counter[str]] = defaultdict(Counter)
    for document in _documents(store):
        groups[document["region"], document["year"]].update(_content_words(segmenter, document["text"]))
    spread = Counter(word for found in groups.values() for word in found)
    rows = []
    for key, found in sorted(groups.items(), key=_by_place):
        total = max(found.total(), 1)
        scored = {word: n / total * math.log(len(groups) / spread[word]) for word, n in found.items()}
        for word in sorted(scored, key=lambda word: (-scored[word], word))[:top]:
            values = {"word": word, "count": found[word], "tfidf": scored[word]}
            rows.append({"region": key[0], "year": key[1], **values})
    return pd.DataFrame(rows, columns=["region", "year", "word", "count", "tfidf"])


def concordance(store: Path, phrase: str, context: int = CONTEXT) -> pd.DataFrame:
    """Return every place of a phrase with the words before and after it."""
    import pandas as pd

    return pd.DataFrame([asdict(hit) for hit in search(store, phrase, context)])


def _documents(store: Path) -> Iterator[dict[str, Any]]:
    """Yield region, year and text of each document; of equal texts the first."""
    with pq.ParquetFile(path_of(store, DOCUMENTS)) as file:
        for batch in file.iter_batches(batch_size=_BATCH, columns=["region", "year", "text", "duplicate_of"]):
            yield from (row for row in batch.to_pylist() if row["duplicate_of"] is None)


def _by_place(item: tuple[tuple[Any, Any], Any]) -> tuple[str, int]:
    (region, year), _ = item
    return region or "", year or 0


def _content_words(segmenter: Segmenter, text: str) -> Iterator[str]:
    return (word for word, tag in segmenter.tag(text) if len(word) >= _SHORTEST and tag.startswith(_TAGS))
