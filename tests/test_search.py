"""Search: what is found, in which order, and that filters are only ever text."""

from __future__ import annotations

import random
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pytest

from miller import SQLiteStore, miller_core
from miller.embeddings import open_embedder
from miller.ranking import QueryWords, fuse, is_named_as_its_file, is_test_path, prior
from miller.search import SearchHit
from miller.search import search as search_index
from miller.search_filters import Filters
from miller.symbol_rows import rows_called, rows_named_in
from miller.vector_store import VectorStore

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

EMBEDDER = open_embedder()


def id_of(*parts: object) -> str:
    return blake2b("#".join(map(str, parts)).encode(), digest_size=16).hexdigest()


def symbol(path: str, kind: str, qualified_name: str, **fields: Any) -> dict[str, Any]:
    name = qualified_name.rpartition(".")[2]
    position = fields.pop("position", 1)
    return {
        "id": id_of(path, kind, qualified_name, position),
        "name": name,
        "kind": kind,
        "language": "python",
        "file_path": path,
        "start_line": position,
        "end_line": position + 3,
        "signature": f"{kind} {name}",
        "doc_comment": None,
        "parent_id": None,
        "code_context": f"{kind} {name}: …",
        "start_column": 0,
        "end_column": 0,
        "start_byte": position * 100,
        "end_byte": position * 100 + 50,
        "visibility": "public",
        "qualified_name": qualified_name,
        **fields,
    }


CORPUS = [
    symbol(
        "Lib/base64.py", "function", "b64decode", doc_comment="Decode the Base64 encoded bytes."
    ),
    symbol("Lib/base64.py", "function", "b64encode", doc_comment="Encode bytes.", position=9),
    symbol("Lib/os.py", "function", "walk", doc_comment="Directory tree generator, recursive."),
    symbol("Lib/ast.py", "function", "walk", doc_comment="Yield all descendant nodes of a tree."),
    symbol("Lib/shutil.py", "function", "copyfile", doc_comment="Copy data from src to dst."),
    symbol("Lib/queue.py", "class", "Queue", doc_comment="A thread safe queue."),
    symbol("Lib/queue.py", "method", "Queue.put_nowait", doc_comment="Put an item.", position=5),
    symbol("Lib/queue.py", "import", "threading", position=2),
    symbol("Lib/queue.py", "variable", "queue_limit", position=3),
    symbol("tests/test_queue.py", "class", "Queue", doc_comment="A thread safe queue."),
    symbol("web/it's/read%_all.ts", "function", "readAllText", language="typescript"),
    symbol("web/app/sub/main.ts", "class", "HTTPServer", language="typescript"),
]


@dataclass
class Stores:
    """Both stores of an index."""

    index: SQLiteStore
    vectors: VectorStore | None

    @property
    def lance(self) -> VectorStore:
        assert self.vectors is not None
        return self.vectors


@contextmanager
def stores_in(folder: Path, dimension: int = EMBEDDER.dimension) -> Iterator[Stores]:
    folder.mkdir()
    with (
        SQLiteStore(folder / "index.db") as index,
        VectorStore(folder / "vectors", dimension) as vectors,
    ):
        yield Stores(index, vectors)


def fill(store: Stores, rows: list[dict[str, Any]]) -> None:
    fill_index(store, rows)
    fill_vectors(store, rows)


def fill_index(store: Stores, rows: list[dict[str, Any]]) -> None:
    table = pa.Table.from_pylist(rows, schema=miller_core.table_schema("symbols"))
    languages = {row["file_path"]: row["language"] for row in rows}
    known = store.index.query("SELECT path FROM files").column("path").to_pylist()
    files = [
        {
            "path": path,
            "language": language,
            "content": "",
            "hash": "0" * 64,
            "size": 0,
            "status": "ok",
        }
        for path, language in languages.items()
        if path not in known
    ]
    schema = miller_core.table_schema("file_data")
    store.index.add_files_from_arrow(pa.Table.from_pylist(files, schema=schema))
    store.index.add_symbols_from_arrow(table)


