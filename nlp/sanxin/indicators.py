"""What each number measures: takes the quantities with their clauses, gives the span of each indicator (annotation §1).

Three places are looked at: before the number (地区生产总值增长6%), after it (启动48个城市更新项目), and, where neither
says, the number before (达到80亿元、增长6%). The words that are stripped are models/lexicons/indicator_words.tsv.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from sanxin import data
from sanxin.layers import Layers
from sanxin.quantities import Measure
from sanxin.records import Comparator, Period, Span

_LONGEST_WORD = 8
#: 县（市、区）: kinds of unit in brackets belong to the noun.
_DIVISIONS = re.compile(r"[（(][^（）()]{1,6}[、,，][^（）()]{1,6}[）)]")
_LONGEST_PHRASE = 40
_LONGEST_ANNOUNCEMENT = 24
#: What stands before 和 or 、 is only half a name if it is no longer than this.
_SHORT_HEAD = 3
_TRIM = " \u3000\xa0\t"
_STOP = frozenset("，。；：！？,;!?:\n（()）")
_OPENING_QUOTES = frozenset("“‘「『")
_CLOSING_QUOTES = frozenset("”’」』")
_QUOTES = _OPENING_QUOTES | _CLOSING_QUOTES | {'"'}
_AND = ("、", "和", "及", "以及", "与")
_LINKS = frozenset(" \u3000、，。；：,;:和及与（(")
_THRESHOLDS = frozenset((Comparator.GE, Comparator.LE, Comparator.GT, Comparator.LT))
_SHARES = frozenset(("percent", "percentage_point", "multiple", "ratio", "rank", "event"))


@dataclass(frozen=True)
class IndicatorWords:
    """The lexicon by use."""

    tail: frozenset[str]
    head: frozenset[str]
    verb: frozenset[str]
    initial: frozenset[str]
    predicate: frozenset[str]
    scope: frozenset[str]
    scope_kept: tuple[str, ...]
    margin: tuple[str, ...]
    anew: tuple[str, ...]
    joint: frozenset[str]
    nominal: frozenset[str]
    anaphor: frozenset[str]
    list_end: frozenset[str]
    each: str
    keep: tuple[str, ...]

    @cached_property
    def tail_ends(self) -> frozenset[str]:
        """How the words end that are stripped off the end of a phrase."""
        return frozenset(word[-1] for word in self.tail | self.scope)

    @cached_property
    def head_starts(self) -> frozenset[str]:
        """How the words begin that are stripped off the beginning of a phrase."""
        return frozenset(word[0] for word in self.scope | self.head | self.verb | self.initial)


@cache
def indicator_words() -> IndicatorWords:
    """Return models/lexicons/indicator_words.tsv as sets, one a use."""
    uses: dict[str, set[str]] = {}
    for row in data.lexicon("indicator_words"):
        uses.setdefault(row["use"], set()).add(row["word"])
    return IndicatorWords(
        tail=frozenset(uses["tail"]),
        head=frozenset(uses["head"]),
        verb=frozenset(uses["verb"]),
        initial=frozenset(uses["initial"]),
        predicate=frozenset(uses["predicate"]),
        scope=frozenset(uses["scope"]),
        scope_kept=tuple(sorted(uses["scope-kept"])),
        margin=tuple(sorted(uses["margin"])),
        anew=tuple(sorted(uses["anew"])),
        joint=frozenset(uses["joint"]),
        nominal=frozenset(uses["nominal"]),
        anaphor=frozenset(uses["anaphor"]),
        list_end=frozenset(uses["list-end"]),
        each=min(uses["each"]),
        keep=tuple(sorted(uses["keep"])),
    )


@dataclass(frozen=True, slots=True)
class Indicator:
    """The span of what is measured, and the scope words that stood before it (全区, 规上)."""

    span: Span | None
    scope: str | None


_NOTHING = Indicator(None, None)


def propose(layers: Layers) -> list[Indicator]:
    """Return what the rules take for the indicator of each measure of `layers`."""
    return _Finder(layers).find(layers.measures)


class _Finder:
    """Finds the indicators of one text."""

    def __init__(self, layers: Layers) -> None:
        self.text = layers.text
        self.at = layers.measured
        self.clauses = layers.structure.clauses
        self.time_by_end: Mapping[int, Period] = {period.end: period for period in layers.times}
        self.time_by_start: Mapping[int, Period] = {period.start: period for period in layers.times}
        self.boundaries = layers.starts.tolist()
        self.words = indicator_words()
        self._ending = self.words.predicate | self.words.tail
        self._doing = self.words.verb | self.words.initial | self.words.head

    def find(self, measures: Sequence[Measure]) -> list[Indicator]:
        """Return one Indicator for each measure, in order."""
        found: list[Indicator] = [_NOTHING] * len(measures)
        for index in reversed(range(len(measures))):  # from the right: 98万平方米1028幢校舍 share what follows
            found[index] = self._own(measures, index, found)
        self._distribute(measures, found)
        for index in range(len(measures)):
            if found[index].span is None and index and self.at.sentences[index - 1] == self.at.sentences[index]:
                found[index] = found[self._antecedent(measures, index)]
            elif found[index].span is None:
                found[index] = self._announced(index)
        return found

    def _announced(self, index: int) -> Indicator:
        """Return the indicator that fills the clause before the number's, as 水泥 in 水泥：从12万吨增加到15万吨."""
        start, end = self._clause_before(index)
        if start < self.at.sentences[index].start or end - start > _LONGEST_ANNOUNCEMENT:
            return _NOTHING
        return self._before(start, end)

    def _antecedent(self, measures: Sequence[Measure], index: int) -> int:
        """Return the number whose indicator holds here too: the last, or in 分别达到A和B，增长a和b the one in step."""
        run = self._run(measures, index)
        begin = index
        while begin and self._joined(measures[begin - 1], measures[begin], _AND):
            begin -= 1
        length = run[-1] - begin + 1
        first = begin - length
        if length > 1 and first >= 0 and self._run(measures, first)[-1] >= begin - 1:
            return first + index - begin
        return index - 1

    def _joined(self, before: Measure, behind: Measure, joints: Sequence[str]) -> bool:
        return self.text[before.end : behind.start].strip() in joints

    # --- one number by itself -------------------------------------------------------------------------------------

    def _own(self, measures: Sequence[Measure], index: int, found: Sequence[Indicator]) -> Indicator:
        measure, clause = measures[index], self.at.clauses[index]
        left = self._left_edge(measures, index, clause)
        following = measures[index + 1] if index + 1 < len(measures) else None
        before = self._before(left, measure.start, rank=measure.dimension == "rank")
        after = self._after(measure, clause.end, following, found[index + 1] if following else _NOTHING)
        attributive = self.text.startswith("的", measure.end)
        threshold = measure.comparator in _THRESHOLDS and not self.text[measure.end - 1].isdecimal()
        counted = measure.dimension not in _SHARES and measure.dimension != "money"
        # 年产值5亿元以上企业 measures 年产值; 新签约亿元以上项目 has no other name than 项目
        threshold = threshold and (before.span is None or self.text.startswith(self.words.anew, before.span.start))
        right = after is not None and (counted or attributive or threshold or before.span is None)
        choice = after if right else before.span
        return Indicator(choice, before.scope)

    def _left_edge(self, measures: Sequence[Measure], index: int, clause: Span) -> int:
        """Return how far left the phrase of a number may reach: to the number before, unless that is part of the name.

        In 新签约亿元以上项目至少80个 the threshold 亿元以上 belongs to what is counted.
        """
        left = clause.start
        while index and measures[index - 1].end > left:
            previous = measures[index - 1]
            between = self.text[previous.end : measures[index].start]
            threshold = previous.comparator in _THRESHOLDS and between[:1] not in _LINKS and len(between) > 1
            if not threshold:
                return previous.end
            index -= 1
        return left

    def _before(self, start: int, end: int, *, rank: bool = False) -> Indicator:
        """Return the noun phrase that ends before the number, stripped of verbs, times and scope."""
        start = max(start, end - _LONGEST_PHRASE)
        end = self._strip_tail(start, end, rank=rank)
        start, scope = self._strip_head(start, end)
        start = self._after_verb(start, end)
        end = self._strip_tail(start, end, rank=rank)
        phrase = self.text[start:end]
        kept = ""
        if phrase.startswith(self.words.scope_kept):
            kept = next(word for word in self.words.scope_kept if phrase.startswith(word))
        scope = (scope or "") + kept or None  # 全县规上工业增加值: both
        comparison = phrase.startswith(self.words.margin) and not phrase.endswith(self.words.keep)
        if len(phrase) < 2 or comparison or self._says_nothing(phrase) or not any(map(str.isalnum, phrase)):
            return Indicator(None, scope)
        return Indicator(Span(start, end), scope)

    def _says_nothing(self, phrase: str) -> bool:
        """Tell whether it is only a verb (竣工25个) or a word for what was named before (总数486家)."""
        if phrase in self.words.nominal:
            return False
        bare = phrase.removeprefix(self.words.anew[0])
        return bare in self.words.verb or bare in self.words.initial or phrase in self.words.anaphor

    def _strip_tail(self, start: int, end: int, *, rank: bool = False) -> int:
        words = self.words
        while end > start:
            if self.text[end - 1] in _TRIM:
                end -= 1
                continue
            period = self.time_by_end.get(end)
            if period is not None and period.start >= start:
                end = period.start
                continue
            bracket = self.text.rfind("（", start, end) if self.text[end - 1] == "）" else -1
            if bracket > start:
                end = bracket
                continue
            if self.text[end - 1] not in words.tail_ends or self.text.endswith(words.keep, start, end):
                return end
            for length in range(min(_LONGEST_WORD, end - start), 0, -1):
                word = self.text[end - length : end]
                if (word in words.tail or (rank and word in words.scope)) and self._boundary(end - length):
                    end -= length
                    break
            else:
                return end
        return end

    def _strip_head(self, start: int, end: int) -> tuple[int, str | None]:
        words = self.words
        scope: str | None = None
        while start < end:
            if self.text[start] in _TRIM:
                start += 1
                continue
            period = self.time_by_start.get(start)
            if period is not None and period.end < end:
                start = period.end
                continue
            if self.text[start] not in words.head_starts or self.text[start:end] in words.keep:
                return start, scope
            for length in range(min(_LONGEST_WORD, end - start), 0, -1):
                word = self.text[start : start + length]
                if not self._boundary(start + length) or start + length >= end:
                    continue
                if word in words.scope:
                    scope = word
                elif word not in words.head and word not in words.verb and word not in words.initial:
                    continue
                start += length
                break
            else:
                return start, scope
        return start, scope

    def _after_verb(self, start: int, end: int) -> int:
        """Skip to the object: [平台]发放[育儿补贴] → 育儿补贴."""
        listed = False
        for word_start, word_end in self._words_between(start, end):
            word = self.text[word_start:word_end]
            inside = word_start > start and word_end < end
            if inside and (word in self.words.verb or word in self.words.list_end or (listed and word in self._doing)):
                start = word_end
            listed = word == "、" or (listed and start == word_end)
        return start

    def _after(self, measure: Measure, limit: int, following: Measure | None, next_one: Indicator) -> Span | None:
        """Return the noun phrase that begins behind the number: 48个[城市更新项目]."""
        start = measure.end
        if self.text.startswith("的", start):
            start += 1
        if following is not None:
            if following.start == start and next_one.span is not None and next_one.span.start >= following.end:
                return next_one.span
            limit = min(limit, following.start)
        end = self._phrase_end(start, min(limit, start + _LONGEST_PHRASE))
        divisions = _DIVISIONS.match(self.text, end)
        if divisions is not None and end > start:
            return Span(start, divisions.end())
        while end > start and self.text[start] in _QUOTES:
            start += 1
        while end > start and self.text[end - 1] in _QUOTES:
            end -= 1
        return Span(start, end) if end > start and self.text[end - 1].isalnum() else None

    def _phrase_end(self, start: int, limit: int) -> int:
        """Return where the noun phrase that begins at `start` ends: before a verb, a mark or a time."""
        end = start
        quoted = joined = False
        for word_start, word_end in self._words_between(start, limit):
            word = self.text[word_start:word_end]
            if word[0] in _STOP or word_start in self.time_by_start:
                break
            if word in _OPENING_QUOTES:
                quoted = True
            elif word in _CLOSING_QUOTES:
                quoted = False
            elif not quoted and (self._ends_phrase(start, word_start, word) or (joined and word in self.words.initial)):
                break
            joined = not quoted and word in self.words.joint
            if not joined:
                end = word_end
        return end

    def _ends_phrase(self, start: int, at: int, word: str) -> bool:
        if self.text.endswith(self.words.anew, start, at):
            return False  # 新投产项目: the verb is part of the name
        if word in self.words.joint:
            return not 0 < at - start <= _SHORT_HEAD  # 省级和国家级绿色工厂 goes on, 城市更新项目和… does not
        return word in self._ending or (at > start and word in self.words.verb)

    # --- numbers together -----------------------------------------------------------------------------------------

    def _distribute(self, measures: Sequence[Measure], found: list[Indicator]) -> None:
        """A、B和C分别增长8%、9%和10%: each value its own name, if the names are as many as the values."""
        for index, measure in enumerate(measures):
            clause = self.at.clauses[index]
            at = self.text.rfind(self.words.each, max(clause.start, measure.start - _LONGEST_PHRASE), measure.start)
            if at < 0 or (index and measures[index - 1].start > at):
                continue
            run = self._run(measures, index)
            first = index - len(run)
            if first >= 0 and at == clause.start and self._run(measures, first) == [*range(first, index)]:
                found[index : index + len(run)] = found[first:index]  # 分别达到A、B，分别增长a和b: in step
                continue
            names = self._names(clause.start, at)
            if len(names) < len(run):
                before = self._names(*self._clause_before(index))
                from sanxin.indicator_names import has_parts  # it needs the words of this module

                # A name of its own stays if it is a joint one, or if no list before it has a name for each value.
                joint = names and has_parts(names[-1].of(self.text), measure.dimension, len(run))
                names = before[-len(run) :] if not names or (len(before) == len(run) and not joint) else names
            if len(run) > 1 and len(names) == len(run):
                for position, name in zip(run, names, strict=True):
                    found[position] = Indicator(name, found[index].scope)

    def _run(self, measures: Sequence[Measure], index: int) -> list[int]:
        """Return the positions of the values listed from `index` on, joined by 、 和 及 or a comma."""
        run = [index]
        while run[-1] + 1 < len(measures):
            if not self._joined(measures[run[-1]], measures[run[-1] + 1], (*_AND, "，", ",")):
                break
            run.append(run[-1] + 1)
        return run

    def _names(self, start: int, end: int) -> list[Span]:
        """Return the items of the list that stands there."""
        spans = []
        for match in re.finditer(r"[^、]+", self.text[start:end]):
            pieces = re.split(r"(?<=.)(?:以及|[和与及])(?=.)", match[0])
            at = start + match.start()
            for piece in pieces:
                found = self.text.index(piece, at)
                indicator = self._before(found, found + len(piece))
                if indicator.span is not None:
                    spans.append(indicator.span)
                at = found + len(piece)
        return spans

    def _clause_before(self, index: int) -> tuple[int, int]:
        number = self.at.clause_numbers[index] - 1
        return (self.clauses[number].start, self.clauses[number].end) if number >= 0 else (0, 0)

    # --- words ----------------------------------------------------------------------------------------------------

    def _boundary(self, at: int) -> bool:
        place = bisect_left(self.boundaries, at)
        return place == len(self.boundaries) or self.boundaries[place] == at

    def _words_between(self, start: int, end: int) -> list[tuple[int, int]]:
        first = bisect_left(self.boundaries, start)
        last = bisect_left(self.boundaries, end)
        edges = [*self.boundaries[first:last], end]
        return [(a, b) for a, b in itertools.pairwise(edges) if b > a]
