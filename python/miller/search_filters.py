"""What a search is limited to: kinds, languages and a part of the workspace.

LanceDB filters by a condition, in which all that a user has written is text. Rows that come from
SQLite are filtered by the same choice as a function.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from miller import text_files

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    Row = Mapping[str, object]

# What is found is a definition: imports are left out unless asked for.
_IMPORT = "import"


@dataclass(frozen=True)
class Filters:
    """The filters of a search; `None` where one was not asked for.

    `path` is a file, a folder, or a pattern in which `*` and `?` stay within a folder and `**`
    crosses folders; a pattern without `/` is matched against file names.
    """

    kind: str | Sequence[str] | None = None
    language: str | Sequence[str] | None = None
    path: str | None = None

    @property
    def condition(self) -> str:
        """The filters as an SQL condition of LanceDB."""
        parts = [
            f"kind != '{_IMPORT}'" if self.kind is None else _one_of("kind", _listed(self.kind))
        ]
        if self.language is not None:
            parts.append(_one_of("language", _listed(self.language)))
        if self.path is not None:
            parts.append(_path_condition(self.path))
        return " AND ".join(parts)

    @property
    def are_asked_for(self) -> bool:
        """Whether there is a filter beyond the one that leaves imports out."""
        return not (self.kind is None and self.language is None and self.path is None)

    @property
    def takes(self) -> Callable[[Row], bool]:
        """The filters as a function of a row: the same choice as `condition`."""
        kinds = None if self.kind is None else frozenset(_listed(self.kind))
        languages = None if self.language is None else frozenset(_listed(self.language))
        is_wanted_path = self.takes_path

        def takes(row: Row) -> bool:
            kind = row["kind"]
            return (
                (kind != _IMPORT if kinds is None else kind in kinds)
                and (languages is None or row["language"] in languages)
                and is_wanted_path(str(row["file_path"]))
            )

        return takes

    @property
    def takes_path(self) -> Callable[[str], bool]:
        """The choice of paths as a function."""
        if self.path is None:
            return lambda _: True
        if _is_pattern(self.path):
            pattern = re.compile(_pattern_of(self.path))
            return lambda found: pattern.search(found) is not None
        whole = _whole(self.path)
        if whole in {"", "."}:
            return lambda _: True
        return lambda found: found == whole or found.startswith(whole + "/")

    @property
    def take_text_files(self) -> bool:
        """Whether files that no language claims are among what is looked for."""
        return (self.kind is None or text_files.KIND in _listed(self.kind)) and (
            self.language is None or text_files.LANGUAGE in _listed(self.language)
        )


def _listed(values: str | Sequence[str]) -> list[str]:
    return [values] if isinstance(values, str) else list(values)


def _quoted(text: str) -> str:
    """Write text as an SQL literal. Doubling the quote is all that LanceDB's grammar needs."""
    return "'" + text.replace("'", "''") + "'"


def _one_of(column: str, values: list[str]) -> str:
    if not values:
        raise ValueError(f"expected at least one {column} to look for")
    return f"{column} IN ({', '.join(map(_quoted, values))})"


def _is_pattern(path: str) -> bool:
    return any(character in path for character in "*?[")


def _whole(path: str) -> str:
    return path.removeprefix("./").rstrip("/")


def _path_condition(path: str) -> str:
    if _is_pattern(path):
        return f"regexp_like(file_path, {_quoted(_pattern_of(path))})"
    whole = _whole(path)
    if whole in {"", "."}:
        return "true"
    return f"(file_path = {_quoted(whole)} OR starts_with(file_path, {_quoted(whole + '/')}))"


def _pattern_of(glob: str) -> str:
    """Translate a path pattern into a regular expression, of Rust's and of Python's."""
    anywhere = "" if "/" in glob else "**/"
    rest = anywhere + glob.removeprefix("./").removeprefix("/")
    pattern = ""
    while rest:
        bracket = re.match(r"\[(!?)([^\]/]+)\]", rest)
        if rest.startswith("**/"):
            pattern, rest = pattern + "(?:.*/)?", rest[3:]
        elif rest.startswith("**"):
            pattern, rest = pattern + ".*", rest[2:]
        elif rest[0] in "*?":
            pattern, rest = pattern + ("[^/]*" if rest[0] == "*" else "[^/]"), rest[1:]
        elif bracket:
            inverted = "^/" if bracket[1] else ""
            inside = _class_of(bracket[2], glob)
            pattern, rest = f"{pattern}[{inverted}{inside}]", rest[bracket.end() :]
        else:
            pattern, rest = pattern + re.escape(rest[0]), rest[1:]
    return f"(?s)^{pattern}$"


def _class_of(characters: str, glob: str) -> str:
    """Write the inside of a bracket for Rust, to which `&&`, `--` and `~~` are operators."""
    written = ""
    for part in re.findall(r".-.|.", characters, flags=re.DOTALL):
        first, last = part[0], part[-1]
        if first > last:
            raise ValueError(f"cannot read the path pattern `{glob}`: bad range {part}")
        escaped = [re.sub(r"([\\\[\]^&~-])", r"\\\1", end) for end in (first, last)]
        written += escaped[0] if len(part) == 1 else "-".join(escaped)
    return written
