"""A static model: a vector for each token; a text is the mean of its tokens' vectors."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array
from tokenizers import Tokenizer

from models.tensors import read_tensors

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

DIMENSION = 256
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
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        tokenizer.no_padding()
        tokenizer.no_truncation()
        return cls(tokenizer, vectors)

    def embed(self, texts: list[str]) -> Vectors:
        """Give a vector of length 1 for each text."""
        return unit(bags(self.tokenizer, texts) @ self.vectors)


def bags(tokenizer: Tokenizer, texts: list[str]) -> csr_array:
    """Count the tokens of each text: a row for each text, a column for each token.

    Texts are words with spaces between them, so that each word is cut up once, however often it
    stands there.
    """
    places: dict[str, int] = {}
    words = [[places.setdefault(word, len(places)) for word in text.split()] for text in texts]
    unknown = tokenizer.token_to_id(UNKNOWN)
    encoded = tokenizer.encode_batch_fast(list(places), add_special_tokens=False)
    tokens = [[token for token in one.ids if token != unknown] for one in encoded]
    matrix = _counts(words, len(places)) @ _counts(tokens, tokenizer.get_vocab_size())
    matrix.sort_indices()
    return matrix


def _counts(rows: list[list[int]], width: int) -> csr_array:
    ends = np.cumsum([0, *map(len, rows)])
    columns = np.fromiter(chain.from_iterable(rows), np.int32, int(ends[-1]))
    matrix = csr_array((np.ones(len(columns), np.float32), columns, ends), (len(rows), width))
    matrix.sum_duplicates()
    return matrix


def unit(vectors: Vectors) -> Vectors:
    """Scale each vector to length 1."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    scaled: Vectors = vectors / np.maximum(lengths, 1e-12)
    return scaled
