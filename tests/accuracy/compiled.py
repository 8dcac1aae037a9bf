"""The parsers of the compiled languages: how each is had, and how its truth program is run."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from tests.accuracy.fetch import TOOLS, FetchError, run

TRUTH = Path(__file__).with_name("truth")
LIBCLANG = "18.1.1"


def rust() -> list[str]:
    """Build the program that asks `syn`."""
    target = TOOLS / "parsers" / "rust"
    manifest = TRUTH / "rust" / "Cargo.toml"
    options = ["--quiet", "--locked", "--manifest-path", str(manifest), "--target-dir", str(target)]
    run(["cargo", "build", *options])
    return [str(target / "debug" / "accuracy-truth-rust")]


def go(source: Path = TRUTH / "go", built: str = "go") -> list[str]:
    """Build a program that asks the packages below `go`: `go/parser`, or another one."""
    _demand("go", "golang-go")
    program = TOOLS / "parsers" / built / "truth"
    program.parent.mkdir(parents=True, exist_ok=True)
    run(["go", "build", "-o", str(program), "."], within=source)
    return [str(program)]


def java(source: Path = TRUTH / "java", built: str = "java", main: str = "Truth") -> list[str]:
    """Compile a program that asks `javac`."""
    _demand("javac", "default-jdk")
    classes = TOOLS / "parsers" / built
    classes.mkdir(parents=True, exist_ok=True)
    sources = sorted(str(path) for path in source.glob("*.java"))
    run(["javac", "-d", str(classes), *sources])
    return ["java", "-Xss512m", "-cp", str(classes), main]


def clang() -> list[str]:
    """Install the Python binding of `libclang`, with the library, beside the product's packages."""
    folder = TOOLS / "parsers" / f"libclang-{LIBCLANG}"
    if not folder.exists():
        options = ["--quiet", "--no-deps", "--target", str(folder)]
        run([sys.executable, "-m", "pip", "install", *options, f"libclang=={LIBCLANG}"])
    return [sys.executable, str(TRUTH / "clang" / "truth.py"), str(folder)]


def _demand(program: str, package: str) -> None:
    if shutil.which(program) is None:
        raise FetchError(
            f"`{program}` is missing: install it (Debian, Ubuntu: apt-get install {package})"
        )
