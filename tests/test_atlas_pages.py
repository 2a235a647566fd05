"""The pages of the atlas are made from the library as it stands."""

from __future__ import annotations

import pytest

from bodymap.files.disk import assets
from bodymap.knowledge.anatomy import Muscle, atlas

PAGES = assets().parent / "docs" / "atlas"
DRAWN = [muscle for muscle in atlas().muscles.values() if not muscle.parts]


@pytest.mark.parametrize("muscle", DRAWN, ids=lambda muscle: muscle.id)
def test_every_muscle_has_its_tile_and_its_facts(muscle: Muscle) -> None:
    assert (PAGES / muscle.region / f"{muscle.id}.webp").stat().st_size > 1000
    page = (PAGES / f"{muscle.region}.md").read_text(encoding="utf-8")
    assert f"## {muscle.name}\n" in page
    assert all(point.site in page for point in muscle.points)
    if muscle.referral:
        assert muscle.referral.core in page


def test_no_tile_is_left_of_a_muscle_that_went() -> None:
    known = {muscle.id for muscle in DRAWN}
    assert {tile.stem for tile in PAGES.rglob("*.webp")} - known == set()
