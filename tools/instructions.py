"""Counts the instructions that each stage takes and compares them with those on record.

python tools/instructions.py            exit status 1 when a stage takes more than the limit allows
python tools/instructions.py --write    put the counts on record: say why in the commit
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).parent.parent
RECORD = ROOT / "benches" / "instructions.toml"
RUNNER = ROOT / ".tools" / "bin" / "gungraun-runner"

# A stage repeats the one before it. What it adds is small beside that, and is compared by itself.
LIMITS = {"limit_percent": 2.0, "limit_percent_added": 5.0}
ADDED = {"walk": "parse", "arrow": "walk", "object": "walk"}

RENEW = "`make instructions-baseline` puts the new counts on record; say why in the commit"

HEAD = """\
# Instructions that each benchmark takes, counted by callgrind. `make instructions` compares with
# these; `make instructions-baseline` writes them. Whoever renews them says in the commit what rose
# and why.

# A rise of more than so many per cent is refused. What a stage adds to the one before it is a small
# difference of large counts: it moves by 2 or 3 per cent when the compiler inlines differently.
limit_percent = {limit}
limit_percent_added = {limit_added}

# Another compiler, C library or processor makes other instructions of the same source.
[environment]
{environment}
"""

Counts = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True)
class Row:
    """One benchmark: what it took and what it takes."""

    name: str
    recorded: int | None
    found: int | None

    @property
    def change(self) -> float | None:
        """The change in per cent."""
        if not self.recorded or self.found is None:
            return None
        return (self.found - self.recorded) * 100 / self.recorded


@dataclass(frozen=True)
class Comparison:
    """The counts beside those on record, and what is wrong with them."""

    rows: list[Row]
    problems: list[str] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)

    def text(self) -> str:
        """Give a table and what there is to say about it."""
        width = max((len(row.name) for row in self.rows), default=0)
        lines = [f"{'benchmark':<{width}} {'on record':>14} {'now':>14} {'change':>10}"]
        for row in self.rows:
            counts = f"{_number(row.recorded)} {_number(row.found)}"
            lines.append(f"{row.name:<{width}} {counts} {_per_cent(row.change):>10}")
        lines += [f"hint: {hint}" for hint in self.hints]
        lines += [f"error: {problem}" for problem in self.problems]
        if self.problems:
            lines.append(f"Find out why. If it has to be, {RENEW}.")
        elif self.hints:
            lines.append(f"To guard the gain, {RENEW}.")
        return "\n".join(lines)


def _number(count: int | None) -> str:
    return f"{'-' if count is None else format(count, ','):>14}"


def _per_cent(change: float | None) -> str:
    return "-" if change is None else f"{change:+.2f} %"


def compare(
    record: Mapping[str, Any], counts: Counts, environment: Mapping[str, str]
) -> Comparison:
    """Compare counts with those on record."""
    recorded, found = _flat(record["counts"]), _flat(counts)
    # In the order of the record, which is that of the stages; what is new comes last.
    names = list(dict.fromkeys([*recorded, *found]))
    comparison = Comparison([Row(name, recorded.get(name), found.get(name)) for name in names])
    for key, value in record["environment"].items():
        if environment.get(key) != value:
            comparison.problems.append(
                f"the counts on record are of {key} `{value}`, these of `{environment.get(key)}`: "
                "they cannot be compared"
            )
    for row in comparison.rows:
        change = row.change
        limit = record["limit_percent_added" if "without" in row.name else "limit_percent"]
        if row.found is None:
            comparison.problems.append(f"{row.name} is on record and was not counted")
        elif row.recorded is None:
            comparison.problems.append(f"{row.name} is not on record")
        elif change is None or change > limit:
            comparison.problems.append(
                f"{row.name} takes {_per_cent(change)} instructions, {limit:g} % are allowed"
            )
        elif change < -limit:
            comparison.hints.append(f"{row.name} takes {_per_cent(change)}")
    return comparison


def _flat(counts: Counts) -> dict[str, int]:
    """Name each count, and behind them what each stage adds over all languages."""
    named = {f"{stage}.{name}": n for stage, each in counts.items() for name, n in each.items()}
    for stage, before in ADDED.items():
        if set(counts.get(stage, {})) == set(counts.get(before, {})) != set():
            added = sum(counts[stage].values()) - sum(counts[before].values())
            named[f"{stage} without {before}"] = added
    return named


def read_counts(lines: Iterable[str]) -> dict[str, dict[str, int]]:
    """Read what gungraun prints: one JSON object a benchmark."""
    counts: dict[str, dict[str, int]] = {}
    for line in lines:
        if line.startswith("{"):
            summary = json.loads(line)
            (profile,) = summary["profiles"]
            total = profile["data"]["total"]["metrics"]["Ir"]["values"]["new"]
            counts.setdefault(summary["function_name"], {})[summary["id"]] = total
    return counts


def write(
    path: Path, limits: Mapping[str, float], counts: Counts, environment: Mapping[str, str]
) -> None:
    """Put counts on record."""
    facts = "\n".join(f"{key} = {json.dumps(value)}" for key, value in environment.items())
    text = HEAD.format(
        limit=limits["limit_percent"],
        limit_added=limits["limit_percent_added"],
        environment=facts,
    )
    for stage, each in counts.items():
        lines = [f"{name} = {count:_}" for name, count in each.items()]
        text += "\n".join(["", f"[counts.{stage}]", *lines, ""])
    path.write_text(text, encoding="utf-8")


def count() -> dict[str, dict[str, int]]:
    """Run the benchmarks under callgrind."""
    command = ["cargo", "bench", "--bench", "instructions", "--", "--output-format=json"]
    runner = {"GUNGRAUN_RUNNER": str(RUNNER)}
    answer = subprocess.run(  # noqa: S603 -- a fixed command
        command, cwd=ROOT, env=os.environ | runner, stdout=subprocess.PIPE, text=True, check=False
    )
    if answer.returncode:
        # cargo and the benchmarks have said why.
        sys.exit(answer.returncode)
    return read_counts(answer.stdout.splitlines())


def find_environment() -> dict[str, str]:
    """Give everything outside this repository that decides the counts."""
    host = _first_line("rustc", "-vV", start="host: ")
    return {
        "rustc": _first_line("rustc", "--version"),
        "target": host.removeprefix("host: "),
        "cc": _first_line(os.environ.get("CC", "cc"), "--version"),
        "libc": " ".join(platform.libc_ver()),
        "valgrind": _first_line("valgrind", "--version"),
        "vectors": _vectors(),
    }


def _first_line(*command: str, start: str = "") -> str:
    answer = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    return next(line for line in answer.stdout.splitlines() if line.startswith(start))


def _vectors() -> str:
    """Name the widest vector instructions, among which libraries choose when they run."""
    path = Path("/proc/cpuinfo")
    words = set(path.read_text(encoding="utf-8").split()) if path.exists() else set()
    return next((name for name in ("avx2", "avx", "sse4_2") if name in words), "none")


def main(arguments: list[str]) -> int:
    """Compare or write."""
    if not RUNNER.exists() or shutil.which("valgrind") is None:
        print("valgrind or gungraun-runner is missing: `make instructions` installs both")
        return 1
    environment, counts = find_environment(), count()
    record = tomllib.loads(RECORD.read_text(encoding="utf-8")) if RECORD.exists() else {}
    if arguments == ["--write"]:
        write(RECORD, LIMITS | record, counts, environment)
        return 0
    comparison = compare(record, counts, environment)
    print(comparison.text())
    return 1 if comparison.problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
