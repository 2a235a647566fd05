"""Muscles that the atlas lists and nobody has drawn to the end: without a core zone their tests may fail. Goes when all have one."""

from __future__ import annotations

from bodymap import plates
from bodymap.anatomy import View, atlas

CORED = {part.of for view in View for part in plates.load("neutral-adult", view).parts if part.zone == "core"}
UNDRAWN = frozenset(m.id for m in atlas().muscles.values() if not m.parts) - CORED
