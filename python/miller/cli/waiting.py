"""`--wait`: waiting for another process that writes to the index."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from miller.writer_lock import Waiting

_OPTION = "--wait"
_FOR_EVER = "forever"

# Seconds after which a person is told again that the wait goes on.
_REMIND = 30.0


def _seconds(_context: click.Context, _option: click.Parameter, value: str) -> float:
    """Read the value of the option: a number that is not negative, or `forever`."""
    if value == _FOR_EVER:
        return math.inf
    try:
        seconds = float(value)
    except ValueError:
        seconds = math.nan
    if not seconds >= 0:
        raise click.BadParameter(f"expected a number of seconds, found {value!r}")
    return seconds


wait_option = click.option(
    _OPTION,
    callback=_seconds,
    metavar="[SECONDS]",
    default="0",
    help="Wait for another writer, for so long at most when SECONDS are given.",
)


class CommandThatWaits(click.Command):
    """A command whose `--wait` may stand without a number, before whatever else."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Give `--wait` its value where none follows: click would take the path for it."""
        return super().parse_args(ctx, _completed(args))


def _completed(arguments: list[str]) -> list[str]:
    ours = arguments.index("--") if "--" in arguments else len(arguments)
    completed: list[str] = []
    for place, argument in enumerate(arguments):
        following = arguments[place + 1] if place + 1 < ours else ""
        if place < ours and argument == _OPTION and not _is_value(following):
            completed.append(f"{_OPTION}={_FOR_EVER}")
        else:
            completed.append(argument)
    return completed


def _is_value(argument: str) -> bool:
    try:
        float(argument)
    except ValueError:
        return argument == _FOR_EVER
    return True


def show_waiting() -> Waiting:
    """Give what tells on standard error whom the wait is for: at first, at a change, and again."""
    said: tuple[str, float] | None = None

    def show(holder: str, passed: float) -> None:
        nonlocal said
        if said is not None and said[0] == holder and passed - said[1] < _REMIND:
            return
        since = f" ({passed:.0f} s so far)" if said is not None else ""
        click.echo(f"waiting for {holder}, which is writing to the index{since}", err=True)
        said = (holder, passed)

    return show
