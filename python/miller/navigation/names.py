"""How a person names a symbol.

- `name`, or the last parts of its qualified name, with whatever stands between them in some
  language: `Class.method`, `Class::method`, `Class#method`. Folders and the file may stand in
  front: `django.db.models.query.QuerySet`
- `path::name`: in this file or folder, or in those whose path ends so
- `path:line` or `path:line:column`: what stands there; columns count from 1, as in what is printed
- the id of a symbol

What a text means is for the index to decide, as there are names with colons in them: here it is
only taken apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# What stands between the parts of qualified names and paths; longer ones come first.
SEPARATORS = ("::", " > ", " ", "#", "/", "\\", "$", "%", ":")

_IDENTITY = re.compile(r"[0-9a-f]{32}")
_PLACE = re.compile(r"(?P<path>.+?):(?P<line>\d{1,9})(?::(?P<column>\d{1,9}))?:?", re.DOTALL)
_SEPARATING = re.compile("[" + re.escape("".join({*"".join(SEPARATORS), "."})) + "]")


@dataclass(frozen=True)
class Place:
    """A line of a file, from 1, and maybe a column of it, from 1."""

    path: str
    line: int
    column: int | None


@dataclass(frozen=True)
class WrittenName:
    """What a text may mean."""

    text: str
    identity: str | None
    place: Place | None
    names: tuple[str, ...]
    """What the symbol may be called itself: the text, or what is behind a separator in it."""
    scoped: tuple[tuple[str, str], ...]
    """Path and name of each reading as `path::name`."""

    @property
    def own_name(self) -> str:
        """The last part: what the symbol is called, whatever stands in front."""
        return min(self.names, key=len)


def read_name(text: str) -> WrittenName:
    """Take apart what a person has written; raise `ValueError` when it says nothing."""
    if not text.strip():
        raise ValueError("the name is empty")
    identity = text if _IDENTITY.fullmatch(text) else None
    place = _PLACE.fullmatch(text)
    scoped = []
    for found in re.finditer("::", text):
        path, name = text[: found.start()].strip("/"), text[found.end() :]
        if path and name:
            scoped.append((path.removeprefix("./"), name))
    # A name may begin with such a character itself: `> a` is one in a style sheet.
    ends = [text[found.end() :] for found in _SEPARATING.finditer(text)]
    return WrittenName(
        text,
        identity,
        None if place is None else _place(place),
        tuple(dict.fromkeys([text, *(end for end in ends if end)])),
        tuple(scoped),
    )


def dotted(name: str) -> str:
    """Give a name with a dot between all its parts: what SQL does in `lookup`, for one text."""
    for separator in SEPARATORS:
        name = name.replace(separator, ".")
    return name


def _place(found: re.Match[str]) -> Place:
    column = found["column"]
    path = found["path"].removeprefix("./")
    return Place(path, int(found["line"]), None if column is None else int(column))
