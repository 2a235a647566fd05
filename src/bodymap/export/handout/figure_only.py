"""The figure of a picture alone: no heading, no names, no foot line; for who sets the words around it.

A handout or a card has title, names and legend as text of its own. The figure keeps the numbers that stand for the
names, its captions and the letters of the sides; the small whole body stands beside it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

import msgspec

from ...body.geometry import Box
from ...errors import BodymapError
from ...knowledge.conditions import Condition
from ...layout.records import Figure, Inset, Key, Label, Locator
from ...layout.sheets import LEAST, Sheet
from ...options import FigureOptions, of_figure
from ...scene import Scene, plan
from ...style import fonts
from ...style.text import Text

T = TypeVar("T", Figure, Inset, Locator, Label)

TRIES = 6
"""A figure's size follows from its sheet's, not the other way round: so often a sheet is tried."""

DPI = 216
"""Of what stands as pixels in vectors: the shading of the body, and the veils at its edges."""

CLOSE = 0.97
"""A figure that fills so much of its box is good."""

AIR, BESIDE, DISC = 2.0, 14.0, 8.0
"""Around everything, between figure and small body, and around the middle of a number, pt."""


@dataclass(frozen=True)
class FigureOnly:
    """A figure on a sheet that just holds it, and the entries of its legend, which are not on it."""

    scene: Scene
    legend: tuple[Key, ...]

    @property
    def size(self) -> float:
        """How large the body is shown, pt to a millimetre: the smallest of its figures."""
        return min(figure.scale for figure in self.scene.figures)

    def share(self, width: float, height: float) -> float:
        """How much of a box it fills; more than 1 where it would have to be shrunk."""
        return max(self.scene.sheet.width / width, self.scene.sheet.height / height)


def figure(condition: Condition, width: float, height: float, options: FigureOptions | None = None) -> FigureOnly:
    """The figure as large as it fits into a box, pt.

    Raises:
        BodymapError: see `scene.plan`.
    """
    bare = msgspec.structs.replace(condition, name="", summary="")
    look = of_figure(options or FigureOptions())
    wide, tall = width * 1.4, height * 1.4
    best: FigureOnly | None = None
    refused: BodymapError | None = None
    for _ in range(TRIES):
        try:
            size = f"{round(wide * DPI / 72)}x{round(tall * DPI / 72)}"
            found = strip(plan(bare, look, size=size, dpi=DPI, labels="numbers", points="marks"))
        except BodymapError as error:
            refused = BodymapError(f"{condition.name}: {error}", field=error.field, value=error.value)
            wide, tall = wide * 1.3, tall * 1.3
            continue
        share = found.share(width, height)
        if best is None or _nearer(share, best.share(width, height)):
            best = found
        if CLOSE <= share <= 1:
            break
        wide, tall = max(wide / share * 0.99, LEAST), max(tall / share * 0.99, LEAST)
    if best is None:
        raise refused or BodymapError(f"{condition.name}: no room for the figure")
    titled = msgspec.structs.replace(best.scene, title=condition.name, summary=condition.summary)
    return FigureOnly(titled, best.legend)


def _nearer(share: float, other: float) -> bool:
    """Whether a figure of that share of its box is the better one: a large one, but none that must be shrunk."""
    return (share <= 1, share if share <= 1 else -share) > (other <= 1, other if other <= 1 else -other)


def strip(scene: Scene) -> FigureOnly:
    """The scene with nothing on it but figures, numbers and locators, on a sheet that just holds them."""
    numbers = tuple(msgspec.structs.replace(x, lines=(), box=_around(x)) for x in scene.labels if x.badge)
    x0, y0, x1, y1 = _joined([*map(_figure_box, scene.shown), *(n.box for n in numbers)])
    dx, dy = AIR - x0, AIR - y0
    right, top = x1 + dx + AIR, y1 + dy + AIR
    locators: list[Locator] = []
    if scene.locators:
        a0, b0, a1, b1 = _joined([_locator_box(small) for small in scene.locators])
        locators = [_moved(small, right + BESIDE - a0, AIR - b0) for small in scene.locators]
        right, top = right + BESIDE + a1 - a0 + AIR, max(top, b1 - b0 + 2 * AIR)
    bare = msgspec.structs.replace(
        scene,
        sheet=Sheet("figure", right, top, scene.sheet.dpi),
        figures=tuple(_moved(f, dx, dy) for f in scene.figures),
        insets=tuple(_moved(i, dx, dy) for i in scene.insets),
        labels=tuple(_moved(n, dx, dy) for n in numbers),
        locators=tuple(locators),
        legend=(),
        texts=(),
        logo=None,
    )
    return FigureOnly(bare, scene.legend)


def sample(scene: Scene, key: Key) -> Scene:
    """The sample of an entry of the legend alone, without its words."""
    x0, y0, x1, y1 = key.swatch
    wide, tall = x1 - x0 + 2 * AIR, y1 - y0 + 2 * AIR
    bare = Key(key.kind, (AIR, AIR, wide - AIR, tall - AIR), ())
    sheet = Sheet("sample", wide, tall, scene.sheet.dpi)
    return msgspec.structs.replace(
        scene, sheet=sheet, figures=(), insets=(), labels=(), locators=(), legend=(bare,), texts=()
    )


def _joined(boxes: Iterable[Box]) -> Box:
    x0, y0, x1, y1 = zip(*boxes, strict=True)
    return min(x0), min(y0), max(x1), max(y1)


def _figure_box(figure: Figure) -> Box:
    texts = [*figure.letters, *([figure.caption] if figure.caption else [])]
    return _joined([figure.place, *map(_text_box, texts)])


def _locator_box(locator: Locator) -> Box:
    return _joined([locator.place, *map(_text_box, locator.letters)])


def _text_box(text: Text) -> Box:
    wide = fonts.measure(text.text, text.weight, text.size)
    x0 = text.x - {"left": 0.0, "center": 0.5, "right": 1.0}[text.align] * wide
    return x0, text.y - 0.25 * text.size, x0 + wide, text.y + 0.8 * text.size


def _around(label: Label) -> Box:
    assert label.badge  # noqa: S101 (asked for by who calls)
    x, y = label.badge
    return x - DISC, y - DISC, x + DISC, y + DISC


def _moved(part: T, dx: float, dy: float) -> T:
    """The same part elsewhere on the sheet."""

    def box(b: Box) -> Box:
        return b[0] + dx, b[1] + dy, b[2] + dx, b[3] + dy

    def text(t: Text) -> Text:
        return msgspec.structs.replace(t, x=t.x + dx, y=t.y + dy)

    changes: dict[str, Any] = {}
    if isinstance(part, Label):
        changes = {"box": box(part.box), "leader": tuple((x + dx, y + dy) for x, y in part.leader)}
        if part.badge:
            changes["badge"] = (part.badge[0] + dx, part.badge[1] + dy)
        changes["lines"] = tuple(map(text, part.lines))
        return msgspec.structs.replace(part, **changes)
    changes = {"place": box(part.place), "letters": tuple(map(text, part.letters))}
    if isinstance(part, Locator):
        changes["shows"] = tuple(map(box, part.shows))
    else:
        changes["numerals"] = tuple(map(text, part.numerals))
        changes["caption"] = text(part.caption) if part.caption else None
    if isinstance(part, Inset):
        changes["source"] = box(part.source)
        changes["ties"] = tuple(tuple((x + dx, y + dy) for x, y in tie) for tie in part.ties)
    return msgspec.structs.replace(part, **changes)
