"""Writes python/miller/index/table_rows.py from the tables, or says whether it is stale.

python tools/table_rows.py            exit status 1 when the file is stale
python tools/table_rows.py --write    write the file
"""

from __future__ import annotations

import sys
from pathlib import Path
from textwrap import fill, indent

import pyarrow as pa

from miller import miller_core

MODULE = Path(__file__).parent.parent / "python" / "miller" / "index" / "table_rows.py"
WIDTH = 100

HEAD = '''\
"""The rows of the tables as named tuples.

Written by `tools/table_rows.py` from the tables; `make generated` rewrites it.
"""

from __future__ import annotations

from typing import NamedTuple

'''

CLASSES = {
    "files": "FileRow",
    "symbols": "SymbolRow",
    "identifiers": "IdentifierRow",
    "relationships": "RelationshipRow",
    "pending_relationships": "PendingRelationshipRow",
}


def module() -> str:
    """Give the text of the module."""
    parts = [HEAD]
    for view, name in CLASSES.items():
        table = "file_data" if view == "files" else view
        schema: pa.Schema = miller_core.table_schema(table, described=True)
        parts.append(f"\nclass {name}(NamedTuple):\n")
        parts.append(indent(documented(description(schema)), "    ") + "\n")
        for field in schema:
            parts.append(f"    {field.name}: {python_type(field)}\n")
            parts.append(indent(documented(description(field)), "    "))
        parts.append("\n")
    classes = ",\n".join(f'    "{view}": {name}' for view, name in CLASSES.items())
    parts.append(
        f"\n#: The rows of each table, by the name of its view.\nROWS = {{\n{classes},\n}}\n"
    )
    return "".join(parts)


def description(described: pa.Schema | pa.Field) -> str:
    """Give what a schema or a field says of itself."""
    text: str = described.metadata[b"description"].decode()
    return text


def documented(text: str) -> str:
    """Write a docstring, in as many lines as it takes."""
    one_line = f'"""{text}"""\n'
    if len(one_line) <= WIDTH - 4:
        return one_line
    return fill(one_line, WIDTH - 4) + "\n"


def python_type(field: pa.Field) -> str:
    """Give the type of a column's values."""
    name = {pa.string(): "str", pa.uint32(): "int", pa.float32(): "float"}[field.type]
    return f"{name} | None" if field.nullable else name


def main(arguments: list[str]) -> int:
    """Compare or write the module."""
    if arguments == ["--write"]:
        MODULE.write_text(module(), encoding="utf-8")
        return 0
    if not MODULE.exists() or MODULE.read_text(encoding="utf-8") != module():
        print(f"stale: {MODULE}; run `make generated`", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
