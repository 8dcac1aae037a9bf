"""Embedding models: the one that ships with Miller, and those of the registry."""

from __future__ import annotations

import gc
import sys
import types
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pytest

from failing_models import Server
from miller import miller_core
from miller.embeddings import Embedder, StaticModelEmbedder, open_embedder
from miller.embeddings.static import DEFAULT_MODEL, default_folder
from miller.errors import ConfigurationError, EmbeddingError, ModelUnavailableError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TEXTS = ["decode base 64 text", "", "walk directory tree recursively", "größe 読取"]


def matrix(vectors: pa.FixedSizeListArray) -> np.ndarray:
    return vectors.flatten().to_numpy().reshape(len(vectors), -1)


# The static model


def test_the_default_is_the_model_that_ships_with_miller() -> None:
    embedder = open_embedder()
    assert isinstance(embedder, StaticModelEmbedder)
    assert isinstance(embedder, Embedder)
    assert (embedder.model_id, embedder.dimension) == (DEFAULT_MODEL, 256)
    assert len(embedder.digest) == 64


@pytest.mark.parametrize("configuration", ["static", DEFAULT_MODEL, {"provider": "static"}])
def test_names_of_the_default(configuration: Any) -> None:
    assert open_embedder(configuration).digest == open_embedder().digest


def test_a_static_model_of_ones_own_is_named_by_its_folder(tmp_path: Path) -> None:
    copy = tmp_path / "copied-model"
    copy.mkdir()
    for file in default_folder().iterdir():
        (copy / file.name).write_bytes(file.read_bytes())
    embedder = open_embedder(f"static:{copy}")
    assert embedder.model_id == "copied-model"
    assert embedder.digest == open_embedder().digest


def test_vectors_are_float32_of_length_one() -> None:
    vectors = open_embedder().embed(pa.array(TEXTS))
    assert vectors.type == pa.list_(pa.float32(), 256)
    assert np.linalg.norm(matrix(vectors), axis=1) == pytest.approx(np.ones(len(TEXTS)), abs=1e-5)


def test_chunks_and_neighbours_change_no_bit() -> None:
    embedder = open_embedder()
    together = matrix(embedder.embed(pa.array(TEXTS)))
    chunked = pa.chunked_array([pa.array(TEXTS[:1]), pa.array(TEXTS[1:])])
    assert (matrix(embedder.embed(chunked)) == together).all()
    alone = [matrix(embedder.embed(pa.array([text])))[0] for text in TEXTS]
    assert (np.stack(alone) == together).all()


def test_all_text_types_are_taken_and_a_slice_is_its_own_column() -> None:
    embedder = open_embedder()
    expected = matrix(embedder.embed(pa.array(TEXTS)))
    for text_type in (pa.large_string(), pa.string_view()):
        assert (matrix(embedder.embed(pa.array(TEXTS, text_type))) == expected).all()
    assert (matrix(embedder.embed(pa.array(TEXTS).slice(2, 1))) == expected[2:3]).all()
    assert len(embedder.embed(pa.array([], pa.string()))) == 0


def test_what_is_not_text_is_refused() -> None:
    embedder = open_embedder()
    with pytest.raises(ValueError, match="found a null in row 1"):
        embedder.embed(pa.array(["a", None]))
    with pytest.raises(ValueError, match="expected a column of text to embed, found Int64"):
        embedder.embed(pa.array([1]))
    with pytest.raises(ValueError, match="__arrow_c_array__"):
        embedder.embed(["a list"])  # type: ignore[arg-type]


def test_embedding_makes_no_python_object_per_row() -> None:
    embedder = open_embedder()
    column = pa.array(["read all text of a file"] * 20_000)
    embedder.embed(column)
    gc.collect()
    before = sys.getallocatedblocks()
    vectors = embedder.embed(column)
    assert sys.getallocatedblocks() - before < 100
    assert len(vectors) == 20_000


def test_a_folder_without_a_model_says_which_file_is_missing(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"config\.json") as caught:
        open_embedder(f"static:{tmp_path}")
    assert caught.value.hint is not None
    assert "model2vec" in caught.value.hint


