"""What a run notes in the index when it begins to change rows, and takes back when it ends.

A run commits part by part, so that nothing done is lost, and each commit looks like a whole index.
Where the note still stands, whoever reads is told that it is none.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from miller import miller_core
from miller.index_folder import IndexFolder
from miller.report import counted
from miller.state import ROOT, RUN
from miller.workspace import workspace_root
from miller.writer_lock import Owner

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping

    from miller.miller_core import SQLiteStore

ENDED = {RUN: ""}
"""What a run records when it has ended."""


@dataclass(frozen=True)
class UnfinishedRun:
    """A run that has begun to change an index and has not ended."""

    is_first: bool
    """Whether no run before it has ended: then files are missing."""
    files: int
    """Files in the index so far."""
    begun_by: Owner | None
    """The process that began it; `None` when it did not come to say so."""
    writer: str | None
    """Who is writing to the index now, in words; `None` when nobody is."""

    @property
    def problem(self) -> str:
        """What is missing, and why."""
        by = f" ({self.begun_by})" if self.begun_by is not None else ""
        if self.is_first:
            files = counted(self.files, "file")
            what = f"the index holds only a part of the workspace, {files} so far"
            if self.writer is not None:
                return f"{what}: it is being made by {self.writer}"
            return f"{what}: the run that makes it did not end{by}"
        if self.writer is not None:
            return (
                f"the index is being brought up to date by {self.writer}: files that it has not "
                "come to are as they were before"
            )
        return f"the last run did not end{by}: files changed since may be as they were before"

    @property
    def advice(self) -> str:
        """What to do."""
        if self.writer is not None:
            return "wait for its end: `miller index --wait` does"
        return "run `miller index`: it goes on with the rest"

    def to_dict(self) -> dict[str, Any]:
        """Give everything in values that JSON has."""
        return {**asdict(self), "problem": self.problem, "advice": self.advice}


def begun(state: Mapping[str, str], *, is_empty: bool) -> dict[str, str]:
    """Give the entry of a run that begins, for an index that `is_empty` or has this state."""
    before = _read(state)
    is_first = is_empty or (before is not None and before[0])
    return {RUN: json.dumps({"first": is_first, **asdict(Owner.of_this_process())})}


def unfinished_run(
    workspace: str | os.PathLike[str], *, index_dir: str | os.PathLike[str] | None = None
) -> UnfinishedRun | None:
    """Give the run that has begun to change the index of a workspace and has not ended, if any."""
    folder = IndexFolder.of(
        workspace_root(workspace), None if index_dir is None else Path(index_dir)
    )
    with miller_core.SQLiteStore(folder.index_file, one_commit=True) as store:
        return unfinished_run_of(folder, store)


def unfinished_run_of(folder: IndexFolder, store: SQLiteStore) -> UnfinishedRun | None:
    """Give the run that had not ended at the commit that is read, if there is one."""
    found = _note(store)
    if found is None:
        return None
    writer = folder.lock.holder()
    if writer is None:
        with miller_core.SQLiteStore(folder.index_file, read_only=True) as now:
            if _note(now) != found:
                writer = "a run that has just ended"
    is_first, owner = found
    return UnfinishedRun(is_first, store.counts()["files"], owner, writer)


def _note(store: SQLiteStore) -> tuple[bool, Owner | None] | None:
    state = store.get_state()
    if ROOT not in state and not store.counts()["files"]:
        # The file has been made, and nothing else has happened yet.
        return True, None
    return _read(state)


def _read(state: Mapping[str, str]) -> tuple[bool, Owner | None] | None:
    entry = state.get(RUN)
    if not entry:
        return None
    try:
        found = json.loads(entry)
        return bool(found["first"]), Owner.read(found)
    except (ValueError, KeyError, TypeError):
        # Whoever wrote it, it has not been taken back.
        return True, None
