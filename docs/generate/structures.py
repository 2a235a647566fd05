"""The structures of the atlas as pages: each alone in the view that shows most of it, and what it is in one line."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from bodymap.body import plates
from bodymap.content import view_choice
from bodymap.content.picture_content import ContentOptions, picture_content
from bodymap.export import image
from bodymap.knowledge import condition_library
from bodymap.knowledge.anatomy import Side, View, atlas, reference
from bodymap.knowledge.chart_marks import ChartMark
from bodymap.knowledge.charts import Chart
from bodymap.knowledge.structures import Structure, structures
from bodymap.knowledge.views import facts_of
from bodymap.pages.tile import tile
from bodymap.style import theme_files

from .atlas import BODY, TILE
from .tasks import Files, Task

TITLES = {
    "bone": "Bones",
    "bursa": "Bursae",
    "fascia": "Fasciae",
    "joint": "Joints",
    "ligament": "Ligaments",
    "nerve": "Nerves",
    "tendon": "Tendons",
}
"""The title of the page of each kind."""


def kinds() -> dict[str, list[Structure]]:
    """The structures of each kind."""
    found = sorted(structures().structures.values(), key=lambda structure: structure.kind)
    return {str(kind): list(own) for kind, own in groupby(found, key=lambda structure: structure.kind)}


def tasks() -> list[Task]:
    """A task for each tile."""
    return [Task(f"atlas/structure-{id}", "structures.draw", {"id": id}) for id in structures().structures]


def draw(id: str) -> Files:
    """Draw the tile of a structure."""
    return {f"atlas/structure-{id}.webp": picture(structures().structure(id))}


def picture(structure: Structure) -> bytes:
    """Return the tile of a structure, as WebP."""
    alone = Chart((ChartMark(structure=structure.id),))
    content = picture_content(alone, ContentOptions(side="right", body=BODY, view=best(structure)))
    return image.encode(tile(content, TILE, theme_files.named("clinic")), "webp")


def best(structure: Structure) -> View:
    """Return the view that shows most of a structure."""

    def worth(view: View) -> float:
        plate = plates.load(BODY, view)
        return view_choice.visible_area(plate, [structure.id], [Side.RIGHT]) * facts_of(view).preference

    return max(plates.views(BODY), key=worth)


def page(kind: str, found: list[Structure]) -> Iterator[str]:
    """The page of a kind."""
    yield f"# {TITLES[kind]}"
    library = condition_library.library()
    for structure in found:
        yield f"## {structure.name}"
        yield f"![{structure.name}](structure-{structure.id}.webp)"
        codes = [f"*{structure.latin}*"] if structure.latin else []
        codes += [f"TA2 {structure.ta2}"] if structure.ta2 else []
        codes += [structure.fma] if structure.fma else []
        yield " ".join(filter(None, (", ".join(codes), f"(`{structure.id}`)")))
        yield structure.what
        if structure.also:
            yield f"Also called {', '.join(structure.also)}."
        named = [c.name for c in library if any(entry.structure == structure.id for entry in c.structures)]
        if named:
            yield f"In {', '.join(named)}."
        yield "Sources:"
        yield "\n".join(f"- {reference(atlas().sources[citation.key])}" for citation in structure.sources)
