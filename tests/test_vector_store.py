"""The vector store: what it takes, what it refuses, and that its versions can be relied on."""

from __future__ import annotations

import gc
import shutil
import sys
import time
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pytest

from miller import miller_core
from miller.errors import StoreError
from miller.vector_store import VectorStore, vector_schema

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DIMENSION = 4
NASTY_PATHS = [
    "it's.py",
    'quo"te.py',
    "back\\slash.py",
    "'; DROP TABLE symbols; --.py",
    "per%cent_.py",
    "new\nline.py",
    "größe/読取.py",
    "🐍.py",
    " ",
]


def symbols(*paths: str, rows_per_file: int = 2) -> pa.Table:
    """Rows of `symbols`: in each file a class, and functions in it."""
    schema = miller_core.table_schema("symbols")
    rows = []
    for path in paths:
        for number in range(rows_per_file):
            name = f"read_text_{number}"
            rows.append(
                {
                    "id": f"{path}:{number}",
                    "name": name,
                    "kind": "function",
                    "language": "python",
                    "file_path": path,
                    "start_line": number + 1,
                    "end_line": number + 2,
                    "signature": f"def {name}()",
                    "doc_comment": None,
                    "parent_id": None,
                    "code_context": None,
                    "start_column": 0,
                    "end_column": 9,
                    "start_byte": number * 10,
                    "end_byte": number * 10 + 9,
                    "visibility": None,
                    "qualified_name": f"module.{name}",
                }
            )
    return pa.Table.from_pylist(rows, schema=schema)


def vectors(rows: int, seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).random((rows, DIMENSION), dtype=np.float32)


def arrow_vectors(array: np.ndarray) -> pa.FixedSizeListArray:
    return pa.FixedSizeListArray.from_arrays(pa.array(array.reshape(-1)), array.shape[1])


@pytest.fixture
def store(tmp_path: Path) -> Iterator[VectorStore]:
    with VectorStore(tmp_path / "vectors", DIMENSION) as store:
        yield store


# Adding rows


def test_what_goes_in_comes_out(store: VectorStore) -> None:
    table, array = symbols("b.py", "a.py"), vectors(4)
    assert store.add_arrow_batch(table, array) == 4
    out = store.to_arrow()
    assert out.schema.equals(vector_schema(DIMENSION))
    order = [2, 3, 0, 1]
    assert out.select(table.column_names).equals(table.take(order))
    assert out["vector"].combine_chunks().flatten().to_pylist() == array[order].flatten().tolist()
    assert out["search_text"].to_pylist() == miller_core.search_text(table).take(order).to_pylist()


def capsule_only(batch: pa.RecordBatch) -> Any:
    """An object that speaks the capsule interface and is none of pyarrow's."""

    class Batch:
        def __arrow_c_array__(self, requested_schema: object = None) -> object:
            return batch.__arrow_c_array__(requested_schema)

    return Batch()


@pytest.mark.parametrize("form", ["table", "batch", "chunked", "capsule", "shuffled"])
def test_all_forms_of_rows_are_taken(store: VectorStore, form: str) -> None:
    table, array = symbols("a.py"), vectors(2)
    forms = {
        "table": table,
        "batch": table.to_batches()[0],
        "chunked": pa.concat_tables([table.slice(0, 1), table.slice(1)]),
        "capsule": capsule_only(table.to_batches()[0]),
        "shuffled": table.select(table.column_names[::-1]),
    }
    assert store.add_arrow_batch(forms[form], array) == 2
    assert store.to_arrow(table.column_names).equals(table)


