"""Charts: what is on one body, each mark with a side of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import numpy as np
import pytest
from pptx import Presentation
from typer.testing import CliRunner

import bodymap
from bodymap import describe
from bodymap.authoring import new, schema
from bodymap.body import plates
from bodymap.body.bodies import bodies
from bodymap.body.geometry import bounds, inside, rings
from bodymap.cli import app
from bodymap.content.picture_content import ContentOptions, picture_content
from bodymap.display.compile import compile_scene
from bodymap.display.records import Path as Outline
from bodymap.display.records import Text, walk
from bodymap.errors import BodymapError, BodymapTypeError
from bodymap.export.handout import figures, handout
from bodymap.export.handout.typesetting import Room
from bodymap.export.html import card
from bodymap.files import strict_yaml
from bodymap.files.disk import assets
from bodymap.finding import named_muscles
from bodymap.finding.request import MarkRequest, chart, charts_of
from bodymap.knowledge import chart_input, chart_sides, charts, condition_library, conditions
from bodymap.knowledge.anatomy import Side, View
from bodymap.knowledge.areas import areas
from bodymap.knowledge.chart_contents import muscles_of
from bodymap.knowledge.chart_marks import AllPoints, ChartMark
from bodymap.knowledge.chart_sides import ChartSide
from bodymap.knowledge.charts import Chart
from bodymap.knowledge.conditions import Role
from bodymap.options.records import HandoutOptions
from bodymap.scene import plan
from bodymap.style import theme_files
from bodymap.style.colour import mixed, to_hex
from tests.marks import numbers_in

LEFT, RIGHT = Side.LEFT, Side.RIGHT


def mark(text: str) -> ChartMark:
    return named_muscles.chart([text]).marks[0]


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


# --- what is typed --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("infraspinatus", ChartMark(muscle="infraspinatus")),
        ("infraspinatus.1,2@left:primary", ChartMark(muscle="infraspinatus", points=(1, 2), side=ChartSide.LEFT, role=Role.PRIMARY)),
        ("Upper Trapezius @ L", ChartMark(muscle="trapezius-upper", side=ChartSide.LEFT)),
        ("soleus@Right side=0.9", ChartMark(muscle="soleus", side=ChartSide.RIGHT, value=0.9)),
        ("soleus=0.9@right", ChartMark(muscle="soleus", side=ChartSide.RIGHT, value=0.9)),
        ("soleus:PRIMARY=0", ChartMark(muscle="soleus", role=Role.PRIMARY, value=0.0)),
        ("soleus . 1, 3 @ both sides", ChartMark(muscle="soleus", points=(1, 3), side=ChartSide.BOTH)),
        ("hamstrings@left", ChartMark(muscle="hamstrings", side=ChartSide.LEFT)),
    ],
)  # fmt: skip
def test_a_muscle_is_typed_with_points_side_role_and_value(text: str, expected: ChartMark) -> None:
    assert mark(text) == expected


@pytest.mark.parametrize(
    ("muscles", "message"),
    [
        (["soleus@lft"], "soleus@lft: after @, unknown side 'lft'; did you mean 'left'? It may be left, right or both."),
        (["soleus@"], "soleus@: after @, unknown side ''. It may be left, right or both."),
        (["infraspinatus.9"], "infraspinatus: unknown point 9. It may be 1, 2 or 3."),
        (["infraspinatus.1,1"], "infraspinatus.1,1: point 1 is named twice"),
        (["soleus@left@right"], "soleus@left@right: '@' comes twice"),
        (["hamstrings.1"], "hamstrings: is a group; name the points of its muscles, e.g. biceps-femoris.1"),
        (["soleus=0.2", "Soleus=0.9"], "'soleus' is marked twice on the left side; give it once, or once for each side"),
        (["soleus=0.2", "soleus@right=0.9"], "'soleus' is marked twice on the right side; give it once, or once for each side"),
    ],
)  # fmt: skip
def test_what_is_not_valid_is_told(muscles: list[str], message: str) -> None:
    with pytest.raises(BodymapError) as refused:
        named_muscles.chart(muscles)
    assert str(refused.value) == message


@pytest.mark.parametrize(
    ("point", "message"),
    [
        ("infraspinatus", "'infraspinatus' is not a trigger point; write its muscle and its number, e.g. infraspinatus.2"),
        ("infraspinatus.1,2", "'infraspinatus.1,2' is not a trigger point; write its muscle and its number, e.g. infraspinatus.2"),
        ("infraspinatus.9@left", "infraspinatus: unknown point 9. It may be 1, 2 or 3."),
        ("trapezius.1", "trapezius.1: trapezius is drawn in parts; write trapezius-upper.1, trapezius-middle.1 or trapezius-lower.1"),
    ],
)  # fmt: skip
def test_a_point_is_a_muscle_and_a_number(point: str, message: str) -> None:
    with pytest.raises(BodymapError) as refused:
        named_muscles.chart([], marked=[point])
    assert str(refused.value) == message


# --- sides ----------------------------------------------------------------------------------------------------------


def test_each_mark_has_a_side_of_its_own() -> None:
    scene = plan(named_muscles.chart(["soleus@left=0.3", "soleus@right=0.9"]))
    assert {(h.side, h.intensity) for figure in scene.figures for h in figure.highlights} == {(LEFT, 0.3), (RIGHT, 0.9)}
    assert [entry.intensities for entry in scene.muscles] == [{LEFT: 0.3, RIGHT: 0.9}]
    lines = [line.text for label in scene.labels for line in label.lines]
    assert sorted(lines) == ["Intensity 0.3", "Intensity 0.9", "Soleus", "Soleus"], "each side has its own name"
    assert "Soleus (intensity 0.3 left, 0.9 right)" in describe.long(scene)


def test_a_side_that_is_asked_for_is_that_of_marks_without_one() -> None:
    made = named_muscles.chart(["infraspinatus", "trapezius-upper@left"])
    for side, expected in (("right", (RIGHT,)), (None, (LEFT, RIGHT))):
        found = {one.muscle: one.sides for one in muscles_of(made, side)}
        assert tuple(on.side for on in found["infraspinatus"]) == expected
        assert [on.side for on in found["trapezius-upper"]] == [LEFT]
    content = picture_content(made, ContentOptions(side="right"))
    assert {(h.muscle, h.side) for view in content.views for h in view.highlights} == {
        ("infraspinatus", RIGHT),
        ("trapezius-upper", LEFT),
    }


def test_a_picture_of_different_sides_says_so() -> None:
    scene = plan(named_muscles.chart(["infraspinatus@left", "trapezius-upper@right"]))
    assert "Left and right" in [text.text for text in scene.texts]
    assert "On both sides" not in describe.alt(scene)
    assert "infraspinatus (left) and upper trapezius (right) are coloured as the main part" in describe.alt(scene)
    assert "Main muscles: Infraspinatus (left) and Upper trapezius (right)." in describe.long(scene)


def test_an_area_hurts_on_its_own_side() -> None:
    scene = plan(named_muscles.chart(["infraspinatus"], ["shoulder-front@left"]))
    assert {(one.area, one.side) for figure in scene.figures for one in figure.sore} == {("shoulder-front", LEFT)}


def test_a_side_may_follow_a_condition() -> None:
    scene = plan("Tennis elbow@Left side")
    assert scene.sides == (LEFT,)
    assert scene == plan("tennis-elbow", side="left")
    assert bodymap.render("tennis-elbow@left").scene == scene
    first, second = charts_of(["low-back-pain", "sciatica@left"])
    assert (first.side, second.side) == (None, ChartSide.LEFT)
    with pytest.raises(BodymapError, match=r"^tennis-elbow@lft: after @, unknown side 'lft'; did you mean 'left'\?"):
        plan("tennis-elbow@lft")


def test_an_at_sign_in_a_path_is_part_of_it(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("me@work") / "own.yaml"
    assert chart_sides.split_side(str(path)) == (str(path), None)
    assert chart_sides.split_side(f"{path}@left") == (str(path), "left")


# --- points ---------------------------------------------------------------------------------------------------------


def test_points_are_those_that_are_named() -> None:
    scene = plan(named_muscles.chart(["infraspinatus.1,2@left", "trapezius-upper@right"]))
    marks = {(m.muscle, m.number, m.side) for figure in scene.figures for m in figure.marks}
    assert marks == {("infraspinatus", 1, LEFT), ("infraspinatus", 2, LEFT)}
    everything = plan(named_muscles.chart(["infraspinatus.1,2@left", "trapezius-upper@right"], points=True))
    assert {m.muscle for figure in everything.figures for m in figure.marks} == {"infraspinatus", "trapezius-upper"}


def test_a_point_by_itself_has_its_muscle_drawn_quietly() -> None:
    made = named_muscles.chart([], marked=["infraspinatus.2@left", "infraspinatus.1@left"])
    (one,) = muscles_of(made)
    assert (one.role, one.sides[0].points) == (Role.QUIET, (1, 2))
    scene = plan(made)
    assert scene.title == "Treated today"
    assert {h.role for figure in scene.figures for h in figure.highlights} == {Role.QUIET}
    assert [key.kind for key in scene.legend][:1] == ["quiet"]
    assert describe.alt(scene) == (
        "Treated today: a body seen from the left side. An X marks two trigger points, in infraspinatus."
    )


def test_a_point_of_a_muscle_that_is_marked_too_is_added_to_it() -> None:
    (one,) = muscles_of(named_muscles.chart(["infraspinatus.1@left"], marked=["infraspinatus.2"]))
    assert {on.side: (on.role, on.points) for on in one.sides} == {
        LEFT: (Role.PRIMARY, (1, 2)),
        RIGHT: (Role.QUIET, (2,)),
    }


# --- the record -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("id", condition_library.ids()[::5])
def test_a_condition_becomes_a_chart_with_the_same_muscles_and_words(id: str) -> None:
    condition = condition_library.load(id)
    made = charts.of_condition(condition, "left")
    assert made.subject == condition
    assert [mark.muscle for mark in made.marks if mark.muscle] == [entry.muscle for entry in condition.muscles]
    named = [mark.structure for mark in made.marks if mark.structure]
    assert named == [entry.structure for entry in condition.structures]
    points = {mark.role: mark.points for mark in made.marks if mark.muscle and mark.muscle not in condition.points}
    assert points.get(Role.PRIMARY, AllPoints.ALL) == AllPoints.ALL
    assert points.get(Role.SECONDARY, ()) == ()
    assert {
        mark.points for mark in charts.with_points(made).marks if mark.muscle and mark.muscle not in condition.points
    } == {AllPoints.ALL}
    assert msgspec.json.decode(msgspec.json.encode(made), type=Chart) == made


def test_a_chart_in_python_is_what_is_typed() -> None:
    marks = (
        ChartMark(muscle="infraspinatus", points=(1, 2), side=ChartSide.LEFT, role=Role.PRIMARY),
        ChartMark(point="levator-scapulae.1", side=ChartSide.LEFT),
    )
    typed = chart(None, MarkRequest(["infraspinatus.1,2@left:primary"], ["levator-scapulae.1@left"]))
    assert Chart(marks) == typed
    assert bodymap.render(Chart(marks)).scene == plan(typed)


@pytest.mark.parametrize(
    ("muscles", "title"),
    [
        (["soleus", "teres-minor"], "Soleus and teres minor"),
        (["quadriceps-femoris", "hamstrings", "calf"], "Quadriceps femoris, hamstrings and calf muscles"),
        (["soleus", "gastrocnemius-medial"], "Soleus, Gastrocnemius, medial head"),
        (["hamstrings:primary", "soleus"], "Hamstrings"),
        (["soleus", "infraspinatus", "teres-minor", "gastrocnemius", "piriformis"],
         "Soleus, Infraspinatus, Teres minor and 2 more"),
    ],
)  # fmt: skip
def test_a_title_made_of_names_is_short(muscles: list[str], title: str) -> None:
    assert named_muscles.chart(muscles).name == title


def test_many_muscles_without_a_title_have_room() -> None:
    names = ["soleus", "infraspinatus", "teres-minor", "gastrocnemius", "piriformis", "gluteus-medius", "supraspinatus"]
    assert plan(named_muscles.chart([*names, "semitendinosus"])).labels


def test_the_part_of_a_muscle_that_is_marked_by_itself_has_its_own_role() -> None:
    scene = plan(named_muscles.chart(["trapezius:secondary", "trapezius-upper:primary"]), side="right")
    roles = {h.part.split(".")[0]: h.role for figure in scene.figures for h in figure.highlights}
    assert roles["trapezius-upper"] == Role.PRIMARY
    assert roles["trapezius-lower"] == Role.SECONDARY


# --- the command line and a table -----------------------------------------------------------------------------------

NOTE = "No lifting until Sunday."


def run(*arguments: str) -> str:
    """Run a command; return what it says on standard error."""
    result = CliRunner().invoke(app, list(arguments))
    return str(result.stderr)


def texts_of(deck: Path) -> list[str]:
    slide = Presentation(str(deck)).slides[0]
    return [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]


def test_every_output_takes_marks_and_prints_the_note(tmp_path: Path) -> None:
    marks = ("--point", "infraspinatus.2@left", "--muscle", "soleus@right", "--note", NOTE)
    files = {ending: tmp_path / f"x.{ending}" for ending in ("svg", "html", "pptx", "pdf")}
    commands = {"svg": "render", "html": "card", "pptx": "slides", "pdf": "handout"}
    for ending, path in files.items():
        assert run(commands[ending], *marks, "-o", str(path), "--quiet") == ""
    assert NOTE in describe.long(plan(chart(None, MarkRequest(["soleus"]), note=NOTE)))
    assert NOTE in files["svg"].read_text(encoding="utf-8")
    assert f"<strong>{NOTE}</strong>" in files["html"].read_text(encoding="utf-8")
    assert any(NOTE in text for text in texts_of(files["pptx"]))
    told, _ = handout.content([chart(None, MarkRequest(["soleus"]), note=NOTE)], HandoutOptions())
    assert told["sheets"][0]["note"] == NOTE


def test_a_document_of_several_conditions_has_the_side_of_each() -> None:
    asked = charts_of(["low-back-pain", "sciatica@left"], MarkRequest(points=["soleus.1"]))
    told, planned = handout.content(asked, HandoutOptions())
    assert [(sheet["title"], one.content.side) for sheet, one in zip(told["sheets"], planned, strict=True)] == [
        ("Treated today", "both"),
        ("Low back pain", "both"),
        ("Sciatica and its look-alikes", "left"),
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["render", "tennis-elbow", "--point", "soleus.1", "-o", "x.png"],
         "--point: trigger points can't be combined with a condition; give one or the other"),
        (["render", "--point", "soleus", "-o", "x.png"],
         "--point: 'soleus' is not a trigger point; write its muscle and its number, e.g. infraspinatus.2"),
        (["render", "tennis-elbow@lft", "-o", "x.png"],
         "tennis-elbow@lft: after @, unknown side 'lft'; did you mean 'left'? It may be left, right or both."),
        (["slides", "-o", "x.pptx"], "name a condition or at least one muscle"),
        (["slides", "tennis-elbow", "--pain", "temple", "-o", "x.pptx"], "--pain: painful areas need muscles or trigger points"),
        (["card", "-o", "x.html"], "name a condition or at least one muscle"),
        (["handout", "-o", "x.pdf"], "name a condition; `bodymap list conditions` lists them all"),
    ],
)  # fmt: skip
def test_what_does_not_go_together_is_told(arguments: list[str], message: str) -> None:
    assert run(*arguments) == f"bodymap: {message}\n"


def test_a_table_takes_marks_sides_and_notes(tmp_path: Path) -> None:
    table = tmp_path / "jobs.csv"
    table.write_text(
        "command,condition,muscle,point,note,title\n"
        "render,sciatica@left,,,,\n"
        'render,,"soleus.1,2@left=0.3; soleus@right=0.9",,Rest.,Calves\n'
        "card,,,infraspinatus.2@Left,,\n"
        "slides,low-back-pain; sciatica@right,,,,\n"
    )
    out = tmp_path / "out"
    assert run("batch", str(table), "-o", str(out), "--quiet") == ""
    assert {path.name for path in out.iterdir()} - {"manifest.json", ".bodymap"} == {
        "sciatica-left.png",
        "soleus-left-soleus-right.png",
        "infraspinatus-left.html",
        "low-back-pain-sciatica-right.pptx",
    }


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("render,tennis-elbow@lft,,", "condition: tennis-elbow@lft: after @, unknown side 'lft'; did you mean 'left'? "
         "It may be left, right or both."),
        ("render,sciatica,soleus,", "muscle: can't be combined with a condition; give one or the other"),
        ("render,,soleus=0.2;soleus@left=0.4,", "muscle: 'soleus' is marked twice on the left side; give it once, or once "
         "for each side"),
        ("render,,,soleus.9", "point: soleus: unknown point 9. It may be 1, 2 or 3."),
    ],
)  # fmt: skip
def test_a_fault_in_a_table_names_its_column(row: str, message: str, tmp_path: Path) -> None:
    table = tmp_path / "jobs.csv"
    table.write_text(f"command,condition,muscle,point\n{row}\n")
    assert f"jobs.csv, line 2: {message}\n" in run("batch", str(table), "-o", str(tmp_path / "out"))


def test_plain_words_in_python_are_what_files_hold() -> None:
    plain = ChartMark(muscle="soleus", side="left", role="primary", points=[1])  # type: ignore[arg-type]
    assert plain == ChartMark(muscle="soleus", side=ChartSide.LEFT, role=Role.PRIMARY, points=(1,))
    assert ChartMark(muscle="soleus", points="all").points is AllPoints.ALL  # type: ignore[arg-type]
    with pytest.raises(
        BodymapError, match=r"^unknown side 'lft'; did you mean 'left'\? It may be left, right or both\.$"
    ):
        ChartMark(muscle="soleus", side="lft")  # type: ignore[arg-type]
    assert ChartMark(muscle="soleus", side="Left", role="Primary") == ChartMark(  # type: ignore[arg-type]
        muscle="soleus", side=ChartSide.LEFT, role=Role.PRIMARY
    )
    assert Chart([{"muscle": "QL", "value": np.float64(0.5)}], side="R") == Chart(  # type: ignore[arg-type, list-item]
        (ChartMark(muscle="quadratus-lumborum", value=0.5),), side=ChartSide.RIGHT
    )


MARK_FAULTS: list[tuple[dict[str, Any], type[BodymapError], str]] = [
    ({"value": 1.2}, BodymapError, "value must be a number from 0 to 1, not 1.2"),
    ({"value": float("nan")}, BodymapError, "value must be a number from 0 to 1, not nan"),
    ({"value": True}, BodymapTypeError, "value must be a number from 0 to 1, not True (bool)"),
    ({"value": "0.5"}, BodymapTypeError, "value must be a number from 0 to 1, not '0.5' (str)"),
    ({"points": 1}, BodymapTypeError, "points must be a list or all, not 1 (int)"),
    ({"points": (True,)}, BodymapTypeError, "points[0]: True does not fit; it must be a whole number from 1"),
    ({"points": (0,)}, BodymapError, "points[0]: 0 does not fit; it must be a whole number from 1"),
    ({"colour": "reddish"}, BodymapError, "colour must be a colour, as #1d5b79, not 'reddish'"),
    ({"colour": 3}, BodymapTypeError, "colour must be a colour, as #1d5b79, not 3 (int)"),
    ({"note": 3}, BodymapTypeError, "note must be one line of text, 600 letters at most, not 3 (int)"),
    ({"note": "a\u202eb"}, BodymapError, r"note: 'a\u202eb' holds the control character U+202E; leave it out"),
    ({"role": "main"}, BodymapError, "unknown role 'main'. It may be primary, secondary or quiet."),
    ({"muscle": "infraspinatis"}, BodymapError, "unknown muscle 'infraspinatis'; did you mean 'infraspinatus'? "
     "`bodymap list muscles` lists them all."),
    ({"muscle": "IT band"}, BodymapError, "'IT band' is a structure, not a muscle; give it as the structure of a mark"),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "kind", "message"), MARK_FAULTS)
def test_a_mark_made_in_python_is_checked(fields: dict[str, Any], kind: type[BodymapError], message: str) -> None:
    """The same fault is told of a mapping in a list of marks, with its place."""
    [field] = fields
    with pytest.raises(BodymapError) as caught:
        ChartMark(**({"muscle": "soleus"} | fields))
    assert (type(caught.value), caught.value.field, str(caught.value)) == (kind, field, message)
    with pytest.raises(BodymapError) as caught:
        Chart(({"muscle": "soleus"} | fields,))  # type: ignore[arg-type]
    assert (type(caught.value), str(caught.value)) == (kind, f"marks[0]: {message}")


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"marks": None}, "marks must be a list of ChartMark, not None (NoneType)"),
        ({"marks": "infraspinatus"}, "marks must be a list of ChartMark, not 'infraspinatus' (str)"),
        ({"marks": ("soleus",)}, "marks[0] must be a ChartMark, not 'soleus' (str)"),
        ({"marks": ({"pain": "buttock"},)}, "marks[0]: unknown field 'pain'; did you mean 'area'?"),
        ({"marks": ()}, "a chart needs at least one mark, e.g. ChartMark(muscle='soleus')"),
        ({"marks": (ChartMark(),)}, "marks[0]: a mark has one of muscle, point, structure, area or spot, not nothing"),
        ({"title": 3}, "title must be one line of text, 600 letters at most, not 3 (int)"),
        ({"views": "posterior"}, "views must be a list, not 'posterior' (str)"),
        ({"condition": 3}, "condition must be a Condition, not 3 (int)"),
    ],
)
@pytest.mark.parametrize(
    "output", [bodymap.render, bodymap.plan, bodymap.handout, bodymap.slides, bodymap.card, bodymap.poster]
)
def test_a_chart_made_in_python_is_checked(output: Any, fields: dict[str, Any], message: str) -> None:
    with pytest.raises(BodymapError) as caught:
        output(Chart(**({"marks": (ChartMark(muscle="soleus"),)} | fields)))
    assert str(caught.value) == message


@pytest.mark.parametrize(
    "name", ["traps", "TFL", "QL", "UT", "VMO", "psoas", "biceps", "hip flexors", "erector spinae", "soleus"]
)
def test_a_mark_takes_the_names_that_the_command_line_takes(name: str) -> None:
    assert ChartMark(muscle=name) == mark(name)


def test_a_structure_and_an_area_have_everyday_names_too() -> None:
    assert ChartMark(structure="IT band").structure == "iliotibial-tract"
    assert ChartMark(structure="LHB").structure == "long-head-biceps-tendon"
    assert ChartMark(area="low back").area == "low-back"
    with pytest.raises(BodymapError, match=r"^'LHB' is a structure, not a muscle; give it as the structure of a mark$"):
        mark("LHB")


def test_a_call_without_a_chart_says_what_it_needs() -> None:
    with pytest.raises(
        BodymapError, match=r"^'muscles' is not an option but part of the chart, the first argument, e.g. "
    ):
        bodymap.render(muscles="infraspinatus")  # type: ignore[call-arg]
    with pytest.raises(BodymapTypeError, match=r"^handout\(\) needs charts first, e.g. 'tennis-elbow'$"):
        bodymap.handout()  # type: ignore[call-arg]


# --- files ----------------------------------------------------------------------------------------------------------

FILE = """\
# A chart.
chart:
  title: Left shoulder
  note: No lifting until Sunday.
  side: left
  marks:
    - {muscle: infraspinatus, points: [1, 2], role: primary}
    - {muscle: trapezius-upper, points: all, side: right, note: Tender.}
    - {point: levator-scapulae.1}
    - {area: shoulder-front}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "left.yaml"
    path.write_text(FILE)
    return path


