"""Quoted strings → slogan or not, and of which kind; rallying formulas without quotation marks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from sanxin.records import SloganKind
from sanxin.slogans import rules
from sanxin.slogans.candidates import Candidate
from sanxin.slogans.quotes import Quotation, Quotations

_SEPARATOR = re.compile("[、，,；;·\u3000 ]")
# What no rule settles: two characters are an ordinary word, three an image, more the name of some thing.
_LONGEST_IMAGE = 3
_LONGEST_COMPANY = 6
_UNSETTLED = ("short", "name")
_HAN = re.compile("[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a quoted string is; `kind` None: no slogan. `established`: it counts elsewhere without the marks too."""

    kind: SloganKind | None
    score: float
    rule: str
    established: bool = True


def judge(inner: str, before: str, after: str) -> Verdict:
    """Return the verdict on a quoted string in folded form between its contexts.

    `链长制` → campaign; `十四五` → none (plan-period); `强产业、优环境` → parallel; `店小二` → metaphor.
    """
    for rule in rules.quoted_rules():
        if not rule.over_lexicon:
            break
        if rule.holds(inner, before, after):
            return Verdict(rule.kind, rule.score, rule.id)
    known = rules.formulations().get(rules.canonical(inner))
    if known is not None:
        return _known(known, after)
    if inner in rules.refusals():
        return Verdict(None, 0.95, "refusals")
    for rule in rules.quoted_rules():
        if not rule.over_lexicon and rule.holds(inner, before, after):
            return Verdict(rule.kind, rule.score, rule.id)
    return _by_shape(inner)


def _known(formulation: rules.Formulation, after: str) -> Verdict:
    """A conventional formulation; an image that names a project (“菜篮子”工程) is a campaign there."""
    if formulation.kind is SloganKind.METAPHOR and _project_noun().match(after):
        return Verdict(SloganKind.CAMPAIGN, 0.85, "conventional", formulation.bare)
    # 走出去 and 白名单 are ordinary words where nobody quotes them.
    established = formulation.bare or formulation.kind is SloganKind.ABBREVIATION
    return Verdict(formulation.kind, 0.95, "conventional", established)


@cache
def _project_noun() -> re.Pattern[str]:
    return rules.pattern("(?:{project_noun})")


def _by_shape(inner: str) -> Verdict:
    """What no rule settles: matched phrases are a parallel, three characters an image, the rest is no slogan."""
    phrases = split_phrases(inner)
    if len(phrases) > 1:
        if matched(phrases):
            return Verdict(SloganKind.PARALLEL, 0.8, "matched-phrases")
        return Verdict(None, 0.6, "unmatched-phrases")
    if len(inner) > rules.limits().slogan or not _HAN.search(inner):
        return Verdict(None, 0.7, "too-long")
    if len(inner) <= _LONGEST_IMAGE:
        return Verdict(SloganKind.METAPHOR if len(inner) == _LONGEST_IMAGE else None, 0.45, "short")
    return Verdict(None, 0.5, "name")


def split_phrases(inner: str) -> list[str]:
    """Return the phrases of a formula: `强产业、优环境，惠民生` → 强产业 / 优环境 / 惠民生."""
    return [phrase for phrase in _SEPARATOR.split(inner) if phrase]


def matched(phrases: Sequence[str]) -> bool:
    """Tell whether quoted phrases answer one another: lengths alike, and not a mere list of two-character words."""
    lengths = [len(phrase) for phrase in phrases]
    if min(lengths) < 2 or max(lengths) - min(lengths) > max(2, min(lengths) // 3):
        return False
    return min(lengths) > 2 or len(set.intersection(*map(set, phrases))) > 0


def judge_run(text: str, run: Sequence[Quotation]) -> list[Verdict]:
    """Judge neighbouring quotations; those that no rule settled go with their company."""
    reach = rules.limits().context
    start, end = run[0].run_start, run[0].run_end
    before, after = text[max(0, start - reach) : start], text[end : end + reach]
    words = [rules.folded(quotation.inner.of(text)) for quotation in run]
    verdicts = [judge(inner, before, after) for inner in words]
    settled = [verdict for verdict in verdicts if verdict.rule not in _UNSETTLED]
    slogans = [verdict for verdict in settled if verdict.kind is not None]
    if not settled or len(settled) == len(verdicts):
        return verdicts
    if 2 * len(slogans) > len(settled):
        company = Verdict(SloganKind.CAMPAIGN, 0.5, "company")
        short = [len(inner) <= _LONGEST_COMPANY for inner in words]
        return [company if v.rule == "name" and fits else v for v, fits in zip(verdicts, short, strict=True)]
    return [Verdict(None, v.score, v.rule) if v.rule in _UNSETTLED else v for v in verdicts]


def around_quotations(text: str, quotations: Quotations) -> list[Candidate]:
    """Return the formulations in which quotation marks stand inside: 五个“必须想到”, 共筑全县“聚宝盆”行动."""
    reach = rules.limits().context
    found: list[tuple[rules.AroundRule, Candidate]] = []
    for quotation in quotations.quoted:
        before = text[max(0, quotation.start - reach) : quotation.start]
        after = text[quotation.end : quotation.end + reach]
        for rule in rules.around_rules():
            stretch = rule.stretch(before, rules.folded(quotation.inner.of(text)), after)
            if stretch is not None:
                start, end = quotation.start - stretch[0], quotation.end + stretch[1]
                found.append((rule, Candidate(start, end, rule.kind, rule.score, rule.id)))
                break
    # A long name is told from a chance neighbourhood by being said more than once.
    seen = Counter(rules.canonical(text[candidate.start : candidate.end]) for _, candidate in found)
    return [c for rule, c in found if seen[rules.canonical(text[c.start : c.end])] >= rule.times]


def twin_quotations(text: str, quotations: Quotations) -> list[Candidate]:
    """Return pairs that differ in one character or in order: “头雁”和“雁头”, “投资于物”与“投资于人”."""
    found = []
    for one, two in zip(quotations.quoted, quotations.quoted[1:], strict=False):
        if text[one.end : two.start] not in rules.words("pair_joint"):
            continue
        first, second = one.inner.of(text), two.inner.of(text)
        if len(first) == len(second) > 2 and (sorted(first) == sorted(second) or _differ_once(first, second)):
            found.append(Candidate(one.start, two.end, SloganKind.PARALLEL, 0.6, "twins"))
    return found


def _differ_once(one: str, two: str) -> bool:
    same = [a == b for a, b in zip(one, two, strict=True)]
    return same.count(False) == 1 and not any(mark in rules.words("numeral") for mark in one + two)


def bare_candidates(text: str) -> list[Candidate]:
    """Return conventional formulations, names of campaigns and numbered lists that stand without quotation marks."""
    found = []
    for start, term in rules.bare_formulations().find(text):
        formulation = rules.formulations()[rules.canonical(term)]
        found.append(Candidate(start, start + len(term), formulation.kind, 0.85, "conventional"))
    reach = 2 * rules.limits().context
    for rule in rules.bare_rules():
        for match in rule.pattern.finditer(text):
            start, end = match.span("name")
            if rule.back is not None:
                back = rule.back.search(text[max(0, start - reach) : start])
                if back is None:
                    continue
                start -= len(back["name"])
            if text[start:end] in rules.refusals():
                continue
            found.append(Candidate(start, end, rule.kind, rule.score, rule.id))
    return found
