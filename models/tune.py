"""Tunes the vectors so that a question lies next to the symbol that it was written about.

Both sides share the vectors of the tokens. In a batch each question is to find its symbol among all
of the batch, and each symbol its question (symmetric InfoNCE). A batch is made of blocks from one
package, whose symbols are hard to tell apart. The gradients are written out: a bag is a product
with a sparse matrix, so that NumPy and SciPy are enough.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array, vstack

from models.static import StaticModel, bags

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pyarrow as pa
    from numpy.typing import NDArray

    from models.static import Vectors

    Rows = NDArray[np.int64]


@dataclass(frozen=True)
class Settings:
    """Chosen on the held-out packages of all languages, a thousand questions each."""

    epochs: int = 4
    batch: int = 1024
    block: int = 64
    temperature: float = 0.05
    learning_rate: float = 1e-2
    #: The share of symbols that are shown with what follows the question in their documentation.
    documented: float = 0.35
    #: The share of questions of which some words are left out, and how many words these keep.
    shortened: float = 0.35
    words_kept: float = 0.5
    #: The share of questions that are no more than the words of the name.
    named: float = 0.05
    seed: int = 20


@dataclass
class Samples:
    """The pairs as bags of tokens."""

    questions: csr_array
    names: csr_array
    bare: csr_array
    documented: csr_array
    #: The rows of each package.
    packages: list[Rows]

    @classmethod
    def of(cls, model: StaticModel, pairs: pa.Table, names: list[str]) -> Samples:
        """Count the tokens of all pairs."""

        def counted(texts: list[str]) -> csr_array:
            return bags(model.tokenizer, texts)

        packages = np.array(pairs["package"].to_pylist())
        order = np.argsort(packages, kind="stable")
        borders = np.flatnonzero(packages[order][1:] != packages[order][:-1]) + 1
        return cls(
            counted(pairs["question"].to_pylist()),
            counted(names),
            counted(pairs["bare"].to_pylist()),
            counted(pairs["documented"].to_pylist()),
            np.split(order, borders),
        )


@dataclass
class Adam:
    """Adam, for the rows of a table that a batch has touched."""

    table: Vectors
    first: Vectors = field(init=False)
    second: Vectors = field(init=False)
    steps: int = 0

    def __post_init__(self) -> None:
        self.first = np.zeros_like(self.table)
        self.second = np.zeros_like(self.table)

    def step(self, rows: Rows, gradient: Vectors, rate: float) -> None:
        """Move the rows against their gradient."""
        self.steps += 1
        first = self.first[rows] * np.float32(0.9) + gradient * np.float32(0.1)
        second = self.second[rows] * np.float32(0.999) + gradient**2 * np.float32(0.001)
        self.first[rows], self.second[rows] = first, second
        first *= np.float32(rate / (1 - 0.9**self.steps))
        second *= np.float32(1 / (1 - 0.999**self.steps))
        self.table[rows] -= first / (np.sqrt(second) + np.float32(1e-8))


def tuned(
    model: StaticModel,
    samples: Samples,
    settings: Settings,
    after_epoch: Callable[[int, float, StaticModel], None],
) -> StaticModel:
    """Tune a model; `after_epoch` is told of each epoch, its mean loss and the model so far."""
    random = np.random.default_rng(settings.seed)
    scale = np.float32(0.3) / np.sqrt((model.vectors**2).mean())
    tuned_model = StaticModel(model.tokenizer, (model.vectors * scale).astype(np.float32))
    adam = Adam(tuned_model.vectors)
    pairs = samples.questions.shape[0]
    planned = settings.epochs * (pairs // settings.batch)
    for epoch in range(settings.epochs):
        losses = []
        questions, symbols = _shown(samples, settings, random)
        for rows in _batches(samples.packages, settings, random):
            rate = settings.learning_rate * max(0.02, 1 - adam.steps / planned)
            losses.append(_step(adam, questions[rows], symbols[rows], settings.temperature, rate))
        after_epoch(epoch, float(np.mean(losses)), tuned_model)
    return tuned_model


def _shown(
    samples: Samples, settings: Settings, random: np.random.Generator
) -> tuple[csr_array, csr_array]:
    """Choose what an epoch shows of each pair."""
    pairs = samples.questions.shape[0]
    chance = random.random(pairs)
    keeps = np.where(chance < settings.shortened, settings.words_kept, 1.0)
    questions = samples.questions.copy()
    keeps = np.repeat(keeps, np.diff(questions.indptr))
    questions.data = questions.data * (random.random(questions.nnz) < keeps)
    at = np.arange(pairs) + pairs * (chance > 1 - settings.named)
    questions = vstack([questions, samples.names], format="csr")[at]
    at = np.arange(pairs) + pairs * (random.random(pairs) < settings.documented)
    return questions, vstack([samples.bare, samples.documented], format="csr")[at]


def _batches(
    packages: list[Rows], settings: Settings, random: np.random.Generator
) -> Iterator[Rows]:
    """Deal all pairs out into batches that consist of blocks of one package each."""
    blocks: list[Rows] = []
    for rows in packages:
        mixed = random.permutation(rows)
        blocks += [mixed[at : at + settings.block] for at in range(0, len(rows), settings.block)]
    order = np.concatenate([blocks[at] for at in random.permutation(len(blocks))])
    for at in range(0, len(order) - settings.batch + 1, settings.batch):
        yield order[at : at + settings.batch]


def _step(
    adam: Adam, questions: csr_array, symbols: csr_array, temperature: float, rate: float
) -> float:
    both = vstack([questions, symbols], format="csr")
    rows, both.indices = np.unique(both.indices, return_inverse=True)
    both = csr_array((both.data, both.indices, both.indptr), (both.shape[0], len(rows)))
    sums = both @ adam.table[rows]
    lengths = np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), np.float32(1e-6))
    units = sums / lengths
    count = questions.shape[0]
    asked, answers = units[:count], units[count:]
    logits = (asked @ answers.T) / np.float32(temperature)
    np.exp(logits - logits.max(), out=logits)
    forward = logits / logits.sum(1, keepdims=True)
    backward = logits / logits.sum(0, keepdims=True)
    right = np.arange(count)
    loss = -np.log(np.maximum(forward[right, right], 1e-12)).mean()
    wrong = forward + backward
    wrong[right, right] -= 2
    wrong /= np.float32(2 * count * temperature)
    slopes = np.concatenate([wrong @ answers, wrong.T @ asked])
    # What lengthens a sum does not turn it.
    slopes -= units * (slopes * units).sum(1, keepdims=True)
    slopes /= lengths
    adam.step(rows, both.T @ slopes, rate)
    return float(loss)
