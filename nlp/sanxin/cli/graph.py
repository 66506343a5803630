"""`sanxin graph`: what any number of documents say, as one knowledge graph."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from sanxin.cli.inputs import not_empty, speeches
from sanxin.cli.messages import Reporter
from sanxin.cli.options import (
    DateOption,
    FrameworkOption,
    MetadataOption,
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
"""


def command(
    paths: PathsArgument,
    output: Annotated[
        Path,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Its ending says the form: .html (a page), .graphml, .gexf, .json (node-link), .csv (a folder).",
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
    min_score: Annotated[
        float, typer.Option("--min-score", min=0, max=1, help="Leave out records whose label is less sure.")
    ] = 0.0,
    quiet: QuietOption = False,
) -> int:
    """Join what documents say in one graph: who is to do what, for which pathway, measured by which target.

    Indicators, organisations, regions and slogans of one name are one node; every claim keeps the place of its words.
    """
    from sanxin import graph as graphs
    from sanxin.graph.export import files_of, form_of
    from sanxin.tables import at_least

    form = form_of(output)
    with Reporter(quiet) as reporter:
        found = not_empty(
            speeches(paths, settings(date, framework, text_column, modality, metadata), reporter), reporter, paths
        )
        whole = graphs.to_graph((at_least(speech, min_score) for speech in found), results=results)
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
