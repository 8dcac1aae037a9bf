"""The type stubs are written by the extension and committed."""

from __future__ import annotations

from pathlib import Path

from miller import miller_core

STUBS = Path(__file__).parent.parent / "python/miller/miller_core/__init__.pyi"


def test_stubs_are_current() -> None:
    # Stale? `make generated` rewrites them.
    assert STUBS.read_text(encoding="utf-8") == miller_core._stub_text()  # noqa: SLF001


def test_every_native_name_is_in_the_stubs() -> None:
    text = STUBS.read_text(encoding="utf-8")
    names = [name for name in vars(miller_core) if not name.startswith("__")]
    missing = [
        name
        for name in names
        if f"class {name}" not in text and f"def {name}(" not in text and f"{name}:" not in text
    ]
    assert missing == []