def fill_vectors(store: Stores, rows: list[dict[str, Any]]) -> None:
    table = pa.Table.from_pylist(rows, schema=miller_core.table_schema("symbols"))
    texts = miller_core.search_text(table)
    store.lance.add_arrow_batch(table, EMBEDDER.embed(texts), texts)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stores]:
    with stores_in(tmp_path_factory.mktemp("index") / "index") as store:
        fill(store, CORPUS)
        store.lance.build_text_index()
        yield store


def search(store: Stores, query: str, **options: Any) -> list[SearchHit]:
    return search_index(store.index, query, vectors=store.vectors, **options)


def found(store: Stores, query: str, **options: Any) -> list[str]:
    hits = search(store, query, embedder=EMBEDDER, **options)
    return [f"{hit.path.rpartition('/')[2]}:{hit.qualified_name}" for hit in hits]


# What is found


@pytest.mark.parametrize(
    ("query", "answer"),
    [
        ("decode base64 text", "base64.py:b64decode"),
        ("walk directory tree recursively", "os.py:walk"),
        ("thread safe queue", "queue.py:Queue"),
        ("copy a file", "shutil.py:copyfile"),
        ("read all text", "read%_all.ts:readAllText"),
        ("http server", "main.ts:HTTPServer"),
        ("HTTPServer", "main.ts:HTTPServer"),
        ("put_nowait", "queue.py:Queue.put_nowait"),
    ],
)
def test_the_evident_answer_comes_first(store: Stores, query: str, answer: str) -> None:
    assert found(store, query)[0] == answer


def test_a_hit_says_where_and_what(store: Stores) -> None:
    (hit,) = search(store, "b64encode", mode="name")
    assert isinstance(hit, SearchHit)
    score = hit.score
    assert score > 0
    assert asdict(hit) == {
        "path": "Lib/base64.py",
        "line": 9,
        "end_line": 12,
        "kind": "function",
        "name": "b64encode",
        "qualified_name": "b64encode",
        "signature": "function b64encode",
        "excerpt": "function b64encode: …",
        "score": score,
        "symbol_id": id_of("Lib/base64.py", "function", "b64encode", 9),
        "language": "python",
    }


def test_text_needs_no_embedder_and_finds_words_only(store: Stores) -> None:
    hits = search(store, "descendant", mode="text")
    assert [hit.path for hit in hits] == ["Lib/ast.py"]
    assert search(store, "xylophone", mode="text") == []


def test_vectors_find_without_a_common_word(store: Stores) -> None:
    assert search(store, "folder hierarchy traversal", mode="text") == []
    # Which of the two walks comes first is a matter of hundredths, and of the model.
    walks = {"os.py:walk", "ast.py:walk"}
    assert set(found(store, "folder hierarchy traversal", mode="vector")[:2]) == walks
    scores = [hit.score for hit in search(store, "folders", embedder=EMBEDDER, mode="vector")]
    assert scores == sorted(scores, reverse=True)
    assert all(-1.0 <= score <= 1.0 for score in scores)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("walk", ["walk", "walk"]),
        ("WALK", ["walk", "walk"]),
        ("Queue.put_nowait", ["put_nowait"]),
        ("read_all_text", ["readAllText"]),
        ("read all text", ["readAllText"]),
        ("b64", ["b64decode", "b64encode"]),
        ("server http", ["HTTPServer"]),
        ("queue", ["Queue", "Queue", "queue_limit"]),
        ("%", []),
        ("_", []),
        ("nothing_like_it", []),
    ],
)
def test_names(store: Stores, query: str, names: list[str]) -> None:
    assert [hit.name for hit in search(store, query, mode="name")] == names


def test_of_names_the_closest_comes_first(tmp_path: Path) -> None:
    names = ["my_open_all", "openFile", "OPEN", "open", "open_it"]
    with stores_in(tmp_path / "v") as store:
        fill(store, [symbol("a.py", "function", name) for name in names])
        hits = search(store, "open", mode="name")
    assert [hit.name for hit in hits] == ["open", "OPEN", "open_it", "openFile", "my_open_all"]


