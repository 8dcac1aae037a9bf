"""What a doctor says of the workspace."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from miller.doctor.findings import Repair
from miller.doctor.tree_checks import check_tree

if TYPE_CHECKING:
    from pathlib import Path


def test_file_that_cannot_be_read_has_not_changed(tmp_path: Path) -> None:
    """A run would not mend it. What was unreadable and can be read now is for the next run."""
    (tmp_path / "folder.py").mkdir()
    (tmp_path / "mended.py").write_text("")
    paths = ["changed.py", "folder.py", "mended.py"]
    known: Any = pa.record_batch({"path": paths, "status": ["ok", "failed", "failed"]})
    changes: Any = SimpleNamespace(changed=pa.array(paths), deleted=pa.array([], pa.string()))
    unreadable, changed = check_tree(changes, known, tmp_path, [])
    assert unreadable.names == ["folder.py"]
    assert unreadable.repair is None
    assert "who may read it" in unreadable.what_to_do
    assert changed.names == ["changed.py", "mended.py"]
    assert changed.repair is Repair.RUN


def test_a_folder_that_cannot_be_looked_into_is_named(tmp_path: Path) -> None:
    """Its files have not gone; a run would take their rows away all the same, and say so."""
    known: Any = pa.record_batch({"path": ["shop/a.py", "b.py"], "status": ["ok", "ok"]})
    changes: Any = SimpleNamespace(
        changed=pa.array([], pa.string()), deleted=pa.array(["b.py", "shop/a.py"])
    )
    errors = [("shop", "Permission denied (os error 13)")]
    closed, gone = check_tree(changes, known, tmp_path, errors)
    assert (closed.check, closed.repair, closed.names) == ("tree", None, ["shop"])
    assert "shop: Permission denied" in closed.problem
    assert "1 file of the index in it" in closed.problem
    assert gone.names == ["b.py"]
