"""Indexes a package and asks its questions, as `miller search` would."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from tests.search_quality.arithmetic import CUTOFF, gains, ndcg, recall, reciprocal_rank

from miller import SQLiteStore, VectorStore, WorkspaceScanner
from miller.embeddings import open_embedder
from miller.index_folder import IndexFolder
from miller.search import Mode, search
from miller.state import DIMENSION, FOLDER, VERSION

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tests.search_quality.question_lists import Question, Symbol

    from miller.embeddings import Embedder
    from miller.search import SearchHit

MODES: tuple[Mode, ...] = ("text", "vector", "hybrid")


@dataclass(frozen=True)
class Index:
    """An index that is open for questions."""

    vectors: VectorStore
    rows: SQLiteStore
    embedder: Embedder

    def ask(self, query: str, mode: Mode) -> list[SearchHit]:
        """Give the first ten hits."""
        return search(
            self.rows, query, vectors=self.vectors, embedder=self.embedder, mode=mode, limit=CUTOFF
        )

    def documentation(self) -> dict[Symbol, str]:
        """Give the documentation of all symbols; of equal names in a file, all of it."""
        found: dict[Symbol, str] = {}
        names = self.rows.query("SELECT file_path, qualified_name, doc_comment FROM symbols")
        for path, name, doc in zip(*(column.to_pylist() for column in names.columns), strict=True):
            found[path, name] = f"{found.get((path, name), '')}{doc or ''}"
        return found


@dataclass(frozen=True)
class Answer:
    """What a mode gave to a question."""

    question: Question
    mode: Mode
    hits: list[SearchHit]
    gains: list[int]
    seconds: float

    @property
    def figures(self) -> tuple[float, float, float]:
        """nDCG@10, MRR@10 and recall@10 of this one."""
        grades = list(self.question.grades.values())
        return ndcg(self.gains, grades), reciprocal_rank(self.gains), recall(self.gains, grades)


@contextmanager
def indexed(
    workspace: Path, *, exclude: Iterable[str] = (), embedder: str | None = None
) -> Iterator[Index]:
    """Index a folder with nothing but the defaults, and open the index; it is gone afterwards."""
    model = open_embedder(embedder)
    with TemporaryDirectory(prefix="miller-search-quality-") as made:
        settings: dict[str, Any] = {"exclude": tuple(exclude)}
        scanner = WorkspaceScanner(workspace, index_dir=made, embedder=model, settings=settings)
        scanner.index_workspace()
        folder = IndexFolder(Path(made))
        with SQLiteStore(folder.index_file, read_only=True) as rows:
            state = rows.get_state()
            path = folder.vectors(state[FOLDER])
            version = int(state[VERSION])
            with VectorStore(path, int(state[DIMENSION]), version=version) as vectors:
                yield Index(vectors, rows, model)


def answers(
    index: Index, questions: Sequence[Question], modes: Sequence[Mode] = MODES
) -> list[Answer]:
    """Ask all questions in some modes."""
    # Once before, so that the times are those of an index and a model that are loaded.
    for mode in modes:
        index.ask(questions[0].text, mode)
    return [_answer(index, question, mode) for question in questions for mode in modes]


def _answer(index: Index, question: Question, mode: Mode) -> Answer:
    begun = time.perf_counter()
    hits = index.ask(question.text, mode)
    seconds = time.perf_counter() - begun
    found = gains([(hit.path, hit.qualified_name) for hit in hits], question.grades)
    return Answer(question, mode, hits, found, seconds)
