"""The atlas as pages: each muscle alone on the view that shows it best, with its points and its referral zones.

python docs/atlas/make.py            writes docs/atlas/<region>.md and docs/atlas/<region>/<muscle>.webp
"""

from __future__ import annotations

import argparse
import io
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

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
from bodymap.knowledge.anatomy import Atlas, Muscle, atlas, reference
from bodymap.knowledge.conditions import Condition, MuscleRole, Role
from bodymap.layout.figures import VIEW_NAMES, letters_of
from bodymap.layout.records import Figure
from bodymap.style import theme as themes
from bodymap.style.text import Text

HERE = Path(__file__).parent
BODY = plates.DEFAULT_BODY
WIDE, TALL, SCALE = 300.0, 330.0, 1.6
"""A tile in points, and its pixels to a point."""
LEAST = 170.0
"""A tile shows at least so many mm of the body, across and down, so that one knows where one is."""


def main() -> None:
    """Write the pages of all regions, or of those that are named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("regions", nargs="*", help="as the files in assets/muscles name them")
    wanted = parser.parse_args().regions
    known = atlas()
    drawn = [m for m in known.muscles.values() if not m.parts]
    index = []
    for region, muscles in groupby(sorted(drawn, key=lambda m: m.region), key=lambda m: m.region):
        entries = list(muscles)
        index.append(f"- [{region.replace('-', ' ').capitalize()}]({region}.md): {len(entries)} muscles")
        if wanted and region not in wanted:
            continue
        folder = HERE / region
        folder.mkdir(exist_ok=True)
        for old in folder.glob("*.webp"):
            old.unlink()
        for muscle in entries:
            (folder / f"{muscle.id}.webp").write_bytes(picture(muscle))
        (HERE / f"{region}.md").write_text("\n".join(page(region, entries, known)) + "\n", encoding="utf-8")
        print(region, len(entries))
    head = [
        "# The atlas",
        "",
        "Every muscle that bodymap draws, alone, on the view that shows it best: on the patient's right side:",
        "its shape, its common trigger points (X) and where its pain is commonly felt (dots).",
        "",
    ]
    (HERE / "README.md").write_text("\n".join([*head, *index]) + "\n", encoding="utf-8")


# --- a picture ------------------------------------------------------------------------------------------------------


def picture(muscle: Muscle) -> bytes:
    """The tile of a muscle, WebP."""
    alone = Condition(muscle.id, muscle.name, "atlas", muscle.name, (MuscleRole(muscle.id, Role.PRIMARY),))
    cast = view_content.entries_of(alone, ranked=False)
    sides = ("right",)
    choice = {str(view): plates.load(BODY, view) for view in plates.views(BODY)}
    shown = view_content.view_content(alone, cast, choice[best(muscle, choice)], sides)
    canvas = Canvas(figsize=(WIDE / 72, TALL / 72), dpi=72 * SCALE)
    FigureCanvasAgg(canvas)
    with drawing.settings():
        ax = canvas.add_axes((0, 0, 1, 1))
        ax.set(xlim=(0, WIDE), ylim=(0, TALL), aspect="equal")
        ax.set_axis_off()
        list(draw_figure(figure(shown), ax, themes.named("clinic"), fading=False))
        canvas.canvas.draw()
        pixels = np.asarray(canvas.canvas.buffer_rgba())[..., :3]  # type: ignore[attr-defined]
    data = io.BytesIO()
    Image.fromarray(pixels).save(data, "WEBP", quality=82, method=6)
    return data.getvalue()


def best(muscle: Muscle, choice: dict[str, Plate]) -> str:
    """The view that shows most of the muscle's points and, of those, most of the muscle."""

    def worth(view: str) -> tuple[int, float]:
        points = sum(p.kind == "point" and p.of == muscle.id and p.side == "right" for p in choice[view].points)
        area = view_choice.visible_area(choice[view], [muscle.id], ["right"])
        return (points if area else -1, area * view_choice.FACING.get(view, 1.0))

    return max(choice, key=worth)


def figure(shown: view_content.ViewContent) -> Figure:
    """The muscle with all of its zones that the view sees, centred on the tile."""
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


# --- a page ---------------------------------------------------------------------------------------------------------


def page(region: str, muscles: list[Muscle], known: Atlas) -> Iterator[str]:
    """The page of a region, in Markdown."""
    yield f"# {region.replace('-', ' ').capitalize()}"
    for muscle in muscles:
        yield from ("", f"## {muscle.name}", "", f"![{muscle.name}]({region}/{muscle.id}.webp)", "")
        codes = [f"*{muscle.latin}*", f"{muscle.layer} layer"]
        codes += [f"TA2 {muscle.ta2}"] if muscle.ta2 else []
        codes += [muscle.fma] if muscle.fma else []
        yield f"{', '.join(codes)} (`{muscle.id}`)"
        yield ""
        yield f"Origin: {muscle.origin}. Insertion: {muscle.insertion}. Action: {muscle.action}."
        if muscle.points:
            yield ""
            yield from (f"{point.number}. {point.site}" for point in muscle.points)
        if muscle.referral:
            more = f"; sometimes: {muscle.referral.spillover}" if muscle.referral.spillover else ""
            yield from ("", f"Pain: {muscle.referral.core}{more} (evidence: {muscle.referral.evidence}).")
        if muscle.note:
            yield from ("", muscle.note)
        keys = dict.fromkeys(c.key for _, citations in muscle.citations() for c in citations)
        yield from ("", f"Sources: {' '.join(reference(known.sources[key]) for key in keys)}")


if __name__ == "__main__":
    main()
