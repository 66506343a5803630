"""`to_graph`: the records of any number of documents as one graph, things of one name merged, claims with their places.

What a text says at one place (action, target, result) is a node of its own. What it speaks of (indicator, slogan,
organisation, region) is one node in all texts, under its canonical form, with the place where it is first met; the
edges that lead to it carry the others.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sanxin.archive.store import Store
from sanxin.collecting import no_collection
from sanxin.frameworks import Framework, Goal, Passage, Pathway
from sanxin.graph.model import (
    EdgeKind,
    KnowledgeGraph,
    NodeKind,
    edge_key,
    node_name,
    statement_name,
    typed,
)
from sanxin.graph.readings import Reading, Source, readings
from sanxin.graph.select import subgraph
from sanxin.graph.stored import Asked, from_store
from sanxin.indicator_names import level, without_scope
from sanxin.records import Action, Direction, Part, Quantity, Role, Slogan, Status
from sanxin.slogans.rules import canonical
from sanxin.tables import human

Fulfilment = tuple[tuple[str, str], tuple[str, str]]  # (doc_id, quantity id) of the result, and of its earlier target

_ARROWS = {Direction.INCREASE: " ↑", Direction.DECREASE: " ↓", None: ""}


def to_graph(
    sources: Iterable[Source] | Source | Store,
    *,
    frameworks: Iterable[Framework] = (),
    results: bool = False,
    fulfilments: Iterable[Fulfilment] = (),
    region: str | Iterable[str] | None = None,
    year: int | Iterable[int] | None = None,
    pathway: str | Iterable[str] | None = None,
    indicator: str | Iterable[str] | None = None,
    score: float = 0.0,
) -> KnowledgeGraph:
    """Return the knowledge graph of speeches, spaCy Docs, records that `sanxin extract --what all` printed, or a store.

    The same input gives the same graph, nodes and edges in the same order. 确保新建公路80公里 gives an action that
    `sets` the target 公路 80公里, which `measures` the indicator 公路.

    Args:
        sources: One or many, of any of these kinds; a store is what `sanxin.archive.store.open_store` returns.
        frameworks: Those that speeches name and that no shipped file holds.
        results: Reported values get nodes too (kind `result`); else only those that fulfil a target.
        fulfilments: Which reported value keeps which promise, as (doc_id, quantity id) pairs; a store knows its own.
        region: Only this part, as `sanxin.graph.subgraph` takes it; of a store, no more than it is loaded.
        year: As `region`.
        pathway: As `region`.
        indicator: As `region`.
        score: As `region`.

    Raises:
        OptionError: A Doc that the pipeline has not been over, or something else that holds no speech; a part that
            there is not.
        FormatError: A record that is not of contract.md's form.
    """
    pairs = [*fulfilments, *(_answered(sources) if isinstance(sources, Store) else ())]
    known = {framework.name: framework for framework in frameworks}
    asked = Asked(region, year, pathway, indicator, score)
    found = (
        from_store(sources, asked, known, results or bool(pairs))
        if isinstance(sources, Store)
        else readings(sources, known)
    )
    builder = _Builder({reported for reported, _ in pairs}, results)
    for reading in found:
        builder.add(reading)
    builder.fulfil(pairs)
    if asked.is_all:
        return builder.graph
    return subgraph(builder.graph, region=region, year=year, pathway=pathway, indicator=indicator, score=score)


def _answered(store: Store) -> Iterator[Fulfilment]:
    """Yield the promises of a store that a later report says were kept."""
    from sanxin.archive.fulfilment import fulfilments  # it takes its type from this module

    return fulfilments(store.folder)


class _Builder:
    """One graph in the making."""

    def __init__(self, reported: set[tuple[str, str]], results: bool) -> None:
        self.graph = KnowledgeGraph()
        self._reported = reported
        self._results = results
        self._quantities: dict[tuple[str, str], str] = {}
        self._names: dict[str, Mapping[str, str]] = {}

    @no_collection()  # not around all of them: whatever the caller reads and analyses meanwhile leaves garbage
    def add(self, reading: Reading) -> None:
        """Add everything that one document says."""
        document = _DocumentNodes(self, reading)
        document.head()
        document.quantities()
        document.slogans()
        document.actions()

    def fulfil(self, pairs: Iterable[Fulfilment]) -> None:
        """Add the edges from reported values to the promises that they answer."""
        for reported, promised in pairs:
            if reported in self._quantities and promised in self._quantities:
                self.edge(EdgeKind.FULFILS, self._quantities[reported], self._quantities[promised])

    def node(self, kind: NodeKind, node: str, label: str, /, **attributes: Any) -> str:
        """Add a node; one that is there already keeps its first place, but learns what it does not hold yet."""
        held = self.graph.nodes.get(node)
        values = typed({"kind": kind, "label": " ".join(label.split()), **attributes})
        if held is None:
            self.graph.add_node(node, **values)
        elif "slogan_kind" in values and "slogan_kind" not in held:
            held.update(values)  # so far only a member of another
        elif "start" not in held and "start" in values:
            held.update({key: value for key, value in values.items() if key not in held})
        return node

    def edge(self, kind: EdgeKind, source: str, target: str, /, **attributes: Any) -> None:
        """Add an edge; one that is there already stays, as sure as the surest mention."""
        values = typed({"kind": kind, **attributes})
        key = edge_key(values)
        held = self.graph.get_edge_data(source, target, key)
        if held is None:
            self.graph.add_edge(source, target, key, **values)
        elif "score" in values:
            held["score"] = max(held["score"], values["score"])

    def framework(self, framework: Framework, doc_id: str) -> str:
        """Add a framework with its goals and pathways."""
        name = node_name(NodeKind.FRAMEWORK, framework.name)
        if name in self.graph:
            return name
        self.node(
            NodeKind.FRAMEWORK, name, framework.name, name=framework.name, aliases=framework.aliases,
            source=framework.source or None,
        )  # fmt: skip
        for goal in framework.goals:
            self.edge(EdgeKind.MENTIONS, name, self._part(NodeKind.GOAL, framework, goal, doc_id))
        for pathway in framework.pathways:
            part = self._part(NodeKind.PATHWAY, framework, pathway, doc_id)
            self.edge(EdgeKind.MENTIONS, name, part)
            for goal_id in pathway.goals:
                self.edge(EdgeKind.ACHIEVES, part, node_name(NodeKind.GOAL, framework.name, goal_id))
        return name

    def _part(self, kind: NodeKind, framework: Framework, part: Goal | Pathway, doc_id: str) -> str:
        return self.node(
            kind, node_name(kind, framework.name, part.id), part.name, name=part.id, framework=framework.name,
            aliases=part.aliases, **_place_of(part.passages, doc_id),
        )  # fmt: skip

    def named(self, framework: Framework) -> Mapping[str, str]:
        """Return the nodes of a framework's pathways and goals by what they are called: 新产业, 构建新产业."""
        if framework.name not in self._names:
            self._names[framework.name] = {
                canonical(word): node_name(kind, framework.name, part.id)
                for kind, parts in ((NodeKind.GOAL, framework.goals), (NodeKind.PATHWAY, framework.pathways))
                for part in parts
                for word in (part.name, *part.aliases)
            }
        return self._names[framework.name]

    def knows(self, doc_id: str, quantity: Quantity) -> bool:
        """Tell whether a quantity gets a node."""
        if quantity.status is Status.COMMITMENT:
            return True
        return quantity.status is Status.ACHIEVEMENT and (self._results or (doc_id, quantity.id) in self._reported)

    def remember(self, doc_id: str, quantity_id: str, name: str) -> None:
        """Keep the node of a quantity, for actions and fulfilments to find."""
        self._quantities[doc_id, quantity_id] = name

    def quantity(self, doc_id: str, quantity_id: str) -> str | None:
        """Return the node of a quantity, if it has one."""
        return self._quantities.get((doc_id, quantity_id))