def test_all_forms_of_vectors_are_the_same(store: VectorStore) -> None:
    array = vectors(6)
    forms = [
        array,
        np.asfortranarray(array),
        arrow_vectors(array),
        pa.concat_arrays([arrow_vectors(vectors(3, seed=2)), arrow_vectors(array)]).slice(3),
        pa.chunked_array([arrow_vectors(array[:2]), arrow_vectors(array[2:])]),
    ]
    for number, form in enumerate(forms):
        store.add_arrow_batch(symbols(f"{number}.py", rows_per_file=6), form)
    read = store.to_arrow(["vector"])["vector"].combine_chunks().flatten().to_numpy()
    assert (read.reshape(len(forms), 6, DIMENSION) == array).all()


def test_search_text_can_be_given(store: VectorStore) -> None:
    store.add_arrow_batch(symbols("a.py"), vectors(2), pa.array(["one", "two"]))
    assert store.to_arrow(["search_text"])["search_text"].to_pylist() == ["one", "two"]


def test_nothing_to_add_makes_no_version(store: VectorStore) -> None:
    version = store.version
    assert store.add_arrow_batch(symbols(), vectors(0)) == 0
    assert store.add_rows([]) == 0
    assert store.version == version


def test_one_call_is_one_version(store: VectorStore) -> None:
    version = store.version
    many = pa.concat_tables([symbols(f"{number}.py") for number in range(50)])
    store.add_arrow_batch(many, vectors(100))
    assert store.version == version + 1


def test_adding_makes_no_python_object_per_row(store: VectorStore) -> None:
    table = symbols("a.py", rows_per_file=10_000)
    array = vectors(10_000)
    store.add_arrow_batch(symbols("b.py"), vectors(2))
    gc.collect()
    before = sys.getallocatedblocks()
    store.add_arrow_batch(table, array)
    gc.collect()
    assert sys.getallocatedblocks() - before < 1_000


with_nan = vectors(2)
with_nan[1, 2] = np.nan
with_infinity = vectors(2)
with_infinity[0, 3] = np.inf


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (vectors(3), r"expected vectors of float32, shape \(2, 4\); found float32, shape \(3, 4\)"),
        (vectors(2)[:, :3], r"found float32, shape \(2, 3\)"),
        (vectors(2).reshape(-1), r"found float32, shape \(8,\)"),
        (vectors(2).astype(np.float64), r"found float64, shape \(2, 4\)"),
        (arrow_vectors(vectors(3)), "found fixed_size_list<item: float>.4., 3 rows"),
        (arrow_vectors(np.ascontiguousarray(vectors(2)[:, :3])), r"\[3\], 2 rows"),
        (pa.array([[1.0] * 4] * 2), "found list<item: double>, 2 rows"),
        (pa.array([[1.0] * 4, None], pa.list_(pa.float32(), 4)), "nulls"),
        (pa.array([[1.0] * 4, [1.0, None, 1.0, 1.0]], pa.list_(pa.float32(), 4)), "found 1 nulls"),
        (vectors(2).tolist(), "found list"),
        (with_nan, "expected finite vectors, found nan in component 2 of row 1"),
        (with_infinity, "expected finite vectors, found inf in component 3 of row 0"),
        (arrow_vectors(with_nan), "found nan in component 2 of row 1"),
    ],
)
def test_vectors_that_do_not_fit_are_refused(store: VectorStore, wrong: Any, message: str) -> None:
    store.add_arrow_batch(symbols("old.py"), vectors(2))
    version = store.version
    with pytest.raises(ValueError, match=message):
        store.add_arrow_batch(symbols("a.py"), wrong)
    assert (store.version, len(store)) == (version, 2)