def test_search_text_takes_any_chunking_and_checks_the_columns() -> None:
    schema = miller_core.table_schema("symbols")
    row = dict.fromkeys(schema.names, "") | {
        "name": "readAll",
        "kind": "function",
        "qualified_name": "TextFile.readAll",
        "signature": "def readAll(self) -> str",
        "doc_comment": "Reads the wholeFile.",
        "code_context": None,
    }
    numbers = {field.name: 0 for field in schema if field.type == pa.uint32()}
    table = pa.Table.from_pylist([row | numbers] * 3, schema=schema)
    texts = miller_core.search_text(pa.concat_tables([table, table]))
    assert texts.type == pa.string()
    assert len(texts) == 6
    words = texts[0].as_py().split()
    assert words[0] == "function"
    assert {"text", "file", "read", "all", "self", "str", "whole"} <= set(words)
    assert texts.to_pylist() == [texts[0].as_py()] * 6
    with pytest.raises(ValueError, match="column `qualified_name` of `symbols`"):
        miller_core.search_text(table.drop(["qualified_name"]))


# Choosing a model


@pytest.mark.parametrize(
    ("configuration", "message"),
    [
        ("no-such-thing:model", "there is no provider `no-such-thing`"),
        ("nonsense", "names `nonsense`, which cannot be used: it is no model"),
        ("openai-compatible:http://localhost", "not of the form URL#MODEL"),
        ("openai-compatible:#model", "not of the form URL#MODEL"),
        ({"name": "model"}, "without `provider`"),
        ({"provider": "ollama", "colour": "red"}, "has no option colour"),
        ("openai-compatible:file:///etc#model", "not one of http or https"),
    ],
)
def test_a_configuration_that_cannot_be_read(configuration: Any, message: str) -> None:
    with pytest.raises(ConfigurationError, match=message) as caught:
        open_embedder(configuration)
    assert caught.value.hint


