"""In what order muscles come: the lie of their zones and what is reported, in numbers and in words."""

from __future__ import annotations

import pytest

from bodymap.finding import rank
from bodymap.finding.rank import Shares
from bodymap.knowledge.anatomy import Citation
from bodymap.knowledge.prevalence import Count, Counts, Place, Reports, Seen, prevalence

CEREZO, MANUAL = Citation("cerezo-2016"), Citation("simons-1999", "ch. 5")


def count(share: float, up_to: float | None = None, *, works: int = 1, counts: Counts = Counts.ACTIVE) -> Reports:
    return Reports((Count(CEREZO, "people with neck pain", counts, 224, works, share, up_to),))


def order(number: int, seen: Seen = Seen.LIST) -> Reports:
    return Reports((), (Place(MANUAL, seen, number),))


# --- geometry -------------------------------------------------------------------------------------------------------


def test_a_muscle_whose_zones_lie_here_outranks_one_whose_zones_lie_elsewhere() -> None:
    here, elsewhere = Shares(0.3, 0.0, own=0.9), Shares(0.4, 0.0, own=0.05)
    assert here.geometry > elsewhere.geometry


def test_a_core_counts_more_than_a_spillover_of_the_same_size() -> None:
    assert Shares(0.3, 0.0, 0.5).geometry > Shares(0.0, 0.3, 0.5).geometry > Shares(0.0, 0.2, 0.5).geometry


def test_for_a_spot_only_the_share_of_the_spot_counts() -> None:
    assert Shares(0.5, 0.5).geometry == pytest.approx(0.7)


# --- reports --------------------------------------------------------------------------------------------------------


def test_the_strongest_report_counts() -> None:
    assert rank.reported(Reports()) == 0
    assert rank.reported(count(0.3)) == 0.3
    assert rank.reported(rank.together([count(0.3), count(0.8), order(6)])) == 0.8
    assert rank.reported(count(0.3, 0.5)) == 0.3, "of a range, the lower end"


def test_the_first_places_of_a_guide_count_most_and_an_order_that_nobody_checked_less() -> None:
    places = [rank.reported(order(number)) for number in range(1, 12)]
    assert places == sorted(places, reverse=True)
    assert places[0] == 1
    assert places[-1] == places[-2] == rank.LAST
    assert rank.reported(order(1, Seen.PART)) == 1
    assert 0.5 < rank.reported(order(1, Seen.NONE)) < 1


def test_geometry_alone_decides_whether_a_muscle_is_listed() -> None:
    strongest = rank.together([count(1.0), order(1)])
    assert not rank.listed(Shares(0.0, 0.0, 0.0), strongest)
    assert rank.listed(Shares(0.03, 0.0, 0.1), strongest)
    assert not rank.listed(Shares(0.03, 0.0, 0.1), Reports())
    assert rank.listed(Shares(0.05, 0.0, 0.1), Reports())


def test_a_place_of_several_areas_has_each_report_once() -> None:
    every = rank.reports_at(["knee-front", "knee-inner", "knee-outer", "knee-back"])
    (counted,) = every["popliteus"].counts
    assert counted.source.key == "sanchez-romero-2020"
    assert rank.reports_at(["nose"]) == {}


def test_what_is_reported_at_an_area_holds_for_the_finer_areas_within_it() -> None:
    elbow, bone = rank.reports_at(["lateral-elbow"]), rank.reports_at(["outer-elbow-bone"])
    assert "supinator" in elbow
    assert bone == elbow


def test_reported_muscles_of_a_place_come_from_the_file_that_ships() -> None:
    at = rank.reports_at(["neck-back"])
    assert rank.reported(at["levator-scapulae"]) == 0.82
    assert prevalence().at("nowhere") == {}


# --- words ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("shares", "reports", "said"),
    [
        (Shares(0.7, 0.0), Reports(), "Its common pattern covers most of this area."),
        (Shares(0.2, 0.7), Reports(), "Its common pattern covers part of this area."),
        (Shares(0.0, 0.9), Reports(), "Its pattern may spread to this area."),
        (
            Shares(0.7, 0.0),
            count(0.82),
            "Its common pattern covers most of this area; often reported here (82% in one study).",
        ),
        (
            Shares(0.7, 0.0),
            rank.together([count(0.3, 0.55, works=9), order(1)]),
            "Its common pattern covers most of this area; reported here (30% to 55% in a review of 9 studies).",
        ),
        (
            Shares(0.2, 0.0),
            count(0.05, 0.1, works=9),
            "Its common pattern covers part of this area; seldom reported here (5% to 10% in a review of 9 studies).",
        ),
        (
            Shares(0.2, 0.0),
            order(3),
            "Its common pattern covers part of this area; a manual names it among the first.",
        ),
        (
            Shares(0.2, 0.0),
            order(1, Seen.NONE),
            "Its common pattern covers part of this area; a manual is said to name it among the first, which was not checked.",
        ),
        (Shares(0.2, 0.0), order(4), "Its common pattern covers part of this area."),
    ],
)
def test_why_a_muscle_stands_there_is_said(shares: Shares, reports: Reports, said: str) -> None:
    assert rank.why(shares, reports) == said


def test_each_report_is_told_with_its_source_and_how_far_it_was_checked() -> None:
    reports = rank.together([order(4, Seen.NONE), count(0.82), count(0.4, counts=Counts.ANY), order(2, Seen.NONE)])
    assert rank.evidence(reports) == (
        "82% of 224 people with neck pain had an active trigger point in it (Cerezo-Téllez 2016).",
        "40% of 224 people with neck pain had a trigger point in it (Cerezo-Téllez 2016).",
        "Number 2 in a manual's order (Simons 1999, ch. 5; from notes, not checked).",
    )
    assert rank.evidence(order(1)) == (
        "Number 1 in a manual's order (Simons 1999, ch. 5; as in a list that follows it).",
    )
