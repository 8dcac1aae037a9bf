"""The tokens of the model: the transformer's, and the words of programs that it would cut up."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from tokenizers import Tokenizer

from models.static import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

PADDING = "[PAD]"
#: Words that are added at most: a row of 256 bytes each.
MOST_WORDS = 6_000
#: A word that is added stands so often in the pairs, and in so many packages.
FEWEST_USES = 25
FEWEST_PACKAGES = 3


def base_tokenizer(folder: Path) -> Tokenizer:
    """Give the transformer's tokenizer without the tokens that stand in no text."""
    said = json.loads((folder / "tokenizer.json").read_text())
    kept = [
        token
        for token in said["model"]["vocab"]
        if not (token.startswith("[") and token.endswith("]") and len(token) > 1)
    ]
    return _tokenizer(said, kept)


def with_words(tokenizer: Tokenizer, words: list[str]) -> Tokenizer:
    """Add whole words behind the tokens there are."""
    said = json.loads(tokenizer.to_str())
    kept = [token for token in said["model"]["vocab"] if token not in {PADDING, UNKNOWN}]
    return _tokenizer(said, [*kept, *words])


def words_to_add(tokenizer: Tokenizer, texts: Iterable[tuple[str, str]], most: int) -> list[str]:
    """Choose the most frequent words that the tokenizer cuts up, of texts with their package."""
    uses: Counter[str] = Counter()
    packages: dict[str, set[str]] = {}
    known = tokenizer.get_vocab()
    for package, text in texts:
        for word in text.split():
            if word not in known and word.isascii() and word.isalpha():
                uses[word] += 1
                packages.setdefault(word, set()).add(package)
    return [
        word
        for word, count in uses.most_common()
        if count >= FEWEST_USES and len(packages[word]) >= FEWEST_PACKAGES
    ][:most]


def _tokenizer(said: dict[str, Any], tokens: list[str]) -> Tokenizer:
    vocabulary = {token: at for at, token in enumerate([PADDING, UNKNOWN, *tokens])}
    special = [
        {
            "id": at,
            "content": token,
            "single_word": False,
            "lstrip": False,
            "rstrip": False,
            "normalized": False,
            "special": True,
        }
        for at, token in enumerate((PADDING, UNKNOWN))
    ]
    model = {**said["model"], "vocab": vocabulary}
    changed = {"model": model, "added_tokens": special, "post_processor": None}
    return Tokenizer.from_str(json.dumps({**said, **changed, "truncation": None, "padding": None}))
