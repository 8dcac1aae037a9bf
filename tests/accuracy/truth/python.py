"""What CPython's own parser says of files: a JSON object a line for each path on standard input."""

from __future__ import annotations

import ast
import functools
import inspect
import json
import sys
import tokenize
import warnings
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
ENUMERATIONS = {"Enum", "IntEnum", "StrEnum", "Flag", "IntFlag", "ReprEnum", "EnumMeta"}

#: Calls that make a type.
MAKERS = {
    "NewType": ["type"],
    "ParamSpec": ["type"],
    "TypeVar": ["type"],
    "TypeVarTuple": ["type"],
    "TypedDict": ["class"],
    "NamedTuple": ["class"],
    "namedtuple": ["class"],
}
ACCESSORS = {"setter", "getter", "deleter"}


class Place(NamedTuple):
    """What a node stands in."""

    #: The innermost definition around it.
    around: str | None
    scope: ast.AST
    #: The class whose instances the function around calls by a name, and this name.
    instance: tuple[ast.ClassDef, str] | None


class Reader:
    """Collects the facts of one file, in the order of the source."""

    def __init__(self) -> None:
        self.definitions: list[dict[str, Any]] = []
        self.calls: list[dict[str, Any]] = []
        self.bases: list[dict[str, Any]] = []
        #: Names bound so far by each scope.
        self.bound: dict[ast.AST, set[str]] = {}
        #: Attributes that the methods of each class have bound so far.
        self.attributes: dict[ast.AST, set[str]] = {}

    def read(self, module: ast.Module) -> None:
        """Read a file."""
        left: list[tuple[ast.AST, Place]] = [(module, Place(None, module, None))]
        while left:
            node, place = left.pop()
            left.extend(reversed(list(self.visit(node, place))))

    def visit(self, node: ast.AST, place: Place) -> Iterator[tuple[ast.AST, Place]]:
        """Read a node, and say what to visit below it, and in which surroundings."""
        if isinstance(node, FUNCTIONS):
            body = self.function(node, place)
            self.decorators(node, place)
            yield from ((each, place) for each in node.decorator_list)
            # Parameters and annotations stand in the function's text.
            head = place._replace(around=node.name, scope=node)
            returns = [node.returns] if node.returns else []
            for part in [*type_parameters(node), node.args, *returns]:
                yield part, head
            yield from ((each, body) for each in node.body)
            return
        if isinstance(node, ast.ClassDef):
            self.class_(node, place)
            self.decorators(node, place)
            yield from ((each, place) for each in node.decorator_list)
            inside = Place(node.name, node, None)
            for part in [*type_parameters(node), *node.bases, *node.keywords, *node.body]:
                yield part, inside
            return
        if isinstance(node, ast.Lambda):
            place = place._replace(scope=node)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            place = place._replace(around=self.assignment(node, place))
        elif isinstance(node, ast.For | ast.AsyncFor | ast.NamedExpr):
            self.targets([node.target], place, local=True)
        elif isinstance(node, ast.With | ast.AsyncWith):
            targets = [item.optional_vars for item in node.items if item.optional_vars]
            self.targets(targets, place, local=True)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            names = (each.asname or each.name.split(".")[0] for each in node.names)
            self.names(place.scope).update(names)
        elif type(node).__name__ == "TypeAlias":
            name: ast.Name = getattr(node, "name")  # noqa: B009 -- newer than this Python may be
            self.define(name.id, "type", name.lineno, node, place.around)
            place = place._replace(around=name.id)
        elif isinstance(node, ast.Call):
            self.call(node, place.around)
        yield from ((each, place) for each in ast.iter_child_nodes(node))

    def names(self, scope: ast.AST) -> set[str]:
        """Names that a scope has bound so far."""
        return self.bound.setdefault(scope, set())

    def define(
        self,
        name: str,
        kind: str | list[str],
        line: int,
        node: ast.AST,
        parent: str | None,
        doc: str | None = None,
        *,
        optional: bool = False,
    ) -> None:
        """Note a definition."""
        fact = {
            "name": name,
            "kind": kind,
            "line": line,
            "end_line": getattr(node, "end_lineno", line),
            "parent": parent,
            "doc": doc or None,
        }
        self.definitions.append(fact | ({"optional": True} if optional else {}))

    def function(self, node: ast.FunctionDef | ast.AsyncFunctionDef, place: Place) -> Place:
        """Note a function, and say what its body stands in."""
        self.names(place.scope).add(node.name)
        kinds = ["function"]
        instance = place.instance
        if isinstance(place.scope, ast.ClassDef):
            decorators = {last_name(each) or "" for each in node.decorator_list}
            kinds = ["method"]
            if any("property" in name.lower() for name in decorators) or decorators & ACCESSORS:
                kinds.append("property")
            if node.name in {"__init__", "__new__"}:
                kinds.append("constructor")
            elif node.name == "__del__":
                kinds.append("destructor")
            elif node.name.startswith("__") and node.name.endswith("__"):
                kinds.append("operator")
            first = [*node.args.posonlyargs, *node.args.args][:1]
            has_instance = first and "staticmethod" not in decorators
            instance = (place.scope, first[0].arg) if has_instance else None
        self.define(node.name, kinds, node.lineno, node, place.around, docstring(node))
        return Place(node.name, node, instance)

    def class_(self, node: ast.ClassDef, place: Place) -> None:
        """Note a class and what it extends."""
        self.names(place.scope).add(node.name)
        kinds = ["class"]
        for base in node.bases:
            written = base.value if isinstance(base, ast.Subscript) else base
            name = last_name(written)
            if name == "Protocol":
                kinds.append("interface")
            elif name in ENUMERATIONS or (name or "").endswith(("Enum", "Flag")):
                kinds.append("enum")
            if isinstance(written, ast.Name | ast.Attribute) and name:
                fact = {"type": node.name, "base": name, "relation": "either"}
                self.bases.append(fact | {"line": written.end_lineno})
        self.define(node.name, kinds, node.lineno, node, place.around, docstring(node))

    def decorators(
        self, node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef, place: Place
    ) -> None:
        """Note that decorators are called, without brackets, too."""
        for decorator in node.decorator_list:
            if isinstance(decorator, ast.Name | ast.Attribute):
                self.note_call(decorator, place.around)

    def call(self, node: ast.Call, around: str | None) -> None:
        """Note a call of what has a name."""
        called = node.func
        if isinstance(called, ast.Name | ast.Attribute):
            self.note_call(called, around)
        elif isinstance(called, ast.Subscript) and isinstance(
            called.value, ast.Name | ast.Attribute
        ):
            # `List[int]()` calls the list, `table[key]()` does not call the table.
            self.note_call(called.value, around, optional=True)

    def note_call(
        self, called: ast.Name | ast.Attribute, around: str | None, *, optional: bool = False
    ) -> None:
        fact = {"callee": last_name(called), "line": called.end_lineno, "caller": around}
        self.calls.append(fact | ({"optional": True} if optional else {}))

    def assignment(self, node: ast.Assign | ast.AnnAssign, place: Place) -> str | None:
        """Note what an assignment defines, and say what its value stands in."""
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        name = targets[0]
        if len(targets) > 1 or not isinstance(name, ast.Name):
            self.targets(targets, place, local=False)
            return place.around
        if not isinstance(place.scope, ast.Module | ast.ClassDef):
            return place.around
        again = name.id in self.names(place.scope)
        self.variable(name, node, node.value, place, optional=again)
        return place.around if again else name.id

    def targets(self, targets: Sequence[ast.expr], place: Place, *, local: bool) -> None:
        """Note the names in patterns and chains: each is a definition of its own.

        The name of a loop, of `with` and of `:=` is a variable that nobody calls a definition.
        """
        left = list(reversed(targets))
        while left:
            target = left.pop()
            if isinstance(target, ast.Tuple | ast.List):
                left.extend(reversed(target.elts))
            elif isinstance(target, ast.Starred):
                left.append(target.value)
            elif isinstance(target, ast.Name) and isinstance(
                place.scope, ast.Module | ast.ClassDef
            ):
                again = target.id in self.names(place.scope)
                self.variable(target, target, None, place, optional=again or local)
            elif isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name):
                self.attribute(target, target.value.id, place, local=local)

    def attribute(self, target: ast.Attribute, holder: str, place: Place, *, local: bool) -> None:
        """Note the attribute of an instance, unless its class has it already."""
        if place.instance is None or holder != place.instance[1]:
            return
        owner = place.instance[0]
        known = self.attributes.setdefault(owner, set())
        if target.attr in known or target.attr in names_of_body(owner):
            return
        known.add(target.attr)
        # By convention only, the instance is called so; a class method has the class there.
        optional = local or holder != "self"
        line = target.end_lineno or target.lineno
        kinds = ["field", "variable"]
        self.define(target.attr, kinds, line, target, owner.name, optional=optional)

    def variable(
        self, name: ast.Name, node: ast.AST, value: ast.expr | None, place: Place, *, optional: bool
    ) -> None:
        """Note a variable of a module or a class."""
        self.names(place.scope).add(name.id)
        kinds = ["variable", "constant"]
        if isinstance(place.scope, ast.ClassDef):
            kinds = ["field", "constant", "variable", "enum_member"]
        if isinstance(value, ast.Lambda):
            kinds += ["function", "method"]
        elif isinstance(value, ast.Call):
            kinds += MAKERS.get(last_name(value) or "", [])
        self.define(name.id, kinds, name.lineno, node, place.around, optional=optional)


