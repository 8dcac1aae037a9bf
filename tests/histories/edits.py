"""What people, editors and version control do to a workspace between two runs.

Each edit is a function of the workspace and of a source of chance, so that a history is a list of
names and seeds, which can be replayed and made shorter.
"""

from __future__ import annotations

import itertools
import os
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    Edit: TypeAlias = Callable[[Path, Random], None]

# Source of ten languages, written like that of a program at work.
CORPUS = Path(__file__).parents[2] / "benches" / "corpus"

IMPORTS = {
    ".c": '#include "{name}.h"\n',
    ".cpp": "#include <{name}>\n",
    ".cs": "using {name};\n",
    ".go": 'package main\n\nimport "{name}"\n',
    ".h": "#include <{name}.h>\n",
    ".hpp": "#include <{name}>\n",
    ".java": "import {name}.Thing;\n",
    ".js": 'import {{ thing }} from "./{name}";\n',
    ".py": "from {name} import thing\n",
    ".rs": "use crate::{name}::thing;\n",
    ".ts": 'import {{ thing }} from "./{name}";\n',
    ".tsx": 'import {{ thing }} from "./{name}";\n',
}
_DEFINITION = re.compile(
    r"\b(?:def|fn|func|function|class|struct|interface|enum|const|void|int|static)\s+([A-Za-z_]\w{2,})"
)
_RULES = ["*.py", "*.go", "*.ts", "/python/", "java/", "*", "!*.rs", "**/store.*", "c/*.h"]
_IGNORE_FILES = [".gitignore", ".ignore", ".millerignore", "python/.gitignore", "c/.ignore"]

# No two files get the same time.
_times = itertools.count(1_000_000_000)


def backdate(file: Path) -> None:
    """Give a file a time of modification that lies far back."""
    seconds = next(_times)
    os.utime(file, (seconds, seconds))


def write_corpus(root: Path) -> None:
    """Make a workspace of the corpus, with some text that no language claims."""
    shutil.copytree(CORPUS, root)
    (root / "NOTES").write_text("What is to be done about the ring buffer.\n")
    for file in root.rglob("*"):
        if file.is_file():
            backdate(file)


def sources(root: Path) -> list[Path]:
    """Give the source files that there are, in an order that does not depend on the machine."""
    found = (path for path in root.rglob("*") if path.suffix in IMPORTS and path.is_file())
    return sorted(path for path in found if ".git" not in path.relative_to(root).parts)


def _one(root: Path, chance: Random) -> Path:
    """Pick a source file; where all are gone, one comes back."""
    if not sources(root):
        restore_file(root, chance)
    return chance.choice(sources(root))


def _blocks(text: str) -> list[str]:
    """Split at empty lines; what is joined again by them is the text."""
    return text.split("\n\n")


def _free(path: Path) -> Path:
    """Give a path like this one that nothing has."""
    names = (path.with_stem(f"{path.stem}_{number}") for number in itertools.count(2))
    return path if not path.exists() else next(name for name in names if not name.exists())


# In a file --------------------------------------------------------------------------------------


def rename_function(root: Path, chance: Random) -> None:
    """Rename what is defined in a file, there alone or everywhere."""
    file = _one(root, chance)
    names = sorted(set(_DEFINITION.findall(file.read_text())))
    if not names:
        return
    old = chance.choice(names)
    new = f"{old}{chance.randrange(100)}"
    for path in [file] if chance.random() < 0.5 else sources(root):
        text = path.read_text()
        changed = re.sub(rf"\b{old}\b", new, text)
        if changed != text:
            path.write_text(changed)


def change_case_of_name(root: Path, chance: Random) -> None:
    """Write a name in other letters."""
    file = _one(root, chance)
    text = file.read_text()
    names = sorted(set(_DEFINITION.findall(text)))
    if names:
        old = chance.choice(names)
        file.write_text(re.sub(rf"\b{old}\b", old.swapcase(), text))


