"""The options in one place: what is typed, what is asked, what is helped with; and that nothing drifts from it."""

from __future__ import annotations

import inspect
import typing
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal, get_args, get_type_hints

import msgspec
import pytest
import typer
from typer.main import get_command

import bodymap
from bodymap import formats
from bodymap.body import bodies
from bodymap.cli import find, handout, poster, quiz, render, slides
from bodymap.content.layers import NAMES, Layers
from bodymap.errors import BodymapError, BodymapTypeError
from bodymap.export import image
from bodymap.export.handout.clinic import Clinic
from bodymap.knowledge.anatomy import View
from bodymap.layout import label_modes, point_numbers, sheets
from bodymap.layout.sheets import Sheet
from bodymap.options import choices, keywords
from bodymap.options.calls import build
from bodymap.options.option import Options, options_of
from bodymap.options.records import (
    CardOptions,
    DrawOptions,
    FigureOptions,
    HandoutOptions,
    PosterOptions,
    QuizOptions,
    RenderOptions,
    SlideOptions,
)
from bodymap.options.typed import ChartOptions, ClinicOptions, FileOptions, FolderOptions
from bodymap.style import theme
from bodymap.style.theme import Theme

RECORDS: list[type[Options]] = [
    FigureOptions,
    DrawOptions,
    RenderOptions,
    HandoutOptions,
    SlideOptions,
    CardOptions,
    QuizOptions,
    PosterOptions,
]
TYPED: list[type[Options]] = [ChartOptions, FileOptions, ClinicOptions, FolderOptions]
NAMESPACE = {"Layers": Layers, "Clinic": Clinic, "View": View, "Sheet": Sheet, "Theme": Theme}

CALLS: dict[str, tuple[Callable[..., Any], type[Options]]] = {
    "render": (bodymap.render, RenderOptions),
    "draw": (bodymap.draw, DrawOptions),
    "plan": (bodymap.plan, RenderOptions),
    "handout": (bodymap.handout, HandoutOptions),
    "slides": (bodymap.slides, SlideOptions),
    "card": (bodymap.card, CardOptions),
    "quiz": (bodymap.quiz, QuizOptions),
    "poster": (bodymap.poster, PosterOptions),
}

COMMANDS: dict[str, tuple[Callable[..., Any], type[Options], set[str]]] = {
    "render": (render.render, RenderOptions, set()),
    "describe": (render.describe, FigureOptions, {"theme", "skin", "base", "layers"}),
    "find": (find.find, RenderOptions, {"layers", "points", "text", "id_prefix", "transparent", "key"}),
    "handout": (handout.handout, HandoutOptions, set()),
    "slides": (slides.slides, SlideOptions, set()),
    "card": (slides.card, CardOptions, set()),
    "quiz": (quiz.quiz, QuizOptions, set()),
    "poster condition": (poster.condition, PosterOptions, set()),
    "poster region": (poster.region, PosterOptions, {"view", "base", "layers"}),
    "poster muscles": (poster.muscles, PosterOptions, {"side", "view", "base", "layers"}),
}


# --- nothing drifts -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_the_keywords_of_a_record_are_its_fields(record: type[Options]) -> None:
    fields = get_type_hints(record, localns=NAMESPACE)
    known = get_type_hints(getattr(keywords, record.__name__.replace("Options", "Keywords")), localns=NAMESPACE)
    assert list(known) == list(record.__struct_fields__)
    for name, kind in known.items():
        assert set(_kinds(kind)) - {str} == set(_kinds(fields[name])) - {str}, name


