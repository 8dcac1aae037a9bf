"""Comparing the rows of indexes: first by their digests, then, where these differ, row by row."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pyarrow.compute as pc

from miller import miller_core
from miller.state import DIMENSION, FOLDER, VERSION
from miller.verify import row_differences

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa
    from typing_extensions import Self

    from miller.index_folder import IndexFolder

    Rows = list[tuple[Any, ...]]

# More of them tell nothing new.
MOST_FILES = 20
MOST_DIFFERENCES = 100

VECTORS = "vectors"
_VECTOR_COLUMNS = ["id", "file_path", "search_text", "vector"]


@dataclass(frozen=True)
class RowDifference:
    """A value that two indexes do not agree on. `key` is the row's id, or the file's path."""

    table: str
    file_path: str
    key: str
    column: str
    first: Any
    second: Any


@dataclass
class Mismatch:
    """Runs whose rows are not those of the first run."""

    first_route: str
    second_route: str
    runs: list[int]
    """Numbers of the runs that gave the same other rows."""
    files: dict[str, list[str]]
    """The files that differ, by table."""
    differences: list[RowDifference] = field(default_factory=list)
    """The first differences, not all of them."""

    @property
    def between_routes(self) -> bool:
        """Whether it is another route, and not a repetition of the same one, that differs."""
        return self.first_route != self.second_route

    @property
    def runs_text(self) -> str:
        """The numbers of the runs: `run 4`, `runs 2, 4`."""
        return f"run{'s' if len(self.runs) > 1 else ''} {', '.join(map(str, self.runs))}"

    @property
    def num_files(self) -> int:
        """How many files have rows that differ."""
        return len({path for paths in self.files.values() for path in paths})


def differing_files(first: pa.Table, second: pa.Table) -> dict[str, list[str]]:
    """Give the files with other rows, by table, from the digests of two indexes."""
    ours, theirs = _table_digests(first), _table_digests(second)
    found: dict[str, list[str]] = {}
    for table in dict.fromkeys([*ours, *theirs]):
        if ours.get(table) == theirs.get(table):
            continue
        here, there = _file_digests(first, table), _file_digests(second, table)
        paths = [path for path in {**here, **there} if here.get(path) != there.get(path)]
        found[table] = sorted(paths)
    return found


def find_differences(
    first: IndexFolder, second: IndexFolder, files: dict[str, list[str]]
) -> list[RowDifference]:
    """Read the rows of differing files from both indexes and give the first differences."""
    found: list[RowDifference] = []
    with _Reader(first) as ours, _Reader(second) as theirs:
        for table, paths in files.items():
            room = MOST_DIFFERENCES - len(found)
            # Each table is to be heard, however many differences those before it have.
            share = max(room // 2, 5)
            for path in paths[:MOST_FILES]:
                differences = _of_file(table, path, ours, theirs)
                found.extend(next_ for _, next_ in zip(range(share), differences, strict=False))
                share = MOST_DIFFERENCES - len(found)
                if share <= 0:
                    break
    return found


def _of_file(table: str, path: str, ours: _Reader, theirs: _Reader) -> Iterator[RowDifference]:
    columns, first = ours.rows(table, path)
    _, second = theirs.rows(table, path)
    nothing = True
    for one in row_differences(table, columns, first, second):
        nothing = False
        column, mine, other = _narrowed(one.column, one.object_value, one.arrow_value)
        yield RowDifference(table, path, str(one.key), column, mine, other)
    if nothing:
        # Such as 0.0 and -0.0.
        yield RowDifference(table, path, path, "(digest)", "differs", "though the values are equal")


def _narrowed(column: str, first: Any, second: Any) -> tuple[str, Any, Any]:
    """Of two vectors, give the first components that differ."""
    if isinstance(first, list) and isinstance(second, list) and len(first) == len(second):
        for place, (mine, other) in enumerate(zip(first, second, strict=True)):
            if mine != other:
                return f"{column}[{place}]", mine, other
    return column, first, second


class _Reader:
    """Reads the rows of single files from an index."""

    def __init__(self, folder: IndexFolder) -> None:
        self._store = miller_core.SQLiteStore(folder.index_file, read_only=True)
        self._folder = folder
        self._state = self._store.get_state()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._store.close()

    def rows(self, table: str, path: str) -> tuple[list[str], Rows]:
        """Give the columns of a table, and the rows of a file in it."""
        if table == VECTORS:
            return _VECTOR_COLUMNS, self._vectors(path)
        batch = self._store.read_table(table, file_path=path)
        return batch.schema.names, _tuples(batch)

    def _vectors(self, path: str) -> Rows:
        if not self._state.get(FOLDER):
            return []
        from miller.vector_store import VectorStore  # noqa: PLC0415 -- loads LanceDB

        folder = self._folder.vectors(self._state[FOLDER])
        dimension, version = int(self._state[DIMENSION]), int(self._state[VERSION])
        quoted = path.replace("'", "''")
        with VectorStore(folder, dimension, version=version) as vectors:
            rows = vectors.to_arrow(_VECTOR_COLUMNS, condition=f"file_path = '{quoted}'")
        return _tuples(rows.sort_by("id"))


def _tuples(rows: Any) -> Rows:
    if not rows.num_rows:
        return []
    return list(zip(*(column.to_pylist() for column in rows.columns), strict=True))


def _table_digests(digests: pa.Table) -> dict[str, str]:
    combined = miller_core.combine_digests(digests).to_pylist()
    return {row["table"]: row["digest"] for row in combined}


def _file_digests(digests: pa.Table, table: str) -> dict[str, str]:
    rows = digests.filter(pc.field("table") == table)
    return dict(zip(rows["file_path"].to_pylist(), rows["digest"].to_pylist(), strict=True))


def shown(first: Any, second: Any) -> tuple[str, str]:
    """Give two differing values as short text, long ones from where they begin to differ."""
    mine, other = repr(first), repr(second)
    if max(len(mine), len(other)) <= _LONGEST_SHOWN:
        return mine, other
    pairs = zip(mine, other, strict=False)
    same = next((place for place, (a, b) in enumerate(pairs) if a != b), min(len(mine), len(other)))
    start = max(same - _SHOWN_BEFORE, 0)
    return _window(mine, start), _window(other, start)


_LONGEST_SHOWN = 60
_SHOWN_BEFORE = 15


def _window(text: str, start: int) -> str:
    end = start + _LONGEST_SHOWN
    return f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"
