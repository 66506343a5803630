"""A graph as the text of a file that other programs read, and back.

| form | what it holds | lists are |
| --- | --- | --- |
| graphml | all attributes, typed | JSON texts |
| gexf | the same with colours and sizes, as Gephi shows them | JSON texts |
| json | node-link data of networkx, with `edges` | lists |
| jsonld | linked data with PROV: which claim was quoted from which document | lists |
| csv | a folder: nodes.csv and edges.csv with the headers of neo4j-admin database import | joined by `;` |

Every form reads back as the graph that was written, once that is `cleaned` of the characters it cannot hold.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

import networkx as nx

from sanxin.errors import FormatError, OptionError, OutputError, UnreadableError
from sanxin.graph.jsonld import from_jsonld, to_jsonld
from sanxin.graph.looks import colours, sizes
from sanxin.graph.model import TYPES, Attributes, KnowledgeGraph, Type, edge_key, typed
from sanxin.tables import number, plain


class Form(StrEnum):
    """The forms that a graph is written in, by the suffix of the file."""

    HTML = "html"
    GRAPHML = "graphml"
    GEXF = "gexf"
    JSON = "json"
    CSV = "csv"
    JSONLD = "jsonld"


#: The files of a folder of form csv.
NODES, EDGES = "nodes.csv", "edges.csv"

# XML 1.0 holds none of these, and a return comes back as a line feed.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_LINES = re.compile(r"[\t\n]")
_SEPARATOR, _NO_SEPARATOR = ";", "；"


def form_of(path: Path) -> Form:
    """Return the form that the name of a file asks for.

    Raises:
        OptionError: The suffix names none.
    """
    try:
        return Form(path.suffix.lower().removeprefix("."))
    except ValueError:
        known = ", ".join(f".{form}" for form in Form)
        raise OptionError(f"{path}: the name must say the form by its ending: {known}") from None


def write_graph(graph: KnowledgeGraph, path: str | Path) -> None:
    """Write a graph to a file of the form its name asks for: .html, .graphml, .gexf, .json, .jsonld; .csv is a folder.

    Raises:
        OptionError: The suffix names no form.
        OutputError: The file cannot be written.
    """
    final = Path(path)
    try:
        for name, content in files_of(graph, form_of(final)).items():
            if name:
                final.mkdir(exist_ok=True)
            (final / name).write_text(content, encoding="utf-8", newline="")
    except OSError as error:
        raise OutputError(f"{path}: {error.strerror or error}; choose a place that can be written") from error


def files_of(graph: KnowledgeGraph, form: Form) -> Mapping[str, str]:
    """Return the text of each file that a form consists of, by name; the one file of a single-file form has no name."""
    if form is Form.CSV:
        return _csv(cleaned(graph, form))
    if form is Form.HTML:
        from sanxin.graph.page import render

        return {"": render(graph)}
    writers: Mapping[Form, Callable[[KnowledgeGraph], str]] = {
        Form.GRAPHML: _graphml,
        Form.GEXF: _gexf,
        Form.JSON: _json,
        Form.JSONLD: to_jsonld,
    }
    return {"": writers[form](cleaned(graph, form))}


def cleaned(graph: KnowledgeGraph, form: Form) -> KnowledgeGraph:
    """Return the graph as `form` can hold it: what it cannot is shown as U+FFFD, in tables line ends as blanks."""
    copy = KnowledgeGraph()
    copy.add_nodes_from((_clean(name, form), _cleaned(values, form)) for name, values in graph.nodes(data=True))
    for source, target, values in graph.edges(data=True):
        clean = _cleaned(values, form)
        copy.add_edge(_clean(source, form), _clean(target, form), edge_key(clean), **clean)
    return copy


def _cleaned(values: Mapping[str, Any], form: Form) -> Attributes:
    known = typed({name: value for name, value in values.items() if name in TYPES})
    return {name: _clean(value, form) for name, value in known.items()}


def _clean(value: Any, form: Form) -> Any:
    match value:
        case list():
            items = [_clean(item, form) for item in value]
            return [item.replace(_SEPARATOR, _NO_SEPARATOR) for item in items] if form is Form.CSV else items
        case str():
            text = _CONTROL.sub("\ufffd", value)
            return _LINES.sub(" ", text) if form is Form.CSV else text
    return value


# ---- json ----


def _json(graph: KnowledgeGraph) -> str:
    for _, values in graph.nodes(data=True):
        values.update({name: number(value) for name, value in values.items() if isinstance(value, float)})
    return json.dumps(nx.node_link_data(graph, edges="edges"), ensure_ascii=False, indent=1) + "\n"


# ---- graphml and gexf ----


def _as_texts(values: Mapping[str, Any]) -> Attributes:
    return {
        name: json.dumps(value, ensure_ascii=False) if isinstance(value, list) else value
        for name, value in values.items()
    }


def _graphml(graph: KnowledgeGraph) -> str:
    # Its edges want ids of their own, and networkx would give them the keys, which are not unique.
    flat = nx.MultiDiGraph()
    flat.add_nodes_from((name, _as_texts(values)) for name, values in graph.nodes(data=True))
    for n, (source, target, values) in enumerate(graph.edges(data=True)):
        flat.add_edge(source, target, f"e{n}", **_as_texts(values))
    return "\n".join(nx.generate_graphml(flat, named_key_ids=True)) + "\n"


# GEXF takes `start` and `end` for times; `viz` is how Gephi draws.
_TO_GEXF = {"start": "text_start", "end": "text_end"}
_FROM_GEXF = {renamed: name for name, renamed in _TO_GEXF.items()}
_TODAY = re.compile(r' lastmodifieddate="[\d-]*"')


def _gexf(graph: KnowledgeGraph) -> str:
    colour, size = colours(graph), sizes(graph)
    flat = nx.MultiDiGraph()
    for name, values in graph.nodes(data=True):
        red, green, blue = (int(colour[name][at : at + 2], 16) for at in (1, 3, 5))
        look = {"color": {"r": red, "g": green, "b": blue, "a": 1.0}, "size": size[name]}
        flat.add_node(name, **_renamed(_as_texts(values), _TO_GEXF), viz=look)
    for source, target, values in graph.edges(data=True):
        flat.add_edge(source, target, **_renamed(_as_texts(values), _TO_GEXF))
    # The same graph gives the same file, today and tomorrow.
    return _TODAY.sub("", "\n".join(nx.generate_gexf(flat)), count=1) + "\n"


def _renamed(values: Mapping[str, Any], names: Mapping[str, str]) -> Attributes:
    return {names.get(name, name): value for name, value in values.items()}


# ---- csv for graph databases ----

_HEADER = {Type.TEXT: "", Type.INTEGER: ":long", Type.NUMBER: ":double", Type.LIST: ":string[]"}


def _csv(graph: KnowledgeGraph) -> dict[str, str]:
    """Return both tables; their headers are those of `neo4j-admin database import`, which reads them as they are."""
    nodes = ((name, values["kind"], values) for name, values in graph.nodes(data=True))
    edges = ((source, target, values["kind"], values) for source, target, values in graph.edges(data=True))
    return {
        NODES: _table(["id:ID", ":LABEL"], nodes, _used(values for _, values in graph.nodes(data=True))),
        EDGES: _table(
            [":START_ID", ":END_ID", ":TYPE"], edges, _used(values for _, _, values in graph.edges(data=True))
        ),
    }


def _used(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    held = {name for row in rows for name in row}
    return [name for name in TYPES if name in held and name != "kind"]


def _table(head: list[str], rows: Iterable[tuple[Any, ...]], columns: list[str]) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([*head, *(name + _HEADER[TYPES[name]] for name in columns)])
    for *names, values in rows:
        writer.writerow([*names, *(_cell(values.get(name)) for name in columns)])
    return stream.getvalue()


def _cell(value: Any) -> str:
    match value:
        case None:
            return ""
        case list():
            return _SEPARATOR.join(value)
        case int() | float():
            return plain(value)
    return str(value)


# ---- and back ----


def read_graph(path: str | Path) -> KnowledgeGraph:
    """Return the graph that `write_graph` or `sanxin graph` wrote to a file (or folder) of any form but html.

    Raises:
        OptionError: The suffix names no form that can be read.
        UnreadableError: There is no such file.
        FormatError: It holds something else.
    """
    place = Path(path)
    form = form_of(place)
    readers = {
        Form.GRAPHML: _from_graphml,
        Form.GEXF: _from_gexf,
        Form.JSON: _from_json,
        Form.CSV: _from_csv,
        Form.JSONLD: _from_jsonld,
    }
    if form not in readers:
        raise OptionError(f"{path}: a page is to be looked at; give a graph as {', '.join(readers)}")
    try:
        return readers[form](place)
    except OSError as error:
        raise UnreadableError(str(path), error.strerror or str(error), "give a graph that sanxin wrote") from error
    except (KeyError, ValueError, SyntaxError, TypeError, AttributeError, nx.NetworkXException) as error:
        problem = f"is no graph in the form {form} ({type(error).__name__}: {error})"
        raise FormatError(str(path), problem, "give one that sanxin graph wrote") from error


def _from_json(place: Path) -> KnowledgeGraph:
    return _rebuilt(nx.node_link_graph(json.loads(place.read_text(encoding="utf-8")), edges="edges"), {})


def _from_graphml(place: Path) -> KnowledgeGraph:
    return _rebuilt(nx.read_graphml(place, force_multigraph=True), {})


def _from_gexf(place: Path) -> KnowledgeGraph:
    return _rebuilt(nx.read_gexf(place), _FROM_GEXF)


def _from_jsonld(place: Path) -> KnowledgeGraph:
    nodes, edges = from_jsonld(place.read_text(encoding="utf-8"))
    graph = KnowledgeGraph()
    graph.add_nodes_from((name, _restored(values)) for name, values in nodes)
    for source, target, values in edges:
        _restore_edge(graph, source, target, values)
    return graph


def _rebuilt(found: Any, names: Mapping[str, str]) -> KnowledgeGraph:
    graph = KnowledgeGraph()
    graph.add_nodes_from((name, _restored(_renamed(values, names))) for name, values in found.nodes(data=True))
    for source, target, values in found.edges(data=True):
        _restore_edge(graph, source, target, _renamed(values, names))
    return graph


def _restore_edge(graph: KnowledgeGraph, source: str, target: str, values: Mapping[str, Any]) -> None:
    restored = _restored(values)
    graph.add_edge(source, target, edge_key(restored), **restored)


def _restored(values: Mapping[str, Any]) -> Attributes:
    known = {name: value for name, value in values.items() if name in TYPES and value != ""}
    for name, value in known.items():
        if TYPES[name] is Type.LIST and isinstance(value, str):
            known[name] = json.loads(value)
    return typed(known)


def _from_csv(place: Path) -> KnowledgeGraph:
    graph = KnowledgeGraph()
    for row in _rows(place / NODES):
        graph.add_node(row["id"], **_restored({**row, "kind": row[":LABEL"]}))
    for row in _rows(place / EDGES):
        _restore_edge(graph, row[":START_ID"], row[":END_ID"], {**row, "kind": row[":TYPE"]})
    return graph


def _rows(place: Path) -> Iterable[dict[str, Any]]:
    with place.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            values: dict[str, Any] = {}
            for head, cell in row.items():
                name = head if head.startswith(":") else head.partition(":")[0]
                values[name] = cell.split(_SEPARATOR) if cell and TYPES.get(name) is Type.LIST else cell
            yield values
