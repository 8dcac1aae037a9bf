"""The uses of names in a file of Python, and which of its names are locals, by `ast`."""

from __future__ import annotations

import ast
import io
import keyword
import tokenize
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
#: What the first parameter of a method is called.
FIRST = frozenset({"self", "cls"})
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


class Use(NamedTuple):
    """Where a name is used: lines from 1, columns in bytes from 0."""

    line: int
    column: int
    name: str


class Source:
    """A file of Python: its uses, and the places of its parameters and local variables."""

    def __init__(self, text: str) -> None:
        self.lines = text.split("\n")
        self._encoded = [line.encode() for line in self.lines]
        tree = ast.parse(text)
        #: Line and column in bytes of every parameter and of every variable of a function.
        self.locals: set[tuple[int, int]] = set()
        self._bind(tree, inside=False, shared=frozenset())
        #: Where the class around assigns the member that `self.name` asks for, by its place.
        self.assigned: dict[tuple[int, int], list[tuple[int, int]]] = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                self._assign(node)
        self.uses = sorted({*self._names(tree), *self._imports(tree, text)})

    def name_at(self, line: int, column: int) -> str:
        """The name that starts at a place."""
        rest = self._encoded[line - 1][column:].decode(errors="replace")
        length = 0
        while length < len(rest) and (rest[length].isalnum() or rest[length] == "_"):
            length += 1
        return rest[:length]

    def name_after_stars(self, line: int, column: int) -> int:
        """The column of a name, which `*` or, in `__slots__`, a quote may stand before."""
        rest = self._encoded[line - 1][column:]
        return column + len(rest) - len(rest.lstrip(b"* '\""))

    def utf16(self, line: int, column: int) -> int:
        """A column in bytes as the protocol of editors counts it."""
        return len(self._encoded[line - 1][:column].decode().encode("utf-16-le")) // 2

    def bytes(self, line: int, column: int) -> int:
        """A column as the protocol of editors counts it, in bytes."""
        text = self.lines[line - 1].encode("utf-16-le")[: column * 2]
        return len(text.decode("utf-16-le").encode())

    def _names(self, tree: ast.AST) -> Iterator[Use]:
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                place = Use(node.lineno, node.col_offset, node.id)
            elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
                place = Use(*_place(node), node.attr)
            else:
                continue
            # Places in formatted strings are wrong before Python 3.12.
            if self.name_at(place.line, place.column) == place.name:
                yield place

    def _imports(self, tree: ast.AST, text: str) -> Iterator[Use]:
        """Every name in a statement that imports, but those that it gives."""
        spans = [
            (node.lineno, node.col_offset, node.end_lineno, node.end_col_offset)
            for node in ast.walk(tree)
            if isinstance(node, (ast.Import, ast.ImportFrom))
        ]
        lines = {line for first, _, last, _ in spans for line in range(first, (last or first) + 1)}
        before = ""
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type == tokenize.NAME and token.start[0] in lines:
                line, column = token.start
                column = len(self.lines[line - 1][:column].encode())
                place = (line, column)
                held = any((a, b) <= place < (c, d) for a, b, c, d in spans)
                if held and before != "as" and not keyword.iskeyword(token.string):
                    yield Use(line, column, token.string)
                before = token.string
            elif token.type != tokenize.NL:
                before = ""

    def _assign(self, scope: ast.ClassDef) -> None:
        """Note what a class assigns: in its body, and by `self.name = …` in its methods."""
        places: dict[str, list[tuple[int, int]]] = {}
        asked = []
        for statement in scope.body:
            if isinstance(statement, (ast.Assign, ast.AnnAssign)):
                for target in _targets(statement):
                    if isinstance(target, ast.Name):
                        place = (target.lineno, target.col_offset)
                        places.setdefault(target.id, []).append(place)
        for node in _within(scope):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                if node.value.id not in FIRST:
                    continue
                if isinstance(node.ctx, ast.Store):
                    places.setdefault(node.attr, []).append(_place(node))
                else:
                    asked.append(node)
        for node in asked:
            if node.attr in places:
                self.assigned[_place(node)] = places[node.attr]

    def _bind(self, node: ast.AST, *, inside: bool, shared: frozenset[str]) -> None:
        """Note the locals below a node; `inside` of a function, names are locals."""
        for child in ast.iter_child_nodes(node):
            if isinstance(child, Function):
                self._bind(child, inside=True, shared=_shared(child))
            elif isinstance(child, ast.ClassDef):
                self._bind(child, inside=False, shared=frozenset())
            elif isinstance(child, COMPREHENSIONS):
                self._bind(child, inside=True, shared=shared)
            else:
                self._note(child, inside=inside, shared=shared)
                self._bind(child, inside=inside, shared=shared)

    def _note(self, node: ast.AST, *, inside: bool, shared: frozenset[str]) -> None:
        if isinstance(node, ast.arg):
            self.locals.add((node.lineno, node.col_offset))
        elif not inside:
            return
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            if node.id not in shared:
                self.locals.add((node.lineno, node.col_offset))
        elif isinstance(node, (ast.ExceptHandler, ast.MatchAs, ast.MatchStar)) and node.name:
            self._note_name(node, node.name)

    def _note_name(self, node: ast.ExceptHandler | ast.MatchAs | ast.MatchStar, name: str) -> None:
        """Note a name whose place the tree does not tell: all of that name on its lines."""
        last = node.body[0].lineno if isinstance(node, ast.ExceptHandler) else node.end_lineno
        for line in range(node.lineno, (last or node.lineno) + 1):
            column = self._encoded[line - 1].find(name.encode())
            while column >= 0:
                self.locals.add((line, column))
                column = self._encoded[line - 1].find(name.encode(), column + 1)


def _place(node: ast.Attribute) -> tuple[int, int]:
    """Where the name of a member stands."""
    return node.end_lineno or 0, (node.end_col_offset or 0) - len(node.attr.encode())


def _targets(statement: ast.Assign | ast.AnnAssign) -> list[ast.expr]:
    return statement.targets if isinstance(statement, ast.Assign) else [statement.target]


def _within(scope: ast.AST) -> Iterator[ast.AST]:
    """All nodes of a class but those of the classes in it."""
    for child in ast.iter_child_nodes(scope):
        yield child
        if not isinstance(child, ast.ClassDef):
            yield from _within(child)


def _shared(function: Function) -> frozenset[str]:
    """Names that a function says belong to the file."""
    return frozenset(
        name for node in ast.walk(function) if isinstance(node, ast.Global) for name in node.names
    )
