"""Which parts of a workspace call each other: an index in polars, DuckDB and pandas, and a picture.

    python examples/data_frames.py path/to/workspace calls.png

The workspace must have an index (`miller index`). Needs polars, DuckDB, pandas and matplotlib. The
cells (`# %%`) run one by one in editors and notebooks, too.
"""

# %% Open the index: every answer is an Arrow table, and rows in a loop.
from __future__ import annotations

import sys

import duckdb
import matplotlib as mpl
import polars as pl

import miller

workspace, picture = sys.argv[1:]
index = miller.open(workspace)

# %% polars: the kinds of symbols, by language.
with index.snapshot() as commit:
    symbols, files, calls = commit.symbols(), commit.files(), commit.relationships(kind="calls")
kinds = pl.DataFrame(symbols).group_by("language", "kind").len().sort("len", descending=True)
print(kinds.head(10))

# %% DuckDB: callers joined with files. It reads the Arrow tables where they are.
by_folder = duckdb.sql(
    """
    WITH folders AS (
      SELECT path, CASE WHEN path LIKE '%/%' THEN split_part(path, '/', 1) ELSE '.' END AS folder
      FROM files
    )
    SELECT of_caller.folder AS caller, of_callee.folder AS callee, count(*) AS calls
    FROM calls
    JOIN symbols AS callee ON callee.id = calls.to_symbol_id
    JOIN folders AS of_caller ON of_caller.path = calls.file_path
    JOIN folders AS of_callee ON of_callee.path = callee.file_path
    GROUP BY ALL ORDER BY calls DESC, caller, callee
    """
)
print(by_folder)

# %% pandas: the longest definitions. The columns are those of Arrow, not copies of them.
frame = symbols.to_pandas()
frame["lines"] = frame["end_line"] - frame["start_line"] + 1
longest = frame[frame["kind"].isin(["function", "method"])].nlargest(5, "lines")
print(longest[["file_path", "qualified_name", "lines"]].to_string(index=False))

# %% Typed rows: who calls the function that is called most.
most_called = duckdb.sql(
    "SELECT to_symbol_id FROM calls GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1"
).fetchall()
for (symbol_id,) in most_called:
    for edge in index.callers(symbol_id, limit=5):
        print(f"{edge.file_path}:{edge.line_number}: {edge.source.qualified_name}")

# %% One picture: calls between folders.
mpl.use("agg")
from matplotlib import pyplot as plt  # noqa: E402 -- the backend has to be chosen before

table = by_folder.df().pivot_table(index="caller", columns="callee", values="calls", fill_value=0)
figure, axes = plt.subplots(figsize=(1.5 + 0.6 * len(table.columns), 1.5 + 0.5 * len(table)))
image = axes.imshow(table.to_numpy(float), cmap="Blues", norm="symlog")
axes.set_xticks(range(len(table.columns)), table.columns, rotation=45, ha="right")
axes.set_yticks(range(len(table)), table.index)
axes.set(title="calls between folders", xlabel="callee in", ylabel="caller in")
figure.colorbar(image)
figure.savefig(picture, bbox_inches="tight", dpi=120)