# Order


def test_each_symbol_once_and_equals_by_path_and_line(tmp_path: Path) -> None:
    rows = [
        symbol(f"{folder}/x.py", "function", "thing", position=position)
        for folder in "cab"
        for position in (3, 1, 2)
    ]
    rows.sort(key=lambda row: (row["file_path"], row["start_line"]))
    expected = [row["id"] for row in rows]
    with stores_in(tmp_path / "v") as store:
        fill(store, rows)
        hits = search(store, "thing", mode="name")
        assert [hit.symbol_id for hit in hits] == expected
        fill_vectors(store, rows)
        hits = search(store, "thing", embedder=EMBEDDER, limit=50)
        assert sorted(hit.symbol_id for hit in hits) == sorted(expected)


@pytest.mark.parametrize("mode", ["hybrid", "text", "vector", "name"])
def test_the_order_does_not_depend_on_how_rows_were_written(tmp_path: Path, mode: Any) -> None:
    rows = [
        symbol(f"{number % 7}/f.py", "function", "same_name", position=number)
        for number in range(700)
    ]
    answers = []
    for seed in range(3):
        shuffled = rows.copy()
        random.Random(seed).shuffle(shuffled)  # noqa: S311 -- an order, not a secret
        with stores_in(tmp_path / f"{mode}{seed}") as store:
            for start in range(0, 700, 350 if seed else 700):
                fill(store, shuffled[start : start + (350 if seed else 700)])
            if seed != 1:
                store.lance.compact(lambda _: None)
            hits = search(store, "same name", embedder=EMBEDDER, mode=mode, limit=1_000)
            answers.append([hit.symbol_id for hit in hits])
    assert answers[0] == answers[1] == answers[2]
    assert len(answers[0]) == 700


def test_the_limit_cuts_and_does_not_reorder(store: Stores) -> None:
    everything = found(store, "queue", limit=100)
    assert len(everything) > 3
    for limit in (1, 2, 3):
        assert found(store, "queue", limit=limit) == everything[:limit]


@pytest.mark.parametrize("mode", ["text", "vector"])
def test_of_equals_the_first_by_path_are_given_however_few_are_asked_for(
    tmp_path: Path, mode: Any
) -> None:
    rows = [symbol(f"{number:03}.py", "function", "same_name") for number in range(100)]
    with stores_in(tmp_path / "v") as store:
        fill(store, rows)
        store.lance.delete_files([row["file_path"] for row in rows])
        texts = pa.array(["same name"] * 100)
        table = pa.Table.from_pylist(rows[::-1], schema=miller_core.table_schema("symbols"))
        store.lance.add_arrow_batch(table, EMBEDDER.embed(texts), texts)
        hits = search(store, "same name", embedder=EMBEDDER, mode=mode, limit=3)
    assert [hit.path for hit in hits] == ["000.py", "001.py", "002.py"]


def test_tests_come_after_what_they_test_unless_asked_for(store: Stores) -> None:
    hits = search(store, "thread safe queue", embedder=EMBEDDER)
    paths = [hit.path for hit in hits if hit.name == "Queue"]
    assert paths == ["Lib/queue.py", "tests/test_queue.py"]
    only = search(store, "thread safe queue", embedder=EMBEDDER, path="tests")
    assert [hit.path for hit in only] == ["tests/test_queue.py"]


# Filters


