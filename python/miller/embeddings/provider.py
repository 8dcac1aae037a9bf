"""What Miller asks of an embedding model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

if TYPE_CHECKING:
    import pyarrow as pa


@runtime_checkable
class Embedder(Protocol):
    """Turns a column of text into a column of vectors.

    `model_id`, `digest` and `dimension` are recorded in the index. When one of them differs, the
    vectors are made again, because those of two models cannot be compared.
    """

    @property
    def model_id(self) -> str:
        """The name of the model."""
        ...

    @property
    def digest(self) -> str:
        """Changes when the model gives other vectors, as far as that can be known."""
        ...

    @property
    def dimension(self) -> int:
        """The number of components of a vector."""
        ...

    def embed(self, texts: pa.Array[Any] | pa.ChunkedArray[Any]) -> pa.FixedSizeListArray[Any, Any]:
        """Embed each text, in order: float32, without nulls.

        Raises `ValueError` for a column that is not of text or holds nulls, and
        `miller.errors.EmbeddingError` when the model fails. No text gets a vector in silence that
        is not its own.
        """
        ...
