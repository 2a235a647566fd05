"""The options of every picture and document: name, type, choices, default and one sentence of help, all in one place.

The calls for Python, the options of the command line and the columns of a batch are made from the records below. Each
record checks its values when it is made, and takes them as people type them: `Left`, `l` and `left side` are `left`.
Beside each record stands the same as keywords (`RenderKeywords`), so that an editor and mypy know them in a call.
"""

# Annotations are evaluated here, but for quoted ones: the help of an option must not wait for what its type needs.

from collections.abc import Callable, Collection, Mapping
from functools import cache, wraps
from inspect import Parameter, Signature, get_annotations
from pathlib import Path
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    ForwardRef,
    Literal,
    NamedTuple,
    TypedDict,
    TypeVar,
    cast,
    get_args,
)

import msgspec

from .errors import BodymapError, BodymapTypeError, folded, one_of, quoted, readable, unknown
from .formats import BUILT_IN
from .formats import TextMode as TextMode

if TYPE_CHECKING:
    from .content.layers import Layers
    from .export.handout.clinic import Clinic
    from .knowledge.anatomy import View
    from .layout.sheets import Sheet
    from .style.theme import Theme

Sides = Literal["left", "right", "both"]
"""Which of the patient's sides are drawn."""

ViewName = Literal["anterior", "posterior", "left-lateral", "right-lateral", "plantar"]
"""The names of the views, as `View` has them."""

Orientation = Literal["landscape", "portrait"]
"""How a page is turned."""

LabelStyle = Literal["plain", "latin", "both", "numbers", "blank", "none"]
"""What stands beside a muscle."""

PointStyle = Literal["auto", "marks", "numbers", "list", "all", "none"]
"""How trigger points are shown."""

Paper = Literal["a4", "letter"]
"""What a handout is printed on."""

Pages = Literal["1", "2"]
"""How many pages a handout has for a condition."""

AboutNeedling = Literal["full", "short", "none"]
"""How much a handout says about dry needling."""

Audience = Literal["patient", "clinician"]
"""Whom a handout is for."""

SourceStyle = Literal["short", "full"]
"""How the sources of a handout are given."""

BaseName = Literal["skin", "muscles"]
"""What the rest of the body is, around the highlighted muscles."""

PosterSize = Literal[
    "a4", "a3", "a2", "a1", "a0", "letter", "tabloid", "arch-a", "arch-b", "arch-c", "arch-d", "arch-e"
]
"""The sheets of posters."""

NameStyle = Literal["plain", "latin", "both"]
"""Which names of muscles a poster has."""

DEFAULT_BODY = "neutral-adult"
DEFAULT_THEME = "clinic"
DEFAULT_SIZE = "slide"

SHORTHANDS = {
    "landscape": ("orientation", "landscape"),
    "portrait": ("orientation", "portrait"),
    "no-points": ("points", "none"),
}
"""Switches that set another option, on the command line and in a table: `--landscape` is `--orientation landscape`."""

_ID_PREFIX = "a letter, then letters, digits, - or _"


class About(NamedTuple):
    """What a field of a record says about its option.

    `help` is a sentence in the imperative. `choices` is the `Literal` of its values, `noun` what messages call one.
    `default` says how the default reads where that is not a value. `spellings` are other ways to type a choice.
    `record` is the name of a type that Python callers may give in the place of text. `typed` is its name on a
    command line and in a table, if that is not the field's.
    """

    help: str
    choices: Any = None
    noun: str = ""
    default: str = ""
    spellings: Mapping[str, str] = {}
    record: str = ""
    metavar: str = ""
    typed: str = ""


