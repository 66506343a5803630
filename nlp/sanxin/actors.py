"""Who is to do it: for each clause the bodies that the text makes responsible for it.

A body is named in the clause (县教育局要…, 由县教育局牵头), taken over from the sentence or the heading above, or
charged with it (`charges`: （责任单位：县教育局）). Rules: models/rules/actors.toml; what a body is: `bodies`.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache

import numpy as np

from sanxin import data
from sanxin.bodies import Kind, cut_subject, endings, kind_of
from sanxin.charges import Charge, charges
from sanxin.commitment_tables import table_charges
from sanxin.features import ids_of
from sanxin.layers import Layers
from sanxin.records import Body, Part, Span

#: How many clauses a subject may fill by itself before its predicate: 各级党校，各类干部学校，都要…
_SUBJECT_CLAUSES = 4
#: As much of a clause says whether its subject is a new one.
_OPENING = 4
#: A subject has no more words than that; jieba's tags of what may follow it: verbs, adverbs, set phrases.
_SUBJECT_WORDS = 14
_HAN = re.compile("[\u4e00-\u9fff]")
_VERBAL = ("v", "d", "ad", "vd", "z", "i")


class Weight(IntEnum):
    """Of two statements about one clause the heavier counts: what stands nearest to it."""

    HEADING = 1
    CHARGE = 2
    SENTENCE = 3
    BY = 4
    SUBJECT = 5


@dataclass(frozen=True, slots=True)
class Statement:
    """Bodies named in one place, responsible for the clauses from `first` to the one before `last`."""

    bodies: tuple[Body, ...]
    first: int
    last: int
    weight: Weight


@dataclass(frozen=True, slots=True)
class SubjectRules:
    """The patterns of [subject], [by] and what may stand before a subject."""

    lead: re.Pattern[str]
    predicate: re.Pattern[str]
    duty: re.Pattern[str]
    sure: re.Pattern[str]
    change: re.Pattern[str]
    goes_on: re.Pattern[str]
    opener: re.Pattern[str]
    adds: re.Pattern[str]
    by: re.Pattern[str]
    by_acts: re.Pattern[str]


@cache
def subject_rules() -> SubjectRules:
    """Return the rules of models/rules/actors.toml, compiled."""
    source = data.rules("actors")
    subject, by = source["subject"], source["by"]
    last = "".join(sorted({word[-1] for word, kind in endings().kinds.items() if kind is not Kind.NOT}))
    firsts = "".join(sorted(set(_HAN.findall(subject["duty"] + subject["acts"]))))  # what a predicate may begin with
    return SubjectRules(
        re.compile(source["phrase"]["lead"]),
        # The match is the character before: nearly all places of a text fail there, and `re` skips them fastest so.
        re.compile(
            f"[{last}）)](?=[{firsts}])(?=(?P<duty>{subject['duty']})|(?P<acts>{subject['acts']}))"
            f"|[，。；：！？、\\s](?=(?P<told>{subject['duty']}))"
        ),
        re.compile(subject["duty"]),
        re.compile(subject["sure"]),
        re.compile(subject["change"]),
        re.compile(subject["goes_on"]),
        re.compile(subject["opener"]),
        re.compile(subject["adds"]),
        re.compile(by["marker"]),
        re.compile(by["acts"]),
    )


def find_actors(layers: Layers) -> list[tuple[Body, ...]]:
    """Return for each clause the bodies responsible for it, the one that leads first; () if the text names none."""
    clauses = layers.structure.clauses
    if not clauses:
        return []
    told = list(_subjects(layers))
    subjects = [*told, *_openings(layers, {statement.first for statement in told}), *_by(layers)]
    subjects.sort(key=lambda statement: (statement.first, statement.weight))
    charged = [*charges(layers), *table_charges(layers.text, layers.structure)]
    statements = [
        *_headings(layers, subjects),
        *(_of_charge(layers, charge) for charge in charged),
        *subjects,
        *_to_sentence_end(layers, subjects),
    ]
    statements.sort(key=lambda statement: statement.weight)  # stable: of two alike the later one counts
    owner = np.full(len(clauses), len(statements))
    for index, statement in enumerate(statements):
        owner[statement.first : statement.last] = index
    for charge in charged:  # the charge itself does nothing
        first, last = layers.structure.clauses_in(charge.at.start, charge.at.end)
        owner[first:last] = len(statements)
    bodies = [*(statement.bodies for statement in statements), ()]
    return [bodies[index] for index in owner.tolist()]


def _subjects(layers: Layers) -> Iterator[Statement]:
    """Yield the subjects that are bodies: 县教育局要制定方案, 国务院决定增加资金."""
    rules = subject_rules()
    structure, text = layers.structure, layers.text
    done, behind = -1, 0
    for hit in rules.predicate.finditer(text):
        at = hit.end()
        if at < behind:
            continue  # inside the last one
        behind = hit.end(hit.lastgroup or 0)
        index = structure.clause_at(at)
        clause = structure.clauses[index]
        if index == done or not clause.start <= at < clause.end:
            continue
        subject = _before_predicate(layers, index, at, surely=hit.lastgroup == "acts")
        if subject is not None:
            done = index
            yield Statement(
                _bodies(text, cut_subject(text, subject.start, subject.end)), index, index + 1, Weight.SUBJECT
            )


def _before_predicate(layers: Layers, index: int, at: int, *, surely: bool) -> Span | None:
    """Return the body that is the subject of a predicate at `at` in clause `index`; None if none is.

    `surely`: the predicate is a mere verb, so the subject must be what can be nothing but a body.
    """
    rules = subject_rules()
    text, clause = layers.text, layers.structure.clauses[index]
    if at == clause.start or rules.adds.match(text, clause.start) is not None:
        return _subject_clauses(layers, index)
    subject = _without_lead(text, clause.start, at)
    phrase = subject.of(text)
    kind = kind_of(phrase)
    if kind is None or (surely and (kind is Kind.HOLDER or rules.sure.search(phrase) is None)):
        return None
    return subject


def _subject_clauses(layers: Layers, index: int) -> Span | None:
    """Return the body that fills the clauses just before clause `index`: 所有审批部门，都要公开流程."""
    structure, text = layers.structure, layers.text
    sentence = structure.sentence_at(structure.clauses[index].start)
    first = index
    for before in range(index - 1, max(-1, index - 1 - _SUBJECT_CLAUSES), -1):
        clause = structure.clauses[before]
        span = _without_lead(text, clause.start, clause.end)
        if clause.start < sentence.start or kind_of(span.of(text)) is None:
            break
        first = before
    if first == index:
        return None
    return _without_lead(text, structure.clauses[first].start, structure.clauses[first].end)


def _without_lead(text: str, start: int, end: int) -> Span:
    lead = subject_rules().lead.match(text[start:end])
    return Span(start + (lead.end() if lead is not None else 0), end)


def _openings(layers: Layers, taken: Container[int]) -> Iterator[Statement]:
    """Yield the subjects of other predicates, of clauses that begin as subjects do: 各地扛起责任, 广大教师奋力拼搏."""
    rules, text = subject_rules(), layers.text
    verbal = set(ids_of(_VERBAL).tolist())
    for opener in rules.opener.finditer(text):
        index = layers.structure.clause_at(opener.start())
        clause = layers.structure.clauses[index]
        if opener.start() != clause.start or opener.end() > clause.end or index in taken:
            continue
        first = int(layers.words_at([clause.start])[0])
        for word in range(first + 1, min(first + _SUBJECT_WORDS, len(layers.tags))):
            end = int(layers.starts[word])
            if end >= clause.end:
                break
            if int(layers.tags[word]) in verbal and kind_of(text[clause.start : end]) is not None:
                yield Statement(_bodies(text, cut_subject(text, clause.start, end)), index, index + 1, Weight.SUBJECT)
                break


def _by(layers: Layers) -> Iterator[Statement]:
    """Yield the bodies behind 由: 由县教育局牵头."""
    rules = subject_rules()
    structure, text = layers.structure, layers.text
    done = -1
    for marker in rules.by.finditer(text):
        index = structure.clause_at(marker.start())
        if index == done:  # 由教育部门办或由企业办: the first leads
            continue
        clause = structure.clauses[index]
        limit = min(clause.end, marker.end() + endings().longest_phrase + 4)
        for act in rules.by_acts.finditer(text, marker.end(), limit):
            span = Span(marker.end(), act.start())
            if kind_of(span.of(text)) is not None:
                done = index
                yield Statement(_bodies(text, cut_subject(text, span.start, span.end)), index, index + 1, Weight.BY)
                break


def _bodies(text: str, spans: Sequence[Span]) -> tuple[Body, ...]:
    parts = (Part.LEAD, *(Part.SHARED for _ in spans[1:]))
    return tuple(Body(s.start, s.end, s.of(text), part) for s, part in zip(spans, parts, strict=True))


def _to_sentence_end(layers: Layers, subjects: Sequence[Statement]) -> Iterator[Statement]:
    """Yield for each subject the clauses behind it, in its sentence and before the next subject: it is theirs too."""
    structure = layers.structure
    following = [*(subject.first for subject in subjects[1:]), len(structure.clauses)]
    for subject, until in zip(subjects, following, strict=False):
        sentence = structure.sentence_at(structure.clauses[subject.first].start)
        last = subject.last
        while last < until and structure.clauses[last].start < sentence.end:
            if _is_new_subject(layers, structure.clauses[last]):
                break
            last += 1
        if last > subject.last:
            yield Statement(subject.bodies, subject.last, last, Weight.SENTENCE)


def _is_new_subject(layers: Layers, clause: Span) -> bool:
    """Does a clause leave the subject of the one before it? Behind ； it does unless it begins with what is done."""
    rules = subject_rules()
    opening = layers.text[clause.start : clause.start + _OPENING]
    if rules.change.match(opening) is not None:
        return True
    before = layers.text[max(0, clause.start - 2) : clause.start]
    if ";" not in before and "；" not in before:
        return False
    verb = layers.first_verbs([clause])[0]
    return rules.goes_on.match(opening) is None and (verb is None or verb.start > clause.start)


def _headings(layers: Layers, subjects: Sequence[Statement]) -> Iterator[Statement]:
    """Yield what stands under a heading that is a body (县教育局) or tells one what to do (各级党委要加强领导)."""
    rules, structure = subject_rules(), layers.structure
    told = {statement.first: statement for statement in reversed(subjects) if statement.weight is Weight.SUBJECT}
    for section, heading in zip(structure.sections, structure.headings, strict=True):
        first, last = layers.structure.clauses_in(heading.start, section.end)
        title = section.title
        at = layers.text.find(title, heading.start, heading.end)
        if at >= 0 and kind_of(title) is Kind.NAME and rules.sure.search(title) is not None:
            yield Statement(_bodies(layers.text, [Span(at, at + len(title))]), first, last, Weight.HEADING)
        elif not heading.run_in and first in told and rules.duty.search(title) is not None:
            yield Statement(told[first].bodies, first, last, Weight.HEADING)


def _of_charge(layers: Layers, charge: Charge) -> Statement:
    first, last = layers.structure.clauses_in(charge.governs.start, charge.governs.end)
    return Statement(charge.bodies, first, last, Weight.CHARGE)
