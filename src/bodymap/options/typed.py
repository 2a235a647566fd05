"""Options that are typed, on the command line or in a table, and that no call for Python has.

A call takes a chart, a clinic and folders as values; here each is made of words.
"""

# Annotations are evaluated here: the help of an option must not wait for what its type needs.

from pathlib import Path
from typing import Annotated, Literal

from ..errors import one_of
from ..formats import BUILT_IN
from .option import About, Options

CONDITION = "A condition: its id, its name or its file (.yaml). A side may follow, e.g. sciatica@left."
"""Help for the name of a condition."""

Sidecar = Literal["sidecar"]
"""How a description can be written."""

SHORTHANDS = {
    "landscape": ("orientation", "landscape"),
    "portrait": ("orientation", "portrait"),
    "no-points": ("points", "none"),
}
"""Switches that set another option: `--landscape` is `--orientation landscape`."""


class SubjectOptions(Options, frozen=True, kw_only=True):
    """What a document is about, beside the names of conditions: marks, a note, and a region of the conditions."""

    muscle: Annotated[
        tuple[str, ...],
        About(
            "Draw this muscle or group in place of a condition: NAME[.POINTS][@SIDE][:ROLE][=VALUE], e.g. "
            "infraspinatus.1,2@left:primary, or with a value from 0 to 1, soleus@right=0.9.",
            metavar="NAME",
        ),
    ] = ()
    point: Annotated[
        tuple[str, ...],
        About(
            "Mark this trigger point in place of a condition, e.g. infraspinatus.2@left. Its muscle is drawn quietly."
        ),
    ] = ()
    structure: Annotated[
        tuple[str, ...],
        About(
            "Draw this tendon, bone, nerve or joint in place of a condition: NAME[@SIDE][:painful|related], e.g. "
            "achilles-tendon@left."
        ),
    ] = ()
    spot: Annotated[
        tuple[str, ...],
        About(
            'Mark a free spot with a note: a view and mm on its plate, e.g. posterior:120,640="sore here", or an '
            'area, e.g. low-back@left="sore here".'
        ),
    ] = ()
    pain: Annotated[
        tuple[str, ...],
        About(
            "With muscles or points: mark this area as painful. A side may follow, e.g. low-back@left.", metavar="AREA"
        ),
    ] = ()
    note: Annotated[str, About('Print this line, e.g. "No lifting until Sunday."', metavar="TEXT")] = ""
    region: Annotated[str | None, About("Narrow a condition that can be anywhere to one region, e.g. knee.")] = None


class ChartOptions(SubjectOptions, frozen=True, kw_only=True):
    """What a single picture is about. `title` is that of a chart of marks."""

    title: Annotated[str, About("With muscles or points: print this title.")] = ""


class FileOptions(Options, frozen=True, kw_only=True):
    """How a picture is written to files."""

    format: Annotated[
        str | None,
        About(
            f"Write this kind of picture if no file name says which: {one_of(backend.kind for backend in BUILT_IN)}.",
            default="png",
        ),
    ] = None
    alt: Annotated[
        Sidecar | None,
        About(
            "Write the description of the picture to a file beside it (sidecar).",
            choices=Sidecar,
            noun="kind of description",
        ),
    ] = None


class ClinicOptions(Options, frozen=True, kw_only=True):
    """What is said of the clinic, where it is not said in a file."""

    name: Annotated[str, About("Print this name of your clinic.")] = ""
    address: Annotated[tuple[str, ...], About("Print this line of your clinic's address.")] = ()
    logo: Annotated[Path | None, About("Print this logo of your clinic (.png, .jpg or .svg).", metavar="FILE")] = None
    colour: Annotated[str, About("Use this colour of your clinic, e.g. #1d5b79.")] = ""


class FolderOptions(Options, frozen=True, kw_only=True):
    """Where the user's own conditions and plates are."""

    own: Annotated[
        tuple[Path, ...],
        About(
            "Also read your own conditions from this folder. BODYMAP_CONDITIONS does the same.",
            metavar="DIR",
            typed="conditions",
        ),
    ] = ()
    plates: Annotated[Path | None, About("Use your own plates from this folder: <body>/<view>.svg.", metavar="DIR")] = (
        None
    )