def test_who_asks_for_a_name_finds_it_in_tests_too(tmp_path: Path) -> None:
    rows = [symbol("tests/test_zebra.py", "function", "zebra_crossing_4")]
    for number in range(40):
        for words in ("zebra_crossing", "crossing_zebra", "cross_4"):
            path = f"lib/zebra/crossing_{number}.py"
            doc = "A crossing for zebra number 4."
            rows.append(symbol(path, "function", f"{words}_of_{number}", doc_comment=doc))
    with stores_in(tmp_path / "vectors") as store:
        fill(store, rows)
        assert found(store, "zebra_crossing_4")[0] == "test_zebra.py:zebra_crossing_4"
        # A sentence with the same words asks for what they mean.
        assert found(store, "zebra crossing 4")[0] != "test_zebra.py:zebra_crossing_4"


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("zebra_crossing_4 raises an error when it is red", "zebra_crossing_4"),
        ("where does `Zebra.crossing_when` wait", "Zebra.crossing_when"),
        ("crossingLight of zebra", "crossingLight"),
    ],
)
def test_an_identifier_beside_other_words_is_meant(tmp_path: Path, query: str, first: str) -> None:
    names = ["zebra_crossing_4", "Zebra.crossing_when", "crossingLight"]
    rows = [symbol(f"tests/{name}_test.py", "variable", name) for name in names]
    for number in range(150):
        doc = "Raises an error when a zebra has to wait for the red light of the crossing."
        rows.append(symbol(f"z{number}.py", "function", f"zebra_raises_{number}", doc_comment=doc))
    with stores_in(tmp_path / "vectors") as store:
        fill(store, rows)
        assert found(store, query)[0].endswith(f":{first}")


def test_of_many_with_the_name_in_a_query_one_comes_first(tmp_path: Path) -> None:
    rows = [symbol(f"a{number}.py", "method", f"A{number}.to_json") for number in range(20)]
    told = symbol("z.py", "function", "dates", doc_comment="Dates that to_json keeps in order.")
    with stores_in(tmp_path / "vectors") as store:
        fill(store, [*rows, told])
        hits = found(store, "dates kept by to_json")
    assert hits[0].endswith("to_json")
    assert "z.py:dates" in hits[:3]


def test_a_name_of_very_many_is_not_looked_up(tmp_path: Path) -> None:
    rows = [symbol(f"{number}.py", "method", f"A{number}.to_json") for number in range(501)]
    with stores_in(tmp_path / "vectors") as store:
        fill_index(store, rows)
        assert rows_named_in(store.index, QueryWords("order in to_json")) == []
        assert rows_named_in(store.index, QueryWords("order in A7.to_json")) == []
    with stores_in(tmp_path / "fewer") as store:
        fill_index(store, rows[1:])
        assert len(rows_named_in(store.index, QueryWords("order in to_json"))) == 500
        one = rows_named_in(store.index, QueryWords("order in A7.to_json"))
        assert [row["qualified_name"] for row in one] == ["A7.to_json"]


def test_what_means_nothing_finds_nothing(store: Stores) -> None:
    for query in ("zxqv blorp", "glorp", "asdfgh jklqw"):
        assert found(store, query) == []
    # No symbol has a word of this, either.
    assert search(store, "folder hierarchy traversal", mode="text") == []
    assert {"os.py:walk", "ast.py:walk"} <= set(found(store, "folder hierarchy traversal"))


@pytest.mark.parametrize("mode", ["hybrid", "text", "vector"])
def test_imports_do_not_stand_in_the_way(tmp_path: Path, mode: Any) -> None:
    rows = [symbol(f"{number}.py", "import", "lamp") for number in range(400)]
    rows += [symbol(f"z{number}.py", "function", "bright_lamp") for number in range(40)]
    with stores_in(tmp_path / "vectors") as store:
        fill(store, rows)
        hits = found(store, "lamp", mode=mode, limit=40)
    assert sorted(hits) == sorted(f"z{number}.py:bright_lamp" for number in range(40))


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("read_all_text", ["readAllText"]),
        ("readalltext", ["readAllText"]),
        ("ReadAll_Text", ["readAllText"]),
        ("read all text", ["readAllText"]),
        ("QUEUELIMIT", ["queue_limit"]),
        ("queue.put_nowait", ["Queue.put_nowait"]),
        ("Queue.put", []),
        ("walk", ["walk", "walk"]),
        ("it's", []),
    ],
)
def test_symbols_that_are_called_so(store: Stores, query: str, names: list[str]) -> None:
    rows = rows_called(store.index, QueryWords(query))
    assert sorted(str(row["qualified_name"]) for row in rows) == names


