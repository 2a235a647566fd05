"""How muscles are painted in a plot of values: where they are seen, and not where others lie over them."""

from __future__ import annotations

from matplotlib.figure import Figure

import bodymap


def test_a_muscle_is_painted_only_where_no_other_lies_over_it() -> None:
    """Soleus comes out beside gastrocnemius and below it; where gastrocnemius lies over it, that one's value is seen."""
    ax = Figure(figsize=(6, 6), dpi=100).add_axes((0, 0, 1, 1))
    plot = bodymap.plot({"soleus@right": 1, "gastrocnemius-medial@right": 3}, ax=ax, views="posterior")
    over, under = (plot.artists[f"{name}@right"][0] for name in ("gastrocnemius-medial", "soleus"))
    box = over.get_window_extent()
    low_in_it = (box.x0 + box.x1) / 2, box.y0 + 0.3 * box.height
    inside = [
        bool(patch.get_path().transformed(patch.get_transform()).contains_point(low_in_it))  # type: ignore[attr-defined]
        for patch in (over, under)
    ]
    assert inside == [True, False]
