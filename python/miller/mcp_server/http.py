"""Serving over HTTP: on this machine alone, and for those who have the token."""

from __future__ import annotations

import hmac
import socket
from typing import TYPE_CHECKING, Any

import uvicorn
from mcp.server.transport_security import TransportSecuritySettings
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse

from miller.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Callable

    from mcp.server import Server
    from starlette.types import ASGIApp, Receive, Scope, Send

HOST = "127.0.0.1"
PATH = "/mcp"

# A call of a tool is some hundred bytes. A session is one client; one that went away without a word
# keeps its session for half an hour.
_MOST_BYTES = 1 << 20
_MOST_SESSIONS = 256


class TokenRequired:
    """Lets through requests that bear the token, and no other."""

    def __init__(self, app: ASGIApp, token: str) -> None:
        self._app = app
        self._expected = f"Bearer {token}".encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request with 401, or hand it on."""
        if scope["type"] == "http":
            given = Headers(scope=scope).get("authorization", "").encode("latin-1", "replace")
            if not hmac.compare_digest(given, self._expected):
                refused = PlainTextResponse(
                    "the token is missing or wrong\n", 401, {"WWW-Authenticate": "Bearer"}
                )
                await refused(scope, receive, send)
                return
        await self._app(scope, receive, send)


def make_app(server: Server[Any], token: str) -> ASGIApp:
    """Make the application: what it answers to is the token, this host and its own pages."""
    # A page of another site in a browser of this machine can send requests here: by its origin and
    # by the name of the host, which such a page cannot choose, it is told apart.
    security = TransportSecuritySettings(
        allowed_hosts=[f"{HOST}:*", "localhost:*"],
        allowed_origins=[f"http://{HOST}:*", "http://localhost:*"],
    )
    app = server.streamable_http_app(
        streamable_http_path=PATH,
        host=HOST,
        transport_security=security,
        max_request_body_size=_MOST_BYTES,
        max_sessions=_MOST_SESSIONS,
    )
    return TokenRequired(app, token)


async def serve_http(app: ASGIApp, port: int, listening: Callable[[int], None]) -> None:
    """Serve until the process is interrupted; `listening` is told the port, once there is one.

    Raises `ConfigurationError` when the port is taken.
    """
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, port))
        except OSError as error:
            hint = "choose another with --port; 0 takes a free one"
            raise ConfigurationError(
                f"port {port} cannot be used: {error.strerror}", hint=hint
            ) from error
        listener.listen()
        listening(listener.getsockname()[1])
        config = uvicorn.Config(app, log_level="warning", lifespan="on")
        await uvicorn.Server(config).serve([listener])