def test_names_are_called_so_in_any_case_and_with_underscores_anywhere(tmp_path: Path) -> None:
    names = ["lamp", "LAMP", "laMp", "La_mp", "_lamp", "__l_a_mp__", "_L_amp", "lam_p", "lampe"]
    names += ["lam", "clamp", "x", "_X", "X_", "xy", "Größe", "größe_", "dim_lamp", "dimLamp"]
    rows = [symbol(f"{number}.py", "function", name) for number, name in enumerate(names)]
    with stores_in(tmp_path / "vectors") as store:
        fill(store, rows)
        for text in ("lamp", "LaMp", "l_a_m_p", "_x", "Größe", "dim the lamp", "dimlamp", "Lam"):
            query = QueryWords(text)
            expected = [name for name in names if query.is_name_of({"name": name})]
            called = [str(row["name"]) for row in rows_called(store.index, query)]
            assert sorted(called) == sorted(expected) != []


def test_what_waits_for_its_vectors_is_found_by_its_name(tmp_path: Path) -> None:
    with stores_in(tmp_path / "v") as store:
        fill(store, CORPUS)
        fill_index(store, [symbol("new.py", "function", "brandNewThing")])
        for query in ("brandNewThing", "brand_new_thing"):
            assert found(store, query)[0] == "new.py:brandNewThing"
        assert "new.py:brandNewThing" in found(store, "brand new thing")
        assert found(store, "brandNew", mode="name") == ["new.py:brandNewThing"]


def test_a_pasted_sentence_leads_to_where_it_stands(tmp_path: Path) -> None:
    said = "gates open before the zebra walks"
    rows = [symbol("z.py", "function", "f", doc_comment=f"One of many. Here, {said} again.")]
    for number in range(40):
        doc = "The zebra walks before the open gates. Gates open, zebra walks."
        rows.append(symbol(f"{number}.py", "function", f"g{number}", doc_comment=doc))
    with stores_in(tmp_path / "vectors") as store:
        fill(store, rows)
        assert found(store, said)[0] == "z.py:f"
        assert found(store, "zebra walks before gates open")[0] != "z.py:f"


def test_imports_only_when_asked_for(store: Stores) -> None:
    for mode in ("hybrid", "text", "name"):
        assert "queue.py:threading" not in found(store, "threading", mode=mode)
        assert found(store, "threading", mode=mode, kind="import") == ["queue.py:threading"]


def test_kind_and_language(store: Stores) -> None:
    kinds = {hit.kind for hit in search(store, "queue", embedder=EMBEDDER, kind="class")}
    assert kinds == {"class"}
    kinds = {
        hit.kind for hit in search(store, "queue", embedder=EMBEDDER, kind=["class", "method"])
    }
    assert kinds == {"class", "method"}
    found_languages = {
        hit.language for hit in search(store, "text", embedder=EMBEDDER, language="typescript")
    }
    assert found_languages == {"typescript"}


@pytest.mark.parametrize(
    ("path", "files"),
    [
        ("Lib", 5),
        ("Lib/", 5),
        ("./Lib", 5),
        ("Li", 0),
        (".", 8),
        ("Lib/os.py", 1),
        ("*.ts", 2),
        ("web/*.ts", 0),
        ("web/*/*.ts", 1),
        ("web/**/*.ts", 2),
        ("web/**", 2),
        ("**/queue.py", 1),
        ("Lib/[ab]*.py", 2),
        ("Lib/[!ab]*.py", 3),
        ("Lib/?s.py", 1),
        ("Lib?os.py", 0),
        ("web/it's", 1),
        ("read%_all.ts*", 1),
        ("r*%_all.ts", 1),
        ("*(", 0),
        ("[", 0),
        ("*[&&--~~[]*", 0),
        ("[a-c]*.py", 2),
        ("*[%-]*", 1),
        ("[!a-z]*", 0),
    ],
)
def test_paths(store: Stores, path: str, files: int) -> None:
    hits = search(store, "anything", embedder=EMBEDDER, mode="vector", path=path, limit=100)
    assert len({hit.path for hit in hits}) == files


