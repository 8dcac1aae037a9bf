"""What `protoc` says of files: a JSON object a line for each path on standard input."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, sys.argv[1])

from google.protobuf.descriptor_pb2 import FileDescriptorSet
from grpc_tools import protoc

#: Numbers of the fields of descriptors, which paths of source locations are made of.
NAME, PACKAGE = 1, 2
FILE_MESSAGE, FILE_ENUM, FILE_SERVICE, FILE_EXTENSION = 4, 5, 6, 7
FIELD, NESTED, ENUM, EXTENSION, ONEOF = 2, 3, 4, 6, 8
TYPE_GROUP = 10


class Reader:
    """Collects the definitions of one file."""

    def __init__(self, file: Any) -> None:
        self.file = file
        self.places = {tuple(each.path): each for each in file.source_code_info.location}
        self.definitions: list[dict[str, Any]] = []
        #: Groups are written where their field is: in a `oneof`, or in what extends a message.
        self.groups: dict[str, str] = {}

    def define(
        self, name: str, kind: str | list[str], path: tuple[int, ...], parent: Any, **more: Any
    ) -> None:
        """Note a definition that has a place of its own."""
        whole = self.places.get(path)
        named = self.places.get((*path, NAME))
        if whole is None or named is None:
            return
        span = whole.span
        fact = {
            "name": name,
            "kind": kind,
            "line": named.span[0] + 1,
            "end_line": (span[2] if len(span) == 4 else span[0]) + 1,
            "parent": parent,
            "doc": whole.leading_comments.strip() or None,
        }
        self.definitions.append(fact | more)

    def read(self) -> None:
        """Read the file."""
        top = self.file.package or None
        if top:
            span = self.places[PACKAGE,].span
            doc = self.places[PACKAGE,].leading_comments.strip() or None
            end = (span[2] if len(span) == 4 else span[0]) + 1
            fact = {"name": top, "kind": ["module", "namespace"], "line": span[0] + 1}
            self.definitions.append(fact | {"end_line": end, "parent": None, "doc": doc})
        prefix = f".{top}." if top else "."
        left = [
            (each, (FILE_MESSAGE, at), top, prefix + each.name)
            for at, each in enumerate(self.file.message_type)
        ]
        self.enums(self.file.enum_type, (FILE_ENUM,), top)
        self.extensions(self.file.extension, (FILE_EXTENSION,), top)
        self.services(top)
        while left:
            message, path, parent, full = left.pop()
            self.message(message, path, [parent, self.groups.get(full, parent)])
            left += [
                (each, (*path, NESTED, at), message.name, f"{full}.{each.name}")
                for at, each in enumerate(message.nested_type)
                if not each.options.map_entry
            ]

    def message(self, message: Any, path: tuple[int, ...], parent: Any) -> None:
        """Note a message and what it holds, without the messages in it."""
        self.define(message.name, ["struct", "class"], path, parent)
        for at, field in enumerate(message.field):
            grouped = field.HasField("oneof_index") and not field.proto3_optional
            owner = message.oneof_decl[field.oneof_index].name if grouped else message.name
            optional = self.group(field, owner)
            self.define(field.name, "field", (*path, FIELD, at), owner, **optional)
        for at, choice in enumerate(message.oneof_decl):
            self.define(choice.name, ["union", "field"], (*path, ONEOF, at), message.name)
        self.enums(message.enum_type, (*path, ENUM), message.name)
        self.extensions(message.extension, (*path, EXTENSION), message.name)

    def enums(self, enums: Any, path: tuple[int, ...], parent: str | None) -> None:
        for at, enum in enumerate(enums):
            self.define(enum.name, "enum", (*path, at), parent)
            for index, value in enumerate(enum.value):
                self.define(value.name, "enum_member", (*path, at, 2, index), enum.name)

    def extensions(self, fields: Any, path: tuple[int, ...], parent: str | None) -> None:
        for at, field in enumerate(fields):
            extended = field.extendee.rsplit(".", 1)[-1]
            # It is named after what is around it, and is a field of what it extends.
            optional = self.group(field, extended)
            self.define(field.name, "field", (*path, at), [extended, parent], **optional)

    def group(self, field: Any, owner: str) -> dict[str, bool]:
        """A group is a message and a field at once: one of them is enough."""
        if field.type != TYPE_GROUP:
            return {}
        self.groups[field.type_name] = owner
        return {"optional": True}

    def services(self, parent: str | None) -> None:
        for at, service in enumerate(self.file.service):
            path = (FILE_SERVICE, at)
            self.define(service.name, ["interface", "class"], path, parent)
            for index, method in enumerate(service.method):
                self.define(method.name, "method", (*path, 2, index), service.name)


def compiled(path: Path) -> Any:
    """Compile a file, whichever folder above it its imports start from."""
    included = Path(sys.argv[1]) / "grpc_tools" / "_proto"
    with tempfile.TemporaryDirectory() as folder:
        written = Path(folder) / "set"
        for root in list(path.resolve().parents)[:9]:
            options = ["--include_source_info", f"--descriptor_set_out={written}"]
            command = ["protoc", f"-I{root}", f"-I{included}", *options, str(path.resolve())]
            if protoc.main(command) == 0:
                return FileDescriptorSet.FromString(written.read_bytes()).file[0]
    return None


def main() -> None:
    """Read paths and print facts."""
    # What the compiler complains of is no news.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    for line in sys.stdin:
        name = line.rstrip("\n")
        facts: dict[str, Any] = {"path": name}
        file = compiled(Path(name))
        if file is None:
            facts["error"] = "protoc refuses it, or what it imports is elsewhere"
        else:
            reader = Reader(file)
            reader.read()
            facts["definitions"] = reader.definitions
        print(json.dumps(facts), flush=True)


main()