def test_a_file_says_what_the_command_line_can(file: Path) -> None:
    typed = named_muscles.chart(
        ["infraspinatus.1,2@left:primary", "trapezius-upper@right"],
        ["shoulder-front@left"],
        marked=["levator-scapulae.1@left"],
        title="Left shoulder",
        note=NOTE,
    )
    found = chart_input.load(str(file))
    assert [(one.muscle, one.sides[0].side, one.role) for one in muscles_of(found)] == [
        (one.muscle, one.sides[0].side, one.role) for one in muscles_of(typed)
    ]
    assert (found.name, found.note) == (typed.name, typed.note)
    assert [entry.why for entry in plan(found).muscles if entry.why] == ["Tender."]
    marks = {(m.muscle, m.number) for figure in plan(str(file)).figures for m in figure.marks}
    assert {("infraspinatus", 1), ("infraspinatus", 2), ("levator-scapulae", 1), ("trapezius-upper", 1)} <= marks
    assert bodymap.check(file) == ()


def test_a_json_file_and_a_mapping_are_the_same(tmp_path: Path, file: Path) -> None:
    found = chart_input.load(str(file))
    plain = {"chart": msgspec.to_builtins(found)}
    path = tmp_path / "left.json"
    path.write_bytes(msgspec.json.encode(plain))
    assert chart_input.load(str(path)) == chart_input.as_chart(plain) == found


