"""How far a body reaches to its left and right at each height, as names and leaders have to know it."""

from __future__ import annotations

import numpy as np
import pytest

from bodymap.layout.panel import Panel
from bodymap.layout.silhouettes import silhouette
from tests.composing import task_of


@pytest.mark.parametrize("scale", [0.6, 1.2, 2.0])
@pytest.mark.parametrize("muscle", ["biceps-brachii", "brachialis", "brachioradialis", "pronator-teres"])
def test_an_arm_alone_does_not_fade_where_its_muscle_is(muscle: str, scale: float) -> None:
    box = (0.0, 0.0, 400.0, 500.0)
    task = task_of([muscle], Panel(box, box), view="anterior")
    body = silhouette(task, scale)
    seen = (body.rows > task.view.focus[1]) & (body.rows < task.view.focus[3])
    assert body.limb
    assert seen.sum() > 30
    assert np.isfinite(body.left[seen]).all()
    assert np.isfinite(body.right[seen]).all()
