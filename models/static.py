"""A static model: a tokenizer and a vector for each token; a text is the mean of its tokens' vectors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array
from tokenizers import Tokenizer

from models.tensors import read_tensors

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

#: What the loader reads of a text.
MOST_TOKENS = 512
UNKNOWN = "[UNK]"


@dataclass
class StaticModel:
    """What is tuned and judged."""

    tokenizer: Tokenizer
    vectors: Vectors

    @classmethod
    def load(cls, folder: Path) -> StaticModel:
        """Load a model in model2vec format."""
        tensors = read_tensors(folder / "model.safetensors")
        vectors = tensors["embeddings"].astype(np.float32)
        if "weights" in tensors:
            vectors *= tensors["weights"].astype(np.float32)[:, None]
        return cls(Tokenizer.from_file(str(folder / "tokenizer.json")), vectors)

    def embed(self, texts: list[str]) -> Vectors:
        """Give a vector of length 1 for each text."""
        return unit(bags(self.tokenizer, texts) @ self.vectors)


def bags(tokenizer: Tokenizer, texts: list[str]) -> csr_array:
    """Count the tokens of each text: a row for each text, a column for each token."""
    tokenizer.no_padding()
    tokenizer.enable_truncation(MOST_TOKENS)
    unknown = tokenizer.token_to_id(UNKNOWN)
    parts: list[NDArray[np.int32]] = []
    for start in range(0, len(texts), 4096):
        encoded = tokenizer.encode_batch_fast(texts[start : start + 4096], add_special_tokens=False)
        parts += [np.array([i for i in one.ids if i != unknown], np.int32) for one in encoded]
    ends = np.cumsum([0, *map(len, parts)])
    columns = np.concatenate(parts) if parts else np.empty(0, np.int32)
    counts = np.ones(len(columns), np.float32)
    matrix = csr_array((counts, columns, ends), (len(texts), tokenizer.get_vocab_size()))
    matrix.sum_duplicates()
    return matrix


def unit(vectors: Vectors) -> Vectors:
    """Scale each vector to length 1."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    scaled: Vectors = vectors / np.maximum(lengths, 1e-12)
    return scaled
