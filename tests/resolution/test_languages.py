"""What leads from a use to a definition in another file, language by language.

A use is written as the path, the line and the name; what it means as the path, the qualified name and the
confidence, which tells the rule.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import miller
from miller import navigation

if TYPE_CHECKING:
    from pathlib import Path

NAMED, MEMBER, IN_REACH, UNIQUE = 0.95, 0.9, 0.85, 0.5

PYTHON = {
    "shop/__init__.py": "from .lamp import Lamp as Light\nfrom .tools import *\n",
    "shop/lamp.py": "class Base:\n    def turn(self): ...\n\nclass Lamp(Base):\n    def dim_slowly(self): ...\n",
    "shop/tools.py": "def paint(): ...\n",
    "main.py": (
        "import shop.tools as tools\nfrom shop import Light, paint\nfrom shop.lamp import Base\n"
        "class Desk(Light):\n    def turn(self):\n        super().turn()\n        self.dim_slowly()\n"
        "tools.paint()\npaint()\nprint(open('x').strip())\nthing().dim_slowly()\n"
    ),
}
TYPESCRIPT = {
    "package.json": '{"name": "app"}',
    "kit/package.json": '{"name": "kit", "main": "src/start.ts"}',
    "kit/src/start.ts": "export function paint() {}\nfunction own() {}\nexport { own as shared };\n",
    "lamp.ts": "export default class Lamp { turn() {} }\nexport const size = 1;\n",
    "index.ts": 'export * from "./lamp";\nexport { default as Light } from "./lamp";\n',
    "main.ts": (
        'import Any, { size as big } from "./lamp.js";\nimport { Light, size } from ".";\n'
        'import { paint, shared } from "kit";\nimport * as all from "./index";\n'
        "class Desk extends Any { go() { this.turn(); } }\nnew Light(); paint(); shared(); all.size; big; size;\n"
    ),
}
TYPESCRIPT_PATHS = {
    "tsconfig.base.json": '{"compilerOptions": {"baseUrl": "source", "paths": {"@/*": ["*"], "@lamp": ["lamp"]}}}',
    "app/tsconfig.json": '{ // of the application\n "extends": "../tsconfig.base", "files": ["main.ts",], }',
    "web/tsconfig.json": '{"files": [], "references": [{"path": "./tsconfig.app.json"}]}',
    "web/tsconfig.app.json": '{"compilerOptions": {"paths": {"~/*": ["./src/*", "./made/*"]}}}',
    "other/tsconfig.json": "{}",
    "source/lamp.ts": "export function dim() {}\n",
    "source/door.ts": "export function shut() {}\n",
    "web/made/wall.ts": "export function paint() {}\n",
    "app/main.ts": 'import { dim } from "@lamp";\nimport { shut } from "@/door";\ndim(); shut();\n',
    "app/deep/base.ts": 'import { shut } from "door";\nshut();\n',
    "web/src/main.tsx": 'import { paint } from "~/wall";\npaint();\n',
    "other/main.ts": 'import { shut } from "@/door";\nshut();\n',
}
GO = {
    "go.mod": 'module ( // of the application\n\t"example.org/app"\n)\n',
    "lamp/lamp.go": "package lamp\n\ntype Lamp struct{}\n\nfunc Make() *Lamp { return nil }\n",
    "lamp/turn.go": "package lamp\n\nfunc (it *Lamp) Turn() { Make() }\n",
    "main.go": (
        'package main\n\nimport "example.org/app/lamp"\n\nfunc use(it *lamp.Lamp) {\n\tlamp.Make()\n\tit.Turn()\n\thelp()\n}\n'
    ),
    "help.go": "package main\n\nfunc help() {}\n",
}
RUST = {
    "Cargo.toml": '[package]\nname = "the-app"\n',
    "src/lib.rs": "pub mod lamp;\nmod tools;\npub use lamp::Lamp;\n",
    "src/lamp.rs": "pub struct Lamp;\nimpl Lamp { pub fn turn_on(&self) {} pub fn make() -> Lamp { Lamp } }\n",
    "src/tools/mod.rs": "pub mod deep;\nuse crate::Lamp;\npub fn paint() { Lamp::make(); deep::dig(); }\n",
    "src/tools/deep.rs": "use super::*;\npub fn dig() { paint(); self::dig(); }\n",
    "src/main.rs": "use the_app::lamp;\nfn main() { lamp::Lamp::make(); }\n",
}
JAVA = {
    "a/Lamp.java": "package a;\npublic class Lamp { public static int size() { return 1; } void turn() {} }\n",
    "a/Desk.java": "package a;\nclass Desk extends Lamp { void go() { turn(); this.turn(); } }\n",
    "b/Main.java": (
        "package b;\nimport a.*;\nimport static a.Lamp.size;\nclass Main { void run() { new Lamp(); size(); Lamp.size(); } }\n"
    ),
}
CSHARP = {
    "Lamp.cs": "namespace Shop.Light { public class Lamp { public static void Make() {} } }\n",
    "Main.cs": "using Shop.Light;\nnamespace App { class Main { void Run() { Lamp.Make(); } } }\n",
}
PHP = {
    "Lamp.php": "<?php\nnamespace Shop;\nclass Lamp { static function make() {} function turn() {} }\nfunction paint() {}\n",
    "main.php": "<?php\nnamespace App;\nuse Shop\\Lamp;\nuse function Shop\\paint;\nclass Desk extends Lamp { function go() { $this->turn(); } }\nLamp::make();\npaint();\n",
}
C = {
    "include/lamp.h": "struct lamp { int watts; };\nvoid turn(struct lamp *it);\n#define LIMIT 3\n",
    "include/all.h": '#include "lamp.h"\n',
    "src/lamp.c": '#include "lamp.h"\nvoid turn(struct lamp *it) { it->watts = LIMIT; }\n',
    "src/main.c": "#include <all.h>\nint main(void) { turn(0); exit(LIMIT); }\n",
    "src/other.c": "static void exit(int status) { }\n",
}
RUBY = {
    "lamp.rb": "class Lamp\n  def dim_slowly\n  end\nend\n",
    "main.rb": "Lamp.new.dim_slowly\n",
}

# What holds an instance: the members have names that others have, too, so that no name alone decides.
PYTHON_INSTANCES = {
    "shop/__init__.py": "",
    "shop/lamp.py": (
        "class Base:\n    def turn(self): ...\n\nclass Lamp(Base):\n    def dim(self): ...\n\n"
        "class Other:\n    def turn(self): ...\n    def dim(self): ...\n\ndef Make(): ...\n"
    ),
    "shop/shared.py": (
        "from .lamp import Lamp as Light, Make\nfrom shop import lamp\nsignal = Light()\n"
        "made = Make()\nboth = None\nboth = Light()\ntwice = Light()\ntwice = lamp.Other()\n"
        "signal.dim()\n"
    ),
    "main.py": (
        "from typing import Optional\nfrom shop import lamp, shared\nfrom shop.lamp import Lamp, Make, Other\n"
        "from shop.shared import both, made, signal, twice\n\n"
        "def use(a: Lamp, b: Optional['Lamp'], c: lamp.Lamp | None = None, *d: Lamp):\n"
        "    a.dim()\n    b.dim()\n    c.turn()\n    d.dim()\n\n"
        "def make():\n    a = Lamp()\n    b = Make()\n    c = Lamp()\n    c = Other()\n"
        "    d: Lamp = Make()\n    with Lamp() as e:\n        e.dim()\n    for f in Lamp():\n        f.dim()\n"
        "    a.turn()\n    b.dim()\n    c.dim()\n    d.dim()\n\n"
        "signal.dim()\nmade.dim()\nboth.turn()\ntwice.dim()\nshared.signal.turn()\n\n"
        "class Desk:\n    light: Lamp\n    table = Lamp()\n    def __init__(self, given):\n"
        "        self.lamp = Lamp()\n        self.given = given\n        self.given = Lamp()\n"
        "    @property\n    def other(self) -> 'Lamp': ...\n"
        "    def go(self):\n        self.lamp.dim()\n        self.given.dim()\n        self.light.turn()\n"
        "        self.other.dim()\n        self.table.dim()\n\n"
        "class Wide(Desk):\n    def go(self):\n        self.lamp.turn()\n\ndef at(desk: Desk):\n    desk.lamp.dim()\n"
    ),
}
TYPESCRIPT_INSTANCES = {
    "lamp.ts": (
        "export class Base { turn() {} }\nexport class Lamp extends Base { dim() {} }\n"
        "export class Other { turn() {} dim() {} }\nexport const shared = new Lamp();\n"
    ),
    "main.ts": (
        'import { Lamp, Other, shared } from "./lamp";\nimport * as all from "./lamp";\n'
        "function use(a: Lamp, b?: Lamp | null, c?: Array<Lamp>) {\n  a.dim();\n  b.turn();\n  c.dim();\n}\n"
        "function make() {\n  const a = new Lamp();\n  let b: all.Lamp;\n  var c = new Lamp();\n"
        "  var c = new Other();\n  a.turn();\n  b.dim();\n  c.dim();\n  { const a = new Other(); a.turn(); }\n"
        "  (a: Other) => a.dim();\n}\nshared.turn();\nall.shared.dim();\n"
        "class Desk {\n  light: Lamp | undefined;\n  table = new Lamp();\n"
        "  constructor(private given: Lamp, other) {}\n  get top(): Lamp { return null; }\n"
        "  go() {\n    this.light.dim();\n    this.table.turn();\n    this.given.dim();\n"
        "    this.top.dim();\n    this.other.dim();\n  }\n}\n"
        "function at(desk: Desk) { desk.table.dim(); }\n"
    ),
    "plain.js": (
        'const { Lamp, Other } = require("./lamp.ts");\nclass Desk {\n  constructor(given) {\n'
        "    this.lamp = new Lamp();\n    this.given = given;\n    this.given = new Lamp();\n  }\n"
        "  go() {\n    this.lamp.dim();\n    this.given.dim();\n  }\n}\n"
    ),
}
JAVA_INSTANCES = {
    "a/Lamp.java": "package a;\npublic class Lamp extends Base { public Lamp part; public void dim() {} }\n",
    "a/Base.java": "package a;\npublic class Base { public void turn() {} }\n",
    "a/Other.java": "package a;\npublic class Other { public void turn() {} public void dim() {} }\n",
    "a/Desk.java": "package a;\npublic class Desk { protected Lamp light; }\n",
    "b/Main.java": (
        "package b;\nimport a.Lamp;\nimport a.Other;\nimport a.Desk;\nclass Main extends Desk {\n"
        "  private Lamp own = new Lamp();\n  Lamp left, right[];\n"
        "  void use(Lamp given, Object thing) {\n    given.dim();\n    Lamp lamp = null;\n    lamp.turn();\n"
        "    var made = new Lamp();\n    made.dim();\n    for (Lamp each : all()) { each.dim(); }\n"
        "    each.dim();\n    try (Lamp held = open()) { held.dim(); } catch (Lamp fault) { fault.turn(); }\n"
        "    if (thing instanceof Lamp) { thing.dim(); }\n    if (thing instanceof Lamp it) { it.dim(); }\n"
        "    own.dim();\n    this.own.turn();\n    left.dim();\n    right.dim();\n    light.dim();\n"
        "    given.part.turn();\n    { Other own = null; own.dim(); }\n  }\n}\n"
    ),
}

CASES = [
    (PYTHON, "main.py:2:Light", "shop/lamp.py:lamp.Lamp", NAMED),
    (PYTHON, "main.py:4:Light", "shop/lamp.py:lamp.Lamp", NAMED),
    (PYTHON, "main.py:6:turn", "shop/lamp.py:lamp.Base.turn", MEMBER),
    (PYTHON, "main.py:7:dim_slowly", "shop/lamp.py:lamp.Lamp.dim_slowly", MEMBER),
    (PYTHON, "main.py:8:paint", "shop/tools.py:tools.paint", NAMED),
    (PYTHON, "main.py:9:paint", "shop/tools.py:tools.paint", NAMED),
    (PYTHON, "main.py:10:strip", None, None),
    (PYTHON, "main.py:10:print", None, None),
    (PYTHON, "main.py:11:dim_slowly", "shop/lamp.py:lamp.Lamp.dim_slowly", UNIQUE),
    *(
        (PYTHON_INSTANCES, f"main.py:{use}", definition, sure)
        for use, definition, sure in [
            ("7:dim", "shop/lamp.py:lamp.Lamp.dim", NAMED),
            ("8:dim", "shop/lamp.py:lamp.Lamp.dim", NAMED),
            ("9:turn", "shop/lamp.py:lamp.Base.turn", NAMED),
            ("10:dim", None, None),
            ("19:dim", "shop/lamp.py:lamp.Lamp.dim", NAMED),
            ("21:dim", None, None),
            ("22:turn", "shop/lamp.py:lamp.Base.turn", NAMED),
            ("23:dim", None, None),
            ("24:dim", None, None),
            ("25:dim", "shop/lamp.py:lamp.Lamp.dim", NAMED),
            ("27:dim", "shop/lamp.py:lamp.Lamp.dim", MEMBER),
            ("28:dim", None, None),
            ("29:turn", "shop/lamp.py:lamp.Base.turn", MEMBER),
            ("30:dim", None, None),
            ("31:turn", "shop/lamp.py:lamp.Base.turn", MEMBER),
            ("43:dim", "shop/lamp.py:lamp.Lamp.dim", MEMBER),
            ("44:dim", None, None),
            ("45:turn", "shop/lamp.py:lamp.Base.turn", MEMBER),
            ("46:dim", "shop/lamp.py:lamp.Lamp.dim", MEMBER),
            ("47:dim", None, None),
            ("51:turn", "shop/lamp.py:lamp.Base.turn", MEMBER),
            ("54:dim", "shop/lamp.py:lamp.Lamp.dim", MEMBER),
        ]
    ),
    (PYTHON_INSTANCES, "shop/shared.py:9:dim", "shop/lamp.py:lamp.Lamp.dim", MEMBER),
    (TYPESCRIPT, "main.ts:5:Any", "lamp.ts:Lamp", NAMED),
    (TYPESCRIPT, "main.ts:5:turn", "lamp.ts:Lamp.turn", MEMBER),
    (TYPESCRIPT, "main.ts:6:Light", "lamp.ts:Lamp", NAMED),
    (TYPESCRIPT, "main.ts:6:paint", "kit/src/start.ts:paint", NAMED),
    (TYPESCRIPT, "main.ts:6:shared", "kit/src/start.ts:own", NAMED),
    (TYPESCRIPT, "main.ts:6:size", "lamp.ts:size", NAMED),
    (TYPESCRIPT, "main.ts:6:big", "lamp.ts:size", NAMED),
    (TYPESCRIPT_PATHS, "app/main.ts:3:dim", "source/lamp.ts:dim", NAMED),
    (TYPESCRIPT_PATHS, "app/main.ts:3:shut", "source/door.ts:shut", NAMED),
    (TYPESCRIPT_PATHS, "app/deep/base.ts:2:shut", "source/door.ts:shut", NAMED),
    (TYPESCRIPT_PATHS, "web/src/main.tsx:2:paint", "web/made/wall.ts:paint", NAMED),
    (TYPESCRIPT_PATHS, "other/main.ts:2:shut", "other/main.ts:shut", 1.0),
    *(
        (TYPESCRIPT_INSTANCES, use, definition and f"lamp.ts:{definition}", sure)
        for use, definition, sure in [
            ("main.ts:4:dim", "Lamp.dim", NAMED),
            ("main.ts:5:turn", "Base.turn", NAMED),
            ("main.ts:6:dim", None, None),
            ("main.ts:13:turn", "Base.turn", NAMED),
            ("main.ts:14:dim", "Lamp.dim", NAMED),
            ("main.ts:15:dim", None, None),
            ("main.ts:16:turn", "Other.turn", NAMED),
            ("main.ts:17:dim", "Other.dim", NAMED),
            ("main.ts:19:turn", "Base.turn", MEMBER),
            ("main.ts:20:dim", "Lamp.dim", MEMBER),
            ("main.ts:27:dim", "Lamp.dim", MEMBER),
            ("main.ts:28:turn", "Base.turn", MEMBER),
            ("main.ts:29:dim", "Lamp.dim", MEMBER),
            ("main.ts:30:dim", "Lamp.dim", MEMBER),
            ("main.ts:31:dim", None, None),
            ("main.ts:34:dim", "Lamp.dim", None),
            ("plain.js:9:dim", "Lamp.dim", MEMBER),
            ("plain.js:10:dim", None, None),
        ]
    ),
    *(
        (JAVA_INSTANCES, f"b/Main.java:{use}", definition, sure)
        for use, definition, sure in [
            ("9:dim", "a/Lamp.java:a.Lamp.dim", NAMED),
            ("11:turn", "a/Base.java:a.Base.turn", NAMED),
            ("13:dim", "a/Lamp.java:a.Lamp.dim", NAMED),
            ("14:dim", "a/Lamp.java:a.Lamp.dim", NAMED),
            ("15:dim", None, None),
            ("16:dim", "a/Lamp.java:a.Lamp.dim", NAMED),
            ("16:turn", "a/Base.java:a.Base.turn", NAMED),
            ("17:dim", None, None),
            ("18:dim", "a/Lamp.java:a.Lamp.dim", NAMED),
            ("19:dim", "a/Lamp.java:a.Lamp.dim", MEMBER),
            ("20:turn", "a/Base.java:a.Base.turn", MEMBER),
            ("21:dim", "a/Lamp.java:a.Lamp.dim", MEMBER),
            ("22:dim", None, None),
            ("23:dim", "a/Lamp.java:a.Lamp.dim", MEMBER),
            ("24:turn", "a/Base.java:a.Base.turn", None),
            ("25:dim", "a/Other.java:a.Other.dim", NAMED),
        ]
    ),
    (GO, "main.go:5:Lamp", "lamp/lamp.go:lamp.Lamp", NAMED),
    (GO, "main.go:6:Make", "lamp/lamp.go:lamp.Make", NAMED),
    (GO, "main.go:7:Turn", "lamp/turn.go:Lamp.Turn", NAMED),
    (GO, "main.go:8:help", "help.go:main.help", IN_REACH),
    (GO, "lamp/turn.go:3:Make", "lamp/lamp.go:lamp.Make", IN_REACH),
    (RUST, "src/tools/mod.rs:3:make", "src/lamp.rs:Lamp::make", NAMED),
    (RUST, "src/tools/mod.rs:3:dig", "src/tools/deep.rs:dig", NAMED),
    (RUST, "src/tools/deep.rs:2:paint", "src/tools/mod.rs:paint", IN_REACH),
    (RUST, "src/main.rs:2:make", "src/lamp.rs:Lamp::make", NAMED),
    (JAVA, "a/Desk.java:2:Lamp", "a/Lamp.java:a.Lamp", IN_REACH),
    (JAVA, "a/Desk.java:2:turn", "a/Lamp.java:a.Lamp.turn", MEMBER),
    (JAVA, "b/Main.java:4:Lamp", "a/Lamp.java:a.Lamp", IN_REACH),
    (JAVA, "b/Main.java:4:size", "a/Lamp.java:a.Lamp.size", NAMED),
    (CSHARP, "Main.cs:2:Lamp", "Lamp.cs:Shop.Light.Lamp", IN_REACH),
    (CSHARP, "Main.cs:2:Make", "Lamp.cs:Shop.Light.Lamp.Make", NAMED),
    (PHP, "main.php:5:turn", "Lamp.php:Shop\\Lamp::turn", MEMBER),
    (PHP, "main.php:6:make", "Lamp.php:Shop\\Lamp::make", NAMED),
    (PHP, "main.php:7:paint", "Lamp.php:Shop\\paint", NAMED),
    (C, "src/main.c:2:turn", "src/lamp.c:turn", IN_REACH),
    (C, "src/main.c:2:LIMIT", "include/lamp.h:LIMIT", IN_REACH),
    (C, "src/main.c:2:exit", None, None),
    (RUBY, "main.rb:1:Lamp", "lamp.rb:Lamp", UNIQUE),
    (RUBY, "main.rb:1:dim_slowly", "lamp.rb:Lamp::dim_slowly", UNIQUE),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[1])
def test_use_leads_to_definition(
    tmp_path: Path, case: tuple[dict[str, str], str, str | None, float | None]
) -> None:
    files, use, definition, confidence = case
    with _index(tmp_path, files) as store:
        path, line, name = use.split(":")
        found = store.query(
            "SELECT t.file_path || ':' || t.qualified_name AS target, i.confidence"
            " FROM identifiers AS i LEFT JOIN symbols AS t ON t.id = i.target_symbol_id"
            " WHERE i.file_path = ? AND i.start_line = ? AND i.name = ? ORDER BY i.start_byte DESC",
            [path, int(line), name],
        ).to_pylist()
        assert found
        assert found[0]["target"] == definition
        assert confidence is None or found[0]["confidence"] == pytest.approx(confidence)


def test_edges_lead_to_other_files(tmp_path: Path) -> None:
    with _index(tmp_path, PYTHON) as store:
        edges = store.query(
            "SELECT e.kind, s.name AS start, t.qualified_name AS end FROM relationships AS e"
            " JOIN symbols AS s ON s.id = e.from_symbol_id JOIN symbols AS t ON t.id = e.to_symbol_id"
            " WHERE e.file_path = 'main.py' AND t.file_path <> 'main.py'"
        ).to_pylist()
        found = {(edge["kind"], edge["start"], edge["end"]) for edge in edges}
        assert {
            ("extends", "Desk", "lamp.Lamp"),
            ("overrides", "turn", "lamp.Base.turn"),
            ("calls", "turn", "lamp.Base.turn"),
            ("calls", "turn", "lamp.Lamp.dim_slowly"),
            ("imports", "tools", "tools"),
            ("imports", "paint", "tools.paint"),
        } <= found
        # What is resolved is pending no more.
        still_open = store.query(
            "SELECT to_name FROM pending_relationships WHERE file_path = 'main.py'"
        )
        assert not {"Lamp", "turn", "dim_slowly", "paint"} & set(still_open["to_name"].to_pylist())


def test_an_open_use_has_candidates_by_its_name(tmp_path: Path) -> None:
    files = {
        "one.py": "class Lamp:\n    def turn_over(self): ...\n",
        "two.py": "class Page:\n    def turn_over(self): ...\n",
        "main.py": "def use(thing, turn_over):\n    thing.turn_over()\n    turn_over()\n",
    }
    with _index(tmp_path, files) as store:
        subject = navigation.find(store, "Lamp.turn_over")
        assert isinstance(subject, navigation.Subject)
        page = navigation.references(store, subject)
        # The parameter has the name alone in common.
        assert [(use.start_line, use.resolved) for use in page.items] == [(2, False)]
        candidates = store.query("SELECT qualified_name FROM symbols WHERE name = 'turn_over'")
        assert sorted(candidates["qualified_name"].to_pylist()) == [
            "one.Lamp.turn_over",
            "two.Page.turn_over",
        ]


def _index(folder: Path, files: dict[str, str]) -> miller.SQLiteStore:
    for path, text in files.items():
        file = folder / "workspace" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    scanner = miller.WorkspaceScanner(
        folder / "workspace", index_dir=folder / "index", embedder="none"
    )
    scanner.index_workspace()
    return miller.SQLiteStore(folder / "index" / "index.db", read_only=True)
