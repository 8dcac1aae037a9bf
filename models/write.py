"""Writes a model in the format that Miller loads, with the notice of what it is made from."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np

from models import base
from models.tensors import write_tensors

if TYPE_CHECKING:
    from pathlib import Path

    from models.packages import Fetched
    from models.static import StaticModel

NOTICE = """\
Miller
Copyright the Miller authors

This product contains an embedding model, `python/miller/embeddings/{name}`, derived from
{base} by the sentence-transformers authors
(https://huggingface.co/sentence-transformers/{base}), licensed under the Apache License,
Version 2.0 (https://www.apache.org/licenses/LICENSE-2.0; a copy is in LICENSE-APACHE).

The model was modified: it was distilled into a table of static token vectors of {dimension}
components, words of programs were added to its tokens ({rows:,} tokens in all), it was tuned by
contrastive learning on {pairs:,} pairs of a documentation sentence and the symbol that it
documents, taken from the packages below under their permissive licences, and it was quantized to
8-bit integers. `models/` in the repository holds the recipe.

{packages}
"""


def write(folder: Path, model: StaticModel) -> None:
    """Write the files of a model: vectors as bytes, each token with a scale of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    scales = np.abs(model.vectors).max(1) / 127
    # As the loader reads them.
    scales = np.maximum(scales, 1e-6).astype(np.float16)
    vectors = np.rint(model.vectors / scales.astype(np.float32)[:, None])
    tensors = {"embeddings": vectors.clip(-127, 127).astype(np.int8), "weights": scales}
    write_tensors(folder / "model.safetensors", tensors)
    (folder / "tokenizer.json").write_text(model.tokenizer.to_str())
    config = {
        "model_type": "model2vec",
        "architectures": ["StaticModel"],
        "tokenizer_name": f"sentence-transformers/{base.NAME}",
        "hidden_dim": model.vectors.shape[1],
        "seq_length": 1_000_000,
        "normalize": True,
        "pooling": "mean",
        "max_length": 512,
        "embedding_dtype": "int8",
    }
    (folder / "config.json").write_text(json.dumps(config, indent=2) + "\n")


def notice(name: str, model: StaticModel, pairs: int, packages: list[Fetched]) -> str:
    """Write what the licences ask to be told."""
    lines = sorted(
        (f"- {one.package}: {one.licence}" for one in packages if not one.package.held_out),
        key=str.lower,
    )
    rows, dimension = model.vectors.shape
    return NOTICE.format(
        name=name,
        base=base.NAME,
        dimension=dimension,
        rows=rows,
        pairs=pairs,
        packages="\n".join(lines),
    )
