"""`find` on the plates that ship: it answers for every area, and well-known answers come first."""

from __future__ import annotations

from functools import cache

import pytest

from bodymap.finding.find import Finding, find, places
from bodymap.knowledge.anatomy import atlas
from bodymap.knowledge.areas import areas

AREAS = [id for id in areas().areas if not id.startswith("tender-")]

KNOWN = {
    "temple": {"trapezius-upper", "sternocleidomastoid-sternal", "temporalis"},
    "forehead": {"sternocleidomastoid-clavicular", "sternocleidomastoid-sternal", "frontalis"},
    "jaw-joint": {"lateral-pterygoid", "masseter-deep", "masseter-superficial", "medial-pterygoid"},
    "shoulder-front": {"infraspinatus", "deltoid-anterior"},
    "lateral-elbow": {"supinator", "extensor-carpi-radialis-longus", "brachioradialis"},
    "low-back": {"iliocostalis-lumborum", "longissimus-thoracis", "multifidus", "gluteus-medius", "psoas-major"},
    "buttock": {"gluteus-medius", "gluteus-maximus", "quadratus-lumborum", "piriformis"},
    "thigh-back": {"gluteus-minimus", "semitendinosus", "semimembranosus", "piriformis", "biceps-femoris-long"},
    "knee-front": {"rectus-femoris", "vastus-medialis"},
    "calf": {"soleus", "gastrocnemius-medial", "gastrocnemius-lateral", "gluteus-minimus"},
    "heel": {"soleus", "quadratus-plantae", "abductor-hallucis"},
    "shin": {"tibialis-anterior"},
}
"""Muscles that the pain guides of Simons, Travell & Simons (1999) list first for a place; one has to be among the first."""


@cache
def answer(area: str) -> tuple[Finding, ...]:
    return find(places([area]))


@pytest.mark.parametrize("area", AREAS)
def test_every_area_has_an_answer(area: str) -> None:
    found = answer(area)
    assert found, f"no muscle's zone reaches {area}"
    assert list(found) == sorted(found, key=lambda item: -item.score)
    for item in found:
        assert 0 <= item.core + item.spillover <= 1.001
        assert item.pattern


@pytest.mark.parametrize("area", KNOWN)
def test_a_well_known_answer_is_among_the_first_five(area: str) -> None:
    first = {part.id for item in answer(area)[:5] for part in atlas().drawn(item.muscle)}
    assert KNOWN[area] & first, [item.muscle for item in answer(area)]
