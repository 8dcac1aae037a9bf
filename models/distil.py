"""Distils the transformer: what it says of each token alone becomes the token's vector."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from models import base
from models.packages import TOOLS
from models.static import DIMENSION, StaticModel, bags
from models.transformer import Transformer
from models.vocabulary import MOST_WORDS, base_tokenizer, with_words, words_to_add

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray
    from tokenizers import Tokenizer

    from models.static import Vectors

_STATES = TOOLS / "states.npy"
#: How much a frequent token counts less: a / (a + its probability).
_SIF = 1e-4


def distilled() -> StaticModel:
    """Distil as `model2vec` does: principal components, weights by the rank of a token."""
    tokenizer = base_tokenizer(base.fetched())
    vectors = components(states(tokenizer))
    ranks = 1 / np.arange(2, len(vectors) + 2)
    return StaticModel(tokenizer, vectors * weights(ranks / ranks.sum())[:, None])


def with_words_added(model: StaticModel, pairs: pa.Table) -> StaticModel:
    """Add words that the pairs use and the tokenizer cuts up: each begins as its parts' sum."""
    texts = zip(pairs["package"].to_pylist(), pairs["documented"].to_pylist(), strict=True)
    words = words_to_add(model.tokenizer, texts, MOST_WORDS)
    parts = bags(model.tokenizer, words) @ model.vectors
    return StaticModel(with_words(model.tokenizer, words), np.concatenate([model.vectors, parts]))


def states(tokenizer: Tokenizer) -> Vectors:
    """Ask the transformer for each token alone, once: the answer is kept."""
    if _STATES.exists():
        kept: Vectors = np.load(_STATES)
        return kept
    transformer = Transformer.load()
    vocabulary = transformer.tokenizer.get_vocab()
    first, last = vocabulary["[CLS]"], vocabulary["[SEP]"]
    tokens = sorted(tokenizer.get_vocab().items(), key=lambda item: item[1])
    made = transformer.mean_of_tokens(
        [np.array([first, vocabulary[token], last]) for token, _ in tokens]
    )
    np.save(_STATES, made)
    return made


def components(vectors: Vectors) -> Vectors:
    """Give the principal components of vectors, as many as a vector of ours has."""
    centred = vectors - vectors.mean(0)
    _, directions = np.linalg.eigh(centred.T @ centred)
    made: Vectors = centred @ directions[:, ::-1][:, :DIMENSION]
    return made.astype(np.float32)


def weights(probabilities: NDArray[np.floating]) -> Vectors:
    """Give each token the weight of its probability."""
    made: Vectors = (_SIF / (_SIF + probabilities)).astype(np.float32)
    return made
