"""The shapes of marks: circles that are round, boxes with round ends, and samples that keep to their place."""

from __future__ import annotations

import numpy as np
import pytest

from bodymap.body.geometry import bounds, rings
from bodymap.display.compile import compile_scene
from bodymap.display.records import Group, walk
from bodymap.display.records import Path as Outline
from bodymap.display.shapes import capsule, circle, circle_radius, cross, polyline, rectangle
from bodymap.display.structures import structure_items
from bodymap.display.styles import Styles
from bodymap.knowledge.conditions import StructureRole
from bodymap.knowledge.structures import StructureKind
from bodymap.scene import plan
from bodymap.style.theme_files import named


def test_a_circle_is_round() -> None:
    [ring] = rings(circle(3.0), 12)
    assert np.hypot(*ring.T) == pytest.approx(3.0, rel=1e-5)
    turns = np.diff(np.unwrap(np.arctan2(*ring.T[::-1])))
    assert (turns > -1e-12).all(), "it goes once around, never back"
    assert circle_radius(circle(3.0)) == 3.0


def test_a_capsule_has_half_circles_at_its_ends() -> None:
    [ring] = rings(capsule((10, 20, 50, 30)), 12)
    assert bounds([capsule((10, 20, 50, 30))]) == pytest.approx((10, 20, 50, 30))
    for middle, end in ((15, ring[:, 0] < 15), (45, ring[:, 0] > 45)):
        assert np.hypot(*(ring[end] - (middle, 25)).T) == pytest.approx(5.0, rel=1e-3)


def test_a_cross_has_two_equal_arms_that_meet_in_the_middle() -> None:
    first, second = cross(2.0).points.reshape(2, 2, 2)
    assert np.hypot(*(first[1] - first[0])) == np.hypot(*(second[1] - second[0]))
    assert first.mean(0).tolist() == second.mean(0).tolist() == [0, 0]


@pytest.mark.parametrize("condition", ["tennis-elbow", "sciatica-look-alikes", "low-back-pain", "jaw-disorder"])
def test_a_sample_of_the_legend_keeps_to_its_swatch(condition: str) -> None:
    scene = plan(condition, side="right")
    swatches = {f"legend.{key.kind}": key.swatch for key in scene.legend}
    samples = [g for g in walk(compile_scene(scene).items) if isinstance(g, Group) and g.kind == "sample"]
    assert len(samples) == len(scene.legend)
    for sample in samples:
        x0, y0, x1, y1 = swatches[sample.part]
        for item in walk(sample.items):
            if isinstance(item, Outline) and item.at is None and item.clip is None:
                left, low, right, high = bounds([item.shape])
                assert left >= x0 - 0.5, sample.part
                assert low >= y0 - 0.5, sample.part
                assert right <= x1 + 0.5, sample.part
                assert high <= y1 + 0.5, sample.part


@pytest.mark.parametrize("kind", [StructureKind.TENDON, StructureKind.BONE, StructureKind.NERVE])
@pytest.mark.parametrize("role", [*StructureRole])
def test_lines_of_a_structure_are_thinner_on_a_small_body(kind: StructureKind, role: StructureRole) -> None:
    styles = Styles(named("clinic"))
    shape = polyline([(0, 0), (50, 0)]) if kind == StructureKind.NERVE else rectangle((0, 0, 50, 10))

    def widths(size: float) -> list[float]:
        drawn = [
            item for item in walk(tuple(structure_items(shape, styles, kind, role, size))) if isinstance(item, Outline)
        ]
        return [styles.styles[item.style].width for item in drawn if styles.styles[item.style].stroke]

    assert widths(0.5)
    assert widths(0.5) == pytest.approx([width / 2 for width in widths(1.0)])


def test_a_nerve_has_an_edge_on_both_sides_of_its_line() -> None:
    styles = Styles(named("clinic"))
    items = [*structure_items(polyline([(0, 0), (50, 0)]), styles, StructureKind.NERVE, StructureRole.RELATED)]
    _, edge, line = (styles.styles[item.style].width for item in items if isinstance(item, Outline))
    assert (edge - line) / 2 == pytest.approx(0.8)
