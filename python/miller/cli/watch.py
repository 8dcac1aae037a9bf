"""`miller watch`: keep an index fresh while its workspace changes."""

from __future__ import annotations

import json
import threading
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from miller.cli.extras import needing
from miller.cli.shared import index_dir_option, json_option
from miller.report import counted
from miller.scanner import WorkspaceScanner
from miller.visible import visible, visible_lines

if TYPE_CHECKING:
    from miller.report import IndexStats
    from miller.watch import Round

_MOST_NAMED = 5


@click.command()
@click.argument(
    "path", type=click.Path(path_type=Path, exists=True, file_okay=False), default=Path()
)
@index_dir_option
@click.option("--polling", is_flag=True, help="Look again and again: for network drives.")
@json_option
def watch(path: Path, index_dir: Path | None, *, polling: bool, as_json: bool) -> None:
    """Index the workspace PATH, and again after each change, until interrupted.

    A line on standard output tells of each run that has changed the index, with --json an object in
    a line. What `miller index` was last told (--exclude, --embedder, …) holds here, too.
    """
    with needing("watch"):
        from miller.watch import Watcher  # noqa: PLC0415 -- an extra

    watcher = Watcher(lambda: WorkspaceScanner(path, index_dir=index_dir), polling=polling)
    click.echo(f"watching {visible(str(watcher.root))}; Ctrl-C ends it", err=True)
    try:
        for found in watcher.rounds(threading.Event()):
            _tell(found, as_json=as_json)
    except KeyboardInterrupt:
        click.echo("ended", err=True)


def _tell(found: Round, *, as_json: bool) -> None:
    now = datetime.now().astimezone()
    if as_json:
        told = {"at": now.isoformat(timespec="milliseconds"), "seconds": round(found.seconds, 3)}
        if found.stats is not None and _has_changed(found.stats):
            click.echo(json.dumps({**told, **found.stats.to_dict()}, default=str))
        elif found.error is not None:
            error = {"error": str(found.error), "hint": found.error.hint}
            click.echo(json.dumps({**told, **error}))
        return
    if found.error is not None:
        click.secho("error: ", fg="red", nl=False, err=True)
        click.echo(visible_lines(str(found.error)), err=True)
        if found.error.hint is not None:
            click.echo(f"hint: {visible_lines(found.error.hint)}", err=True)
        return
    stats = found.stats
    if stats is None or not _has_changed(stats):
        return
    parts = [
        counted(stats.files_indexed, "file") + " indexed" if stats.files_indexed else "",
        f"{stats.files_deleted} deleted" if stats.files_deleted else "",
    ]
    told_parts = ", ".join(part for part in parts if part)
    click.echo(f"{now:%H:%M:%S} {told_parts} in {found.seconds:.2f} s")
    for name, files in (("failed", stats.failed), ("partial", stats.partial)):
        for file, reason in files[:_MOST_NAMED]:
            click.echo(f"{name}: {visible(file)}: {visible_lines(reason)}", err=True)


def _has_changed(stats: IndexStats) -> bool:
    return bool(stats.files_indexed or stats.files_deleted or stats.failed)
