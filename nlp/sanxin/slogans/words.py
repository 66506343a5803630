"""The words of a text with jieba's tags, looked up by offset."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from sanxin.segment import tag


class Words:
    """The words of one text: word i is `text[starts[i]:starts[i + 1]]` and has the tag `tags[i]`."""

    def __init__(self, text: str) -> None:
        self.starts: list[int] = []
        self.tags: list[str] = []
        self.words: list[str] = []
        at = 0
        for word, name in tag(text):
            self.starts.append(at)
            self.tags.append(name)
            self.words.append(word)
            at += len(word)
        self.starts.append(at)

    def begins(self, offset: int) -> bool:
        """Tell whether a word begins (and so one ends) at `offset`."""
        place = bisect_left(self.starts, offset)
        return place < len(self.starts) and self.starts[place] == offset

    def inside(self, start: int, end: int) -> range:
        """Return the indices of the words that touch [start, end)."""
        return range(max(0, bisect_right(self.starts, start) - 1), bisect_left(self.starts, end))

    def before(self, offset: int, count: int) -> range:
        """Return the indices of the last `count` words that end at `offset` or before."""
        last = bisect_right(self.starts, offset) - 1
        return range(max(0, last - count), max(0, last))

    def after(self, offset: int, count: int) -> range:
        """Return the indices of the first `count` words that begin at `offset` or later."""
        first = bisect_left(self.starts, offset)
        return range(first, min(first + count, len(self.words)))
