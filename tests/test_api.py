"""The public calls: typed, patient with what they are given, and clear about what they can't take."""

from __future__ import annotations

import os
import pydoc
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

import bodymap
from bodymap import BodymapError, BodymapTypeError, HandoutOptions, RenderOptions
from bodymap.export.handout import handout as handouts
from bodymap.export.html import card as cards
from bodymap.options.option import Options, options_of

ROOT = Path(__file__).parents[1]

FIELDS: dict[str, Any] = {
    "id": "mine",
    "name": "Mine",
    "group": "own",
    "summary": "It hurts.",
    "muscles": [{"muscle": "soleus", "role": "primary"}],
}

RIGHT = """
from pathlib import Path

import bodymap
from bodymap import HandoutOptions, RenderOptions, View

options = RenderOptions(side="left", size="a4", orientation="landscape", dpi=96, view=View.POSTERIOR)
picture: bodymap.Picture = bodymap.render("tennis-elbow", options, labels="latin", points="list")
picture = bodymap.render({"id": "mine"}, side="both", view="anterior", layers=bodymap.Layers(deep=False))
picture = bodymap.render(Path("mine.yaml"), theme="dark", text="text", id_prefix="a-")
scene: bodymap.Scene = bodymap.plan("tennis-elbow", side=None)
document: bodymap.Document = bodymap.handout(["tennis-elbow", Path("mine.yaml")], paper="letter", large=True, clinic="c.toml")
document = bodymap.handout("tennis-elbow", HandoutOptions(patient="A"))
document = bodymap.slides("tennis-elbow", build=True, template="t.pptx")
path: Path = bodymap.card("tennis-elbow", side="left").save("x.html")
muscle: bodymap.Muscle = bodymap.muscle("soleus")
library: tuple[bodymap.Condition, ...] = bodymap.conditions(folders=["mine"])
findings: tuple[bodymap.Finding, ...] = bodymap.find("temple", most=3)
matches: tuple[bodymap.Match, ...] = bodymap.search("elbow")
errors: tuple[bodymap.FileError, ...] = bodymap.check("mine.yaml")
names: tuple[str, ...] = bodymap.themes() + bodymap.bodies()
areas: bodymap.Atlas = bodymap.atlas()
"""

WRONG = """
import bodymap
bodymap.render("tennis-elbow", sidde="left")
bodymap.render("tennis-elbow", side="lefft")
bodymap.render("tennis-elbow", sheet="a4")
bodymap.render("tennis-elbow", dpi="96")
bodymap.render(3)
bodymap.plan("tennis-elbow", view="front-ish")
bodymap.handout("tennis-elbow", paper="a3")
bodymap.handout("tennis-elbow", labels="latin")
bodymap.slides("tennis-elbow", layers=3)
bodymap.card("tennis-elbow", size="a4")
bodymap.RenderOptions(labels="loud")
bodymap.draw("tennis-elbow", ax=None, size="a4")
bodymap.find("temple", most="3")
bodymap.muscle(3)
bodymap.render("tennis-elbow").save("x.svg", text="words")
"""


