"""Printable body charts for physiotherapists: muscles, trigger points and referred pain.

The public names, each imported when it is first asked for, so that `bodymap --help` does not wait for numpy.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .errors import BodymapError
    from .knowledge.anatomy import Atlas, Layer, Muscle, Side, View, atlas
    from .knowledge.conditions import Condition, Role, library
    from .knowledge.conditions import load as condition
    from .picture import Picture, draw, render
    from .scene import Scene, plan

__version__ = "0.1.0"

_HOME = {
    "Atlas": "knowledge.anatomy.Atlas",
    "BodymapError": "errors.BodymapError",
    "Condition": "knowledge.conditions.Condition",
    "Layer": "knowledge.anatomy.Layer",
    "Muscle": "knowledge.anatomy.Muscle",
    "Picture": "picture.Picture",
    "Role": "knowledge.conditions.Role",
    "Scene": "scene.Scene",
    "Side": "knowledge.anatomy.Side",
    "View": "knowledge.anatomy.View",
    "atlas": "knowledge.anatomy.atlas",
    "condition": "knowledge.conditions.load",
    "draw": "picture.draw",
    "library": "knowledge.conditions.library",
    "plan": "scene.plan",
    "render": "picture.render",
}

__all__ = [
    "Atlas",
    "BodymapError",
    "Condition",
    "Layer",
    "Muscle",
    "Picture",
    "Role",
    "Scene",
    "Side",
    "View",
    "__version__",
    "atlas",
    "condition",
    "draw",
    "library",
    "plan",
    "render",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'bodymap' has no attribute {name!r}")
    module, _, attribute = _HOME[name].rpartition(".")
    return getattr(import_module(f".{module}", __name__), attribute)
