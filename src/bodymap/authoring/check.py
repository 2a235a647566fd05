"""Checks a user's own condition, chart, theme or plate by the rules of the library, and reports every error at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ..body.bodies import MOST_BYTES
from ..body.plate import Part, Plate, Point
from ..errors import BodymapError, FileError
from ..files.disk import contents
from ..knowledge import chart_files, condition_files, condition_library
from ..knowledge.anatomy import Side, ViewLike, atlas
from ..knowledge.areas import areas
from ..knowledge.structures import structures
from ..knowledge.views import facts_of
from ..style import theme_files
from ..style.legibility import shortfalls
from .completeness import strangers

SLACK = 1.0
"""Tolerance, mm, for the middle of a part across the midline, and for a part outside the picture."""


def faults(path: Path) -> Iterator[FileError]:
    """Yield every error in a condition or a theme (.yaml), a chart (.yaml or .json) or a plate (.svg)."""
    try:
        if path.suffix.lower() in chart_files.ENDINGS and chart_files.looks_like_one(path):
            yield from chart_files.validate(path).faults
        elif theme_files.is_file(path.name) and theme_files.looks_like_one(path):
            yield from _of_theme(path)
        elif condition_library.is_file(path.name):
            yield from condition_files.validate(path).faults
        elif path.suffix.lower() == ".svg":
            yield from _of_plate(path)
        else:
            yield FileError(str(path), "must be a condition, a chart or a theme (.yaml), or a plate (.svg)")
    except FileError as error:
        yield error
    except BodymapError as error:
        yield FileError(str(path), str(error))


def notes(path: Path) -> tuple[FileError, ...]:
    """Return what to know about a file without errors: how its names were read, and what waits for one's own words."""
    if path.suffix.lower() in chart_files.ENDINGS and chart_files.looks_like_one(path):
        return chart_files.validate(path).notes
    if condition_library.is_file(path.name) and not theme_files.looks_like_one(path):
        return condition_files.validate(path).notes
    return ()


def _of_theme(path: Path) -> Iterator[FileError]:
    """Yield the errors in a theme, or if there are none, what would be hard to read."""
    validated = theme_files.check(path)
    yield from validated.faults
    if not validated.faults:
        look = theme_files.named(str(path))
        yield from (FileError(str(path), shortfall) for shortfall in shortfalls(look))


def _of_plate(path: Path) -> Iterator[FileError]:
    from ..body import svg  # imported here because it takes a second to load

    label = str(path)
    raw = contents(path, most=MOST_BYTES, label=label)

    def fault(id: str, message: str) -> FileError:
        at = raw.find(f'id="{id}"'.encode()) if id else -1
        line = raw.count(b"\n", 0, at) + 1 if at >= 0 else None
        return FileError(label, message.removeprefix(f"{id}: "), line=line, field=id)

    plate, flaws = svg.validate(raw, label=label)
    for flaw in flaws:
        yield fault(flaw.part, flaw.text)
    if plate is not None:
        for id, message in _misplaced(plate):
            yield fault(id, message)
        for id, of in strangers(plate, atlas(), areas(), structures()):
            yield fault(id, f"there is no muscle, structure or area {of!r}")


def _misplaced(plate: Plate) -> Iterator[tuple[str, str]]:
    """Yield the parts outside the picture or on the wrong side. Left and right are the patient's."""
    everything: tuple[Part | Point, ...] = (*plate.parts, *plate.points)
    for part in everything:
        left, top, right, bottom = _extent(part)
        x0, y0, x1, y1 = plate.box
        if left < x0 - SLACK or top < y0 - SLACK or right > x1 + SLACK or bottom > y1 + SLACK:
            yield part.id, "lies outside the viewBox"
        elif part.side != Side.MIDLINE and not _on_its_side(part.side, plate.view, (left + right) / 2):
            yield part.id, f"data-side: lies on the wrong side, not on the patient's {part.side}"


def _on_its_side(side: str, view: ViewLike, x: float) -> bool:
    facts = facts_of(view)
    if facts.near:
        return side == facts.near
    sign = 1 if side == facts.right_of_picture else -1
    return sign * x >= -SLACK


def _extent(part: Part | Point) -> tuple[float, float, float, float]:
    if isinstance(part, Point):
        return part.x, part.y, part.x, part.y
    (x0, y0), (x1, y1) = part.shape.points.min(0), part.shape.points.max(0)
    return float(x0), float(y0), float(x1), float(y1)
