"""`sanxin graph`: what any number of documents say, as one knowledge graph."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from sanxin.cli.inputs import not_empty, speeches, stores
from sanxin.cli.messages import Reporter
from sanxin.cli.options import (
    DateOption,
    FrameworkOption,
    MetadataOption,
    MinScoreOption,
    ModalityOption,
    PathsArgument,
    QuietOption,
    TextColumnOption,
    settings,
)
from sanxin.cli.output import folder, text_stream

EXAMPLES = """\b
Examples:
  sanxin graph speech.docx -o graph.html        a page to search and filter, without network
  sanxin graph archive/ -o graph.gexf           for Gephi, with colours and sizes
  sanxin graph archive/ -o graph.csv --results  a folder with nodes.csv and edges.csv for Neo4j
  sanxin graph store/ -o graph.html --year 2024 --pathway industry
"""


def _part(metavar: str, words: str) -> Any:
    return typer.Option(metavar=metavar, help=f"Only {words}; may be given several times.", show_default=False)


def command(
    paths: PathsArgument,
    output: Annotated[
        Path,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Its ending is the form: .html, .graphml, .gexf, .json (node-link), .jsonld (PROV), .csv (a folder).",
            show_default=False,
        ),
    ],
    results: Annotated[bool, typer.Option("--results", help="Add what is reported as reached, not only promised.")] = (
        False
    ),
    date: DateOption = None,
    framework: FrameworkOption = "sanxin",
    modality: ModalityOption = None,
    text_column: TextColumnOption = None,
    metadata: MetadataOption = None,
    min_score: MinScoreOption = 0.0,
    region: Annotated[list[str] | None, _part("NAME", "documents about this region")] = None,
    year: Annotated[list[int] | None, _part("YYYY", "documents of this year")] = None,
    pathway: Annotated[list[str] | None, _part("NAME", "actions that serve this pathway, with their targets")] = None,
    indicator: Annotated[list[str] | None, _part("NAME", "targets that measure this indicator, with their actions")] = (
        None
    ),
    quiet: QuietOption = False,
) -> int:
    """Join what documents say in one graph: who is to do what, for which pathway, measured by which target.

    Indicators, organisations, regions and slogans of one name are one node; every claim keeps the place of its words.
    A store that sanxin batch has written is read as it is, and of it no more than what is asked for.
    """
    from sanxin import graph as graphs
    from sanxin.graph.export import files_of, form_of

    form = form_of(output)
    with Reporter(quiet) as reporter:
        known = settings(date, framework, text_column, modality, metadata)
        store = next(iter(stores(paths)), None) if len(paths) == 1 else None
        whole = graphs.to_graph(
            not_empty(speeches(paths, known, reporter), reporter, paths) if store is None else store,
            results=results,
            region=region or None,
            year=year or None,
            pathway=pathway or None,
            indicator=indicator or None,
            score=min_score,
        )
        if store is not None:
            reporter.documents = len(whole.of_kind("document"))
        _write(files_of(whole, form), output)
    reporter.summary(len(whole), f"nodes and {whole.number_of_edges()} edges")
    return reporter.exit_code


def _write(files: Mapping[str, str], output: Path) -> None:
    if "" in files:
        with text_stream(output) as stream:
            stream.write(files[""])
        return
    with folder(output) as place:
        for name, content in files.items():
            with text_stream(place / name) as stream:
                stream.write(content)
