"""What is reported of muscles at places: the file that ships, and what is wrong with a faulty one."""

from __future__ import annotations

from pathlib import Path

import pytest

from bodymap.errors import BodymapError
from bodymap.knowledge.anatomy import Checked, atlas
from bodymap.knowledge.areas import areas
from bodymap.knowledge.groups import groups
from bodymap.knowledge.prevalence import Prevalence, Seen, load, prevalence

STUDY = "{{source: {{key: {key}}}, people: people, counts: active, areas: [{area}], muscles: [{counted}]}}"


def loaded(tmp_path: Path, studies: str = "", guides: str = "") -> Prevalence:
    path = tmp_path / "prevalence.yaml"
    path.write_text(f"studies: [{studies}]\nguides: [{guides}]\n")
    return load(path, atlas(), areas(), groups())


def study(counted: str, key: str = "cerezo-2016", area: str = "neck-back") -> str:
    return STUDY.format(key=key, area=area, counted=counted)


# --- the file that ships --------------------------------------------------------------------------------------------


def test_a_number_is_from_a_work_whose_abstract_was_read() -> None:
    for reported in prevalence().studies:
        assert atlas().sources[reported.source.key].checked == Checked.ABSTRACT, reported.source.key
        assert reported.number or reported.works > 1, "a share of how many people"


def test_an_order_names_its_chapter_and_no_muscle_twice() -> None:
    for guide in prevalence().guides:
        assert guide.source.key in ("simons-1999", "travell-1992")
        assert guide.source.where.startswith("ch. ")
        assert len(set(guide.muscles)) == len(guide.muscles), guide.areas


def test_what_was_not_seen_is_said() -> None:
    """Nobody had the manuals at hand. Change this with the data, when someone has compared an order."""
    seen = {area for guide in prevalence().guides if guide.seen == Seen.LIST for area in guide.areas}
    assert {"upper-arm-back", "shin", "ankle-outer"} <= seen
    assert "lateral-elbow" not in seen


def test_nearly_every_area_has_reports() -> None:
    every = areas().areas.values()
    without = {area.id for area in every if not area.id.startswith("tender-") and not area.within}
    without -= {id for name in prevalence().reports for id in areas().with_larger([name])}
    assert without == {"nose", "neck-side", "shoulder-top", "tailbone", "groin"}


# --- what is read ---------------------------------------------------------------------------------------------------


def test_a_group_stands_for_its_muscles_and_a_muscle_for_its_parts(tmp_path: Path) -> None:
    found = loaded(tmp_path, study("{muscle: hamstrings, share: 0.3}, {muscle: trapezius-upper, share: 0.2}"))
    at = found.at("neck-back")
    assert set(at) == {
        *("biceps-femoris-long", "biceps-femoris-short", "semitendinosus", "semimembranosus"),
        "trapezius-upper",
    }
    assert at["semitendinosus"].counts[0].share == 0.3


def test_reports_of_a_muscle_add_up(tmp_path: Path) -> None:
    guide = "{source: {key: simons-1999}, seen: none, areas: [neck-back, temple], muscles: [soleus, temporalis]}"
    found = loaded(tmp_path, study("{muscle: soleus, share: 0.1, up-to: 0.4}"), guide)
    soleus = found.at("neck-back")["soleus"]
    assert (soleus.counts[0].up_to, soleus.places[0].order) == (0.4, 1)
    assert found.at("temple")["temporalis"].places[0].order == 2


@pytest.mark.parametrize(
    ("studies", "message"),
    [
        (study("{muscle: solus, share: 0.1}"), "cerezo-2016: solus: unknown muscle 'solus'; did you mean 'soleus'?"),
        (study("{muscle: soleus, share: 0.1}", area="nek"), "areas: unknown area 'nek'"),
        (study("{muscle: soleus, share: 0.1}", key="nobody-1900"), "unknown source 'nobody-1900'"),
        (study("{muscle: soleus, share: 0.4, up-to: 0.4}"), "cerezo-2016: soleus: up-to must be more than share"),
        (study("{muscle: soleus, share: 40}"), "share"),
    ],
)
def test_a_faulty_file_is_told(tmp_path: Path, studies: str, message: str) -> None:
    with pytest.raises(BodymapError) as error:
        loaded(tmp_path, studies)
    assert "prevalence.yaml" in str(error.value)
    assert message in str(error.value)