class Option(NamedTuple):
    """An option of a record: its field, and what is known about it. `kind` is text, choice, switch, number or path."""

    name: str
    kind: str
    default: Any
    choices: tuple[str, ...]
    about: About

    @property
    def help(self) -> str:
        """The sentence of help."""
        return self.about.help

    @property
    def typed(self) -> str:
        """Its name as it is typed on the command line and in a table."""
        return self.about.typed or self.name.replace("_", "-")

    def accept(self, value: Any) -> Any:
        """The value as the record keeps it.

        Raises:
            BodymapError: it is not one of the choices.
            BodymapTypeError: it has the wrong Python type.
        """
        if value is None and self.default is None:
            return None
        if self.about.record and type(value).__name__ == self.about.record:
            return value
        if self.kind == "switch" and isinstance(value, bool):
            return value
        if self.kind == "number" and isinstance(value, int | float) and not isinstance(value, bool):
            return float(value)
        if self.kind == "path" and isinstance(value, str | Path):
            return Path(value)
        if self.kind == "choice" and isinstance(value, str):
            return self._choice(value)
        if self.kind == "text" and isinstance(value, str):
            return readable(value, self.name)
        raise BodymapTypeError(
            f"{self.name} must be {self._wanted()}, not {_kind_of(value)}", field=self.name, value=value
        )

    def _choice(self, value: str) -> str:
        if str(value) in self.choices:
            return str(value)
        typed = folded(value)
        spellings = {folded(choice): choice for choice in self.choices} | dict(self.about.spellings)
        if typed in spellings:
            return spellings[typed]
        noun = self.about.noun or self.name
        raise unknown(noun, value, self.choices, field=self.name)

    def _wanted(self) -> str:
        words = {"switch": "True or False", "number": "a number", "path": "a path", "text": "text"}
        kinds = list(map(repr, self.choices)) if self.kind == "choice" else [words[self.kind]]
        kinds += [f"a {self.about.record}"] if self.about.record else []
        return one_of([*kinds, *(["None"] if self.default is None else [])])


FOR_PATIENTS = {"large": "large print", "pages": "a number of pages", "about": "the text about dry needling"}
"""Options that a page for the clinician does not have, and what messages call them."""


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """A record of options. Every value is checked, and put into its usual form, when the record is made."""

    def __post_init__(self) -> None:
        for option in options_of(type(self)).values():
            value = getattr(self, option.name)
            if value is not option.default and (accepted := option.accept(value)) is not value:
                msgspec.structs.force_setattr(self, option.name, accepted)


class FigureOptions(Options, frozen=True, kw_only=True):
    """What every picture and document can be asked for: whose body it shows, from where, and how it looks."""

    side: Annotated[
        Sides | None,
        About(
            "Draw the patient's left side, right side or both.",
            choices=Sides,
            default="right as an example if a condition is on one side, else both",
            spellings={
                **dict.fromkeys(("l", "lt", "left side"), "left"),
                **dict.fromkeys(("r", "rt", "right side"), "right"),
                **dict.fromkeys(("b", "both sides", "left and right", "right and left", "bilateral"), "both"),
            },
        ),
    ] = None
    body: Annotated[str, About("Draw this body: one that `bodymap list bodies` lists.")] = DEFAULT_BODY
    view: Annotated[
        "View | ViewName | None",
        About(
            "Show the body from this side: anterior, posterior, left-lateral, right-lateral or plantar.",
            choices=ViewName,
            default="the views that show it best",
            spellings={
                **dict.fromkeys(("front", "from the front", "ventral"), "anterior"),
                **dict.fromkeys(("back", "from behind", "rear", "dorsal"), "posterior"),
                **dict.fromkeys(("left", "left side", "lateral left"), "left-lateral"),
                **dict.fromkeys(("right", "right side", "lateral right"), "right-lateral"),
                **dict.fromkeys(("sole", "soles", "feet", "from below"), "plantar"),
            },
        ),
    ] = None
    theme: Annotated[
        "str | Theme",
        About("Use this theme: one that `bodymap list themes` lists, or your own file (.yaml).", record="Theme"),
    ] = DEFAULT_THEME
    skin: Annotated[
        str | None, About("Use this skin tone: one that `bodymap list skins` lists.", default="the theme's own")
    ] = None
    base: Annotated[
        BaseName | None,
        About(
            "Draw the rest of the body as skin, or as a quiet figure of muscles.",
            choices=BaseName,
            noun="base",
            default="what the theme says",
        ),
    ] = None
    layers: Annotated[
        "str | Layers",
        About(
            "Show or hide parts, e.g. areas,-fibres or none,points. Parts: deep, points, pain, zones, "
            "areas, structures, bones, fibres, others, locator, insets. Start with all or none to set every part.",
            default="all but areas",
            record="Layers",
            metavar="LIST",
        ),
    ] = ""


