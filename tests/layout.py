"""What a planned picture must keep to, whatever it shows: each breach in words. Read from the scene, nothing is drawn."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, pairwise

import numpy as np

from bodymap.body import plates
from bodymap.body.geometry import Box, inside, rings
from bodymap.content import framing
from bodymap.content.limbs import plate_for_figure
from bodymap.finding import named_muscles
from bodymap.layout.metrics import Metrics
from bodymap.layout.records import Figure, Label
from bodymap.options.records import FigureOptions
from bodymap.pages.figure_page import figure_page
from bodymap.scene import Scene, prepare
from bodymap.style import fonts
from bodymap.style.text import Text
from bodymap.style.theme_files import named

LEAST = 7.0
"""No text is smaller, pt."""

CROSS = 4.0
"""About half the width of an X, pt."""

NEAR = 12.0
"""A number stands so near to its X, pt."""

SLACK = 0.05
"""So much, pt, is rounding."""

Line = tuple[tuple[float, float], ...]


def page_with_inset() -> Scene:
    """A shoulder and a hand in a low box, so that the hand is small and is shown again in an inset."""
    chart = named_muscles.chart(["trapezius-upper", "dorsal-interossei-hand"], title="Small", points=True)
    prepared = prepare(chart, FigureOptions(side="right"))
    metrics = Metrics(prepared.theme.type, fonts.measurer(prepared.theme.fonts), 1.0)
    return figure_page(prepared.content, (700.0, 400.0), metrics, prepared.theme).scene


def breaches(scene: Scene) -> list[str]:
    """What is wrong with a picture; empty where nothing is."""
    return [
        *_words_apart(scene),
        *_words_on_the_sheet(scene),
        *_leaders(scene),
        *_off_the_bodies(scene),
        *_cut_inside_the_sheet(scene),
        *_badges(scene),
        *_crosses(scene),
        *_numerals(scene),
    ]


def box_of(text: Text) -> Box:
    """Around a line of text as it is set: from the foot of its letters to the head of its capitals."""
    width = fonts.measure(text.text, text.weight, text.size)
    left = {"left": text.x, "center": text.x - width / 2, "right": text.x - width}[text.align]
    return left, text.y - 0.21 * text.size, left + width, text.y + 0.73 * text.size


def _texts(scene: Scene) -> dict[str, list[Text]]:
    """Every line of the picture, by the block that it belongs to."""
    found: dict[str, list[Text]] = {f"text {text.text!r}": [text] for text in scene.texts}
    found |= {f"name {label.muscle}": [*label.lines] for label in scene.labels}
    found |= {f"legend {key.kind}": [*key.lines] for key in scene.legend}
    for n, figure in enumerate(scene.all_figures):
        found |= {f"letter {text.text} of figure {n}": [text] for text in figure.letters}
        found |= {f"numeral {text.text} of figure {n}": [text] for text in figure.numerals}
        if figure.caption:
            found[f"caption of figure {n}"] = [figure.caption]
    for n, locator in enumerate(scene.locators):
        found |= {f"letter {text.text} of locator {n}": [text] for text in locator.letters}
    return found


def _words_apart(scene: Scene) -> Iterator[str]:
    boxes = [(name, box_of(text)) for name, texts in _texts(scene).items() for text in texts]
    places = np.array([box for _, box in boxes])
    x0, y0, x1, y1 = places.T
    over = (np.minimum.outer(x1, x1) - np.maximum.outer(x0, x0) > SLACK) & (
        np.minimum.outer(y1, y1) - np.maximum.outer(y0, y0) > SLACK
    )
    for i, j in np.argwhere(np.triu(over, 1)).tolist():
        if boxes[i][0] != boxes[j][0]:
            yield f"{boxes[i][0]} overlaps {boxes[j][0]}"
    solid = {f"inset {n}": inset.place for n, inset in enumerate(scene.insets)}
    solid |= {f"locator {n}": locator.place for n, locator in enumerate(scene.locators)}
    solid |= {f"sample {key.kind}": key.swatch for key in scene.legend}
    for (a, one), (b, other) in combinations(solid.items(), 2):
        if overlap(one, other):
            yield f"{a} overlaps {b}"
    for name, box in boxes:
        for place, other in solid.items():
            own = name.startswith("letter") and place.startswith("locator")
            own |= name.startswith("numeral") and place.startswith("inset")
            if overlap(box, other) and not own:
                yield f"{name} overlaps {place}"
    for (n, one), (m, other) in combinations(enumerate(scene.figures), 2):
        if overlap(one.place, other.place):
            yield f"figure {n} overlaps figure {m}"
    for n, figure in enumerate(scene.figures):
        body = Body(figure)
        for name, box in boxes:
            if not name.startswith("numeral") and body.meets(box):
                yield f"{name} lies on the body of figure {n}"
        for name, place in solid.items():
            if not name.startswith("inset") and body.meets(place):
                yield f"{name} lies on the body of figure {n}"


FADED = 0.3
"""The share of a fade, from the edge, in which a body has less than a quarter of its strength."""


class Body:
    """What a figure draws of the body, on the sheet: its outline, cut by the figure's box or where it has faded."""

    def __init__(self, figure: Figure) -> None:
        plate = plate_for_figure(figure.body, figure.view, figure.frame, figure.limb)
        x0, y0, x1, y1 = figure.place
        gone = FADED * min(named("clinic").fade, 0.16 * min(x1 - x0, y1 - y0))
        left, low, right, high = (gone * (edge in figure.fade) for edge in ("left", "bottom", "right", "top"))
        self.place = x0 + left, y0 + low, x1 - right, y1 - high
        self.outline = [figure.on_sheet(ring) for ring in rings(plate.outline)]

    def meets(self, box: Box) -> bool:
        """Whether a box shares anything with the body: looked at on a grid of places about 2 pt apart."""
        x0, y0 = max(box[0], self.place[0]), max(box[1], self.place[1])
        x1, y1 = min(box[2], self.place[2]), min(box[3], self.place[3])
        if x1 - x0 < SLACK or y1 - y0 < SLACK:
            return False
        xs, ys = (np.linspace(a, b, 2 + int((b - a) / 2)) for a, b in ((x0, x1), (y0, y1)))
        places = np.stack(np.meshgrid(xs, ys), -1).reshape(-1, 2)
        return bool(inside(self.outline, places).any())


