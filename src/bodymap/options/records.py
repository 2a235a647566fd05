"""The options of every picture and document, as records: name, type, choices, default and help of each option.

The calls for Python, the options of the command line and the columns of a batch are made from them. A record checks its
values when it is made, and takes them as people type them: `Left`, `l` and `left side` are `left`.
"""

# Annotations are evaluated here, but for quoted ones: the help of an option must not wait for what its type needs.

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from ..errors import BodymapError, quoted
from ..formats import TextMode
from .choices import (
    DEFAULT_BODY,
    DEFAULT_SIZE,
    DEFAULT_THEME,
    AboutNeedling,
    Audience,
    BaseName,
    LabelStyle,
    NameStyle,
    Orientation,
    Pages,
    Paper,
    PointStyle,
    PosterSize,
    Sides,
    SourceStyle,
    ViewName,
)
from .option import About, Options, options_of

if TYPE_CHECKING:
    from ..content.layers import Layers
    from ..export.handout.clinic import Clinic
    from ..knowledge.anatomy import View
    from ..layout.sheets import Sheet
    from ..style.theme import Theme

_ID_PREFIX = "a letter, then letters, digits, - or _"

FOR_PATIENTS = {"large": "large print", "pages": "a number of pages", "about": "the text about dry needling"}
"""Options that a page for the clinician does not have, and what messages call them."""


# Fields that several records have.

BodyField = Annotated[str, About("Draw this body; `bodymap list bodies` lists them all.")]

ThemeField = Annotated[
    "str | Theme",
    About("Use this theme, or a file of your own (.yaml); `bodymap list themes` lists the themes.", record="Theme"),
]

SkinField = Annotated[
    str | None, About("Use this skin tone; `bodymap list skins` lists them all.", default="the theme's own")
]

PaperField = Annotated[Paper, About("Print on this paper: a4 or letter.", choices=Paper)]

LabelsField = Annotated[
    LabelStyle,
    About(
        "Label muscles with plain names, Latin names, both, numbers, blank lines to write on, or nothing.",
        choices=LabelStyle,
        noun="kind of labels",
    ),
]


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
    body: BodyField = DEFAULT_BODY
    view: Annotated[
        "View | ViewName | None",
        About(
            "Show the body from this side: anterior, posterior, left-lateral, right-lateral, plantar (the soles) or "
            "medial (the inner side of the legs).",
            choices=ViewName,
            default="the views that show it best",
            spellings={
                **dict.fromkeys(("front", "from the front", "ventral"), "anterior"),
                **dict.fromkeys(("back", "from behind", "rear", "dorsal"), "posterior"),
                **dict.fromkeys(("left", "left side", "lateral left"), "left-lateral"),
                **dict.fromkeys(("right", "right side", "lateral right"), "right-lateral"),
                **dict.fromkeys(("sole", "soles", "feet", "from below"), "plantar"),
                **dict.fromkeys(("inner", "inner side", "inside", "inner leg", "inner legs"), "medial"),
            },
        ),
    ] = None
    theme: ThemeField = DEFAULT_THEME
    skin: SkinField = None
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

    labels: LabelsField = "plain"
    points: Annotated[
        PointStyle,
        About(
            "Show the trigger points of main muscles as marks, as numbers, or as numbers with a list of their sites "
            "(list); mark those of all muscles (all); or show none.",
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
        str, About("Start every id in an SVG with this, so that one page can hold several.", metavar="PREFIX")
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
    paper: PaperField = "a4"
    large: Annotated[bool, About("Use large print, of at least 16 points.")] = False
    bw: Annotated[bool, About("Print in black and white.")] = False
    pages: Annotated[
        Pages,
        About(
            "Print 1 page for a condition, or 2, the second about dry needling.", choices=Pages, noun="number of pages"
        ),
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

    labels: LabelsField = "plain"
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

    paper: PaperField = "a4"
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
