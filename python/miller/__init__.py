"""Miller indexes source code: its symbols, their uses and the edges between them.

```python
import miller

stats = miller.WorkspaceScanner("path/to/workspace").index_workspace()
print(stats.rows)

with miller.open("path/to/workspace") as index:
    for use in index.references("Lamp.switch"):
        print(use.file_path, use.start_line, use.text)
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
    from miller.index import Index, Rows
    from miller.index import open_index as open  # noqa: A004 -- `miller.open`
    from miller.report import IndexStats
    from miller.run_record import UnfinishedRun, unfinished_run
    from miller.scanner import WorkspaceScanner
    from miller.vector_store import VectorStore

__version__ = miller_core.__version__

__all__ = [
    "ArrowIndexingBuffer",
    "Index",
    "IndexStats",
    "IndexingBuffer",
    "MillerError",
    "Rows",
    "SQLiteStore",
    "UnfinishedRun",
    "VectorStore",
    "WorkspaceScanner",
    "__version__",
    "miller_core",
    "open",
    "unfinished_run",
]

# Loaded when they are first asked for: LanceDB and pyarrow take most of a second.
_PLACES = {
    "ArrowIndexingBuffer": ("miller.buffers", "ArrowIndexingBuffer"),
    "Index": ("miller.index", "Index"),
    "IndexStats": ("miller.report", "IndexStats"),
    "IndexingBuffer": ("miller.buffers", "IndexingBuffer"),
    "Rows": ("miller.index", "Rows"),
    "UnfinishedRun": ("miller.run_record", "UnfinishedRun"),
    "VectorStore": ("miller.vector_store", "VectorStore"),
    "WorkspaceScanner": ("miller.scanner", "WorkspaceScanner"),
    "open": ("miller.index", "open_index"),
    "unfinished_run": ("miller.run_record", "unfinished_run"),
}

if not miller_core._optimised:  # noqa: SLF001 -- the package's own extension
    warnings.warn(
        "miller was built without optimisation; build it with `maturin develop --release`",
        RuntimeWarning,
        stacklevel=2,
    )


def __getattr__(name: str) -> Any:
    if name in _PLACES:
        module, of_module = _PLACES[name]
        return getattr(import_module(module), of_module)
    raise AttributeError(f"module `miller` has no attribute `{name}`")
