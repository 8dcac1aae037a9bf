"""Collects definitions, calls and bases from the tree of a translation unit."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import kinds
import source
from clang import cindex
from clang.cindex import CursorKind as Kind

#: Nodes that a callee may be wrapped in.
CALLEES = {Kind.DECL_REF_EXPR, Kind.MEMBER_REF_EXPR, Kind.OVERLOADED_DECL_REF}
WRAPPERS = {Kind.UNEXPOSED_EXPR, Kind.PAREN_EXPR, Kind.UNARY_OPERATOR}
RECORDS = {
    Kind.STRUCT_DECL,
    Kind.CLASS_DECL,
    Kind.UNION_DECL,
    Kind.CLASS_TEMPLATE,
    Kind.CLASS_TEMPLATE_PARTIAL_SPECIALIZATION,
}


@dataclass(frozen=True)
class Place:
    """Where a cursor of the tree stands."""

    cursor: Any
    #: Acceptable names of the innermost definition around it.
    around: tuple[str | None, ...] = (None,)
    #: Whether it stands in a function, whose variables are no definitions.
    local: bool = False


@dataclass
class Found:
    """A definition whose parent is known once all are."""

    facts: dict[str, Any]
    #: What a definition outside its class belongs to.
    owner: str | None
    around: tuple[str | None, ...]
    offset: int


class _Ranges(ctypes.Structure):
    _fields_ = (("count", ctypes.c_uint), ("ranges", ctypes.POINTER(cindex.SourceRange)))


@dataclass
class Collector:
    """The facts of one file."""

    unit: Any
    definitions: list[Found] = field(default_factory=list)
    calls: list[dict[str, Any]] = field(default_factory=list)
    bases: list[dict[str, Any]] = field(default_factory=list)
    opaque: list[tuple[int, int]] = field(default_factory=list)
    opaque_calls: list[tuple[int, int]] = field(default_factory=list)

    def found(self) -> dict[str, Any]:
        """Walk over what the file itself holds."""
        self.path = self.unit.spelling
        self.text = Path(self.path).read_bytes()
        self.seen: set[int] = set()
        self.declared: set[tuple[str, int, int]] = set()
        self.holders: list[tuple[int, int, tuple[str | None, ...]]] = []
        self.macros: list[Any] = []
        self._skipped()
        left = [Place(each) for each in self.unit.cursor.get_children() if self._is_here(each)]
        left.reverse()
        while left:
            place = left.pop()
            inner = self._visit(place)
            if inner is not None:
                children = [Place(each, *inner) for each in place.cursor.get_children()]
                left.extend(reversed(children))
        for macro in self.macros:
            self._expansion(macro)
        self.opaque_calls += source.unevaluated(self.text)
        return {
            "definitions": self._with_parents(),
            "calls": self.calls,
            "bases": self.bases,
            "opaque": self.opaque,
            "opaque_calls": self.opaque_calls,
        }

    def _is_here(self, cursor: Any) -> bool:
        file = cursor.location.file
        return file is not None and file.name == self.path

    def _skipped(self) -> None:
        """What conditional compilation leaves out."""
        library = cindex.conf.lib
        library.clang_Cursor_getCommentRange.restype = cindex.SourceRange
        library.clang_Cursor_getCommentRange.argtypes = [cindex.Cursor]
        library.clang_getSkippedRanges.restype = ctypes.POINTER(_Ranges)
        library.clang_getSkippedRanges.argtypes = [cindex.TranslationUnit, ctypes.c_void_p]
        listed = library.clang_getSkippedRanges(self.unit, self.unit.get_file(self.path))
        for at in range(listed.contents.count):
            span = listed.contents.ranges[at]
            self.opaque.append((span.start.line, span.end.line))

    def _with_parents(self) -> list[dict[str, Any]]:
        scopes = {
            each.facts["name"]
            for each in self.definitions
            if {"class", "struct", "union", "namespace", "type"} & set(each.facts["kind"])
            and not each.facts.get("only_declares")
        }
        for each in self.definitions:
            if each.facts["is_macro"]:
                # A macro is known in all of the file, wherever it stands.
                each.around = (None, *self._holding(each.offset))
            inside = each.owner in scopes
            each.facts["parent"] = [each.owner] if inside else list(each.around)
        return [each.facts for each in self.definitions]

    def _visit(self, place: Place) -> tuple[tuple[str | None, ...], bool] | None:
        """Add what a cursor says; gives where its children stand, `None` where they say nothing."""
        cursor = place.cursor
        kind = cursor.kind
        if kind == Kind.MACRO_DEFINITION:
            at = cursor.location.offset + len(cursor.spelling)
            # What has no parameters stands for a value.
            takes = self.text[at : at + 1] == b"("
            self._define(cursor, ["macro"] if takes else ["macro", "constant"], place)
            return None
        if kind == Kind.MACRO_INSTANTIATION:
            self.macros.append(cursor)
            return None
        if kind in {Kind.CALL_EXPR, Kind.TYPE_REF, Kind.TEMPLATE_REF}:
            self._call(place)
            return place.around, place.local
        if kind == Kind.CXX_BASE_SPECIFIER:
            self._base(place)
            return place.around, place.local
        if not kind.is_declaration():
            return place.around, place.local
        # A type stands below what declares something of it as well.
        key = (str(kind), cursor.extent.start.offset, cursor.location.offset)
        if key in self.declared and kind in RECORDS | {Kind.ENUM_DECL}:
            return None
        self.declared.add(key)
        return self._declaration(place)

    def _declaration(self, place: Place) -> tuple[tuple[str | None, ...], bool]:
        cursor = place.cursor
        wanted = kinds.of(cursor, local=place.local)
        if wanted is None:
            return place.around, place.local
        name = cursor.spelling
        if cursor.kind in RECORDS | {Kind.ENUM_DECL} and not self._is_written(cursor, name):
            # One without a tag is called by its typedef, if at all.
            named = (name,) if name and "(" not in name else ()
            return (*named, *self._declared_with(cursor), *place.around), False
        local = place.local or cursor.kind in kinds.FUNCTIONS or self._is_function(cursor)
        if not name:
            return place.around, local
        inner = self._define(cursor, wanted, place)
        is_type = cursor.kind in RECORDS | {Kind.ENUM_DECL, Kind.NAMESPACE}
        self.holders.append((cursor.extent.start.offset, cursor.extent.end.offset, inner))
        return inner, local and not is_type

    def _declared_with(self, cursor: Any) -> tuple[str, ...]:
        """The name behind a type without one, whose members it holds: `struct { … } name;`."""
        name = source.declared_after(self.text, cursor.extent.end.offset)
        return (name,) if name else ()

    def _is_function(self, cursor: Any) -> bool:
        return kinds.template_of(cursor) in kinds.FUNCTIONS

    def _is_written(self, cursor: Any, name: str) -> bool:
        """Whether the file spells a name where the tree says that it stands."""
        at = cursor.location.offset
        bare = name.split("<", maxsplit=1)[0]
        if bare.startswith("operator"):
            return self.text[at : at + 8] == b"operator"
        return source.name_at(self.text, at) == bare

    def _define(self, cursor: Any, wanted: list[str], place: Place) -> tuple[str | None, ...]:
        is_simple = {cursor.kind, kinds.template_of(cursor)} & kinds.SIMPLE
        name = cursor.spelling.split("<")[0] if is_simple else cursor.spelling
        optional = kinds.is_optional(cursor, local=place.local)
        if cursor.kind == Kind.MACRO_DEFINITION:
            optional = source.guards(self.text, name)
        around: tuple[str | None, ...] = (name,)
        if not self._is_written(cursor, name):
            # A macro has made it: what the file shows is the name of the macro.
            name = source.name_at(self.text, cursor.location.offset)
            # It may be called by any word in its arguments.
            words = source.words_of_call(self.text, cursor.location.offset)
            around = (*around, *words, *place.around)
            self.opaque.append((cursor.location.line, cursor.location.line))
            return around
        if optional:
            around = (*around, *place.around)
        owner = cursor.semantic_parent.spelling.split("<")[0] if cursor.semantic_parent else None
        outside = cursor.semantic_parent != cursor.lexical_parent
        docs = self._documentation(cursor)
        facts = {
            "name": name,
            "kind": wanted,
            "line": cursor.location.line,
            "end_line": cursor.extent.end.line,
            "doc": docs or [None],
            # The tree knows of no documentation of macros.
            "documented": bool(docs) and cursor.kind != Kind.MACRO_DEFINITION,
            "is_macro": cursor.kind == Kind.MACRO_DEFINITION,
            "optional": optional,
            "only_declares": cursor.kind in RECORDS and not cursor.is_definition(),
        }
        self.definitions.append(
            Found(facts, owner if outside else None, place.around, cursor.location.offset)
        )
        return around

    def _call(self, place: Place) -> None:
        callee = place.cursor
        optional = False
        if callee.kind == Kind.CALL_EXPR:
            callee = next(callee.get_children(), None)
            while callee is not None and callee.kind in WRAPPERS:
                # `(*pointer)(…)` calls what has no name of its own.
                optional |= callee.kind != Kind.UNEXPOSED_EXPR
                callee = next(callee.get_children(), None)
            if callee is None or callee.kind not in CALLEES:
                return
            at = _spelled(callee, self.path)
            if at is not None and not callee.spelling and callee.kind != Kind.OVERLOADED_DECL_REF:
                # What depends on a template starts with the object; its name stands last.
                at = source.last_name(self.text, at, callee.extent.end.offset)
            openings = b"()" if optional else b"("
            is_call = at is not None and source.opens_after(self.text, at, openings)
        else:
            # `Type(…)` makes a value or converts one.
            optional = True
            at = _spelled(callee, self.path)
            is_call = at is not None and (
                source.opens_after(self.text, at, b"({") or source.follows_new(self.text, at)
            )
        # What the body of a macro calls stands nowhere in the file.
        named = source.name_at(self.text, at) if at is not None else ""
        of_macro = bool(callee.spelling) and named != kinds.simple(callee.spelling)
        if is_call and at is not None and at not in self.seen and not of_macro:
            self.seen.add(at)
            self._add_call(at, place.around, optional=optional)

    def _add_call(self, at: int, around: tuple[str | None, ...], *, optional: bool) -> None:
        name = source.name_at(self.text, at)
        line = self.text.count(b"\n", 0, at) + 1
        if name and name != "operator":
            self.calls.append(
                {"callee": name, "line": line, "caller": list(around), "optional": optional}
            )

    def _expansion(self, macro: Any) -> None:
        """`MACRO(…)` is no call to the language, and what its arguments become is the macro's."""
        at = macro.location.offset
        if not source.opens_after(self.text, at) or at in self.seen:
            return
        self.opaque_calls.append((macro.extent.start.line, macro.extent.end.line))
        self._add_call(at, self._holding(at), optional=True)

    def _holding(self, at: int) -> tuple[str | None, ...]:
        """The innermost definition around an offset."""
        holding = [each for each in self.holders if each[0] <= at < each[1]]
        return max(holding)[2] if holding else (None,)

    def _base(self, place: Place) -> None:
        named = [
            each
            for each in place.cursor.get_children()
            if each.kind in {Kind.TYPE_REF, Kind.TEMPLATE_REF}
        ]
        # The arguments of a template stand behind it; what qualifies a name stands in front.
        templates = [each for each in named if each.kind == Kind.TEMPLATE_REF]
        base = templates[0] if templates else next(reversed(named), None)
        at = _spelled(base, self.path) if base is not None else None
        # What a macro makes is its own.
        if base is None or at is None or not place.around[0] or len(place.around) > 1:
            return
        name = source.name_at(self.text, at)
        if name == kinds.simple(base.spelling):
            line = self.text.count(b"\n", 0, at) + 1
            self.bases.append(
                {"type": place.around[0], "base": name, "relation": "extends", "line": line}
            )

    def _documentation(self, cursor: Any) -> list[str | None]:
        """The text of the comment at a declaration; that of another one of the same may serve, too.

        Nothing where the other one stands in a header: it hides what the file itself says.
        """
        span = cindex.conf.lib.clang_Cursor_getCommentRange(cursor)
        file = span.start.file
        if file is None or cursor.raw_comment is None:
            # Where a header declares it, a plain comment here is not looked at.
            return [] if source.follows_comment(self.text, cursor.extent.start.offset) else [None]
        if file.name != self.path:
            return []
        docs = source.documentation(cursor.raw_comment)
        between = self.text[span.end.offset : cursor.extent.start.offset]
        behind = span.start.line == cursor.extent.end.line
        above = span.end.offset <= cursor.extent.start.offset and not between.strip()
        near = behind or above
        start = cursor.extent.start.offset
        if behind and None in docs and source.follows_comment(self.text, start):
            # Of two plain comments the parser hands on the one behind.
            return []
        return docs if near else [None, *docs]


def _spelled(cursor: Any, path: str) -> int | None:
    """Where a file spells what a cursor means: inside the argument of a macro, not at the macro."""
    file, offset = cindex.c_object_p(), ctypes.c_uint()
    cindex.conf.lib.clang_getFileLocation(
        cursor.location, ctypes.byref(file), None, None, ctypes.byref(offset)
    )
    return offset.value if file and cindex.File(file).name == path else None