class DrawOptions(FigureOptions, frozen=True, kw_only=True):
    """The options of a picture that is drawn into a matplotlib Axes."""

    labels: Annotated[
        LabelStyle,
        About(
            "Label muscles with plain names, Latin names, both, numbers, blank lines to write on, or nothing.",
            choices=LabelStyle,
            noun="kind of labels",
        ),
    ] = "plain"
    points: Annotated[
        PointStyle,
        About(
            "Show the trigger points of main muscles as marks, as numbers, or as numbers with a list of their sites; "
            "those of all muscles as marks (all); or none.",
            choices=PointStyle,
            noun="kind of points",
        ),
    ] = "auto"
    transparent: Annotated[bool, About("Leave the background transparent.")] = False


class RenderOptions(DrawOptions, frozen=True, kw_only=True):
    """The options of a picture."""

    key: Annotated[
        bool,
        About("Write the answers to blank lines too: on the second page of a PDF, else in a second file, x-key.png."),
    ] = False

    size: Annotated[
        "str | Sheet",
        About(
            "Make the picture this size: slide, a4, a5, letter, square, story, or pixels, e.g. 1920x1080.",
            record="Sheet",
        ),
    ] = DEFAULT_SIZE
    orientation: Annotated[
        Orientation | None,
        About(
            "Turn the page: landscape or portrait.",
            choices=Orientation,
            default="the usual way for its size",
            spellings={"wide": "landscape", "tall": "portrait", "upright": "portrait"},
        ),
    ] = None
    dpi: Annotated[
        float | None, About("Set the resolution in dots per inch (dpi).", default="the usual one for its size")
    ] = None
    text: Annotated[
        TextMode,
        About(
            "Write the words of an SVG as paths, or as text that can be edited.", choices=TextMode, noun="kind of text"
        ),
    ] = "paths"
    id_prefix: Annotated[
        str, About("Start every id of an SVG with this, so that several can stand in one page.", metavar="PREFIX")
    ] = ""

    def __post_init__(self) -> None:
        super().__post_init__()
        prefix = self.id_prefix
        if prefix and not (
            prefix[0].isalpha() and prefix.replace("-", "").replace("_", "").isalnum() and prefix.isascii()
        ):
            raise BodymapError(f"{quoted(prefix)} can't start an id; use {_ID_PREFIX}", field="id_prefix", value=prefix)


class HandoutOptions(FigureOptions, frozen=True, kw_only=True):
    """The options of a handout. `title` is the title of a booklet of several conditions."""

    audience: Annotated[
        Audience,
        About(
            "Make the handout for a patient, or a page with anatomy and signs for the clinician.",
            choices=Audience,
            spellings=dict.fromkeys(("physio", "physiotherapist", "therapist"), "clinician"),
            typed="for",
        ),
    ] = "patient"
    paper: Annotated[Paper, About("Print on this paper: a4 or letter.", choices=Paper)] = "a4"
    large: Annotated[bool, About("Use large print: every word has at least 16 points.")] = False
    bw: Annotated[bool, About("Print in black and white.")] = False
    pages: Annotated[
        Pages,
        About("Print 1 page for a condition, or 2 with one on dry needling.", choices=Pages, noun="number of pages"),
    ] = "2"
    about: Annotated[
        AboutNeedling,
        About("Print a full or short text about dry needling, or none.", choices=AboutNeedling, noun="kind of text"),
    ] = "short"
    sources: Annotated[
        SourceStyle,
        About("Print the sources in short (author and year) or in full.", choices=SourceStyle, noun="kind of sources"),
    ] = "short"
    clinic: Annotated[
        "Clinic | Path | str | None",
        About(
            "Read your clinic's name, address, phone, emergency number, email, web, logo and colour from this file.",
            default="clinic.toml, if it is there",
            record="Clinic",
            metavar="FILE",
        ),
    ] = None
    patient: Annotated[str, About("Print the patient's name. It is not stored.")] = ""
    date: Annotated[str, About("Print this date.")] = ""
    title: Annotated[str, About("Print this title on a booklet of several conditions.")] = ""
    template: Annotated[Path | None, About("Use your own template (.typ).", metavar="FILE")] = None

    def __post_init__(self) -> None:
        super().__post_init__()
        for name, option in options_of(type(self)).items():
            value = getattr(self, name)
            if self.audience == "clinician" and name in FOR_PATIENTS and value != option.default:
                message = f"{FOR_PATIENTS[name]} is for patients; leave it out for the clinician"
                raise BodymapError(message, field=name, value=value)


