"""A muscle drawn through what covers it: every view keeps to its own drawing, and to its own points."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import shapely

from platemaker import curves, parts

BODY = "neutral-adult"
BEHIND, BESIDE = (15.0, 160.0, 45.0, 220.0), (10.0, 190.0, 45.0, 260.0)
"""The boxes drawn, from behind and from the side: on the skin the second lies farther out and farther down."""


def drawn(box: tuple[float, float, float, float], through: bool) -> str:
    x0, y0, x1, y1 = box
    how = 'data-through="yes"' if through else ""
    return (
        f'<svg xmlns="{curves.SVG}"><g id="muscles"><path id="levator-scapulae" data-layer="intermediate" {how} '
        f'd="M {x0},{y0} L {x1},{y0} L {x1},{y1} L {x0},{y1} Z"/></g><g id="points">'
        f'<circle id="levator-scapulae.1" {how} cx="{(x0 + x1) / 2}" cy="{(y0 + y1) / 2}" r="4"/></g></svg>'
    )


def forget() -> None:
    for kept in (parts.drawn, parts.fields, parts.region):
        kept.cache_clear()


@pytest.fixture
def draw(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[bool], None]]:
    """Puts one muscle, drawn on two views, in the place of all curves."""
    files = {tmp_path / "posterior.svg": BEHIND, tmp_path / "right-lateral.svg": BESIDE}
    monkeypatch.setattr(curves, "files", lambda: sorted(files))

    def write(through: bool) -> None:
        forget()
        for path, box in files.items():
            path.write_text(drawn(box, through))

    yield write
    forget()


def area(view: str) -> shapely.Geometry:
    found = parts.region("muscles", "levator-scapulae", BODY, view)
    return found.area if found else shapely.Polygon()


def likeness(one: shapely.Geometry, other: shapely.Geometry) -> float:
    return shapely.intersection(one, other).area / shapely.union(one, other).area


def test_a_view_takes_its_own_drawing_alone(draw: Callable[[bool], None]) -> None:
    draw(True)
    assert likeness(area("posterior"), shapely.box(*BEHIND)) > 0.97
    assert likeness(area("right-lateral"), shapely.box(*BESIDE)) > 0.97
    draw(False)
    assert likeness(area("posterior"), shapely.box(*BEHIND)) < 0.9
    assert likeness(area("right-lateral"), shapely.box(*BESIDE)) < 0.9


def test_a_view_without_a_drawing_does_not_show_it(draw: Callable[[bool], None]) -> None:
    draw(True)
    assert area("anterior").is_empty
    draw(False)
    assert not area("anterior").is_empty


def test_a_point_is_where_its_own_view_has_it(draw: Callable[[bool], None]) -> None:
    draw(True)
    for view, (x0, y0, x1, y1) in (("posterior", BEHIND), ("right-lateral", BESIDE)):
        ((_, place),) = parts.points(BODY, view)
        assert place == pytest.approx([(x0 + x1) / 2, (y0 + y1) / 2], abs=0.2)
    assert not list(parts.points(BODY, "anterior"))
