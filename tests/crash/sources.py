"""A workspace before and after a change, large enough for a run of several flushes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from end_to_end.conftest import LAMP, REPORT, write

if TYPE_CHECKING:
    from pathlib import Path

_MODULES = 24


def write_before(root: Path) -> None:
    """Write the workspace that an index is first made of."""
    write(root, {f"room_{n}/lamp.py": _module(n) for n in range(_MODULES)})
    write(
        root, {"shop/report.py": REPORT, "shop/__init__.py": "", "notes.txt": "Lamps and rooms.\n"}
    )


def change(root: Path) -> None:
    """Edit, add, delete and swap files."""
    for number in range(0, _MODULES, 3):
        path = root / f"room_{number}/lamp.py"
        path.write_text(path.read_text().replace("switch", "toggle") + f"\nEXTRA = {number}\n")
    for number in range(1, _MODULES, 6):
        (root / f"room_{number}/lamp.py").unlink()
    first, second = root / "room_2/lamp.py", root / "room_5/lamp.py"
    texts = first.read_text(), second.read_text()
    first.write_text(texts[1])
    second.write_text(texts[0])
    write(root, {f"new/room_{n}.py": _module(n + 100) for n in range(6)})
    (root / "notes.txt").write_text("Rooms without lamps.\n")


def _module(number: int) -> str:
    """Give a module whose names and length are its own."""
    module = LAMP.replace("Lamp", f"Lamp{number}")
    for function in range(3 + number % 5):
        module += (
            f"\n\ndef shine_{number}_{function}(lamp: Lamp{number}) -> bool:\n"
            f'    """Makes lamp {number} shine {function} times."""\n'
            f"    lamp.switch({function} > {number})\n    return report(lamp.on)\n"
        )
    return module
