"""Names of an index that are near to one that it does not have."""

from __future__ import annotations

from difflib import get_close_matches
from itertools import pairwise
from typing import TYPE_CHECKING

from miller.navigation.definitions import AMONG, STANDING_FOR_OTHERS, as_list

if TYPE_CHECKING:
    from miller.miller_core import SQLiteStore

# Names that SQL chooses from all there are, and those of them that are compared letter by letter.
_CANDIDATES = 2_000
_COMPARED = 300
_SIMILAR = 0.65
# Who mistypes a name keeps a part of it, and hits about as many keys.
_LENGTHS = 2
_LONG_ENOUGH_FOR_THREE_PARTS = 6

_OF_SYMBOLS = f"SELECT DISTINCT name FROM symbols WHERE name {AMONG.format(1)}"  # noqa: S608 -- constants
_DEFINED = f"""
SELECT DISTINCT file_path || '::' || qualified_name AS name FROM symbols
WHERE name = ?1 AND kind NOT IN {STANDING_FOR_OTHERS} ORDER BY file_path, start_byte LIMIT ?2"""  # noqa: S608 -- constants


def near_names(store: SQLiteStore, name: str, most: int) -> tuple[str, ...]:
    """Give the names of symbols that somebody may have meant, the nearest first.

    When symbols have this very name, and were asked for in a place where they are not, these.
    """
    defined: list[str] = store.query(_DEFINED, [name, most])["name"].to_pylist()
    if defined:
        return tuple(defined)
    candidates = _candidates(store, name)
    by_case: dict[str, str] = {}
    for candidate in candidates:
        by_case.setdefault(candidate.lower(), candidate)
    near = get_close_matches(name.lower(), by_case, _COMPARED, _SIMILAR)
    words = [by_case[one] for one in near]
    symbols = set(store.query(_OF_SYMBOLS, [as_list(words)])["name"].to_pylist())
    return tuple(word for word in words if word in symbols)[:most]


def _candidates(store: SQLiteStore, name: str) -> list[str]:
    """Choose names of about the same length that share a part with it, whatever the case.

    All words are read through: a million take 0.1 s. An index of their parts would cost every run.
    """
    parts = _parts(name)
    like = " OR ".join(f"word LIKE ?{place}" for place in range(3, 3 + len(parts)))
    sql = f"""
        SELECT word FROM words WHERE length(word) BETWEEN ?1 - {_LENGTHS} AND ?1 + {_LENGTHS}
        AND ({like}) ORDER BY abs(length(word) - ?1), word LIMIT ?2"""  # noqa: S608 -- constants and parameters
    words: list[str] = store.query(sql, [len(name), _CANDIDATES, *parts])["word"].to_pylist()
    return words


def _parts(name: str) -> list[str]:
    """Give patterns for the parts of a name, and for both its ends.

    One slip of a finger leaves a part whole; two letters exchanged in a short name, its ends.
    """
    number = 3 if len(name) >= _LONG_ENOUGH_FOR_THREE_PARTS else 2
    ends = [round(len(name) * part / number) for part in range(number + 1)]
    parts = [name[start:end] for start, end in pairwise(ends)]
    # What SQL takes for a wildcard in a name lets more names through, no fewer.
    return [*(f"%{part}%" for part in parts if part), f"{name[0]}%{name[-1]}"]