class _DocumentNodes:
    """What one document adds to a graph."""

    def __init__(self, builder: _Builder, reading: Reading) -> None:
        self._builder = builder
        self._reading = reading
        self._speech = reading.speech
        self._document = reading.speech.document
        self._id = self._document.id
        self._text = self._document.text
        self._year = self._document.facts.year
        self._name = node_name(NodeKind.DOCUMENT, self._id)
        self._framework = ""

    def head(self) -> None:
        """Add the document, its region and its framework."""
        facts, builder = self._document.facts, self._builder
        builder.node(
            NodeKind.DOCUMENT, self._name, facts.title or self._id, doc_id=self._id, **self._place(facts.title),
            title=facts.title, date=None if facts.date is None else str(facts.date), year=self._year,
            region=facts.region, speaker=facts.speaker, source=self._document.source, chars=len(self._text) or None,
            framework=self._speech.framework,
        )  # fmt: skip
        self._framework = builder.framework(self._reading.framework, self._id)
        builder.edge(EdgeKind.MENTIONS, self._name, self._framework)
        if facts.region:
            place = self._place(facts.region)
            region = builder.node(
                NodeKind.REGION, node_name(NodeKind.REGION, level(facts.region)), facts.region, name=facts.region,
                doc_id=self._id if place else None, **place,
            )  # fmt: skip
            builder.edge(EdgeKind.ABOUT, self._name, region, **place)

    def quantities(self) -> None:
        """Add the targets, and the results that are wanted, each with the indicator that it measures."""
        for quantity in self._speech.quantities:
            if self._builder.knows(self._id, quantity):
                self._quantity(quantity)

    def _quantity(self, quantity: Quantity) -> None:
        kind = NodeKind.TARGET if quantity.status is Status.COMMITMENT else NodeKind.RESULT
        words = self._reading.indicators.get(quantity.id)
        shown = quantity.indicator_name or words
        name = self._builder.node(
            kind, statement_name(kind, self._id, quantity.start, quantity.end),
            " ".join(part for part in (shown, human(quantity) + _ARROWS[quantity.direction]) if part),
            **self._statement(quantity), low=quantity.low, high=quantity.high, unit=quantity.unit,
            dimension=quantity.dimension, comparator=quantity.comparator, direction=quantity.direction,
            status=quantity.status, status_score=quantity.status_score, modality=quantity.modality,
            deadline=quantity.deadline and quantity.deadline.isoformat(), scope=quantity.scope,
            pathway=quantity.pathway,
        )  # fmt: skip
        self._builder.remember(self._id, quantity.id, name)
        self._builder.edge(EdgeKind.MENTIONS, self._name, name)
        if words is not None and quantity.indicator is not None:
            plain = quantity.indicator_name or words[without_scope(words) :] or words
            place = _span(quantity.indicator.start, quantity.indicator.end, words)
            indicator = self._builder.node(
                NodeKind.INDICATOR, node_name(NodeKind.INDICATOR, level(plain)), plain, name=plain,
                doc_id=self._id, **place,
            )  # fmt: skip
            self._builder.edge(EdgeKind.MEASURES, name, indicator, doc_id=self._id, **place)

    def slogans(self) -> None:
        """Add each slogan once, an edge for each mention, and what it stands for."""
        for slogan in self._speech.slogans:
            name = self._builder.node(
                NodeKind.SLOGAN, node_name(NodeKind.SLOGAN, slogan.canonical), slogan.canonical,
                **(self._statement(slogan) | {"year": None}), canonical=slogan.canonical, slogan_kind=slogan.kind,
                score=slogan.score, decoded=slogan.decoded, meaning=slogan.meaning,
            )  # fmt: skip
            held = self._builder.graph.nodes[name]
            held["score"] = max(held["score"], slogan.score)
            self._mention(self._name, slogan, name)
            self._expand(slogan, name)

    def _mention(self, source: str, slogan: Slogan, name: str) -> None:
        place = _span(slogan.start, slogan.end, slogan.text)
        self._builder.edge(EdgeKind.MENTIONS, source, name, doc_id=self._id, score=slogan.score, **place)

    def _expand(self, slogan: Slogan, name: str) -> None:
        """Add what a slogan stands for: pathways by their names (新产业), all else as slogans."""
        named = self._builder.named(self._reading.framework)
        part = named.get(slogan.canonical)
        if part is not None:
            self._builder.edge(self._kind_to(part), name, part, doc_id=self._id, score=slogan.score)
        after = 0 if slogan.evidence is None else slogan.evidence.start
        for member in slogan.members or ():
            word = canonical(member)
            part = named.get(word)
            place = self._place(member, after) or self._place(member)
            if part is None or self._kind_to(part) is not EdgeKind.EXPANDS_TO:
                part = self._builder.node(
                    NodeKind.SLOGAN, node_name(NodeKind.SLOGAN, word), word, canonical=word,
                    doc_id=self._id if place else None, **place,
                )  # fmt: skip
            if part != name:
                self._builder.edge(EdgeKind.EXPANDS_TO, name, part, doc_id=self._id, score=slogan.score, **place)

    @staticmethod
    def _kind_to(part: str) -> EdgeKind:
        return EdgeKind.EXPANDS_TO if part.startswith(f"{NodeKind.PATHWAY}:") else EdgeKind.MENTIONS

    def actions(self) -> None:
        """Add each clause that does, wants or reports something, with the pathway, targets, body and slogans in it."""
        starts = [slogan.start for slogan in self._speech.slogans]
        for action in self._speech.actions:
            name = self._builder.node(
                NodeKind.ACTION, statement_name(NodeKind.ACTION, self._id, action.start, action.end),
                action.text, **self._statement(action), role=action.role,
                role_score=action.role_score, verb=action.verb, object=action.object, actor=action.actor,
                pathway=action.pathway, pathway_score=action.pathway_score if action.pathway else None,
            )  # fmt: skip
            self._builder.edge(EdgeKind.MENTIONS, self._name, name)
            self._serves(action, name)
            self._sets(action, name)
            self._responsible(action, name)
            inside = slice(bisect_left(starts, action.start), bisect_left(starts, action.end))
            for slogan in self._speech.slogans[inside]:
                self._mention(name, slogan, node_name(NodeKind.SLOGAN, slogan.canonical))

    def _serves(self, action: Action, name: str) -> None:
        pathway = node_name(NodeKind.PATHWAY, self._reading.framework.name, action.pathway)
        if action.pathway is not None and pathway in self._builder.graph:
            self._builder.edge(
                EdgeKind.SERVES, name, pathway, weight=action.pathway_score, evidence=action.evidence, doc_id=self._id
            )

    def _sets(self, action: Action, name: str) -> None:
        for quantity_id in action.quantities:
            quantity = self._builder.quantity(self._id, quantity_id)
            if quantity is not None:
                promised = quantity.startswith(f"{NodeKind.TARGET}:") and action.role is not Role.ACHIEVEMENT
                self._builder.edge(EdgeKind.SETS if promised else EdgeKind.MENTIONS, name, quantity)

    def _responsible(self, action: Action, name: str) -> None:
        """Add the bodies that are to do it; records that know their names only have them where they first stand."""
        named: list[tuple[str, dict[str, Any], Part | None]] = [
            (body.text, _span(body.start, body.end, body.text), body.part) for body in action.bodies
        ]
        names = self._reading.bodies.get(action.id) or ((action.actor,) if action.actor else ())
        for words in () if named else names:
            since = self._reading.sentences.get(action.id)
            place = self._place(words, action.start if since is None else min(since.start, action.start))
            named.append((words, place, None))
        for words, place, role in named:
            organisation = self._builder.node(
                NodeKind.ORGANISATION, node_name(NodeKind.ORGANISATION, level(words)), words, name=words,
                doc_id=self._id if place else None, **place,
            )  # fmt: skip
            self._builder.edge(EdgeKind.RESPONSIBLE_FOR, organisation, name, doc_id=self._id, part=role, **place)

    def _statement(self, record: Quantity | Slogan | Action) -> dict[str, Any]:
        """Return what every node from a text carries: its document, its place, its words and their sentence."""
        sentence = self._reading.sentences.get(record.id)
        return {
            "doc_id": self._id,
            **_span(record.start, record.end, record.text),
            "year": self._year,
            "sentence": None if sentence is None else sentence.words,
            "sentence_start": None if sentence is None else sentence.start,
        }

    def _place(self, words: str | None, since: int = 0) -> dict[str, Any]:
        """Return where words first stand in the text from `since` on; nothing if they do not."""
        at = self._text.find(words, since) if words else -1
        return {} if words is None or at < 0 else _span(at, at + len(words), words)


def _span(start: int, end: int, words: str) -> dict[str, Any]:
    return {"start": start, "end": end, "words": words}


def _place_of(passages: Iterable[Passage], doc_id: str) -> dict[str, Any]:
    """Return the first place where a speech says what a part of its framework means; files of frameworks have none."""
    for passage in passages:
        return {"doc_id": doc_id, "start": passage.start, "end": passage.end, "words": passage.text}
    return {}