fitting = symbols("a.py")
name_index = fitting.column_names.index("name")
line_index = fitting.column_names.index("start_line")


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (fitting.drop(["name", "end_byte"]), "missing: end_byte, name; not expected: none"),
        (fitting.append_column("x", pa.array([1, 2])), "missing: none; not expected: x"),
        (fitting.append_column("name", fitting["name"]), "expected each column once"),
        (
            fitting.set_column(line_index, "start_line", pa.array([1, 2], pa.int64())),
            "column `start_line`: expected uint32, found int64",
        ),
        (
            fitting.set_column(name_index, "name", pa.array(["a", None])),
            "column `name`: expected no nulls, found 1",
        ),
        ([{"name": "a"}], "expected an Arrow record batch or table, found list"),
    ],
)
def test_rows_that_do_not_fit_are_refused(store: VectorStore, wrong: Any, message: str) -> None:
    version = store.version
    with pytest.raises(ValueError, match=message):
        store.add_arrow_batch(wrong, vectors(2))
    assert (store.version, len(store)) == (version, 0)


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        (pa.array(["one"]), "expected one search text for each of 2 symbols, found 1"),
        (pa.array(["one", None]), "column `search_text`: expected no nulls"),
        (pa.array([1, 2]), "column `search_text`: expected string, found int64"),
    ],
)
def test_search_text_that_does_not_fit_is_refused(
    store: VectorStore, texts: Any, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        store.add_arrow_batch(symbols("a.py"), vectors(2), texts)
    assert len(store) == 0


# The object route


def as_rows(table: pa.Table, array: np.ndarray) -> list[dict[str, Any]]:
    texts = miller_core.search_text(table).to_pylist()
    return [
        {**row, "search_text": text, "vector": vector}
        for row, text, vector in zip(table.to_pylist(), texts, array.tolist(), strict=True)
    ]


def test_both_routes_store_the_same(tmp_path: Path) -> None:
    table, array = symbols("a.py", "it's.py", rows_per_file=5), vectors(10)
    with VectorStore(tmp_path / "arrow", DIMENSION) as arrow:
        arrow.add_arrow_batch(table, array)
        expected = arrow.to_arrow()
    with VectorStore(tmp_path / "objects", DIMENSION) as objects:
        assert objects.add_rows(as_rows(table, array)) == 10
        assert objects.to_arrow().equals(expected)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"colour": 1}, "row 1: missing keys: none; keys not expected: colour"),
        ({"start_line": "three"}, "a row does not fit the columns"),
        ({"start_line": -1}, "a row does not fit the columns"),
        ({"name": None}, "column `name`: expected no nulls, found 1"),
        ({"vector": [1.0, 2.0]}, "a row does not fit the columns"),
        ({"vector": [1.0, 2.0, float("nan"), 0.0]}, "found nan in component 2 of row 1"),
    ],
)
def test_dictionaries_that_do_not_fit_are_refused(
    store: VectorStore, change: dict[str, Any], message: str
) -> None:
    rows = as_rows(symbols("a.py"), vectors(2))
    rows[1] |= change
    with pytest.raises(ValueError, match=message):
        store.add_rows(rows)
    del rows[1]["name"]
    with pytest.raises(ValueError, match="row 1: missing keys: name"):
        store.add_rows(rows)
    assert len(store) == 0


# Replacing and deleting


def paths_in(store: VectorStore) -> list[str]:
    return sorted(set(store.to_arrow(["file_path"])["file_path"].to_pylist()))


def test_deleting_takes_exactly_the_files_named(store: VectorStore) -> None:
    store.add_arrow_batch(symbols(*NASTY_PATHS, "a.py"), vectors(2 * len(NASTY_PATHS) + 2))
    left = sorted([*NASTY_PATHS, "a.py"])
    for path in NASTY_PATHS:
        assert store.delete_files([path, "unknown.py"]) == 2
        left.remove(path)
        assert paths_in(store) == left
    assert store.delete_files([]) == 0
    assert paths_in(store) == ["a.py"]


def test_many_files_are_deleted_at_once(store: VectorStore) -> None:
    paths = [f"folder/{number}.py" for number in range(12_000)]
    store.add_arrow_batch(symbols(*paths[:10], "a.py"), vectors(22))
    assert store.delete_files(paths) == 20
    assert paths_in(store) == ["a.py"]


# Versions


