"""What the commands that take the name of a symbol share: options, and an answer to every name."""

from __future__ import annotations

import re
import sys
from dataclasses import asdict, dataclass
from functools import update_wrapper
from inspect import cleandoc
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from miller import miller_core, navigation
from miller.changed_files import changed_files
from miller.cli.known_words import one_of
from miller.cli.lines import page_as_json, tell_of_page
from miller.cli.shared import (
    find_index,
    find_workspace,
    index_dir_option,
    json_option,
    limit_option,
    offset_option,
    open_index,
    path_in_index,
    print_json,
    tell_of_changed,
    tell_of_unfinished,
    workspace_option,
)
from miller.run_record import unfinished_run_of
from miller.visible import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from miller.miller_core import SQLiteStore
    from miller.navigation import Missing, Several, Subject

Found = TypeVar("Found")

# Exit status: what a name that is none, or not enough of one, ends with.
SEVERAL = 3
MISSING = 4

# Definitions that are taken for one are few, but for imports of what is defined elsewhere.
MOST_SHOWN = 50

_IN_A_FILE = re.compile(r"(?P<path>.+?)(?P<rest>::.+|:\d+(?::\d+)?:?)", re.DOTALL)

_OPTIONS = (
    click.argument("name"),
    click.option(
        "--kind",
        multiple=True,
        callback=one_of(miller_core.symbol_kinds),
        help="Only a definition of this kind, such as `class`.",
    ),
    click.option(
        "--language",
        multiple=True,
        callback=one_of(miller_core.supported_languages, "miller languages"),
        help="Only a definition in this language.",
    ),
    limit_option(50),
    offset_option,
    workspace_option,
    index_dir_option,
    json_option,
)

_NAMES = """\
NAME is a name, the last parts of a qualified one (`Class.method`), `path::name`, `path:line`,
`path:line:column` or the id of a symbol. Exit status: 3 when several definitions fit, which are
listed, 4 when none does."""


@dataclass(frozen=True)
class Asked:
    """What was asked for, and where to look."""

    name: str
    kind: tuple[str, ...]
    language: tuple[str, ...]
    limit: int
    offset: int
    workspace: Path | None
    index_dir: Path | None
    as_json: bool

    def answer(
        self,
        look_up: Callable[[SQLiteStore, Subject], Found],
        shown: Callable[[Found], Iterable[str]],
    ) -> tuple[Answered, Found]:
        """Look up what the name means; end the process when it means nothing, or several things.

        `shown` gives the files that what was found shows.
        """
        root = find_workspace(self.workspace)
        folder = find_index(root, self.index_dir)
        name = _in_workspace(self.name, root)
        with open_index(folder) as store:
            try:
                subject = navigation.find(
                    store,
                    name,
                    kind=self.kind,
                    language=self.language,
                    limit=self.limit,
                    offset=self.offset,
                )
            except ValueError as error:
                raise click.UsageError(str(error)) from error
            found, changed = None, []
            if isinstance(subject, navigation.Subject):
                found = look_up(store, subject)
                own = [one.file_path for one in subject.definitions[:MOST_SHOWN]]
                changed = changed_files(store, folder, root, [*own, *shown(found)])
            tell_of_unfinished(unfinished_run_of(folder, store))
        if isinstance(subject, navigation.Several):
            _tell_of_several(subject, as_json=self.as_json)
        if isinstance(subject, navigation.Missing):
            _tell_of_missing(subject, as_json=self.as_json)
        if not isinstance(subject, navigation.Subject) or found is None:
            sys.exit(SEVERAL if isinstance(subject, navigation.Several) else MISSING)
        if subject.only_imported and not self.as_json:
            click.echo(
                f"the index has imports of {visible(subject.first.name)}, and nothing that they "
                "stand for",
                err=True,
            )
        if not self.as_json:
            tell_of_changed(changed)
        return Answered(subject, changed), found


@dataclass(frozen=True)
class Answered:
    """What a name was taken for, and which files of the answer are no longer as they were."""

    subject: Subject
    changed: list[str]


def asks_for_name(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the name of a symbol and the options that go with it, as `Asked`."""

    def with_options(**values: Any) -> None:
        asked = Asked(**{field: values.pop(field) for field in Asked.__dataclass_fields__})
        command(asked, **values)

    update_wrapper(with_options, command)
    with_options.__doc__ = f"{cleandoc(command.__doc__ or '')}\n\n{_NAMES}"
    # Options of the command's own have been added before, and are shown behind these.
    taken: Callable[..., None] = with_options
    for option in reversed(_OPTIONS):
        taken = option(taken)
    return taken


def definitions_as_json(answered: Answered) -> dict[str, Any]:
    """Say in values that JSON has what a name was taken for, and which files have changed since."""
    subject = answered.subject
    return {
        "changed_files": answered.changed,
        "only_imported": subject.only_imported,
        "definitions_total": len(subject.definitions),
        "definitions": [asdict(one) for one in subject.definitions[:MOST_SHOWN]],
    }


def _in_workspace(name: str, root: Path) -> str:
    """Give a name with a path in it with the path as the index has it."""
    found = _IN_A_FILE.fullmatch(name)
    # What stands before `::` is a path as well as a module or a class.
    if found is None or (found["rest"].startswith("::") and "/" not in found["path"]):
        return name
    return path_in_index(Path(found["path"]), root) + found["rest"]


def _tell_of_several(several: Several, *, as_json: bool) -> None:
    choices = several.choices
    if as_json:
        items = [{"full_name": one.full_name, **asdict(one)} for one in choices.items]
        found = {"error": "several", "name": several.text, **page_as_json(choices, items)}
        print_json(found)
        return
    click.echo(f"several definitions have this name: {visible(several.text)}", err=True)
    click.echo("hint: name one of them, as here or as `path:line`:", err=True)
    for one in choices.items:
        click.echo(visible(f"{one.full_name}  {one.kind}, line {one.start_line}"), err=True)
    tell_of_page(choices, "definition")


def _tell_of_missing(missing: Missing, *, as_json: bool) -> None:
    if as_json:
        found = {"name": missing.text, "near": missing.near, "is_local": missing.is_local}
        print_json({"error": "missing", **found})
        return
    if missing.is_local:
        told = f"a parameter or local variable, which is no symbol: {visible(missing.text)}"
        click.echo(f"{told}\nhint: name the place of a definition, or of a use of one", err=True)
        return
    click.echo(f"the index has no definition of this name: {visible(missing.text)}", err=True)
    if missing.near:
        near = ", ".join(f"`{visible(name)}`" for name in missing.near)
        click.echo(f"hint: near names are {near}", err=True)
    else:
        click.echo("hint: `miller search` finds definitions by words", err=True)