def move_block(root: Path, chance: Random) -> None:
    """Move a block within its file, or into another."""
    source, target = _one(root, chance), _one(root, chance)
    if chance.random() < 0.5:
        target = source
    blocks = _blocks(source.read_text())
    block = blocks.pop(chance.randrange(len(blocks)))
    source.write_text("\n\n".join(blocks))
    blocks = _blocks(target.read_text())
    blocks.insert(chance.randrange(len(blocks) + 1), block)
    target.write_text("\n\n".join(blocks))


def copy_block(root: Path, chance: Random) -> None:
    """Put a block there twice: two definitions of one name."""
    file = _one(root, chance)
    blocks = _blocks(file.read_text())
    blocks.insert(chance.randrange(len(blocks) + 1), chance.choice(blocks))
    file.write_text("\n\n".join(blocks))


def delete_block(root: Path, chance: Random) -> None:
    """Delete a block, with whatever is defined in it."""
    file = _one(root, chance)
    blocks = _blocks(file.read_text())
    del blocks[chance.randrange(len(blocks))]
    file.write_text("\n\n".join(blocks))


def add_import(root: Path, chance: Random) -> None:
    """Import a name at the top."""
    file = _one(root, chance)
    line = IMPORTS[file.suffix].format(name=chance.choice(["store", "queue", "ledger", "ring"]))
    file.write_text(line + file.read_text())


def insert_line(root: Path, chance: Random) -> None:
    """Insert an empty line: all that follows moves."""
    file = _one(root, chance)
    lines = file.read_text().splitlines(keepends=True)
    lines.insert(chance.randrange(len(lines) + 1), "\n")
    file.write_text("".join(lines))


def edit_line(root: Path, chance: Random) -> None:
    """Change a word of a line, be it code or remark."""
    file = _one(root, chance)
    words = list(re.finditer(r"\w+", file.read_text()))
    if words:
        word = chance.choice(words)
        text = file.read_text()
        file.write_text(text[: word.start()] + f"w{chance.randrange(1000)}" + text[word.end() :])


def cut_off(root: Path, chance: Random) -> None:
    """Save a file while a half of it is written: it does not parse."""
    file = _one(root, chance)
    text = file.read_text()
    file.write_text(text[: chance.randrange(len(text) + 1)])


def same_size_and_time(root: Path, chance: Random) -> None:
    """Change a file without a trace in its size or time, as a careless restore does."""
    file = _one(root, chance)
    before = file.stat()
    words = list(re.finditer(rb"\b[a-z]{4,}\b", file.read_bytes()))
    if words:
        word = chance.choice(words)
        content = bytearray(file.read_bytes())
        content[word.start() : word.end()] = word.group()[::-1].swapcase()
        file.write_bytes(content)
        os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


# Of a file --------------------------------------------------------------------------------------


def touch(root: Path, chance: Random) -> None:
    """Give a file another time and nothing else."""
    file = _one(root, chance)
    if chance.random() < 0.5:
        backdate(file)
    else:
        file.touch()


def delete_file(root: Path, chance: Random) -> None:
    """Delete a file."""
    _one(root, chance).unlink()


def delete_folder(root: Path, chance: Random) -> None:
    """Delete the folder of a file; files at the root go alone."""
    folder = _one(root, chance).parent
    if folder != root:
        shutil.rmtree(folder)


def restore_file(root: Path, chance: Random) -> None:
    """Put a file of the corpus back as it was at first, where it is another now."""
    originals = sources(CORPUS)
    lost = [path for path in originals if not _is_as_at_first(root, path)]
    original = chance.choice(lost or originals)
    file = root / original.relative_to(CORPUS)
    _make_way(root, file)
    file.write_bytes(original.read_bytes())


def _is_as_at_first(root: Path, original: Path) -> bool:
    file = root / original.relative_to(CORPUS)
    return file.is_file() and file.read_bytes() == original.read_bytes()


def add_file(root: Path, chance: Random) -> None:
    """Copy a file under a new name: the same definitions in two files."""
    file = _one(root, chance)
    shutil.copy2(file, _free(file))


def rename_file(root: Path, chance: Random) -> None:
    """Give a file another name, in another folder at times."""
    file = _one(root, chance)
    folder = chance.choice([file.parent, root, _one(root, chance).parent])
    file.rename(_free(folder / f"moved_{file.name}"[-60:]))


