"""Measures how long answers take in an open index: `python -m tests.search_quality.pace WORKSPACE`.

The questions are those by hand, of all packages, whatever the workspace is: times hardly depend on
whether there is an answer. Each is asked several times and counts with its median.
"""

from __future__ import annotations

import argparse
import sys
from itertools import chain
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import get_args

from tests.search_quality.question_lists import BY_HAND, of_package, packages

from miller import SQLiteStore
from miller.embeddings import open_embedder
from miller.index_folder import IndexFolder
from miller.pinned import open_vectors_for_search
from miller.search import Mode, search

_ROUNDS = 3


def main(arguments: list[str] | None = None) -> int:
    """Ask an index in all modes; print the median and the 95th percentile of each."""
    parser = argparse.ArgumentParser(prog="python -m tests.search_quality.pace")
    parser.add_argument("workspace", type=Path, help="a folder with an index")
    folder = IndexFolder.of(parser.parse_args(arguments).workspace)
    asked = chain.from_iterable(map(of_package, packages()))
    queries = [question.text for question in asked if question.kind in BY_HAND]
    for mode in get_args(Mode):
        times = _times(folder, queries, mode)
        last = quantiles(times, n=20)[-1]
        print(f"{mode}: {len(queries)} questions, {median(times):.1f} ms, 95 %: {last:.1f} ms")
    return 0


def _times(folder: IndexFolder, queries: list[str], mode: Mode) -> list[float]:
    """Give the milliseconds that each query takes."""
    model = open_embedder()
    rounds: list[list[float]] = []
    with (
        SQLiteStore(folder.index_file, read_only=True) as index,
        open_vectors_for_search(folder, index.get_state()) as vectors,
    ):
        # The first round loads what the later ones find loaded, as in a process that goes on.
        for _ in range(_ROUNDS + 1):
            rounds.append([])
            for query in queries:
                begun = perf_counter()
                search(index, query, vectors=vectors, embedder=model, mode=mode)
                rounds[-1].append(1_000 * (perf_counter() - begun))
    return [median(times) for times in zip(*rounds[1:], strict=True)]


if __name__ == "__main__":
    sys.exit(main())