NASTY = [
    "'",
    "''",
    "x' OR '1'='1",
    "x') OR true --",
    '"',
    "\\",
    "%",
    "\0",
    "\n",
    "🐍",
    "`name`",
    "; --",
]


@pytest.mark.parametrize("text", NASTY)
def test_filters_and_queries_are_only_text(store: Stores, text: str) -> None:
    for options in (
        {"kind": text},
        {"kind": ["class", text]},
        {"language": text},
        {"path": text},
        {"path": f"{text}*"},
    ):
        hits = search(store, "queue", embedder=EMBEDDER, limit=100, **options)  # type: ignore[arg-type]
        expected = {"class"} if options.get("kind") == ["class", text] else set()
        assert {hit.kind for hit in hits} == expected, options
    # Without a range, a bracket matches just the characters in it.
    bracket = search(store, "queue", embedder=EMBEDDER, path=f"*[{text.strip('-')}]*", limit=100)
    assert all(set(text) & set(hit.path) for hit in bracket)
    for mode in ("hybrid", "text", "vector", "name"):
        if text.strip():
            hits = search(store, f"xylophone{text}", embedder=EMBEDDER, mode=mode)  # type: ignore[arg-type]
            assert mode in {"hybrid", "vector"} or hits == []


@pytest.mark.parametrize(
    "filters",
    [
        *(
            Filters(path=path)
            for path in ("Lib", ".", "*.ts", "web/**", "Lib/[!ab]*.py", "web/it's")
        ),
        Filters(kind="import"),
        Filters(kind=["class", "method"], language="python"),
        Filters(language=["typescript"], path="web"),
        Filters(),
    ],
)
def test_filters_choose_alike_in_both_stores(store: Stores, filters: Filters) -> None:
    by_lance = store.lance.to_arrow(["id"], condition=filters.condition)["id"].to_pylist()
    assert sorted(by_lance) == sorted(row["id"] for row in CORPUS if filters.takes(row))


def test_conditions_quote_everything() -> None:
    assert Filters().condition == "kind != 'import'"
    assert (
        Filters(kind="a'b", language=["c", "d"]).condition
        == "kind IN ('a''b') AND language IN ('c', 'd')"
    )
    assert Filters(path="it's").condition == (
        "kind != 'import' AND (file_path = 'it''s' OR starts_with(file_path, 'it''s/'))"
    )


# What is refused


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"mode": "magic"}, "expected a mode of hybrid, text, vector, name; found magic"),
        ({"limit": 0}, "expected a limit of at least 1, found 0"),
        ({"embedder": None}, "a search of mode hybrid needs an embedder"),
        ({"query": " \n"}, "expected a query"),
        ({"kind": []}, "expected at least one kind"),
        ({"path": "[z-a]*"}, "cannot read the path pattern"),
    ],
)
def test_what_makes_no_sense_is_refused(
    store: Stores, options: dict[str, Any], message: str
) -> None:
    arguments = {"query": "queue", "embedder": EMBEDDER, **options}
    with pytest.raises(ValueError, match=message):
        search(store, **arguments)


def test_an_embedder_of_another_dimension_is_refused(tmp_path: Path) -> None:
    with (
        stores_in(tmp_path / "v", 3) as store,
        pytest.raises(ValueError, match="expected a vector"),
    ):
        search(store, "queue", embedder=EMBEDDER)


@pytest.mark.parametrize("mode", ["hybrid", "text", "vector", "name"])
def test_an_empty_index_and_a_query_without_words_find_nothing(tmp_path: Path, mode: Any) -> None:
    with stores_in(tmp_path / "v") as store:
        assert search(store, "queue", embedder=EMBEDDER, mode=mode) == []
        fill(store, CORPUS)
        assert search(store, "?!", embedder=EMBEDDER, mode=mode) == []


# Ranking by itself


