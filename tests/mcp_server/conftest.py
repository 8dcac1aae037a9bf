"""A workspace to serve, and clients of the protocol's own package."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from mcp import Client, StdioServerParameters
from mcp.client.streamable_http import streamable_http_client
from mcp.shared._httpx_utils import create_mcp_http_client

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

FILES = {
    "shop/light.py": (
        '"""Lights."""\n\n\nclass Light:\n    """Something that shines."""\n\n'
        "    def switch(self):\n        return report(self)\n\n\n"
        "def report(it):\n    return it\n"
    ),
    "shop/lamp.py": (
        "from shop.light import Light, report\n\n\nclass Lamp(Light):\n"
        "    def switch(self):\n        report(self)\n        return self.dim()\n\n"
        "    def dim(self):\n        return 'soft'\n"
    ),
    "tools/run.py": "from shop.lamp import Lamp\n\n\ndef run():\n    return Lamp().switch()\n",
    "wide.py": "".join(f"def of_many_{n}(first, second, third): ...\n" for n in range(400)),
    "long.py": "def long():\n" + "".join(f"    value = {n}\n" for n in range(3000)),
}
TOKEN = "a token of the tests"  # noqa: S105 -- of no server but these


def write_workspace(root: Path) -> Path:
    for path, text in FILES.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return root


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return write_workspace(tmp_path / "workspace")


def stdio(workspace: Path) -> Client:
    """Give a client that starts the command."""
    command = ["-m", "miller", "mcp", str(workspace)]
    return Client(
        StdioServerParameters(command=sys.executable, args=command, env=dict(os.environ)),
        read_timeout_seconds=120,
    )


@dataclass(frozen=True)
class Serving:
    """A server over HTTP."""

    address: str
    process: subprocess.Popen[str]

    @asynccontextmanager
    async def client(self, token: str = TOKEN, **headers: str) -> AsyncIterator[Client]:
        async with create_mcp_http_client(
            headers={"Authorization": f"Bearer {token}", **headers}
        ) as http:
            transport = streamable_http_client(self.address, http_client=http)
            async with Client(transport, read_timeout_seconds=120) as client:
                yield client


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    workspace = write_workspace(tmp_path_factory.mktemp("workspace"))
    command = [sys.executable, "-m", "miller", "mcp", str(workspace), "--http", "--port", "0"]
    process = subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, env={**os.environ, "MILLER_MCP_TOKEN": TOKEN}
    )
    assert process.stderr is not None
    line = process.stderr.readline()
    found = re.search(r"http://\S+", line)
    assert found, line
    yield Serving(found[0], process)
    process.terminate()
    process.wait(30)
    process.stderr.close()


async def ask(client: Client, tool: str, **arguments: Any) -> str:
    """Call a tool that answers well; give the text."""
    result = await client.call_tool(tool, arguments)
    (content,) = result.content
    assert not result.is_error, content.text
    return str(content.text)


async def refused(client: Client, tool: str, **arguments: Any) -> str:
    """Call a tool that answers with an error; give its text."""
    result = await client.call_tool(tool, arguments)
    (content,) = result.content
    assert result.is_error, content.text
    return str(content.text)


async def made(client: Client) -> str:
    """Wait until the index has been made; give what the server says of it."""
    return await ask(client, "reindex", wait_seconds=60)
