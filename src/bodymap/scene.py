"""The finished plan of one picture. Pure data: what is drawn where, before anything is drawn.

Lengths are points (1/72 in) on the sheet, origin at the lower left, y up; boxes are (x0, y0, x1, y1). Parts of a plate
are named by their ids. Everything is frozen and goes through JSON and back: `msgspec.json.encode(scene)`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Unpack

import msgspec

from .body import bodies
from .body.plate import Plate
from .content import view_content
from .content.layers import Layers, parse_layers
from .content.view_content import MuscleEntry
from .errors import BodymapError
from .knowledge import conditions
from .knowledge.conditions import Condition
from .layout import arrange as arranged
from .layout import figures, page_frame, sheets
from .layout import point_numbers as numbering
from .layout.blocks import Page
from .layout.records import Figure, Inset, Key, Label, Locator, Logo
from .layout.sheets import Sheet
from .options import RenderKeywords, RenderOptions, build, takes
from .style import fonts
from .style import theme as themes
from .style.text import Measure, Text
from .style.theme import Theme


class Scene(msgspec.Struct, frozen=True):
    """One picture, planned. `texts` are its title, summary, notes and foot line, set in lines.

    `felt` names the areas that are drawn as where it is felt. `look` is the theme, on its skin.
    """

    condition: str
    title: str
    summary: str
    body: str
    sides: tuple[str, ...]
    look: Theme
    transparent: bool
    sheet: Sheet
    actors: tuple[MuscleEntry, ...]
    figures: tuple[Figure, ...]
    locators: tuple[Locator, ...]
    labels: tuple[Label, ...]
    legend: tuple[Key, ...]
    texts: tuple[Text, ...]
    felt: tuple[str, ...] = ()
    logo: Logo | None = None
    insets: tuple[Inset, ...] = ()

    @property
    def shown(self) -> tuple[Figure, ...]:
        """The figures and the insets."""
        return *self.figures, *self.insets


@takes(RenderOptions)
def plan(
    condition: conditions.ConditionLike,
    options: RenderOptions | None = None,
    *,
    ranked: bool = False,
    measure: Measure | None = None,
    **keywords: Unpack[RenderKeywords],
) -> Scene:
    """Decide everything about the picture of a condition.

    Args:
        condition: what to show: a condition, its id or file, or a mapping with a condition's fields.
        options: the options of the picture.
        ranked: colour and number the muscles in the condition's order.
        measure: what measures text; None takes the bundled font.
        keywords: single options, which win over `options`.

    Raises:
        BodymapError: a value is unknown, or no plate shows a main muscle.
        BodymapTypeError: a value has the wrong Python type.
    """
    condition, asked_for = conditions.as_condition(condition), build(RenderOptions, options, keywords)
    side, view, labels, points = asked_for.side, asked_for.view, asked_for.labels, asked_for.points
    body, layers, transparent = bodies.known(asked_for.body), asked_for.layers, asked_for.transparent
    listed = numbering.point_style(points, labels)
    if points == "list" and labels == "none":
        raise BodymapError(
            "the list of points stands beside the labels, so it needs labels", field="points", value=points
        )
    look = _look(asked_for.theme, asked_for.skin)
    shown = parse_layers(layers) if isinstance(layers, str) else layers
    shown = msgspec.structs.replace(shown, points=shown.points and listed != "none")
    size, dpi = asked_for.size, asked_for.dpi
    paper = size if isinstance(size, Sheet) else sheets.sheet(size, dpi, asked_for.orientation)
    page = Page(paper, look.type, measure or fonts.measurer(look.fonts))
    sides = view_content.sides_of(side)
    plates = view_content.plates_of(condition, body, view)
    cast = view_content.entries_of(condition, ranked=ranked)
    stages = view_contents(condition, cast, plates, sides, view, shown)
    actors = tuple(view_content.with_views(actor, stages) for actor in cast)
    if not shown.deep:
        actors = tuple(actor for actor in actors if actor.views)
    sides = view_content.sides_shown(stages, sides)

    asked = arranged.LayoutRequest(
        labels,
        numbering.numbers(stages) if listed in ("numbers", "list") else {},
        listed=listed == "list",
        insets=shown.insets,
        logo=page_frame.place_logo(page, look.logo) if look.logo else None,
    )
    found = arranged.arrange(page, view_content.PictureContent(condition, actors, sides, stages), asked)
    return Scene(
        condition=condition.id,
        title=condition.name,
        summary=condition.summary,
        body=body,
        sides=sides,
        look=look,
        transparent=transparent,
        sheet=page.sheet,
        actors=actors,
        figures=found.figures,
        locators=figures.locators(found.page, found.room, found.figures, plates) if shown.locator else (),
        labels=found.labels,
        legend=found.room.legend,
        texts=found.room.texts,
        felt=view_content.pain_area_names(stages),
        logo=asked.logo,
        insets=found.insets,
    )


def view_contents(
    condition: Condition,
    cast: Sequence[MuscleEntry],
    plates: Mapping[str, Plate],
    sides: Sequence[str],
    view: str | None,
    shown: Layers,
) -> tuple[view_content.ViewContent, ...]:
    """What each view of the picture shows: the first step of `plan`, which a table of many pictures asks beforehand.

    Raises:
        BodymapError: no plate shows a main muscle, or the layers leave none.
    """
    views = view_content.views_of(condition, cast, plates, sides, view)
    stages = tuple(view_content.view_content(condition, cast, plates[v], sides, shown) for v in views)
    stages = tuple(one for whole in stages for one in view_content.split_sides(condition, cast, whole, shown))
    if not any(s.highlights for s in stages):
        named = f"{condition.name}: " if condition.name else ""
        raise BodymapError(f"{named}without the deep layer there is no muscle to show", field="layers")
    return stages


def _look(theme: str | Theme, skin: str | None) -> Theme:
    if isinstance(theme, str):
        return themes.named(theme, skin)
    return theme if skin is None else themes.on_skin(theme, skin)
