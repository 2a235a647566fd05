"""Identifies what affects the bytes of a file besides its row: bodymap itself, its plates, and the packages it uses."""

from __future__ import annotations

import zlib
from functools import cache
from hashlib import sha256
from importlib import metadata
from pathlib import Path

import msgspec

from .. import __version__
from ..files.disk import assets

PACKAGES = ("matplotlib", "numpy", "pillow", "python-pptx", "lxml", "typst")
"""Packages whose version can change the bytes; those that are not installed are left out."""


class Versions(msgspec.Struct, frozen=True):
    """The versions on one machine. `code` and `assets` are hashes, so that a rebuilt plate counts as a new version."""

    version: str
    code: str
    assets: str
    packages: dict[str, str]

    @property
    def key(self) -> str:
        """The hash of all versions."""
        return sha256(msgspec.json.encode(self, order="deterministic")).hexdigest()


@cache
def here() -> Versions:
    """Return the versions in this process."""
    packages = {"zlib": zlib.ZLIB_RUNTIME_VERSION}
    for name in PACKAGES:
        try:
            packages[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    code = Path(__file__).parents[1]
    return Versions(__version__, _hash(code, "*.py"), _hash(assets(), "*"), packages)


def difference(one: Versions, other: Versions) -> str:
    """Return the first difference in a few words, e.g. "matplotlib 3.10.1 there, 3.9.0 here"; empty if there is none.

    Args:
        one: the versions here.
        other: the versions there.
    """
    if one.version != other.version:
        return f"bodymap {other.version} there, {one.version} here"
    if one.assets != other.assets:
        return "different plates or conditions there"
    if one.code != other.code:
        return "different bodymap code there"
    for name in sorted({*one.packages, *other.packages}):
        mine, theirs = one.packages.get(name, "none"), other.packages.get(name, "none")
        if mine != theirs:
            return f"{name} {theirs} there, {mine} here"
    return ""


def _hash(folder: Path, pattern: str) -> str:
    digest = sha256()
    for path in sorted(folder.rglob(pattern)):
        if path.is_file() and "__pycache__" not in path.parts:
            raw = path.read_bytes()
            digest.update(f"{path.relative_to(folder).as_posix()}\0{len(raw)}\0".encode() + raw)
    return digest.hexdigest()
