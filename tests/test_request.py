"""What a picture is of: a condition, narrowed to a region or without its points; or muscles named one by one."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from bodymap.cli import app
from bodymap.errors import BodymapError
from bodymap.finding.request import MarkRequest, chart
from bodymap.knowledge.charts import Chart
from bodymap.knowledge.condition_files import load_file
from bodymap.knowledge.conditions import Felt, MuscleRole, Role
from bodymap.scene import plan

ANYWHERE = """\
id: anywhere
name: Sore somewhere
group: x
summary: It hurts.
muscles: [{muscle: soleus, role: primary}]
regions:
  knee: {muscles: [{muscle: vastus-medialis, role: primary}, {muscle: popliteus, role: secondary}], pain: [knee-front]}
  low-back: {muscles: [{muscle: multifidus, role: primary}]}
points: {popliteus: [1]}
"""


@pytest.fixture
def anywhere(tmp_path: Path) -> Path:
    path = tmp_path / "anywhere.yaml"
    path.write_text(ANYWHERE)
    return path


def asked(*muscles: str, pain: tuple[str, ...] = (), title: str = "", points: bool | None = None) -> Chart:
    return chart(None, MarkRequest(muscles, pain=pain, title=title), points=points)


def failure(*arguments: str) -> str:
    result = CliRunner().invoke(app, ["render", *arguments, "-o", "x.png"])
    assert (result.exit_code, result.stdout) == (2, "")
    return result.stderr.removeprefix("bodymap: ").removesuffix("\n")


# --- muscles one by one ---------------------------------------------------------------------------------------------


def test_muscles_named_one_by_one_have_their_roles() -> None:
    found = asked("infraspinatus:primary", "levator-scapulae", pain=("shoulder-front",), title="My shoulder").subject
    assert found.muscles == (
        MuscleRole("infraspinatus", Role.PRIMARY),
        MuscleRole("levator-scapulae", Role.SECONDARY),
    )
    assert (found.name, found.pain, found.felt) == ("My shoulder", ("shoulder-front",), Felt.AREAS)


def test_a_muscle_is_known_by_any_of_its_names() -> None:
    found = asked("Upper trapezius", "Musculus soleus", "TERES MINOR:Primary=0.5")
    assert [mark.muscle for mark in found.marks] == ["trapezius-upper", "soleus", "teres-minor"]


def test_without_a_role_all_are_main_muscles_and_give_the_title() -> None:
    found = asked("infraspinatus", "teres-minor").subject
    assert found.of_role(Role.PRIMARY) == ("infraspinatus", "teres-minor")
    assert found.name == "Infraspinatus and teres minor"


def test_points_are_drawn_where_they_are_asked_for() -> None:
    assert not [m for f in plan(asked("infraspinatus")).figures for m in f.marks]
    assert [m for f in plan(asked("infraspinatus", points=True)).figures for m in f.marks]
    assert [m for f in plan(chart("tennis-elbow")).figures for m in f.marks]
    assert not [m for f in plan(chart("tennis-elbow", points=False)).figures for m in f.marks]


def test_the_area_that_hurts_is_seen_and_ringed() -> None:
    scene = plan(asked("infraspinatus", pain=("shoulder-front",)), side="right")
    assert (scene.hurts, scene.spreads) == (("Front of the shoulder",), ())
    assert {area.area for figure in scene.figures for area in figure.sore} == {"shoulder-front"}
    assert not any(figure.zones for figure in scene.figures)
    assert "anterior" in [figure.view for figure in scene.figures]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "name a condition or at least one muscle"),
        (["--pain", "temple"], "name a condition or at least one muscle"),
        (["--muscle", "infraspinatis"],
         "--muscle: unknown muscle 'infraspinatis'; did you mean 'infraspinatus'? `bodymap list muscles` lists them all."),
        (["--muscle", "infraspinatus:main"],
         "--muscle: infraspinatus:main: unknown role 'main'. It may be primary, secondary or quiet."),
        (["--muscle", "infraspinatus:secondary"], "--muscle: at least one muscle must be primary, e.g. infraspinatus:primary"),
        (["tennis-elbow", "--muscle", "soleus"], "--muscle: muscles can't be combined with a condition; give one or the other"),
        (["tennis-elbow", "--region", "knee"], "--region: Tennis elbow: has no regions to choose from"),
        (["--muscle", "soleus", "--region", "knee"], "--region: a region needs a condition"),
        (["tennis-elbow", "--pain", "temple"], "--pain: painful areas can't be combined with a condition; give one or the other"),
        (["tennis-elbow", "--title", "Mine"], "--title: a title can't be combined with a condition; give one or the other"),
        (["--muscle", "soleus=0.2", "--muscle", "Soleus=0.9"], "--muscle: 'soleus' is marked twice on the left side; give it once, or once for each side"),
        (["--muscle", "soleus", "--pain", "tempel"],
         "--pain: unknown area 'tempel'; did you mean 'temple'? `bodymap list areas` lists them all."),
        (["--muscle", "tibialis"], "--muscle: 'tibialis' may mean 'tibialis-anterior' or 'tibialis-posterior'; which one?"),
        (["--muscle", "xylophone"], "--muscle: unknown muscle 'xylophone'. `bodymap list muscles` lists them all."),
    ],
)  # fmt: skip
def test_what_does_not_go_together_is_said(arguments: list[str], message: str) -> None:
    assert failure(*arguments) == message


# --- regions --------------------------------------------------------------------------------------------------------


def test_a_condition_that_may_be_anywhere_is_narrowed_to_a_region(anywhere: Path) -> None:
    narrowed = chart(str(anywhere), region="knee")
    found = narrowed.subject
    assert (found.name, found.pain) == ("Sore somewhere: knee", ("knee-front",))
    assert [entry.muscle for entry in found.muscles] == ["vastus-medialis", "popliteus"]
    assert chart(str(anywhere)).subject.of_role(Role.PRIMARY) == ("soleus",)
    assert [a.muscle for a in plan(narrowed).muscles] == ["vastus-medialis", "popliteus"]


def test_an_unknown_region_is_answered_with_those_there_are(anywhere: Path) -> None:
    assert failure(str(anywhere), "--region", "nee") == (
        "--region: Sore somewhere: unknown region 'nee'; did you mean 'knee'? It may be knee or low-back."
    )


def test_a_region_is_held_to_the_same_rules(anywhere: Path) -> None:
    anywhere.write_text(
        ANYWHERE.replace("{muscle: multifidus, role: primary}", "{muscle: multifidus, role: secondary}")
    )
    with pytest.raises(BodymapError) as caught:
        load_file(anywhere)
    assert str(caught.value) == (
        f"{anywhere}, line 8: regions.low-back.muscles: at least one must have the role 'primary'"
    )
