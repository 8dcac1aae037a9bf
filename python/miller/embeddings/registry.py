"""Choosing an embedding model by its name in the configuration."""

from __future__ import annotations

import hashlib
import json
import os
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
import pyarrow as pa

from miller.embeddings.models import EXPECTED, OPENAI_COMPATIBLE, form_of
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

_Answer = TypeVar("_Answer")

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

    `miller.embeddings.models` lists what can be written; a mapping has `provider` and the options
    of that provider (`{"provider": "ollama", "name": "nomic-embed-text", "host": "http://…"}`).
    Raises `ConfigurationError` for what later runs would fail with, too: no such provider, model,
    option or folder, a package that is not installed, a key that is not set. What may be otherwise
    later is a `ModelUnavailableError`. With a `dimension`, such a model is not asked for its own.
    """
    provider, options = _read(configuration)
    if provider == "static":
        return _open_static(options)
    if provider == "sentence-transformers":
        # The registry's own default lets a downloaded model run any code.
        options.setdefault("trust_remote_code", False)
    return RegistryEmbedder(provider, options, dimension)


def _open_static(options: Mapping[str, Any]) -> StaticModelEmbedder:
    unknown = sorted(set(options) - {"folder"})
    if unknown:
        raise _unusable("static", f"it has no option {', '.join(unknown)}", "its option is: folder")
    try:
        return StaticModelEmbedder(options.get("folder"))
    except EmbeddingError as error:
        raise _unusable(f"static:{options.get('folder')}", str(error), error.hint) from error


def _providers() -> Any:
    """Give LanceDB's registry with Miller's provider in it. Loads LanceDB, which takes a second."""
    from lancedb.embeddings import get_registry  # noqa: PLC0415

    from miller.embeddings import openai_compatible  # noqa: F401, PLC0415 -- it enters itself

    return get_registry()


class _RefusalError(EmbeddingError):
    """A provider that does not take what it was told."""


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
            raise _unusable(self.model_id, f"there is no provider `{provider}`") from None
        if not hasattr(function_class, "generate_embeddings"):
            raise _unusable(self.model_id, f"the provider `{provider}` does not embed text alone")
        unknown = sorted(set(options) - set(function_class.model_fields))
        if unknown:
            known = ", ".join(sorted(function_class.model_fields))
            raise _unusable(
                self.model_id,
                f"the provider `{provider}` has no option {', '.join(unknown)}",
                f"its options are: {known}",
            )
        try:
            self._require()
            self._function: Any = self._guarded(partial(function_class.create, **options))
            self._dimension = self._ask_dimension() if dimension is None else dimension
        except _RefusalError as error:
            raise _unusable(self.model_id, str(error)) from error
        except EmbeddingError as error:
            raise ModelUnavailableError(str(error), hint=error.hint) from error

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

    def _require(self) -> None:
        """Find out at once what some providers need at their first text only."""
        form = form_of(self._provider)
        if form is not None and form.module is not None:
            self._guarded(partial(import_module, form.module))
        has_key = bool({"api_key", "use_azure"} & set(self._options))
        if form is not None and form.key is not None and not (has_key or os.environ.get(form.key)):
            raise _unusable(
                self.model_id,
                f"the environment variable {form.key} is not set",
                f"set it to your key: export {form.key}=...",
            )

    def _ask_dimension(self) -> int:
        return int(self._guarded(self._function.ndims))

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
            form = form_of(self._provider)
            package = self._provider if form is None or form.package is None else form.package
            raise _unusable(
                self.model_id,
                f"its provider needs a package that is not installed: {error}",
                f"install it: pip install {package}",
            ) from error
        except Exception as error:
            # Providers refuse names by a `ValueError`; decoders so an answer that is cut off.
            is_about_answer = isinstance(error, (json.JSONDecodeError, UnicodeError))
            is_refusal = isinstance(error, ValueError) and not is_about_answer
            raise (_RefusalError if is_refusal else EmbeddingError)(
                f"the embedding provider `{self._provider}` failed: {error}",
                hint="check the name of the model and that its server is running",
            ) from error


def _unusable(model: str, reason: str, hint: str | None = None) -> ConfigurationError:
    """Give the error for a setting that has to be changed: waiting does not help."""
    return ConfigurationError(
        f"the setting `embedder` names `{model}`, which cannot be used: {reason}",
        hint=EXPECTED if hint is None else hint,
    )


def _read(configuration: str | Mapping[str, Any] | None) -> tuple[str, dict[str, Any]]:
    """Give provider and options of any form of the configuration."""
    if configuration is None:
        return "static", {}
    if not isinstance(configuration, str):
        options = dict(configuration)
        provider = options.pop("provider", None)
        if not isinstance(provider, str) or not provider.strip():
            raise ConfigurationError(
                "the setting `embedder` is a table without `provider`", hint=EXPECTED
            )
        if "name" in options and not str(options["name"]).strip():
            raise _unusable(f"{provider}:", "the name of the model is empty")
        return provider, options
    provider, colon, rest = configuration.partition(":")
    if provider in {"static", DEFAULT_MODEL} and not colon:
        return "static", {}
    if not rest.strip():
        reason = "the name of the model is missing" if form_of(provider) else "it is no model"
        raise _unusable(configuration, reason)
    if provider == "static":
        return provider, {"folder": rest}
    if provider == OPENAI_COMPATIBLE:
        url, hash_sign, model = rest.rpartition("#")
        if not hash_sign or not url or not model.strip():
            raise _unusable(configuration, "it is not of the form URL#MODEL")
        return provider, {"base_url": url, "name": model}
    return provider, {"name": rest}