def _kinds(hint: Any) -> tuple[Any, ...]:
    if typing.get_origin(hint) is typing.Annotated:
        return _kinds(get_args(hint)[0])
    return get_args(hint) if typing.get_origin(hint) is not Literal and get_args(hint) else (hint,)


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_what_is_said_of_an_option_is_what_its_type_says(record: type[Options]) -> None:
    hints = get_type_hints(record, localns=NAMESPACE)
    for option in options_of(record).values():
        kinds = _kinds(hints[option.name])
        literals = [get_args(kind) for kind in kinds if typing.get_origin(kind) is Literal]
        assert [*literals, ()][0] == option.choices
        assert (type(None) in kinds) == (option.default is None)
        records = [kind.__name__ for kind in kinds if kind in NAMESPACE.values() and kind is not View]
        assert records == ([option.about.record] if option.about.record else [])
        assert option.default is None or option.accept(option.default) == option.default


@pytest.mark.parametrize("record", [*RECORDS, *TYPED], ids=lambda record: record.__name__)
def test_every_option_has_a_sentence_of_help_in_the_imperative(record: type[Options]) -> None:
    for option in options_of(record).values():
        first = option.help.split()[0]
        assert option.help.rstrip('"').endswith(".")
        assert first in {
            "Draw", "Show", "Use", "Label", "Leave", "Make", "Turn", "Set", "Write", "Start", "Print", "Read",
            "Mark", "With", "Narrow", "Also",
        }, option.help  # fmt: skip
        if option.choices and option.name not in ("labels", "names"):
            assert [choice for choice in option.choices if choice not in option.help.replace("left side", "left")] in (
                [],
                ["auto"],
                ["auto", "list"],
            ) or option.name in ("points", "text")


@pytest.mark.parametrize("name", CALLS)
def test_the_signature_of_a_call_has_its_options(name: str) -> None:
    call, record = CALLS[name]
    parameters = inspect.signature(call).parameters
    known = options_of(record)
    assert {name: p.default for name, p in parameters.items() if name in known} == {
        option.name: option.default for option in known.values()
    }
    assert not [p for p in parameters.values() if p.kind is inspect.Parameter.VAR_KEYWORD]


@pytest.mark.parametrize("name", COMMANDS)
def test_the_options_of_a_command_are_those_of_its_record(name: str) -> None:
    command, record, without = COMMANDS[name]
    alone = typer.Typer(add_completion=False)
    alone.command()(command)
    shown: dict[str, Any] = {parameter.name: parameter for parameter in get_command(alone).params}
    for option in options_of(record).values():
        if option.name in without:
            assert option.name not in shown
            continue
        parameter = shown[option.name]
        assert parameter.opts == [f"--{option.typed}"]
        assert parameter.help.startswith(option.help)
        assert parameter.default == option.default


def test_choices_and_defaults_are_those_of_the_library() -> None:
    assert get_args(choices.ViewName) == tuple(View)
    assert get_args(choices.Sides) == ("left", "right", "both")
    assert get_args(choices.LabelStyle) == label_modes.LABELS
    assert get_args(choices.PointStyle) == point_numbers.POINT_STYLES
    assert get_args(choices.Orientation) == sheets.TURNS
    assert get_args(formats.TextMode) == image.TEXT
    assert (choices.DEFAULT_BODY, choices.DEFAULT_THEME) == (bodies.DEFAULT_BODY, theme.DEFAULT)
    help = options_of(RenderOptions)["layers"].help
    assert [name for name in NAMES if name not in help] == []
    assert [name for name in sheets.NAMED if name not in options_of(RenderOptions)["size"].help] == []


# --- values ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "typed", "meant"),
    [
        ("side", "Left", "left"), ("side", "l", "left"), ("side", "L", "left"), ("side", "R", "right"),
        ("side", "right side", "right"), ("side", "both sides", "both"), ("side", " BOTH ", "both"), ("side", None, None),
        ("view", "front", "anterior"), ("view", "Back", "posterior"), ("view", "left lateral", "left-lateral"),
        ("view", "feet", "plantar"), ("view", View.POSTERIOR, "posterior"),
        ("labels", "Latin", "latin"), ("orientation", "Landscape", "landscape"), ("dpi", 96, 96.0),
        ("points", "NONE", "none"),
    ],
)  # fmt: skip
def test_a_value_is_taken_as_people_type_it(name: str, typed: object, meant: object) -> None:
    assert getattr(RenderOptions(**{name: typed}), name) == meant


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("A4", "a4"), ("Letter", "letter"), ("US Letter", "letter"), ("a4 landscape", "a4-landscape"), ("Slide", "slide"),
        ("1920 x 1080", "1920x1080"), ("800×600 px", "800x600"),
    ],
)  # fmt: skip
def test_a_size_is_taken_as_people_type_it(typed: str, name: str) -> None:
    assert sheets.sheet(typed).name == name


