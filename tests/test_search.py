from __future__ import annotations

import msgspec
import pytest
from typer.testing import CliRunner

from bodymap.cli import app
from bodymap.errors import BodymapError
from bodymap.finding.search import search


def found(words: str) -> list[tuple[str, str]]:
    return [(match.kind, match.id) for match in search(words)]


def test_it_finds_conditions_muscles_groups_structures_and_areas_in_this_order() -> None:
    kinds = [kind for kind, _ in found("elbow")]
    assert ("condition", "tennis-elbow") in found("elbow")
    assert ("area", "lateral-elbow") in found("elbow")
    assert kinds == sorted(kinds, key=["condition", "muscle", "group", "structure", "area"].index)
    assert ("muscle", "soleus") in found("sole")


def test_any_name_leads_to_it() -> None:
    assert found("epicondylitis lateral")[0] == ("condition", "tennis-elbow")
    assert found("musculus soleus") == [("muscle", "soleus")]
    assert found("extensor carpi radialis") == [
        ("muscle", "extensor-carpi-radialis-longus"),
        ("muscle", "extensor-carpi-radialis-brevis"),
    ]


def test_the_name_itself_comes_before_names_that_hold_it() -> None:
    assert found("deltoid")[0] == ("muscle", "deltoid")


@pytest.mark.parametrize("words", ["tenis elbo", "", "the"])
def test_what_is_not_there_gets_the_nearest(words: str) -> None:
    with pytest.raises(BodymapError, match=r"^nothing is called '.*'; the nearest is '[a-z-]+'$"):
        search(words)


def test_the_command() -> None:
    result = CliRunner().invoke(app, ["search", "lateral", "epicondylitis"])
    assert result.stdout == "condition  tennis-elbow  Tennis elbow (lateral epicondylitis)\n"
    match, *_ = msgspec.json.decode(CliRunner().invoke(app, ["search", "soleus", "--json"]).stdout)
    assert match == {"kind": "muscle", "id": "soleus", "name": "Soleus", "by": "Soleus"}
