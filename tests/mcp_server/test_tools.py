"""The tools, asked by a client of the protocol's own package over standard input and output."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import anyio

from mcp_server.conftest import ask, made, refused, stdio
from miller.mcp_server.answers import MOST_CHARACTERS

if TYPE_CHECKING:
    from pathlib import Path


def test_tools_are_listed_with_tight_schemas(workspace: Path) -> None:
    async def talk() -> None:
        async with stdio(workspace) as client:
            tools = {tool.name: tool for tool in (await client.list_tools()).tools}
            assert set(tools) == {
                "search",
                "symbol",
                "references",
                "callers",
                "callees",
                "implementations",
                "outline",
                "read_symbol",
                "status",
                "reindex",
            }
            for tool in tools.values():
                assert tool.description
                assert tool.input_schema["additionalProperties"] is False
                assert tool.annotations is not None
                assert tool.annotations.read_only_hint is (tool.name != "reindex")
            assert tools["search"].input_schema["required"] == ["query"]
            listed = sum(len(tool.model_dump_json()) for tool in tools.values())
            # An agent reads all of it before its first question.
            assert listed < 10_000

    anyio.run(talk)


def test_tools_answer(workspace: Path) -> None:
    async def talk() -> None:
        async with stdio(workspace) as client:
            assert "up to date" in await made(client)
            found = await ask(client, "search", query="Lamp")
            assert found.splitlines()[0] == "shop/lamp.py:4: class Lamp(Light)"
            symbol = await ask(client, "symbol", name="Lamp")
            assert "shop/lamp.py:4:1: class lamp.Lamp: class Lamp(Light)" in symbol
            assert "method lamp.Lamp.dim" in symbol
            assert "Something that shines." in await ask(client, "symbol", name="Light")
            uses = await ask(client, "references", name="shop/light.py::report")
            assert "shop/lamp.py:6:9: " in uses
            assert "lamp.Lamp.switch" in await ask(client, "callers", name="Lamp.dim")
            assert "lamp.Lamp" in await ask(client, "callees", name="tools/run.py::run.run")
            assert "Lamp" in await ask(client, "implementations", name="Light")
            assert "4: class Lamp(Light)" in await ask(client, "outline", path="shop/lamp.py")
            assert "shop/lamp.py: class Lamp" in await ask(client, "outline", path="shop")
            source = await ask(client, "read_symbol", name="Lamp.dim")
            assert source == "shop/lamp.py:9-10\n9:     def dim(self):\n10:         return 'soft'"
            status = await ask(client, "status")
            assert "5 files" in status

    anyio.run(talk)


def test_index_follows_changes(workspace: Path) -> None:
    async def talk() -> None:
        async with stdio(workspace) as client:
            await made(client)
            (workspace / "new.py").write_text("def brand_new(): ...\n")
            with anyio.fail_after(60):
                while "new.py" not in await ask(client, "search", query="brand_new"):
                    await anyio.lowlevel.checkpoint()

    anyio.run(talk)


def test_imports_that_follow_each_other_are_one_line(workspace: Path) -> None:
    text = "".join(f"import one_{n}\n" for n in range(10)) + "def own(): ...\n"
    (workspace / "imports.py").write_text(text)

    async def talk() -> None:
        async with stdio(workspace) as client:
            await made(client)
            first = await ask(client, "outline", path="imports.py", limit=7)
            assert first.splitlines()[1:] == [
                "  1-6: 6 imports",
                "(1 to 7 of 12 symbols; next page: offset=7)",
            ]
            rest = await ask(client, "outline", path="imports.py", limit=7, offset=7)
            assert rest.splitlines() == ["  7-10: 4 imports", "  11: function def own()"]

    anyio.run(talk)


def test_answers_are_bounded_and_paged(workspace: Path) -> None:
    async def talk() -> None:
        async with stdio(workspace) as client:
            await made(client)
            seen: list[str] = []
            offset = 0
            while True:
                text = await ask(client, "outline", path="wide.py", limit=200, offset=offset)
                assert len(text) <= MOST_CHARACTERS
                lines = text.splitlines()
                seen += [line for line in lines if not line.startswith("(")]
                if "next page: offset=" not in lines[-1]:
                    break
                offset = int(lines[-1].partition("offset=")[2].rstrip(")"))
            assert len(seen) == 401
            assert len(set(seen)) == 401
            lines, offset = [], 0
            while True:
                text = await ask(client, "read_symbol", name="long", limit=2_000, offset=offset)
                assert len(text) <= MOST_CHARACTERS
                lines += [line for line in text.splitlines()[1:] if not line.startswith("(")]
                if "the next: offset=" not in text:
                    break
                offset = len(lines)
            assert len(lines) == 3_001
            assert lines[-1] == "3001:     value = 2999"

    anyio.run(talk)


WRONG_CALLS: list[tuple[str, dict[str, Any], str]] = [
    ("search", {}, "query: Field required"),
    ("search", {"query": ""}, "query: "),
    ("search", {"query": "x" * 1_001}, "query: "),
    ("search", {"query": "x", "limit": 0}, "limit: "),
    ("search", {"query": "x", "limit": 10**9}, "limit: "),
    ("search", {"query": "x", "offset": -1}, "offset: "),
    ("search", {"query": "x", "kind": "nonsense"}, "kind: "),
    ("search", {"query": "x", "path": "[z-a]"}, "cannot read the path pattern"),
    ("search", {"query": "x", "nonsense": 1}, "nonsense: Extra inputs are not permitted"),
    ("search", {"query": {"deep": [1]}}, "query: "),
    ("symbol", {"name": "switch"}, "several definitions"),
    ("symbol", {"name": "Lampe"}, "near names are `Lamp`"),
    ("symbol", {"name": "'; DROP TABLE words; --"}, "no definition of this name"),
    ("outline", {"path": "../.."}, "outside of the workspace"),
    ("outline", {"path": "/etc/passwd"}, "outside of the workspace"),
    ("outline", {"path": "shop/../../x"}, "outside of the workspace"),
    ("outline", {"path": "none.py"}, "no such file or folder"),
    ("read_symbol", {"name": "/etc/passwd:1"}, "no definition of this name"),
    ("nonsense", {}, "no tool is called"),
]


def test_wrong_calls_get_errors_that_help(workspace: Path) -> None:
    async def talk() -> None:
        async with stdio(workspace) as client:
            await made(client)
            for tool, arguments, told in WRONG_CALLS:
                assert told in await refused(client, tool, **arguments), (tool, arguments)
            assert "5 files" in await ask(client, "status")

    anyio.run(talk)


def test_path_of_the_workspace_itself_may_be_absolute(workspace: Path) -> None:
    async def talk() -> None:
        async with stdio(workspace) as client:
            await made(client)
            text = await ask(client, "outline", path=str(workspace / "shop"))
            assert "shop/lamp.py" in text

    anyio.run(talk)


def test_questions_while_the_index_is_being_made(workspace: Path) -> None:
    for number in range(1_500):
        lines = "".join(f"def of_{number}_{n}(x): return helper_{n}(x)\n" for n in range(40))
        (workspace / f"m{number}.py").write_text(lines)

    async def talk() -> None:
        async with stdio(workspace) as client:
            partial = answers = 0
            while "no run has ended yet" in await ask(client, "status"):
                result = await client.call_tool("search", {"query": "helper", "mode": "name"})
                text = result.content[0].text
                partial += "being made" in text
                answers += not result.is_error
            assert partial, answers
            assert "being made" not in await ask(client, "search", query="helper", mode="name")

    anyio.run(talk)


def test_many_calls_at_once(workspace: Path) -> None:
    async def talk() -> None:
        async with stdio(workspace) as client:
            await made(client)
            expected = await ask(client, "references", name="shop/light.py::report")
            found: list[str] = []

            async def call() -> None:
                found.append(await ask(client, "references", name="shop/light.py::report"))

            async with anyio.create_task_group() as group:
                for _ in range(60):
                    group.start_soon(call)
                group.start_soon(ask, client, "reindex")
            assert found == [expected] * 60

    anyio.run(talk)