@functools.cache
def names_of_body(owner: ast.ClassDef) -> frozenset[str]:
    """The names that the body of a class binds."""
    names: set[str] = set()
    left: list[ast.AST] = list(owner.body)
    while left:
        node = left.pop()
        if isinstance(node, (*FUNCTIONS, ast.ClassDef)):
            names.add(node.name)
            continue
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
        left.extend(ast.iter_child_nodes(node))
    return frozenset(names)


def type_parameters(node: ast.AST) -> list[ast.AST]:
    """The type parameters of a function or a class, on versions that know them."""
    return list(getattr(node, "type_params", []))


def last_name(node: ast.AST) -> str | None:
    """The last part of a path of names."""
    if isinstance(node, ast.Call):
        node = node.func
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else None


def docstring(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> str | None:
    """The documentation, as `help` shows it."""
    text = ast.get_docstring(node, clean=False)
    return None if text is None else inspect.cleandoc(text)


def facts_of(path: str) -> dict[str, Any]:
    """Read a file."""
    reader = Reader()
    error = None
    try:
        with tokenize.open(path) as file:
            text = file.read()
        reader.read(ast.parse(text))
    except (SyntaxError, ValueError, RecursionError, UnicodeError) as refusal:
        error = f"{type(refusal).__name__}: {refusal}"
    return {
        "path": path,
        "definitions": reader.definitions,
        "calls": reader.calls,
        "bases": reader.bases,
        "error": error,
    }


def main() -> None:
    """Answer for each path on standard input."""
    warnings.simplefilter("ignore")
    for line in sys.stdin:
        print(json.dumps(facts_of(line.rstrip("\n"))))


if __name__ == "__main__":
    main()
