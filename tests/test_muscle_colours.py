"""The colours of muscles as they are drawn, with light and fibres: every eye tells the roles and the quiet figure apart."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from bodymap.backends import agg
from bodymap.body import plates
from bodymap.body.geometry import inside, rings
from bodymap.display.compile import compile_scene
from bodymap.knowledge import condition_library
from bodymap.scene import plan
from bodymap.style.colour import EYES, Rgb, apart, contrast
from bodymap.style.legibility import APART, BESIDE
from bodymap.style.theme import CLEAR
from bodymap.style.theme_files import named, skins, themes

COLOURED = [name for name in themes() if not named(name).secondary.hatch]
LOOKS = [(name, skin) for name in COLOURED for skin in (None, *skins())]


PARTS = {
    "primary": "gastrocnemius-medial.right",
    "secondary": "gastrocnemius-lateral.right",
    "quiet": "vastus-lateralis.right",
}


@cache
def means(theme: str, skin: str | None) -> dict[str, Rgb]:
    """The mean colour of a main muscle, of an often involved one, and of one of the quiet figure."""
    options = {"theme": theme, "skin": skin, "base": "muscles", "labels": "none", "layers": "none,fibres,others"}
    scene = plan(condition_library.load("calf-and-hamstring"), **options)  # type: ignore[arg-type]
    pixels = agg.pixels(compile_scene(scene))[..., :3] / 255
    parts = {part.id: part for part in plates.load(scene.figures[0].body, scene.figures[0].view).parts}
    rows, columns = np.mgrid[: pixels.shape[0], : pixels.shape[1]]
    dots = pixels.shape[1] / scene.sheet.width
    sheet = np.column_stack([(columns.ravel() + 0.5) / dots, scene.sheet.height - (rows.ravel() + 0.5) / dots])
    found: dict[str, Rgb] = {}
    for role, id in PARTS.items():
        middle = np.concatenate(rings(parts[id].shape))[:, 1].mean()
        figure = next(figure for figure in scene.figures if figure.frame[1] < middle < figure.frame[3])
        shape = [figure.on_sheet(ring) for ring in rings(parts[id].shape)]
        box = np.concatenate(shape)
        near = np.flatnonzero(((sheet > box.min(0)) & (sheet < box.max(0))).all(1))
        own = near[inside(shape, sheet[near])]
        assert len(own) > 300
        red, green, blue = pixels.reshape(-1, 3)[own].mean(0).tolist()
        found[role] = (red, green, blue)
    return found


@pytest.mark.parametrize(("theme", "skin"), LOOKS)
@pytest.mark.parametrize("eye", EYES)
def test_roles_keep_their_distance_as_they_are_drawn(theme: str, skin: str | None, eye: str) -> None:
    drawn = means(theme, skin)
    assert apart(drawn["primary"], drawn["secondary"], eye) >= APART


@pytest.mark.parametrize(("theme", "skin"), LOOKS)
def test_the_quiet_figure_recedes_from_both_roles(theme: str, skin: str | None) -> None:
    drawn, look = means(theme, skin), named(theme, skin)
    for role in ("primary", "secondary"):
        for eye in EYES:
            far = apart(drawn[role], drawn["quiet"], eye) >= BESIDE
            assert far or contrast(look.role(role).edge, drawn["quiet"]) >= CLEAR, f"{role}, {eye}"