@pytest.mark.parametrize(
    ("path", "tests"),
    [
        ("Lib/test/test_os.py", True),
        ("Lib/os.py", False),
        ("tests/helper.py", True),
        ("src/__tests__/a.ts", True),
        ("src/a.test.ts", True),
        ("src/a.spec.js", True),
        ("pkg/read_test.go", True),
        ("src/test/java/a/FooTest.java", True),
        ("a/FooTests.cs", True),
        ("src/latest.py", False),
        ("src/contest/greatest.go", False),
        ("src/testimony.py", False),
        ("src/inspect.py", False),
        ("src/attestation/Attest.java", False),
    ],
)
def test_paths_of_tests(path: str, tests: bool) -> None:  # noqa: FBT001
    assert is_test_path(path) == tests


@pytest.mark.parametrize(
    ("path", "name", "same"),
    [
        ("Lib/queue.py", "Queue", True),
        ("src/text_reader.rs", "TextReader", True),
        ("src/app.module.ts", "App", True),
        ("json/__init__.py", "json", True),
        ("Lib/queue.py", "Empty", False),
        ("__init__.py", "json", False),
        ("src/_.py", "$", False),
    ],
)
def test_symbols_named_as_their_file(path: str, name: str, same: bool) -> None:  # noqa: FBT001
    row = {"file_path": path, "name": name, "kind": "class"}
    assert is_named_as_its_file(row) == same
    assert not is_named_as_its_file({**row, "kind": "module"})


def test_words_of_a_query() -> None:
    words = QueryWords("copy the readOnlyFile")
    assert words.split == "copy the read only file"
    assert words.expanded.split()[:5] == ["copy", "the", "read", "only", "file"]
    assert {"copyread", "onlyfile", "fileonly"} <= set(words.expanded.split())
    assert QueryWords("how is it").stems == ["how", "is", "it"]
    assert QueryWords("tests of queues").about_tests
    assert not QueryWords("latest queue").about_tests


def test_scores_of_names() -> None:
    words = QueryWords("parse url")
    assert words.name_score("parseUrl") == pytest.approx(3.0)
    assert words.name_score("urlparse") == pytest.approx(2.0)
    assert words.name_score("parsing") == pytest.approx(1.5)
    assert words.name_score("parse_json") == pytest.approx(1.0)
    assert words.name_score("json") == 0.0


def test_fusing_prefers_what_several_lists_agree_on() -> None:
    rows = {
        name: symbol(f"{name}.py", "function", f"f_{name}", doc_comment="Documented.")
        for name in "abcd"
    }
    lists = [[rows["a"], rows["b"]], [rows["c"], rows["b"]], [rows["b"], rows["d"]]]
    scored = fuse(lists, QueryWords("anything"))
    assert scored[0][1] is rows["b"]
    assert [row["id"] for _, row in scored].count(rows["b"]["id"]) == 1
    assert len(scored) == 4
    best = fuse([[rows["a"]]] * 3, QueryWords("anything"))
    assert best[0][0] == pytest.approx(1.0)


def test_priors_multiply() -> None:
    plain = symbol("a.py", "function", "f", doc_comment="Documented.")
    assert prior(plain, tests_count_less=True) == 1.0
    in_tests = {**plain, "file_path": "tests/a.py"}
    assert prior(in_tests, tests_count_less=True) == 0.5
    assert prior(in_tests, tests_count_less=False) == 1.0
    least = {**in_tests, "kind": "variable", "visibility": "private", "doc_comment": None}
    assert prior(least, tests_count_less=True) == pytest.approx(0.5 * 0.9 * 0.6 * 0.8)


def test_a_query_vector_is_made_as_the_symbols_were(store: Stores) -> None:
    class Recorder:
        model_id, digest, dimension = "recorder", "", EMBEDDER.dimension
        seen: list[str]

        def embed(self, texts: Any) -> Any:
            self.seen = texts.to_pylist()
            return EMBEDDER.embed(texts)

    recorder = Recorder()
    search(store, "readAll HTTPText", embedder=recorder)
    assert recorder.seen == ["read all http text"]
    assert np.isfinite(EMBEDDER.embed(pa.array(recorder.seen)).flatten().to_numpy()).all()