def test_an_earlier_version_can_be_put_back(store: VectorStore) -> None:
    store.add_arrow_batch(symbols("a.py"), vectors(2))
    recorded, before = store.version, store.to_arrow()
    store.delete_files(["a.py"])
    store.add_arrow_batch(symbols("a.py", rows_per_file=1), vectors(1))
    store.add_arrow_batch(symbols("b.py"), vectors(2))
    restored = store.restore(recorded)
    assert restored == store.version > recorded
    assert store.to_arrow().equals(before)
    store.add_arrow_batch(symbols("c.py"), vectors(2))
    assert paths_in(store) == ["a.py", "c.py"]


def test_a_reader_is_pinned_to_its_version(store: VectorStore) -> None:
    store.add_arrow_batch(symbols("a.py"), vectors(2))
    with VectorStore(store.path, DIMENSION, version=store.version) as reader:
        store.add_arrow_batch(symbols("b.py"), vectors(2))
        assert paths_in(reader) == ["a.py"]
        with pytest.raises(StoreError, match="adding rows failed"):
            reader.add_arrow_batch(symbols("c.py"), vectors(2))
        reader.checkout(store.version)
        assert paths_in(reader) == ["a.py", "b.py"]
        store.delete_files(["a.py"])
        reader.checkout(None)
        assert paths_in(reader) == ["b.py"]


def test_a_version_that_is_not_there(store: VectorStore) -> None:
    for call in (store.restore, store.checkout):
        with pytest.raises(StoreError, match="version 99 failed") as caught:
            call(99)
        assert caught.value.hint


