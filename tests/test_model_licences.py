from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from models.licences import LicenceError, licence_of, permitted, under_its_licence

if TYPE_CHECKING:
    from pathlib import Path

MIT_TEXT = "Permission is hereby granted, free of charge, to any person obtaining a copy"
GPL_TEXT = "GNU GENERAL PUBLIC LICENSE\nVersion 3"


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        ("MIT", "MIT"),
        ("Apache Software License", "Apache-2.0"),
        ("MIT/Apache-2.0", "MIT"),
        ("GPL-2.0 OR MIT", "MIT"),
        ("Apache-2.0 WITH LLVM-exception", "Apache-2.0"),
        ("(MIT OR Apache-2.0) AND Unicode-3.0", "MIT AND Unicode-3.0"),
        ("GPL-3.0", None),
        ("MIT AND GPL-3.0", None),
        # Not the same as `MIT OR (GPL-2.0 AND GPL-3.0)`.
        ("(MIT OR GPL-2.0) AND GPL-3.0", None),
        ("MIT and", None),
        ("", None),
    ],
)
def test_what_an_expression_comes_to(expression: str, found: str | None) -> None:
    assert permitted(expression) == found


@pytest.mark.parametrize(
    ("path", "content", "found"),
    [
        ("one/Cargo.toml", '[package]\nname = "one"\nlicense = "MIT OR Apache-2.0"', "MIT"),
        ("package/package.json", '{"license": "ISC"}', "ISC"),
        ("package/package.json", '{"license": {"type": "MIT"}}', "MIT"),
        (
            "one-1.dist-info/METADATA",
            "Name: one\nLicense-Expression: BSD-3-Clause\n",
            "BSD-3-Clause",
        ),
        (
            "one-1.dist-info/METADATA",
            "Name: one\nClassifier: License :: OSI Approved :: MIT License\n",
            "MIT",
        ),
        ("debian/copyright", "Format: x\n\nFiles: *\nLicense: Expat\n\nFiles: debian/*\n", "MIT"),
        ("usr/share/doc/one/copyright", "Format: x\n\nFiles: *\nLicense: Zlib\n", "Zlib"),
        ("LICENSE", MIT_TEXT, "MIT"),
    ],
)
def test_a_package_says_its_licence(
    tmp_path: Path, path: str, content: str, found: str | None
) -> None:
    (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / path).write_text(content)
    assert licence_of(tmp_path, "one 1") == found


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("package/package.json", '{"license": "GPL-3.0"}'),
        ("package/package.json", "{}"),
        ("debian/copyright", "Format: x\n\nFiles: *\nLicense: GPL-2\n\nFiles: a\nLicense: Expat\n"),
        ("COPYING", GPL_TEXT + MIT_TEXT),
        ("README", "all rights reserved"),
    ],
)
def test_a_package_that_may_not_be_used_is_refused_by_name(
    tmp_path: Path, path: str, content: str
) -> None:
    (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / path).write_text(content)
    with pytest.raises(LicenceError, match="`one 1` is not trained on"):
        licence_of(tmp_path, "one 1")


def test_files_under_another_licence_are_left_out(tmp_path: Path) -> None:
    (tmp_path / "debian").mkdir()
    (tmp_path / "debian" / "copyright").write_text(
        "Format: x\n\nFiles: *\nLicense: Expat\n\n"
        "Files: tools/*\n       one.c\nCopyright: x\nLicense: GPL-2+\n\n"
        "Files: b.c\nLicense: Zlib\n"
    )
    paths = ["one/a.c", "one/b.c", "one/tools/c.c", "one/one.c"]
    assert under_its_licence(tmp_path, paths) == ["one/a.c", "one/b.c"]
    assert licence_of(tmp_path, "one 1") == "MIT"


def test_the_text_of_a_licence_does_not_outweigh_what_is_declared(tmp_path: Path) -> None:
    (tmp_path / "package").mkdir()
    (tmp_path / "package" / "package.json").write_text('{"license": "SEE LICENSE IN x"}')
    (tmp_path / "package" / "LICENSE").write_text(MIT_TEXT)
    with pytest.raises(LicenceError, match="SEE LICENSE IN x"):
        licence_of(tmp_path, "one 1")
