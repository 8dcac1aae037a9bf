"""Row digests: equal wherever the rows are equal, another one wherever a single value differs."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest

from equivalence.commands import miller_stats
from equivalence.digest_encoding import digest_of_table, digests_of_files
from equivalence.fixtures import all_fixtures
from equivalence.rows import (
    SCHEMAS,
    TABLES,
    TABLES_OF_A_FILE,
    Rows,
    assert_rows_in_all_tables,
    rows_of_batches,
)
from equivalence.workspaces import ROUTES, VECTORS, index, stored_rows, write
from miller import SQLiteStore, miller_core
from miller.digests import index_digests
from miller.index_folder import IndexFolder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PATHS = sorted(all_fixtures(), key=str.encode)
COLUMNS = [(table, field.name) for table in TABLES for field in SCHEMAS[table]]


@pytest.fixture(scope="module")
def batch(fixture_workspace: Path) -> Any:
    return miller_core.extract_files_to_arrow(PATHS, str(fixture_workspace))


@pytest.fixture(scope="module")
def rows(batch: Any) -> Rows:
    rows = rows_of_batches([batch])
    assert_rows_in_all_tables(rows)
    return rows


@pytest.fixture(scope="module")
def indexes(
    fixture_workspace: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, IndexFolder]:
    """An index of the fixtures for each route."""
    folder = tmp_path_factory.mktemp("digests")
    for route in ROUTES:
        index(fixture_workspace, folder / route, route, chunk_size=9_000, flush_rows=300)
    return {route: IndexFolder(folder / route) for route in ROUTES}


def by_file(digests: pa.RecordBatch) -> dict[tuple[str, str], tuple[int, str]]:
    found = {
        (row["table"], row["file_path"]): (row["rows"], row["digest"])
        for row in digests.to_pylist()
    }
    assert len(found) == digests.num_rows
    return found


def digest(table: str, rows: pa.Table) -> dict[str, str]:
    """Give the digest of each file in a table."""
    found = miller_core.row_digests(table, rows)
    return dict(zip(found["file_path"].to_pylist(), found["digest"].to_pylist(), strict=True))


# Equal where the rows are equal ------------------------------------------------------------------


def test_digests_of_both_routes_and_of_their_stores_are_equal(
    fixture_workspace: Path, batch: Any, rows: Rows, indexes: dict[str, IndexFolder]
) -> None:
    results = miller_core.extract_files_batch_with_io(PATHS, str(fixture_workspace))
    expected = by_file(miller_core.result_digests(results))
    assert {table for table, _ in expected} == set(TABLES)
    assert by_file(batch.digests()) == expected
    one_by_one: dict[Any, Any] = {}
    for table, content in rows.items():
        one_by_one |= by_file(miller_core.row_digests(table, content))
    assert one_by_one == expected
    for folder in indexes.values():
        with SQLiteStore(folder.index_file, read_only=True) as store:
            assert by_file(store.digests(as_extracted=True)) == expected


def test_digests_of_the_vectors_are_equal(indexes: dict[str, IndexFolder]) -> None:
    found = [
        {key: value for key, value in by_file(index_digests(folder)).items() if key[0] == VECTORS}
        for folder in indexes.values()
    ]
    assert found[0]
    assert found[0] == found[1] == found[2]
    stored = stored_rows(indexes["object"].path)[VECTORS]
    stored = stored.select(["id", "file_path", "search_text", "vector"])
    stored = stored.sort_by([("file_path", "ascending"), ("id", "ascending")])
    documented = digests_of_files(VECTORS, stored, "file_path")
    assert found[0] == by_file(pa.RecordBatch.from_pylist(documented))


def test_the_command_line_prints_the_same_digests(indexes: dict[str, IndexFolder]) -> None:
    rows = stored_rows(indexes["verify"].path)
    told = miller_stats(indexes["arrow"].path, "--digest", "--json").json
    assert list(told) == [*TABLES, VECTORS]
    expected = {
        table: digests_of_files(table, rows[table], "path" if table == "file_data" else "file_path")
        for table in TABLES
    }
    for table, files in expected.items():
        of_table = digest_of_table(table, files)
        assert told[table] == {
            **{name: of_table[name] for name in ("table", "rows", "digest")},
            "files": {file["file_path"]: file["digest"] for file in files},
        }
    lines = miller_stats(indexes["object"].path, "--digest").output.splitlines()
    assert [line.split()[:3:2] for line in lines] == [
        [told[table]["digest"], f"{told[table]['rows']:,}"] for table in told
    ]


# Another one where they differ -------------------------------------------------------------------


def changes_of(value: Any, field: pa.Field) -> Iterator[Any]:
    """Give other values, as near as can be."""
    if pa.types.is_float32(field.type):
        yield -0.0 if value == 0.0 else value / 2
    elif pa.types.is_uint32(field.type):
        yield from {value ^ 1, value ^ (1 << 31)}
    elif value is None:
        yield from ("", "x")
    else:
        yield from {f"{value} ", f"\x00{value}", value[:-1]} - {value}
        if field.nullable:
            yield None


@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_a_changed_value_changes_the_digest_of_its_file_only(
    rows: Rows, table: str, column: str
) -> None:
    content = rows[table]
    before = digest(table, content)
    position = content.schema.get_field_index(column)
    field = content.schema.field(column)
    values = content[column].to_pylist()
    paths = content["path" if table == "file_data" else "file_path"].to_pylist()
    chosen = random.Random(column).sample(range(content.num_rows), 3)  # noqa: S311 -- a sample
    if None in values:
        chosen.append(values.index(None))
    for row in chosen:
        for value in changes_of(values[row], field):
            changed = [*values[:row], value, *values[row + 1 :]]
            array = pa.array(changed, field.type)
            other = content.set_column(position, field, array)
            if column in {"path", "file_path"}:
                # The row belongs to another file now, and may part the rows of its own.
                other = other.filter(pa.array([path == paths[row] for path in paths]))
                other = other.sort_by(column)
                assert digest(table, other).get(paths[row]) != before[paths[row]]
                continue
            after = digest(table, other)
            assert after[paths[row]] != before[paths[row]]
            assert {**after, paths[row]: before[paths[row]]} == before


@pytest.mark.parametrize("table", TABLES_OF_A_FILE)
def test_missing_doubled_and_swapped_rows_change_the_digest(rows: Rows, table: str) -> None:
    path = "java/fixture.java"
    content = rows[table].filter(
        pa.array([p == path for p in rows[table]["file_path"].to_pylist()])
    )
    assert content.num_rows > 2
    last = content.num_rows - 1
    others = [
        content.slice(1),
        content.slice(0, last),
        pa.concat_tables([content, content.slice(last)]),
        content.take([1, 0, *range(2, last + 1)]),
        content.take([*range(last - 1), last, last - 1]),
    ]
    digests = {digest(table, other)[path] for other in [content, *others]}
    assert len(digests) == len(others) + 1


@pytest.mark.parametrize("table", TABLES)
def test_tables_with_the_same_rows_have_different_digests(table: str) -> None:
    """The name of the table is part of a digest: an empty table is not any empty table."""
    empty = {row["table"]: row for row in miller_core.combine_digests(no_digests()).to_pylist()}
    assert set(empty) == set(TABLES)
    assert empty[table] == digest_of_table(table, [])
    assert len({row["digest"] for row in empty.values()}) == len(TABLES)


def no_digests() -> pa.RecordBatch:
    return miller_core.row_digests("symbols", SCHEMAS["symbols"].empty_table())


# Of one file, and of all -------------------------------------------------------------------------


@pytest.mark.parametrize("path", PATHS)
def test_the_digest_of_a_file_does_not_depend_on_other_files(
    fixture_workspace: Path, batch: Any, path: str
) -> None:
    alone = miller_core.extract_files_to_arrow([path], str(fixture_workspace))
    among_all = by_file(batch.digests())
    expected = {key: value for key, value in among_all.items() if key[1] == path}
    assert by_file(alone.digests()) == expected


def test_the_digest_of_a_table_does_not_depend_on_the_order_of_files(
    fixture_workspace: Path, batch: Any
) -> None:
    expected = miller_core.combine_digests(batch.digests()).to_pylist()
    for seed in range(3):
        shuffled = random.Random(seed).sample(PATHS, len(PATHS))  # noqa: S311 -- an order
        extracted = miller_core.extract_files_to_arrow(shuffled, str(fixture_workspace))
        assert miller_core.combine_digests(extracted.digests()).to_pylist() == expected
        digests = batch.digests()
        order = random.Random(seed).sample(range(digests.num_rows), digests.num_rows)  # noqa: S311
        mixed = digests.take(pa.array(order))
        assert miller_core.combine_digests(mixed).to_pylist() == expected


def test_the_digest_of_a_table_sees_each_file(batch: Any) -> None:
    digests = batch.digests()
    expected = {row["table"]: row for row in miller_core.combine_digests(digests).to_pylist()}
    for row, table in enumerate(digests["table"].to_pylist()):
        fewer = pa.concat_tables(
            [
                pa.Table.from_batches([part])
                for part in (digests.slice(0, row), digests.slice(row + 1))
            ]
        )
        found = {row["table"]: row for row in miller_core.combine_digests(fewer).to_pylist()}
        assert found.pop(table)["digest"] != expected[table]["digest"]
        assert found == {name: one for name, one in expected.items() if name != table}


def test_a_file_that_has_moved_has_other_digests(tmp_path: Path) -> None:
    source = all_fixtures()["go/fixture.go"]
    write(tmp_path, {"one.go": source, "another.go": source})
    batch = miller_core.extract_files_to_arrow(["one.go", "another.go"], str(tmp_path))
    digests = by_file(batch.digests())
    assert len(digests) == 2 * len(TABLES)
    assert len({digest for _, digest in digests.values()}) == len(digests)


def test_rows_of_a_file_that_stand_apart_are_refused(rows: Rows) -> None:
    edges = rows["relationships"]
    apart = pa.concat_tables([edges.slice(1), edges.slice(0, 1)])
    with pytest.raises(ValueError, match="do not stand together"):
        miller_core.row_digests("relationships", apart)
    twice = pa.Table.from_batches([miller_core.row_digests("relationships", edges)] * 2)
    with pytest.raises(ValueError, match="relationships"):
        miller_core.combine_digests(twice)
