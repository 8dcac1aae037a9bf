"""`miller mcp`: the index for agents, over the Model Context Protocol."""

from __future__ import annotations

import logging
import secrets
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from miller.cli.extras import needing
from miller.cli.shared import index_dir_option
from miller.scanner import WorkspaceScanner
from miller.visible import visible

if TYPE_CHECKING:
    from miller.pipeline import Progress

_PORT = 8736
_TOKEN_BYTES = 32


@click.command()
@click.argument(
    "path", type=click.Path(path_type=Path, exists=True, file_okay=False), default=Path()
)
@index_dir_option
@click.option("--http", is_flag=True, help="Serve over HTTP on this machine, with a token.")
@click.option(
    "--port", type=click.IntRange(0, 65_535), default=_PORT, show_default=True, help="For --http."
)
@click.option(
    "--token",
    envvar="MILLER_MCP_TOKEN",
    help="For --http; better given as MILLER_MCP_TOKEN. Without one, a new one is printed.",
)
@click.option("--polling", is_flag=True, help="Look for changes again and again: network drives.")
def mcp(  # noqa: PLR0913 -- one argument an option
    path: Path, index_dir: Path | None, port: int, token: str | None, *, http: bool, polling: bool
) -> None:
    """Serve the index of the workspace PATH to agents, and keep it fresh.

    Over standard input and output, for a client that starts this command. The index is made, or
    brought up to date, while questions are answered already.
    """
    with needing("mcp"):
        import anyio  # noqa: PLC0415 -- an extra

        from miller.index import Index  # noqa: PLC0415 -- an extra
        from miller.mcp_server.freshness import Freshness  # noqa: PLC0415 -- an extra
        from miller.mcp_server.server import make_server, serve_stdio  # noqa: PLC0415 -- an extra
        from miller.mcp_server.tools import Served  # noqa: PLC0415 -- an extra

    # Standard output is the client's.
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(name)s: %(message)s")

    def make_scanner(progress: Progress) -> WorkspaceScanner:
        return WorkspaceScanner(path, index_dir=index_dir, progress=progress)

    freshness = Freshness(make_scanner, polling=polling)
    folder = freshness.folder
    served = Served(freshness.root, folder, Index(freshness.root, folder), freshness)
    server = make_server(served)
    with freshness:
        if not http:
            anyio.run(serve_stdio, server)
            return
        from miller.mcp_server.http import HOST, PATH, make_app, serve_http  # noqa: PLC0415 -- an extra

        chosen = token or secrets.token_urlsafe(_TOKEN_BYTES)
        if not token:
            click.echo(f"token: {chosen}", err=True)

        def listening(actual: int) -> None:
            address = f"http://{HOST}:{actual}{PATH}"
            click.echo(f"serving {visible(str(freshness.root))} at {address}", err=True)

        anyio.run(serve_http, make_app(server, chosen), port, listening)
