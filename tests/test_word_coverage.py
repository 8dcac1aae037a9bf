"""Which words of a query texts have: the extension finds what Python finds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from miller import miller_core

_PARTS = ["lamp", "Lamp", "LAMPS", "switch", "Größe", "größe", "utf", "8", "_", " ", "-", ".", "s"]
_TEXTS = st.one_of(
    st.none(), st.text(max_size=40), st.lists(st.sampled_from(_PARTS), max_size=30).map("".join)
)
_FORMS = {"lamp": 0, "lamps": 0, "switch": 1, "größe": 2, "utf": 3, "8": 4, "é": 5, "lampswitch": 6}


def meanings_by_python(text: str | None, limit: int | None) -> list[int]:
    words = miller_core.split_identifiers((text or "")[:limit]).split()
    return sorted({_FORMS[word] for word in words if word in _FORMS})


@given(st.lists(_TEXTS, max_size=6), st.none() | st.integers(0, 30))
def test_every_text_has_the_words_that_python_finds(
    texts: list[str | None], limit: int | None
) -> None:
    expected = [meanings_by_python(text, limit) for text in texts]
    assert miller_core.meanings_found(texts, _FORMS, limit) == expected


def test_each_meaning_is_given_once_in_order() -> None:
    assert miller_core.meanings_found(["switchLamps of a LAMP", None], _FORMS) == [[0, 1], []]
    assert miller_core.meanings_found(["lamp"], {}) == [[]]
