"""Writes the type stubs of the extension, or says whether they are stale.

python tools/stubs.py            exit status 1 when the file differs from what the extension says
python tools/stubs.py --write    write the file
"""

from __future__ import annotations

import sys
from pathlib import Path

from miller import miller_core

STUBS = Path(__file__).parent.parent / "python" / "miller" / "miller_core" / "__init__.pyi"


def main(arguments: list[str]) -> int:
    """Compare or write the stubs."""
    text = miller_core._stub_text()  # noqa: SLF001 -- meant for this file
    if arguments == ["--write"]:
        STUBS.parent.mkdir(exist_ok=True)
        STUBS.write_text(text, encoding="utf-8")
        return 0
    if not STUBS.exists() or STUBS.read_text(encoding="utf-8") != text:
        print(f"stale: {STUBS}; run `make generated`", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
