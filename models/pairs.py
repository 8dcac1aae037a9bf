"""Collects pairs of a question and the symbol that answers it, from packages, with Miller itself.

What is learnt is what is embedded: the texts come from `miller_core.search_text`. The question is
the first sentence of the documentation, so that the symbol is shown without it: once without any
documentation and once with what follows the sentence.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from miller import miller_core
from models.packages import EXTENSIONS, TOOLS, Fetched
from models.questions import question_of

if TYPE_CHECKING:
    from collections.abc import Iterator

PAIRS = TOOLS / "pairs.parquet"

#: What people ask for. Of values, few are documented in a way that is a question.
_KINDS = frozenset(
    {
        *("class", "constructor", "delegate", "enum", "function", "interface", "macro", "method"),
        *("namespace", "property", "struct", "trait", "type", "union", "module", "event"),
    }
)
#: Pairs of one package, so that none speaks for its language alone.
MOST_OF_A_PACKAGE = 6_000
#: Packages that have to, for want of others.
MOST_OF = {"mono": 30_000}

SCHEMA = pa.schema(
    [
        ("language", pa.string()),
        ("package", pa.string()),
        ("held_out", pa.bool_()),
        ("kind", pa.string()),
        ("path", pa.string()),
        ("name", pa.string()),
        ("question", pa.string()),
        # The search text without documentation, and with what follows the question.
        ("bare", pa.string()),
        ("documented", pa.string()),
    ]
)


def pairs_of(fetched: Fetched) -> pa.Table:
    """Collect the pairs of one package."""
    parts: list[pa.RecordBatch] = []
    for batch in miller_core.extract_stream(fetched.paths, str(fetched.folder), threads=1):
        symbols = pa.record_batch(batch.symbols)
        wanted = pc.and_(
            pc.is_valid(symbols["doc_comment"]), pc.is_in(symbols["kind"], pa.array(_KINDS))
        )
        parts += _pairs(symbols.filter(wanted), fetched)
    return pa.Table.from_batches(parts, SCHEMA)


def _pairs(symbols: pa.RecordBatch, fetched: Fetched) -> Iterator[pa.RecordBatch]:
    rows: list[int] = []
    questions: list[str] = []
    rests: list[str | None] = []
    excerpts: list[str] = []
    languages: list[str] = []
    columns = ["doc_comment", "name", "code_context", "file_path"]
    for row, symbol in enumerate(symbols.select(columns).to_pylist()):
        language = EXTENSIONS.get(symbol["file_path"].rpartition(".")[2])
        question = question_of(symbol["doc_comment"], symbol["name"])
        if language is None or question is None:
            continue
        rows.append(row)
        languages.append(language)
        questions.append(miller_core.split_identifiers(question[0]))
        rests.append(question[1] or None)
        excerpts.append(without(symbol["code_context"] or "", symbol["doc_comment"]))
    if not rows:
        return
    chosen = symbols.take(pa.array(rows))
    yield pa.record_batch(
        [
            pa.array(languages),
            pa.array([fetched.package.name] * len(rows)),
            pa.array([fetched.package.held_out] * len(rows)),
            chosen["kind"].cast(pa.string()),
            chosen["file_path"].cast(pa.string()),
            chosen["name"].cast(pa.string()),
            pa.array(questions),
            _texts(chosen, [None] * len(rows), excerpts),
            _texts(chosen, rests, excerpts),
        ],
        schema=SCHEMA,
    )


def _texts(
    symbols: pa.RecordBatch, documentation: list[str | None], excerpts: list[str]
) -> pa.StringArray:
    for column, values in (("doc_comment", documentation), ("code_context", excerpts)):
        at = symbols.schema.get_field_index(column)
        field = symbols.schema.field(at)
        symbols = symbols.set_column(at, field, pa.array(values, field.type))
    return miller_core.search_text(symbols)


def without(excerpt: str, documentation: str) -> str:
    """Give the excerpt of a symbol without the lines of its documentation."""
    kept = [
        line
        for line in excerpt.splitlines()
        if (said := re.sub(r"^\W+|\W+$", "", line)) == "" or said not in documentation
    ]
    return "\n".join(kept)


def collect(packages: list[Fetched]) -> pa.Table:
    """Collect the pairs of all packages: each question and each text once, none on both sides."""
    return deduplicated([spread(pairs_of(fetched)) for fetched in packages])


def deduplicated(parts: list[pa.Table]) -> pa.Table:
    """Join pairs, and keep each question and each text once."""
    whole = pa.concat_tables(parts)
    # What is held out comes first: a copy of it in a package that is trained on is left out.
    whole = whole.take(pc.sort_indices(whole, [("held_out", "descending")]))
    seen: set[str] = set()
    kept: list[int] = []
    texts = zip(whole["question"].to_pylist(), whole["bare"].to_pylist(), strict=True)
    for row, (question, bare) in enumerate(texts):
        if question in seen or bare in seen:
            continue
        seen.update((question, bare))
        kept.append(row)
    return whole.take(pa.array(kept))


def names(pairs: pa.Table) -> list[str]:
    """Give the words of each symbol's name."""
    return [miller_core.split_identifiers(name) for name in pairs["name"].to_pylist()]


def write(pairs: pa.Table) -> None:
    """Put the pairs where the steps that follow read them."""
    pq.write_table(pairs, PAIRS)


def read() -> pa.Table:
    """Read the pairs that were collected."""
    return pq.read_table(PAIRS)


def spread(pairs: pa.Table) -> pa.Table:
    """Take at most so many pairs of a package, from all of its files."""
    most = MOST_OF.get(pairs["package"][0].as_py(), MOST_OF_A_PACKAGE) if len(pairs) else 0
    if len(pairs) <= most:
        return pairs
    return pairs.take(pa.array([at * len(pairs) // most for at in range(most)]))
