from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bodymap.errors import nearest, one_of, quoted, unknown

MUSCLES = [f"muscle-{n}" for n in range(20)] + ["infraspinatus", "supraspinatus"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("infraspinatis", "infraspinatus"),
        ("Supra Spinatus", "supraspinatus"),
        ("supra", "supraspinatus"),
        ("MUSCLE_7", "muscle-7"),
    ],
)
def test_the_nearest_is_found_whatever_the_case_the_joints_and_the_rest(asked: str, found: str) -> None:
    assert nearest(asked, MUSCLES) == found


def test_a_further_name_leads_to_what_it_means() -> None:
    assert (
        nearest("lateral epicondylitis", ["tennis-elbow"], {"Lateral epicondylitis": "tennis-elbow"}) == "tennis-elbow"
    )


def test_of_nothing_there_is_no_nearest() -> None:
    assert nearest("elbow", []) is None


def test_few_choices_are_listed() -> None:
    error = unknown("side", "rihgt", ["left", "right", "both"], where="x.yaml: side")
    assert str(error) == "x.yaml: side: unknown side 'rihgt'; did you mean 'right'? It may be left, right or both."


def test_of_many_the_nearest_is_named_and_the_listing() -> None:
    error = unknown("muscle", "infraspinatis", MUSCLES, listing="bodymap list muscles")
    assert str(error) == (
        "unknown muscle 'infraspinatis'; did you mean 'infraspinatus'? `bodymap list muscles` lists them all."
    )


def test_what_is_like_nothing_is_not_taken_for_a_slip() -> None:
    assert str(unknown("side", "xyz", ["left", "right"])) == "unknown side 'xyz'. It may be left or right."
    assert str(unknown("muscle", "xsl", MUSCLES)) == "unknown muscle 'xsl'; the nearest is 'muscle-9'."


def test_where_there_is_no_choice_it_says_so() -> None:
    assert str(unknown("body", "child", [])) == "unknown body 'child': there is none"


@given(st.text(max_size=300))
def test_a_message_is_one_short_line_whatever_was_given(value: str) -> None:
    message = str(unknown("muscle", value, MUSCLES))
    assert message.isprintable()
    assert len(message) < 200


def test_quoting_shortens_what_is_long() -> None:
    assert quoted("x" * 100, longest=10) == "'xxxxxxx…'"
    assert quoted(7) == "7"


def test_choices_read_as_a_phrase() -> None:
    assert one_of(["a"]) == "a"
    assert one_of(["a", "b", "c"]) == "a, b or c"
