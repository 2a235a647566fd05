"""The atlas as pages: each muscle alone in the view that shows it best, with its points and its referral zones."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from bodymap.body import plates
from bodymap.cli.text_pages import points_felt
from bodymap.content import view_choice
from bodymap.content.picture_content import ContentOptions, picture_content
from bodymap.export import image
from bodymap.knowledge.anatomy import Muscle, Side, View, atlas, reference
from bodymap.knowledge.charts import of_condition
from bodymap.knowledge.conditions import Condition, MuscleRole, Role
from bodymap.knowledge.structures import structures
from bodymap.knowledge.views import facts_of
from bodymap.layout.sheets import Sheet
from bodymap.pages.tile import tile
from bodymap.style import theme_files

from .tasks import Files, Task

BODY = plates.DEFAULT_BODY

TILE = Sheet("tile", 300.0, 335.0, 115.0)
"""The size of a tile in points, and its resolution."""


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
    content = picture_content(of_condition(alone), ContentOptions(side="right", body=BODY, view=best(muscle)))
    return image.encode(tile(content, TILE, theme_files.named("clinic")), "webp")


def best(muscle: Muscle) -> View:
    """Return the view that shows most of the muscle's points and, among those, most of the muscle."""

    def worth(view: View) -> tuple[int, float]:
        plate = plates.load(BODY, view)
        points = sum(p.kind == "point" and p.of == muscle.id and p.side == Side.RIGHT for p in plate.points)
        area = view_choice.visible_area(plate, [muscle.id], [Side.RIGHT])
        return (points if area else -1, area * facts_of(view).preference)

    return max(plates.views(BODY), key=worth)


# --- pages ----------------------------------------------------------------------------------------------------------


def index() -> Iterator[str]:
    """The page that leads to the regions."""
    yield "# Atlas"
    yield (
        "Every muscle that bodymap draws, alone, on the right side, in the view that shows it best: its shape, its "
        "common trigger points (X) and the zones where its pain is commonly felt (dots)."
    )
    yield "\n".join(["```{toctree}", ":maxdepth: 2", "", *(f"atlas/{region}" for region in regions()), "```"])
    yield "What is not a muscle has pages of its own: tendons, fasciae, ligaments, bones, joints, bursae and nerves."
    named = sorted({str(structure.kind) for structure in structures().structures.values()})
    yield "\n".join(["```{toctree}", ":maxdepth: 2", "", *(f"atlas/{kind}" for kind in named), "```"])


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
            if of_points := [*points_felt(muscle)]:
                yield "\n".join(f"- {line}" for line in of_points)
        if muscle.note:
            yield muscle.note
        keys = dict.fromkeys(citation.key for _, citations in muscle.citations() for citation in citations)
        yield "Sources:"
        yield "\n".join(f"- {reference(known.sources[key])}" for key in keys)
