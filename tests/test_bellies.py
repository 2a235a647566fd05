"""Where a name may point on a muscle: to what is seen of its belly, or to its window if that is as good as nothing."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest

from bodymap.body import forms, plates
from bodymap.body.geometry import area, rings
from bodymap.content.opened import NOTHING, Opened
from bodymap.knowledge.anatomy import Side
from bodymap.layout.bellies import belly
from tests.composing import view_of


def seen_shares(view: str) -> dict[str, float]:
    """The share of each muscle of the right side that is seen as its belly, where others cover a part of it."""
    known = forms.load(plates.DEFAULT_BODY, view)
    assert known
    found = {}
    for part in plates.load(plates.DEFAULT_BODY, view).parts:
        form = known.of(part) if part.kind == "muscle" and part.side == "right" else None
        if form and form.seen:
            tendon = area(form.tendon) if len(form.tendon.codes) else 0.0
            found[part.of] = ((area(form.seen) if len(form.seen.codes) else 0.0) - tendon) / area(part.shape)
    return found


def test_a_muscle_of_which_only_a_sliver_is_seen_is_named_where_its_window_is() -> None:
    shares = seen_shares("posterior")
    slivers = [muscle for muscle, share in shares.items() if 0.03 < share < 0.05]
    strips = [muscle for muscle, share in shares.items() if 0.07 < share < 0.1]
    assert slivers, "such as the plantaris"
    assert strips, "such as the extensor indicis"
    for muscle in (*slivers, *strips):
        view = msgspec.structs.replace(view_of([muscle], "posterior", "right"), opened=NOTHING)
        assert belly(view, muscle, "right").covered == (muscle in slivers), muscle


@pytest.mark.parametrize("off", ["gastrocnemius-medial", "gastrocnemius-lateral"])
def test_a_name_avoids_all_that_is_drawn_over_a_covered_muscle_but_not_what_is_taken_off(off: str) -> None:
    heads = ["gastrocnemius-medial", "gastrocnemius-lateral"]
    view = view_of(["plantaris", *heads], "posterior", "right")
    view = msgspec.structs.replace(view, opened=Opened((off,), side=Side.RIGHT))
    [left] = [head for head in heads if head != off]
    [shape] = [part.shape for part in view.plate.parts if (part.kind, part.of, part.side) == ("muscle", left, "right")]
    [over] = belly(view, "plantaris", "right").over
    assert all(np.array_equal(one, other) for one, other in zip(over, rings(shape), strict=True))
