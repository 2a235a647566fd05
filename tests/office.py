"""Slides as LibreOffice shows them."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from tests import programs


def pages(decks: Mapping[str, bytes], folder: Path, width: int) -> dict[str, list[NDArray[np.uint8]]]:
    """Every slide of some decks as pixels, (height, width, 3), by the decks' names. LibreOffice starts once for all."""
    files = {name: folder / f"{name}.pptx" for name in decks}
    for name, path in files.items():
        path.write_bytes(decks[name])
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [programs.path("office"), profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*command, *map(str, files.values())], check=True, capture_output=True, timeout=300)
    return {name: _pixels(path.with_suffix(".pdf"), width) for name, path in files.items()}


def _pixels(paper: Path, width: int) -> list[NDArray[np.uint8]]:
    size = ["-scale-to-x", str(width), "-scale-to-y", "-1"]
    command = [programs.path("poppler"), "-png", *size, str(paper), str(paper.with_suffix(""))]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    found = sorted(paper.parent.glob(f"{paper.stem}-*.png"))
    return [np.asarray(Image.open(io.BytesIO(path.read_bytes())).convert("RGB")) for path in found]