class SlideOptions(FigureOptions, frozen=True, kw_only=True):
    """The options of a slide deck."""

    labels: Annotated[LabelStyle, DrawOptions.__annotations__["labels"].__metadata__[0]] = "plain"
    key: Annotated[bool, About("Show the answers to blank lines on the next slide.")] = False
    quiz: Annotated[bool, About("Show blank lines, and the answers on the next slide.")] = False
    build: Annotated[bool, About("Show body, muscles, points and pain on one slide after another.")] = False
    editable: Annotated[bool, About("Draw muscles, points and names as PowerPoint shapes.")] = False
    title: Annotated[str, About("Start with an opening slide that has this title.")] = ""
    template: Annotated[Path | None, About("Use your own slide master (.pptx or .potx).", metavar="FILE")] = None
    layout: Annotated[
        str | None, About("Use this layout of your slide master.", default="one with nothing but a title")
    ] = None


class CardOptions(FigureOptions, frozen=True, kw_only=True):
    """The options of a card: a web page in one file."""


class QuizOptions(FigureOptions, frozen=True, kw_only=True):
    """The options of a quiz: sheets with blank lines, and their key."""

    paper: Annotated[Paper, About("Print on this paper: a4 or letter.", choices=Paper)] = "a4"
    title: Annotated[str, About("Print this title on the sheets.", default="the name of the region or condition")] = ""


class PosterOptions(FigureOptions, frozen=True, kw_only=True):
    """The options of a poster. `title` is printed in place of the poster's own."""

    size: Annotated[
        PosterSize,
        About(
            "Make the poster this size: a4, a3, a2, a1, a0, letter, tabloid, arch-a, arch-b, arch-c, arch-d or arch-e.",
            choices=PosterSize,
            noun="size",
            spellings={
                "11x17": "tabloid",
                "ledger": "tabloid",
                "18x24": "arch-c",
                "24x36": "arch-d",
                "36x48": "arch-e",
            },
        ),
    ] = "a2"
    orientation: Annotated[
        Orientation | None,
        About(
            "Turn the sheet: landscape or portrait.",
            choices=Orientation,
            default="landscape for a region, else portrait",
            spellings={"wide": "landscape", "tall": "portrait", "upright": "portrait"},
        ),
    ] = None
    names: Annotated[
        NameStyle,
        About("Print plain names of muscles, Latin names, or both.", choices=NameStyle, noun="kind of names"),
    ] = "plain"
    tiles: Annotated[
        Paper | None,
        About(
            "Print the poster on several sheets of this paper, a4 or letter, to glue together.",
            choices=Paper,
            default="one sheet",
        ),
    ] = None
    title: Annotated[str, About("Print this title.", default="the name of the condition or region")] = ""
    clinic: Annotated[
        "Clinic | Path | str | None",
        About(
            "Read your clinic's name, address, phone, web address and logo from this file.",
            default="clinic.toml, if it is there",
            record="Clinic",
            metavar="FILE",
        ),
    ] = None


# --- what the command line and a table add ---------------------------------------------------------------------------

