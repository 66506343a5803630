"""Paragraphs and table cells, in document order, into lines of text: shared by HTML and DOCX."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Line:
    """One line to be; `linked` counts its characters in links, `chrome` says that the markup calls it page frame."""

    text: str
    linked: int = 0
    chrome: bool = False


@dataclass(slots=True)
class _Row:
    cells: list[list[Line]] = field(default_factory=list)


class Lines:
    r"""Collects lines; the cells of a table row share a line, split by tabs, if each is one paragraph at most.

    A row `指标 | 目标` gives `"指标\t目标"`; one that lays out a page (menu | article) gives its paragraphs one by one.
    """

    def __init__(self) -> None:
        self._top: list[Line] = []
        self._rows: list[_Row] = []

    def add(self, line: Line) -> None:
        """Add a finished paragraph; inside a row one without words is dropped, so that the row can stay one line."""
        if line.text.strip() or not self._rows:
            self._current().append(line)

    def start_row(self) -> None:
        """Begin a table row, inside the current cell if there is one."""
        self._rows.append(_Row())

    def start_cell(self) -> None:
        """Begin a cell; a cell outside any row makes a row of its own."""
        if not self._rows:
            self.start_row()
        self._rows[-1].cells.append([])

    def end_row(self) -> None:
        """Join the cells of the row."""
        if not self._rows:
            return
        cells = self._rows.pop().cells
        if all(len(cell) <= 1 for cell in cells) and any(cells):
            parts = [cell[0] if cell else Line("") for cell in cells]
            joined = Line(
                "\t".join(part.text for part in parts).rstrip("\t"),
                sum(part.linked for part in parts),
                all(part.chrome for part in parts if part.text),
            )
            self._current().append(joined)
        else:
            self._current().extend(line for cell in cells for line in cell)

    def finish(self) -> list[Line]:
        """Return all lines, closing rows left open by broken markup."""
        while self._rows:
            self.end_row()
        return self._top

    def _current(self) -> list[Line]:
        for row in reversed(self._rows):
            if row.cells:
                return row.cells[-1]
        return self._top
