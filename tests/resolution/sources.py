"""Small programs in which few names stand for many things, and edits of them.

Every file is made of a handful of names that other files define, import, hand on, extend and call
too, so that nearly every edit changes what another file means.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from random import Random

FOLDERS = ("alpha", "alpha/inner", "beta")
MODULES = ("one", "two", "three")
TYPES = ("Lamp", "Door", "Wall")
FUNCTIONS = ("open_it", "close_it", "paint")
METHODS = ("turn", "push", "knock_twice", "only_defined")
VALUES = ("shared", "part")
# One of the methods is never called: other files know it by its definitions alone.
CALLED = METHODS[:3]


def _some(chance: Random, names: tuple[str, ...]) -> list[str]:
    return chance.sample(names, chance.randint(0, len(names)))


def _python(chance: Random, folder: str) -> tuple[str, str]:
    lines: list[str] = []
    package = chance.choice(FOLDERS).replace("/", ".")
    for _ in range(chance.randint(1, 3)):
        name = chance.choice(TYPES + FUNCTIONS + VALUES)
        module = chance.choice(
            [f"{package}.{chance.choice(MODULES)}", f".{chance.choice(MODULES)}", ".", package]
        )
        lines.append(
            chance.choice(
                [
                    f"from {module} import {name}",
                    f"from {module} import {name} as {chance.choice(FUNCTIONS)}",
                    f"from {module} import *",
                    f"import {package}.{chance.choice(MODULES)} as tool",
                    f"from {module} import {chance.choice(MODULES)}",
                ]
            )
        )
    for name in _some(chance, TYPES):
        lines.append(f"class {name}({', '.join(_some(chance, TYPES)[:2])}):")
        lines += [
            f"    def {method}(self):"
            f" return self.{chance.choice(('', 'part.'))}{chance.choice(CALLED)}()"
            for method in _some(chance, METHODS)
        ]
        if chance.random() < 0.5:
            lines.append(f"    def __init__(self): self.part = {chance.choice(TYPES)}()")
        lines.append("    size = 1")
    lines += [
        f"{name} = {chance.choice(('', 'tool.'))}{chance.choice(TYPES)}()"
        for name in _some(chance, VALUES)
    ]
    lines += [
        f"def {name}(value{chance.choice(('', ': ' + chance.choice(TYPES)))}):"
        f" return {chance.choice(FUNCTIONS)}(value.{chance.choice(CALLED)}(),"
        f" {chance.choice(TYPES)}.{chance.choice(CALLED)}(), tool.{chance.choice(FUNCTIONS)}(),"
        f" {chance.choice(('', 'tool.'))}{chance.choice(VALUES)}.{chance.choice(CALLED)}(),"
        f" value.part.{chance.choice(CALLED)}())"
        for name in _some(chance, FUNCTIONS)
    ]
    return f"{folder}/{chance.choice(('__init__', *MODULES))}.py", "\n".join(lines)


def _typescript(chance: Random, folder: str) -> tuple[str, str]:
    lines: list[str] = []
    for _ in range(chance.randint(1, 3)):
        name = chance.choice(TYPES + FUNCTIONS + VALUES)
        module = chance.choice(
            [
                f"./{chance.choice(MODULES)}{chance.choice(('', '', '.js', '.mjs'))}",
                f"../{chance.choice(MODULES)}",
                ".",
                "../beta",
                "kit",
            ]
        )
        lines.append(
            chance.choice(
                [
                    f'import {{ {name} }} from "{module}";',
                    f'import {{ {name} as {chance.choice(FUNCTIONS)} }} from "{module}";',
                    f'import {name} from "{module}";',
                    f'import * as tool from "{module}";',
                    f'export {{ {name} }} from "{module}";',
                    f'export * from "{module}";',
                ]
            )
        )
    for name in _some(chance, TYPES):
        base = f" extends {chance.choice(TYPES)}" if chance.random() < 0.5 else ""
        lines.append(f"export {chance.choice(('', 'default '))}class {name}{base} {{")
        lines += [
            f"  {method}() {{"
            f" return this.{chance.choice(('', 'part.'))}{chance.choice(CALLED)}(); }}"
            for method in _some(chance, METHODS)
        ]
        if chance.random() < 0.5:
            lines.append(f"  part: {chance.choice(TYPES)};")
        lines.append("}")
    lines += [
        f"export const {name} = new {chance.choice(('', 'tool.'))}{chance.choice(TYPES)}();"
        for name in _some(chance, VALUES)
    ]
    lines += [
        f"export function {name}(value{chance.choice(('', ': ' + chance.choice(TYPES)))}) {{ return"
        f" {chance.choice(FUNCTIONS)}("
        f"value.{chance.choice(CALLED)}(), {chance.choice(TYPES)}.{chance.choice(CALLED)}(),"
        f" tool.{chance.choice(FUNCTIONS)}(),"
        f" {chance.choice(('', 'tool.'))}{chance.choice(VALUES)}.{chance.choice(CALLED)}(),"
        f" value.part.{chance.choice(CALLED)}()); }}"
        for name in _some(chance, FUNCTIONS)
    ]
    if chance.random() < 0.3:
        lines.append(f"export {{ {chance.choice(FUNCTIONS)} as {chance.choice(FUNCTIONS)} }};")
    if chance.random() < 0.2:
        lines.append(f"export default {chance.choice(TYPES + FUNCTIONS)};")
    ending = chance.choice((".ts", ".ts", ".ts", ".tsx", ".js", ".d.ts", ".mts"))
    return f"{folder}/{chance.choice(('index', *MODULES))}{ending}", "\n".join(lines)


def _go(chance: Random, folder: str) -> tuple[str, str]:
    lines = [f"package {folder.rsplit('/', 1)[-1]}", ""]
    used = _some(chance, FOLDERS)
    lines += [f'import "{chance.choice(("kit", "other"))}/{name}"' for name in used]
    for name in _some(chance, TYPES):
        lines += [f"type {name} struct {{", f"\t{chance.choice(TYPES)}", "}"]
    lines += [
        f"func (it *{chance.choice(TYPES)}) {name}()"
        f" {{ it.{chance.choice(CALLED)}(); {chance.choice(FUNCTIONS)}() }}"
        for name in _some(chance, METHODS)
    ]
    lines += [
        f"func {name}(value {chance.choice(TYPES)}) {{ value.{chance.choice(CALLED)}();"
        f" {chance.choice(used or ['beta']).rsplit('/', 1)[-1]}.{chance.choice(FUNCTIONS)}() }}"
        for name in _some(chance, FUNCTIONS)
    ]
    return f"{folder}/{chance.choice(MODULES)}.go", "\n".join(lines)


def _rust(chance: Random, folder: str) -> tuple[str, str]:
    path = chance.choice(
        [
            f"src/{chance.choice(('lib', *MODULES))}.rs",
            f"src/{folder}/{chance.choice(('mod', *MODULES))}.rs",
        ]
    )
    lines = [f"mod {name};" for name in _some(chance, (*MODULES, "alpha", "beta", "inner"))]
    for _ in range(chance.randint(1, 3)):
        name = chance.choice(TYPES + FUNCTIONS)
        module = chance.choice(
            [
                "crate",
                "super",
                "self",
                f"crate::{chance.choice(MODULES)}",
                "crate::alpha",
                "super::two",
                "kit",
            ]
        )
        lines.append(
            chance.choice(
                [
                    f"use {module}::{name};",
                    f"pub use {module}::{name};",
                    f"pub use {module}::*;",
                    f"use {module}::{name} as paint;",
                ]
            )
        )
    for name in _some(chance, TYPES):
        lines += [f"pub struct {name};"]
    lines.append(f"impl {chance.choice(TYPES)} {{")
    lines += [
        f"    pub fn {name}(&self) {{ self.{chance.choice(CALLED)}(); }}"
        for name in _some(chance, METHODS)
    ]
    lines += ["}", f"pub trait {chance.choice(TYPES)} {{ fn turn(&self); }}"]
    lines += [
        f"pub fn {name}() {{ {chance.choice(FUNCTIONS)}();"
        f" {chance.choice(TYPES)}::{chance.choice(CALLED)}();"
        f" crate::{chance.choice(MODULES)}::{chance.choice(FUNCTIONS)}(); }}"
        for name in _some(chance, FUNCTIONS)
    ]
    return path, "\n".join(lines)


def _java(chance: Random, folder: str) -> tuple[str, str]:
    package = folder.replace("/", ".")
    lines = [f"package {package};"]
    for name in _some(chance, FOLDERS):
        other = name.replace("/", ".")
        lines.append(
            chance.choice(
                [
                    f"import {other}.{chance.choice(TYPES)};",
                    f"import {other}.*;",
                    f"import static {other}.{chance.choice(TYPES)}.{chance.choice(CALLED)};",
                    f"import static {other}.{chance.choice(TYPES)}.*;",
                ]
            )
        )
    name = chance.choice(TYPES)
    base = f" extends {chance.choice(TYPES)}" if chance.random() < 0.6 else ""
    lines.append(f"public class {name}{base} {{")
    lines += [
        f"  static void {method}() {{ {chance.choice(CALLED)}();"
        f" {chance.choice(TYPES)}.{chance.choice(CALLED)}();"
        f" this.{chance.choice(CALLED)}(); new {chance.choice(TYPES)}();"
        f" {chance.choice(('', 'this.', 'it.'))}{chance.choice(VALUES)}.{chance.choice(CALLED)}();"
        f" {chance.choice(TYPES)} it = null; it.{chance.choice(CALLED)}(); }}"
        for method in _some(chance, METHODS)
    ]
    lines += [f"  public {chance.choice(TYPES)} {value};" for value in _some(chance, VALUES)]
    lines.append("}")
    return f"{folder}/{chance.choice((name, *MODULES))}.java", "\n".join(lines)


def _csharp(chance: Random, folder: str) -> tuple[str, str]:
    spaces = [name.replace("/", ".").title() for name in FOLDERS]
    lines = [f"using {space};" for space in spaces if chance.random() < 0.4]
    lines.append(f"namespace {chance.choice(spaces)} {{")
    for name in _some(chance, TYPES):
        base = f" : {chance.choice(TYPES)}" if chance.random() < 0.6 else ""
        lines.append(f"  {chance.choice(('class', 'interface'))} {name}{base} {{")
        lines += [
            f"    void {method}() {{ {chance.choice(CALLED)}(); base.{chance.choice(CALLED)}();"
            f" {chance.choice(TYPES)}.{chance.choice(CALLED)}(); }}"
            for method in _some(chance, METHODS)
        ]
        lines.append("  }")
    lines.append("}")
    return f"{folder}/{chance.choice(MODULES)}.cs", "\n".join(lines)


def _php(chance: Random, folder: str) -> tuple[str, str]:
    spaces = [name.replace("/", "\\").title() for name in FOLDERS]
    lines = ["<?php", f"namespace {chance.choice(spaces)};"]
    for _ in range(chance.randint(0, 2)):
        space = chance.choice(spaces)
        name = chance.choice(TYPES)
        lines.append(
            chance.choice(
                [
                    f"use {space}\\{name};",
                    f"use {space}\\{name} as {chance.choice(TYPES)};",
                    f"use function {space}\\{chance.choice(FUNCTIONS)};",
                ]
            )
        )
    for name in _some(chance, TYPES):
        base = f" extends {chance.choice(TYPES)}" if chance.random() < 0.6 else ""
        lines.append(f"class {name}{base} {{")
        lines += [
            f"  function {method}() {{ $this->{chance.choice(CALLED)}();"
            f" parent::{chance.choice(CALLED)}();"
            f" {chance.choice(TYPES)}::{chance.choice(CALLED)}(); {chance.choice(FUNCTIONS)}(); }}"
            for method in _some(chance, METHODS)
        ]
        lines.append("}")
    lines += [f"function {name}() {{ }}" for name in _some(chance, FUNCTIONS)]
    return f"{folder}/{chance.choice(MODULES)}.php", "\n".join(lines)


def _c(chance: Random, folder: str) -> tuple[str, str]:
    ending = chance.choice(("h", "c", "cpp"))
    lines = [
        f'#include "{chance.choice(("", "inner/", "../beta/"))}{chance.choice(MODULES)}.h"'
        for _ in range(chance.randint(0, 2))
    ]
    lines += [
        f"struct {name} {{ int {chance.choice(METHODS)}; }};" for name in _some(chance, TYPES)
    ]
    if ending == "cpp":
        lines.append(
            f"namespace {chance.choice(MODULES)} {{ class {chance.choice(TYPES)}"
            f" : public {chance.choice(TYPES)} {{ void turn(); }}; }}"
        )
    for name in _some(chance, FUNCTIONS):
        body = f"{{ {chance.choice(FUNCTIONS)}(); value->{chance.choice(CALLED)} = 1; }}"
        lines.append(
            f"void {name}(struct {chance.choice(TYPES)} *value){';' if ending == 'h' else body}"
        )
    return f"{folder}/{chance.choice(MODULES)}.{ending}", "\n".join(lines)


MAKERS: dict[str, Callable[[Random, str], tuple[str, str]]] = {
    "python": _python,
    "typescript": _typescript,
    "go": _go,
    "rust": _rust,
    "java": _java,
    "c": _c,
    "csharp": _csharp,
    "php": _php,
}
MANIFESTS = {
    "go.mod": ("module kit\n", "module other\n"),
    "package.json": (
        '{"name": "kit", "main": "alpha/one.ts"}',
        '{"name": "kit", "main": "beta/index"}',
    ),
    "tsconfig.json": (
        '{"compilerOptions": {"paths": {"kit": ["./alpha/one"]}}}',
        '{"compilerOptions": {"paths": {"kit": ["./beta/two"]}}}',
    ),
    "Cargo.toml": ('[package]\nname = "kit"\n', '[package]\nname = "other"\n'),
}


def write_file(root: Path, chance: Random, languages: list[str]) -> None:
    """Write a file of one of the languages, in the place of another or anew."""
    path, text = MAKERS[chance.choice(languages)](chance, chance.choice(FOLDERS))
    # An edit above moves what is below, and says nothing new of it.
    comment = "#" if path.endswith(".py") else "//"
    lines = f"{comment} note\n" * chance.randint(0, 2)
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(lines + text + "\n")


def edit(root: Path, chance: Random, languages: list[str]) -> str:
    """Change the workspace in one way; say in which."""
    files = sorted(
        path for path in root.rglob("*") if path.is_file() and ".miller" not in path.parts
    )
    kind = chance.choices(["write", "delete", "move", "lines", "manifest"], [6, 2, 2, 2, 1])[0]
    if kind == "write" or not files:
        write_file(root, chance, languages)
    elif kind == "delete":
        chance.choice(files).unlink()
    elif kind == "move":
        source = chance.choice(files)
        target = root / chance.choice(FOLDERS) / f"{chance.choice(MODULES)}{source.suffix}"
        target.parent.mkdir(parents=True, exist_ok=True)
        source.rename(target)
    elif kind == "lines":
        file = chance.choice(files)
        lines = file.read_text().splitlines()
        chance.shuffle(lines)
        file.write_text("\n".join(lines[: chance.randint(0, len(lines))]) + "\n")
    else:
        name = chance.choice(sorted(MANIFESTS))
        (root / name).write_text(chance.choice(MANIFESTS[name]))
    return kind
