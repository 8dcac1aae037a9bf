"""No question about an index reads a whole table, but for two that say so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from miller import navigation
from miller.navigation import lookup
from navigation.conftest import found, store_of

if TYPE_CHECKING:
    from pathlib import Path

    from miller import SQLiteStore

# What is gone through once it has been chosen: parameters, pages, levels of a walk.
CHOSEN = ("json_each", "u", "e", "within", "tops", "spanning", "chosen", "ranked", "(subquery")
NAMES = (
    "Lamp",
    "Lamp.switch",
    "lamp.py::lamp.Lamp.switch",
    "lamp.py:27",
    "lamp.py:27:14",
    "switch",
    "place",
    "numpy",
)


class Watched:
    """A store that keeps what it is asked."""

    def __init__(self, store: SQLiteStore) -> None:
        self._store = store
        self.asked: dict[str, Any] = {}

    def query(self, sql: str, parameters: Any = None) -> Any:
        self.asked.setdefault(sql, parameters)
        return self._store.query(sql, parameters)

    def scans(self) -> dict[str, list[str]]:
        """Give the steps that read a whole table, by the query."""
        scanning = {}
        for sql, parameters in self.asked.items():
            plan = self._store.query(f"EXPLAIN QUERY PLAN {sql}", parameters)["detail"].to_pylist()
            steps = [step for step in plan if step.startswith("SCAN") and "CONSTANT" not in step]
            scanning[sql] = [step for step in steps if not step[5:].startswith(CHOSEN)]
        return {sql: steps for sql, steps in scanning.items() if steps}


def ask_everything(store: Any) -> None:
    for name in NAMES:
        subject = navigation.find(store, name, kind=[], language=[])
        if isinstance(subject, navigation.Subject):
            navigation.references(store, subject)
            navigation.callers(store, subject, depth=3)
            navigation.callees(store, subject, depth=3)
            navigation.implementations(store, subject)
            navigation.describe(store, subject)
    navigation.find(store, "switch", kind=["method"], language=["python"])
    navigation.file_outline(store, "lamp.py")
    for folder in ("", "shop"):
        navigation.folder_outline(store, folder)


def test_no_question_reads_a_whole_table(store: SQLiteStore) -> None:
    watched = Watched(store)
    ask_everything(watched)
    assert len(watched.asked) > 30
    assert watched.scans() == {}
    # The same measure sees a scan.
    watched.query("SELECT * FROM identifiers WHERE start_line = 3")
    assert watched.scans()


def test_many_definitions_are_counted_by_an_index(tmp_path: Path) -> None:
    number = lookup._MOST_TOGETHER + 1  # noqa: SLF001 -- the limit is what the test is about
    files = {f"m{i}.py": "def run():\n    pass\n" for i in range(number)}
    with store_of(tmp_path, files) as store:
        watched = Watched(store)
        navigation.find(watched, "run")  # type: ignore[arg-type]
        assert watched.scans() == {}


def test_what_no_index_serves_reads_names_or_paths_alone(store: SQLiteStore) -> None:
    """Near names, when there is no such name; the ends of paths, when there is no such file."""
    watched = Watched(store)
    assert isinstance(navigation.find(watched, "Sqaure"), navigation.Missing)  # type: ignore[arg-type]
    assert found(watched, "report.py:1").first.kind == "function"  # type: ignore[arg-type]
    steps = [step for scans in watched.scans().values() for step in scans]
    assert len(steps) == 2
    for step in steps:
        assert step.startswith(("SCAN words", "SCAN f USING COVERING INDEX")), step
