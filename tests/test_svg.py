from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bodymap.body.geometry import CLOSE, CUBIC, LINE, MOVE
from bodymap.body.plate import Plate
from bodymap.body.svg import parse
from bodymap.errors import BodymapError

SMALL = (Path(__file__).parent / "data" / "small.svg").read_text(encoding="utf-8")
INFRASPINATUS = "M4 30L16 32L12 44Z"


def small(old: str = "", new: str = "") -> Plate:
    assert old in SMALL, f"{old!r} is not in the fixture"
    return parse(SMALL.replace(old, new, 1).encode(), label="small.svg")


def failure(old: str, new: str) -> str:
    with pytest.raises(BodymapError) as caught:
        small(old, new)
    return str(caught.value)


def test_the_plate_itself() -> None:
    plate = small()
    assert (plate.body, plate.view, plate.stature) == ("neutral-adult", "posterior", 180.0)
    assert plate.box == (-50.0, 0.0, 50.0, 180.0)


def test_the_shading_is_pixels_over_a_box() -> None:
    shading = small().shading
    assert shading is not None
    assert shading.grey.dtype == np.uint8
    assert shading.grey.tolist() == [[0, 64, 128], [192, 224, 255]]
    assert shading.box == (-30.0, 0.0, 30.0, 40.0)


def test_every_part_keeps_what_it_is_of_and_its_side() -> None:
    assert [(p.id, p.kind, p.of, p.side, p.layer, p.zone) for p in small().parts] == [
        ("infraspinatus.right", "muscle", "infraspinatus", "right", "intermediate", ""),
        ("infraspinatus.left", "muscle", "infraspinatus", "left", "intermediate", ""),
        ("infraspinatus.fibres.right", "fibre", "infraspinatus", "right", "", ""),
        ("infraspinatus.core.right", "zone", "infraspinatus", "right", "", "core"),
        ("low-back", "area", "low-back", "midline", "", ""),
    ]


def test_points_and_landmarks_are_places() -> None:
    assert [(p.id, p.kind, p.of, p.side, p.x, p.y, p.number, p.where) for p in small().points] == [
        ("infraspinatus.1.right", "point", "infraspinatus", "right", 8.0, 33.0, 1, "surface"),
        ("c7", "landmark", "c7", "midline", 0.0, 20.0, 0, "surface"),
        ("elbow.right", "landmark", "elbow", "right", 28.0, 80.0, 0, "inside"),
    ]


def test_a_ring_is_closed_and_a_stroke_is_open() -> None:
    plate = small()
    assert plate.parts[0].shape.points.tolist() == [[4, 30], [16, 32], [12, 44], [4, 30], [4, 30]]
    assert plate.parts[0].shape.codes.tolist() == [MOVE, LINE, LINE, LINE, CLOSE]
    fibres = plate.parts[2].shape
    assert fibres.codes.tolist() == [MOVE, LINE, MOVE, CUBIC, CUBIC, CUBIC]
    assert fibres.points[-1].tolist() == [14, 34]


def test_all_rings_of_the_outline_are_one_shape() -> None:
    codes = small().outline.codes
    assert np.count_nonzero(codes == MOVE) == np.count_nonzero(codes == CLOSE) == 2


@pytest.mark.parametrize(
    "data",
    [
        "m4 30 12 2 -4 12z",
        "M 4,30 L 16,32 l -4,12 Z",
        "M4 30 16 32 12 44z",
        "M4 30L16 32V32H16L12 44L4 30Z",
    ],
)
def test_other_ways_to_write_a_ring_are_read(data: str) -> None:
    points = small(INFRASPINATUS, data).parts[0].shape.points
    assert {tuple(point) for point in points.tolist()} == {(4.0, 30.0), (16.0, 32.0), (12.0, 44.0)}


def test_a_relative_stretch_begins_where_the_last_one_began() -> None:
    shape = small(INFRASPINATUS, "M4 30L16 32L12 44z m1 1 l2 0 l0 2z").parts[0].shape
    assert shape.points[shape.codes == MOVE].tolist() == [[4, 30], [5, 31]]


def test_rings_that_touch_stay_apart() -> None:
    shape = small(INFRASPINATUS, "M0 0L4 0L4 4Z M0 0L-4 0L-4 4Z").parts[0].shape
    assert np.count_nonzero(shape.codes == MOVE) == 2


