"""What figures were taken on."""

from __future__ import annotations

import os
import platform
import sys
from datetime import datetime, timezone
from importlib.metadata import version
from pathlib import Path
from typing import Any

from miller import miller_core

# From this share of the cores on, other work is likely to show in the times.
_BUSY = 0.5


def machine() -> dict[str, Any]:
    """Describe the machine and what runs on it, as it is now."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else None
    return {
        "at": datetime.now(timezone.utc).isoformat(timespec="seconds"),
        "processor": _processor(),
        "cores": usable or os.cpu_count() or 1,
        "memory": os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"),
        "kernel": f"{platform.system()} {platform.release()}",
        "load": [round(load, 2) for load in os.getloadavg()],
        "python": sys.version.split()[0],
        "miller": miller_core.__version__,
        "pyarrow": version("pyarrow"),
        "lancedb": version("lancedb"),
    }


def in_words(described: dict[str, Any]) -> list[str]:
    """Give the description as lines for people."""
    load = " ".join(str(part) for part in described["load"])
    memory = f"{described['memory'] / 2**30:.0f} GiB"
    packages = ("miller", "python", "pyarrow", "lancedb")
    return [
        f"{described['processor']}, {described['cores']} cores, {memory}, {described['kernel']}",
        ", ".join(f"{name} {described[name]}" for name in packages) + f", load {load}",
    ]


def is_busy(described: dict[str, Any]) -> bool:
    """Tell whether other work was going on in the last minute."""
    return bool(described["load"][0] > _BUSY * described["cores"])


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()
