"""The command line: makes the model from nothing, or does one step from what those before left."""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tests.accuracy.fetch import ROOT, FetchError

from miller.embeddings.static import DEFAULT_MODEL, default_folder
from models import pairs, report
from models.distil import distilled, with_words_added
from models.evaluate import remembered
from models.licences import LicenceError
from models.packages import TOOLS, Fetched, fetched, listed
from models.static import StaticModel
from models.transformer import Transformer
from models.tune import Samples, Settings, tuned
from models.write import notice, write

if TYPE_CHECKING:
    import pyarrow as pa

    from models.evaluate import Embed

NAME = "miller-static-v2"
SHIPPED = ROOT / "python" / "miller" / "embeddings"
MADE = TOOLS / NAME


def main(arguments: list[str] | None = None) -> int:
    """Do one step, or all of them."""
    parser = argparse.ArgumentParser(prog="python -m models", description=__doc__)
    parser.add_argument("step", nargs="?", choices=STEPS, help="all of them when not given")
    options = parser.parse_args(arguments)
    steps = [options.step] if options.step else list(STEPS)
    try:
        for step in steps:
            print(f"{step}:", file=sys.stderr)
            STEPS[step]()
    except (FetchError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def fetch() -> None:
    """Fetch all packages and say which may not be used."""
    packages()


def packages() -> list[Fetched]:
    """Give the packages that may be used; name those that may not."""
    usable: list[Fetched] = []
    for package in listed():
        try:
            usable.append(fetched(package))
        except LicenceError as error:  # noqa: PERF203 -- all are to be named
            print(error, file=sys.stderr)
    return usable


def collect() -> None:
    """Collect the pairs of all packages."""
    pairs.write(pairs.collect(packages()))


def tune() -> None:
    """Distil, add words, tune, and write the model below `.tools/models`."""
    known = pairs.read()
    trained = trained_on(known)
    model = with_words_added(distilled(), trained)
    names = pairs.names(trained)

    def after_epoch(epoch: int, loss: float, _model: StaticModel) -> None:
        print(f"epoch {epoch + 1}: loss {loss:.3f}", file=sys.stderr)

    write(MADE, tuned(model, Samples.of(model, trained, names), Settings(), after_epoch))


def trained_on(known: pa.Table) -> pa.Table:
    """Give the pairs that are not held out."""
    return known.filter(~known["held_out"].to_numpy())


def evaluate() -> None:
    """Judge the model beside others, and write the report."""
    static: dict[str, Embed] = {
        "distilled": distilled().embed,
        # What the new model has to be better than.
        f"{DEFAULT_MODEL}, shipped": StaticModel.load(default_folder()).embed,
        NAME: StaticModel.load(MADE).embed,
    }
    slow: dict[str, Embed] = {"transformer": remembered(Transformer.load().embed)}
    known = pairs.read()
    path = Path(__file__).with_name("report.md")
    path.write_text(report.document(known, static, {**static, **slow}))


def ship() -> None:
    """Put the model and its notice where Miller takes them from."""
    folder = SHIPPED / NAME
    shutil.copytree(MADE, folder, dirs_exist_ok=True)
    known = trained_on(pairs.read())
    text = notice(NAME, StaticModel.load(folder), len(known), packages())
    for path in (folder / "NOTICE", ROOT / "NOTICE"):
        path.write_text(text)


STEPS = {"fetch": fetch, "pairs": collect, "tune": tune, "evaluate": evaluate, "ship": ship}

if __name__ == "__main__":
    sys.exit(main())