def test_a_side_after_a_file_is_that_of_marks_without_one(file: Path) -> None:
    sides = {one.muscle: one.sides[0].side for one in muscles_of(chart_input.load(f"{file}@right"))}
    assert sides["infraspinatus"] == sides["trapezius-upper"] == RIGHT
    text = FILE.replace("points: all, side: right", "points: all, side: left")
    file.write_text(text)
    assert {one.muscle: one.sides[0].side for one in muscles_of(chart_input.load(f"{file}@right"))}[
        "trapezius-upper"
    ] == LEFT


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("side: left", "side: lft", "line 5: chart.side: unknown value 'lft'; did you mean 'left'? It may be left, right or both."),
        ("[1, 2]", "[1, 9]", "line 7: chart.marks[0]: infraspinatus: unknown point 9. It may be 1, 2 or 3."),
        ("area: shoulder-front", "area: shoulder-frnt", "line 10: chart.marks[3].area: unknown area 'shoulder-frnt'; did you mean "
         "'shoulder-front'? `bodymap list areas` lists them all."),
        ("{area: shoulder-front}", "{muscle: infraspinatus}", "line 10: chart.marks[3]: 'infraspinatus' is marked twice on the "
         "left side; give it once, or once for each side"),
        ("{area: shoulder-front}", "{area: shoulder-front, point: soleus.1}", "line 10: chart.marks[3]: a mark has one of muscle, "
         "point, structure, area or spot, not 'point' and 'area'"),
        ("{area: shoulder-front}", "{area: shoulder-front, value: 0.2}", "line 10: chart.marks[3]: 'value' is for a muscle, not "
         "for area 'shoulder-front'"),
        ("point: levator-scapulae.1", "point: levator-scapulae", "line 9: chart.marks[2].point: 'levator-scapulae' does not fit; "
         "it must be a muscle and the number of its trigger point, as infraspinatus.2"),
        ("  note:", "  side: left\n  note:", "line 6: 'side' is used twice"),
        ("  marks:", "  mark:", "line 7: chart: unknown field 'mark'; did you mean 'marks'? It may be marks, title, "
         "summary, note, side, views, sources or condition."),
        ("  note:", "  condition: tenis-elbow\n  note:", "line 4: chart.condition: unknown condition 'tenis-elbow'; did you mean "
         "'tennis-elbow'? `bodymap list conditions` lists them all."),
        ("  note:", "  condition: tennis-elbow@right\n  note:", "line 4: chart.condition: tennis-elbow@right: 'side' says left; "
         "name the side once"),
    ],
)  # fmt: skip
def test_a_fault_in_a_file_has_its_line_and_what_it_may_be(old: str, new: str, message: str, file: Path) -> None:
    file.write_text(FILE.replace(old, new, 1))
    assert [str(error) for error in bodymap.check(file)] == [f"{file}, {message}"]
    with pytest.raises(BodymapError):
        plan(str(file))


