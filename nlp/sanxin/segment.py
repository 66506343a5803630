"""Words and their part-of-speech tags, without spaCy: jieba's dictionary and HMM, run by rjieba where it is installed.

Both backends cut alike (tests/test_tokens.py), so which one is installed does not change a result. They differ only on

- runs of Han characters outside jieba's own range: U+3400-4DBF, 9FD6-9FFF, F900-FAFF, 20000-2A6DF, 2A700-2EBEF and
  2F800-2FA1F (extension blocks, compatibility forms): jieba leaves each alone, rjieba may join neighbours;
- the tag of a word that no dictionary holds (提质, 一是): a guess by the same HMM, alike for five words in six.

rjieba by itself keeps `2-3`, `5G-A`, `PM_2.5` and `www.a.cn` whole, where jieba splits them; here both split them.
"""

from __future__ import annotations

import logging
import os
import re
import tempfile
import warnings
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

from sanxin.errors import OptionError

BACKENDS = ("auto", "rjieba", "jieba")

#: What a word gets that a caller added: noun.
ADDED_TAG = "n"

#: So many words are remembered with their tags.
_MOST_TAGS = 1 << 18

#: jieba's own pieces of a run that is not Han (jieba.finalseg.re_skip), and whatever stands between two of them.
_PIECES = re.compile(r"[A-Za-z0-9]+(?:\.\d+)?%?|[^A-Za-z0-9]+", re.ASCII)
_SURROGATE = re.compile(r"[\ud800-\udfff]")


class _Backend(Protocol):
    """What both engines can do."""

    def cut(self, text: str) -> list[str]: ...

    def words_and_tags(self, text: str) -> tuple[list[str], Mapping[str, str]]: ...

    def add(self, word: str) -> None: ...


class _Rjieba:
    """jieba-rs. One instance is one dictionary, so words added to it stay in it.

    Each costs a sixth of a second and 24 MB: who adds no word is served by the one that the module comes with.
    """

    def __init__(self, *, own: bool) -> None:
        import rjieba

        self._engine: Any = rjieba.Jieba() if own else rjieba
        self._tags: dict[str, str] = {}

    def cut(self, text: str) -> list[str]:
        words: list[str] = self._engine.cut(text)
        return _split(words, self._joined(set(words)))

    def words_and_tags(self, text: str) -> tuple[list[str], Mapping[str, str]]:
        """Return the words of `text` and the tags of all so far: they hang on the word alone, so each is asked once."""
        words: list[str] = self._engine.cut(text)
        new = set(words).difference(self._tags)
        if split := self._joined(new):
            words = _split(words, split)
            new = new.difference(split).union(*split.values()).difference(self._tags)
        if len(self._tags) + len(new) > _MOST_TAGS:  # an archive has no end of new words
            self._tags.clear()
            new = set(words)
        self._learn(new, "\n".join(new))
        if apart := new.difference(self._tags):  # cut up when alone, whole in their lines
            lines = [line for line in text.splitlines() if any(word in line for word in apart)]
            self._learn(apart, "\n".join(lines))
            self._tags.update({word: _shape_tag(word) for word in apart.difference(self._tags)})  # `_joined` cut them
        return words, self._tags

    def _learn(self, new: set[str], text: str) -> None:
        """Remember the tags of the words `new`, where `text` is cut into them."""
        self._tags.update(pair for pair in self._engine.tag(text) if pair[0] in new)

    def _joined(self, words: set[str]) -> dict[str, list[str]]:
        """The words that jieba would split, with their pieces: `5G-A` → 5G, -, A; `3.5%` and `C++` stay."""
        return {
            word: pieces
            for word in words
            if word.isascii()
            and not word.isalnum()
            and len(pieces := _PIECES.findall(word)) > 1
            and not self._engine.has_word(word)
        }

    def add(self, word: str) -> None:
        self._engine.add_word(word, None, ADDED_TAG)
        self._tags[word] = ADDED_TAG


class _Jieba:
    """The reference implementation, as an instance of our own: the functions of its module share one dictionary."""

    def __init__(self) -> None:
        with warnings.catch_warnings():
            # jieba 0.42.1 compiles with invalid escapes (Python 3.12) and imports pkg_resources
            warnings.simplefilter("ignore")
            import jieba  # type: ignore[import-untyped]
        self._engine: Any = jieba.Tokenizer()
        # jieba marshals its dictionary into the shared temporary folder, where anyone could plant another
        self._engine.tmp_dir = str(_private_cache())
        self._posseg: Any = None
        self._tags: dict[str, str] = {}
        with _quiet_jieba():
            self._engine.initialize()

    def cut(self, text: str) -> list[str]:
        return [word for word in self._engine.cut(text) if word]

    def words_and_tags(self, text: str) -> tuple[list[str], Mapping[str, str]]:
        # jieba.posseg cuts 0.03 M chars/s, and cuts differently; the tag of a word does not depend on its neighbours
        words = self.cut(text)
        for word in set(words).difference(self._tags):
            self._tags[word] = self._tag_of(word)
        return words, self._tags

    def _tag_of(self, word: str) -> str:
        if self._posseg is None:
            with _quiet_jieba():
                import jieba.posseg  # type: ignore[import-untyped]

            self._posseg = jieba.posseg
        entry: str | None = self._posseg.dt.word_tag_tab.get(word)
        if entry is not None:
            return entry
        if not self._posseg.re_han_detail.fullmatch(word):
            return _shape_tag(word)
        engine = self._posseg
        _, states = engine.viterbi(word, engine.char_state_tab_P, engine.start_P, engine.trans_P, engine.emit_P)
        tag: str = states[-1][1]
        return tag

    def add(self, word: str) -> None:
        self._engine.add_word(word)
        self._tags[word] = ADDED_TAG


