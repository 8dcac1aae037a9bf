"""The embedding model in the hands of one run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa

from miller.errors import ConfigurationError, MillerError
from miller.vector_columns import checked_vectors

if TYPE_CHECKING:
    from miller.embeddings import Embedder


class RunModel:
    """A model that is given up for the rest of a run at its first failure.

    A server that is down is waited for, a few seconds each time. A run of many flushes must not do
    so at every one of them, nor end because of it: what has no vectors waits in the outbox.
    """

    def __init__(self, embedder: Embedder | None, failure: Exception | None = None) -> None:
        """Take a model; `None` for one that failed before its dimension was known."""
        self.embedder = embedder
        self.failure = None if failure is None else _reason(failure)
        """What the model has last failed with."""
        self.is_given_up = failure is not None
        self.was_reached = failure is None
        """Whether it could be opened, so that its dimension is its own."""

    def embed(self, text: pa.Array[Any]) -> pa.Array[Any] | None:
        """Give the vectors of texts; `None` from the first failure on."""
        if self.is_given_up:
            return None
        vectors = self.ask(text)
        self.is_given_up = vectors is None
        return vectors

    def ask(self, text: pa.Array[Any]) -> pa.Array[Any] | None:
        """Give the vectors of texts; `None` when the model fails, which may be asked again.

        Whatever a model raises is a failure, and so are vectors that are none. A setting that has
        no sense is not: later runs would fail in the same way.
        """
        if self.embedder is None:
            return None
        try:
            vectors = self.embedder.embed(text)
            return checked_vectors(vectors, len(text), self.embedder.dimension)
        except ConfigurationError:
            raise
        except Exception as error:  # noqa: BLE001 -- a model may be anybody's code
            self.failure = _reason(error)
            return None

    def answers(self) -> bool:
        """Whether the model, which has failed, embeds a plain word: then it refuses some texts."""
        failure = self.failure
        if self.ask(pa.array(["word"])) is None:
            return False
        self.failure = failure
        return True


def _reason(error: Exception) -> str:
    if isinstance(error, (MillerError, ValueError)) and str(error):
        return str(error)
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
