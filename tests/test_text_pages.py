from __future__ import annotations

from pathlib import Path

import pytest

from bodymap.cli import text_pages
from bodymap.errors import BodymapError
from bodymap.knowledge.anatomy import Atlas, Source, load
from bodymap.knowledge.conditions import Condition, MuscleRole, Pain, Role

INFRASPINATUS = """\
Infraspinatus
=============

Musculus infraspinatus, intermediate layer, shoulder, TA2
2458, FMA:32546

  Origin: infraspinous fossa
  Insertion: greater tubercle
  Action: turns the arm out

Trigger points
  1  below the middle of the spine of the scapula
  2  beside the medial border

Where its pain is commonly felt
  Most often: front of the shoulder
  Sometimes: outer arm
  Evidence: chart

Sources
  S. Standring (ed.) (2020). Gray's Anatomy. Elsevier, ch.
    48; p. 1.

Points and zones are common patterns, not certainties. The
page teaches; it does not diagnose."""

SORE_SHOULDER = """\
Sore shoulder
=============

The shoulder hurts.

Also called shoulder pain.

Main muscles
  Infraspinatus: Turns the arm out against the
    weight of the hand.

Often involved
  Deltoid

Where it hurts
  Front of the shoulder

Pain may spread to
  Front of the upper arm

See a clinician soon if
  You fell on it.

Sources
  A. B. (2001). A study. A Journal.
    doi:10.1000/182

Points and zones are common patterns, not
certainties. The page teaches; it does not
diagnose. No clinician has reviewed this text.

Draw it: bodymap render sore-shoulder"""


@pytest.fixture
def atlas(library: Path) -> Atlas:
    return load(library)


def test_the_page_about_a_muscle(atlas: Atlas) -> None:
    assert text_pages.muscle_page(atlas.muscle("infraspinatus"), atlas, 60) == INFRASPINATUS


def test_a_muscle_in_parts_names_them_and_leaves_out_what_it_has_not(atlas: Atlas) -> None:
    page = text_pages.muscle_page(atlas.muscle("deltoid"), atlas, 80)
    assert "Parts: Anterior deltoid, Posterior deltoid." in page
    assert "Part of Deltoid." in text_pages.muscle_page(atlas.muscle("deltoid-anterior"), atlas, 80)
    assert not any(word in page for word in ("Origin", "Trigger points", "Sources", "None", "TA2"))


def test_the_page_about_a_condition(atlas: Atlas) -> None:
    condition = Condition(
        id="sore-shoulder",
        name="Sore shoulder",
        group="shoulder",
        summary="The shoulder hurts.",
        also=("shoulder pain",),
        muscles=(
            MuscleRole("deltoid", Role.SECONDARY),
            MuscleRole("infraspinatus", Role.PRIMARY, "Turns the arm out against the weight of the hand."),
        ),
        pain=Pain(("shoulder-front",), ("upper-arm-front",)),
        see_a_clinician=("You fell on it.",),
        sources=(Source("A. B.", "A study", 2001, "A Journal", "10.1000/182"),),
    )
    assert text_pages.condition_page(condition, atlas, 50) == SORE_SHOULDER


@pytest.mark.parametrize("width", [1, 20, 40, 92])
def test_no_line_is_wider_than_asked_but_for_a_single_word(atlas: Atlas, width: int) -> None:
    page = text_pages.muscle_page(atlas.muscle("infraspinatus"), atlas, width)
    headings = ("Infraspinatus", "====", "Trigger points", "Where its pain")
    body = [line for line in page.splitlines() if not line.startswith(headings)]
    assert all(len(line) <= width or len(line.split()) == 1 for line in body)


def test_a_name_may_be_a_condition_or_a_muscle() -> None:
    assert text_pages.page(text_pages.named("tennis-elbow"), 80).startswith("Tennis elbow\n============\n")
    assert text_pages.page(text_pages.named("infraspinatus"), 80).startswith("Infraspinatus\n=============\n")
    with pytest.raises(BodymapError) as caught:
        text_pages.named("tenis elbow")
    assert str(caught.value) == "unknown condition, muscle or structure 'tenis elbow'; did you mean 'tennis-elbow'?"