def _words_on_the_sheet(scene: Scene) -> Iterator[str]:
    width, height = scene.sheet.width, scene.sheet.height
    for name, texts in _texts(scene).items():
        for text in texts:
            x0, y0, x1, y1 = box_of(text)
            if x0 < 0 or y0 < 0 or x1 > width or y1 > height:
                yield f"{name} runs off the sheet"
            if text.size < LEAST:
                yield f"{name} is set in {text.size} pt"
    for n, figure in enumerate(scene.all_figures):
        x0, y0, x1, y1 = figure.place
        if x0 < -SLACK or y0 < -SLACK or x1 > width + SLACK or y1 > height + SLACK:
            yield f"figure {n} runs off the sheet"


def _leaders(scene: Scene) -> Iterator[str]:
    led = [label for label in scene.labels if label.leader]
    for one, other in combinations(led, 2):
        if any(_cross(*a, *b) for a in pairwise(one.leader) for b in pairwise(other.leader)):
            yield f"the leaders of {one.muscle} and {other.muscle} cross"
    for one in led:
        for other in scene.labels:
            if any(_enters(segment, other.box) for segment in pairwise(one.leader)):
                yield f"the leader of {one.muscle} crosses the name {other.muscle}"
        for name, texts in _texts(scene).items():
            if name.startswith(("name", "numeral")):
                continue
            if any(_enters(segment, box_of(text)) for segment in pairwise(one.leader) for text in texts):
                yield f"the leader of {one.muscle} crosses {name}"
    for n, inset in enumerate(scene.insets):
        for tie in inset.ties:
            for one in led:
                if any(_cross(*tie, *segment) for segment in pairwise(one.leader)):
                    yield f"the leader of {one.muscle} crosses a line to inset {n}"
        for one in led:
            if one.muscle not in inset.named and any(_enters(s, inset.place) for s in pairwise(one.leader)):
                yield f"the leader of {one.muscle} crosses inset {n}"


def _off_the_bodies(scene: Scene) -> Iterator[str]:
    crops = {f"inset {n}": inset.place for n, inset in enumerate(scene.insets)}
    crops |= {f"locator {n}": locator.place for n, locator in enumerate(scene.locators)}
    for label in scene.labels:
        for name, place in crops.items():
            if overlap(label.box, place):
                yield f"the name {label.muscle} lies on {name}"


def _cut_inside_the_sheet(scene: Scene) -> Iterator[str]:
    """Where the sheet goes on, a body that goes on too fades, or a line closes it: it isn't sawn off."""
    ends = {"left": 0.0, "bottom": 0.0, "right": scene.sheet.width, "top": scene.sheet.height}
    for n, figure in enumerate(scene.figures):
        plate = plate_for_figure(figure.body, figure.view, figure.frame, figure.limb)
        at = dict(zip(("left", "bottom", "right", "top"), figure.place, strict=True))
        for edge in framing.cuts(plate, figure.frame):
            if edge not in (*figure.fade, *figure.closed) and abs(at[edge] - ends[edge]) > SLACK:
                yield f"figure {n} is cut at the {edge}, {abs(at[edge] - ends[edge]):.0f} pt inside the sheet"


