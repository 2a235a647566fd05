"""What bodymap answers when a person says a little more, or a little less, than it needs."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from bodymap.cli import app
from bodymap.finding import find


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def told(*arguments: str) -> str:
    """Return what a command says that fails."""
    result = CliRunner().invoke(app, list(arguments))
    assert result.exit_code == 2
    return result.stderr.removesuffix("\n")


@pytest.mark.parametrize(
    ("said", "area"),
    [
        ("headache at the temple", "temple"),
        ("heel pain in the morning", "heel"),
        ("sole of the foot", "sole"),
        ("forehead headache", "forehead"),
        ("knee pain at night", "knee"),
    ],
)
def test_how_and_when_it_hurts_is_no_part_of_a_place(said: str, area: str) -> None:
    for words in ([said], said.split()):
        [place] = find.places(words)
        assert place.areas == find.places([area])[0].areas


def test_a_phrase_without_a_place_points_to_search() -> None:
    assert told("find", "stiffness").endswith("For a condition or a muscle: bodymap search stiffness")
    assert told("find", "") == "bodymap: say where it hurts, e.g. bodymap find temple, or --at posterior:120,640"


@pytest.mark.parametrize(
    ("command", "message"),
    [
        (("render", "infraspinatus", "-o", "x.png"), "'infraspinatus' is a muscle, not a condition; write --muscle infraspinatus"),
        (("handout", "upper traps", "-o", "x.pdf"), "'upper traps' is a muscle, not a condition; write --muscle 'upper traps'"),
        (("render", "tennis-elbow", "-o", "."), ".: is a folder; name a file in it"),
        (("handout", "tennis-elbow", "-o", "."), ".: is a folder; name a file in it"),
        (("slides", "tennis-elbow", "-o", "."), ".: is a folder; name a file in it"),
        (("render", "tennis-elbow@left", "--side", "right", "-o", "x.png"),
         "--side: right was asked for, but Tennis elbow has its own side, left; name one side"),
        (("describe", "--muscle", "soleus@left", "--side", "right"),
         "--side: right was asked for, but Soleus has its own side, left; name one side"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_told_with_what_to_write_instead(command: tuple[str, ...], message: str) -> None:
    assert told(*command) == f"bodymap: {message}"


def test_a_side_is_for_those_that_name_none() -> None:
    for command in (
        ("sciatica@left", "--side", "left"),
        ("--muscle", "soleus@left", "--muscle", "gluteus-medius", "--side", "right"),
    ):
        assert CliRunner().invoke(app, ["describe", *command]).exit_code == 0