class Segmenter:
    """Cuts text into words, with a dictionary of its own.

    `Segmenter().cut("推进园区建设")` → `["推进", "园区", "建设"]`; the words joined are the text, blanks and all. The
    engine is built on first use and left out of pickles; the words added travel along.
    """

    def __init__(self, backend: str = "auto", words: Iterable[str] = ()) -> None:
        if backend not in BACKENDS:
            raise OptionError(f"unknown word segmenter {backend!r}; choose one of {', '.join(BACKENDS)}")
        self.backend = backend
        self.words: tuple[str, ...] = ()
        self._engine: _Backend | None = None
        self.add_words(words)

    def add_words(self, words: Iterable[str]) -> None:
        """Keep each of `words` whole from now on, in this segmenter alone."""
        new = [word for word in dict.fromkeys(words) if word and word not in self.words]
        if new and not self.words:
            self._engine = None  # it may be the one that others use
        self.words += tuple(new)
        if self._engine is not None:
            for word in new:
                self._engine.add(word)

    def cut(self, text: str) -> list[str]:
        """Return the words of `text`."""
        safe = without_surrogates(text)
        words = self._build().cut(safe)
        return words if safe == text else _slices(text, words)

    def words_and_tags(self, text: str) -> tuple[list[str], Mapping[str, str]]:
        """Return the words of `text`, which has no lone surrogates, and the tags of at least these."""
        return self._build().words_and_tags(text)

    def tag(self, text: str) -> list[tuple[str, str]]:
        """Return words with jieba's tags: `推进园区建设` → `[("推进", "v"), ("园区", "n"), ("建设", "vn")]`."""
        safe = without_surrogates(text)
        words, tags = self.words_and_tags(safe)
        written = words if safe == text else _slices(text, words)
        return [(here, tags[word]) for here, word in zip(written, words, strict=True)]

    def _build(self) -> _Backend:
        if self._engine is None:
            installed = find_spec("rjieba") is not None
            if self.backend == "rjieba" and not installed:
                raise OptionError("the segmenter rjieba is not installed; pip install rjieba, or choose auto or jieba")
            engine: _Backend = _Rjieba(own=bool(self.words)) if installed and self.backend != "jieba" else _Jieba()
            for word in self.words:
                engine.add(word)
            self._engine = engine
        return self._engine

    def __getstate__(self) -> dict[str, Any]:
        return {"backend": self.backend, "words": self.words, "_engine": None}


@cache
def shared() -> Segmenter:
    """Return the common segmenter of this process; nobody adds words to it."""
    return Segmenter()


def cut(text: str) -> list[str]:
    """Return the words of `text` by the common segmenter: `三年行动` → `["三年", "行动"]`."""
    return shared().cut(text)


def tag(text: str) -> list[tuple[str, str]]:
    """Return words and tags of `text` by the common segmenter."""
    return shared().tag(text)


def words_and_tags(text: str) -> tuple[list[str], Mapping[str, str]]:
    """Return the words of `text`, and the tags of at least these, by the common segmenter."""
    return shared().words_and_tags(without_surrogates(text))


def without_surrogates(text: str) -> str:
    """Return `text` with every lone surrogate, which no encoder takes, replaced by U+FFFD; offsets hold."""
    return _SURROGATE.sub("\ufffd", text)


def _shape_tag(word: str) -> str:
    """The tag of what is no word of a dictionary: 3.5% → m, GDP and 5G → eng, ， → x (as jieba-rs has it)."""
    signs = [character for character in word if character.isascii() and character.isalnum()]
    if not signs:
        return "x"
    return "m" if all(sign.isdigit() for sign in signs) else "eng"


def _split(words: list[str], pieces: Mapping[str, list[str]]) -> list[str]:
    """Put for some of the words their pieces."""
    split: list[str] = []
    done = 0
    for place in [place for place, word in enumerate(words) if word in pieces] if pieces else []:
        split += words[done:place]
        split += pieces[words[place]]
        done = place + 1
    return split + words[done:]


def _slices(text: str, words: Iterable[str]) -> list[str]:
    """Cut `text` where `words`, of the same lengths, end."""
    pieces = []
    start = 0
    for word in words:
        pieces.append(text[start : start + len(word)])
        start += len(word)
    return pieces


@contextmanager
def _quiet_jieba() -> Iterator[None]:
    """Keep jieba from reporting on stderr that it loads its dictionary; afterwards its logger is as before."""
    logger = logging.getLogger("jieba")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(level)


def _private_cache() -> Path:
    """Return a folder that only this user can write; a fresh temporary one where the home is read-only."""
    try:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
        folder = base / "sanxin"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        mine = not hasattr(os, "getuid") or folder.stat().st_uid == os.getuid()
        if mine and os.access(folder, os.W_OK):
            folder.chmod(0o700)
            return folder
    except (OSError, RuntimeError):  # RuntimeError: no home directory can be told
        pass
    return Path(tempfile.mkdtemp(prefix="sanxin-"))
