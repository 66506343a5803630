"""The spaCy tokenizer: a text becomes a Doc of jieba's words, with blanks as tokens, so that doc.text is the text.

Registered as `sanxin.jieba.v1`. Stages that need words but no Doc take `cut` and `tag` from `sanxin.segment`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import DummyTokenizer
from spacy.vocab import Vocab

from sanxin.segment import Segmenter, cut, tag, without_surrogates

__all__ = ["JiebaTokenizer", "cut", "make_tokenizer", "tag"]

_SETTINGS = "tokenizer.json"


class JiebaTokenizer(DummyTokenizer):
    """Makes Docs whose tokens are jieba's words; `token.tag_` is jieba's tag (v, n, m, ...) unless `tags` is off.

    `JiebaTokenizer(vocab)("推进园区建设")` has the tokens 推进/v 园区/n 建设/vn. Offsets are those of the text;
    a lone surrogate, which spaCy cannot store, stands in the Doc as U+FFFD. Each tokenizer has a dictionary
    of its own (`add_words`).

    Args:
        vocab: The pipeline's vocabulary.
        backend: `rjieba`, `jieba`, or `auto`: rjieba where it is installed.
        tags: Whether to fill `token.tag_`; without, a Doc costs a third less.
        words: Words to keep whole beside those of jieba's dictionary.
    """

    def __init__(self, vocab: Vocab, backend: str = "auto", *, tags: bool = True, words: Iterable[str] = ()) -> None:
        self.vocab = vocab
        self.tags = tags
        self.segmenter = Segmenter(backend, words)

    def __call__(self, text: str) -> Doc:
        """Return the Doc of `text`."""
        text = without_surrogates(text)
        if not self.tags:
            return self._doc(self.segmenter.cut(text))
        pairs = self.segmenter.tag(text)
        doc = self._doc([word for word, _ in pairs])
        if pairs:
            # one array at once: twice as fast as handing Doc() the tags as strings
            ids = {name: self.vocab.strings.add(name) for name in {name for _, name in pairs}}
            column: Any = np.array([ids[name] for _, name in pairs], dtype="uint64")
            doc.from_array("TAG", column)
        return doc

    def pipe(self, texts: Iterable[str], **_: Any) -> Iterator[Doc]:
        """Yield the Doc of each text."""
        return map(self, texts)

    def add_words(self, words: Iterable[str]) -> None:
        """Keep each of `words` whole from now on, in this tokenizer alone."""
        self.segmenter.add_words(words)

    def _doc(self, words: list[str]) -> Doc:
        return Doc(self.vocab, words=words, spaces=[False] * len(words))

    def to_bytes(self, **_: Any) -> bytes:
        """Return the settings and the added words."""
        settings = {"backend": self.segmenter.backend, "tags": self.tags, "words": self.segmenter.words}
        return json.dumps(settings, ensure_ascii=False).encode("utf-8")

    def from_bytes(self, data: bytes, **_: Any) -> JiebaTokenizer:
        """Take over what `to_bytes` returned."""
        settings = json.loads(data)
        self.tags = settings["tags"]
        self.segmenter = Segmenter(settings["backend"], settings["words"])
        return self

    def to_disk(self, path: str | Path, **_: Any) -> None:
        """Write the settings and the added words into the folder `path`."""
        folder = Path(path)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / _SETTINGS).write_bytes(self.to_bytes())

    def from_disk(self, path: str | Path, **_: Any) -> JiebaTokenizer:
        """Take over what `to_disk` wrote."""
        return self.from_bytes((Path(path) / _SETTINGS).read_bytes())


def make_tokenizer(
    backend: str = "auto", tags: bool = True, words: list[str] | None = None
) -> Callable[[Language], JiebaTokenizer]:
    """Return what spaCy calls to make a pipeline's tokenizer (`@tokenizers = "sanxin.jieba.v1"`)."""

    def create(nlp: Language) -> JiebaTokenizer:
        return JiebaTokenizer(nlp.vocab, backend, tags=tags, words=words or ())

    return create
