"""Plan the chart of all muscles: front and back, one half the surface, the other the deeper layer; and insets."""

from __future__ import annotations

import msgspec

from ... import words
from ...body.geometry import Box, bounds
from ...content.picture_content import PictureContent
from ...content.view_content import ViewContent
from ...knowledge.anatomy import Side, View, atlas
from ...knowledge.views import facts_of
from ...layout import blocks
from ...layout.figure import FigureBlock
from ...layout.framed import framed
from ...layout.poster_sheets import MM, PosterSheet
from ...layout.records import Figure, Label
from ...layout.sheets import Sheet
from ...layout.wall_sites import SeenMuscle
from ...style.colour import mixed, to_hex
from ...style.text import Text
from ...style.theme import MuscleStyle, Theme, TypeScale
from ..assemble import assembled
from .frame import Giver, Layout, foot_of, layout_of, words_scene
from .records import Part, Poster
from .wall_figure import BESIDE, OFF, NameWords, above_wrist, labels_beside, least_width, named_half, seen_on
from .wall_insets import groups_of, in_column, in_rows, placed_insets, rows_of

TYPE = TypeScale(title=52, lead=14, name=8.6, note=8.6, key=9, caption=10.5, letter=15, foot=8.6, least=8.6)
"""The sizes of type on the sheet that it is laid out on: names have an x-height of 1.65 mm on A2, 1.16 mm on A4."""

MARGIN = 32.0
"""Free space along the edges, pt."""

LEAST_SEEN = 3.0, 5.0
"""A muscle of which less than this is seen on paper is not named there, mm²: on sheets from A2 up, and smaller ones."""

SHARE = 0.45
"""A muscle is named in every view that shows at least this share of what the best view shows of it."""

NAMES = 76.0
"""Width beside the elbows for the names of the forearms, if those of the trunk follow the arm, pt."""

GAIN = 1.05
"""Names follow the arm if that makes the bodies larger by this factor."""

ROUND = 18.0
"""Free space around a whole body, mm."""

INSETS = 0.19, 0.27
"""The share of the sheet that the insets take at least: of the height of a tall sheet, of the width of a wide one."""

BETWEEN = 14.0
"""Space between the two bodies, and between them and the insets, pt."""

CAPTION = 22.0
"""Height of the line below a body, pt."""

VIEWS = View.ANTERIOR, View.POSTERIOR, View.LEFT_LATERAL, View.PLANTAR
"""The views that it needs."""

APART = ("head", "hand", "foot")
"""Regions of the atlas whose muscles are named in the insets alone."""

CALM, EDGE = 0.8, 0.5
"""Share of the main muscles' colour in that of all muscles, and the width of their edge as a share of the usual one:
where every muscle is drawn, none needs to stand out."""


def muscles_poster(
    content: PictureContent, sheet: PosterSheet, theme: Theme, giver: Giver, names: str, title: str
) -> Poster:
    """Plan the chart of all muscles.

    Args:
        content: every muscle, in the views from the front, the back, the left and of the soles.
        sheet: the sheet.
        theme: how it looks.
        giver: who hangs it up.
        names: which names are printed: `plain`, `latin` or `both`.
        title: the title.

    Raises:
        BodymapError: if there is no room for it.
    """
    layout = layout_of(sheet, _calm(theme), TYPE, MARGIN)
    said = NameWords(layout.metrics, names)
    foot = foot_of(layout, (words.text("poster.muscles-sources"),), giver)
    texts, top = _heading(layout, title)
    views = {view.view: view for view in content.views}
    groups = groups_of(views, said)
    wide = layout.width > layout.height
    low, right = foot.top + 10.0, layout.width - MARGIN
    if wide:
        cut = right - INSETS[1] * layout.width
        room = (MARGIN, low, cut - 16.0, top)
        places = in_column(layout, groups, (cut, low, right, layout.height - MARGIN))
    else:
        _, tall = _body(views)
        tall = tall * _widest(views, (right - MARGIN - BETWEEN) / 2, said) + CAPTION + BETWEEN
        rows, high = rows_of(layout, groups, right - MARGIN, max(INSETS[0] * layout.height, top - low - tall))
        room = (MARGIN, low + high + BETWEEN, right, top)
        places = in_rows(layout, rows, (MARGIN, low, right, low + high))
    least = LEAST_SEEN[sheet.enlarged < 1] * MM**2 / sheet.enlarged**2
    figures, labels, captions = _bodies(layout, views, room, said, least)
    insets = placed_insets(layout, views, places, said, least)
    block = FigureBlock(0, (*figures, *insets.figures), (*labels, *insets.labels))
    page = Sheet(sheet.name, layout.width, layout.height, sheet.dpi)
    scene = assembled(content, block, page, layout.theme)
    named = dict.fromkeys(label.muscle for label in block.labels)
    lead = words.text("poster.muscles-lead")
    return Poster(
        words_scene(layout, scene, title, (*texts, *captions, *insets.titles, *foot.texts), logo=foot.logo),
        (Part(scene, (0.0, 0.0)),),
        insets.grounds,
        (),
        words.text("poster.muscles-alt", title=title, lead=lead),
        words.text("poster.muscles-named", muscles=words.listing([atlas().muscle(id).name for id in named])),
        sheet.enlarged,
    )


def _calm(theme: Theme) -> Theme:
    """Return a theme in which no muscle stands out: a softer colour, and thinner edges."""
    style = theme.primary
    fill = style.fill if style.hatch else to_hex(mixed(style.fill, CALM, theme.contour))
    calm = MuscleStyle(fill, style.edge, style.alpha, style.deep_alpha, style.width * EDGE, style.hatch)
    return msgspec.structs.replace(theme, primary=calm)


