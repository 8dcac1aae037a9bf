"""Servers that speak OpenAI's embeddings interface, in LanceDB's registry.

LanceDB's own `openai` provider serves three model names of one company, sends any number of texts
in one request, and answers a rejected request with null vectors. This one takes any model name,
learns the dimension from the first answer, sends 64 texts at a time, and raises. It needs no
package.
"""

from __future__ import annotations

import json
import os
import time
from http import HTTPStatus
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from lancedb.embeddings import TextEmbeddingFunction, register
from pydantic import PrivateAttr

from miller.embeddings.models import OPENAI_COMPATIBLE
from miller.errors import ConfigurationError, EmbeddingError

_TEXTS_PER_REQUEST = 64
_ATTEMPTS = 3
_WORTH_ANOTHER_ATTEMPT = {
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.BAD_GATEWAY,
    HTTPStatus.SERVICE_UNAVAILABLE,
    HTTPStatus.GATEWAY_TIMEOUT,
}


class OpenAICompatibleEmbeddings(TextEmbeddingFunction):
    """An embedding model behind `POST {base_url}/embeddings`.

    `api_key_variable` names the environment variable with the key, so that the key itself is never
    written into a configuration file or an index.
    """

    name: str
    base_url: str
    api_key_variable: str = "OPENAI_API_KEY"
    timeout_seconds: float = 60.0
    pause_seconds: float = 1.0

    _dimension: int | None = PrivateAttr(default=None)

    def ndims(self) -> int:
        """Give the number of components, learnt from the first answer."""
        if self._dimension is None:
            self._dimension = len(self.generate_embeddings(["dimension"])[0])
        return self._dimension

    def generate_embeddings(self, texts: Any, *_args: Any, **_options: Any) -> Any:
        """Embed each text, in order, or raise `EmbeddingError`."""
        vectors: list[list[float]] = []
        for start in range(0, len(texts), _TEXTS_PER_REQUEST):
            some = list(texts[start : start + _TEXTS_PER_REQUEST])
            vectors.extend(self._vectors_in(self._post(some), len(some)))
        return vectors

    @property
    def _address(self) -> str:
        return f"{self.base_url.rstrip('/')}/embeddings"

    def _post(self, texts: list[str]) -> Any:
        if not _is_address(self.base_url):
            raise ConfigurationError(
                "the setting `embedder` names a server whose address is not one of http or https: "
                f"{self.base_url}",
                hint=f"write {OPENAI_COMPATIBLE}:http://HOST:PORT/v1#MODEL",
            )
        body = json.dumps({"model": self.name, "input": texts, "encoding_format": "float"})
        headers = {"Content-Type": "application/json"}
        key = os.environ.get(self.api_key_variable)
        if key:
            headers["Authorization"] = f"Bearer {key}"
        request = Request(self._address, body.encode(), headers, method="POST")  # noqa: S310 -- checked above
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                with urlopen(request, timeout=self.timeout_seconds) as answer:  # noqa: S310 -- checked above
                    return json.load(answer)
            except HTTPError as error:
                if error.code not in _WORTH_ANOTHER_ATTEMPT or attempt == _ATTEMPTS:
                    raise self._failure(
                        f"{error.code} {error.reason}: {_reason_in(error)}"
                    ) from error
            except (URLError, TimeoutError, ConnectionError) as error:
                if attempt == _ATTEMPTS:
                    raise self._failure(str(error)) from error
            except json.JSONDecodeError as error:
                raise self._failure(f"the answer is not JSON: {error}") from error
            time.sleep(self.pause_seconds * 2 ** (attempt - 1))
        raise self._failure("no answer")

    def _vectors_in(self, answer: Any, expected: int) -> list[list[float]]:
        """Give the vectors in the order of the texts: each says which text it belongs to."""
        try:
            by_index = {int(entry["index"]): entry["embedding"] for entry in answer["data"]}
            return [by_index[index] for index in range(expected)]
        except (KeyError, TypeError, ValueError) as error:
            raise self._failure(
                f"the answer does not hold a vector for each of {expected} texts"
            ) from error

    def _failure(self, reason: str) -> EmbeddingError:
        return EmbeddingError(
            f"the embedding server `{self._address}` did not embed with `{self.name}`: {reason}",
            hint="check that the server is running and serves this model",
        )


# Called as a function and not as a decorator: LanceDB's decorator has no types.
_register: Any = register
_register(OPENAI_COMPATIBLE)(OpenAICompatibleEmbeddings)


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        # A port that is no number.
        return False


def _reason_in(error: HTTPError) -> str:
    """Give what the server said, from the usual places of an error reply."""
    text = error.read(4_096).decode(errors="replace")
    try:
        reply = json.loads(text)
        reason = reply["error"]["message"] if isinstance(reply["error"], dict) else reply["error"]
        return str(reason)
    except (ValueError, KeyError, TypeError):
        return text.strip() or "no reason given"
