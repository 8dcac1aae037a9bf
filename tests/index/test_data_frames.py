"""Rows in the libraries that take Arrow: the same values, and the same memory."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa

if TYPE_CHECKING:
    import miller

EXAMPLE = Path(__file__).parent.parent.parent / "examples" / "data_frames.py"


def _addresses(table: pa.Table) -> set[int]:
    """Give where the numbers of a column lie."""
    chunks = table["start_byte"].chunks
    return {chunk.buffers()[1].address for chunk in chunks}


def test_polars_takes_rows_without_copying(index: miller.Index) -> None:
    symbols = index.symbols()

    frame = pl.DataFrame(symbols)

    assert frame.to_dicts() == symbols.table.to_pylist()
    assert frame.equals(symbols.to_polars())
    numbers = frame["start_byte"].to_numpy(allow_copy=False)
    assert {numbers.__array_interface__["data"][0]} == _addresses(symbols.table)


def test_duckdb_takes_rows(index: miller.Index) -> None:
    symbols = index.symbols()  # noqa: F841 -- DuckDB finds it by its name

    found = duckdb.sql("SELECT kind, count(*) AS n FROM symbols GROUP BY kind ORDER BY kind")

    counted = pl.DataFrame(index.symbols()).group_by("kind").len().sort("kind")
    assert found.fetchall() == counted.rows()


def test_pandas_takes_rows_without_copying(index: miller.Index) -> None:
    symbols = index.symbols()

    frame = symbols.to_pandas()

    assert frame.to_dict("records") == symbols.table.to_pandas(types_mapper=pd.ArrowDtype).to_dict(
        "records"
    )
    assert frame["name"].tolist() == symbols.table["name"].to_pylist()
    column: pa.ChunkedArray = pa.chunked_array(frame["start_byte"].array.__arrow_array__())
    assert _addresses(pa.table({"start_byte": column})) == _addresses(symbols.table)


def test_example_runs_and_draws(workspace: Path, tmp_path: Path) -> None:
    picture = tmp_path / "calls.png"

    run = subprocess.run(
        [sys.executable, EXAMPLE, workspace, picture], capture_output=True, text=True, check=True
    )

    assert "shop" in run.stdout
    assert picture.read_bytes().startswith(b"\x89PNG")
