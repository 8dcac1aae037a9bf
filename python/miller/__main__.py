"""`python -m miller` is `miller`."""

from __future__ import annotations

from miller.cli import main

main()
