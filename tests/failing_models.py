"""Embedding models that fail when they are told to, and a server that does."""

from __future__ import annotations

import hashlib
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from miller.embeddings import open_embedder
from miller.errors import EmbeddingError

if TYPE_CHECKING:
    from collections.abc import Callable

    from miller.embeddings import Embedder


def vector_of(text: str, dimension: int) -> list[float]:
    """Give a vector that depends on the text alone, so that it is the same in each run."""
    return [byte / 256 for byte in hashlib.sha256(text.encode()).digest()[:dimension]]


class Flaky:
    """A model of few components that answers so often and then fails."""

    model_id = "flaky"

    def __init__(
        self, answers: float = float("inf"), *, digest: str = "1", dimension: int = 4
    ) -> None:
        self.answers = answers
        self.digest = digest
        self.dimension = dimension
        self.texts: list[str] = []
        """What it was asked for and has answered."""
        self.failures = 0
        self.fail: Callable[[Any], Any] = self.raise_error

    @staticmethod
    def raise_error(_texts: Any) -> Any:
        raise EmbeddingError("the quota is used up")

    def embed(self, texts: Any) -> Any:
        given = texts.to_pylist()
        if self.answers < 1:
            self.failures += 1
            return self.fail(given)
        self.answers -= 1
        self.texts += given
        numbers = [vector_of(text, self.dimension) for text in given]
        flat = pa.array(np.array(numbers, np.float32).reshape(-1))
        return pa.FixedSizeListArray.from_arrays(flat, self.dimension)


class Failing:
    """The model that ships with Miller, as if it were one that answers so often and then fails."""

    def __init__(self, answers: int = 0) -> None:
        self._model = open_embedder("static")
        self.model_id, self.digest = self._model.model_id, self._model.digest
        self.dimension = self._model.dimension
        self.answers = answers

    def embed(self, texts: Any) -> Any:
        if self.answers < 1:
            raise EmbeddingError("the model is away")
        self.answers -= 1
        return self._model.embed(texts)


AWAY = {
    "provider": "openai-compatible",
    "base_url": "http://127.0.0.1:9/v1",
    "name": "m",
    "pause_seconds": 0,
}
"""A model on a port that nothing listens to: it cannot even be opened."""


class Server:
    """A server on the loopback interface that answers as it is told to."""

    def __init__(self) -> None:
        self.requests: list[dict[str, Any]] = []
        self.keys: list[str | None] = []
        self.errors: list[tuple[int, bytes]] = []
        self.refusal: tuple[int, bytes] | None = None
        """What all requests are answered with, until it is taken away."""
        self.answer = self.vectors_backwards
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                outer.requests.append({"path": self.path, **json.loads(body)})
                outer.keys.append(self.headers["Authorization"])
                status, reply = outer.refusal or (
                    outer.errors.pop(0) if outer.errors else (200, None)
                )
                reply = outer.answer(outer.requests[-1]["input"]) if reply is None else reply
                self.send_response(status)
                self.send_header("Content-Length", str(len(reply)))
                self.end_headers()
                self.wfile.write(reply)

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/v1"

    def vectors_backwards(self, texts: list[str]) -> bytes:
        """The order of an answer says nothing: `index` does."""
        entries = [
            {"index": index, "embedding": [float(len(text)), float(index), 0.5, -1.0]}
            for index, text in enumerate(texts)
        ]
        return json.dumps({"data": entries[::-1]}).encode()

    def vectors_of_texts(self, texts: list[str]) -> bytes:
        """Give vectors that are the same whatever else is asked for with a text."""
        entries = [
            {"index": index, "embedding": vector_of(text, 4)} for index, text in enumerate(texts)
        ]
        return json.dumps({"data": entries}).encode()

    def embedder(self, **options: Any) -> Embedder:
        return open_embedder(
            {
                "provider": "openai-compatible",
                "base_url": self.address,
                "name": "any-model",
                "pause_seconds": 0,
                **options,
            }
        )

    def close(self) -> None:
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join()
            self._server.server_close()