WITH_CONDITION = """\
chart:
  condition: low-back-pain@left
  note: Walk a little every hour.
  marks:
    - {muscle: quadratus-lumborum, points: [3], role: secondary, note: The sorest today.}
    - {muscle: soleus}
    - {area: heel}
    - {spot: calf, note: Blister}
    - {structure: sciatic-nerve}
"""


def test_a_file_may_add_marks_to_a_condition(tmp_path: Path) -> None:
    path = tmp_path / "back.yaml"
    path.write_text(WITH_CONDITION)
    assert bodymap.check(path) == ()
    found, plain = chart_input.load(str(path)), chart_input.load("low-back-pain@left")
    roles = {one.muscle: one.role for one in muscles_of(found)}
    assert roles == {one.muscle: one.role for one in muscles_of(plain)} | {
        "quadratus-lumborum": Role.SECONDARY,
        "soleus": Role.SECONDARY,
    }
    assert {one.side for muscle in muscles_of(found) for one in muscle.sides} == {LEFT}
    assert (found.name, found.summary, found.note) == (plain.name, plain.summary, "Walk a little every hour.")
    assert pins_of(found) == {("A", "Blister", "posterior", LEFT)}
    told = found.subject
    assert [entry.why for entry in told.muscles if entry.muscle == "quadratus-lumborum"] == ["The sorest today."]
    assert "soleus" in [entry.muscle for entry in told.muscles]
    assert "sciatic-nerve" in [one.structure for one in told.structures]
    assert conditions.where_it_hurts(told).hurts == (*conditions.where_it_hurts(plain.subject).hurts, "heel")
    assert told.flags == plain.subject.flags
    assert {one.side for muscle in muscles_of(chart_input.load(f"{path}@right")) for one in muscle.sides} == {RIGHT}