def _heading(layout: Layout, title: str) -> tuple[tuple[Text, ...], float]:
    metrics, top = layout.metrics, layout.height - MARGIN * 0.9
    width = (layout.width - 2 * MARGIN) * (0.66 if layout.width > layout.height else 1.0)
    lines = metrics.wrap(title, width, "title", "semibold", balance=True)
    texts, low = blocks.paragraph(metrics, lines, MARGIN, top, "title", weight="semibold", leading=1.08)
    rows = metrics.wrap(words.text("poster.muscles-lead"), width, "lead")
    more, low = blocks.paragraph(metrics, rows, MARGIN, low - 4.0, "lead", tone="quiet", leading=1.3)
    return (*texts, *more), low - 30.0


# --- the bodies -----------------------------------------------------------------------------------------------------


def _bodies(
    layout: Layout, views: dict[View, ViewContent], room: Box, said: NameWords, least: float
) -> tuple[tuple[Figure, ...], tuple[Label, ...], tuple[Text, ...]]:
    """Place the front and the back side by side, with the names of the muscles that each shows best."""
    x0, y0, x1, y1 = room
    slot, tall = (x1 - x0 - BETWEEN) / 2, y1 - y0 - CAPTION
    _, length = _body(views)
    scale, wide = min(_widest(views, slot, said), tall / length), slot
    figures: dict[View, Figure] = {}
    slots: dict[View, tuple[float, float]] = {}
    for n, view in enumerate((View.ANTERIOR, View.POSTERIOR)):
        left = x0 + n * (slot + BETWEEN)
        low = y0 + CAPTION + (tall - length * scale) * 0.5
        frame = (-wide / 2 / scale, -ROUND, wide / 2 / scale, length - ROUND)
        shown = framed(views[view], (-1.0, 0.0, 1.0, 1.0), (left, low, left + wide, low + length * scale))
        figures[view] = msgspec.structs.replace(shown, frame=frame, cut=False)
        slots[view] = (left, left + wide)
    seen = {view: _seen(figure, views[view], least) for view, figure in figures.items()}
    best: dict[str, float] = {}
    for found in seen.values():
        for (muscle, _), one in found.items():
            best[muscle] = max(best.get(muscle, 0.0), one.area)
    labels: list[Label] = []
    texts: list[Text] = []
    for view, figure in figures.items():
        own: list[SeenMuscle] = []
        for muscle in views[view].muscles:
            half = named_half(seen[view], muscle)
            if half and half.area >= SHARE * best[muscle]:
                own.append(half)
        labels += labels_beside(figure, views[view], own, slots[view], said)
        texts += _caption(layout, figure, view)
    return tuple(figures.values()), tuple(labels), tuple(texts)


def _widest(views: dict[View, ViewContent], slot: float, said: NameWords) -> float:
    """Return the scale, pt per mm, at which a body with its names is as wide as its slot."""
    every = {id for view in (View.ANTERIOR, View.POSTERIOR) for id in views[view].muscles}
    names = least_width(said, (id for id in every if atlas().muscle(id).region not in APART)) + OFF + BESIDE
    elbow = max(abs(p.x) for p in views[View.ANTERIOR].plate.points if p.kind == "landmark" and p.of == "elbow")
    width, _ = _body(views)
    in_line, ragged = (min(slot / width, (slot / 2 - beside) / elbow) for beside in (names, NAMES))
    return ragged if ragged > GAIN * in_line else in_line


def _body(views: dict[View, ViewContent]) -> tuple[float, float]:
    """Return the width and height that a whole body takes, with free space around it, mm."""
    plates = [views[view].plate for view in (View.ANTERIOR, View.POSTERIOR)]
    x0, y0, x1, y1 = bounds([plate.outline for plate in plates])
    return 2 * max(-x0, x1) + 2 * ROUND, y1 - y0 + 2 * ROUND


def _seen(figure: Figure, view: ViewContent, least: float) -> dict[tuple[str, Side], SeenMuscle]:
    """Return what is seen on each half of a body; of muscles of the forearm, what is above the wrist."""
    found = {}
    named = [id for id in view.muscles if atlas().muscle(id).region not in APART]
    for key, one in seen_on(figure, view, named, (Side.LEFT, Side.RIGHT), least).items():
        arm = atlas().muscle(key[0]).region == "arm-and-forearm"
        if (kept := above_wrist(figure, view, one) if arm else one) and kept.area >= least:
            found[key] = kept
    return found


def _caption(layout: Layout, figure: Figure, view: View) -> list[Text]:
    """Set the name of the view below a body, with the letters of the sides and what each half shows."""
    metrics, facts = layout.metrics, facts_of(view)
    middle, y = figure.at(0.0, 0.0)[0], figure.place[1] - 16.0
    texts = [Text(words.text(f"poster.{view}"), middle, y, metrics.size("caption"), tone="quiet", align="center")]
    for side, turn in facts.edges:
        half = words.text("opened.deeper" if side == Side.RIGHT else "opened.surface")
        x = middle + turn * 62.0
        texts.append(Text(words.text(f"letter.{side}"), x, y, metrics.size("letter"), "semibold", "ink", "center"))
        align = "left" if turn > 0 else "right"
        texts.append(Text(half, x + turn * 14.0, y, metrics.size("caption"), "regular", "quiet", align))  # type: ignore[arg-type]
    return texts
