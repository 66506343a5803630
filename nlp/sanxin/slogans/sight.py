"""What the judge of slogans sees of a candidate: its words, its shape, what stands around it, what the rules say."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from sanxin.slogans import rules
from sanxin.slogans.candidates import Candidate
from sanxin.slogans.quotes import Quotation, Quotations
from sanxin.slogans.words import Words

_MARKS = re.compile("[“”‘’\"'＂\\s]")
_DIGIT = re.compile("[0-9０-９]")
_LATIN = re.compile("[A-Za-z]")
#: Of these lengths a name or a numeral may be a slogan though nobody said it before: two words of four, codes of three.
_LONG_NAMES = {"name": (8,), "numeral": (6,)}
_STOP = re.compile("[，。、；：！？,;:!?\n（）()]")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A stretch that may be a slogan, with every rule that proposes it (its `kind` None: the rule refuses it)."""

    start: int
    end: int
    readings: tuple[Candidate, ...]


def gathered(candidates: Sequence[Candidate]) -> list[Proposal]:
    """Return the candidates by place: one proposal a stretch, in order, the longer of two that begin alike first."""
    places: dict[tuple[int, int], list[Candidate]] = {}
    for candidate in candidates:
        places.setdefault((candidate.start, candidate.end), []).append(candidate)
    return [
        Proposal(start, end, tuple(places[start, end])) for start, end in sorted(places, key=lambda p: (p[0], -p[1]))
    ]


