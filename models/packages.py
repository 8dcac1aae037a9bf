"""The packages that a model learns from and is judged by: fetched, with their licences checked.

`packages.toml` names them with their versions. The clients of the registries are those of
`tests.accuracy`. Of a package, only source files and what tells of its licence are kept, below
`.tools/models`.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path

from tests.accuracy import debian
from tests.accuracy.fetch import REGISTRIES, ROOT

from models.licences import licence_of, under_its_licence

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

TOOLS = ROOT / ".tools" / "models"
PACKAGES = Path(__file__).with_name("packages.toml")

#: The languages that are trained and judged, by the extensions of their files.
EXTENSIONS = {
    "c": "c",
    "h": "c",
    "cs": "csharp",
    "go": "go",
    "java": "java",
    "js": "javascript",
    "cjs": "javascript",
    "mjs": "javascript",
    "php": "php",
    "py": "python",
    "rb": "ruby",
    "rs": "rust",
    "ts": "typescript",
    "mts": "typescript",
    "tsx": "typescript",
}
LANGUAGES = tuple(dict.fromkeys(EXTENSIONS.values()))

_TELLS_LICENCE = re.compile(r"(?i)^(licen[cs]e|copying|copyright|mit-license|metadata$)")
_MANIFESTS = frozenset({"Cargo.toml", "package.json"})

#: Folders of other people's code, tests, examples and built files.
_LEFT_OUT_FOLDERS = re.compile(
    r"(?i)^(.*tests?|testing|spec|specs|__tests__|fixtures?|examples?|samples?|demos?|bench.*|"
    r"_?vendor(ed)?|third[-_]?party|node_modules|extern|deps|contrib|docs?|umd|"
    r"locales?|lang|i18n|cjs|commonjs|dist-.*|bundles?|legacy|site-packages|lib2to3|idlelib|"
    r"fesm.*|esm2.*|min)$"
)
_LEFT_OUT_FILES = re.compile(
    r"(?i)(^test_|_test\.|_tests\.|[a-z]tests?\.(java|php|cs)$|\.min\.|\.test\.|\.spec\.|_spec\.|"
    r"_pb2|\.pb\.|generated|\.designer\.)"
)
_LARGEST_FILE = 1_500_000


@dataclass(frozen=True)
class Package:
    """One package of the list."""

    registry: str
    name: str
    version: str
    #: Whether the model is judged by it; it is then never trained on it.
    held_out: bool

    def __str__(self) -> str:
        return f"{self.name} {self.version} ({self.registry})"

    @property
    def family(self) -> str:
        """What belongs together: `tokio` and `tokio-util`, all packages of a scope of npm's."""
        if self.registry == "npm" and self.name.startswith("@types/"):
            return self.name.removeprefix("@types/")
        if self.registry == "npm" and self.name.startswith("@"):
            return self.name.split("/")[0].lstrip("@")
        if self.registry == "crates":
            return re.split(r"[-_]", self.name)[0]
        return self.name


@dataclass(frozen=True)
class Fetched:
    """A package on this machine."""

    package: Package
    folder: Path
    licence: str
    #: Relative to the folder, sorted.
    paths: list[str]


def listed() -> list[Package]:
    """Read the list, in which no family is on both sides."""
    read = tomllib.loads(PACKAGES.read_text())
    packages = [
        Package(registry, name, version, held_out)
        for split, held_out in (("train", False), ("held-out", True))
        for registry, versions in read[split].items()
        for name, version in versions.items()
    ]
    judged = {package.family for package in packages if package.held_out}
    for package in packages:
        if not package.held_out and package.family in judged:
            raise ValueError(f"{package} is trained on, and {package.family} is held out")
    return packages


def fetched(package: Package) -> Fetched:
    """Fetch a package, unless it is there, and check its licence."""
    if package.registry == "interpreter":
        found = f"{sys.version_info.major}.{sys.version_info.minor}"
        if found != package.version:
            raise ValueError(f"{package} is held out, and this is Python {found}: run it with that")
        folder = Path(sysconfig.get_path("stdlib"))
    else:
        safe = package.name.replace("/", "__").replace("@", "")
        folder = TOOLS / "packages" / package.registry / f"{safe}-{package.version}"
        if not folder.exists():
            _fetch(package, folder)
    licence = licence_of(folder, str(package))
    return Fetched(package, folder, licence, under_its_licence(folder, source_files(folder)))


def source_files(folder: Path) -> list[str]:
    """Give the files that a package is made of, without tests, examples and what others made."""
    found: list[str] = []
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not _LEFT_OUT_FOLDERS.match(name))
        for name in names:
            path = Path(parent, name)
            if (
                path.suffix[1:] in EXTENSIONS
                and not _LEFT_OUT_FILES.search(name)
                and not path.is_symlink()
                and path.stat().st_size <= _LARGEST_FILE
            ):
                found.append(path.relative_to(folder).as_posix())
    return sorted(found)


def _fetch(package: Package, folder: Path) -> None:
    print(f"fetching {package}", file=sys.stderr)
    part = folder.with_name(folder.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    REGISTRIES[package.registry](package.name, package.version, part)
    if package.registry == "debian-source":
        _add_debian_copyright(package.name, part)
    _keep_sources(part)
    part.rename(folder)


def _add_debian_copyright(name: str, folder: Path) -> None:
    """Put beside the source what Debian says of its licence, which programs can read."""
    lists = TOOLS / "debian"
    added = folder / "added"
    added.mkdir()
    environment = debian.environment(lists)
    command = ["apt-get", "source", "--quiet", "--download-only", "--diff-only", name]
    # Where this is not to be had, the source itself may tell.
    subprocess.run(command, cwd=added, env=environment, check=False, capture_output=True)
    for archive in sorted(added.glob("*.debian.tar.*")):
        command = ["tar", "--extract", "--file", archive.name, "debian/copyright"]
        subprocess.run(command, cwd=added, check=False, capture_output=True)
    if (added / "debian").exists():
        (added / "debian").rename(folder / "debian")
    shutil.rmtree(added)


def _keep_sources(folder: Path) -> None:
    wanted = set(source_files(folder))
    for path in folder.rglob("*"):
        if path.is_dir() and not path.is_symlink():
            continue
        tells = _TELLS_LICENCE.match(path.name) or path.name in _MANIFESTS
        if path.relative_to(folder).as_posix() not in wanted and not tells:
            path.unlink()
