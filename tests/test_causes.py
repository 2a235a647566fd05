"""What else than muscles can hurt at a place."""

from __future__ import annotations

import pytest

from bodymap.finding.causes import MOST, causes_beside, other_causes
from bodymap.knowledge import condition_library


@pytest.mark.parametrize(
    ("area", "condition"),
    [
        ("knee-front", "Knee osteoarthritis"),
        ("lateral-elbow", "Tennis elbow"),
        ("outer-elbow-bone", "Tennis elbow"),
        ("heel", "Plantar heel pain"),
    ],
)
def test_conditions_of_other_structures_that_hurt_there_are_named(area: str, condition: str) -> None:
    assert condition in other_causes([area], condition_library.library()).conditions


def test_those_that_hurt_in_few_other_areas_come_first_and_not_too_many() -> None:
    found = other_causes(["low-back"], condition_library.library()).conditions
    assert len(found) <= MOST
    assert len(set(found)) == len(found)


def test_the_flags_of_the_place_are_told_the_most_urgent_first() -> None:
    chest = other_causes(["chest"], ()).warnings
    assert chest[0].urgency == "now"
    assert any("chest pain" in says for says in chest[0].says)
    leg = other_causes(["calf"], ()).warnings
    assert [group.urgency for group in leg] == sorted(
        (group.urgency for group in leg), key=["now", "today", "soon"].index
    )
    assert other_causes(["calf"], ()).conditions == ()


def test_beside_a_muscle_conditions_that_name_it_come_first() -> None:
    found = causes_beside("scalenus-anterior", ["chest", "thumb"], condition_library.library())
    assert found[:2] == ("Pinched nerve in the neck", "Thoracic outlet syndrome")
    assert "Rib and breastbone pain" in found[2:], "those that hurt in the same places follow"
    assert len(found) == len(set(found)) <= MOST
    assert "Pain on top of the shoulder" in causes_beside(
        "pectoralis-major-sternal", [], condition_library.library()
    ), "a part"
    assert causes_beside("scalenus-anterior", ["knee-front"], ()) == ()