@pytest.mark.slow
def test_a_type_checker_takes_what_is_right_and_refuses_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "right.py").write_text(RIGHT, encoding="utf-8")
    (tmp_path / "wrong.py").write_text(WRONG, encoding="utf-8")
    line = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path / "cache"), "right.py", "wrong.py"]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    result = subprocess.run(
        line,
        cwd=tmp_path,
        env=environment | {"MYPYPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    refused = {
        (name, int(number)) for name, number in re.findall(r"^(\w+)\.py:(\d+): error:", result.stdout, re.MULTILINE)
    }
    calls = {("wrong", number) for number, text in enumerate(WRONG.splitlines(), 1) if text.startswith("bodymap.")}
    assert refused == calls, result.stdout


# --- what stands for a condition ------------------------------------------------------------------------------------


def test_a_condition_may_be_an_id_a_name_a_file_a_mapping_or_a_record(tmp_path: Path) -> None:
    record = msgspec.convert(FIELDS, bodymap.Condition)
    path = tmp_path / "mine.yaml"
    path.write_bytes(msgspec.json.encode(FIELDS))
    scenes = [bodymap.plan(given, side="left") for given in (record, FIELDS, path, str(path))]
    assert {scene.title for scene in scenes} == {"Mine"}
    assert len({msgspec.json.encode(scene) for scene in scenes}) == 1
    assert bodymap.plan("Tennis elbow").condition == bodymap.plan("tennis-elbow").condition == "tennis-elbow"


@pytest.mark.parametrize("call", [bodymap.plan, bodymap.render, bodymap.handout, bodymap.slides, bodymap.card])
@pytest.mark.parametrize(
    ("given", "kind", "message"),
    [
        (3, BodymapTypeError, "chart must be a Chart, a Condition, its id or name, its file or a mapping with its fields, not 3 (int)"),
        ("tenis-elbow", BodymapError,
         "unknown condition 'tenis-elbow'; did you mean 'tennis-elbow'? `bodymap list conditions` lists them all."),
        ({"id": "mine"}, BodymapError, "condition: the field 'name' is missing"),
        (FIELDS | {"muscles": [{"muscle": "soleos", "role": "primary"}]}, BodymapError,
         "condition: muscles[0].muscle: unknown muscle 'soleos'; did you mean 'soleus'? `bodymap list muscles` lists them all."),
        (FIELDS | {"muscles": [{"muscle": "soleus", "role": "secondary"}]}, BodymapError,
         "condition: muscles: at least one must have the role 'primary'"),
        (FIELDS | {"summary": object}, BodymapTypeError, "condition: Encoding objects of type type is unsupported"),
    ],
)  # fmt: skip
def test_what_stands_for_no_condition_is_said(call: Callable[..., Any], given: Any, kind: type, message: str) -> None:
    with pytest.raises(kind) as caught:
        call(given)
    assert str(caught.value) == message


# --- options --------------------------------------------------------------------------------------------------------


def test_options_may_be_a_record_or_keywords_or_both() -> None:
    record = RenderOptions(side="left", size="640x360")
    one = bodymap.render("tennis-elbow", record, labels="latin")
    other = bodymap.render("tennis-elbow", side="L", size="640x360", labels="Latin")
    assert one == other
    assert one.options == RenderOptions(side="left", size="640x360", labels="latin")


@pytest.mark.parametrize("call", [bodymap.plan, bodymap.render, bodymap.handout, bodymap.slides, bodymap.card])
def test_a_misspelt_option_is_said_by_every_call(call: Callable[..., Any]) -> None:
    with pytest.raises(BodymapError, match=r"^unknown option 'sidde'; did you mean 'side'\?"):
        call("tennis-elbow", sidde="left")
    with pytest.raises(BodymapError, match=r"^unknown side 'lefft'; did you mean 'left'\?"):
        call("tennis-elbow", side="lefft")
    with pytest.raises(BodymapTypeError, match=r"^body must be text, not 3"):
        call("tennis-elbow", body=3)


def test_an_error_carries_what_it_is_about() -> None:
    with pytest.raises(BodymapError) as caught:
        bodymap.render("tennis-elbow", layers="areas,sinews")
    error = caught.value
    assert (error.field, error.value) == ("layers", "sinews")
    assert {"areas", "points", "none"} <= set(error.choices)
    assert "--" not in str(error)


def test_an_svg_keeps_the_options_of_its_picture(tmp_path: Path) -> None:
    picture = bodymap.render("tennis-elbow", size="320x180", text="text", id_prefix="elbow-")
    svg = picture.save(tmp_path / "x.svg").read_text(encoding="utf-8")
    assert "<text" in svg
    ids = re.findall(r' id="([^"]+)"', svg)
    assert ids
    assert [id for id in ids if not id.startswith("elbow-")] == []
    assert set(re.findall(r'(?:href="#|url\(#)([^")]+)', svg)) <= set(ids)
    assert "<text" not in picture.save(tmp_path / "y.svg", text="paths").read_text(encoding="utf-8")


# --- documents ------------------------------------------------------------------------------------------------------


def test_a_document_saves_itself(tmp_path: Path) -> None:
    document = bodymap.card("tennis-elbow", side="left", body="Female")
    path = document.save(tmp_path / "x.html")
    assert (
        path.read_bytes()
        == bytes(document)
        == cards.card(bodymap.condition("tennis-elbow"), side="left", body="female-adult")
    )
    assert repr(document) == f"<bodymap card: Tennis elbow, {len(document.data) / 1000:.0f} kB>"
    with pytest.raises(BodymapError, match=r"unknown kind of card '\.pdf'; it may be \.html or \.htm$"):
        document.save(tmp_path / "x.pdf")


def test_a_handout_and_slides_are_what_the_commands_write(tmp_path: Path) -> None:
    pytest.importorskip("typst")
    record = bodymap.condition("tennis-elbow")
    asked = HandoutOptions(side="right", paper="letter", patient="Zoë Q")
    document = bodymap.handout("tennis-elbow", asked)
    assert document.data == handouts.encode([record], asked)
    assert document.save(str(tmp_path / "x.pdf")).read_bytes().startswith(b"%PDF")
    booklet = bodymap.handout(["tennis-elbow", FIELDS], title="Two", clinic=bodymap.Clinic(name="Mill Lane"))
    assert (booklet.kind, booklet.title) == ("handout", "Two")
    assert bodymap.slides("tennis-elbow", view="back").data.startswith(b"PK")


def test_a_document_needs_a_condition() -> None:
    for call in (bodymap.handout, bodymap.slides):
        with pytest.raises(BodymapError, match=r"^name at least one condition$"):
            call([])


# --- looking up -----------------------------------------------------------------------------------------------------


def test_muscles_conditions_bodies_and_themes_are_found(tmp_path: Path) -> None:
    assert bodymap.muscle("Musculus soleus") == bodymap.muscle("soleus") == bodymap.atlas().muscle("soleus")
    assert bodymap.condition("lateral epicondylitis").id == "tennis-elbow"
    (tmp_path / "mine.yaml").write_bytes(msgspec.json.encode(FIELDS))
    assert "mine" in {condition.id for condition in bodymap.conditions(folders=[tmp_path])}
    assert "mine" not in {condition.id for condition in bodymap.conditions()}
    assert bodymap.condition("mine", folders=tmp_path).name == "Mine"  # type: ignore[arg-type]
    assert bodymap.bodies()[0] == "neutral-adult"
    assert bodymap.themes()[0] == "clinic"
    assert bodymap.check(tmp_path / "mine.yaml") == ()
    (tmp_path / "mine.yaml").write_text("id: 7\n")
    assert bodymap.check(tmp_path / "mine.yaml")[0].field == "id"


def test_find_and_search() -> None:
    findings = bodymap.find("side of my head", "posterior:120,640", most=3, body="female")
    assert len(findings) == 3
    assert bodymap.find("temple")[0].muscle in ("temporalis", "trapezius-upper")
    assert bodymap.search("elbow")[0].kind == "condition"


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: bodymap.muscle("soleos"), "unknown muscle 'soleos'; did you mean 'soleus'? `bodymap list muscles` lists them all."),
        (lambda: bodymap.muscle(3), "name must be text, not 3 (int)"),
        (lambda: bodymap.find(), "name at least one place, e.g. temple"),
        (lambda: bodymap.find("temple", most=0), "most must be a whole number from 1, not 0"),
        (lambda: bodymap.search(3), "words must be text, not 3 (int)"),
        (lambda: bodymap.conditions(folders=3), "folders must be a list of paths, not 3"),
        (lambda: bodymap.render("tennis-elbow").save(), "name a file to write"),
        (lambda: bodymap.render("tennis-elbow").save(3), "a path must be text or a Path, not 3 (int)"),
        (lambda: bodymap.draw("tennis-elbow", ax=3), "ax must be a matplotlib Axes, not 3 (int)"),
    ],
)  # fmt: skip
def test_what_can_not_be_found_is_said(call: Callable[[], Any], message: str) -> None:
    with pytest.raises(BodymapError) as caught:
        call()
    assert str(caught.value) == message


