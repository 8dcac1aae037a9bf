"""Starting a measured run in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from miller import miller_core
from miller.errors import MeasureError
from miller.measure.figures import Figures

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

Instrument: TypeAlias = Literal["none", "blocks", "tracemalloc"]


@dataclass(frozen=True)
class Request:
    """What to run and how to look at it.

    `embedder` is as for `WorkspaceScanner`. Without `ahead`, the Arrow route extracts only when
    the stores are ready for more, so that each stage has processor seconds of its own. `instrument`
    says what Python is asked to count: nothing, its memory blocks (costs little), or bytes (doubles
    the time of the object route). `digests` is a file for the digests of all rows, in Arrow's IPC
    format. `scratch` is a folder for what the process makes for a short time, so that whoever
    removes it leaves nothing behind, even of a process that was killed.
    """

    workspace: Path
    index_dir: Path
    route: str
    embedder: str | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)
    ahead: bool = True
    instrument: Instrument = "blocks"
    digests: Path | None = None
    scratch: Path | None = None


def require_release_build() -> None:
    """Raise `MeasureError` when the extension was built without optimisation."""
    if not miller_core._optimised:  # noqa: SLF001 -- the package's own extension
        raise MeasureError(
            "a debug build measures nothing", hint="build Miller with --release, as `make` does"
        )


def measure(request: Request) -> Figures:
    """Run in a new process and give the figures.

    Raises `MeasureError` with what the process said when it failed.
    """
    require_release_build()
    done = subprocess.run(
        [sys.executable, "-m", "miller.measure.child"],
        input=json.dumps(asdict(request), default=str),
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode != 0:
        said = done.stderr.strip() or f"it ended with status {done.returncode}"
        raise MeasureError(
            f"a measured run of the {request.route} route failed: {said}",
            hint=f"try `miller index --route {request.route}` on the same workspace",
        )
    return Figures.from_dict(json.loads(done.stdout))
