"""The transformer that the model is distilled from: six layers, which NumPy computes.

`base.py` has its weights.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import erf
from tokenizers import Tokenizer

from models import base
from models.tensors import read_tensors

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

#: Tokens of a text that are read; the model was trained on 128, and is published with 256.
MOST_TOKENS = 256
_TOKENS_AT_A_TIME = 4096
_LAYER_NORM_EPSILON = 1e-12


@dataclass
class Transformer:
    """Embeds texts as sentence-transformers does with this model."""

    weights: dict[str, Vectors]
    tokenizer: Tokenizer
    layers: int
    heads: int

    @classmethod
    def load(cls) -> Transformer:
        """Load the model from the package that carries it."""
        folder = base.fetched()
        config = json.loads((folder / "config.json").read_text())
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        tokenizer.no_padding()
        tokenizer.enable_truncation(MOST_TOKENS)
        weights = read_tensors(folder / "model.safetensors")
        return cls(weights, tokenizer, config["num_hidden_layers"], config["num_attention_heads"])

    def embed(self, texts: list[str]) -> Vectors:
        """Give a vector of length 1 for each text: the mean over all of its tokens."""
        ids = [np.array(one.ids) for one in self.tokenizer.encode_batch(texts)]
        vectors = self.mean_of_tokens(ids)
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)

    def mean_of_tokens(self, ids: list[NDArray[np.int64]]) -> Vectors:
        """Give the mean of what the last layer makes of the tokens of each text."""
        vectors = np.empty((len(ids), self.weights["pooler.dense.bias"].size), np.float32)
        order = sorted(range(len(ids)), key=lambda row: len(ids[row]))
        while order:
            length = len(ids[order[-1]])
            rows = [
                order.pop() for _ in range(min(len(order), max(1, _TOKENS_AT_A_TIME // length)))
            ]
            tokens = np.zeros((len(rows), length), np.int64)
            mask = np.zeros((len(rows), length), np.float32)
            for at, row in enumerate(rows):
                tokens[at, : len(ids[row])] = ids[row]
                mask[at, : len(ids[row])] = 1
            hidden = self._last_layer(tokens, mask)
            vectors[rows] = (hidden * mask[..., None]).sum(1) / mask.sum(1)[:, None]
        return vectors

    def _last_layer(self, tokens: NDArray[np.int64], mask: Vectors) -> Vectors:
        weights = self.weights
        length = tokens.shape[1]
        hidden = weights["embeddings.word_embeddings.weight"][tokens]
        hidden = hidden + weights["embeddings.position_embeddings.weight"][:length]
        hidden += weights["embeddings.token_type_embeddings.weight"][0]
        hidden = self._normalised(hidden, "embeddings.LayerNorm")
        unseen = (1 - mask)[:, None, None, :] * np.float32(-1e9)
        for layer in range(self.layers):
            name = f"encoder.layer.{layer}"
            attended = self._attention(hidden, unseen, f"{name}.attention.self")
            attended = self._dense(attended, f"{name}.attention.output.dense")
            hidden = self._normalised(hidden + attended, f"{name}.attention.output.LayerNorm")
            wide = self._dense(hidden, f"{name}.intermediate.dense")
            wide *= 0.5 * (1 + erf(wide * np.float32(0.5**0.5)))
            narrow = self._dense(wide, f"{name}.output.dense")
            hidden = self._normalised(hidden + narrow, f"{name}.output.LayerNorm")
        return hidden

    def _attention(self, hidden: Vectors, unseen: Vectors, name: str) -> Vectors:
        rows, length, width = hidden.shape

        def heads(part: str) -> Vectors:
            made = self._dense(hidden, f"{name}.{part}")
            return made.reshape(rows, length, self.heads, -1).transpose(0, 2, 1, 3)

        query, key, value = heads("query"), heads("key"), heads("value")
        scores = query @ key.transpose(0, 1, 3, 2) / np.float32((width / self.heads) ** 0.5)
        scores += unseen
        scores = np.exp(scores - scores.max(-1, keepdims=True))
        scores /= scores.sum(-1, keepdims=True)
        return (scores @ value).transpose(0, 2, 1, 3).reshape(rows, length, width)

    def _dense(self, hidden: Vectors, name: str) -> Vectors:
        # One product of two matrices takes a fraction of the time of many small ones.
        flat = hidden.reshape(-1, hidden.shape[-1])
        made = flat @ self.weights[f"{name}.weight"].T + self.weights[f"{name}.bias"]
        return made.reshape(*hidden.shape[:-1], -1)

    def _normalised(self, hidden: Vectors, name: str) -> Vectors:
        centred = hidden - hidden.mean(-1, keepdims=True)
        centred /= np.sqrt((centred**2).mean(-1, keepdims=True) + _LAYER_NORM_EPSILON)
        return centred * self.weights[f"{name}.weight"] + self.weights[f"{name}.bias"]