def test_a_condition_in_a_file_needs_no_marks(tmp_path: Path) -> None:
    path = tmp_path / "elbow.yaml"
    path.write_text("chart: {condition: tennis-elbow@left, title: Your elbow}")
    found = chart_input.load(str(path))
    assert (found.name, found.marks) == ("Your elbow", chart_input.load("tennis-elbow@left").marks)


def test_other_json_is_told_what_it_should_be(tmp_path: Path) -> None:
    path = tmp_path / "other.json"
    path.write_text("[1]")
    with pytest.raises(BodymapError) as refused:
        chart_input.load(str(path))
    assert str(refused.value) == f'{path}: is not a chart; it must begin with {{"chart": {{'


def test_the_template_is_a_chart_that_can_be_drawn(tmp_path: Path) -> None:
    path, beside = new.start("left-shoulder", tmp_path, "chart")
    assert bodymap.check(path) == ()
    assert plan(str(path)).title == "Left shoulder"
    assert path.read_text(encoding="utf-8").startswith(f"# yaml-language-server: $schema={beside.name}\n")
    known = jsonschema.Draft202012Validator(msgspec.json.decode(beside.read_bytes()))
    known.check_schema(known.schema)
    good = strict_yaml.StrictLoader(path.read_bytes(), "left").document()
    known.validate(good)
    for change in ({"muscle": "soleuss"}, {"muscle": "soleus", "area": "temple"}, {}):
        bad = {"chart": good["chart"] | {"marks": [change]}}
        assert not known.is_valid(bad), change