HELP = {
    "condition": "A condition: its id, its name or its file (.yaml). A side may follow, e.g. sciatica@left.",
    "muscle": "Draw this muscle or group in place of a condition: NAME[.POINTS][@SIDE][:ROLE][=VALUE], e.g. "
    "infraspinatus.1,2@left:primary, or with a value from 0 to 1, soleus@right=0.9.",
    "point": "Mark this trigger point in place of a condition, e.g. infraspinatus.2@left. Its muscle is drawn quietly.",
    "structure": "Draw this tendon, bone, nerve or joint in place of a condition: NAME[@SIDE][:painful|related], e.g. "
    "achilles-tendon@left.",
    "spot": 'Mark a free spot with a note: a view and mm on its plate, e.g. posterior:120,640="sore here", or an '
    'area, e.g. low-back@left="sore here".',
    "pain": "With muscles or points: mark this area as painful. A side may follow, e.g. low-back@left.",
    "title": "With muscles or points: print this title.",
    "note": 'Print this line, e.g. "No lifting until Sunday."',
    "region": "Narrow a condition that can be anywhere to one region, e.g. knee.",
    "format": f"Write this kind of picture: {one_of(backend.kind for backend in BUILT_IN)}.",
    "alt": "Write sidecar to save the description in a file beside the picture.",
    "name": "Print this name of your clinic.",
    "address": "Print this line of your clinic's address.",
    "logo": "Print this logo of your clinic (.png, .jpg or .svg).",
    "colour": "Use this colour of your clinic, e.g. #1d5b79.",
    "conditions": "Also read your own conditions from this folder.",
    "plates": "Use your own plates from this folder: <body>/<view>.svg.",
}
"""The sentences of help of options that are no field of a record, by name."""

SIDECAR = ("sidecar",)
"""How a description can be written."""

# --- the same as keywords -------------------------------------------------------------------------------------------


class FigureKeywords(TypedDict, total=False):
    """The fields of `FigureOptions` as keywords."""

    side: Sides | None
    body: str
    view: "View | ViewName | None"
    theme: "str | Theme"
    skin: str | None
    base: BaseName | None
    layers: "str | Layers"


class DrawKeywords(FigureKeywords, total=False):
    """The fields of `DrawOptions` as keywords."""

    labels: LabelStyle
    points: PointStyle
    transparent: bool


class RenderKeywords(DrawKeywords, total=False):
    """The fields of `RenderOptions` as keywords."""

    key: bool

    size: "str | Sheet"
    orientation: Orientation | None
    dpi: float | None
    text: TextMode
    id_prefix: str


class HandoutKeywords(FigureKeywords, total=False):
    """The fields of `HandoutOptions` as keywords."""

    audience: Audience
    paper: Paper
    large: bool
    bw: bool
    pages: Pages
    about: AboutNeedling
    sources: SourceStyle
    clinic: "Clinic | Path | str | None"
    patient: str
    date: str
    title: str
    template: Path | str | None


class SlideKeywords(FigureKeywords, total=False):
    """The fields of `SlideOptions` as keywords."""

    labels: LabelStyle
    key: bool
    quiz: bool
    build: bool
    editable: bool
    title: str
    template: Path | str | None
    layout: str | None


class CardKeywords(FigureKeywords, total=False):
    """The fields of `CardOptions` as keywords."""


class QuizKeywords(FigureKeywords, total=False):
    """The fields of `QuizOptions` as keywords."""

    paper: Paper
    title: str


class PosterKeywords(FigureKeywords, total=False):
    """The fields of `PosterOptions` as keywords."""

    size: PosterSize
    orientation: Orientation | None
    names: NameStyle
    tiles: Paper | None
    title: str
    clinic: "Clinic | Path | str | None"


# --- looking options up ---------------------------------------------------------------------------------------------

T = TypeVar("T", bound=Options)
F = TypeVar("F", bound=Callable[..., Any])


@cache
def options_of(record: type[Options]) -> dict[str, Option]:
    """The options of a record by name, in order."""
    hints = dict[str, Any]()
    for base in reversed(record.__mro__):
        own = get_annotations(base) if issubclass(base, Options) else {}
        hints |= {name: hint for name, hint in own.items() if hasattr(hint, "__metadata__")}
    defaults = dict(zip(record.__struct_fields__, record.__struct_defaults__, strict=True))
    return {name: _option(name, hints[name], default) for name, default in defaults.items()}


