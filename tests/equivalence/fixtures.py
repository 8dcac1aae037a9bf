"""The fixtures of the languages: the source files that each language keeps beside its rules."""

from __future__ import annotations

from pathlib import Path

from miller import miller_core

_LANGUAGES = Path(__file__).parents[2] / "crates" / "miller-extract" / "src" / "languages"

SUPPORTED: list[str] = miller_core.supported_languages()


def fixtures_of(language: str) -> dict[str, bytes]:
    """Give the fixtures of a language by name, sorted."""
    files = sorted((_LANGUAGES / language).glob("fixture*.*"))
    return {file.name: file.read_bytes() for file in files if not file.name.endswith(".txt")}


def all_fixtures() -> dict[str, bytes]:
    """Give the fixtures of all languages by path, each language in a folder of its own."""
    return {
        f"{language}/{name}": content
        for language in SUPPORTED
        for name, content in fixtures_of(language).items()
    }
