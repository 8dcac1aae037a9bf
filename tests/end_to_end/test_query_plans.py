"""No look-up that people make in an index reads a whole table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from end_to_end.conftest import LAMP, index, write
from miller import SQLiteStore
from miller.index_folder import IndexFolder

if TYPE_CHECKING:
    from pathlib import Path

LOOK_UPS = {
    "symbols": ["id", "name", "file_path", "parent_id"],
    "identifiers": ["name", "file_path", "containing_symbol_id", "target_symbol_id"],
    "relationships": ["file_path", "from_symbol_id", "to_symbol_id"],
    "pending_relationships": ["file_path", "from_symbol_id", "to_name"],
    "edges": ["from_symbol_id", "to_symbol_id"],
    "files": ["path"],
}
FORMS = ["{column} = 'x'", "{column} IN ('x', 'y')", "{column} = 'x' AND kind = 'call'"]
CALLS = "symbols AS s JOIN relationships AS r ON r.from_symbol_id = s.id"
CALLERS = "symbols AS t JOIN relationships AS r ON r.to_symbol_id = t.id"
USES = "symbols AS t JOIN identifiers AS i ON i.target_symbol_id = t.id"
USED = "symbols AS s JOIN identifiers AS i ON i.containing_symbol_id = s.id"
FILES = "identifiers AS i JOIN files AS f ON f.path = i.file_path"
JOINED = [
    f"{CALLS} JOIN symbols AS t ON t.id = r.to_symbol_id WHERE s.name = 'x'",
    f"{CALLERS} JOIN symbols AS s ON s.id = r.from_symbol_id WHERE t.name = 'x'",
    f"{USES} WHERE t.name = 'x' AND i.kind = 'call'",
    f"{USED} WHERE s.name = 'x' AND s.file_path = 'y'",
    f"{FILES} WHERE i.name = 'x'",
    "symbols AS s JOIN edges AS e ON e.from_symbol_id = s.id WHERE s.name = 'x'",
    "symbols AS t JOIN edges AS e ON e.to_symbol_id = t.id WHERE t.name = 'x'",
]


def statements() -> list[str]:
    single = [
        f"{view} WHERE {form.format(column=column)}"
        for view, columns in LOOK_UPS.items()
        for column in columns
        for form in FORMS
        if view != "files" or "kind" not in form
    ]
    return [f"SELECT * FROM {rest}" for rest in (*single, *JOINED)]  # noqa: S608 -- from above


def scans(root: Path, sql: str) -> list[str]:
    """Give the steps of a query that read a whole table."""
    with SQLiteStore(IndexFolder.of(root).index_file, read_only=True) as store:
        steps = store.query(f"EXPLAIN QUERY PLAN {sql}")["detail"].to_pylist()
    assert steps
    return [step for step in steps if step.startswith("SCAN") and "CONSTANT ROW" not in step]


@pytest.mark.parametrize("route", ["object", "arrow"])
def test_look_ups_read_no_whole_table(workspace: Path, route: str) -> None:
    """After the first run of a route, which builds the indexes last, and after the second."""
    for source in (LAMP, LAMP.replace("switch", "toggle")):
        write(workspace, {"lamp.py": source})
        index(workspace, route)
        found = {sql: scans(workspace, sql) for sql in statements()}
        assert {sql: steps for sql, steps in found.items() if steps} == {}
        # The same measure sees a scan.
        assert scans(workspace, "SELECT * FROM symbols WHERE signature = 'x'")