@pytest.mark.parametrize("provider", ["sentence-transformers", "ollama"])
def test_a_missing_package_is_named(provider: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # `None` makes an import fail whether the package is installed or not.
    monkeypatch.setitem(sys.modules, provider.replace("-", "_"), None)
    with pytest.raises(ConfigurationError, match="not installed") as caught:
        open_embedder(f"{provider}:some-model")
    assert caught.value.hint == f"install it: pip install {provider}"


class FakeSentenceTransformer:
    """Stands in for the class of the same name, and remembers how it was made."""

    made: list[tuple[str, dict[str, Any]]]

    def __init__(self, name: str, **options: Any) -> None:
        self.made.append((name, options))

    def encode(self, texts: list[str], **_options: Any) -> np.ndarray:
        return np.array([[len(text), 1.0, 0.0] for text in texts], dtype=np.float32)


def test_sentence_transformers_may_not_run_downloaded_code(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    FakeSentenceTransformer.made = []
    module = types.ModuleType("sentence_transformers")
    module.SentenceTransformer = FakeSentenceTransformer  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "sentence_transformers", module)
    embedder = open_embedder("sentence-transformers:some/model")
    assert embedder.dimension == 3
    assert embedder.model_id == "sentence-transformers:some/model"
    vectors = matrix(embedder.embed(pa.array(["four", "seven.."])))
    assert vectors.tolist() == [[4.0, 1.0, 0.0], [7.0, 1.0, 0.0]]
    assert {name for name, _ in FakeSentenceTransformer.made} == {"some/model"}
    assert [options["trust_remote_code"] for _, options in FakeSentenceTransformer.made] == [
        False for _ in FakeSentenceTransformer.made
    ]


# Servers that speak OpenAI's interface


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    yield server
    server.close()


def test_any_model_name_and_the_dimension_is_learnt(server: Server) -> None:
    embedder = open_embedder(f"openai-compatible:{server.address}#bge-small")
    assert (embedder.dimension, embedder.model_id) == (4, "openai-compatible:bge-small")
    assert server.requests[-1]["model"] == "bge-small"
    assert server.requests[-1]["path"] == "/v1/embeddings"


def test_texts_go_in_requests_of_64_and_come_back_in_order(server: Server) -> None:
    embedder = server.embedder()
    server.requests.clear()
    texts = ["x" * (1 + row % 7) for row in range(150)]
    vectors = embedder.embed(pa.chunked_array([texts[:10], texts[10:]]))
    assert vectors.type == pa.list_(pa.float32(), 4)
    assert [len(request["input"]) for request in server.requests] == [64, 64, 22]
    assert matrix(vectors)[:, 0].tolist() == [float(len(text)) for text in texts]


def test_an_empty_text_is_sent_as_a_space(server: Server) -> None:
    embedder = server.embedder()
    embedder.embed(pa.array(["", "a"]))
    assert server.requests[-1]["input"] == [" ", "a"]


def test_the_key_comes_from_the_environment(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MY_KEY", "open-sesame")
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    server.embedder(api_key_variable="MY_KEY")
    server.embedder()
    assert server.keys == ["Bearer open-sesame", None]


def test_a_rejected_request_raises_with_what_the_server_said(server: Server) -> None:
    embedder = server.embedder()
    server.errors = [(400, b'{"error": {"message": "input is too long"}}')]
    with pytest.raises(EmbeddingError, match="400 Bad Request: input is too long"):
        embedder.embed(pa.array(["a"]))


def test_a_busy_server_is_asked_again(server: Server) -> None:
    embedder = server.embedder()
    server.errors = [(503, b"busy"), (429, b"slow down")]
    assert len(embedder.embed(pa.array(["a"]))) == 1
    server.errors = [(503, b"busy")] * 3
    with pytest.raises(EmbeddingError, match="503 Service Unavailable: busy"):
        embedder.embed(pa.array(["a"]))


@pytest.mark.parametrize(
    ("reply", "message"),
    [
        (b"<html>", "not JSON"),
        (b"{}", "does not hold a vector for each of 1 texts"),
        (b'{"data": [{"index": 3, "embedding": [1, 2, 3, 4]}]}', "does not hold a vector"),
        (b'{"data": [{"index": 0, "embedding": [1, 2]}]}', r"vectors of \[2\] components, 4 at"),
        (b'{"data": [{"index": 0, "embedding": [1, 2, 3, NaN]}]}', "not finite"),
        (b'{"data": [{"index": 0, "embedding": null}]}', "gave 0 vectors for 1 texts"),
    ],
)
def test_a_wrong_answer_never_becomes_a_vector(server: Server, reply: bytes, message: str) -> None:
    embedder = server.embedder()
    server.answer = lambda _texts: reply
    with pytest.raises(EmbeddingError, match=message):
        embedder.embed(pa.array(["a"]))


def test_a_server_that_is_not_there(server: Server) -> None:
    address = server.address
    server.close()
    configuration = {
        "provider": "openai-compatible",
        "base_url": address,
        "name": "m",
        "pause_seconds": 0,
    }
    with pytest.raises(ModelUnavailableError, match="did not embed with `m`") as caught:
        open_embedder(configuration)
    assert caught.value.hint
    # With a dimension on record, it is not asked.
    assert open_embedder(configuration, dimension=7).dimension == 7


def test_a_model_that_is_not_asked_has_the_digest_of_one_that_is(server: Server) -> None:
    address = server.address
    asked = server.embedder()
    server.close()
    configuration = {"provider": "openai-compatible", "base_url": address, "name": "any-model"}
    embedder = open_embedder(configuration, dimension=4)
    assert (embedder.digest, embedder.model_id) == (asked.digest, asked.model_id)
    assert open_embedder(configuration, dimension=5).digest != asked.digest


def test_nulls_are_refused_before_anything_is_sent(server: Server) -> None:
    embedder = server.embedder()
    server.requests.clear()
    with pytest.raises(ValueError, match="found 1 nulls"):
        embedder.embed(pa.array(["a", None]))
    with pytest.raises(ValueError, match="expected a column of text"):
        embedder.embed(pa.array([1]))
    assert server.requests == []


def test_the_digest_tells_models_apart_and_not_addresses(server: Server) -> None:
    embedder = server.embedder()
    assert server.embedder(timeout_seconds=5).digest == embedder.digest
    assert server.embedder(name="another").digest != embedder.digest
