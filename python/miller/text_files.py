"""Full text over the files that no language claims: notes, licences, logs.

They have no symbols; SQLite keeps an index of their words (`text_words`), and a search gives the
file with the first line that holds one of them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from miller.miller_core import SQLiteStore

    Row = Mapping[str, object]

#: The kind of a hit that is a file.
KIND = "file"
#: The language of files that no language claims.
LANGUAGE = "text"

_RANKED = """
SELECT f.path, -bm25(text_words) AS score
FROM text_words JOIN file_rows AS f ON f.file_id = text_words.rowid
WHERE text_words MATCH ?
ORDER BY score DESC, f.path LIMIT ?"""
_CONTENT = "SELECT content FROM files WHERE path = ?"

_LINES_SHOWN = 3
_LONGEST_LINE = 300


def search_text_files(
    store: SQLiteStore, words: list[str], wanted: Callable[[str], bool] | None, limit: int
) -> tuple[list[tuple[float, Row]], bool]:
    """Give files as rows like those of symbols, best first by BM25, and whether all have all words.

    Files with some of the words are given where none has all. `wanted` filters by path; half of all
    files may have a word, so without it no more are read than are asked for. Where in a file the
    words are, `with_first_match` says.
    """
    plain = [word for word in words if word.isalnum()]
    for joint in (" AND ", " OR ") if plain else ():
        match = joint.join(f'"{word}"' for word in plain)
        found = store.query(_RANKED, [match, limit if wanted is None else -1]).to_pydict()
        ranked = zip(found["score"], found["path"], strict=True)
        chosen = [(score, path) for score, path in ranked if wanted is None or wanted(path)][:limit]
        if chosen:
            return [(score, _row(path)) for score, path in chosen], joint == " AND "
    return [], False


def with_first_match(store: SQLiteStore, row: Row, words: list[str]) -> Row:
    """Give the row of a file with the line and the excerpt that are to be shown.

    To read a file takes as long as to find it: it is done for what is shown, and for nothing else.
    """
    content = store.query(_CONTENT, [str(row["file_path"])]).column("content")[0].as_py()
    line, excerpt = _first_match(content, [word for word in words if word.isalnum()])
    return {**row, "start_line": line, "end_line": line, "code_context": excerpt}


def _row(path: str) -> Row:
    return {
        "id": f"{KIND}:{path}",
        "name": path.rpartition("/")[2],
        "kind": KIND,
        "language": LANGUAGE,
        "file_path": path,
        "start_line": 1,
        "end_line": 1,
        "start_byte": 0,
        "signature": None,
        # A text speaks for itself, as a documented symbol does.
        "doc_comment": path,
        "code_context": None,
        "visibility": None,
        "qualified_name": path,
    }


def _first_match(content: str, words: list[str]) -> tuple[int, str]:
    """Give the line with the first of the words, counted from 1, and some lines from there on."""
    # The index knows words by their stems; what begins alike is near enough to show.
    stems = "|".join(re.escape(word[: max(4, len(word) - 3)]) for word in words)
    found = re.search(rf"\b(?:{stems})", content, flags=re.IGNORECASE)
    start = content.rfind("\n", 0, found.start()) + 1 if found else 0
    lines = content[start : start + _LINES_SHOWN * _LONGEST_LINE].split("\n")[:_LINES_SHOWN]
    excerpt = "\n".join(line.rstrip()[:_LONGEST_LINE] for line in lines)
    return content.count("\n", 0, start) + 1, excerpt.rstrip()
