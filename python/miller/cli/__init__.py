"""The command line.

Exit status: 0 done, 1 done with a difference between the routes or, under `--strict`, with files
that failed, or not done for a reason that is told; 2 wrong usage or settings; 3 a name that several
definitions have, 4 one that none has, or a search that finds nothing. Results go to standard
output, all else to standard error.
"""

from __future__ import annotations

import sys
from importlib import import_module

import click

from miller import __version__
from miller.cli import native_output
from miller.errors import ConfigurationError, MillerError
from miller.visible import visible_lines

# One module a command, imported when the command runs: a quick command should not load LanceDB. The
# list of commands is printed from here, and loads none of them.
COMMANDS = {
    "index": "Index the workspace PATH, or what has changed in it.",
    "search": "Find symbols, and text files, that QUERY describes or names.",
    "symbol": "Print where NAME is defined, its documentation, what it extends, and its members.",
    "refs": "Print the uses of NAME: those that mean it, then those that only bear its name.",
    "callers": "Print who calls NAME, the nearest first, then who calls something of the name.",
    "callees": "Print what NAME calls, the nearest first, then what is known by name only.",
    "implementations": "Print the types that extend or implement NAME, or the methods that "
    "override it.",
    "outline": "Print the symbols of a file as a tree, or the files of a folder with their first "
    "symbols.",
    "watch": "Index the workspace PATH, and again after each change, until interrupted.",
    "export": "Write the tables of the index into the folder OUTPUT, or all of it into a file of "
    "SCIP.",
    "mcp": "Serve the index of the workspace PATH to agents, and keep it fresh.",
    "stats": "Print what the index of the workspace PATH holds.",
    "doctor": "Check the index of the workspace PATH: both stores, and whether they agree with the "
    "files.",
    "compare": "Index the workspace PATH by both routes, several times, and compare rows and cost.",
    "languages": "Print the languages: their files, what is extracted, the grammar, the accuracy.",
}


class Commands(click.Group):
    """The commands by the names of their modules."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- click's signature
        """Give the commands in the order of their use."""
        return list(COMMANDS)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 -- click's signature
        """Write the list of commands."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 -- click's signature
        """Give a command by its name."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"miller.cli.{cmd_name}"), cmd_name)
        return command


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def commands() -> None:
    """Index source code and search it."""


def main() -> None:
    """Run the command line and end the process with its exit status."""
    with native_output.kept() as written:
        try:
            commands(prog_name="miller")
        except MillerError as error:
            click.secho("error: ", fg="red", nl=False, err=True)
            click.echo(visible_lines(str(error)), err=True)
            detail = written()
            if detail:
                click.echo(f"detail: {visible_lines(detail)}", err=True)
            if error.hint is not None:
                click.echo(f"hint: {visible_lines(error.hint)}", err=True)
            # A setting without sense is wrong usage, also in a variable or a file.
            sys.exit(2 if isinstance(error, ConfigurationError) else 1)
