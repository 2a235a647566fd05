"""Where electrodes lie: on their muscles, on every body, and in plots that ask for them."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

import bodymap
from bodymap.body.geometry import distance, inside, rings
from bodymap.body.plates import load
from bodymap.content.electrode_pairs import FARTHEST, electrode_pairs
from bodymap.knowledge.anatomy import Side, View
from bodymap.knowledge.electrodes import electrodes

BODIES = ("neutral-adult", "female-adult", "male-adult")


@pytest.mark.parametrize("body", BODIES)
def test_every_site_is_placed_on_both_sides(body: str) -> None:
    placed = [pair for view in (View.ANTERIOR, View.POSTERIOR) for pair in electrode_pairs(body, view)]
    assert sorted((pair.muscle, pair.side) for pair in placed) == sorted(
        (site.muscle, side) for site in electrodes() for side in (Side.LEFT, Side.RIGHT)
    )


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("view", [View.ANTERIOR, View.POSTERIOR])
def test_a_pair_lies_on_its_muscle_2_cm_apart(body: str, view: View) -> None:
    shapes = {(p.of, p.side): p.shape for p in load(body, view).parts if p.kind == "muscle"}
    for pair in electrode_pairs(body, view):
        outline, middle = rings(shapes[pair.muscle, pair.side]), np.array([pair.middle])
        assert inside(outline, middle)[0], pair
        assert distance(outline, middle)[0] > 4, pair
        assert np.hypot(*np.subtract(pair.first, pair.second)) == pytest.approx(20.0)


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("view", [View.ANTERIOR, View.POSTERIOR])
def test_both_sides_are_alike(body: str, view: View) -> None:
    pairs = {(pair.muscle, pair.side): pair for pair in electrode_pairs(body, view)}
    for (muscle, side), pair in pairs.items():
        if side == Side.LEFT:
            x, y = pairs[muscle, Side.RIGHT].middle
            assert pair.middle == pytest.approx((-x, y), abs=2)


def test_a_pair_is_where_the_recommendation_says() -> None:
    """Halfway from the spine of the hip bone to the upper edge of the kneecap, and a third from the crease of the elbow."""
    marks = {(p.of, p.side): np.array((p.x, p.y)) for p in load("neutral-adult", View.ANTERIOR).points if p.kind == "landmark"}  # fmt: skip
    pairs = {(pair.muscle, pair.side): pair.middle for pair in electrode_pairs("neutral-adult", View.ANTERIOR)}
    hip, knee = marks["asis", Side.LEFT], marks["patella", Side.LEFT] - (0, 24)
    assert pairs["rectus-femoris", Side.LEFT] == pytest.approx((hip + knee) / 2)
    elbow, shoulder = marks["elbow", Side.LEFT], marks["acromion", Side.LEFT]
    assert np.hypot(*(elbow + (shoulder - elbow) / 3 - pairs["biceps-brachii", Side.LEFT])) <= FARTHEST


def test_a_plot_shows_the_electrodes_of_the_muscles_with_a_value() -> None:
    ax = Figure(figsize=(7, 6)).add_axes((0, 0, 1, 1))
    plot = bodymap.plot({"rectus-femoris@left": 3, "semitendinosus": 4, "soleus": 1}, ax=ax, electrodes="seniam")
    gids = {artist.get_gid() for artist in plot.ax.get_children() if str(artist.get_gid()).endswith(".electrodes")}
    assert gids == {
        "rectus-femoris.left.electrodes",
        "semitendinosus.left.electrodes",
        "semitendinosus.right.electrodes",
    }
    words = {text.get_text() for text in ax.get_children() if isinstance(text, Text)}
    assert "Electrodes, as SENIAM recommends" in words
    other = bodymap.plot({"soleus": 1}, ax=Figure().add_axes((0, 0, 1, 1)), electrodes="seniam")
    assert "Electrodes, as SENIAM recommends" not in {
        t.get_text() for t in other.ax.get_children() if isinstance(t, Text)
    }