def build(record: type[T], options: Options | None, given: Mapping[str, Any]) -> T:
    """The record of options that a call was given as a record, as keywords, or as both; keywords win.

    Raises:
        BodymapError: a keyword is not an option, or a value is not one of its choices.
        BodymapTypeError: a value has the wrong Python type.
    """
    if options is not None and not isinstance(options, record):
        raise BodymapTypeError(
            f"options must be {record.__name__}, not {_kind_of(options)}", field="options", value=options
        )
    for name in given:
        if name not in record.__struct_fields__:
            raise _no_option(record, name)
    return record(**given) if options is None else msgspec.structs.replace(options, **given)


OF_CHARTS = (
    *("title", "summary", "note", "marks", "condition"),
    *("muscle", "muscles", "point", "pain", "area", "structure", "spot"),
)
"""Names that people try as an option, but that belong to a chart."""


def _no_option(record: type[Options], name: str) -> BodymapError:
    """Return the error for a keyword that is no option of a call."""
    if name in OF_CHARTS:
        chart = "bodymap.Chart((bodymap.ChartMark(muscle='soleus'),), title='Calf')"
        message = f"{name!r} is no option; it belongs to the chart, which comes first, e.g. {chart}"
        return BodymapError(message, field=name, choices=record.__struct_fields__)
    return unknown("option", name, record.__struct_fields__, field=name)


def of_figure(options: FigureOptions) -> RenderOptions:
    """Return the options of a picture that has the body, the view and the look that a document was asked for."""
    return RenderOptions(**{name: getattr(options, name) for name in FigureOptions.__struct_fields__})


def takes(record: type[Options], without: Collection[str] = ()) -> Callable[[F], F]:
    """Show the options of a record in the signature of a function that takes them as `**keywords`."""

    def shown(function: F) -> F:
        from inspect import signature

        written = signature(function)
        fixed = [p for p in written.parameters.values() if p.kind is not Parameter.VAR_KEYWORD]
        more = [
            Parameter(
                option.name, Parameter.KEYWORD_ONLY, default=option.default, annotation=_annotation(record, option.name)
            )
            for option in options_of(record).values()
            if option.name not in without
        ]
        first = fixed[0]

        @wraps(function)
        def checked(*arguments: Any, **given: Any) -> Any:
            if not arguments and first.name not in given and first.default is Parameter.empty:
                for name in given:
                    if name not in written.parameters and name not in record.__struct_fields__:
                        raise _no_option(record, name)
                message = f"{function.__name__}() needs {first.name} first, e.g. 'tennis-elbow'"
                raise BodymapTypeError(message, field=first.name)
            return function(*arguments, **given)

        checked.__signature__ = Signature([*fixed, *more], return_annotation=written.return_annotation)  # type: ignore[attr-defined]
        return cast("F", checked)

    return shown


def _annotation(record: type[Options], name: str) -> Any:
    """The type of a field, without what is said about it."""
    hints = (get_annotations(base).get(name) for base in record.__mro__ if issubclass(base, Options))
    kind = get_args(next(hint for hint in hints if hint is not None))[0]
    return kind.__forward_arg__ if isinstance(kind, ForwardRef) else kind


def _option(name: str, hint: Any, default: Any) -> Option:
    base, about = get_args(hint)
    kinds = (
        base.__forward_arg__.split(" | ")
        if isinstance(base, ForwardRef)
        else [getattr(k, "__name__", "") for k in get_args(base) or (base,)]
    )
    kind = next(
        (kind for name, kind in (("bool", "switch"), ("float", "number"), ("Path", "path")) if name in kinds), "text"
    )
    return Option(name, "choice" if about.choices else kind, default, get_args(about.choices), about)


def _kind_of(value: Any) -> str:
    """A value of the wrong type as messages show it: "3 (int)"."""
    return f"{quoted(value)} ({type(value).__name__})"
