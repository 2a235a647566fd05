"""Makes handouts: conditions as a tagged PDF, for patients or for the clinician, typeset by typst from a template.

The template receives `content` as JSON in the input `data`; the comment at the top of each in `assets/templates` lists
the fields. The words come first: they leave a room for each picture, and the picture is then laid out for that room.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, get_args

from ...errors import BodymapError, quoted
from ...files.disk import assets, write
from ...knowledge.chart_input import ChartLike
from ...knowledge.requested_side import charts_on
from ...options.choices import Audience, Paper
from ...options.records import HandoutOptions
from ...scene import theme_of
from ...style.logos import raw_logo
from ...style.theme import Fonts
from . import clinician, sandbox
from .clinic import Clinic, load
from .content import check_texts, refuse_long_words, words_of
from .figures import ROOM, Planned, panel, planned, with_figure, without_figure
from .typesetting import Room, Template

PAPERS: tuple[str, ...] = get_args(Paper)

TEMPLATES: dict[Audience, str] = {"patient": "handout.typ", "clinician": "clinician.typ"}
"""The files of our templates."""

SHARED = "paper.typ"
"""What our templates share."""

NOBODY = Clinic()
"""Used for handouts that don't say who gives them."""


def own_template(audience: Audience = "patient") -> Path:
    """Return the path of the template that comes with bodymap."""
    return assets() / "templates" / TEMPLATES[audience]


def eject(path: Path, audience: Audience = "patient") -> None:
    """Write a copy of our template, as a starting point for your own.

    Raises:
        BodymapError: the folder is missing, or the file already exists.
    """
    if not path.parent.is_dir():
        raise BodymapError(f"{path.parent}: no such folder")
    if path.exists():
        raise BodymapError(f"{path}: already exists")
    write(path, _whole(own_template(audience)).encode())


def _whole(template: Path) -> str:
    """Return a template of ours in one file: with what it shares with others in the place of the import."""
    shared = template.with_name(SHARED)
    text = template.read_text(encoding="utf-8")
    return text.replace(f'#import "{SHARED}": *', shared.read_text(encoding="utf-8").strip())


def check(path: Path) -> None:
    """Check that a handout can be written there, before the work starts.

    Raises:
        BodymapError: the path is not a .pdf, or nothing can be written there.
    """
    from ..image import check as check_place
    from ..targets import no_folder

    no_folder(path)
    if path.suffix.lower() != ".pdf":
        raise BodymapError(f"{path}: a handout is a .pdf, not {quoted(path.suffix)}")
    check_place(path)


def save(given: Sequence[ChartLike], path: Path, wishes: HandoutOptions | None = None) -> None:
    """Typeset a handout and write it, never just part of it. Several charts make a booklet.

    Raises:
        BodymapError: see `check` and `encode`.
    """
    check(path)
    write(path, encode(given, wishes))


def encode(given: Sequence[ChartLike], wishes: HandoutOptions | None = None) -> bytes:
    """Return the bytes of a handout. The same input always gives the same bytes.

    Raises:
        BodymapError: something requested does not exist, a text doesn't fit, or the template has an error.
    """
    wishes = wishes or HandoutOptions()
    if not given:
        raise BodymapError("a handout needs a condition; `bodymap list conditions` lists them all", field="condition")
    told, pictures = content(given, wishes)
    with ExitStack() as stack:
        path = own_template(wishes.audience)
        if wishes.template is not None:
            sandbox.check(wishes.template)
            path = stack.enter_context(sandbox.folder(wishes.template))
        fonts = stack.enter_context(sandbox.fonts(_fonts(wishes).fallback))
        template = Template(path, wishes.template or path, fonts)
        stack.callback(template.forget)
        return template.pdf(told | {"sheets": drawn(told["sheets"], pictures, template.rooms(told))})


def _fonts(wishes: HandoutOptions) -> Fonts:
    """Return the fonts of the theme, whose `fallback` sets what Inter can't."""
    return theme_of(wishes.theme, wishes.skin, wishes.base).fonts


# --- what a template receives ---------------------------------------------------------------------------------------


def content(given: Sequence[ChartLike], wishes: HandoutOptions) -> tuple[dict[str, Any], list[Planned]]:
    """Return everything on the handout as plain data, with blanks for its pictures; and the pictures, to be laid out.

    Raises:
        BodymapError: something requested does not exist, or a word is too long for a line.
    """
    clinic = load(Path(wishes.clinic)) if isinstance(wishes.clinic, str | Path) else wishes.clinic or NOBODY
    charts = charts_on(given, wishes.side)
    if wishes.audience == "clinician":
        charts = clinician.pages(charts)
    pictures = [planned(chart, wishes) for chart in charts]
    if wishes.audience == "clinician":
        told = clinician.words_of(charts, wishes, [picture.points for picture in pictures])
    else:
        told = words_of(charts, wishes)
    check_texts(told, _fonts(wishes))
    giver = {
        "name": clinic.name,
        "contact": list(clinic.contact),
        "place": list(clinic.place),
        "phone": clinic.phone,
        "emergency": clinic.emergency,
    }
    check_texts({"clinic": giver}, _fonts(wishes))
    refuse_long_words({"clinic": giver})
    sheets = [sheet | without_figure(picture) for sheet, picture in zip(told["sheets"], pictures, strict=True)]
    colours = {"colour": clinic.colour, "writing": clinic.writing, "logo": _logo(clinic)}
    return told | {
        "paper": wishes.paper,
        "large": wishes.large,
        "bw": wishes.bw,
        "pages": int(wishes.pages),
        "sources": wishes.sources,
        "clinic": giver | colours,
        "panel": panel(pictures[0], clinic),
        "sheets": sheets,
    }, pictures


def drawn(
    sheets: Sequence[dict[str, Any]], pictures: Sequence[Planned], rooms: Mapping[int, Room]
) -> list[dict[str, Any]]:
    """Return the sheets with their pictures, each laid out for its room.

    Raises:
        BodymapError: a room is too small.
    """
    booklet = len(sheets) > 1
    return [
        sheet | with_figure(picture, rooms.get(sheet["number"], ROOM), thumbnail=booklet)
        for sheet, picture in zip(sheets, pictures, strict=True)
    ]


def _logo(clinic: Clinic) -> dict[str, Any] | None:
    if not clinic.logo:
        return None
    kind, raw = raw_logo(Path(clinic.logo), ("png", "jpg", "svg"))
    return {"kind": kind, "bytes": list(raw)}