def test_the_schema_of_charts_that_ships_is_up_to_date() -> None:
    shipped = (assets() / "schema" / "chart.schema.json").read_text(encoding="utf-8")
    assert shipped == schema.text("chart"), "run `make schema`"


def test_a_chart_among_conditions_is_not_taken_for_one(file: Path) -> None:
    assert "left" not in [condition.id for condition in condition_library.library([file.parent])]


def test_a_table_takes_files_of_charts(file: Path) -> None:
    table = file.parent / "jobs.csv"
    table.write_text("condition\nleft.yaml\nleft.yaml@right\n")
    out = file.parent / "out"
    assert run("batch", str(table), "-o", str(out), "--set", "size=320x180", "--quiet") == ""
    assert {"left-320x180.png", "left-right-320x180.png"} <= {path.name for path in out.iterdir()}


# --- one numbering --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["low-back-pain@left", "tennis-elbow@right", "desk-neck-and-upper-back"])
def test_a_picture_a_card_a_handout_and_a_slide_have_the_same_numbers(name: str) -> None:
    made = chart_input.load(name)
    scene = plan(made, labels="numbers")
    entries = (*scene.muscles, *scene.structures)
    expected = {entry.name: entry.number for entry in entries if entry.views}
    assert len(set(expected.values())) == len(expected)
    ids = {entry.muscle: entry.number for entry in scene.muscles} | {e.structure: e.number for e in scene.structures}
    assert {label.muscle: int(label.number) for label in scene.labels} == {id: n for id, n in ids.items() if n}
    page = card.card(made).decode()
    rows = re.findall(r'<span class="number">(\d+)</span><span>([^<]+)', page)
    assert {name: int(number) for number, name in rows} == expected
    _, [planned] = handout.content([made], HandoutOptions())
    parts = figures.with_figure(planned, Room(1, 500.0, 500.0), thumbnail=False)["muscles"]
    assert {part["name"]: part["number"] for part in parts if part["number"]} == expected
    slide = Presentation(BytesIO(bytes(bodymap.slides(made, labels="numbers", editable=True)))).slides[0]
    named = {words.partition(" ")[2]: words.partition(" ")[0] for shape in slide.shapes for words in texts_in(shape)}
    assert {name: str(number) for name, number in expected.items()}.items() <= named.items()


