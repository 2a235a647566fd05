"""Lifting and putting down."""

from __future__ import annotations

import numpy as np
import pytest

from platemaker import camera, surface
from platemaker.curves import Drawing

pytestmark = pytest.mark.plates


def on_body(view: str, count: int = 4000) -> np.ndarray:
    """Seeded places on the canonical body in a view, mm, anywhere on the silhouette, its rim included."""
    shot = camera.picture("neutral-adult", view, surface.LIFT_SCALE)
    rows, columns = np.nonzero(shot.hit >= 0)
    pick = np.random.default_rng(7).choice(len(rows), count, replace=False)
    return shot.centres(rows[pick], columns[pick])


@pytest.mark.parametrize("view", camera.VIEWS)
def test_lift_and_put_down_is_a_round_trip(view: str) -> None:
    xy = on_body(view)
    back, visible = surface.put(surface.lift(xy, view), "neutral-adult", view)
    moved = np.hypot(*(back - xy).T)
    assert moved.max() < 1.5
    assert np.median(moved) < 0.3
    assert visible.mean() > 0.995


TWO_SIDED = [name for name, view in camera.VIEWS.items() if not view.one_sided]


@pytest.mark.parametrize("view", TWO_SIDED)
def test_mirror_twice_is_the_identity(view: str) -> None:
    xy = on_body(view, 50)
    again, back = surface.mirrored(*surface.mirrored(xy, view))
    assert back == view
    assert (again == xy).all()


@pytest.mark.parametrize("view", [view for view in camera.CANONICAL_VIEWS if view in TWO_SIDED])
def test_the_mirrored_place_lies_on_the_other_side(view: str) -> None:
    xy = on_body(view, 500)
    posed = camera.picture("neutral-adult", view, surface.LIFT_SCALE).body
    here = surface.lift(xy, view).on(posed)
    there = surface.lift(*surface.mirrored(xy, view)).on(posed)
    assert np.median(np.linalg.norm(there - here * [-1, 1, 1], axis=1)) < 0.05


def test_a_place_has_the_same_height_and_side_on_every_body() -> None:
    xy = np.array([[60.0, 420.0], [90.0, 1400.0]])
    for body in ("female-adult", "male-adult"):
        there, visible = surface.put(surface.lift(xy, "posterior"), body, "posterior")
        assert visible.all()
        assert (np.sign(there[:, 0]) == np.sign(xy[:, 0])).all()
        assert there[:, 1] / camera.picture(body, "posterior", surface.LIFT_SCALE).body.stature == pytest.approx(
            xy[:, 1] / 1700, abs=0.03
        )


def test_a_field_is_the_signed_distance() -> None:
    ring = np.array([[0, 0], [40, 0], [40, 40], [0, 40]], float)
    f = surface.field(Drawing("m", "muscles", "posterior", "m", "", "", "", (ring,)))
    at = f.at(np.array([[20.0, 5.0], [20.0, -4.0], [3.0, 20.0], [20.0, -60.0]]))
    assert at == pytest.approx([5, -4, 3, -surface.REACH], abs=0.35)


def test_the_places_in_a_box_are_those_that_the_view_has_a_say_on() -> None:
    sight = surface.Sight(camera.picture("neutral-adult", "plantar", 1.0))
    look = sight.look("plantar")
    x0, y0, x1, y1 = box = (-120.0, 60.0, -70.0, 140.0)
    x, y = look.xy.T
    expected = np.flatnonzero((look.say > 0) & (x > x0) & (x < x1) & (y > y0) & (y < y1))
    assert len(expected) > 100
    assert sorted(look.within(box)) == expected.tolist()


def test_a_drawing_beside_the_body_is_told_from_one_on_it() -> None:
    on, past = (np.array([[x, 500.0], [60, 500], [60, 540], [x, 540]], float) for x in (20, 400))
    for ring, beside in ((on, False), (past, True)):
        found = surface.beside_the_body(Drawing("m", "muscles", "posterior", "m", "", "", "", (ring,)))
        assert found.tolist() == (ring[[0, 3]].tolist() if beside else [])
