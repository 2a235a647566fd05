"""Names in a column beside a body on a wall chart: where their leaders end, and how near they pass to each other."""

from __future__ import annotations

import numpy as np
import pytest

from bodymap.layout.wall_names import Column, WallName, WallPlaced, place

COLUMN = Column(0.0, 400.0, lambda low, high: 200.0, 1)


def name(key: str, *places: tuple[float, float], depth: tuple[float, ...] = ()) -> WallName:
    """A name of very small type, so that leaders may run close to each other."""
    return WallName(key, 60.0, 1.0, 1.0, np.array(places, dtype=float), np.array(depth or (6.0,) * len(places)))


def placed(*names: WallName) -> dict[str, WallPlaced]:
    return {one.key: one for one in place([(COLUMN, names)], 0.5)}


@pytest.mark.parametrize("rise", [2.6, -2.6])
def test_a_leader_does_not_pass_close_to_the_end_of_another(rise: float) -> None:
    """It would be read as the leader of the other: it ends elsewhere in its muscle, though less far in."""
    far = name("far", (50, 200 + rise), (50, 200 + 10 * rise), depth=(6.0, 5.0))
    near = name("near", (120, 200))
    assert placed(far)["far"].leader[-1] == (50, 200 + rise)
    ends = {key: one.leader[-1] for key, one in placed(far, near).items()}
    assert ends == {"far": (50, 200 + 10 * rise), "near": (120, 200)}


def test_a_leader_that_can_only_pass_close_to_another_ends_well_inside_its_muscle() -> None:
    far = name("far", (50, 200), (50, 200.5), depth=(6.0, 0.5))
    assert placed(far, name("near", (120, 200)))["far"].leader[-1] == (50, 200)