class View:
    """One text as the judge sees it."""

    def __init__(
        self, text: str, words: Words, quotations: Quotations, heard: Callable[[str], tuple[int, int]]
    ) -> None:
        self.text = text
        self.heard = heard
        self.words = words
        self.quoted = quotations.quoted
        self.starts = [quotation.start for quotation in quotations.quoted]
        self.proposed: Counter[str] = Counter()
        self.said = Counter(rules.canonical(quotation.inner.of(text)) for quotation in quotations.quoted)

    def count(self, proposals: Sequence[Proposal]) -> None:
        """Take note of how often the text says what is proposed."""
        self.proposed = Counter(rules.canonical(self.text[one.start : one.end]) for one in proposals)

    def quotation_around(self, start: int, end: int) -> Quotation | None:
        """Return the quotation that holds [start, end)."""
        place = bisect_right(self.starts, start) - 1
        if place >= 0 and self.quoted[place].end >= end and self.quoted[place].start < self.quoted[place].end:
            return self.quoted[place] if self.quoted[place].end > start else None
        return None

    def facts(self, proposal: Proposal) -> Iterator[str]:
        """Yield the named facts of a proposal."""
        start, end = proposal.start, proposal.end
        inner = rules.canonical(self.text[start:end])
        source = self.source(proposal)
        form = _form(inner)
        yield from self._of_rules(proposal, source)
        yield from self._of_quotes(proposal, inner, source)
        yield from _of_shape(inner, form)
        yield from self._of_words(start, end, form)
        yield from self._of_context(start, end, source, form)

    def glance(self, proposal: Proposal) -> Iterator[str]:
        """Yield the facts that tell most at least cost: the rules that propose it, and its shape."""
        inner = rules.canonical(self.text[proposal.start : proposal.end])
        yield from self._of_rules(proposal, self.source(proposal))
        yield from _of_shape(inner, _form(inner))

    def is_idle(self, proposal: Proposal) -> bool:
        """Tell whether a weak proposal has nothing for it: two phrases that share no place, a name never heard."""
        rule = proposal.readings[0].rule
        inner = rules.canonical(self.text[proposal.start : proposal.end])
        if rule == "run":
            phrases = _separator().split(inner)
            return len(phrases) < 2 or (len(phrases) == 2 and not any(a == b for a, b in zip(*phrases, strict=False)))
        if len(inner) in _LONG_NAMES[rule]:
            return False
        said, quoted = self.heard(inner)
        return not (said > 1 or quoted or self.said[inner])

    def source(self, proposal: Proposal) -> str:
        """Return how it stands to quotation marks: quoted, part of a quotation, holds one, or bare."""
        quotation = self.quotation_around(proposal.start, proposal.end)
        if quotation is None:
            held = any(proposal.start <= start < proposal.end for start in self._starts_near(proposal))
            return "holds" if held else "bare"
        whole = (quotation.inner.start, quotation.inner.end) == (proposal.start, proposal.end)
        return "quoted" if whole else "part"

    def _starts_near(self, proposal: Proposal) -> Sequence[int]:
        place = bisect_right(self.starts, proposal.end)
        return self.starts[max(0, place - 1) : place]

    def _of_rules(self, proposal: Proposal, source: str) -> Iterator[str]:
        yield f"source={source}"
        kinds = {str(reading.kind) for reading in proposal.readings}
        said = sorted(kinds - {"None"})
        yield f"said={said}{source}"
        for reading in proposal.readings:
            yield f"rule={reading.rule}"
            yield f"rule+kind={reading.rule}{reading.kind}{source}"
            if reading.kind is not None:
                yield f"kind={reading.kind}"
                yield f"surely={reading.kind}{int(reading.score * 10)}"

    def _of_quotes(self, proposal: Proposal, inner: str, source: str) -> Iterator[str]:
        quotation = self.quotation_around(proposal.start, proposal.end)
        times = self.said[inner]
        yield f"said-in-quotes={min(times, 3)}{source}"
        if quotation is not None:
            company = quotation.run_end - quotation.run_start > quotation.end - quotation.start
            yield f"company={company}{source}"
            yield f"quotation-length={min(9, (quotation.end - quotation.start) // 4)}{source}"
        if source == "bare" or source == "part":
            yield f"said-bare={min(self.proposed[inner], 4)}"
        said, quoted = self.heard(inner)
        yield f"heard={_grade(said)}{source}"
        yield f"heard-form={_grade(said)}{_form(inner)[0]}{min(len(inner), 9)}"
        yield f"heard-quoted={_grade(quoted)}{source}"
        yield f"heard-share={_grade(said)}{_grade(quoted)}{_form(inner)[0]}"
        known = rules.formulations().get(inner)
        if known is not None:
            yield f"known={known.kind}{known.bare}{source}"
        if inner in rules.refusals():
            yield "refused"

    def _of_words(self, start: int, end: int, form: str) -> Iterator[str]:
        inside = self.words.inside(start, end)
        tags = [self.words.tags[index] for index in inside if self.words.tags[index] != "x"]
        names = [self.words.words[index] for index in inside if self.words.tags[index] != "x"]
        if not tags:
            return
        yield f"cut={self.words.begins(start)}{self.words.begins(end)}{form[0]}"
        yield f"words={min(len(tags), 6)}{form[0]}"
        yield f"first-tag={tags[0][0]}{form[0]}"
        yield f"last-tag={tags[-1][0]}{form[0]}"
        yield f"first-word={names[0]}"
        yield f"last-word={names[-1]}"
        yield f"one-word={len(names) == 1}{tags[0]}{form[0]}"
        if len(tags) < 5:
            yield f"tags={'-'.join(tag[0] for tag in tags)}{form[0]}"
        for name in set(names):
            yield f"word={name}"

    def _of_context(self, start: int, end: int, source: str, form: str) -> Iterator[str]:
        text, words = self.text, self.words
        quotation = self.quotation_around(start, end)
        if quotation is not None and source == "quoted":
            start, end = quotation.run_start, quotation.run_end
        short = source[0] + form[0]
        for size in (1, 2, 3):
            yield f"before{size}={text[max(0, start - size) : start]}"
            yield f"after{size}={text[end : end + size]}"
        yield f"before+={text[max(0, start - 1) : start]}{short}"
        yield f"after+={text[end : end + 1]}{short}"
        for distance, index in enumerate(reversed(words.before(start, 3))):
            yield f"back{distance}={words.words[index]}"
            yield f"back-tag{distance}={words.tags[index][0]}{short}"
            yield f"near-before={words.words[index]}{source}"
            if _STOP.match(words.words[index]):
                break
        for distance, index in enumerate(words.after(end, 3)):
            yield f"next{distance}={words.words[index]}"
            yield f"next-tag{distance}={words.tags[index][0]}{short}"
            yield f"near-after={words.words[index]}{source}"
            if _STOP.match(words.words[index]):
                break
        line = text.rfind("\n", 0, start) + 1
        stop = text.find("\n", end)
        length = (len(text) if stop < 0 else stop) - line
        yield f"short-line={length < 40}{short}"
        yield f"begins-line={start - line < 6}{short}"


