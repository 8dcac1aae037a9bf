"""A run that ends itself: `python child.py JSON`.

The JSON names the workspace, the settings, and what the process dies of: at the n-th time that a
point is reached (`point`, `occurrence`), or in the middle of the write that would make a file
larger than `size`. With neither it waits to be killed from outside; it says when it begins. The
model is one by name, or one that is `failing`, answers `partly` or is `away`.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
from contextlib import suppress
from typing import Any

import upkeep
from failing_models import AWAY, Failing
from miller import WorkspaceScanner, outbox, steps, vector_upkeep
from miller.errors import ModelUnavailableError

_UPKEEP = {"all anew": upkeep.ALL_ANEW, "by pieces": upkeep.BY_PIECES}


def main() -> None:
    order = json.loads(sys.argv[1])
    seen = 0

    def watch(point: str) -> None:
        nonlocal seen
        seen += point == order["point"]
        if seen == order["occurrence"]:
            os.kill(os.getpid(), signal.SIGKILL)

    if order.get("point"):
        steps.watcher = watch
    for name, value in _UPKEEP[order["upkeep"]].items():
        assert hasattr(vector_upkeep, name)
        setattr(vector_upkeep, name, value)
    if order["parts"]:
        outbox.PART_SYMBOLS = 1
    models: dict[str, Any] = {
        "failing": Failing,
        "partly": lambda: Failing(2),
        "away": lambda: AWAY,
    }
    name = order["embedder"]
    model = models[name]() if name in models else name
    scanner = WorkspaceScanner(order["root"], route=order["route"], embedder=model)
    with suppress(ModelUnavailableError):
        scanner.open_embedder()
    print("begins", flush=True)  # noqa: T201 -- what the parent waits for
    if order.get("size"):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (order["size"], order["size"]))
        # Python ignores this signal; as the system has it, the write ends halfway, and the process.
        signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    scanner.index_workspace(rebuild=order["rebuild"])


if __name__ == "__main__":
    main()
