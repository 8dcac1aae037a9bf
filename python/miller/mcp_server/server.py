"""The server: tools listed, calls answered in threads."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import anyio
import anyio.to_thread
from mcp.server import Server
from mcp.server.stdio import stdio_server
from mcp_types import (
    CallToolRequestParams,
    CallToolResult,
    ListToolsResult,
    PaginatedRequestParams,
    TextContent,
    ToolAnnotations,
)
from mcp_types import Tool as ListedTool
from pydantic import ValidationError

from miller import __version__
from miller.errors import MillerError
from miller.mcp_server.tools import TOOLS
from miller.visible import visible_lines

if TYPE_CHECKING:
    from mcp.server import ServerRequestContext

    from miller.mcp_server.tools import Served, Tool

_log = logging.getLogger(__name__)

# A call has the processor to itself for some milliseconds: more at once would only wait elsewhere.
_CALLS_AT_ONCE = 4

_INSTRUCTIONS = """\
An index of one code base: definitions, uses, calls. Find names by `search`, then ask `symbol`,
`references`, `callers`, `callees` and `implementations` about one, and read it with `read_symbol`.
`outline` shows a file or folder. A name that is not unique is answered with names that are. The
index follows changes by itself."""


def make_server(served: Served) -> Server[Any]:
    """Make the server of an index."""
    tools = {tool.name: tool for tool in TOOLS}
    limiter = anyio.CapacityLimiter(_CALLS_AT_ONCE)

    async def list_tools(
        _context: ServerRequestContext[Any], _params: PaginatedRequestParams | None
    ) -> ListToolsResult:
        return ListToolsResult(tools=[_listed(tool) for tool in TOOLS])

    async def call_tool(
        _context: ServerRequestContext[Any], params: CallToolRequestParams
    ) -> CallToolResult:
        tool = tools.get(params.name)
        if tool is None:
            return _error(f"no tool is called `{params.name[:100]}`: there are {', '.join(tools)}")
        # A client that goes away need not be waited for; the answer is thrown away.
        return await anyio.to_thread.run_sync(
            lambda: answer(served, tool, params.arguments or {}),
            limiter=limiter,
            abandon_on_cancel=True,
        )

    return Server(
        "miller",
        version=__version__,
        instructions=_INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )


def answer(served: Served, tool: Tool, given: dict[str, Any]) -> CallToolResult:
    """Answer a call; what goes wrong is an answer, too, from which an agent learns what to do."""
    try:
        asked = tool.takes.model_validate(given)
        text = tool.answer(served, asked)
    except ValidationError as error:
        told = [f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors()]
        return _error(f"wrong arguments: {'; '.join(told[:10])}")
    except MillerError as error:
        reason = f"{error}; {error.hint}" if error.hint else str(error)
        # What is not there may only not be there yet.
        return _error("\n".join([reason, *(f"({remark})" for remark in served.remarks_now())]))
    except ValueError as error:
        return _error(f"wrong arguments: {error}")
    except Exception:  # noqa: BLE001 -- told in the log, and as an error of the call
        # The server goes on; what it was stands in its log, and is nobody else's business.
        _log.exception("the tool %s failed", tool.name)
        return _error(
            f"the tool `{tool.name}` failed: this is a fault of Miller's, told in its log"
        )
    return CallToolResult(content=[TextContent(type="text", text=text)])


async def serve_stdio(server: Server[Any]) -> None:
    """Serve one client over standard input and output, until it goes away."""
    async with stdio_server() as (reading, writing):
        await server.run(reading, writing, server.create_initialization_options())


def _listed(tool: Tool) -> ListedTool:
    schema = tool.takes.model_json_schema()
    description = schema.pop("description")
    return ListedTool(
        name=tool.name,
        description=description,
        input_schema=_in_short(schema),
        annotations=ToolAnnotations(
            read_only_hint=not tool.writes, destructive_hint=False, open_world_hint=False
        ),
    )


def _in_short(schema: Any) -> Any:
    """Leave out of a schema what says nothing to an agent, which reads all of it.

    That is the title that pydantic makes of a name, and that what may be left out may be null.
    """
    if isinstance(schema, list):
        return [_in_short(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {key: value for key, value in schema.items() if not _is_title(key, value)}
    match kept.pop("anyOf", None):
        case [dict(one), {"type": "null"}]:
            kept = {**one, **{key: value for key, value in kept.items() if key != "default"}}
        case None:
            pass
        case other:
            kept["anyOf"] = other
    return {key: _in_short(value) for key, value in kept.items()}


def _is_title(key: str, value: object) -> bool:
    return key == "title" and isinstance(value, str)


def _error(text: str) -> CallToolResult:
    shown = visible_lines(text)[:2_000]
    return CallToolResult(content=[TextContent(type="text", text=shown)], is_error=True)
