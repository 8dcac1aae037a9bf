"""`MILLER_ARROW=verify` finds what is planted, says what and where, and keeps the object's rows.

Each test runs the command line in a process of its own, in which `extract_files_to_arrow` gives
other rows than it would (see `planted.py`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest

from equivalence.commands import Answer, miller_index
from equivalence.fixtures import all_fixtures
from equivalence.rows import (
    SCHEMAS,
    TABLES,
    Rows,
    assert_rows_in_all_tables,
    assert_same_rows,
    rows_of_results,
)
from equivalence.workspaces import VECTORS, index, stored_rows, write
from miller import miller_core

if TYPE_CHECKING:
    from pathlib import Path

FILES = {
    path: content
    for path, content in all_fixtures().items()
    if path.startswith(("c/", "cpp/", "go/", "python/", "rust/"))
} | {
    "latin.py": "# Zürich\ndef größe(): pass\n".encode("latin-1"),
    "latin.go": "// Zürich\npackage größe\n".encode("latin-1"),
    "notes.txt": b"just text\n",
}

# No fixture has a symbol without an excerpt.
NEVER_NULL = {"code_context"}

ONE_CHUNK_A_FILE = {"MILLER_CHUNK_SIZE": 1}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("planted") / "workspace"
    write(root, FILES)
    return root


@pytest.fixture(scope="module")
def expected(workspace: Path) -> Rows:
    """What both stores hold after the object route."""
    index(workspace, workspace.parent / "reference", "object")
    rows = stored_rows(workspace.parent / "reference")
    assert_rows_in_all_tables(rows)
    return rows


@pytest.fixture(scope="module")
def extracted(workspace: Path) -> Rows:
    """What the object route extracts, in the order of the scan."""
    paths = sorted(FILES, key=str.encode)
    return rows_of_results(miller_core.extract_files_batch_with_io(paths, str(workspace)))


def counted(rows: Rows) -> dict[str, int]:
    counts = {table: content.num_rows for table, content in rows.items() if table != VECTORS}
    return {"files": counts.pop("file_data"), **counts}


def assert_object_rows_are_stored_once(answer: Answer, index_dir: Path, expected: Rows) -> None:
    assert_same_rows(expected, stored_rows(index_dir))
    assert answer.json["rows"] == counted(stored_rows(index_dir, as_extracted=True))
    assert answer.json["files_indexed"] == len(FILES)
    assert answer.json["fallbacks"] == []


# Values ------------------------------------------------------------------------------------------


def value_plants(table: str, rows: pa.Table) -> list[dict[str, Any]]:
    """Plan another value for each column but the key, each in another row.

    A column that may be null gets three: another text, a null for a text, a text for a null.
    """
    plants: list[dict[str, Any]] = []
    keys = rows.column(0).to_pylist()
    free = dict.fromkeys(range(rows.num_rows))
    # Columns with nulls choose first: they need rows of both sorts.
    for field in sorted(list(rows.schema)[1:], key=lambda field: not field.nullable):
        values = rows[field.name].to_pylist()
        if pa.types.is_string(field.type):
            changes = [(False, lambda value: f"{value}x")]
        elif pa.types.is_float32(field.type):
            changes = [(False, lambda value: value / 2)]
        else:
            changes = [(False, lambda value: value + 1)]
        if field.nullable:
            changes.append((False, lambda _: None))
        if field.nullable and field.name not in NEVER_NULL:
            changes.append((True, lambda _: "planted"))
        for of_null, change in changes:
            row = next(row for row in free if (values[row] is None) == of_null)
            del free[row]
            plants.append(
                {
                    "kind": "other_value",
                    "table": table,
                    "key": keys[row],
                    "column": field.name,
                    "value": change(values[row]),
                    "replaced": values[row],
                }
            )
    return plants


def as_difference(plant: dict[str, Any]) -> dict[str, Any]:
    return {
        "table": plant["table"],
        "key": plant["key"],
        "column": plant["column"],
        "object_value": plant["replaced"],
        "arrow_value": plant["value"],
    }


def in_order(things: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(things, key=lambda thing: (thing["table"], str(thing["key"]), thing["column"]))


@pytest.mark.parametrize("table", TABLES)
def test_planted_values_are_reported_to_machines(
    workspace: Path, tmp_path: Path, expected: Rows, extracted: Rows, table: str
) -> None:
    plants = value_plants(table, extracted[table])
    assert {plant["column"] for plant in plants} == set(SCHEMAS[table].names[1:])
    answer = miller_index(
        workspace, tmp_path / "index", "--json", plants=plants, MILLER_ARROW="verify",
        **ONE_CHUNK_A_FILE,
    )  # fmt: skip
    assert answer.status == 1, answer.errors
    assert in_order(answer.record) == in_order(plants)
    assert in_order(answer.json["differences"]) == in_order(list(map(as_difference, plants)))
    assert answer.json["differences_found"] == len(plants)
    assert_object_rows_are_stored_once(answer, tmp_path / "index", expected)


def said_of(plant: dict[str, Any]) -> str:
    return (
        f"difference: {plant['table']} {plant['key']} {plant['column']}: "
        f"object {plant['replaced']!r}, arrow {plant['value']!r}"
    )


@pytest.mark.parametrize(("plants_a_table", "told"), [(3, 15), (20, 20)])
def test_planted_values_are_reported_to_people(
    workspace: Path, tmp_path: Path, extracted: Rows, plants_a_table: int, told: int
) -> None:
    plants = [
        plant
        for table, rows in extracted.items()
        for plant in value_plants(table, rows)[:plants_a_table]
    ]
    answer = miller_index(
        workspace, tmp_path / "index", plants=plants, MILLER_ARROW="verify", **ONE_CHUNK_A_FILE
    )
    assert answer.status == 1
    assert len(answer.record) == len(plants)
    said = [line for line in answer.errors.splitlines() if line.startswith("difference: ")]
    assert set(said[:told]) <= set(map(said_of, plants))
    assert len(set(said[:told])) == told
    further = [] if len(plants) == told else [f"difference: {len(plants)} in all"]
    assert said[told:] == further


# Rows --------------------------------------------------------------------------------------------


def row_differences(kind: str, rows: Rows, row: int) -> list[dict[str, Any]]:
    """Say what must be reported when a row of each table is missing, doubled or out of place."""
    differences = []
    for table, content in rows.items():
        keys = content.column(0).to_pylist()
        key_column, count = content.column_names[0], len(keys)
        number = ("(all)", "(number of rows)", count)
        found: list[tuple[Any, ...]] = {
            "missing_row": [
                (keys[row], key_column, keys[row], "(no such row)"),
                (*number, count - 1),
            ],
            "further_row": [(*number, count + 1)],
            "swapped_rows": [(f"(row {row})", "(order)", keys[row], keys[row + 1])],
        }[kind]
        differences += [
            {
                "table": table,
                "key": key,
                "column": column,
                "object_value": object_value,
                "arrow_value": arrow_value,
            }
            for key, column, object_value, arrow_value in found
        ]
    return differences


@pytest.mark.parametrize("kind", ["missing_row", "further_row", "swapped_rows"])
def test_planted_rows_are_reported(
    workspace: Path, tmp_path: Path, expected: Rows, extracted: Rows, kind: str
) -> None:
    row = 2
    plants = [
        {"kind": kind, "table": table, "key": rows.column(0)[row].as_py()}
        for table, rows in extracted.items()
    ]
    answer = miller_index(
        workspace, tmp_path / "index", "--json", "--route", "verify", plants=plants
    )
    assert answer.status == 1, answer.errors
    assert sorted(answer.record, key=str) == sorted(plants, key=str)
    assert in_order(answer.json["differences"]) == in_order(row_differences(kind, extracted, row))
    assert_object_rows_are_stored_once(answer, tmp_path / "index", expected)


def test_planted_difference_in_a_later_run_keeps_the_rows_of_both_stores(
    tmp_path: Path, extracted: Rows
) -> None:
    """A file that has changed is compared, too, and what is in the stores already stays."""
    root = tmp_path / "workspace"
    write(root, FILES)
    index(root, tmp_path / "index", "arrow")
    changed = FILES["python/fixture.py"] + b"\n\ndef added_behind():\n    pass\n"
    write(root, {"python/fixture.py": changed})
    (key,) = (
        row["id"]
        for row in extracted["symbols"].to_pylist()
        if row["file_path"] == "python/fixture.py" and row["parent_id"] is None
    )
    plant = {
        "kind": "other_value",
        "table": "symbols",
        "key": key,
        "column": "name",
        "value": "planted",
    }
    answer = miller_index(root, tmp_path / "index", "--json", plants=[plant], MILLER_ARROW="verify")
    assert answer.status == 1
    assert len(answer.record) == 1
    assert [difference["key"] for difference in answer.json["differences"]] == [key]
    assert answer.json["files_indexed"] == 1
    index(root, tmp_path / "fresh", "object")
    assert_same_rows(stored_rows(tmp_path / "fresh"), stored_rows(tmp_path / "index"))


# Nothing planted ---------------------------------------------------------------------------------


@pytest.mark.parametrize("settings", [{}, ONE_CHUNK_A_FILE], ids=str)
def test_without_a_plant_there_is_no_difference(
    workspace: Path, tmp_path: Path, expected: Rows, settings: dict[str, int]
) -> None:
    answer = miller_index(
        workspace, tmp_path / "index", "--json", MILLER_ARROW="verify", **settings
    )
    assert answer.status == 0, answer.errors
    assert answer.record == []
    assert answer.json["route"] == "verify"
    assert answer.json["differences"] == []
    assert answer.json["differences_found"] == 0
    assert_object_rows_are_stored_once(answer, tmp_path / "index", expected)


def test_a_plant_on_no_row_takes_no_effect(workspace: Path, tmp_path: Path) -> None:
    """The record tells a plant that took effect from one that did not."""
    plant = {"kind": "missing_row", "table": "symbols", "key": "no such row"}
    answer = miller_index(workspace, tmp_path / "index", plants=[plant], MILLER_ARROW="verify")
    assert answer.status == 0
    assert answer.record == []
