"""The command line.

Exit status: 0 done, 1 done with a difference between the routes or, under `--strict`, with files
that failed, or not done for a reason that is told; 2 wrong usage or settings; 3 a name that several
definitions have, 4 one that none has. Results go to standard output, all else to standard error.
"""

from __future__ import annotations

import sys
from importlib import import_module

import click

from miller import __version__
from miller.cli import native_output
from miller.errors import ConfigurationError, MillerError
from miller.visible import visible_lines

# One module a command, imported when the command runs: a quick command should not load LanceDB.
COMMANDS = (
    "index",
    "search",
    "symbol",
    "refs",
    "callers",
    "callees",
    "implementations",
    "outline",
    "stats",
    "doctor",
    "compare",
    "languages",
)


class Commands(click.Group):
    """The commands by the names of their modules."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- click's signature
        """Give the commands in the order of their use."""
        return list(COMMANDS)

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