def change_language(root: Path, chance: Random) -> None:
    """Give a file the ending of another language."""
    file = _one(root, chance)
    file.rename(_free(file.with_suffix(chance.choice(sorted(IMPORTS)))))


def change_case_of_file(root: Path, chance: Random) -> None:
    """Write the name of a file or folder in other letters."""
    file = _one(root, chance)
    path = file if file.parent == root or chance.random() < 0.5 else file.parent
    path.rename(_free(path.with_name(path.stem.swapcase() + path.suffix)))


def swap_files(root: Path, chance: Random) -> None:
    """Exchange two files, times of modification and all."""
    one, another = _one(root, chance), _one(root, chance)
    if one != another:
        aside = root / "aside"
        one.rename(aside)
        another.rename(one)
        aside.rename(another)


def swap_folders(root: Path, chance: Random) -> None:
    """Exchange two folders: all paths stay, or nearly, and all contents change."""
    one, another = _one(root, chance).parent, _one(root, chance).parent
    if one != another and root not in {one, another} and one not in another.parents:
        if another in one.parents:
            return
        aside = root / "aside"
        one.rename(aside)
        another.rename(one)
        aside.rename(another)


def file_becomes_folder(root: Path, chance: Random) -> None:
    """Replace a file by a folder of its name, with the file in it."""
    file = _one(root, chance)
    content = file.read_bytes()
    file.unlink()
    file.mkdir()
    (file / f"inside{file.suffix}").write_bytes(content)


def folder_becomes_file(root: Path, chance: Random) -> None:
    """Replace a folder by a file of its name: the way back, where it was a file before."""
    file = _one(root, chance)
    folders = sorted({file.parent, *(path.parent for path in sources(root))} - {root})
    made = [folder for folder in folders if folder.suffix in IMPORTS]
    if folders:
        folder = chance.choice(made or folders)
        content = next((path.read_bytes() for path in sources(folder)), b"")
        shutil.rmtree(folder)
        folder.write_bytes(content)


def become_binary(root: Path, chance: Random) -> None:
    """Put what is no text into a file."""
    _one(root, chance).write_bytes(b"\x00\x01" * chance.randrange(1, 50))


def edit_notes(root: Path, chance: Random) -> None:
    """Change a text that no language claims, or add and delete one."""
    notes = root / "NOTES"
    if notes.exists() and chance.random() < 0.3:
        notes.unlink()
    else:
        notes.write_text(f"Buffer {chance.randrange(100)} is to be looked after.\n" * 3)


# What is left out -------------------------------------------------------------------------------


def change_ignore_rules(root: Path, chance: Random) -> None:
    """Write or delete a file of rules."""
    file = root / chance.choice(_IGNORE_FILES)
    if file.parent.is_dir():
        rules = chance.sample(_RULES, chance.randrange(1, 3))
        file.write_text("".join(f"{rule}\n" for rule in rules))


def drop_ignore_rules(root: Path, _chance: Random) -> None:
    """Delete all files of rules."""
    for name in _IGNORE_FILES:
        (root / name).unlink(missing_ok=True)


def _make_way(root: Path, file: Path) -> None:
    """Make the folders of a file, whatever stands in their way or in the file's."""
    for folder in reversed(file.relative_to(root).parents):
        if (root / folder).is_file():
            (root / folder).unlink()
    if file.is_dir():
        shutil.rmtree(file)
    file.parent.mkdir(parents=True, exist_ok=True)


EDITS: dict[str, Edit] = {
    edit.__name__: edit
    for edit in (
        rename_function, change_case_of_name, move_block, copy_block, delete_block, add_import,
        insert_line, edit_line, cut_off, same_size_and_time, touch, delete_file, delete_folder,
        restore_file, add_file, rename_file, change_language, change_case_of_file, swap_files,
        swap_folders, file_becomes_folder, folder_becomes_file, become_binary, edit_notes,
        change_ignore_rules, drop_ignore_rules,
    )
}  # fmt: skip
"""The edits by name."""
