"""For each damage: the doctor finds it, mends it, finds nothing more, and the index is as new."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from doctor.damages import DAMAGES, Damage
from end_to_end.conftest import index, rows_of
from miller import WorkspaceScanner
from miller.doctor import examine, repair

if TYPE_CHECKING:
    from pathlib import Path


def test_sound_index_has_no_findings(indexed: Path) -> None:
    found = examine(WorkspaceScanner(indexed))
    assert found.findings == []
    assert found.files == found.files_compared == 4
    assert repair(WorkspaceScanner(indexed))[1] == []


@pytest.mark.parametrize("damage", DAMAGES, ids=str)
def test_damage_is_found_and_mended(indexed: Path, tmp_path: Path, damage: Damage) -> None:
    damage.do(indexed)
    found = examine(WorkspaceScanner(indexed))
    finding = next((one for one in found.findings if re.search(damage.words, one.problem)), None)
    assert finding is not None, found.findings
    assert (finding.check, finding.repair) == (damage.check, damage.repair)
    assert finding.what_to_do.startswith("`miller doctor --fix` ")
    # Looking has changed nothing.
    again = examine(WorkspaceScanner(indexed))
    assert again.findings == found.findings

    before, done, after = repair(WorkspaceScanner(indexed))
    assert before.findings == found.findings
    assert done
    assert after.findings == []
    assert examine(WorkspaceScanner(indexed), deep=True).findings == []
    index(indexed, "object", index_dir=tmp_path / "fresh")
    assert rows_of(indexed) == rows_of(indexed, tmp_path / "fresh")
