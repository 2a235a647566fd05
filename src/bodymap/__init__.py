"""Printable body charts for physiotherapists: muscles, trigger points and referred pain.

The public names, each imported when it is first asked for, so that `bodymap --help` does not wait for numpy.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .anatomy import Atlas, Layer, Muscle, Side, View, atlas
    from .conditions import Condition, Role, conditions
    from .errors import BodymapError

__version__ = "0.1.0"

_HOME = {
    "Atlas": "anatomy",
    "BodymapError": "errors",
    "Condition": "conditions",
    "Layer": "anatomy",
    "Muscle": "anatomy",
    "Role": "conditions",
    "Side": "anatomy",
    "View": "anatomy",
    "atlas": "anatomy",
    "conditions": "conditions",
}

__all__ = [
    "Atlas",
    "BodymapError",
    "Condition",
    "Layer",
    "Muscle",
    "Role",
    "Side",
    "View",
    "__version__",
    "atlas",
    "conditions",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'bodymap' has no attribute {name!r}")
    return getattr(import_module(f".{_HOME[name]}", __name__), name)
