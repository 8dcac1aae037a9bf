"""The model that ships with Miller."""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from miller import miller_core

if TYPE_CHECKING:
    import os

    import pyarrow as pa

DEFAULT_MODEL = "miller-static-v2"


class StaticModelEmbedder:
    """A static model: about 100,000 texts a second on one core, and no network.

    `folder` holds a model in model2vec format; without it, the one that ships with Miller is taken.
    """

    def __init__(self, folder: str | os.PathLike[str] | None = None) -> None:
        self._model = miller_core.StaticEmbedder(default_folder() if folder is None else folder)

    @property
    def model_id(self) -> str:
        """The name of the model's folder."""
        return self._model.model_id

    @property
    def digest(self) -> str:
        """blake3 of the model's files."""
        return self._model.digest

    @property
    def dimension(self) -> int:
        """The number of components of a vector."""
        return self._model.dimension

    def embed(self, texts: pa.Array[Any] | pa.ChunkedArray[Any]) -> pa.FixedSizeListArray[Any, Any]:
        """Embed each text, in order, without holding the interpreter's lock."""
        return self._model.embed(texts)

    def __repr__(self) -> str:
        return f"StaticModelEmbedder({self.model_id!r})"


def default_folder() -> Path:
    """Give the folder of the model that ships with Miller."""
    # A wheel is always unpacked on installation, so that the resource is a path.
    return Path(str(resources.files("miller.embeddings"))) / DEFAULT_MODEL
