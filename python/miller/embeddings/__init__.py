"""Models that turn text into vectors, and how one is chosen.

The default is a static model that ships with Miller and needs neither network nor accelerator.
Others are named in the configuration; see `open_embedder`.
"""

from __future__ import annotations

from miller.embeddings.provider import Embedder
from miller.embeddings.registry import open_embedder
from miller.embeddings.static import StaticModelEmbedder

__all__ = ["Embedder", "StaticModelEmbedder", "open_embedder"]