def _grade(count: int) -> int:
    """Return how often in steps: never, 1, 2, 3-4, 5-8, more."""
    return bisect_left((1, 2, 3, 5, 9), count + 1) if count else 0


@cache
def _separator() -> re.Pattern[str]:
    return rules.table_pattern("candidates", "phrase_edge")


@lru_cache(maxsize=1 << 14)
def _form(inner: str) -> str:
    """Return what a candidate looks like: phrases (p), numeral (n), code (c), else a name (x)."""
    if _separator().search(inner):
        return "phrases"
    if inner[:1] in rules.words("numeral"):
        return "numeral"
    if _DIGIT.search(inner) or _LATIN.search(inner):
        return "code"
    return "xname"


def _of_shape(inner: str, form: str) -> Iterator[str]:
    size = len(inner)
    yield f"form={form}"
    yield f"length={min(size, 16)}{form[0]}"
    for at in (1, 2, 3):
        yield f"begins{at}={inner[:at]}"
        yield f"ends{at}={inner[-at:]}"
    for at in range(size - 1):
        yield f"pair={inner[at : at + 2]}"
    if form == "phrases":
        yield from _of_phrases(_separator().split(inner), inner)
    elif form == "numeral":
        places = "".join("n" if character in rules.words("numeral") else "." for character in inner)
        yield f"numerals={places[:8]}"
        yield f"numeral={inner[0]}{size}"
    elif form == "xname":
        repeated = size - len(set(inner))
        yield f"repeated={min(repeated, 3)}{min(size, 8)}"
        if size == 4 and (inner[0] == inner[2] or inner[1] == inner[3]):
            yield "four-repeated"


def _of_phrases(phrases: Sequence[str], inner: str) -> Iterator[str]:
    """Yield how phrases answer one another: number, lengths, shared places, verbs at the beginning."""
    sizes = [len(phrase) for phrase in phrases]
    even = len(set(sizes)) == 1
    number = min(len(phrases), 6)
    yield f"phrases={number}"
    yield f"phrases+sizes={number}-{min(sizes)}-{even}"
    yield f"size={min(sizes)}-{even}"
    yield f"commas={'、' in inner}{'，' in inner or ',' in inner}{number}"
    if even:
        shared = [at for at, column in enumerate(zip(*phrases, strict=True)) if len(set(column)) == 1]
        yield f"shared={len(shared)}-{sizes[0]}-{number > 2}"
        for at in shared[:3]:
            yield f"shared-at={at if at < 3 else at - sizes[0]}-{min(sizes[0], 9)}"
            yield f"shared-character={phrases[0][at]}{'first' if not at else 'last' if at == sizes[0] - 1 else ''}"
    verbs = rules.words("mobilising_verb")
    mobilising = [phrase[:1] in verbs for phrase in phrases]
    yield f"verbs-first={all(mobilising)}{any(mobilising)}{number > 2}{min(sizes[0], 5)}"
    frames = [phrase for phrase in phrases if any(character in rules.words("frame") for character in phrase[1:-1])]
    yield f"frames={len(frames) == len(phrases)}"
    numerals = sum(character in rules.words("numeral") for character in inner)
    yield f"numerals={min(numerals, 4)}-{number}"
    yield f"digits={_DIGIT.search(inner) is not None}"
    common = len(set.intersection(*map(set, phrases)))
    yield f"common={min(common, 4)}-{number > 2}"
    crossed = len(phrases) > 1 and phrases[0][:1] == phrases[1][-1:] and bool(phrases[0])
    yield f"crossed={crossed}"
    for phrase in phrases:
        yield f"phrase-begins={phrase[:1]}"
        yield f"phrase-ends={phrase[-1:]}"
