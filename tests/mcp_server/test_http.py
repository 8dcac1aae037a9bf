"""Over HTTP: who is let in, and what a client that misbehaves does to others: nothing."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from http.client import HTTPConnection
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import anyio
import pytest

from mcp_server.conftest import TOKEN, ask, made

if TYPE_CHECKING:
    from pathlib import Path

    from mcp_server.conftest import Serving

CALL = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {
        "protocolVersion": "2025-06-18",
        "capabilities": {},
        "clientInfo": {"name": "tests", "version": "1"},
    },
}


def _post(serving: Serving, body: bytes, **headers: str) -> tuple[int, str]:
    address = urlsplit(serving.address)
    connection = HTTPConnection(str(address.hostname), int(address.port or 0), timeout=30)
    given = {
        "Content-Type": "application/json",
        "Accept": "application/json, text/event-stream",
        "Authorization": f"Bearer {TOKEN}",
    }
    given |= {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request("POST", address.path, body, {k: v for k, v in given.items() if v})
    response = connection.getresponse()
    text = response.read().decode(errors="replace")
    connection.close()
    return response.status, text


def test_client_with_the_token_is_answered(serving: Serving) -> None:
    async def talk() -> None:
        async with serving.client() as client:
            await made(client)
            assert "shop/lamp.py:4:1" in await ask(client, "symbol", name="Lamp")

    anyio.run(talk)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Authorization": ""}, 401),
        ({"Authorization": "Bearer wrong"}, 401),
        ({"Authorization": f"Basic {TOKEN}"}, 401),
        ({"Authorization": f"Bearer {TOKEN}ä"}, 401),
        ({"Host": "evil.example"}, 421),
        ({"Host": "127.0.0.1.evil.example:80"}, 421),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Content_Type": "text/plain"}, 400),
        ({}, 200),
    ],
    ids=str,
)
def test_who_is_let_in(serving: Serving, headers: dict[str, str], status: int) -> None:
    found, text = _post(serving, json.dumps(CALL).encode(), **headers)

    assert found == status, text


def test_server_listens_on_this_machine_alone(serving: Serving) -> None:
    port = urlsplit(serving.address).port
    lines = subprocess.run(
        ["/bin/cat", "/proc/net/tcp"], capture_output=True, text=True, check=True
    ).stdout.splitlines()[1:]
    local = [line.split()[1] for line in lines if line.split()[3] == "0A"]
    (found,) = [address for address in local if int(address.partition(":")[2], 16) == port]
    assert found.startswith("0100007F:")


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"null", b'{"jsonrpc": "2.0"}', b"[" * 100_000, b"\xff" * 1_000],
    ids=lambda body: repr(body[:20]),
)
def test_nonsense_is_refused_and_harms_nothing(serving: Serving, body: bytes) -> None:
    status, text = _post(serving, body)
    assert 400 <= status < 500, text
    test_client_with_the_token_is_answered(serving)


def test_huge_request_is_refused(serving: Serving) -> None:
    status, _ = _post(serving, b'{"jsonrpc": "2.0", "x": "' + b"x" * (2 << 20) + b'"}')
    assert status == 413
    test_client_with_the_token_is_answered(serving)


def test_client_that_goes_away_in_the_middle(serving: Serving) -> None:
    address = urlsplit(serving.address)
    body = json.dumps(CALL).encode()
    head = (
        f"POST {address.path} HTTP/1.1\r\nHost: {address.netloc}\r\n"
        f"Authorization: Bearer {TOKEN}\r\nContent-Type: application/json\r\n"
        f"Accept: application/json, text/event-stream\r\nContent-Length: {len(body)}\r\n\r\n"
    ).encode()
    for end in (len(head) // 2, len(head), len(head) + len(body) // 2, len(head) + len(body)):
        with socket.create_connection((str(address.hostname), int(address.port or 0))) as one:
            one.sendall((head + body)[:end])
    test_client_with_the_token_is_answered(serving)


def test_many_clients_at_once(serving: Serving) -> None:
    async def talk() -> None:
        async def one() -> None:
            async with serving.client() as client:
                for _ in range(5):
                    assert "Lamp" in await ask(client, "symbol", name="Lamp")

        async with serving.client() as client:
            await made(client)
        async with anyio.create_task_group() as group:
            for _ in range(8):
                group.start_soon(one)

    anyio.run(talk)


def test_clients_that_went_away_without_a_word_keep_nobody_out(serving: Serving) -> None:
    for _ in range(50):
        assert _post(serving, json.dumps(CALL).encode())[0] == 200

    test_client_with_the_token_is_answered(serving)


def test_port_that_is_taken_is_told(serving: Serving, workspace: Path) -> None:
    port = str(urlsplit(serving.address).port)
    command = [sys.executable, "-m", "miller", "mcp", str(workspace), "--http", "--port", port]
    run = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert run.returncode == 2
    assert f"port {port} cannot be used" in run.stderr
    assert "--port" in run.stderr