def _badges(scene: Scene) -> Iterator[str]:
    """A number that stands for a name covers neither another one nor any words."""
    numbered: list[Label] = [label for label in scene.labels if label.badge]
    for one, other in combinations(numbered, 2):
        assert one.badge
        assert other.badge
        if np.hypot(one.badge[0] - other.badge[0], one.badge[1] - other.badge[1]) < 14 - SLACK:
            yield f"the numbers of {one.muscle} and {other.muscle} lie on each other"
    for name, texts in _texts(scene).items():
        for label in numbered if not name.startswith("numeral") else ():
            if any(_away(box_of(text), label.badge) < 7 - SLACK for text in texts):  # type: ignore[arg-type]
                yield f"the number of {label.muscle} lies on {name}"


def _crosses(scene: Scene) -> Iterator[str]:
    """A trigger point lies on the body, so its X stands inside the box of its figure."""
    for n, figure in enumerate(scene.all_figures):
        points = {p.id: p for p in plates.load(figure.body, figure.view).points}
        x0, y0, x1, y1 = figure.place
        for mark in figure.marks:
            x, y = figure.at(points[mark.point].x, points[mark.point].y)
            if not (x0 <= x <= x1 and y0 <= y <= y1):
                yield f"the X of {mark.point} lies outside figure {n}"


def _numerals(scene: Scene) -> Iterator[str]:
    """A number of a trigger point stands nearer to its own X than to any other, and on no X and no number of a name."""
    for n, figure in enumerate(scene.all_figures):
        if not figure.numerals:
            continue
        points = {p.id: p for p in plates.load(figure.body, figure.view).points}
        crosses = {mark.point: figure.at(points[mark.point].x, points[mark.point].y) for mark in figure.marks}
        if len(figure.numerals) != len(crosses):
            yield f"figure {n} has {len(crosses)} X and {len(figure.numerals)} numbers"
        taken: set[str] = set()
        for text in figure.numerals:
            box = box_of(text)
            away = sorted((_away(box, at), id) for id, at in crosses.items())
            if away[0][0] > NEAR:
                yield f"numeral {text.text} of figure {n} stands {away[0][0]:.1f} pt from its X"
            if away[0][1] in taken:
                yield f"numeral {text.text} of figure {n} stands at the X of another"
            taken.add(away[0][1])
            if away[0][0] < CROSS / 2:
                yield f"numeral {text.text} of figure {n} lies on an X"
            for label in scene.labels:
                if label.badge and _away(box, label.badge) < 7 - SLACK:
                    yield f"numeral {text.text} of figure {n} lies on the number of {label.muscle}"


def _away(box: Box, at: tuple[float, float]) -> float:
    """From a place to the nearest of a box."""
    return float(np.hypot(max(box[0] - at[0], 0, at[0] - box[2]), max(box[1] - at[1], 0, at[1] - box[3])))


def overlap(a: Box, b: Box) -> bool:
    """Whether two boxes share more than rounding."""
    return min(a[2], b[2]) - max(a[0], b[0]) > SLACK and min(a[3], b[3]) - max(a[1], b[1]) > SLACK


def _cross(p: tuple[float, float], q: tuple[float, float], r: tuple[float, float], s: tuple[float, float]) -> bool:
    """Whether two segments cross inside both: an account of its own, by their parameters at the crossing."""
    d = (q[0] - p[0]) * (s[1] - r[1]) - (q[1] - p[1]) * (s[0] - r[0])
    if abs(d) < 1e-9:
        return False
    t = ((r[0] - p[0]) * (s[1] - r[1]) - (r[1] - p[1]) * (s[0] - r[0])) / d
    u = ((r[0] - p[0]) * (q[1] - p[1]) - (r[1] - p[1]) * (q[0] - p[0])) / d
    return 1e-9 < t < 1 - 1e-9 and 1e-9 < u < 1 - 1e-9


def _enters(segment: Line, box: Box) -> bool:
    """Whether a segment runs through a box: clipped against its four edges, something is left (Liang and Barsky)."""
    (x, y), (x1, y1) = segment
    low, high = 0.0, 1.0
    for step, room in (
        (x - x1, x - box[0] - SLACK),
        (x1 - x, box[2] - SLACK - x),
        (y - y1, y - box[1] - SLACK),
        (y1 - y, box[3] - SLACK - y),
    ):
        if step == 0:
            if room < 0:
                return False
        elif step < 0:
            low = max(low, room / step)
        else:
            high = min(high, room / step)
    return low < high
