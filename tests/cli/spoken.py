"""Every line that the toolkit may say, as a template: read off the source, so that no translation is forgotten."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from string import Formatter

import sanxin

PACKAGE = Path(sanxin.__file__).parent
#: The classes of errors: which of their arguments people read.
ERRORS = {
    **dict.fromkeys(("InputError", "UnreadableError", "EmptyError", "FormatError"), (1, 2)),
    **dict.fromkeys(("OptionError", "OutputError"), (0,)),
    "DataError": (1,),
    "Finding": (4, 5),
    "Program": (2, 3),
}
SAYING = {"error", "warning", "say", "warn", "report", "_warn", "filled", "words"}
#: Functions whose strings become messages of others.
SPEAKING = {
    "cli/batch.py": {"_account"},
    "cli/inputs.py": {"warn_of_columns", "warn_of_files"},
    "cli/train.py": {"refuse"},
    "evaluation/marks.py": {"refuse"},
    "evaluation/tables.py": {"how"},
    "reading/detect.py": {"decode", "_patched", "_line_by_line"},
    "reading/office.py": {"read_docx"},
    "reading/pdf.py": {"_read_scans"},
    "review/corrections.py": {"_settled", "refuse"},
    "review/doccano.py": {"read"},
    "review/labelstudio.py": {"read"},
    "review/table.py": {"read"},
    "review/marks.py": {"_row", "_indicator", "_pathway", "_not_found"},
}
#: Packages in which a ValueError is told to people, as a part of a line.
OF_ROWS = ("review/",)
#: Faults of files that come with the toolkit: for those who work on it, in English.
OURS = {
    "classify.py", "vectors.py", "data/__init__.py", "grammar.py", "headings.py", "kinds.py", "status.py",
    "times_grammar.py", "frameworks/rules.py", "newwords/choice.py", "slogans/heard.py", "slogans/rules.py",
}  # fmt: skip
#: What only Python code can meet, never a command.
OF_PYTHON = {"segment.py", "tables.py", "explore/ways.py", "explore/pictures.py"}


def spoken() -> dict[str, str]:
    """Every template with the module that says it."""
    found: dict[str, str] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE).as_posix()
        if name in OURS | OF_PYTHON:
            continue
        for template in _Module(name, ast.parse(path.read_text(encoding="utf-8"))).templates():
            literal = "".join(part for part, *_ in Formatter().parse(template))
            if any(character.isalpha() for character in literal):
                found.setdefault(template, name)
    return found


class _Module:
    def __init__(self, name: str, tree: ast.Module) -> None:
        self.name = name
        self.tree = tree

    def templates(self) -> Iterator[str]:
        for scope in ast.walk(self.tree):
            if isinstance(scope, ast.FunctionDef):
                yield from self._of_function(scope)
        for node in self.tree.body:
            for call in ast.walk(node) if not isinstance(node, ast.FunctionDef | ast.ClassDef) else ():
                if isinstance(call, ast.Call):
                    yield from self._of_call(call, self.tree)

    def _of_function(self, scope: ast.FunctionDef) -> Iterator[str]:
        if scope.name in SPEAKING.get(self.name, ()):
            yield from self._all(scope)
        for node in ast.walk(scope):
            if isinstance(node, ast.Call):
                yield from self._of_call(node, scope)
            elif isinstance(node, ast.keyword) and node.arg in ("warnings", "purpose", "remedy"):
                yield from self._of(node.value, scope)

    def _all(self, scope: ast.FunctionDef) -> Iterator[str]:
        """Every sentence in a function that is not its docstring: several words, with or without what varies."""
        inside = {id(part) for node in ast.walk(scope) if isinstance(node, ast.JoinedStr) for part in node.values}
        for statement in scope.body[1:] if ast.get_docstring(scope) else scope.body:
            for node in ast.walk(statement):
                if isinstance(node, ast.Return) and isinstance(node.value, ast.BinOp):
                    yield from self._of(node.value, scope)
                    inside |= {id(part) for part in ast.walk(node.value)}
                if id(node) in inside:
                    continue
                sentence = isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value.strip()
                if isinstance(node, ast.JoinedStr) or sentence:
                    yield from (text for text in self._of(node, scope) if " " in text.strip())

    def _of_call(self, call: ast.Call, scope: ast.AST) -> Iterator[str]:
        called = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        places = (0,) if called in SAYING else ERRORS.get(called, ())
        if called in ("words", "filled") and not self.name.startswith("cli/"):
            places = ()
        if called == "ValueError" and self.name.startswith(OF_ROWS):
            places = (0,)
        for place in places:
            if place >= len(call.args):
                continue
            given = call.args[place]
            if called in ("words", "filled") and isinstance(given, ast.Constant):
                yield str(given.value)  # a template already
            else:
                yield from self._of(given, scope)

    def _of(self, node: ast.AST, scope: ast.AST) -> Iterator[str]:
        """The templates that an expression may give, and those of the parts that vary in it."""
        match node:
            case ast.List() | ast.Tuple():
                for element in node.elts:
                    yield from self._of(element, scope)
            case ast.Starred():
                yield from self._of(node.value, scope)
            case ast.ListComp() | ast.GeneratorExp():
                yield from self._of(node.elt, scope)
            case _:
                yield from (_numbered(parts) for parts in self._parts(node, scope, 0))
        for part in ast.walk(node):
            if isinstance(part, ast.FormattedValue) and isinstance(part.value, ast.IfExp):
                yield from self._of(part.value, scope)
            if isinstance(part, ast.FormattedValue) and isinstance(part.value, ast.Name):
                values = self._values(part.value.id, scope)
                values = [v for v in values if not isinstance(v, ast.Constant) or " " in str(v.value)]
                if values and all(isinstance(value, ast.JoinedStr | ast.IfExp | ast.Constant) for value in values):
                    for value in values:
                        yield from self._of(value, scope)

    def _parts(self, node: ast.AST, scope: ast.AST, depth: int) -> Iterator[list[str | None]]:
        """What an expression may give: literal parts, and None for what varies."""
        match node:
            case ast.Constant(value=str()):
                yield [node.value]
            case ast.JoinedStr():
                yield [v.value if isinstance(v, ast.Constant) else None for v in node.values]
            case ast.IfExp():
                yield from self._parts(node.body, scope, depth)
                yield from self._parts(node.orelse, scope, depth)
            case ast.BinOp(op=ast.Add()):
                sides = (list(self._parts(side, scope, depth)) for side in (node.left, node.right))
                yield from ([*left, *right] for left, right in product(*sides))
            case ast.Name() if depth < 3:
                for value in self._values(node.id, scope):
                    yield from self._parts(value, scope, depth + 1)
            case ast.Attribute() | ast.Call() | ast.Subscript():
                yield [None]

    def _values(self, name: str, scope: ast.AST) -> list[ast.AST]:
        """What a name is given in its function, else in the module."""
        for body in (scope, self.tree):
            found = [
                node.value
                for node in ast.walk(body)
                if isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign) and node.value is not None
                for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
                if isinstance(target, ast.Name) and target.id == name
            ]
            if found:
                return found
        return []


def _numbered(parts: list[str | None]) -> str:
    """The template of parts: `{0} rows`; what varies twice in a row is numbered twice."""
    numbers = iter(range(100))
    return "".join(
        part.replace("{", "{{").replace("}", "}}") if part is not None else f"{{{next(numbers)}}}" for part in parts
    )
