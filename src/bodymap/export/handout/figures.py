"""Draws the pictures of a handout: each figure at the size that it has on paper, its legend, and its thumbnail."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import msgspec

from ... import describe, words
from ...content import sided
from ...content.framing import Edge
from ...content.picture_content import PictureContent
from ...content.structures import StructureEntry
from ...knowledge.charts import Chart, chose_points
from ...knowledge.conditions import StructureRole
from ...knowledge.structures import StructureKind
from ...layout.blocks import LegendEntry
from ...layout.listed_points import listed_points
from ...layout.metrics import Metrics
from ...layout.point_numbers import Numbers, point_numbers
from ...options.choices import DEFAULT_THEME
from ...options.records import HandoutOptions
from ...pages import figure_page
from ...pages.figure_page import FigurePage
from ...pages.frame import legend_of
from ...scene import Prepared, Scene, prepare
from ...style.colour import contrast
from ...style.fonts import measurer
from ...style.legibility import TEXT
from ...style.theme import Theme
from ..image import encode
from .clinic import PAPER, Clinic
from .shared_text import fixed
from .typesetting import Room

BLACK_AND_WHITE = "print"
"""The theme for black and white."""

TINT = "#edf2f4"
"""The background of a picture whose theme has white paper."""

BLANK = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>'
"""A picture of nothing."""

ROOM = Room(0, 114 * 72 / 25.4, 130 * 72 / 25.4)
"""The room of a figure in a template that does not say how much it has."""

ENLARGED, LARGE, CLINICIAN = 1.2, 2.0, 1.0
"""A figure is planned smaller by this factor and then enlarged, so that its numbers are easy to read: in large print,
twice as large as elsewhere; not at all for the clinician, whose points have numbers too."""

THUMBNAIL = (260.0, 320.0)
"""The width and height of a thumbnail as it is drawn, pt; the template makes it smaller."""

TYPE, LEAST = 0.85, 8.0
"""The size of type and lengths on a figure before it is enlarged, relative to a slide; the smallest type, pt."""

EVERYWHERE: tuple[Edge, ...] = ("left", "top", "right", "bottom")
"""The edges of a thumbnail: it fills its frame."""


class Planned(NamedTuple):
    """A chart whose picture is decided, but not yet laid out.

    `points` has the numbers of trigger points, `discs` says whether muscles and structures have numbers.
    """

    prepared: Prepared
    metrics: Metrics
    enlarged: float
    points: Numbers
    discs: bool = True

    @property
    def content(self) -> PictureContent:
        """What the picture shows."""
        return self.prepared.content


def planned(chart: Chart, wishes: HandoutOptions) -> Planned:
    """Decide what the picture of a chart shows, and how it looks.

    Raises:
        BodymapError: a value is unknown, or no plate shows a main muscle.
    """
    if wishes.bw and wishes.theme == DEFAULT_THEME:
        wishes = msgspec.structs.replace(wishes, theme=BLACK_AND_WHITE)
    prepared = prepare(chart, wishes)
    theme = prepared.theme
    type = msgspec.structs.replace(theme.type, least=max(theme.type.least, LEAST))
    theme = msgspec.structs.replace(theme, paper=_ground(theme, wishes), type=type)
    metrics = Metrics(theme.type, measurer(theme.fonts), TYPE)
    prepared = msgspec.structs.replace(prepared, theme=theme)
    views = prepared.content.views
    if wishes.audience == "clinician":
        alone = len(prepared.content.named) == 1
        own = {(point.of, point.number): point.number for view in views for point in view.points}
        return Planned(prepared, metrics, CLINICIAN, own if alone else point_numbers(views), discs=not alone)
    points = point_numbers(views) if chose_points(chart) else {}  # if a condition chose them, they have no numbers
    return Planned(prepared, metrics, LARGE if wishes.large else ENLARGED, points)


def _ground(theme: Theme, wishes: HandoutOptions) -> str:
    """Return the background of a picture: tinted if the theme's paper is white, unless it is for a photocopier."""
    plain = wishes.bw or theme.primary.hatch is not None or theme.paper.lower() != PAPER
    return theme.paper if plain else TINT


def panel(planned: Planned, clinic: Clinic) -> dict[str, str]:
    """Return the colours of the panel that a picture stands in."""
    theme = planned.prepared.theme
    heading = clinic.writing if contrast(clinic.writing, theme.paper) >= TEXT else theme.ink
    return {"fill": theme.paper, "ink": theme.ink, "quiet": theme.quiet, "heading": heading}


# --- before and after the figure is laid out ------------------------------------------------------------------------


