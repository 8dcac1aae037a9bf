"""The arrows between the crates point one way, from miller-core to miller-schema."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

# Each crate with the crates of this workspace that it may depend on, and the outer ones that it may
# not.
ALLOWED: dict[str, set[str]] = {
    "miller-schema": set(),
    "miller-extract": {"miller-schema"},
    "miller-store": {"miller-schema"},
    "miller-embedding": {"miller-schema"},
    "miller-scip": {"miller-store"},
    "miller-core": {
        "miller-schema",
        "miller-extract",
        "miller-store",
        "miller-embedding",
        "miller-scip",
    },
    "miller-benches": {"miller-schema", "miller-extract", "miller-store"},
}
ROOMS = {"tree-sitter": "miller-extract", "rusqlite": "miller-store", "pyo3": "miller-core"}


@pytest.fixture(scope="module")
def dependencies() -> dict[str, set[str]]:
    command = ["cargo", "metadata", "--format-version=1", "--no-deps", "--locked", "--offline"]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    packages = json.loads(answer.stdout)["packages"]
    return {
        package["name"]: {
            dependency["name"]
            for dependency in package["dependencies"]
            if dependency["kind"] != "dev"
        }
        for package in packages
    }


def test_every_crate_has_its_arrows_written_down(dependencies: dict[str, set[str]]) -> None:
    assert set(dependencies) == set(ALLOWED)


@pytest.mark.parametrize("crate", ALLOWED)
def test_arrows_between_crates(crate: str, dependencies: dict[str, set[str]]) -> None:
    inner = {name for name in dependencies[crate] if name.startswith("miller-")}
    assert inner <= ALLOWED[crate]


@pytest.mark.parametrize(("library", "room"), ROOMS.items())
def test_library_has_one_room(library: str, room: str, dependencies: dict[str, set[str]]) -> None:
    assert {crate for crate, names in dependencies.items() if library in names} == {room}
