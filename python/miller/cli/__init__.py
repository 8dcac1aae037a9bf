"""The command line.

Exit status: 0 done, 1 done with a difference between the routes or, under `--strict`, with files
that failed, or not done for a reason that is told; 2 wrong usage. Results go to standard output,
all else to standard error.
"""

from __future__ import annotations

import sys

import click

from miller import __version__
from miller.cli.index import index
from miller.cli.outline import outline
from miller.cli.search import search
from miller.cli.stats import stats
from miller.errors import MillerError


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def commands() -> None:
    """Index source code and search it."""


for command in (index, search, outline, stats):
    commands.add_command(command)


def main() -> None:
    """Run the command line and end the process with its exit status."""
    try:
        commands(prog_name="miller")
    except MillerError as error:
        click.secho("error: ", fg="red", nl=False, err=True)
        click.echo(str(error), err=True)
        if error.hint is not None:
            click.echo(f"hint: {error.hint}", err=True)
        sys.exit(1)
    except KeyboardInterrupt:
        # What was committed is whole; the next run goes on from there.
        click.echo("interrupted", err=True)
        sys.exit(130)