def texts_in(shape: Any) -> Iterator[str]:
    """Every text of a shape and of the shapes in it."""
    if hasattr(shape, "shapes"):
        for inner in shape.shapes:
            yield from texts_in(inner)
    elif shape.has_text_frame:
        yield shape.text_frame.text.partition("\n")[0]


def test_a_list_of_points_says_their_numbers_on_the_picture_and_in_the_muscle() -> None:
    scene = plan("tennis-elbow@right", points="list", size="a4")
    said = " ".join(line.text for label in scene.labels for line in label.lines)
    crosses = {n for figure in scene.figures for text in figure.numerals for n in numbers_in(text.text)}
    listed = {int(order): int(number or order) for order, number in re.findall(r"P(\d+)(?: \((\d+)\))?", said)}
    assert set(listed) == crosses
    assert set(listed.values()) >= {1, 2}


def test_a_point_whose_numbers_agree_is_listed_by_that_number_alone() -> None:
    def listed(*muscles: str) -> str:
        scene = plan(named_muscles.chart(muscles), points="list", size="a4")
        return " ".join(line.text for label in scene.labels for line in label.lines)

    assert listed("infraspinatus.1@left").startswith("Infraspinatus P1 Just below the spine of the scapula")
    assert "P1 (3) " in listed("infraspinatus.3@left"), "the first on the picture, the third of the muscle"


# --- free spots -----------------------------------------------------------------------------------------------------


def pins_of(chart: Chart, **options: Any) -> set[tuple[str, str, str, str]]:
    """Letter, note, view and side of every free spot of a picture."""
    scene = plan(chart, **options)
    return {(pin.letter, pin.note, figure.view, pin.side) for figure in scene.figures for pin in figure.pins}


def test_a_spot_is_at_its_place_on_its_view_with_its_note() -> None:
    made = named_muscles.chart(["infraspinatus@left"], spots=['posterior:120,560="sore here"', "low-back@left=stiff"])
    assert pins_of(made) == {("A", "sore here", "posterior", RIGHT), ("B", "stiff", "posterior", LEFT)}
    scene = plan(made)
    assert [(key.letter, " ".join(line.text for line in key.lines)) for key in scene.legend if key.kind == "spot"] == [
        ("A", "sore here"),
        ("B", "stiff"),
    ]
    assert scene.sides == (LEFT, RIGHT)
    assert "Spot A on the right side: sore here. Spot B on the left side: stiff." in describe.long(scene)
    (figure,) = scene.figures
    pin = next(pin for pin in figure.pins if pin.letter == "A")
    assert (pin.x, pin.y) == (120, 560)
    marks = [item for item in walk(compile_scene(scene).items) if isinstance(item, Text) and item.text == "A"]
    places = [(mark.x, mark.y + mark.size * 0.36) for mark in marks]
    assert len(places) == 2, "on the body and in the legend"
    assert places[0] == pytest.approx(figure.at(pin.x, pin.y))


def test_a_spot_needs_its_view_whatever_the_muscles_need() -> None:
    made = named_muscles.chart(["pectoralis-major"], spots=["posterior:120,560=sore here"])
    assert {figure.view for figure in plan(made).figures} == {"anterior", "posterior"}
    with pytest.raises(BodymapError, match=r"^posterior:120,560: the picture has no posterior view$"):
        plan(made, view="anterior")


def test_spots_alone_make_a_picture_and_stand_beside_a_condition() -> None:
    assert pins_of(named_muscles.chart([], spots=["temple@left"])) == {("A", "Temple", "left-lateral", LEFT)}
    made = chart("tennis-elbow@left", MarkRequest(spots=["heel@left=Blister."]))
    assert pins_of(made)
    assert plan(made).title == "Tennis elbow"


