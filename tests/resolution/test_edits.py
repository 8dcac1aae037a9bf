"""Edits after which what a use means in another file has to be found out anew, one way each."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import pytest

from resolution.test_random_edits import TABLES, index_files, rows_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    # The texts of files by path; `None` for one that goes.
    Files: TypeAlias = Mapping[str, str | None]

# Where several files define a name, it says nothing alone: files that use it are not looked at for
# that.
SEVERAL_TYPESCRIPT = {f"other/{name}.ts": "export function dim() {}\n" for name in "abc"}
SEVERAL_PYTHON = {f"other/{name}.py": "def dim(): pass\n" for name in "abc"}

CASES: dict[str, tuple[Files, ...]] = {
    "C++ namespace->struct around B": (
        {
            "a.h": "namespace A { struct Bulb {}; }\n",
            "u.cpp": "void f() { Bulb *b; }\n",
        },
        {
            "a.h": "struct A { struct Bulb {}; };\n",
        },
    ),
    "configuration that another extends": (
        {
            "tsconfig.json": '{"extends": "./tsconfig.base.json"}\n',
            "tsconfig.base.json": '{"compilerOptions": {"paths": {"@lamp": ["a/lamp"]}}}\n',
            "a/lamp.ts": "export function dim() {}\n",
            "b/lamp.ts": "export function dim() {}\n",
            "main.ts": 'import { dim } from "@lamp";\ndim();\n',
        },
        {
            "tsconfig.base.json": '{"compilerOptions": {"paths": {"@lamp": ["b/lamp"]}}}\n',
        },
    ),
    "module that comes with another ending": (
        {
            **SEVERAL_TYPESCRIPT,
            "lib/lamp.js": "export function dim() {}\n",
            "main.ts": 'import { dim } from "./lib/lamp";\ndim();\n',
        },
        {
            "lib/lamp.ts": "export function dim() {}\n",
        },
    ),
    "module that becomes a folder": (
        {
            **SEVERAL_TYPESCRIPT,
            "lib/lamp.ts": "export function dim() {}\n",
            "main.ts": 'import { dim } from "./lib/lamp.js";\ndim();\n',
        },
        {
            "lib/lamp.ts": None,
            "lib/lamp.js/index.ts": "export function dim() {}\n",
        },
    ),
    "module with dots in its name": (
        {
            **SEVERAL_TYPESCRIPT,
            "main.ts": 'import { dim } from "./lib/lamp.old";\ndim();\n',
            "use.ts": 'import { dim } from "./lib/lamp.new";\ndim();\n',
        },
        {
            "lib/lamp.old.tsx": "export function dim() {}\n",
            "lib/lamp.new/index.d.ts": "export declare function dim(): void;\n",
        },
    ),
    "source of what is compiled": (
        {
            **SEVERAL_TYPESCRIPT,
            "lib/lamp.d.ts": "export declare function dim(): void;\n",
            "main.ts": 'import { dim } from "./lib/lamp.mjs";\ndim();\n',
        },
        {
            "lib/lamp.mts": "export function dim() {}\n",
        },
    ),
    "package that becomes a module": (
        {
            **SEVERAL_PYTHON,
            "shop/lamp/__init__.py": "def dim(): pass\n",
            "shop/main.py": "from shop.lamp import dim\ndim()\n",
        },
        {
            "shop/lamp/__init__.py": None,
            "shop/lamp.pyi": "def dim(): ...\n",
        },
        {
            "shop/lamp/__init__.py": "def dim(): pass\n",
        },
    ),
    "umbrella header": (
        {
            "main.c": ('#include "all.h"\nvoid go(void) { paint(); }\n'),
            "all.h": '#include "b.h"\n',
            "b.h": "\n",
            "d.h": "void paint(void);\n",
        },
        {
            "b.h": '#include "d.h"\n',
        },
    ),
    "umbrella header, nearer file": (
        {
            "m/main.c": ('#include "all.h"\nvoid go(void) { paint(); }\n'),
            "m/all.h": '#include "b.h"\n',
            "x/b.h": "void paint(void);\n",
        },
        {
            "m/b.h": "\n",
        },
    ),
    "override name": (
        {
            "base.py": ("class A:\n    pass\n"),
            "derived.py": ("from base import A\nclass B(A):\n    def turn(self):\n        pass\n"),
        },
        {
            "base.py": ("class A:\n    def turn(self):\n        pass\n"),
        },
    ),
    "export as": (
        {
            "a.ts": "export { foo as bar };\n",
            "u.ts": ('import { bar } from "./a";\nbar();\n'),
        },
        {
            "a.ts": ("function foo() {}\nexport { foo as bar };\n"),
        },
    ),
    "exports.other body": (
        {
            "a.js": (
                "function b() {}\n"
                "function c() {}\n"
                "exports.other = wrap(function () {\n"
                "  b();\n"
                "});\n"
            ),
            "u.js": ('import { other } from "./a";\nother();\n'),
        },
        {
            "a.js": (
                "function b() {}\n"
                "function c() {}\n"
                "exports.other = wrap(function () {\n"
                "  c();\n"
                "});\n"
            ),
        },
    ),
    "rust crate shadowed by mod in the re-exporting file": (
        {
            "kit/Cargo.toml": ('[package]\nname = "kit"\n'),
            "kit/src/lib.rs": ("pub mod tools;\npub fn paint() {}\n"),
            "x/Cargo.toml": ('[package]\nname = "x"\n'),
            "x/src/lib.rs": "pub use kit::paint;\n",
            "u/Cargo.toml": ('[package]\nname = "u"\n'),
            "u/src/lib.rs": ("use x::paint;\nfn go() { paint(); }\n"),
            "x/src/kit.rs": "pub fn paint() {}\n",
        },
        {
            "x/src/lib.rs": ("mod kit;\npub use kit::paint;\n"),
        },
    ),
    "html embedded unique member": (
        {
            "p.html": ("<html><script>\n</script></html>\n"),
            "u.js": "function f() { get().zapped(); }\n",
        },
        {
            "p.html": ("<html><script>\nclass A { zapped() {} }\n</script></html>\n"),
        },
    ),
    "js imports py poison": (
        {
            "a.js": ('import { paint } from "./tool.py";\npaint();\n'),
            "tool.py": "from other import *\n",
            "other.py": "def paint(): pass\n",
            "b.py": ("from tool import paint\npaint()\n"),
        },
        {
            "b.py": ("from tool import paint\n\npaint()\n"),
        },
    ),
    "extensionless": (
        {
            "tool": "hello\n",
            "u.js": ('import { foo } from "./tool";\nfoo();\n'),
        },
        {
            "tool": ("#!/usr/bin/env node\nexport function foo() {}\n"),
        },
    ),
    "language of script": (
        {
            "tool": ("#!/bin/bash\nfunction foo() { :; }\n"),
            "u.sh": ("#!/bin/bash\nfoo\n"),
        },
        {
            "tool": ("#!/usr/bin/env lua\nfunction foo() end\n"),
        },
    ),
    "ruby module->class": (
        {
            "a.rb": ("module A\n  def zapped; end\nend\n"),
            "u.rb": "zapped(1)\n",
        },
        {
            "a.rb": ("class A\n  def zapped; end\nend\n"),
        },
    ),
    "cs namespace->class": (
        {
            "a.cs": "namespace A { class Bulb {} }\n",
            "u.cs": "class U { void F() { var x = Get().Bulb; } }\n",
        },
        {
            "a.cs": "class A { class Bulb {} }\n",
        },
    ),
    "py empty init": (
        {
            "pkg/__init__.py": "",
            "u.py": ("import pkg\npkg\nimport pkg as q\nq\n"),
        },
        {
            "pkg/__init__.py": "x = 1\n",
        },
    ),
    "default export of a name that comes": (
        {
            "a.ts": "export default foo;\n",
            "u.ts": ('import d from "./a";\nd();\n'),
        },
        {
            "a.ts": ("function foo() {}\nexport default foo;\n"),
        },
    ),
    "exports.x = call(name)": (
        {
            "a.js": (
                "function b() {}\n"
                "function wrap(f) {}\n"
                "exports.other = wrap(b);\n"
                "export { b as zed };\n"
                "module.exports.third = wrap(b);\n"
            ),
            "u.js": ('import { other, zed, third } from "./a";\nother();zed();third();\n'),
        },
        {
            "q.js": "\n",
        },
    ),
    "rust glob re-export shadow": (
        {
            "Cargo.toml": ('[package]\nname="top"\n'),
            "src/lib.rs": ("mod a;\nmod b;\n"),
            "src/a.rs": "pub fn paint() {}\n",
            "src/b.rs": ("use crate::a::*;\nfn f(){ paint(); }\n"),
        },
        {
            "src/a.rs": ("mod paint;\n pub fn paint() {}\n"),
        },
    ),
    "script lang ts->py file in import path": (
        {
            "tool": ("#!/usr/bin/env node\nexport function foo() {}\n"),
            "u.js": ('import { foo } from "./tool";\nfoo();\n'),
        },
        {
            "tool": ("#!/usr/bin/env python3\ndef bar(): pass\n"),
        },
    ),
    "js: import ./x where x.js is text/none first, then another ending": (
        {
            "x.ts": "export function foo() {}\n",
            "x": "text\n",
            "u.js": ('import { foo } from "./x";\nfoo();\n'),
        },
        {
            "x": ("#!/usr/bin/env node\nfunction zzz() {}\n"),
        },
    ),
    "name with >400": (
        {
            "d0.py": ("class K0:\n    def same_it(self): pass\n"),
            "d1.py": ("class K1:\n    def same_it(self): pass\n"),
            "d2.py": ("class K2:\n    def same_it(self): pass\n"),
            "u.py": "f().same_it()\n",
        },
        {
            "d1.py": None,
            "d2.py": None,
        },
        {
            "d1.py": ("class K1:\n    def same_it(self): pass\n"),
        },
    ),
    "two runs without the name": (
        {
            "a.rb": ("module A\n  def zapped; end\nend\n"),
            "u.rb": "zapped(1)\n",
        },
        {
            "a.rb": None,
        },
        {
            "a.rb": ("module A\n  def zapped; end\nend\n"),
        },
    ),
    "php trait kind": (
        {
            "a.php": ("<?php\nnamespace A;\nclass Lamp { function turn() {} }\n"),
            "u.php": (
                "<?php\nnamespace B;\nuse A\\Lamp;\nclass D extends Lamp { function turn() {} }\n"
            ),
        },
        {
            "a.php": ("<?php\nnamespace A;\nclass Lamp { }\n"),
        },
    ),
    "java override": (
        {
            "a/Lamp.java": ("package a;\npublic class Lamp { }\n"),
            "b/D.java": (
                "package b;\nimport a.Lamp;\npublic class D extends Lamp { void turn() {} }\n"
            ),
        },
        {
            "a/Lamp.java": ("package a;\npublic class Lamp { void turn() {} }\n"),
        },
    ),
    "java override deep": (
        {
            "a/Base.java": ("package a;\npublic class Base { void turn() {} }\n"),
            "a/Lamp.java": ("package a;\npublic class Lamp extends Base { }\n"),
            "b/D.java": (
                "package b;\nimport a.Lamp;\npublic class D extends Lamp { void turn() {} }\n"
            ),
        },
        {
            "a/Lamp.java": ("package a;\npublic class Lamp extends Base { void turn() {} }\n"),
        },
    ),
    "lang change with 2 in the new language": (
        {
            "tool": ("#!/bin/bash\nfunction foo() { :; }\n"),
            "b.sh": ("#!/bin/bash\nfunction foo() { :; }\n"),
            "p.lua": "function foo() end\n",
            "q.lua": "function foo() end\n",
            "u.sh": ("#!/bin/bash\nfoo\n"),
        },
        {
            "tool": ("#!/usr/bin/env lua\nlocal x = 1\n"),
        },
    ),
    "type of an imported value": (
        {
            "lamp.py": (
                "class Lamp:\n    def dim(self): ...\nclass Other:\n    def dim(self): ...\n"
            ),
            "shared.py": "from lamp import Lamp, Other\nsignal = Lamp()\n",
            "u.py": "from shared import signal\nsignal.dim()\n",
        },
        {
            "shared.py": "from lamp import Lamp, Other\nsignal = Other()\n",
        },
    ),
    "import of the type of an imported value": (
        {
            "lamp.py": "class Lamp:\n    def dim(self): ...\n",
            "other.py": "class Lamp:\n    def dim(self): ...\n",
            "shared.py": "from lamp import Lamp as Light\nsignal = Light()\n",
            "u.py": "from shared import signal\nsignal.dim()\n",
        },
        {
            "shared.py": "from other import Lamp as Light\nsignal = Light()\n",
        },
    ),
    "type of an inherited member": (
        {
            "lamp.py": (
                "class Lamp:\n    def dim(self): ...\nclass Other:\n    def dim(self): ...\n"
            ),
            "desk.py": (
                "from lamp import *\nclass Desk:\n    def __init__(self):\n"
                "        self.part = Lamp()\n"
            ),
            "u.py": (
                "from desk import Desk\nclass Wide(Desk):\n    def go(self):\n"
                "        self.part.dim()\n"
            ),
        },
        {
            "desk.py": (
                "from lamp import *\nclass Desk:\n    def __init__(self):\n"
                "        self.part = Other()\n"
            ),
        },
    ),
    "function in the place of a class": (
        {
            "lamp.py": "class Lamp:\n    def dim(self): ...\n",
            "other.py": "class Other:\n    def dim(self): ...\n",
            "u.py": "from lamp import Lamp\ndef go():\n    it = Lamp()\n    it.dim()\n",
        },
        {
            "lamp.py": "def Lamp():\n    def dim(): ...\n    return dim\n",
        },
    ),
    "default export of a value": (
        {
            "lamp.ts": "export class Lamp { dim() {} }\nexport class Other { dim() {} }\n",
            "shared.ts": (
                'import { Lamp, Other } from "./lamp";\nconst value = new Lamp();\n'
                "export default value;\n"
            ),
            "u.ts": 'import named from "./shared";\nnamed.dim();\n',
        },
        {
            "shared.ts": (
                'import { Lamp, Other } from "./lamp";\nconst value = new Other();\n'
                "export default value;\n"
            ),
        },
    ),
    "java type of a field comes": (
        {
            "a/Desk.java": "package a;\nimport b.*;\npublic class Desk { public Lamp part; }\n",
            "b/Lamp.java": "package b;\npublic class Lamp { public void dim() {} }\n",
            "c/Wide.java": (
                "package c;\nimport a.Desk;\n"
                "class Wide extends Desk { void go() { part.dim(); } }\n"
            ),
            "d/Other.java": "package d;\nclass Other { void dim() {} }\n",
        },
        {
            "a/Lamp.java": "package a;\npublic class Lamp { public void dim() {} }\n",
        },
    ),
    "quotes": (
        {
            'it\'s "x".py': "def paint(): pass\n",
            "u.py": ("paint()\nf().pa\x00int()\n"),
        },
        {
            "u.py": 'f()."\'"\n',
        },
    ),
}


@pytest.mark.parametrize("states", CASES.values(), ids=CASES)
def test_references_are_those_of_a_new_index(tmp_path: Path, states: tuple[Files, ...]) -> None:
    root = tmp_path / "workspace"
    root.mkdir()
    # With few files, all would be looked at.
    _put(root, {f"quiet{number}.py": f"quiet_{number} = 1\n" for number in range(40)})
    for files in states:
        _put(root, files)
        index_files(root, tmp_path / "index", "arrow")
    index_files(root, tmp_path / "new", "arrow")
    found, expected = rows_of(tmp_path / "index"), rows_of(tmp_path / "new")
    for table in TABLES:
        assert found[table].to_pylist() == expected[table].to_pylist()


def _put(root: Path, files: Files) -> None:
    for path, text in files.items():
        file = root / path
        if text is None:
            file.unlink()
            continue
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