def without_figure(planned: Planned) -> dict[str, Any]:
    """Return a sheet's muscles and legend with blank pictures of the same size, to find out how much room there is."""
    content = planned.content
    ids = [*(entry.muscle for entry in content.muscles), *(entry.structure for entry in content.structures)]
    numbers = {id: number for number, id in enumerate(ids, 1)}
    return {
        "figure": {"svg": BLANK, "alt": content.chart.name, "width": ROOM.width, "height": ROOM.height},
        "thumbnail": BLANK,
        "example": _example(content),
        "legend": [_key(entry, BLANK, (ROOM.width, ROOM.height)) for entry in legend_of(content)],
        "muscles": _parts(content, numbers, planned.points),
    }


def with_figure(planned: Planned, room: Room, *, thumbnail: bool) -> dict[str, Any]:
    """Lay out a figure for its room, and return it with its legend, and the muscles with their numbers.

    Raises:
        BodymapError: the room is too small.
    """
    prepared, metrics, larger = planned.prepared, planned.metrics, planned.enlarged
    shows = {"insets": prepared.layers.insets, "locator": prepared.layers.locator}
    box = room.width / larger, room.height / larger
    page = figure_page.figure_page(
        prepared.content,
        box,
        metrics,
        prepared.theme,
        bleeds=room.bleeds,
        points=planned.points,
        discs=planned.discs,
        **shows,
    )
    scene = page.scene
    numbers = {label.muscle: int(label.number) for label in scene.labels}
    return {
        "figure": {
            "svg": encode(scene, "svg").decode(),
            "alt": describe.long(scene),
            "width": scene.sheet.width * larger,
            "height": scene.sheet.height * larger,
        },
        "thumbnail": _thumbnail(planned) if thumbnail else "",
        "example": _example(prepared.content),
        "legend": [_sample(page, entry, metrics, larger) for entry in page.legend],
        "muscles": _parts(scene, numbers, planned.points),
    }


def _example(content: PictureContent) -> str:
    """Return which side the picture shows, if that is only an example; otherwise nothing."""
    return sided.heading(content.muscles, content.sides, example=True) if content.example else ""


def _thumbnail(planned: Planned) -> str:
    """Return a small figure without numbers, letters and locator, which would be too small to read."""
    prepared = planned.prepared
    page = figure_page.figure_page(
        prepared.content, THUMBNAIL, planned.metrics, prepared.theme, bleeds=EVERYWHERE, insets=False, locator=False
    )
    figures = tuple(msgspec.structs.replace(one, letters=(), caption=None) for one in page.scene.figures)
    return encode(msgspec.structs.replace(page.scene, figures=figures, labels=()), "svg").decode()


def _sample(page: FigurePage, entry: LegendEntry, metrics: Metrics, larger: float) -> dict[str, Any]:
    sample = figure_page.sample(page.scene, entry, metrics)
    size = sample.sheet.width * larger, sample.sheet.height * larger
    return _key(entry, encode(sample, "svg").decode(), size)


def _key(entry: LegendEntry, svg: str, size: tuple[float, float]) -> dict[str, Any]:
    return {"kind": entry.kind, "svg": svg, "width": size[0], "height": size[1], "words": entry.words}


def _parts(shown: Scene | PictureContent, numbers: Mapping[str, int], points: Numbers) -> list[dict[str, Any]]:
    """Return the muscles and structures in the order of their numbers; last those that the picture does not show.

    If they are on different sides, each name says on which. It also says the value of a muscle. Points that were
    chosen by their numbers are listed with their sites.
    """
    several = sided.mixed((*shown.muscles, *shown.structures), shown.sides)
    found = [
        _part(entry.muscle, sided.told(entry, several=several), entry.role.value, entry.why, "")
        | {"points": [{"mark": mark, "site": said} for mark, said in listed_points(entry, points)]}
        for entry in shown.muscles
    ]
    found += [
        _part(entry.structure, sided.told(entry, several=several), "structure", entry.why, _kind(entry))
        for entry in shown.structures
    ]
    for part in found:
        part["number"] = numbers.get(part["id"])
        part["note"] = part["note"] if part["number"] else fixed().unseen
    return sorted(found, key=lambda part: part["number"] or len(found) + 1)


def _part(id: str, name: str, role: str, why: str, note: str) -> dict[str, Any]:
    does = why.partition(";")[0].rstrip(".")
    return {"id": id, "name": name, "role": role, "why": why, "does": does, "note": note, "points": []}


def _kind(entry: StructureEntry) -> str:
    """Return what hurts if a structure does, as in "sore tendon"; otherwise nothing."""
    if entry.role == StructureRole.RELATED:
        return ""
    kind = words.text(f"structure.{entry.kind}", 1)
    return words.text("legend.sore-nerve" if entry.kind == StructureKind.NERVE else "legend.sore", kinds=kind).lower()
