"""The ways to place the bodies of a figure whose names are not yet placed."""

from __future__ import annotations

import pytest

from bodymap.layout.details import NO_PLANS
from bodymap.layout.figure_ways import Placement
from bodymap.layout.label_columns import Column


@pytest.mark.parametrize(("numbered", "leaders"), [((True, True), False), ((True, False), True), ((False,), True)])
def test_a_figure_has_leaders_unless_all_its_columns_are_a_key(numbered: tuple[bool, ...], leaders: bool) -> None:
    columns = tuple(Column(0, (), "right", numbered=each) for each in numbered)
    assert Placement(0, (), (), (), NO_PLANS, (), columns).has_leaders is leaders
