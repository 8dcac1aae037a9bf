"""The command line of Miller, run in a process of its own, with planted faults or without."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

_TESTS = Path(__file__).parents[1]


@dataclass(frozen=True)
class Answer:
    """What a command has said, and which of the plants took effect."""

    status: int
    output: str
    errors: str
    record: list[dict[str, Any]]

    @property
    def json(self) -> Any:
        """What the command has said to machines."""
        return json.loads(self.output)


def miller_index(
    root: Path,
    index_dir: Path,
    *options: str,
    plants: Sequence[dict[str, Any]] = (),
    **environment: Any,
) -> Answer:
    """Run `miller index` with faults planted; `environment` holds settings by variable."""
    arguments = ["index", str(root), "--index-dir", str(index_dir), *options]
    return _miller(arguments, index_dir.with_name(f"{index_dir.name}.record"), plants, environment)


def miller_stats(index_dir: Path, *options: str) -> Answer:
    """Run `miller stats` on an index."""
    arguments = ["stats", "--index-dir", str(index_dir), *options]
    return _miller(arguments, index_dir.with_name(f"{index_dir.name}.record"), (), {})


def _miller(
    arguments: list[str],
    record: Path,
    plants: Sequence[dict[str, Any]],
    environment: dict[str, Any],
) -> Answer:
    record.unlink(missing_ok=True)
    program = [sys.executable, "-m", "equivalence.planted", json.dumps(list(plants)), str(record)]
    search_path = os.pathsep.join(filter(None, [str(_TESTS), os.environ.get("PYTHONPATH")]))
    done = subprocess.run(
        [*program, *arguments],
        env={
            **{name: value for name, value in os.environ.items() if name[:7] != "MILLER_"},
            "PYTHONPATH": search_path,
            **{name: str(value) for name, value in environment.items()},
        },
        capture_output=True,
        text=True,
        check=False,
    )
    lines = record.read_text(encoding="utf-8").splitlines() if record.exists() else []
    return Answer(done.returncode, done.stdout, done.stderr, [json.loads(line) for line in lines])