def test_compacting_bounds_the_disk_and_records_before_it_prunes(
    store: VectorStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("miller.vector_store._SLACK", timedelta(0))
    for number in range(12):
        store.add_arrow_batch(symbols(f"{number}.py", rows_per_file=50), vectors(50))
    before, files_before = store.to_arrow(), count_files(store.path)
    first = store.version
    recorded = []

    def record(version: int) -> int:
        recorded.append(version)
        if len(recorded) == 1:
            # Were the process to die now, every version up to this one would still be there.
            with VectorStore(store.path, DIMENSION, version=first) as reader:
                assert reader.to_arrow().equals(before)
        return version

    store.compact(record)
    assert recorded[-1] == store.version
    assert store.to_arrow().equals(before)
    assert store.has_text_index
    assert count_files(store.path) < files_before / 2
    with pytest.raises(StoreError):
        VectorStore(store.path, DIMENSION, version=first)


def test_compacting_again_changes_nothing(
    store: VectorStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("miller.vector_store._SLACK", timedelta(0))
    store.add_arrow_batch(symbols("a.py"), vectors(2))
    versions: list[int] = []

    def record(version: int) -> int:
        versions.append(version)
        return version

    store.compact(record)
    before, files_before = store.to_arrow(), count_files(store.path)
    store.compact(record)
    assert versions[-1] == store.version
    assert store.to_arrow().equals(before)
    assert count_files(store.path) == files_before


@pytest.mark.parametrize("is_known", [False, True])
def test_versions_that_readers_may_be_pinned_to_stay(
    store: VectorStore, monkeypatch: pytest.MonkeyPatch, *, is_known: bool
) -> None:
    monkeypatch.setattr("miller.vector_store._SLACK", timedelta(seconds=2))
    store.add_arrow_batch(symbols("a.py"), vectors(2))
    made = time.time()
    with VectorStore(store.path, DIMENSION, version=store.version) as reader:
        while time.time() < made + 2.1:
            time.sleep(0.1)
        store.add_arrow_batch(symbols("b.py"), vectors(2))
        store.compact(lambda _: reader.version if is_known else None)
        assert paths_in(reader) == ["a.py"]


def count_files(folder: Path) -> int:
    return sum(path.is_file() for path in folder.rglob("*"))


# Searching


def test_the_nearest_by_cosine_comes_first(store: VectorStore) -> None:
    array = np.array([[1, 0, 0, 0], [9, 9, 0, 0], [0, 1, 0, 0]], dtype=np.float32)
    store.add_arrow_batch(symbols("a.py", rows_per_file=3), array)
    query = np.array([2, 1, 0, 0], dtype=np.float32)
    found = store.search_vector(query, ["id"], 2)
    assert found.column_names == ["id", "_distance"]
    assert found["id"].to_pylist() == ["a.py:1", "a.py:0"]
    assert found["_distance"].to_pylist() == pytest.approx([0.0513, 0.1056], abs=1e-3)
    found = store.search_vector(query, ["id"], 2, "start_line = 3")
    assert found["id"].to_pylist() == ["a.py:2"]
    with pytest.raises(ValueError, match=r"expected a vector of shape \(4,\), found \(3,\)"):
        store.search_vector(query[:3], ["id"], 2)


@pytest.mark.parametrize(("dimension", "many"), [(12, 10), (64, 10), (256, 10), (256, 40)])
def test_a_vector_index_finds_nearly_all_and_misses_none_of_few(
    tmp_path: Path, dimension: int, many: int
) -> None:
    """As vectors of a model lie, few meanings in many numbers; some are equal, some are nothing."""
    chance = np.random.default_rng(7)
    meanings = chance.normal(size=(many, dimension))
    array = chance.normal(size=(6_000, many)) @ meanings
    array[:50] = array[50]
    array[50:60] = 0
    paths = [f"{number}.py" for number in range(3_000)]
    queries = (chance.normal(size=(60, many)) @ meanings).astype(np.float32)

    def nearest() -> list[list[str]]:
        found = [store.search_vector(query, ["id"], 10) for query in queries]
        assert all(table["_distance"].is_valid() for table in found)
        return [table["id"].to_pylist() for table in found]

    with VectorStore(tmp_path / "vectors", dimension) as store:
        assert store.rows_outside_vector_index is None
        store.add_arrow_batch(symbols(*paths), array.astype(np.float32))
        exact = nearest()
        store.build_vector_index()
        assert store.rows_outside_vector_index == 0
        same = sum(len(set(a) & set(b)) for a, b in zip(exact, nearest(), strict=True))
        assert same > 0.95 * 10 * len(queries)
        # However far it is, what a condition leaves over is found.
        far = store.search_vector(queries[0], ["id"], 10, "file_path = '2999.py'")
        assert sorted(far["id"].to_pylist()) == ["2999.py:0", "2999.py:1"]
        # Later rows are found as well, and those that are gone are not.
        store.add_arrow_batch(symbols("new.py"), np.vstack([queries[0], queries[1]]))
        assert store.rows_outside_vector_index == 2
        assert store.search_vector(queries[0], ["id"], 1)["id"].to_pylist() == ["new.py:0"]
        gone = exact[1][0].split(":")[0]
        store.delete_files([gone])
        assert not any(id_.startswith(f"{gone}:") for id_ in nearest()[1])
        store.compact(lambda _: None)
        assert store.rows_outside_vector_index == 0


def test_full_text_finds_stems_in_old_and_new_rows(store: VectorStore) -> None:
    texts = pa.array(["queue of threads", "walk a tree"])
    store.add_arrow_batch(symbols("a.py"), vectors(2), texts)
    assert not store.has_text_index
    assert store.search_text("threads", ["id"], 10)["id"].to_pylist() == ["a.py:0"]
    store.build_text_index()
    assert store.has_text_index
    store.add_arrow_batch(symbols("b.py"), vectors(2), pa.array(["threading", "sorting"]))
    found = store.search_text("thread", ["id"], 10)
    assert found.column_names == ["id", "_score"]
    assert set(found["id"].to_pylist()) == {"a.py:0", "b.py:0"}
    store.delete_files(["b.py"])
    found = store.search_text("thread walking", ["id"], 10, "start_line = 2")
    assert found["id"].to_pylist() == ["a.py:1"]


def test_kinds_are_looked_up_in_old_and_new_rows(store: VectorStore) -> None:
    def add(path: str) -> None:
        rows = symbols(path)
        place = rows.schema.get_field_index("kind")
        rows = rows.set_column(place, rows.field(place), [["import", "class"]])
        store.add_arrow_batch(rows, vectors(2), pa.array(["queue", "queue of trees"]))

    add("a.py")
    store.build_text_index()
    add("b.py")
    condition = "kind != 'import'"
    query = store._table.search().where(condition)  # noqa: SLF001 -- LanceDB's own word for it
    assert "ScalarIndexQuery" in query.explain_plan()
    found = store.search_text("queue", ["id"], 10, condition)
    near = store.search_vector(vectors(1)[0], ["id"], 10, condition)
    assert set(found["id"].to_pylist()) == set(near["id"].to_pylist()) == {"a.py:1", "b.py:1"}


def test_an_empty_store_finds_nothing(store: VectorStore) -> None:
    store.build_text_index()
    assert not store.has_text_index
    assert len(store.search_text("anything", ["id"], 5)) == 0
    assert len(store.search_vector(vectors(1)[0], ["id"], 5)) == 0


# Opening and closing


def test_a_store_is_found_again(tmp_path: Path) -> None:
    with VectorStore(tmp_path / "v", DIMENSION) as store:
        store.add_arrow_batch(symbols("a.py"), vectors(2))
        expected = store.to_arrow()
    with VectorStore(tmp_path / "v", DIMENSION, must_exist=True) as store:
        assert store.to_arrow().equals(expected)


def test_another_dimension_is_named(store: VectorStore) -> None:
    with pytest.raises(StoreError, match=r"`vector` expected .*5.*, found .*4") as caught:
        VectorStore(store.path, 5)
    assert "`miller index`" in str(caught.value.hint)
    with pytest.raises(ValueError, match="dimension of at least 1"):
        VectorStore(store.path, 0)


def test_a_missing_store_is_named(store: VectorStore, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no vector store") as caught:
        VectorStore(tmp_path / "nowhere", DIMENSION, must_exist=True)
    assert caught.value.hint
    assert not (tmp_path / "nowhere").exists()
    with pytest.raises(StoreError, match="has no table `other`"):
        VectorStore(store.path, DIMENSION, "other", must_exist=True)


def damage(folder: Path, kind: str) -> None:
    files = [path for path in folder.rglob("*") if path.is_file() and kind in path.parts]
    assert files
    for path in files:
        path.write_bytes(b"damaged")


@pytest.mark.parametrize("kind", ["_versions", "data"])
def test_a_damaged_store_is_an_error_with_a_hint(tmp_path: Path, kind: str) -> None:
    with VectorStore(tmp_path / "v", DIMENSION) as store:
        store.add_arrow_batch(symbols("a.py"), vectors(2))
    damage(tmp_path / "v", kind)
    with pytest.raises(StoreError) as caught, VectorStore(tmp_path / "v", DIMENSION) as store:
        store.to_arrow()
    assert "`miller index`" in str(caught.value.hint)
    assert str(tmp_path / "v") in str(caught.value)


def test_a_store_that_vanishes_is_an_error(store: VectorStore) -> None:
    store.add_arrow_batch(symbols("a.py"), vectors(2))
    shutil.rmtree(store.path)
    with pytest.raises(StoreError):
        store.to_arrow()


def test_a_closed_store_says_so(store: VectorStore) -> None:
    store.close()
    store.close()
    with pytest.raises(StoreError, match="is closed"):
        store.add_arrow_batch(symbols("a.py"), vectors(2))
    with pytest.raises(StoreError, match="is closed"):
        len(store)


def test_an_unknown_column_is_named(store: VectorStore) -> None:
    with pytest.raises(ValueError, match="no such columns: colour; there are: id, name"):
        store.to_arrow(["id", "colour"])
