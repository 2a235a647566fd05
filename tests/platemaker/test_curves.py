"""Source curves: nodes, handles, files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import shapely

from platemaker import curves

HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-520 0 1040 1800"><g id="muscles">'
    '<path id="soleus" data-layer="intermediate" data-nodes="0,0! 40,0! 40,30 0,30"/></g></svg>'
)


def test_nodes_survive_tidying(tmp_path: Path) -> None:
    import xml.etree.ElementTree as ET

    path = tmp_path / "posterior.svg"
    path.write_text(HEAD)
    assert curves.tidy(path) == 1
    (element,) = ET.parse(path).getroot().iter(f"{{{curves.SVG}}}path")
    assert curves.nodes_of(element) == ["0,0! 40,0! 40,30 0,30"]
    assert curves.tidy(path) == 0


def test_corners_are_straight_between_themselves_and_smooth_nodes_do_not_kink() -> None:
    data = curves.with_handles([(0, 0, True), (40, 0, True), (40, 30, False), (0, 30, False)], closed=True)
    (line,) = curves.flattened(data, "here")
    bottom = line[(line[:, 0] > 1) & (line[:, 0] < 39) & (line[:, 1] < 5)]
    assert np.abs(bottom[:, 1]).max() < 1e-6
    at = int(np.hypot(*(line - [40, 30]).T).argmin())
    into, out = line[at] - line[at - 1], line[at + 1] - line[at]
    assert np.degrees(np.arccos(into @ out / np.linalg.norm(into) / np.linalg.norm(out))) < 8


def test_a_file_says_what_is_wrong_with_it(tmp_path: Path) -> None:
    path = tmp_path / "posterior.svg"
    path.write_text(HEAD.replace("<path ", '<path transform="scale(2)" '))
    with pytest.raises(curves.DrawingError, match=r"posterior\.svg: soleus: transforms are not read"):
        list(curves.read(path))
    beside = tmp_path / "behind.svg"
    beside.write_text(HEAD)
    with pytest.raises(curves.DrawingError, match="the file's name must be a view"):
        list(curves.read(beside))


def test_the_strokes_of_a_muscle_run_the_same_way() -> None:
    """A stroke against its neighbours turns the fibres round, and a tendon would appear at the wrong end."""
    against = []
    for drawing in curves.drawings():
        if drawing.kind == "fibres" and len(drawing.lines) > 1:
            lines = [shapely.LineString(line) for line in drawing.lines]
            ways = [(line[-1] - line[0]) / np.linalg.norm(line[-1] - line[0]) for line in drawing.lines]
            for n, line in enumerate(lines):
                near = sorted((line.distance(other), m) for m, other in enumerate(lines) if m != n)[:2]
                if max(float(ways[n] @ ways[m]) for _, m in near) < -0.3:
                    against.append((drawing.view, drawing.of, n))
    assert not against
