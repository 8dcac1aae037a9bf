"""What a cursor defines, in Miller's words."""

from __future__ import annotations

from typing import Any

from clang import cindex
from clang.cindex import CursorKind as Kind
from clang.cindex import StorageClass, TypeKind

FUNCTIONS = {
    Kind.FUNCTION_DECL,
    Kind.CXX_METHOD,
    Kind.CONSTRUCTOR,
    Kind.DESTRUCTOR,
    Kind.CONVERSION_FUNCTION,
}
#: Their spelling has template arguments behind the name.
SIMPLE = {Kind.CONSTRUCTOR, Kind.DESTRUCTOR, Kind.CLASS_TEMPLATE_PARTIAL_SPECIALIZATION}
RECORDS = {Kind.STRUCT_DECL: "struct", Kind.CLASS_DECL: "class", Kind.UNION_DECL: "union"}
TYPES = {Kind.TYPEDEF_DECL, Kind.TYPE_ALIAS_DECL, Kind.TYPE_ALIAS_TEMPLATE_DECL}


def simple(spelling: str) -> str:
    """A name without its qualifier and its template arguments."""
    return spelling.split("<", maxsplit=1)[0].removeprefix("struct ").split("::")[-1].split(" ")[-1]


def template_of(cursor: Any) -> Any:
    """The kind of what a template makes; the cursor's own where it is none."""
    if cursor.kind in {
        Kind.FUNCTION_TEMPLATE,
        Kind.CLASS_TEMPLATE,
        Kind.CLASS_TEMPLATE_PARTIAL_SPECIALIZATION,
    }:
        return Kind.from_id(cindex.conf.lib.clang_getTemplateCursorKind(cursor))
    return cursor.kind


def of(cursor: Any, *, local: bool) -> list[str] | None:
    """The acceptable kinds of what a cursor defines; `None` where it defines nothing."""
    kind = template_of(cursor)
    if kind in FUNCTIONS:
        return _function(cursor, kind)
    if kind in RECORDS:
        return [RECORDS[kind]]
    if kind in TYPES:
        return _named_type(cursor)
    if kind == Kind.VAR_DECL:
        return _variable(cursor, local=local)
    if kind == Kind.ENUM_DECL:
        return ["enum"]
    if kind == Kind.ENUM_CONSTANT_DECL:
        return ["enum_member"]
    if kind == Kind.FIELD_DECL:
        return ["field"]
    if kind == Kind.NAMESPACE:
        return ["namespace"]
    return None


def _function(cursor: Any, kind: Any) -> list[str]:
    if cursor.spelling.startswith("operator") and not cursor.spelling[8:9].isidentifier():
        return ["operator"]
    if kind == Kind.CONVERSION_FUNCTION:
        return ["operator"]
    if kind == Kind.CONSTRUCTOR:
        return ["constructor"]
    if kind == Kind.DESTRUCTOR:
        return ["destructor"]
    return ["method"] if kind == Kind.CXX_METHOD else ["function"]


def _named_type(cursor: Any) -> list[str]:
    found = ["type"]
    children = list(cursor.get_children())
    if cursor.kind == Kind.TYPEDEF_DECL:
        # `typedef struct { … } name;` names the structure.
        found += [RECORDS.get(each.kind, "enum") for each in children if each.kind in _TAGGED]
        if cursor.underlying_typedef_type.get_canonical().kind == TypeKind.POINTER:
            found.append("delegate")
    return found


_TAGGED = {*RECORDS, Kind.ENUM_DECL}


def _variable(cursor: Any, *, local: bool) -> list[str] | None:
    if local:
        lambdas = [each for each in cursor.get_children() if each.kind == Kind.LAMBDA_EXPR]
        return ["function", "variable"] if lambdas else None
    parent = cursor.semantic_parent
    of_type = parent is not None and parent.kind in {*RECORDS, Kind.CLASS_TEMPLATE}
    kinds = ["field"] if of_type else ["variable"]
    if any(each.kind == Kind.LAMBDA_EXPR for each in cursor.get_children()):
        # What holds a function may be called one.
        kinds += ["method" if of_type else "function"]
    constant = cursor.type.is_const_qualified() or _element_is_const(cursor.type)
    return [*kinds, "constant"] if constant else kinds


def _element_is_const(of_type: Any) -> bool:
    here = of_type
    while here.kind in {TypeKind.CONSTANTARRAY, TypeKind.INCOMPLETEARRAY}:
        here = here.element_type
    return bool(here.is_const_qualified())


def is_optional(cursor: Any, *, local: bool) -> bool:
    """Whether a declaration may be left out: it says that something is defined elsewhere."""
    kind = cursor.kind
    if kind == Kind.VAR_DECL:
        return local or cursor.storage_class == StorageClass.EXTERN
    if kind in {Kind.STRUCT_DECL, Kind.CLASS_DECL, Kind.UNION_DECL, Kind.CLASS_TEMPLATE}:
        return not cursor.is_definition()
    if kind == Kind.ENUM_DECL:
        return not cursor.is_definition()
    if template_of(cursor) in FUNCTIONS and not cursor.is_definition():
        parent = cursor.lexical_parent
        friend = parent is not None and parent != cursor.semantic_parent
        return local or friend
    return False