ONE = [{"muscle": "soleus", "value": 1, "week": 1}]


@pytest.mark.parametrize(
    ("call", "kind", "message"),
    [
        (lambda: bodymap.plot(), BodymapTypeError, "plot() needs data first, e.g. {'soleus': 0.3}"),
        (lambda: bodymap.plot({"soleus": 1}, unknown="explode"), BodymapError, "unknown answer to unknown names 'explode'. It may be warn, error or ignore."),
        (lambda: bodymap.plot({"soleus": 1}, palette=["red"]), BodymapError, "the values are numbers, so they have no palette; give a colour map as cmap"),
        (lambda: bodymap.plot({"soleus": "weak"}, palette=3), BodymapTypeError, "palette must be a mapping of classes to colours or a list of colours, not 3 (int)"),
        (lambda: bodymap.plot({"soleus": 1}).save("x.png", dpi="high"), BodymapTypeError, "dpi must be a number, not 'high' (str)"),
        (lambda: bodymap.plot({"soleus": 1}).save("x.png", dpi=-4), BodymapError, "a resolution of -4 dpi is not possible; use 10 to 2400"),
        (lambda: bodymap.facet(ONE, col="week", wrap=0), BodymapError, "wrap must be a whole number from 1, not 0"),
        (lambda: bodymap.facet(ONE, col="week", wrap="2"), BodymapTypeError, "wrap must be a whole number from 1, not '2'"),
        (lambda: bodymap.animate(ONE, frame="week", clock=3), BodymapTypeError, "clock must be a format or None, not 3 (int)"),
        (lambda: bodymap.animate(ONE, frame="week", mark="value"), BodymapError, "unknown option 'mark'. `help(bodymap.PlotOptions)` lists them all."),
        (lambda: bodymap.animate(ONE, frame="week").save("x.gif", fps="fast"), BodymapTypeError, "fps must be a number, not 'fast' (str)"),
        (lambda: bodymap.animate(ONE, frame="week").save("x.gif", width=0), BodymapError, "an animation is from 64 to 4096 pixels wide, not 0"),
        (lambda: bodymap.frequency(None), BodymapTypeError, "charts must be a list or a mapping with a chart for each person, not None (NoneType)"),
        (lambda: bodymap.frequency([["low-back"]], body=3), BodymapTypeError, "body must be text, not 3 (int)"),
        (lambda: bodymap.poster(region=3), BodymapTypeError, "region must be the name of a region or a list of names, not 3 (int)"),
        (lambda: bodymap.Layers(deep=3), BodymapTypeError, "deep must be True or False, not 3 (int)"),
        (lambda: bodymap.Clinic(name=3), BodymapTypeError, "name must be one line of text, 80 letters at most, not 3 (int)"),
        (lambda: bodymap.Clinic(colour="blue"), BodymapError, "colour must be a colour, as #1d5b79, not 'blue' (str)"),
        (lambda: bodymap.render("tennis-elbow", colour="red"), BodymapError, "unknown option 'colour'. `help(bodymap.RenderOptions)` lists them all."),
    ],
)  # fmt: skip
def test_a_wrong_call_says_what_is_expected(call: Callable[[], Any], kind: type[BodymapError], message: str) -> None:
    with pytest.raises(BodymapError) as caught:
        call()
    assert type(caught.value) is kind
    assert str(caught.value) == message


@pytest.mark.parametrize("name", sorted({*bodymap.__all__} - {"__version__"}))
def test_help_explains_every_public_name(name: str) -> None:
    value = getattr(bodymap, name)
    said = pydoc.plain(pydoc.render_doc(value))
    assert (value.__doc__ or "").partition("\n")[0] in said
    if isinstance(value, type) and issubclass(value, Options):
        assert all(f"{option.name}: {option.help}" in said for option in options_of(value).values())


def test_the_module_is_the_command_line(tmp_path: Path) -> None:
    line = [sys.executable, "-m", "bodymap", "--version"]
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    result = subprocess.run(line, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True)
    assert result.stdout == f"bodymap {bodymap.__version__}\n"


def test_the_names_are_listed_without_what_they_need() -> None:
    code = "import sys, bodymap; dir(bodymap); print({'numpy', 'matplotlib', 'msgspec', 'typer'} & set(sys.modules))"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout == "set()\n"
    assert set(bodymap.__all__) == set(dir(bodymap))
