"""A small index of several languages, made of what extraction gives and nothing else.

No run over a workspace: what one resolves between files is not what these tests are about. Edges
that lead to other files are put in by hand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest

from end_to_end.conftest import write
from miller import SQLiteStore, miller_core, navigation

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

LAMP = '''\
"""Lamps."""

from shop.report import report


class Light:
    """Something that shines."""

    def switch(self, on):
        """Turns it on or off."""
        raise NotImplementedError


class Lamp(Light):
    """Gives light."""

    colour = "white"

    def __init__(self):
        self.on = False

    def switch(self, on):
        self.on = on
        report(on)

    def toggle(self):
        self.switch(not self.on)
        self.switch(not self.on)


class Torch(Lamp):
    def switch(self, on):
        super().switch(on)


def make():
    return Lamp()


def main():
    make().toggle()
'''
REPORT = '''\
def report(state):
    """Says what the state is."""
    print(state)


def ping(times):
    pong(times)


def pong(times):
    pang(times)


def pang(times):
    ping(times - 1)


def again(times):
    return again(times - 1)
'''
DESK = """\
export { report } from "./reports";

export interface Movable {
  move(to: string): void;
}

export class Desk implements Movable {
  move(to: string): void {}
  switch(): void {}
}

export function place(on: string): void;
export function place(on: number): void;
export function place(on: any): void {
  new Desk().move(on);
}

export function tidy() {
  place(1);
  place("a");
}
"""
CHAIR = """\
package home;

class Chair {
    Chair(int legs) {}
    static Chair of() { return new Chair(4); }
}
"""
HEADER = "int shine(int watts);\nint glow(int watts);\n"
SOURCE = """\
#include "lib.h"
static int scale(int watts) { return watts * 2; }
int shine(int watts) { return scale(watts); }
"""
OTHER = "static int scale(int watts) { return watts; }\nint other(void) { return scale(1); }\n"
USER = "import lamp\n\n\ndef use(thing):\n    thing.switch(True)\n    lamp.Lamp()\n"

FILES = {
    "lamp.py": LAMP,
    "shop/__init__.py": "",
    "shop/report.py": REPORT,
    "shop/sums.py": "import numpy\n\nnumpy.zeros(3)\n",
    "web/desk.ts": DESK,
    "home/Chair.java": CHAIR,
    "c/lib.h": HEADER,
    "c/lib.c": SOURCE,
    "c/other.c": OTHER,
    "user.py": USER,
}


def store_of(folder: Path, files: Mapping[str, str | bytes]) -> SQLiteStore:
    """Give an index of files; whoever asks for it closes it."""
    write(folder, files)
    batch = miller_core.extract_files_to_arrow(sorted(files), str(folder))
    store = SQLiteStore(folder / "index.db")
    store.replace_files(
        batch.file_data,
        batch.symbols,
        batch.identifiers,
        batch.relationships,
        batch.pending_relationships,
    )
    return store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SQLiteStore]:
    with store_of(tmp_path, FILES) as opened:
        yield opened


def found(store: SQLiteStore, name: str, **options: Any) -> navigation.Subject:
    subject = navigation.find(store, name, **options)
    assert isinstance(subject, navigation.Subject), subject
    return subject


def connect(store: SQLiteStore, source: str, kind: str, target: str, path: str) -> None:
    """Add an edge between two symbols, as a resolution across files does."""
    schema = miller_core.table_schema("relationships")
    row = {
        "id": miller_core.hash_content(source + kind + target)[:32],
        "from_symbol_id": source,
        "to_symbol_id": target,
        "kind": kind,
        "file_path": path,
        "line_number": 1,
        "confidence": 0.9,
    }
    values = [row.get(field.name, 0 if pa.types.is_integer(field.type) else "") for field in schema]
    arrays = [pa.array([value], field.type) for value, field in zip(values, schema, strict=True)]
    store.add_relationships_from_arrow(pa.record_batch(arrays, schema=schema))


def import_of(store: SQLiteStore, name: str, path: str) -> str:
    """Give the id of the import of a name in a file."""
    rows = store.read_table("symbols", file_path=path, name=name, kind="import")
    return str(rows["id"][0].as_py())
