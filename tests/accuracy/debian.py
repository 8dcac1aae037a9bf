"""Fetches the sources of Debian packages, with lists of its own: the machine stays as it is."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

#: The release whose versions stand in the list of packages.
RELEASE = "bookworm"
ARCHIVE = "http://deb.debian.org/debian"


def source(name: str, folder: Path, lists: Path) -> None:
    """Fetch the source of a package and unpack it into a folder, without what Debian adds to it."""
    variables = environment(lists)

    def client(*command: str) -> None:
        subprocess.run(command, cwd=folder, env=variables, check=True, capture_output=True)

    client("apt-get", "source", "--quiet", "--download-only", "--tar-only", name)
    for archive in list(folder.glob("*.tar.*")):
        client("tar", "--extract", "--file", archive.name)
        archive.unlink()
    # One folder of this name, whatever the archive calls its own.
    unpacked = list(folder.iterdir())
    if len(unpacked) == 1 and unpacked[0].is_dir():
        unpacked[0].rename(folder / name)
    else:
        (folder / name).mkdir()
        for path in unpacked:
            path.rename(folder / name / path.name)


def environment(lists: Path) -> dict[str, str]:
    """Give the variables with which the client has lists of its own, of sources."""
    variables = {**os.environ, "APT_CONFIG": str(_configuration(lists))}
    if not any(lists.glob("lists/*_Sources*")):
        command = ["apt-get", "update"]
        subprocess.run(command, env=variables, check=True, capture_output=True)
    return variables


def _configuration(lists: Path) -> Path:
    """Write what makes the client look for sources only, and nowhere in the machine's own lists."""
    for part in ("lists/partial", "archives/partial"):
        (lists / part).mkdir(parents=True, exist_ok=True)
    (lists / "sources.list").write_text(f"deb-src {ARCHIVE} {RELEASE} main\n")
    configuration = lists / "apt.conf"
    configuration.write_text(
        f'Dir::Etc::sourcelist "{lists}/sources.list";\n'
        'Dir::Etc::sourceparts "-";\n'
        f'Dir::State::lists "{lists}/lists";\n'
        f'Dir::Cache "{lists}";\n'
    )
    return configuration
