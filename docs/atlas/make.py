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
from bodymap.content import view_choice
from bodymap.content.picture_content import ContentOptions, picture_content
from bodymap.drawing.body import draw_figure
from bodymap.knowledge.anatomy import Atlas, Muscle, Side, View, atlas, reference
from bodymap.knowledge.conditions import Condition, MuscleRole, Role
from bodymap.knowledge.views import facts_of
from bodymap.pages.tile import tile
from bodymap.style import theme as themes

HERE = Path(__file__).parent
BODY = plates.DEFAULT_BODY
WIDE, TALL, SCALE = 300.0, 335.0, 1.6
"""A tile in points, and its pixels to a point."""


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
    content = picture_content(alone, ContentOptions(side="right", body=BODY, view=best(muscle)))
    theme = themes.named("clinic")
    canvas = Canvas(figsize=(WIDE / 72, TALL / 72), dpi=72 * SCALE)
    FigureCanvasAgg(canvas)
    with drawing.settings():
        ax = canvas.add_axes((0, 0, 1, 1))
        ax.set(xlim=(0, WIDE), ylim=(0, TALL), aspect="equal")
        ax.set_axis_off()
        list(draw_figure(tile(content, WIDE, TALL, theme), ax, theme, fading=False))
        canvas.canvas.draw()
        pixels = np.asarray(canvas.canvas.buffer_rgba())[..., :3]  # type: ignore[attr-defined]
    data = io.BytesIO()
    Image.fromarray(pixels).save(data, "WEBP", quality=82, method=6)
    return data.getvalue()


def best(muscle: Muscle) -> View:
    """The view that shows most of the muscle's points and, of those, most of the muscle."""

    def worth(view: View) -> tuple[int, float]:
        plate = plates.load(BODY, view)
        points = sum(p.kind == "point" and p.of == muscle.id and p.side == Side.RIGHT for p in plate.points)
        area = view_choice.visible_area(plate, [muscle.id], [Side.RIGHT])
        return (points if area else -1, area * facts_of(view).preference)

    return max(plates.views(BODY), key=worth)


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
