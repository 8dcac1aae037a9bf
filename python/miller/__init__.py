"""Miller indexes source code: its symbols, their uses and the edges between them.

```python
import miller

stats = miller.WorkspaceScanner("path/to/workspace").index_workspace()
print(stats.rows)
```
"""

from __future__ import annotations

import warnings
from importlib import import_module
from typing import TYPE_CHECKING, Any

from miller import (
    lance_settings,  # noqa: F401 -- before anything loads Lance
    miller_core,
)
from miller.errors import MillerError
from miller.miller_core import SQLiteStore

if TYPE_CHECKING:
    from miller.buffers import ArrowIndexingBuffer, IndexingBuffer
    from miller.report import IndexStats
    from miller.run_record import UnfinishedRun, unfinished_run
    from miller.scanner import WorkspaceScanner
    from miller.vector_store import VectorStore

__version__ = miller_core.__version__

__all__ = [
    "ArrowIndexingBuffer",
    "IndexStats",
    "IndexingBuffer",
    "MillerError",
    "SQLiteStore",
    "UnfinishedRun",
    "VectorStore",
    "WorkspaceScanner",
    "__version__",
    "miller_core",
    "unfinished_run",
]

# Loaded when they are first asked for: LanceDB and pyarrow take most of a second.
_MODULES = {
    "ArrowIndexingBuffer": "miller.buffers",
    "IndexStats": "miller.report",
    "IndexingBuffer": "miller.buffers",
    "UnfinishedRun": "miller.run_record",
    "VectorStore": "miller.vector_store",
    "WorkspaceScanner": "miller.scanner",
    "unfinished_run": "miller.run_record",
}

if not miller_core._optimised:  # noqa: SLF001 -- the package's own extension
    warnings.warn(
        "miller was built without optimisation; build it with `maturin develop --release`",
        RuntimeWarning,
        stacklevel=2,
    )


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return getattr(import_module(_MODULES[name]), name)
    raise AttributeError(f"module `miller` has no attribute `{name}`")
