"""Files of tables, read by other libraries: all rows, their types, and what the columns hold."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import duckdb
import polars as pl
import pyarrow as pa
import pytest
from pyarrow import parquet

from end_to_end.conftest import miller as command
from miller.errors import WorkspaceError
from miller.export import TABLE_FORMATS, export_tables
from miller.index.tables import TABLES

if TYPE_CHECKING:
    from pathlib import Path

    import miller


def _count(index: miller.Index, table: str) -> int:
    (row,) = index.sql(f"SELECT count(*) AS n FROM {table}")  # noqa: S608 -- names of tables
    return int(row["n"])


@pytest.fixture(scope="module")
def files(index: miller.Index, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The folders of all formats."""
    folders = {}
    for form in TABLE_FORMATS:
        folders[form] = tmp_path_factory.mktemp(form)
        written = export_tables(index, folders[form], form)
        assert [path.parent for path in written] == [folders[form]] * len(TABLES)
        assert list(written.values()) == [_count(index, table) for table in TABLES]
    return folders


@pytest.mark.parametrize("table", TABLES)
def test_parquet_is_read_by_polars_and_duckdb(
    index: miller.Index, files: dict[str, Path], table: str
) -> None:
    path = files["parquet"] / f"{table}.parquet"
    expected = getattr(index, table)().table

    assert pl.read_parquet(path).to_arrow().to_pylist() == expected.to_pylist()
    found = duckdb.sql(f"SELECT count(*) FROM '{path}'").fetchall()  # noqa: S608 -- a path of pytest's
    assert found == [(_count(index, table),)]
    schema = parquet.read_schema(path)
    assert schema.names == expected.schema.names
    assert schema.types == expected.schema.types
    assert [field.metadata[b"description"] for field in schema] == [
        field.metadata[b"description"] for field in expected.schema
    ]
    assert schema.metadata[b"table"] == table.encode()
    assert schema.metadata[b"written_by"].startswith(b"miller ")


@pytest.mark.parametrize("table", TABLES)
def test_ipc_is_read_by_polars_and_pyarrow(
    index: miller.Index, files: dict[str, Path], table: str
) -> None:
    path = files["ipc"] / f"{table}.arrow"
    expected = getattr(index, table)().table

    with pa.ipc.open_file(path) as reader:
        assert reader.read_all().to_pylist() == expected.to_pylist()
        assert reader.schema.metadata[b"table"] == table.encode()
    assert pl.read_ipc(path).height == expected.num_rows


@pytest.mark.parametrize("table", TABLES)
def test_jsonl_is_read_line_by_line(
    index: miller.Index, files: dict[str, Path], table: str
) -> None:
    text = (files["jsonl"] / f"{table}.jsonl").read_text(encoding="utf-8")
    # Other characters end lines for Python than for JSON lines.
    rows = [json.loads(line) for line in text.removesuffix("\n").split("\n")]
    assert rows == getattr(index, table)().table.to_pylist()


@pytest.mark.parametrize("table", TABLES)
def test_csv_is_read_by_duckdb(index: miller.Index, files: dict[str, Path], table: str) -> None:
    path = files["csv"] / f"{table}.csv"
    expected = getattr(index, table)().table
    sql = f"SELECT * FROM read_csv('{path}', all_varchar = true, header = true, max_line_size = 10000000)"  # noqa: S608, E501 -- a path of pytest's
    found = duckdb.sql(sql).fetchall()
    assert len(found) == expected.num_rows
    names = expected.column_names
    column = names.index("path" if table == "files" else "file_path")
    assert [row[column] for row in found] == expected.column(column).to_pylist()


def test_only_some_tables(index: miller.Index, tmp_path: Path) -> None:
    written = export_tables(index, tmp_path / "new folder", "parquet", ["symbols"])
    assert [path.name for path in written] == ["symbols.parquet"]
    assert [path.name for path in (tmp_path / "new folder").iterdir()] == ["symbols.parquet"]


def test_what_fails_leaves_what_was_there(
    index: miller.Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "symbols.parquet").write_text("as it was")
    monkeypatch.setattr("miller.export.tables.write_table", _full)

    with pytest.raises(WorkspaceError, match="cannot be written"):
        export_tables(index, tmp_path, "parquet", ["symbols"])

    assert [path.name for path in tmp_path.iterdir()] == ["symbols.parquet"]
    assert (tmp_path / "symbols.parquet").read_text() == "as it was"


def _full(*_: object) -> int:
    raise OSError(28, "No space left on device")


def test_command(index: miller.Index, tmp_path: Path) -> None:
    root = index.workspace
    answer = command("export", tmp_path / "out", "--json", folder=root)
    assert answer.status == 0, answer.errors
    counts = {table: _count(index, table) for table in TABLES}
    found = {file["path"].rpartition("/")[2]: file["rows"] for file in answer.json["files"]}
    assert found == {f"{table}.parquet": n for table, n in counts.items()}

    answer = command("export", "-", "--format", "jsonl", "--table", "symbols", folder=root)
    assert len(answer.output.split("\n")) == counts["symbols"] + 1
    for wrong in (["-"], ["-", "--format", "csv"], ["x", "--format", "scip", "--table", "files"]):
        assert command("export", *wrong, folder=root).status == 2
    nowhere = command("export", tmp_path / "out/files.parquet/x", folder=root)
    assert nowhere.status == 1
    assert "cannot be written" in nowhere.errors
