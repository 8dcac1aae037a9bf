"""Choosing an embedding model by its name in the configuration."""

from __future__ import annotations

import hashlib
import json
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
import pyarrow as pa

from miller.embeddings.static import DEFAULT_MODEL, StaticModelEmbedder
from miller.errors import (
    ConfigurationError,
    EmbeddingError,
    MillerError,
    ModelUnavailableError,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from miller.embeddings.provider import Embedder

# The provider of `miller.embeddings.openai_compatible`.
OPENAI_COMPATIBLE = "openai-compatible"

_Answer = TypeVar("_Answer")

_FORMS = (
    "`static`, `static:FOLDER`, `sentence-transformers:MODEL`, `ollama:MODEL`, "
    "`openai-compatible:URL#MODEL`, or a table with `provider` and its options"
)

# The package that a provider of LanceDB's registry imports when it is first used.
_PACKAGES = {"sentence-transformers": "sentence-transformers", "ollama": "ollama"}

# Options that say how to reach a model and not which one it is: changing them changes no vector.
_ACCESS_OPTIONS = {
    "api_key_variable",
    "base_url",
    "device",
    "host",
    "keep_alive",
    "max_retries",
    "pause_seconds",
    "timeout_seconds",
}

# Texts handed to a provider at a time, so that memory stays bounded whatever the column.
_TEXTS_PER_CALL = 1_024


def open_embedder(
    configuration: str | Mapping[str, Any] | None = None, *, dimension: int | None = None
) -> Embedder:
    """Open the model that the configuration names; without one, the model that ships with Miller.

    Forms: `static`, `static:FOLDER`, `sentence-transformers:MODEL`, `ollama:MODEL`,
    `openai-compatible:URL#MODEL`, or a mapping with `provider` and the options of that provider
    (`{"provider": "ollama", "name": "nomic-embed-text", "host": "http://…"}`). Raises
    `ConfigurationError` when there is no such provider or option, and `EmbeddingError` when the
    provider's package is not installed or, as a `ModelUnavailableError`, when its model does not
    answer. With a `dimension`, such a model is not asked for its own.
    """
    provider, options = _read(configuration)
    if provider == "static":
        return StaticModelEmbedder(options.get("folder"))
    if provider == "sentence-transformers":
        # The registry's own default lets a downloaded model run any code.
        options.setdefault("trust_remote_code", False)
    return RegistryEmbedder(provider, options, dimension)


def _providers() -> Any:
    """Give LanceDB's registry with Miller's provider in it. Loads LanceDB, which takes a second."""
    from lancedb.embeddings import get_registry  # noqa: PLC0415

    from miller.embeddings import openai_compatible  # noqa: F401, PLC0415 -- it enters itself

    return get_registry()


class RegistryEmbedder:
    """A provider of LanceDB's embedding registry behind Miller's interface."""

    def __init__(
        self, provider: str, options: Mapping[str, Any], dimension: int | None = None
    ) -> None:
        self._provider = provider
        self._options = dict(options)
        try:
            function_class: Any = _providers().get(provider)
        except KeyError:
            raise ConfigurationError(
                f"there is no embedding provider `{provider}`", hint=f"write one of: {_FORMS}"
            ) from None
        unknown = sorted(set(options) - set(function_class.model_fields))
        if unknown:
            known = ", ".join(sorted(function_class.model_fields))
            raise ConfigurationError(
                f"the embedding provider `{provider}` has no option {', '.join(unknown)}",
                hint=f"its options are: {known}",
            )
        self._function: Any = self._guarded(partial(function_class.create, **options))
        self._dimension = self._ask_dimension() if dimension is None else dimension

    @property
    def model_id(self) -> str:
        """Provider and model, as in the configuration."""
        return f"{self._provider}:{self._options.get('name', 'default')}"

    @property
    def digest(self) -> str:
        """SHA-256 of provider, options and dimension: the model's files are out of reach."""
        options = {
            name: value for name, value in self._options.items() if name not in _ACCESS_OPTIONS
        }
        described = json.dumps(
            [self._provider, options, self._dimension], sort_keys=True, default=repr
        )
        return hashlib.sha256(described.encode()).hexdigest()

    @property
    def dimension(self) -> int:
        """The number of components of a vector, as the model's first answer had it."""
        return self._dimension

    def embed(self, texts: pa.Array[Any] | pa.ChunkedArray[Any]) -> pa.FixedSizeListArray[Any, Any]:
        """Embed each text, in order."""
        if not (pa.types.is_string(texts.type) or pa.types.is_large_string(texts.type)):
            raise ValueError(f"expected a column of text to embed, found {texts.type}")
        if texts.null_count:
            raise ValueError(f"expected text in every row, found {texts.null_count} nulls")
        vectors = np.empty((len(texts), self._dimension), dtype=np.float32)
        for start in range(0, len(texts), _TEXTS_PER_CALL):
            some = texts.slice(start, _TEXTS_PER_CALL).to_pylist()
            # An empty text is an error for some servers.
            asked = [text or " " for text in some]
            answer = self._guarded(partial(self._function.generate_embeddings, asked))
            vectors[start : start + len(some)] = self._checked(answer, len(some))
        return pa.FixedSizeListArray.from_arrays(pa.array(vectors.reshape(-1)), self._dimension)

    def __repr__(self) -> str:
        return f"RegistryEmbedder({self.model_id!r}, dimension={self._dimension})"

    def _ask_dimension(self) -> int:
        try:
            return int(self._guarded(self._function.ndims))
        except EmbeddingError as error:
            if isinstance(error.__cause__, ImportError):
                raise
            raise ModelUnavailableError(str(error), hint=error.hint) from error

    def _checked(self, answer: Any, rows: int) -> np.ndarray[Any, np.dtype[np.float32]]:
        """Check an answer: some providers give nulls for a failed request."""
        missing = sum(vector is None for vector in answer)
        if missing or len(answer) != rows:
            raise EmbeddingError(
                f"{self.model_id} gave {len(answer) - missing} vectors for {rows} texts",
                hint="look at the log of the provider for the reason",
            )
        widths = {len(vector) for vector in answer}
        if widths - {self._dimension}:
            raise EmbeddingError(
                f"{self.model_id} gave vectors of {sorted(widths)} components, "
                f"{self._dimension} at first",
                hint="check that the provider serves one model under this name",
            )
        vectors = np.asarray(answer, dtype=np.float32)
        if not np.isfinite(vectors).all():
            raise EmbeddingError(
                f"{self.model_id} gave a vector that is not finite",
                hint="try another model or another precision",
            )
        return vectors

    def _guarded(self, call: Callable[[], _Answer]) -> _Answer:
        """Call a provider; whatever it raises becomes an `EmbeddingError` that names it."""
        try:
            return call()
        except MillerError:
            raise
        except ImportError as error:
            package = _PACKAGES.get(self._provider, self._provider)
            raise EmbeddingError(
                f"the embedding provider `{self._provider}` needs a package "
                f"that is not installed: {error}",
                hint=f"install it: pip install {package}",
            ) from error
        except Exception as error:
            raise EmbeddingError(
                f"the embedding provider `{self._provider}` failed: {error}",
                hint="check the name of the model and that its server is running",
            ) from error


def _read(configuration: str | Mapping[str, Any] | None) -> tuple[str, dict[str, Any]]:
    """Give provider and options of any form of the configuration."""
    if configuration is None:
        return "static", {}
    if not isinstance(configuration, str):
        options = dict(configuration)
        provider = options.pop("provider", None)
        if not isinstance(provider, str):
            raise ConfigurationError(
                "the configuration of the embedding model has no `provider`",
                hint=f"write one of: {_FORMS}",
            )
        return provider, options
    provider, colon, rest = configuration.partition(":")
    if provider in {"static", DEFAULT_MODEL} and not colon:
        return "static", {}
    if not rest:
        raise ConfigurationError(
            f"cannot read the embedding model `{configuration}`", hint=f"write one of: {_FORMS}"
        )
    if provider == "static":
        return provider, {"folder": rest}
    if provider == OPENAI_COMPATIBLE:
        url, hash_sign, model = rest.rpartition("#")
        if not hash_sign or not url or not model:
            raise ConfigurationError(
                f"cannot read the embedding model `{configuration}`",
                hint=f"write {OPENAI_COMPATIBLE}:URL#MODEL, "
                f"for instance {OPENAI_COMPATIBLE}:http://localhost:8080/v1#bge-small",
            )
        return provider, {"base_url": url, "name": model}
    return provider, {"name": rest}
