"""Plans of pictures that several test files only look at: each is made once in a run, by whichever process needs it first.

What is planned is the library as it is, so a test that installs the manikin or changes a constant calls `plan` itself.
"""

from __future__ import annotations

import os
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Unpack

import msgspec

from bodymap.options.keywords import RenderKeywords
from bodymap.options.records import RenderOptions
from bodymap.scene import Scene, plan

FOLDER = "BODYMAP_TEST_PLANS"
"""The environment variable with the folder of the plans of this run, see `conftest.py`."""


def planned(name: str, **options: Unpack[RenderKeywords]) -> Scene:
    """Return the picture of a condition of the library, as `plan` does."""
    return _planned(name, RenderOptions(**options))


@lru_cache(256)
def _planned(name: str, options: RenderOptions) -> Scene:
    file = Path(os.environ[FOLDER]) / f"{sha256(repr((name, options)).encode()).hexdigest()}.json"
    if file.exists():
        return msgspec.json.decode(file.read_bytes(), type=Scene)
    scene = plan(name, options)
    file.parent.mkdir(exist_ok=True)
    part = file.with_suffix(f".{os.getpid()}")  # the other process may write the same file
    part.write_bytes(msgspec.json.encode(scene))
    part.replace(file)
    return scene
