"""The pages of the atlas say what the library knows of each muscle, and show it."""

from __future__ import annotations

import pytest
from generate import atlas as pages
from generate import structures

import bodymap
from bodymap.knowledge.anatomy import Muscle, atlas

DRAWN = [muscle for muscle in atlas().muscles.values() if not muscle.parts]


@pytest.fixture(scope="module")
def written() -> dict[str, str]:
    return {region: "\n\n".join(pages.page(region, found)) for region, found in pages.regions().items()}


@pytest.mark.parametrize("muscle", DRAWN, ids=lambda muscle: muscle.id)
def test_every_muscle_has_its_tile_and_its_facts(muscle: Muscle, written: dict[str, str]) -> None:
    page = written[muscle.region]
    assert f"## {muscle.name}\n" in page
    assert f"]({muscle.id}.webp)" in page
    assert all(point.site in page for point in muscle.points)
    if muscle.referral:
        assert muscle.referral.core in page


def test_every_muscle_is_drawn() -> None:
    assert [task.arguments["id"] for task in pages.tasks()] == [muscle.id for muscle in pages.muscles()]
    assert {task.arguments["id"] for task in pages.tasks()} == {muscle.id for muscle in DRAWN}


def test_the_index_leads_to_every_region() -> None:
    index = "\n".join(pages.index())
    assert [region for region in pages.regions() if f"atlas/{region}\n" not in index] == []


def test_every_structure_has_its_tile_and_its_line() -> None:
    pages_of = {kind: "\n\n".join(structures.page(kind, found)) for kind, found in structures.kinds().items()}
    index = "\n".join(pages.index())
    for structure in bodymap.structures():
        page = pages_of[structure.kind]
        assert f"## {structure.name}\n" in page
        assert f"](structure-{structure.id}.webp)" in page
        assert structure.what in page
        assert f"atlas/{structure.kind}\n" in index
    assert {task.arguments["id"] for task in structures.tasks()} == {s.id for s in bodymap.structures()}


@pytest.mark.parametrize("id", ["achilles-tendon", "sciatic-nerve", "plantar-fascia", "sacrum"])
def test_a_tile_of_a_structure_is_drawn(id: str) -> None:
    ((name, raw),) = structures.draw(id).items()
    assert name == f"atlas/structure-{id}.webp"
    assert raw[:4] == b"RIFF"
