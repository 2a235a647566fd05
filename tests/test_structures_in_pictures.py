"""Structures in pictures: framed, drawn over the muscles, named, explained and told in words, in every output."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

import bodymap
from bodymap import describe
from bodymap.body import plates
from bodymap.body.geometry import area, bounds, inside, rings
from bodymap.cli.app import app
from bodymap.content.picture_content import ContentOptions, picture_content
from bodymap.content.structures import outline_of
from bodymap.display.compile import compile_scene
from bodymap.display.records import Group, walk
from bodymap.errors import BodymapError
from bodymap.export.handout import handout
from bodymap.export.html.card import card
from bodymap.finding.request import MarkRequest, chart
from bodymap.knowledge import charts, condition_library
from bodymap.knowledge.anatomy import Side
from bodymap.knowledge.conditions import StructureRole
from bodymap.layout.records import Scene
from bodymap.options.records import HandoutOptions
from bodymap.scene import plan

NAMING = [condition for condition in condition_library.library() if condition.structures]


@pytest.fixture(scope="module")
def elbow() -> Scene:
    return plan("tennis-elbow", side="right")


def groups(scene: Scene) -> list[Group]:
    return [item for item in walk(compile_scene(scene).items) if isinstance(item, Group)]


@pytest.mark.parametrize("condition", NAMING, ids=lambda condition: condition.id)
@pytest.mark.parametrize("side", ["right", "both"])
def test_what_hurts_is_framed(condition: bodymap.Condition, side: str) -> None:
    content = picture_content(charts.of_condition(condition), ContentOptions(side))
    for entry in content.structures:
        if entry.role == StructureRole.PAINFUL:
            assert entry.views, entry.name
        if entry.role != StructureRole.PAINFUL or entry.kind == "nerve":
            continue
        shares = []
        for view in content.views:
            x0, y0, x1, y1 = view.crop
            for shape in view.shapes([entry.structure]):
                points = np.concatenate(rings(shape))
                shares.append(((points >= (x0, y0)) & (points <= (x1, y1))).all(1).mean())
        assert max(shares) == 1.0, entry.name


def test_every_structure_that_a_picture_shows_has_a_name_on_it() -> None:
    for id in ("tennis-elbow", "carpal-tunnel", "lateral-hip-pain"):
        scene = plan(id, side="right")
        named = {label.muscle for label in scene.labels}
        for entry in scene.structures:
            assert (entry.structure in named) == bool(entry.views), entry.structure


def test_a_leader_ends_in_its_structure(elbow: Scene) -> None:
    [label] = [label for label in elbow.labels if label.muscle == "common-extensor-origin"]
    shown = elbow.figures[0]
    parts = {part.id: part for part in plates.load(shown.body, shown.view).parts}
    own = [outline_of(parts[s.part]) for s in shown.structures if s.structure == label.muscle]
    polygons = [shown.on_sheet(ring) for shape in own for ring in rings(shape)]
    assert inside(polygons, np.array([label.leader[-1]]))[0]


def test_they_lie_over_the_muscles_and_under_the_pain(elbow: Scene) -> None:
    (figure,) = [group for group in groups(elbow) if group.kind == "figure"]
    kinds = [item.kind for item in walk((figure,)) if isinstance(item, Group)]
    muscles, structures = [n for n, k in enumerate(kinds) if k == "muscle"], kinds.index("structure")
    assert max(muscles) < structures < min(kinds.index("pain"), kinds.index("points"))


def test_the_legend_says_what_is_sore(elbow: Scene) -> None:
    said = [" ".join(line.text for line in key.lines) for key in elbow.legend]
    assert said[:3] == ["Where it hurts", "Sore tendon", "Main muscles"]
    assert "Bone" not in said, "its name stands beside it"
    nerve = [" ".join(line.text for line in key.lines) for key in plan("carpal-tunnel").legend]
    assert "Irritated nerve, dashed where covered" in nerve


def test_the_words_name_them(elbow: Scene) -> None:
    assert describe.alt(elbow).endswith("What hurts: common extensor tendon.")
    assert "Beside the muscles, this hurts: common extensor tendon." in describe.long(elbow)
    assert "Shown with them: outer elbow bone." in describe.long(elbow)
    assert "Achilles tendon" in describe.alt(plan("achilles-pain")), "a proper name keeps its capital"
    labels = [group.label for group in groups(elbow) if group.kind == "structure"]
    assert "Common extensor tendon, right side, hurts. Joins the sore muscles to the bone of the outer elbow." in labels


def test_a_sore_structure_has_the_colour_of_what_hurts_and_a_halo(elbow: Scene) -> None:
    display = compile_scene(elbow)
    look = elbow.theme.structure
    sore = {name: style for name, style in display.styles.items() if name.startswith("sore-structure")}
    assert {style.stroke for name, style in sore.items() if "edge" in name} == {look.sore}
    assert {style.fill for name, style in sore.items() if "fill" in name} == {look.fill}
    assert {style.stroke for name, style in sore.items() if "halo" in name} == {elbow.theme.halo}


def test_a_card_lists_them_with_their_numbers() -> None:
    page = card("tennis-elbow", side="right").decode()
    assert "Tendons, bones, nerves and joints" in page
    assert 'data-muscle="common-extensor-origin"' in page


def test_a_handout_lists_them() -> None:
    told, _ = handout.content(["carpal-tunnel"], HandoutOptions(side="right"))
    rows = {row["name"]: row for row in told["sheets"][0]["muscles"]}
    assert rows["Median nerve"]["role"] == "structure"
    assert rows["Median nerve"]["why"] == "The nerve that is pressed at the wrist."
    assert "Carpal ligament" in rows


# --- asked for by name ----------------------------------------------------------------------------------------------


def test_a_structure_alone_makes_a_picture() -> None:
    made = chart(None, MarkRequest(structures=["plantar fascia@left"]))
    assert made.name == "Plantar fascia"
    scene = plan(made)
    assert [figure.view for figure in scene.figures] == ["plantar"]
    assert (scene.sides, scene.structures[0].role) == ((Side.LEFT,), "painful")
    assert describe.alt(scene) == ("Plantar fascia: a body seen from below. On the left side, it shows plantar fascia.")


def test_structures_go_with_muscles() -> None:
    assert chart(None, MarkRequest(["soleus"], structures=["Achilles tendon"])).name == "Soleus and Achilles tendon"
    made = chart(None, MarkRequest(["soleus"], structures=["Achilles tendon:related"]))
    assert made.name == "Soleus"
    content = picture_content(made, ContentOptions("right"))
    assert [(entry.structure, str(entry.role)) for entry in content.structures] == [("achilles-tendon", "related")]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "achiles-tendon",
            "unknown structure 'achiles-tendon'; did you mean 'achilles-tendon'? `bodymap list structures` lists them all.",
        ),
        ("achilles-tendon=0.5", "achilles-tendon=0.5: a structure has no value"),
        (
            "achilles-tendon:primary",
            "achilles-tendon:primary: unknown role 'primary'. It may be painful or related.",
        ),
    ],
)
def test_what_is_wrong_is_said(text: str, message: str) -> None:
    with pytest.raises(BodymapError) as caught:
        chart(None, MarkRequest(structures=[text]))
    assert str(caught.value) == message


def test_twice_on_a_side_is_told() -> None:
    with pytest.raises(BodymapError, match="'achilles-tendon' is marked twice on the left side"):
        chart(None, MarkRequest(structures=["achilles-tendon@left", "achilles-tendon"]))


def test_on_the_command_line(tmp_path: Path) -> None:
    path = tmp_path / "heel.png"
    result = CliRunner().invoke(app, ["render", "--structure", "achilles-tendon@left", "-o", str(path), "--quiet"])
    assert (result.exit_code, result.stderr) == (0, "")
    assert path.stat().st_size > 10_000


def test_bounds_of_a_nerve_are_a_strip_3_mm_wide() -> None:
    scene = plan("piriformis-syndrome", side="right")
    parts = {part.id: part for part in plates.load(scene.body, "posterior").parts}
    nerve = parts["structure.sciatic-nerve.course.right"]
    a, b = bounds([nerve.shape]), bounds([outline_of(nerve)])
    assert b[0] < a[0] < a[2] < b[2]
    along = sum(np.hypot(*np.diff(line, axis=0).T).sum() for line in rings(nerve.shape))
    assert area(outline_of(nerve)) / along == pytest.approx(3.0, rel=0.1)


def test_layers_hide_bones_and_the_rest() -> None:
    kinds = {layers: [entry.kind for entry in plan("tennis-elbow", layers=layers).structures] for layers in (
        "", "-bones", "-structures", "-bones,-structures",
    )}  # fmt: skip
    assert kinds == {"": ["tendon", "bone"], "-bones": ["tendon"], "-structures": ["bone"], "-bones,-structures": []}


def test_a_table_has_a_column_for_them(tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    table.write_text("muscle,structure,side,output\nsoleus,Achilles tendon; heel-bone:related,left,heel.svg\n")
    result = CliRunner().invoke(app, ["batch", str(table), "-o", str(tmp_path / "out"), "--jobs", "1", "--quiet"])
    assert result.exit_code == 0, result.stderr
    drawn = (tmp_path / "out" / "heel.svg").read_text()
    assert "structure.achilles-tendon.left" in drawn
    assert "structure.calcaneus.left" in drawn