@pytest.mark.parametrize("typed", ["female", "Female", "female adult", "female-adult", "FEMALE-ADULT"])
def test_a_body_is_taken_as_people_type_it(typed: str) -> None:
    assert bodies.known(typed) == "female-adult"


@pytest.mark.parametrize(
    ("given", "kind", "message"),
    [
        ({"side": "lefft"}, BodymapError, "unknown side 'lefft'; did you mean 'left'? It may be left, right or both."),
        ({"side": 3}, BodymapTypeError, "side must be 'left', 'right', 'both' or None, not 3 (int)"),
        ({"labels": None}, BodymapTypeError,
         "labels must be 'plain', 'latin', 'both', 'numbers', 'blank' or 'none', not None (NoneType)"),
        ({"dpi": "96"}, BodymapTypeError, "dpi must be a number or None, not '96' (str)"),
        ({"dpi": True}, BodymapTypeError, "dpi must be a number or None, not True (bool)"),
        ({"transparent": "yes"}, BodymapTypeError, "transparent must be True or False, not 'yes' (str)"),
        ({"theme": 3}, BodymapTypeError, "theme must be text or a Theme, not 3 (int)"),
        ({"size": (640, 480)}, BodymapTypeError, "size must be text or a Sheet, not (640, 480) (tuple)"),
        ({"layers": ["points"]}, BodymapTypeError, "layers must be text or a Layers, not ['points'] (list)"),
        ({"id_prefix": "1x"}, BodymapError, "'1x' can't start an id; use a letter, then letters, digits, - or _"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_named_with_what_is_expected(given: dict[str, Any], kind: type, message: str) -> None:
    with pytest.raises(kind) as caught:
        RenderOptions(**given)
    [(field, value)] = given.items()
    assert (str(caught.value), caught.value.field, caught.value.value) == (message, field, value)  # type: ignore[attr-defined]
    if kind is BodymapTypeError:
        assert isinstance(caught.value, TypeError)


def test_an_unknown_option_is_named_with_the_nearest() -> None:
    with pytest.raises(BodymapError, match=r"^unknown option 'sidde'; did you mean 'side'\?"):
        build(RenderOptions, None, {"sidde": "left"})


def test_keywords_win_over_a_record_which_stays_as_it_is() -> None:
    record = RenderOptions(side="left", size="a4")
    assert build(RenderOptions, record, {"side": "R"}) == RenderOptions(side="right", size="a4")
    assert record.side == "left"
    with pytest.raises(BodymapTypeError, match=r"^options must be RenderOptions, not "):
        build(RenderOptions, CardOptions(), {})


def test_a_path_may_be_text() -> None:
    assert HandoutOptions(template="x.typ").template == Path("x.typ")  # type: ignore[arg-type]
    assert HandoutOptions(clinic="clinic.toml").clinic == Path("clinic.toml")
    assert HandoutOptions(clinic=Clinic(name="Mill Lane")).clinic == Clinic(name="Mill Lane")


def test_a_record_is_a_value() -> None:
    assert hash(RenderOptions(side="left")) == hash(RenderOptions(side="left"))
    with pytest.raises(AttributeError):
        RenderOptions().side = "left"  # type: ignore[misc]
    assert msgspec.structs.replace(RenderOptions(), side="l").side == "left"
