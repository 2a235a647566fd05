"""Splits a picture for an editable slide into the body, which stays a picture, and the marks and text as shapes on top.

The body's shading, its lines and the other muscles stay a picture, which fades where the body is cut off.
Everything that a teacher may want to recolour, move or animate becomes a shape: muscles, areas, pain, points, names and
the legend. The body's outline lies over the muscles, so if there are any it is a shape too, except where it fades.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec
import numpy as np

from ...body.geometry import Box, Shape
from ...display.records import Display, Fade, Group, Image, Item, Path
from ...display.shapes import rectangle

BODY = ("body", "contour", "other-muscle", "outline", "quiet")
"""How the styles of the body itself begin."""


PAIN = {"hurts": "where it hurts", "zones": "pain"}
"""What the groups of marks of pain are called on a slide, by their part."""


def body(display: Display) -> Display:
    """Return only the bodies, without marks and text."""
    figures = (msgspec.structs.replace(f, items=tuple(_unmarked(f))) for f in display.items if _is_figure(f))
    return msgspec.structs.replace(display, items=tuple(figures))


def marks(display: Display) -> Display:
    """Return everything except the bodies, in groups of one kind of thing each."""
    items: list[Group] = []
    samples: dict[str, Group] = {}
    names: list[Item] = []
    for group in display.items:
        if _is_figure(group):
            items += _figure_marks(group)
        elif group.kind in ("sample", "legend"):
            before = samples.get(group.part)
            label = before.label if before else group.label
            held = (*(before.items if before else ()), *group.items)
            samples[group.part] = msgspec.structs.replace(group, kind="legend", items=held, label=label)
        elif group.kind == "name":
            names.append(group)
        elif group.kind == "locator":
            items.append(msgspec.structs.replace(group, part=f"locator {group.part}"))
        else:
            items.append(group)
    items += _group("names", "Names of the muscles", names)
    items += _group("legend", "Legend", samples.values())
    return msgspec.structs.replace(display, items=tuple(items), paper="")


# --- a figure -------------------------------------------------------------------------------------------------------


def _is_figure(group: Group) -> bool:
    return group.kind in ("figure", "inset")


def _unmarked(figure: Group) -> Iterator[Item]:
    """Yield the parts of a figure that are not marks: the body, and the veils at its edges."""
    for item in figure.items:
        if isinstance(item, Image):
            yield item
        elif isinstance(item, Group) and item.kind == "body":
            outlined = _fading_outline(item) if _is_marked(item) else item.items
            yield msgspec.structs.replace(item, items=tuple(i for i in outlined if _of_body(i)))


def _is_marked(window: Group) -> bool:
    """Return whether a body has marks that its outline covers."""
    marks = (isinstance(i, Group) or (isinstance(i, Path) and i.style.startswith("area-tint")) for i in window.items)
    return any(marks)


def _fading_outline(window: Group) -> Iterator[Item]:
    """Yield the items of a body, with its outline only where it fades."""
    for item in window.items:
        if not (isinstance(item, Path) and item.style.startswith("outline")):
            yield item
        elif window.fade:
            outer, inner = rectangle(window.fade.box), rectangle(_clear(window.fade))
            hole = Shape(np.concatenate([outer.points, inner.points[::-1]]), np.concatenate([outer.codes, inner.codes]))
            yield msgspec.structs.replace(item, clip=hole)


def _of_body(item: Item) -> bool:
    return isinstance(item, Image) or (isinstance(item, Path) and item.style.startswith(BODY))


def _figure_marks(figure: Group) -> Iterator[Group]:
    """Yield the marks of a figure in groups, from back to front."""
    view = f"{figure.part} inset" if figure.kind == "inset" else figure.part
    for window in figure.items:
        if isinstance(window, Group) and window.kind == "points":
            yield from _group(f"points {view}", window.label, _points(window))
        elif isinstance(window, Group):
            yield from _window_marks(window, view)


def _window_marks(window: Group, view: str) -> Iterator[Group]:
    """Yield the marks on a body in groups, clipped and faded like the body."""
    paths = [item for item in window.items if isinstance(item, Path)]
    groups = [item for item in window.items if isinstance(item, Group)]
    tints = [item for item in paths if item.style.startswith("area-tint")]
    edges = [item for item in paths if item.style.startswith("area-edge")]
    muscles: list[Item] = [_muscle(item) for item in groups if item.kind == "muscle"]
    muscles += [edge for group in groups if group.kind == "windows" for edge in group.items]
    muscles += [item for item in paths if item.style.startswith("taken-off")]
    pain = [group for group in groups if group.kind == "pain"]
    outline = [item for item in paths if item.style.startswith("outline") and _is_marked(window)]
    marks: list[tuple[str, str, Sequence[Item]]] = [
        (f"areas {view}", "Areas where it hurts", tints),
        (f"muscles {view}", "Muscles", muscles),
        (f"structures {view}", "Tendons, bones, nerves and joints", [i for i in groups if i.kind == "structure"]),
        (f"outline {view}", "", [_clear_of_fade(item, window) for item in outline]),
        (f"edges of areas {view}", "", edges),
        *((f"{PAIN[group.part]} {view}", group.label, group.items) for group in pain),
    ]
    for name, label, items in marks:
        yield from _group(name, label, items, window)


def _group(name: str, label: str, items: Iterable[Item], window: Group | None = None) -> Iterator[Group]:
    """Yield the items as a group, clipped and faded like the window; nothing if there are no items."""
    if held := tuple(items):
        clip, fade = (window.clip, window.fade) if window else (None, None)
        yield Group("figure", held, name, label, clip=clip, fade=fade)


def _muscle(muscle: Group) -> Group:
    """Return a muscle with its edge right after its fill: both become one shape, below the hatching and fibres.

    A tendon or light would hide that edge; then it stays on top, as a shape of its own.
    """
    paths = {item.style.rpartition("-")[2]: item for item in muscle.items if isinstance(item, Path)}
    fill, edge = paths.get("fill"), paths.get("edge")
    if fill is None or edge is None or "tendon" in paths or any(isinstance(item, Image) for item in muscle.items):
        return muscle
    others = [item for item in muscle.items if item is not edge]
    after = next(n for n, item in enumerate(others) if item is fill) + 1
    return msgspec.structs.replace(muscle, items=(*others[:after], edge, *others[after:]))


def _clear_of_fade(path: Path, window: Group) -> Path:
    """Return a line of the body, except where it fades."""
    return msgspec.structs.replace(path, clip=rectangle(_clear(window.fade))) if window.fade else path


def _clear(fade: Fade) -> Box:
    """Return the part of a box that doesn't fade."""
    (x0, y0, x1, y1), depth = fade.box, dict.fromkeys(fade.edges, fade.depth)
    left, bottom, right, top = (depth.get(edge, 0.0) for edge in ("left", "bottom", "right", "top"))
    return x0 + left, y0 + bottom, x1 - right, y1 - top


def _points(points: Group) -> Iterator[Item]:
    """Yield the trigger points, each with its own halo, so that they move together."""
    halos = {
        tuple(place): msgspec.structs.replace(item, at=np.array([place]))
        for item in points.items
        if isinstance(item, Path) and item.at is not None
        for place in item.at.tolist()
    }
    for point in points.items:
        if isinstance(point, Group):
            own = (halos.get(tuple(i.at[0].tolist())) for i in point.items if isinstance(i, Path) and i.at is not None)
            yield msgspec.structs.replace(point, items=(*filter(None, own), *point.items))
        elif not isinstance(point, Path):
            yield point