def test_quadratics_and_arcs_become_cubics() -> None:
    quadratic = small(INFRASPINATUS, "M0 0Q3 6 6 0Z").parts[0].shape
    assert quadratic.points[:4].tolist() == [[0, 0], [2, 4], [4, 4], [6, 0]]
    circle = small(INFRASPINATUS, "M10 0A10 10 0 0 1 -10 0A10 10 0 0 1 10 0Z").parts[0].shape
    ends = circle.points[circle.codes == CUBIC][2::3]
    assert np.abs(np.hypot(*ends.T) - 10).max() < 1e-6


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('data-view="posterior"', 'data-view="back"', "small.svg: data-view: unknown value 'back'. "
         "It may be anterior, posterior, left-lateral, right-lateral, plantar or medial."),
        ('data-unit="mm"', 'data-unit="px"', "small.svg: data-unit: unknown value 'px'. It may be mm."),
        ('data-unit="mm"', "", "small.svg: data-unit: the attribute is missing"),
        ('data-stature="180"', 'data-stature="tall"',
         "small.svg: data-stature: 'tall' does not fit; it must be a number in mm"),
        ('data-stature="180"', 'data-stature="0"', "small.svg: data-stature: 0 is too small; at least 1"),
        ('viewBox="-50 0 100 180"', 'viewBox="-50 0 100"', "small.svg: viewBox: '-50 0 100' does not fit; "
         "it must be 4 numbers in mm"),
        ('viewBox="-50 0 100 180"', 'viewBox="0 0 0 180"', "small.svg: viewBox: width and height must be above 0"),
        ('viewBox="-50 0 100 180"', 'viewBox="0 0 nan 180"', "small.svg: viewBox: '0 0 nan 180' does not fit; "
         "it must be 4 numbers in mm"),
        ('id="outline"', 'id="silhouette"', "small.svg: there is no path with the id 'outline'"),
        ('data-side="right" data-layer', 'data-side="rigth" data-layer',
         "small.svg: infraspinatus.right: data-side: unknown value 'rigth'; did you mean 'right'? "
         "It may be left, right or midline."),
        ('data-layer="intermediate" ', "",
         "small.svg: infraspinatus.right: data-layer: the attribute is missing"),
        ('data-zone="core"', 'data-zone="centre"',
         "small.svg: infraspinatus.core.right: data-zone: unknown value 'centre'; did you mean 'core'? "
         "It may be core or spillover."),
        ('data-point="1"', 'data-point="1.5"', "small.svg: infraspinatus.1.right: data-point: must be a whole number"),
        ('class="inside"', 'class="deep"', "small.svg: elbow.right: class: unknown value 'deep'. "
         "It may be surface or inside."),
        ('cx="8"', 'cx="1e9"', "small.svg: infraspinatus.1.right: cx: '1e9' does not fit; it must be a number in mm"),
        ('id="infraspinatus.left"', 'id="infraspinatus.right"', "small.svg: the id 'infraspinatus.right' is used twice"),
        ('id="infraspinatus.left" ', "", "small.svg: <path> without an id: id: the attribute is missing"),
        ('<g id="muscles">', '<g id="muscles" transform="scale(2)">',
         "small.svg: muscles: transform: a plate is drawn in place; apply the transform first"),
        ('<g id="muscles">', '<g id="muscles"><rect id="r" width="9" height="9"/>',
         "small.svg: r: the group 'muscles' holds <path> alone"),
        ("data:image/png;base64,", "shading.png?",
         "small.svg: shading: href: must be a PNG or a JPEG inside the file, data:image/png;base64,…"),
        ("base64,iVBOR", "base64,iVBOX", "small.svg: shading: href: its PNG cannot be read"),
        ("base64,iVBOR", "base64,iVBO", "small.svg: shading: href: its PNG cannot be read"),
        (INFRASPINATUS, "M4 30L16 32L12 44", "small.svg: infraspinatus.right: d: a ring is open; end it with Z"),
        (INFRASPINATUS, "url(#x)", "small.svg: infraspinatus.right: d: holds something that is not path data"),
        (INFRASPINATUS, "M4 30Z", "small.svg: infraspinatus.right: d: a subpath draws nothing"),
        (INFRASPINATUS, "M4 30L9 9L1 1ZL3 3", "small.svg: infraspinatus.right: d: after Z, a new subpath must begin with M"),
        (INFRASPINATUS, "M4 30L1e5 32L12 44Z", "small.svg: infraspinatus.right: d: lies more than 10 m out"),
        ("</svg>", "", "small.svg: not XML: no element found: line 30, column 0"),
        ("<svg", "<html", "small.svg: not XML: mismatched tag: line 29, column 2"),
    ],
)  # fmt: skip
def test_a_fault_is_said_with_its_part(old: str, new: str, message: str) -> None:
    assert failure(old, new) == message


def test_what_is_no_svg_is_refused() -> None:
    with pytest.raises(BodymapError, match=r"^x: not SVG: the root is 'html'$"):
        parse(b"<html/>", label="x")


def test_entities_are_refused_before_they_grow() -> None:
    bomb = b'<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><svg xmlns="http://www.w3.org/2000/svg">&b;</svg>'
    with pytest.raises(
        BodymapError, match=r"^x: EntitiesForbidden: a plate has no entities and no outside references$"
    ):
        parse(bomb, label="x")


@given(st.text("MmLlCcZzAaQq0123456789.-+e, ", max_size=60))
def test_any_path_data_is_a_shape_or_an_error_in_one_line(data: str) -> None:
    try:
        shape = small(INFRASPINATUS, data).parts[0].shape
    except BodymapError as error:
        assert str(error).startswith("small.svg: infraspinatus.right: ")
        assert "\n" not in str(error)
    else:
        assert len(shape.points) == len(shape.codes)
        assert np.all(np.isfinite(shape.points))
