"""The atlas as pages: each muscle alone in the view that shows it best, with its points and its referral zones."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from itertools import groupby

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure as Canvas
from PIL import Image

from bodymap import drawing
from bodymap.body import plates
from bodymap.body.geometry import Box, bounds, grown
from bodymap.body.plate import Plate
from bodymap.content import framing, view_choice, view_content
from bodymap.drawing.body import draw_figure
from bodymap.knowledge.anatomy import Muscle, atlas, reference
from bodymap.knowledge.conditions import Condition, MuscleRole, Role
from bodymap.layout.figures import VIEW_NAMES, letters_of
from bodymap.layout.records import Figure
from bodymap.style import theme as themes
from bodymap.style.text import Text

from .tasks import Files, Task

BODY = plates.DEFAULT_BODY

WIDE, TALL = 300.0, 330.0
"""The size of a tile, in points."""

SCALE = 1.6
"""Pixels of a tile per point."""

LEAST = 170.0
"""A tile shows at least this much of the body across and down, in millimetres, so that the place can be recognised."""


def muscles() -> list[Muscle]:
    """The muscles that are drawn, by region. A muscle that consists of parts is drawn as its parts."""
    return sorted((m for m in atlas().muscles.values() if not m.parts), key=lambda muscle: muscle.region)


def regions() -> dict[str, list[Muscle]]:
    """The muscles of each region."""
    return {region: list(found) for region, found in groupby(muscles(), key=lambda muscle: muscle.region)}


def tasks() -> list[Task]:
    """A task for each tile."""
    return [Task(f"atlas/{muscle.id}", "atlas.draw", {"id": muscle.id}) for muscle in muscles()]


def draw(id: str) -> Files:
    """Draw the tile of a muscle."""
    return {f"atlas/{id}.webp": picture(atlas().muscle(id))}


# --- a tile ---------------------------------------------------------------------------------------------------------


def picture(muscle: Muscle) -> bytes:
    """Return the tile of a muscle, as WebP."""
    alone = Condition(muscle.id, muscle.name, "atlas", muscle.name, (MuscleRole(muscle.id, Role.PRIMARY),))
    entries = view_content.entries_of(alone, ranked=False)
    views = {str(view): plates.load(BODY, view) for view in plates.views(BODY)}
    shown = view_content.view_content(alone, entries, views[best(muscle, views)], ("right",))
    canvas = Canvas(figsize=(WIDE / 72, TALL / 72), dpi=72 * SCALE)
    FigureCanvasAgg(canvas)
    with drawing.settings():
        ax = canvas.add_axes((0, 0, 1, 1))
        ax.set(xlim=(0, WIDE), ylim=(0, TALL), aspect="equal")
        ax.set_axis_off()
        list(draw_figure(figure(shown), ax, themes.named("clinic"), fading=False))
        canvas.canvas.draw()
        pixels = np.asarray(canvas.canvas.buffer_rgba())[..., :3]  # type: ignore[attr-defined]
    data = BytesIO()
    Image.fromarray(pixels).save(data, "WEBP", quality=82, method=6)
    return data.getvalue()


def best(muscle: Muscle, views: dict[str, Plate]) -> str:
    """Return the view that shows most of the muscle's points and, among those, most of the muscle."""

    def worth(view: str) -> tuple[int, float]:
        points = sum(p.kind == "point" and p.of == muscle.id and p.side == "right" for p in views[view].points)
        area = view_choice.visible_area(views[view], [muscle.id], ["right"])
        return (points if area else -1, area * view_choice.FACING.get(view, 1.0))

    return max(views, key=worth)


def figure(shown: view_content.ViewContent) -> Figure:
    """Return the muscle with all of its zones that the view sees, centred on the tile."""
    ids = {h.part for h in shown.highlights} | {z.part for z in shown.zones}
    x0, y0, x1, y1 = grown(bounds([p.shape for p in shown.plate.parts if p.id in ids]), 24.0)
    under = 20.0
    grow_x, grow_y = max(LEAST - (x1 - x0), 0) / 2, max(LEAST - (y1 - y0), 0) / 2
    box: Box = (x0 - grow_x, y0 - grow_y, x1 + grow_x, y1 + grow_y)
    aspect = WIDE / (TALL - under)
    wide = max(box[2] - box[0], (box[3] - box[1]) * aspect)
    tall = wide / aspect
    cx, cy = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    frame = (cx - wide / 2, cy - tall / 2, cx + wide / 2, cy + tall / 2)
    view = shown.plate.view
    caption = Text(VIEW_NAMES[view], WIDE / 2, 6, 9, tone="quiet", align="center")
    letters = tuple(
        Text(letter, WIDE / 2 + turn * WIDE * 0.4, 6, 11, "semibold", "ink", "center")
        for letter, turn in letters_of(view)
    )
    return Figure(
        shown.plate.body,
        view,
        frame,
        (0.0, under, WIDE, TALL),
        shown.highlights,
        shown.fibres,
        shown.zones,
        shown.marks,
        fade=framing.cuts(shown.plate, frame),
        letters=letters,
        caption=caption,
    )


# --- pages ----------------------------------------------------------------------------------------------------------


def index() -> Iterator[str]:
    """The page that leads to the regions."""
    yield "# Atlas"
    yield (
        "Every muscle that bodymap draws, alone, on the right side, in the view that shows it best: its shape, its "
        "common trigger points (X) and the zones where its pain is commonly felt (dots)."
    )
    yield "\n".join(["```{toctree}", ":maxdepth: 2", "", *(f"atlas/{region}" for region in regions()), "```"])


def page(region: str, muscles: list[Muscle]) -> Iterator[str]:
    """The page of a region."""
    known = atlas()
    yield f"# {region.replace('-', ' ').capitalize()}"
    for muscle in muscles:
        yield f"## {muscle.name}"
        yield f"![{muscle.name}, its trigger points and its referral zones]({muscle.id}.webp)"
        codes = [f"*{muscle.latin}*", f"{muscle.layer} layer"]
        codes += [f"TA2 {muscle.ta2}"] if muscle.ta2 else []
        codes += [muscle.fma] if muscle.fma else []
        yield f"{', '.join(codes)} (`{muscle.id}`)"
        yield f"Origin: {muscle.origin}. Insertion: {muscle.insertion}. Action: {muscle.action}."
        if muscle.points:
            yield "\n".join(f"{point.number}. {point.site}" for point in muscle.points)
        if muscle.referral:
            more = f"; sometimes: {muscle.referral.spillover}" if muscle.referral.spillover else ""
            yield f"Pain: {muscle.referral.core}{more} (evidence: {muscle.referral.evidence})."
        if muscle.note:
            yield muscle.note
        keys = dict.fromkeys(citation.key for _, citations in muscle.citations() for citation in citations)
        yield "Sources:"
        yield "\n".join(f"- {reference(known.sources[key])}" for key in keys)
