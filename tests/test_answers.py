"""`find` on the plates that ship: it answers for every area, and the manuals' first muscles come early."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec
import pytest
import yaml

from bodymap.finding.find import Finding, find, places
from bodymap.knowledge import groups
from bodymap.knowledge.anatomy import Checked, atlas
from bodymap.knowledge.areas import areas
from bodymap.knowledge.prevalence import Seen, prevalence

AREAS = [id for id in areas().areas if not id.startswith("tender-")]

NO_PATTERN = {"collarbone-hollow"}
"""Over the nerves to the arm, between the zones of the neck and those of the shoulder: no pattern, as drawn, lies there."""

GUIDES = Path(__file__).with_name("data") / "first-muscles.yaml"


class Row(msgspec.Struct, rename="kebab", forbid_unknown_fields=True):
    """The first three muscles of a manual's guide for an area; those of `not_yet` are not among our first five.

    `seen` says how the order was checked; most are from memory.
    """

    seen: Seen
    source: str
    area: str
    muscles: tuple[str, ...]
    not_yet: tuple[str, ...] = ()


class Reported(msgspec.Struct, forbid_unknown_fields=True):
    """Muscles of a row in which a work found active trigger points in people who hurt there."""

    source: str
    area: str
    muscles: tuple[str, ...]


TABLES = yaml.safe_load(GUIDES.read_text(encoding="utf-8"))
ROWS = msgspec.convert(TABLES["first-three"], list[Row])
REPORTED = msgspec.convert(TABLES["reported"], list[Reported])


@cache
def answer(area: str) -> tuple[Finding, ...]:
    return find(places([area]))


@pytest.mark.parametrize("area", AREAS)
def test_every_area_has_an_answer(area: str) -> None:
    found = answer(area)
    assert bool(found) == (area not in NO_PATTERN), f"muscles whose zones reach {area}: {len(found)}"
    assert list(found) == sorted(found, key=lambda item: -item.score)
    for item in found:
        assert 0 <= item.core + item.spillover <= 1.001
        assert item.pattern


def drawn(name: str) -> set[str]:
    """What is drawn for a muscle or a group."""
    return {part.id for member in groups.members(name) for part in atlas().drawn(member)}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.area} {row.muscles[0]}")
def test_the_first_muscles_of_the_manual_are_among_the_first_five(row: Row) -> None:
    first = {part for item in answer(row.area)[:5] for part in drawn(item.muscle)}
    missing = [name for name in row.muscles if not drawn(name) & first]
    assert set(missing) <= set(row.not_yet), [item.muscle for item in answer(row.area)]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.area} {row.muscles[0]}")
def test_an_order_says_how_it_was_checked_as_the_guide_does(row: Row) -> None:
    guides = [guide for guide in prevalence().guides if row.area in guide.areas and guide.source.key == row.source]
    if len(guides) > 1:
        guides = [guide for guide in guides if guide.muscles[0] == row.muscles[0]]
    assert [guide.seen for guide in guides] == [row.seen]


@pytest.mark.parametrize("reported", REPORTED, ids=lambda reported: reported.area)
def test_what_a_study_found_beside_an_order_was_read_and_is_in_it(reported: Reported) -> None:
    assert atlas().sources[reported.source].checked == Checked.ABSTRACT
    assert any(row.area == reported.area and set(reported.muscles) <= set(row.muscles) for row in ROWS)


def test_at_least_forty_places_have_all_three() -> None:
    whole = {row.area for row in ROWS} - {row.area for row in ROWS if row.not_yet}
    assert len(whole) >= 40
    assert {"temple", "lateral-elbow", "shoulder-front", "low-back", "buttock", "knee-front", "calf", "heel"} <= whole


@pytest.mark.parametrize("area", AREAS)
def test_what_is_said_of_a_muscle_goes_with_what_is_known(area: str) -> None:
    for item in answer(area):
        assert ("covers most" in item.why) == (item.core >= 0.5)
        assert bool(item.reports) == (item.reported > 0)


@pytest.mark.parametrize(
    ("area", "first"), [("shin", "tibialis-anterior"), ("knee-outer", "vastus-lateralis"), ("medial-elbow", "triceps")]
)
def test_a_muscle_whose_zones_lie_elsewhere_is_not_the_first(area: str, first: str) -> None:
    """Gluteus minimus spills down the whole leg, latissimus down the whole arm: that alone makes neither the first."""
    assert answer(area)[0].muscle.startswith(first)


@pytest.mark.parametrize("place", ["thigh-front", "sole", "lateral-elbow"])
def test_no_more_of_a_muscles_zones_lies_in_a_place_than_all_of_them(place: str) -> None:
    """Zones and places are measured on grids of their own, so a share could come out a little above the whole."""
    assert all(found.own is None or 0 <= found.own <= 1 for found in answer(place))
