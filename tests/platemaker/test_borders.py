from __future__ import annotations

import numpy as np
import pytest
import shapely

from platemaker import borders

pytestmark = pytest.mark.plates


def test_where_two_areas_lie_on_each_other_the_smaller_stays() -> None:
    large, small, far = shapely.box(0, 0, 100, 50), shapely.box(90, 10, 110, 30), shapely.box(300, 0, 310, 10)
    settled = borders.apart([large, small, far])
    assert settled[0].area == pytest.approx(5000 - 200)
    assert settled[1].equals(small)
    assert settled[2].equals(far)


def test_a_shape_near_the_silhouette_reaches_it_and_one_far_away_does_not() -> None:
    body = shapely.box(0, 0, 100, 200)
    near, far = shapely.box(40, 50, 97, 90), shapely.box(40, 50, 80, 90)
    past = np.array([[101.0, 70.0]])
    assert borders.to_the_rim(near, body, past).bounds[2] == pytest.approx(100, abs=0.1)
    assert borders.to_the_rim(far, body, past).area == pytest.approx(far.area, rel=0.01)


def test_a_tendon_that_was_drawn_inside_the_finger_keeps_its_gap_though_the_muscle_runs_past_the_silhouette() -> None:
    finger = shapely.box(0, 0, 100, 200)
    muscle = shapely.union(shapely.box(40, 10, 97, 60), shapely.box(94, 60, 97, 190))
    reached = borders.to_the_rim(muscle, finger, np.array([[101.0, 20.0], [101.0, 40.0]]))
    assert shapely.contains_xy(reached, 99, 30)
    assert not shapely.contains_xy(reached, 99, 150)


def test_a_half_with_its_mirror_image_has_no_seam() -> None:
    whole = borders.with_mirror_image(shapely.box(0.3, 0, 40, 60))
    assert len(shapely.get_parts(whole)) == 1
    assert whole.bounds == pytest.approx((-40, 0, 40, 60), abs=0.1)


def test_a_curve_is_kept_on_its_half_of_the_paper() -> None:
    curve = np.array([[10.0, 0], [-30, 10], [-30, 40], [10, 50], [20, 50], [20, 0], [10, 0]])
    kept = borders.kept_in(curve, (0, 0, 100, 100))
    assert kept.min() >= 0
    assert kept[0].tolist() == kept[-1].tolist() == [10, 0]
