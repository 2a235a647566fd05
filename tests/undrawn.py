"""Muscles that the atlas lists and nobody has drawn yet. Their tests are expected to fail, strictly: draw, then delete here."""

from __future__ import annotations

import pytest

from bodymap import plates
from bodymap.anatomy import View, atlas

CORED = {part.of for view in View for part in plates.load("neutral-adult", view).parts if part.zone == "core"}
UNDRAWN = frozenset(m.id for m in atlas().muscles.values() if not m.parts) - CORED
NOT_DRAWN = pytest.mark.xfail(bool(UNDRAWN), reason="not all muscles are drawn yet", strict=False)
