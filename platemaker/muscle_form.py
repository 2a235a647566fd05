"""Makes the form of each muscle of a plate: what is seen and covered of it, its tendons, strokes and light."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import shapely
from scipy.ndimage import gaussian_filter

from . import pennation, tendons
from .cover import Cover, above, areal, covers
from .fibres import Fibres, unit
from .finished import Finished, Muscle
from .mesh import Floats
from .shading import LIGHT
from .streamlines import streamlines
from .strokes import COVERED, LIT, SINEW, Stroke, Strokes, along, stroke
from .tendons import BODY, Junction

GAP, LEAST_GAP, MOST_GAP = 1 / 42, 1.15, 2.6
"""Spacing of the finest strokes as a share of the root of the area, and its limits, mm."""

FINEST = 2
"""The finest level of strokes; in covered parts, some kinds have only the others."""

OPENED = ("anterior", "posterior", "medial")
"""The views in which pictures take muscles off; in the others, covered parts have only the strokes of windows."""

PARTLY = 0.8
"""A view shows a muscle partly if its height there is below this share of its height in both views together."""

WAYS = {"right-lateral": (1.0, 1.0), "plantar": (0.0, -1.0), "medial": (-1.0, 1.0)}
"""Which way muscles without strokes run, x and y, where not down: from the side, arm and foot point forward."""

BARS = {"rectus-abdominis"}
"""Muscles whose strokes across are tendinous bands."""

GLOSS = 0.05
"""Strength of the highlight along the crest of a belly."""


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """A muscle's form: parts as areas, mm, its strokes, and the change in light on a grid of its fibres.

    Of its tendons, `tendon` is what is seen; `sinew` is all of them if a part is covered.
    """

    muscle: Muscle
    cover: Cover
    above: list[tuple[str, float]]
    tendon: shapely.Geometry
    sinew: shapely.Geometry
    strokes: Strokes
    gap: float
    fibres: Fibres
    light: Floats


def right(plate: Finished) -> list[Muscle]:
    """Return the muscles of a plate's right side and of its middle."""
    return [m for m in plate.muscles if m.side != "left"]


def heights(plates: Mapping[str, Finished]) -> dict[tuple[str, str], tuple[float, float]]:
    """Return the heights where a partly seen muscle's tendons meet its belly, by view and muscle; the origin's first.

    The front and the back view share their heights, so the two together tell how long a muscle is. The inner side has
    the same heights.
    """
    found: dict[tuple[str, str], tuple[float, float]] = {}
    shown = {view: {m.of: m.area.bounds for m in right(plates[view])} for view in ("anterior", "posterior")}
    bounds = {m.of: m.area.bounds for m in right(plates["medial"])} if "medial" in plates else {}
    inner = {of: b for of, b in bounds.items() if b[3] - b[1] > b[2] - b[0]}  # along the foot, heights tell nothing
    for of, facts in tendons.facts().items():
        spans = [(muscles[of][1], muscles[of][3]) for muscles in shown.values() if of in muscles]
        if len(spans) < (1 if of in inner else 2) or facts.measure == "fibres":
            continue
        top, bottom = min(span[0] for span in spans), max(span[1] for span in spans)
        for view, muscles in (*shown.items(), ("medial", inner)):
            if of in muscles and muscles[of][3] - muscles[of][1] < PARTLY * (bottom - top):
                above, below = (facts.insertion, facts.origin) if facts.turned else (facts.origin, facts.insertion)
                ends = top + above * (bottom - top), bottom - below * (bottom - top)
                found[view, of] = ends[::-1] if facts.turned else ends
    return found


def _fibres(muscle: Muscle, view: str) -> Fibres:
    facts = tendons.facts().get(muscle.of)
    turned = facts is not None and facts.turned
    strokes = [s[:: -1 if turned else 1] for s in muscle.strokes if not _is_bar(muscle, s)]
    x, y = WAYS.get(view, (0.0, 1.0))
    slant = pennation.slant_of(muscle.of, view)
    return Fibres(muscle.area, strokes, way=(-x, -y) if turned else (x, y), slant=slant)


def _is_bar(muscle: Muscle, line: Floats) -> bool:
    return muscle.of in BARS and bool(np.ptp(line[:, 0]) > np.ptp(line[:, 1]))


def forms(plate: Finished, levels: Mapping[tuple[str, str], tuple[float, float]]) -> Iterator[Form]:
    """Yield the form of each muscle of a plate's right side; `levels` is what `heights` returned."""
    muscles = right(plate)
    for muscle, covered in zip(muscles, covers(muscles, plate.view), strict=True):
        over = above(muscle, muscles, plate.view, covered) if plate.view in OPENED else []
        yield _form(muscle, covered, over, plate, levels.get((plate.view, muscle.of)))


def _form(
    muscle: Muscle, covered: Cover, over: list[tuple[str, float]], plate: Finished, levels: tuple[float, float] | None
) -> Form:
    view = plate.view
    seed = zlib.crc32(muscle.of.encode())
    random = np.random.default_rng(seed)
    fibres = _fibres(muscle, view)
    facts = tendons.facts().get(muscle.of)
    past = tendons.beyond(muscle.of, view, plate.landmarks, fibres.places)
    junction = Junction(fibres, facts, past, levels) if facts else None
    tendon = junction.area(seed) if junction else shapely.Polygon()
    light, round_off = _light(fibres)
    gap = float(np.clip(np.sqrt(muscle.area.area) * GAP, LEAST_GAP, MOST_GAP))
    strokes: Strokes = [stroke(bar, 5.0, 0, SINEW) for bar in muscle.strokes if _is_bar(muscle, bar)]
    under = shapely.union_all(list(covered.under.values()))
    seen = covered.seen.buffer(-0.3) if covered.under else covered.seen
    hidden = np.random.default_rng(seed)
    depth = fibres.spread(junction.depth) if junction else None
    reach = junction.reach if junction else 0.0
    course = junction.direction if junction else None
    for line, level in streamlines(fibres, gap, round_off, seed, course):
        into = np.full(len(line), BODY) if depth is None else fibres.at(depth, line)
        shade = np.clip(-fibres.at(light, line) / 0.34, 0, 1)
        strokes += along(line, level, gap, (into, reach), shade, seen, random)
        if not under.is_empty:
            covered_strokes = along(line, level, gap, (into, reach), shade, under, hidden, covered=True)
            strokes += [s for s in covered_strokes if _needed(s, view)]
    sinew = areal(tendon.intersection(muscle.area), 2.0) if covered.under else shapely.Polygon()
    tendon = areal(tendon.intersection(covered.seen), 2.0)
    return Form(muscle, covered, over, tendon, sinew, strokes, gap, fibres, light)


def _needed(drawn: Stroke, view: str) -> bool:
    """Return whether a stroke of a covered part is drawn in a view: in windows, or where muscles are taken off."""
    _, _, level, kind = drawn
    if view not in OPENED:
        return kind == COVERED and level < FINEST
    return kind != COVERED + LIT or level < FINEST


def _light(fibres: Fibres) -> tuple[Floats, float]:
    """Return the change in light on the belly against a flat surface, (h, w), and where it rounds off, mm."""
    slope = fibres.gradient(fibres.swell())
    normals = unit(np.column_stack([-slope, np.ones(fibres.count)]))
    across, up, facing = LIGHT / np.linalg.norm(LIGHT)
    lit = normals @ np.array([across, -up, facing]) - facing
    crest = np.exp(-(((lit - 0.012) / 0.03) ** 2))
    return gaussian_filter(fibres.spread(lit + GLOSS * crest), 0.8), fibres.round