@pytest.mark.parametrize("area", list(areas().areas))
def test_the_spot_of_an_area_lies_in_it(area: str) -> None:
    scene = plan(Chart((ChartMark(spot=area),)))
    found = [(figure, pin) for figure in scene.figures for pin in figure.pins]
    assert found
    for figure, pin in found:
        plate = plates.load(figure.body, figure.view)
        shapes = [p.shape for p in plate.parts if p.kind == "area" and p.of == area and p.side in (pin.side, "midline")]
        assert any(inside(rings(shape), np.array([(pin.x, pin.y)]))[0] for shape in shapes)


def test_the_letter_of_a_spot_stands_in_place_of_the_centre_of_pain_that_it_would_half_cover() -> None:
    def centres(*spots: str) -> int:
        display = compile_scene(plan(named_muscles.chart(["quadratus-lumborum@left"], ["low-back@left"], spots=spots)))
        return sum(isinstance(item, Outline) and item.style == "pain-centre" for item in walk(display.items))

    assert centres() == centres("heel@left") == 2, "on the body and in the legend"
    assert centres("low-back@left") == 1, "in the legend alone"


@pytest.mark.parametrize("body", bodies())
def test_the_spot_of_the_low_back_lies_above_the_iliac_crest(body: str) -> None:
    """The low back of surveys reaches to the gluteal folds, but a spot on the buttock would be taken for the buttock."""
    plate = plates.load(body, View.POSTERIOR)
    crest = next(part.shape for part in plate.parts if part.id == "structure.iliac-crest.left")
    scene = plan(Chart((ChartMark(spot="low-back", side=ChartSide.LEFT),)), body=body)
    [(figure, pin)] = [(figure, pin) for figure in scene.figures for pin in figure.pins]
    assert (figure.view, pin.side) == ("posterior", LEFT)
    outer, top, _, _ = bounds([crest])
    assert outer < pin.x < 0
    assert pin.y < top


@pytest.mark.parametrize(
    ("spot", "message"),
    [
        ("posterior:600,560", "posterior:600,560: lies off the body"),
        ("posteror:120,560", "unknown view 'posteror'; did you mean 'posterior'? It may be anterior, posterior, left-lateral, "
         "right-lateral, plantar or medial."),
        ("posterior:12", "'posterior:12' is not a spot; write a view and millimetres, e.g. posterior:120,640"),
        ("arm=sore", "'arm' may mean 'upper-arm-front' or 'upper-arm-back'; which one?"),
        ("low-back@lft=sore", "low-back@lft: after @, unknown side 'lft'; did you mean 'left'? It may be left, right or both."),
    ],
)  # fmt: skip
def test_a_spot_that_is_no_place_is_told(spot: str, message: str) -> None:
    assert run("render", "--spot", spot, "-o", "x.png") == f"bodymap: --spot: {message}\n"


def test_a_side_of_a_spot_of_a_view_is_refused(file: Path) -> None:
    file.write_text(FILE.replace("{area: shoulder-front}", '{spot: "posterior:120,560", side: left}'))
    (error,) = bodymap.check(file)
    assert error.message == "a spot of a view has the side that it lies on; leave out 'side'"


def test_secondary_muscles_have_their_points_marked_where_all_are_asked_for() -> None:
    def marked(**options: Any) -> set[str]:
        scene = plan("tennis-elbow", side="right", **options)
        return {
            entry.role for entry in scene.muscles for f in scene.figures for m in f.marks if m.muscle == entry.muscle
        }

    assert marked() == marked(points="marks") == {Role.PRIMARY}
    assert marked(points="all") == {Role.PRIMARY, Role.SECONDARY}
    typed = plan(chart(None, MarkRequest(["infraspinatus:primary", "soleus.1"]), points=True))
    assert {(m.muscle, m.number) for f in typed.figures for m in f.marks if m.muscle == "soleus"} == {("soleus", 1)}


def test_a_muscle_in_a_colour_of_its_own_has_it_in_the_legend_too() -> None:
    made = Chart((ChartMark(muscle="soleus", colour="#1d5b79"), ChartMark(muscle="gastrocnemius")))
    scene = plan(made, side="right")
    assert [(key.kind, key.colour, key.lines[0].text) for key in scene.legend if key.kind == "colour"] == [
        ("colour", "#1d5b79", "Soleus")
    ]
    styles = compile_scene(scene).styles
    alpha = theme_files.named("clinic").primary.alpha
    expected = to_hex(mixed("#1d5b79", alpha, theme_files.named("clinic").body_light))
    assert styles["colour-1d5b79-fill"].fill in ("#1d5b79", expected)
    hatched = plan(made, side="right", theme="print")
    assert not [name for name, style in compile_scene(hatched).styles.items() if style.fill.lower() == "#1d5b79"]


def test_a_cell_under_no_name_is_told(tmp_path: Path) -> None:
    table = tmp_path / "jobs.csv"
    table.write_text("condition,,side\ntennis-elbow,,left\nstiff-neck,lost,left\n")
    assert f"{table}, line 3: 'lost' is in a column without a name\n" in run(
        "batch", str(table), "-o", str(tmp_path / "o")
    )


def test_a_title_says_the_sides_where_they_differ() -> None:
    mixed = named_muscles.chart(["infraspinatus@left:primary", "trapezius-upper@right"])
    one = named_muscles.chart(["infraspinatus@left:primary", "trapezius-upper@left"])
    values = named_muscles.chart(["soleus@left=0.3", "soleus@right=0.9"])

    assert mixed.name == "Infraspinatus (left)"
    assert one.name == "Infraspinatus"
    assert values.name == "Soleus"
