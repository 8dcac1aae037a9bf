"""The workspace as it is at one moment, to see whether it changes between runs."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from miller import miller_core
from miller.errors import ConfigurationError, WorkspaceError
from miller.settings import Settings, read_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

_READ_AT_A_TIME = 1 << 20


@dataclass(frozen=True)
class Snapshot:
    """The files that a run would find, and what tells whether one has been written to."""

    settings: Settings
    files: dict[str, tuple[int, int, int]]
    """By path: size, and the times of the last change of content and of the file's entry."""
    left_out: dict[str, int]

    @property
    def source_bytes(self) -> int:
        """The size of all files."""
        return sum(size for size, _, _ in self.files.values())


def take_snapshot(root: Path, chosen: Mapping[str, Any]) -> Snapshot:
    """Look at the workspace as a run does.

    Raises `ConfigurationError` when the settings cannot be read.
    """
    settings = read_settings(root, chosen)
    try:
        discovery = miller_core.discover_files(
            str(root),
            max_file_bytes=settings.max_file_size,
            hidden=settings.hidden,
            excludes=settings.exclude,
        )
    except ValueError as error:
        hint = "look at the setting `exclude`: globs as in a .gitignore"
        raise ConfigurationError(str(error), hint=hint) from error
    files = {path: _stamp(root / path) for path in discovery.files["path"].to_pylist()}
    return Snapshot(settings, files, {**discovery.skipped, "errors": len(discovery.errors)})


def require_unchanged(before: Snapshot, now: Snapshot) -> None:
    """Raise `WorkspaceError` when the workspace is not what it was."""
    if before == now:
        return
    if before.settings != now.settings:
        raise WorkspaceError(
            "the settings changed between two runs", hint="run again when nobody edits them"
        )
    paths = sorted({*before.files, *now.files})
    changed = [path for path in paths if before.files.get(path) != now.files.get(path)]
    named = f": {changed[0]}" if changed else ""
    more = f" and {len(changed) - 1} more" if len(changed) > 1 else ""
    raise WorkspaceError(
        f"the workspace changed between two runs, which now cannot be compared{named}{more}",
        hint="run again when nothing writes to it, or compare a copy",
    )


def read_all(root: Path, snapshot: Snapshot, advance: Callable[[int], None]) -> None:
    """Read every file once, so that the first run does not wait for the disk alone."""
    buffer = bytearray(_READ_AT_A_TIME)
    for path, (size, _, _) in snapshot.files.items():
        try:
            with (root / path).open("rb", buffering=0) as file:
                while file.readinto(buffer):
                    pass
        except OSError:
            pass  # the runs will say so, both of them
        advance(size)


def _stamp(path: Path) -> tuple[int, int, int]:
    try:
        status = os.stat(path, follow_symlinks=False)  # noqa: PTH116 -- a third of the time
    except OSError:
        return 0, 0, 0
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns
