"""The drawings held to anatomy: what books say of each muscle, on all bodies. The claims stand in `expectations/`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from bodymap.body import plates
from bodymap.knowledge.anatomy import atlas
from tests import claims

FOLDER = Path(__file__).parent / "expectations"
CLAIMS: list[dict[str, Any]] = [
    entry for path in sorted(FOLDER.glob("*.yaml")) for entry in yaml.safe_load(path.read_text(encoding="utf-8"))
]
DRAWN = {muscle.id for muscle in atlas().muscles.values() if not muscle.parts}


def named(entry: dict[str, Any]) -> str:
    return f"{entry['muscle']}-{entry['view']}"


def test_every_muscle_is_held_to_anatomy() -> None:
    assert DRAWN - {entry["muscle"] for entry in CLAIMS} == set()
    assert {entry["muscle"] for entry in CLAIMS} - set(atlas().muscles) == set()


def test_every_claim_says_its_fact_and_where_it_stands() -> None:
    assert [named(entry) for entry in CLAIMS if not entry["fact"].endswith(".") or not entry["holds"]] == []
    assert {entry["source"] for entry in CLAIMS} - set(atlas().sources) == set()


@pytest.mark.parametrize("body", plates.bodies())
@pytest.mark.parametrize("entry", CLAIMS, ids=named)
def test_the_drawing_is_what_anatomy_says(entry: dict[str, Any], body: str) -> None:
    seen = claims.sighting(plates.load(body, entry["view"]), entry["muscle"])
    assert seen is not None, f"{entry['view']} does not show {entry['muscle']}"
    wrong = {claim: claims.failure(claim, seen) for claim in entry["holds"]}
    assert {claim: what for claim, what in wrong.items() if what} == {}, entry["fact"]


# --- the claims themselves can fail ---------------------------------------------------------------------------------

BOX = claims.Sighting(
    np.array([[10.0, 20], [30, 20], [30, 80], [10, 80]]), {"a": np.array([20.0, 90]), "b": np.array([20.0, 10])}, False
)


@pytest.mark.parametrize(
    ("claim", "holds"),
    [
        ("lower-end within 15 of a", True),
        ("lower-end within 9 of a", False),
        ("centre above a", True),
        ("centre above a by 50", False),
        ("whole lateral-to a", False),
        ("lateral-end lateral-to a by 10", True),
        ("length between 0.7 and 0.8 of a..b", True),
        ("length between 0.8 and 1 of a..b", False),
        ("width between 15 and 25 mm", True),
        ("height between 15 and 25 mm", False),
        ("1 pieces", True),
        ("4 pieces", False),
        ("1 strands at 0.5 of its height, each 20 mm at most", True),
        ("1 strands at 0.5 of its height, each 19 mm at most", False),
        ("2 strands at 0.5 of its height, each 20 mm at most", False),
    ],
)
def test_a_claim_holds_or_does_not(claim: str, holds: bool) -> None:
    assert (claims.failure(claim, BOX) == "") is holds


@pytest.mark.parametrize("claim", ["lower end near a", "centre above c", "length between 1 and 2 of a"])
def test_a_claim_that_says_nothing_is_an_error(claim: str) -> None:
    with pytest.raises(ValueError, match=r"no claim|no landmark"):
        claims.failure(claim, BOX)
