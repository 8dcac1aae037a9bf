"""What libclang says that the names in files of C and C++ mean.

Called as `truth.py FOLDER`, the one that holds the Python package `clang`, in the folder of what is
looked at, with paths on standard input; prints a line of JSON for each.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, sys.argv[1])
sys.path.insert(0, str(Path(__file__).parent))

from clang import cindex
from places import Places

if TYPE_CHECKING:
    from collections.abc import Iterator

Kind = cindex.CursorKind
UNIT = cindex.TranslationUnit
SOURCES = ("*.c", "*.cc", "*.cpp", "*.cxx")
#: Names that stand for what is declared elsewhere.
REFERENCES = frozenset(
    {
        Kind.DECL_REF_EXPR,
        Kind.MEMBER_REF,
        Kind.MEMBER_REF_EXPR,
        Kind.TEMPLATE_REF,
        Kind.TYPE_REF,
        Kind.VARIABLE_REF,
        Kind.MACRO_INSTANTIATION,
    }
)
#: What declarations stand in that are seen from other files.
OUTER = frozenset(
    {
        Kind.CLASS_DECL,
        Kind.CLASS_TEMPLATE,
        Kind.CLASS_TEMPLATE_PARTIAL_SPECIALIZATION,
        Kind.ENUM_DECL,
        Kind.LINKAGE_SPEC,
        Kind.UNEXPOSED_DECL,
        Kind.NAMESPACE,
        Kind.STRUCT_DECL,
        Kind.UNION_DECL,
    }
)
#: Parameters of templates are no symbols.
PARAMETERS = frozenset(
    {
        Kind.PARM_DECL,
        Kind.TEMPLATE_TYPE_PARAMETER,
        Kind.TEMPLATE_NON_TYPE_PARAMETER,
        Kind.TEMPLATE_TEMPLATE_PARAMETER,
    }
)
FUNCTIONS = frozenset(
    {
        Kind.FUNCTION_DECL,
        Kind.CXX_METHOD,
        Kind.CONSTRUCTOR,
        Kind.DESTRUCTOR,
        Kind.CONVERSION_FUNCTION,
        Kind.FUNCTION_TEMPLATE,
    }
)
COMMENTS_AND_STRINGS = re.compile(
    rb'//(?:\\.|[^\n\\])*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\''
    rb"|#\s*include[^\n]*|(?P<name>(?<!\w)[A-Za-z_]\w*)",
    re.DOTALL,
)
KEYWORDS = frozenset(
    b"""alignas alignof and asm auto bool break case catch char class const const_cast constexpr
    continue decltype default define defined delete do double dynamic_cast elif else endif enum
    error explicit export extern false final float for friend goto if ifdef ifndef include inline
    int long mutable namespace new noexcept not nullptr operator or override pragma private
    protected public register reinterpret_cast restrict return short signed sizeof static
    static_assert static_cast struct switch template this throw true try typedef typeid typename
    undef union unsigned using virtual void volatile while __attribute__ once""".split()
)


class Package:
    """The sources of a folder, and where what they share is declared."""

    def __init__(self, root: Path) -> None:
        self._places = Places(root)
        self._index = cindex.Index.create()
        own = subprocess.run(
            ["gcc", "-print-file-name=include"],  # noqa: S607 -- the one of the machine
            check=True,
            capture_output=True,
            text=True,
        )
        headers = {path for name in ("*.h", "*.hpp") for path in root.rglob(name)}
        above = {folder for path in headers for folder in path.parents}
        folders = sorted(str(folder) for folder in above if folder.is_relative_to(root))
        near = [option for folder in folders for option in ("-iquote", folder)]
        near += [option for folder in folders for option in ("-idirafter", folder)]
        self._options = ["-w", "-ferror-limit=0", "-D_GNU_SOURCE", *near]
        self._options += ["-isystem", own.stdout.strip()]
        #: All declarations of what has a name that others see.
        self._declared: dict[str, dict[tuple[str, int], str]] = defaultdict(dict)
        for path in sorted(path for name in SOURCES for path in root.rglob(name)):
            unit = self._parse(path, UNIT.PARSE_SKIP_FUNCTION_BODIES)
            for cursor in _outer(unit.cursor):
                self._declare(cursor)

    def _parse(self, path: Path, options: int) -> cindex.TranslationUnit:
        mode = ["-x", "c", "-std=gnu17"] if path.suffix == ".c" else ["-x", "c++", "-std=gnu++17"]
        return self._index.parse(str(path), args=[*mode, *self._options], options=options)

    def _declare(self, cursor: cindex.Cursor) -> None:
        place = self._places.of(cursor)
        if place is not None and (usr := cursor.get_usr()):
            path, line, _, name = place
            self._declared[usr][path, line] = name

    def answer(self, path: str) -> dict[str, Any]:
        """All uses of a file with what they mean."""
        place = Path.cwd() / path
        unit = self._parse(place, UNIT.PARSE_DETAILED_PROCESSING_RECORD)
        told: dict[int, dict[str, Any] | None] = {}
        for cursor in _all(unit.cursor, path=str(place)):
            at = self._places.offset(cursor)
            # A macro's name is known before what it makes is found there.
            if cursor.kind in REFERENCES:
                told.setdefault(at, self._verdict(cursor))
            elif cursor.kind.is_declaration() or cursor.kind is Kind.MACRO_DEFINITION:
                told.setdefault(at, None)
        uses = []
        text = self._places.text(place)
        for word in COMMENTS_AND_STRINGS.finditer(text):
            name = word.group("name")
            if name is None or name in KEYWORDS:
                continue
            verdict = told.get(word.start(), {"verdict": "undecided"})
            if verdict is None:
                continue
            if verdict.get("name", name.decode()) != name.decode():
                verdict = {"verdict": "undecided"}
            line, column = self._places.line(place, word.start())
            uses.append({**verdict, "line": line, "column": column, "name": name.decode()})
        return {"path": path, "uses": uses, "error": None}

    def _verdict(self, cursor: cindex.Cursor) -> dict[str, Any]:
        meant = cursor.referenced
        if meant is None or meant.kind is Kind.OVERLOADED_DECL_REF:
            return {"verdict": "undecided"}
        place = self._places.of(meant)
        if place is None:
            return {"verdict": "outside"}
        name = place[3]
        definitions = [
            {"path": path, "line": line, "name": name}
            for (path, line), name in self._all_declarations(meant).items()
        ]
        above = meant.semantic_parent
        within = above is not None and above.kind in FUNCTIONS
        local = meant.kind in PARAMETERS or (within and meant.kind is Kind.VAR_DECL)
        verdict = "local" if local else "inside"
        return {"verdict": verdict, "definitions": definitions, "name": name}

    def _all_declarations(self, meant: cindex.Cursor) -> dict[tuple[str, int], str]:
        """Paths and lines with names: of the definition, too, where it is in another file."""
        same = [meant, meant.canonical, meant.get_definition()]
        if meant.kind is Kind.TYPEDEF_DECL:
            # `typedef struct name name;` makes one thing of both.
            behind = meant.underlying_typedef_type.get_declaration()
            if behind.spelling == meant.spelling:
                same += [behind, behind.get_definition()]
        found = {}
        for cursor in same:
            if cursor is None:
                if meant.kind is not Kind.MACRO_DEFINITION:
                    found.update(self._declared.get(same[-2].get_usr(), {}))
            elif (place := self._places.of(cursor)) is not None:
                found[place[0], place[1]] = place[3]
        return found


def _outer(cursor: cindex.Cursor) -> Iterator[cindex.Cursor]:
    for child in cursor.get_children():
        yield child
        if child.kind in OUTER:
            yield from _outer(child)


def _all(cursor: cindex.Cursor, path: str) -> Iterator[cindex.Cursor]:
    """Everything below the top of a file that stands in the file itself."""
    for child in cursor.get_children():
        file = child.location.file
        if file is not None and file.name == path:
            yield from child.walk_preorder()


def main() -> None:
    """Answer for each path on standard input."""
    package = Package(Path.cwd())
    for line in sys.stdin:
        print(json.dumps(package.answer(line.rstrip("\n"))), flush=True)


if __name__ == "__main__":
    main()
