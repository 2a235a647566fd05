"""The display list: every mark of a picture with its geometry, style and order, before anything draws it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import matplotlib as mpl
import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from bodymap import formats
from bodymap.backends import agg
from bodymap.backends.images import scaled
from bodymap.backends.text_outlines import outlines
from bodymap.body import plates
from bodymap.body.geometry import CLOSE, CUBIC, LINE, MOVE, Shape, bounds, inside, rings, spans
from bodymap.display import accessible, records, shapes
from bodymap.display.compile import compile_scene
from bodymap.display.fading import fade_mask, veils
from bodymap.display.hatching import DEEP, hatch_lines
from bodymap.display.records import Display, Fade, Group, Image, Item, Style, Text, walk, without
from bodymap.display.records import Path as Outline
from bodymap.display.shading import palette
from bodymap.display.styles import Styles, font_path
from bodymap.finding import named_muscles
from bodymap.knowledge import condition_library, conditions
from bodymap.layout.number_discs import DISC
from bodymap.layout.pain_dots import SPACING, dots
from bodymap.scene import Scene, plan
from bodymap.style import fonts
from bodymap.style import text as typesetting
from bodymap.style.colour import contrast, luminance, mixed, to_hex
from bodymap.style.theme import CLEAR, Fonts, Hatch
from bodymap.style.theme_files import named, themes
from tests import manikin
from tests.layout import page_with_inset

CLINIC = named("clinic")

MANIKIN = pytest.mark.usefixtures("_manikin")


@pytest.fixture
def _manikin(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    manikin.install(tmp_path_factory.mktemp("library"), monkeypatch)
    yield
    manikin.forget()


def planned(name: str, **options: object) -> Scene:
    return plan(condition_library.load(name), **options)  # type: ignore[arg-type]


def display(name: str, **options: object) -> Display:
    return compile_scene(planned(name, **options))


def pixels(shown: Display) -> NDArray[np.int64]:
    return agg.pixels(shown).astype(np.int64)


def groups(shown: Display, kind: str, part: str | None = None) -> list[Group]:
    found = [item for item in walk(shown.items) if isinstance(item, Group) and item.kind == kind]
    return found if part is None else [group for group in found if group.part == part]


def paths(items: tuple[Item, ...], part: str | None = None) -> list[Outline]:
    return [item for item in walk(items) if isinstance(item, Outline) and part in (None, item.part)]


def muscle(shown: Display, part: str) -> tuple[list[Item], Style, Style]:
    """What a muscle is drawn with, from the back to the front, the style of its fill and that of its edge."""
    (group,) = groups(shown, "muscle", part)
    items = list(group.items)
    styles = [shown.styles[item.style] for item in items if isinstance(item, Outline) and item.part == part]
    return items, styles[0], styles[-1]


def order(shown: Display) -> dict[str, int]:
    """The place of each muscle in the order of drawing."""
    drawn = [item.part for item in walk(shown.items) if isinstance(item, Group) and item.kind == "muscle"]
    return {part: n for n, part in enumerate(drawn)}


# --- muscles --------------------------------------------------------------------------------------------------------


@MANIKIN
def test_a_main_muscle_is_filled_with_the_strong_colour_and_a_solid_edge() -> None:
    _, fill, edge = muscle(display("yoke-ache"), "yoke.right")
    mix = mixed(CLINIC.primary.fill, CLINIC.primary.alpha, CLINIC.body_light)
    assert (fill.fill, fill.stroke, fill.fill_opacity) == (to_hex(mix), "", 1.0)
    assert (edge.stroke, edge.fill, edge.dash) == (CLINIC.primary.edge, "", ())


@MANIKIN
def test_a_deep_muscle_is_a_dashed_edge_over_a_highlighted_one_that_covers_it() -> None:
    shown = display("yoke-ache")
    (strap,) = groups(shown, "muscle", "strap.right")
    items = strap.items
    edge = shown.styles["secondary-deep-edge"]
    assert edge.dash == tuple(length * edge.width for length in CLINIC.dash)
    assert [item.style for item in items if isinstance(item, Outline)] == ["secondary-deep-halo", "secondary-deep-edge"]
    assert order(shown)["strap.right"] > order(shown)["yoke.right"]


@MANIKIN
def test_a_deep_muscle_is_an_opaque_window_where_what_covers_it_is_not_highlighted() -> None:
    condition = condition_library.load("yoke-ache")
    strap = msgspec.structs.replace(condition.muscles[1], role=conditions.Role.PRIMARY)
    shown = compile_scene(plan(msgspec.structs.replace(condition, muscles=(strap,))))
    (window,), (edges,) = groups(shown, "muscle", "strap.right"), groups(shown, "windows")
    (fill,) = paths(window.items)
    mix = mixed(CLINIC.primary.fill, CLINIC.primary.deep_alpha, CLINIC.body_light)
    assert shown.styles[fill.style] == Style(fill=to_hex(mix))
    own = [item.style for item in paths(edges.items, "strap.right.under")]
    assert own == ["primary-deep-halo", "primary-deep-edge"]


@MANIKIN
def test_roles_differ_by_the_weight_of_the_edge_too() -> None:
    shown = display("all-round", side="right")
    (_, _, main), (_, _, other) = muscle(shown, "yoke.right"), muscle(shown, "loin.right")
    assert main.width > other.width


def fills(shown: Display, part: str) -> list[Shape]:
    """The shapes that a muscle fills."""
    found = [item for group in groups(shown, "muscle", part) for item in paths(group.items, part)]
    return [item.shape for item in found if item.style.endswith("-fill")]


def test_a_partly_covered_muscle_is_opaque_where_it_is_seen_and_a_dashed_window_where_not() -> None:
    shown = display("calf-and-hamstring")
    # The second figure shows the calf.
    (_, own), (_, over) = fills(shown, "soleus.right"), fills(shown, "gastrocnemius-medial.right")
    lower = own.points[own.points[:, 1].argmin()]
    upper = over.points.mean(0)
    assert inside(rings(own), np.array([lower + np.array((0, 20)), upper])).tolist() == [True, False]
    (_, belly), (_, edges) = groups(shown, "muscle", "soleus.right"), groups(shown, "windows")
    assert {shown.styles[item.style].fill_opacity for item in paths(belly.items, "soleus.right")} == {1.0}
    dashed = [item.style for item in paths(edges.items, "soleus.right.under")]
    assert dashed == ["primary-deep-halo", "primary-deep-edge"]
    assert {item.style for item in paths(belly.items) if item.clip is not None} <= {
        "primary-over",
        "primary-deep-fibre",
        "primary-deep-tendon",
        "primary-edge",
    }


def test_no_two_muscles_fill_the_same_place() -> None:
    # Where a half is opened, muscles lie on each other, the deepest below.
    for name, side in (("calf-and-hamstring", "right"), ("rib-pain", "right"), ("tennis-elbow", "right")):
        shown = display(name, side=side)
        found = {group.part: fills(shown, group.part) for group in groups(shown, "muscle")}
        for part, filled in found.items():
            others = [ring for other, those in found.items() if other != part for s in those for ring in rings(s)]
            for shape in filled:
                box = bounds([shape])
                grid = np.stack(np.meshgrid(np.linspace(box[0], box[2], 60), np.linspace(box[1], box[3], 60)), -1)
                own = grid.reshape(-1, 2)[inside(rings(shape), grid.reshape(-1, 2))]
                assert inside(others, own).mean() < 0.02, f"{name}: {part} lies under or over another"


def test_light_tendon_and_fibres_lie_on_the_fill_and_under_the_edge_of_their_own_muscle() -> None:
    shown = display("tennis-elbow", side="right")
    (group,) = groups(shown, "muscle", "extensor-digitorum.right")
    names = [item.style if isinstance(item, Outline) else type(item).__name__ for item in group.items]
    assert names[:4] == ["primary-fill", "Image", "primary-tendon", "Image"]
    assert names[4:-2] == ["primary-lit", "primary-fibre", "primary-teeth", "primary-sinew"]
    assert names[-2:] == ["primary-tendon-edge", "primary-edge"]
    thin, edge = (shown.styles[name].width for name in names[-2:])
    assert thin < edge, "a tendon has a thin edge"
    tendon, edged = (item for item in paths(group.items) if item.style in ("primary-tendon", "primary-edge"))
    assert edged.clip is not None
    middle = next(ring.mean(0) for ring in rings(tendon.shape))
    assert not inside(rings(edged.clip), middle[None])[0], "that of the belly ends where it begins"
    assert len(names) <= 18
    bare = display("tennis-elbow", side="right", layers="-fibres").styles
    assert not {"primary-fibre", "primary-lit", "primary-sinew"} & set(bare)
    assert "primary-tendon" in bare


def test_a_window_shows_what_is_tendon() -> None:
    (group,) = groups(display("trigger-finger", side="right"), "muscle", "flexor-pollicis-longus.right")
    tendons = [item for item in paths(group.items) if item.style == "secondary-deep-tendon"]
    assert tendons
    assert all(item.clip is not None for item in tendons), "it ends at the window"


@pytest.mark.parametrize("size", ["600x338", "slide", "a4"])
def test_fibres_stand_apart_at_every_size(size: str) -> None:
    """The level of detail follows the scale, so that strokes neither merge nor thin out."""
    shown = display("calf-and-hamstring", size=size)
    (group,) = [g for g in groups(shown, "muscle", "gastrocnemius-medial.right") if fills(shown, g.part)][:1]
    for path in paths(group.items):
        if path.style == "primary-fibre":
            starts = path.shape.points[path.shape.codes == MOVE]
            own = fills(shown, group.part)[0]
            width = np.ptp(own.points[:, 0])
            assert len(starts) >= 3
            assert width / len(starts) > 0.4


@MANIKIN
def test_faint_lines_of_other_muscles_lie_under_the_muscles_and_can_be_left_out() -> None:
    shown = display("all-round", side="right")
    window = groups(shown, "body")[0]
    kinds = [getattr(item, "style", getattr(item, "kind", "")) for item in window.items]
    assert kinds.index("other-muscle") < kinds.index("muscle")
    assert shown.styles["other-muscle"] == Style(stroke=CLINIC.other, width=CLINIC.other_width)
    assert "other-muscle" not in display("all-round", side="right", layers="-others").styles


def test_the_rest_of_the_body_is_skin_or_a_quiet_figure_of_muscles() -> None:
    skin, muscles = (display("tennis-elbow", side="right", base=base) for base in ("skin", "muscles"))
    assert "other-muscle" in skin.styles
    assert not [name for name in skin.styles if name.startswith("quiet-")]
    quiet = {name for name in muscles.styles if name.startswith("quiet-")}
    assert quiet == {"quiet-muscle", "quiet-tendon", "quiet-fibre", "quiet-edge"}
    assert "other-muscle" not in muscles.styles
    (window,) = groups(muscles, "body")[:1]
    steps = [getattr(item, "style", getattr(item, "kind", "")) for item in window.items]
    assert steps.index("quiet-edge") < steps.index("muscle")
    bare = display("tennis-elbow", side="right", base="muscles", layers="-others").styles
    assert not [name for name in bare if name.startswith("quiet-")]


def test_the_quiet_figure_leaves_the_face_its_skin() -> None:
    scene = planned("jaw-disorder", side="right", base="muscles")
    (quiet,) = [path for path in paths(compile_scene(scene).items) if path.style == "quiet-muscle"]
    plate = plates.load(scene.body, scene.figures[0].view)
    occipitalis = next(part for part in plate.parts if part.id == "occipitalis.right")
    middle = scene.figures[0].on_sheet(rings(occipitalis.shape)[0]).mean(0)
    assert not inside(rings(quiet.shape), middle[None])[0]


@MANIKIN
@pytest.mark.parametrize("sheet", ["slide", "a5"])
def test_the_outline_is_as_fine_at_every_size_of_the_body(sheet: str) -> None:
    for name in manikin.CONDITIONS:
        shown = display(name, size=sheet)
        outlined = paths(shown.items, "outline")
        assert outlined
        assert {shown.styles[path.style].width for path in outlined} == {CLINIC.outline_width}


def dots_of(shown: Display) -> tuple[Outline, Outline]:
    """The halos of the dots of pain, and the dots."""
    (pain,) = [group for group in groups(shown, "pain") if group.part == "zones"]
    halo, cloud = paths(pain.items)
    return halo, cloud


def sore_nape() -> Scene:
    """The manikin's shoulder, with its nape as the area where it hurts, beside muscles that are not highlighted."""
    condition = msgspec.structs.replace(condition_library.load("yoke-ache"), pain=("nape",))
    return plan(condition, side="right", layers="areas")


def painful(layers: str) -> Scene:
    """The manikin's forearm, with the area where it hurts."""
    condition = msgspec.structs.replace(condition_library.load("forearm-ache"), pain=("forearm",))
    return plan(condition, side="right", layers=layers)


@MANIKIN
def test_a_figure_is_drawn_from_the_body_to_the_points() -> None:
    scene = sore_nape()
    (figure,) = groups(compile_scene(scene), "figure")
    (window,) = [item for item in figure.items if isinstance(item, Group) and item.kind == "body"]
    steps = [getattr(item, "style", "") or getattr(item, "kind", type(item).__name__) for item in window.items]
    first = {step: steps.index(step) for step in dict.fromkeys(steps)}
    drawn = [step for step in first if step != "contour"]
    assert drawn == ["body-tone", "area-tint", "other-muscle", "muscle", "outline", "area-edge", "pain"]
    pain = [item.part for item in window.items if isinstance(item, Group) and item.kind == "pain"]
    assert pain == ["zones", "hurts"], "no dot lies over a ring"
    kinds = [getattr(item, "kind", "veil") for item in figure.items]
    assert kinds == ["body", "veil", "points"], "no veil lies over a trigger point"
    assert window.clip == scene.figures[0].place


# --- points and pain ------------------------------------------------------------------------------------------------


@MANIKIN
def test_trigger_points_are_crosses_over_light_halos() -> None:
    shown = display("yoke-ache", side="right", points="all")
    (points,) = groups(shown, "points")
    halo, *single = points.items
    assert isinstance(halo, Outline)
    assert halo.at is not None
    assert len(halo.at) == len(single) == 3
    crosses = paths(tuple(single))
    assert {shown.styles[cross.style] for cross in crosses} == {shown.styles["cross"]}
    assert shown.styles[halo.style].stroke == CLINIC.halo
    assert shown.styles[halo.style].width > shown.styles["cross"].width
    places = np.concatenate([cross.at for cross in crosses if cross.at is not None])
    assert np.array_equal(places, halo.at), "each cross on its halo"
    assert {tuple(cross.shape.points[0]) for cross in crosses} == {tuple(halo.shape.points[0])}


@MANIKIN
def test_each_trigger_point_is_a_group_of_its_own_that_tells_its_name() -> None:
    found = groups(display("yoke-ache", side="right", points="all"), "point")
    assert {(g.part, g.muscle, g.label) for g in found} == {
        ("yoke.1.right", "yoke", "Trigger point 1 of Yoke muscle, right side"),
        ("yoke.2.right", "yoke", "Trigger point 2 of Yoke muscle, right side"),
        ("strap.1.right", "strap", "Trigger point 1 of Strap muscle, right side"),
    }


def test_crosses_are_smaller_on_a_small_body_but_never_less_than_half() -> None:
    whole = named_muscles.chart(["soleus", "suboccipital-group"], title="Far apart", points=True)
    sizes = []
    for condition in (whole, condition_library.load("tennis-elbow")):
        scene = plan(condition, side="right")
        shown = compile_scene(scene)
        (points, *_) = groups(shown, "points")
        (cross, *_) = paths(points.items)[1:]
        sizes.append(shown.styles[cross.style].width / CLINIC.point_width)
        assert cross.shape.points.max() == pytest.approx(CLINIC.point_size * sizes[-1])
        assert sizes[-1] == pytest.approx(min(max(scene.figures[0].scale / 0.7, 0.5), 1) ** 0.5)
    assert 0.5**0.5 <= sizes[0] < sizes[1] == 1


@MANIKIN
def test_the_dots_of_a_zone_lie_inside_it_and_apart() -> None:
    scene = planned("forearm-ache", side="right")
    (figure,) = scene.figures
    _, cloud = dots_of(compile_scene(scene))
    assert cloud.at is not None
    zone = figure.on_sheet(np.array(manikin.ZONES["forearm-back", "core"], dtype=float))
    assert len(cloud.at) > 10
    assert inside([zone], cloud.at).all()
    gaps = np.hypot(*(cloud.at[:, None] - cloud.at).transpose(2, 0, 1)) + np.eye(len(cloud.at)) * 99
    assert gaps.min() > 0.5 * SPACING, "blue noise: no two dots touch"
    assert shapes.circle_radius(cloud.shape) == pytest.approx(CLINIC.dot / 2)


def test_dots_are_denser_in_the_core_than_around_it() -> None:
    condition = msgspec.structs.replace(condition_library.load("tennis-elbow"), pain=(), views=())
    scene = plan(condition, side="right")
    (figure,) = scene.figures
    parts = {part.id: part.shape for part in plates.load(figure.body, figure.view).parts}
    polygons: dict[str, list[NDArray[np.float64]]] = {"core": [], "spillover": []}
    for zone in figure.zones:  # of all muscles, because the core of one lies in the spillover of another
        polygons[zone.zone] += [figure.on_sheet(ring) for ring in rings(parts[zone.part])]
    _, cloud = dots_of(compile_scene(scene))
    assert cloud.at is not None
    x0, y0, x1, y1 = figure.place
    grid = np.stack(np.meshgrid(np.arange(x0, x1, 0.5), np.arange(y0, y1, 0.5)), -1).reshape(-1, 2)
    core = inside(polygons["core"], grid)
    around = inside(polygons["spillover"], grid) & ~core
    dots_core = inside(polygons["core"], cloud.at)
    dots_around = inside(polygons["spillover"], cloud.at) & ~dots_core
    assert dots_core.sum() / core.sum() > 1.5 * dots_around.sum() / around.sum() > 0


def test_a_line_closes_each_piece_of_a_body_that_ends_inside_the_sheet() -> None:
    """The back ends at the arms and the trunk, the front at the neck alone."""
    scene = planned("rotator-cuff-pain", side="both")
    back, front = scene.figures
    for figure, y, pieces in ((back, back.place[1], 3), (front, front.place[3], 1)):
        [one] = [shown for shown in groups(compile_scene(scene), "figure") if shown.part == figure.view]
        [outline] = paths(one.items, "outline")
        lines = outline.shape.points[-2 * pieces :].reshape(pieces, 2, 2)
        assert np.allclose(lines[..., 1], y, atol=CLINIC.outline_width)
        assert (lines[:, 1, 0] - lines[:, 0, 0] > 10).all()
        at_end = rings(Shape(outline.shape.points[: -2 * pieces], outline.shape.codes[: -2 * pieces]))
        assert [*map(tuple, lines[..., 0].tolist())] == spans(at_end, float(lines[0, 0, 1]))


def test_no_dots_where_a_figure_fades() -> None:
    scene = planned("shoulder-instability", side="right")
    figure = next(figure for figure in scene.figures if figure.fade)
    assert figure.fade == ("left",)
    x0, y0, x1, y1 = figure.place
    clear = x0 + 0.8 * min(CLINIC.fade, 0.16 * min(x1 - x0, y1 - y0))
    plate = plates.load(figure.body, figure.view)
    parts = {part.id: part for part in plate.parts}
    assert (dots(figure, plate, parts)[:, 0] < clear).any(), "zones reach into the fade"
    (one,) = [shown for shown in groups(compile_scene(scene), "figure") if shown.part == figure.view]
    _, cloud = next(paths(group.items) for group in one.items[0].items if getattr(group, "part", "") == "zones")  # type: ignore[union-attr]
    assert cloud.at is not None
    assert cloud.at[:, 0].min() > clear


# --- areas ----------------------------------------------------------------------------------------------------------


@MANIKIN
def test_an_area_is_a_tint_under_the_muscles_and_a_dotted_edge_over_them() -> None:
    scene = painful("areas")
    shown = compile_scene(scene)
    (window,) = groups(shown, "body")
    places = {getattr(item, "style", getattr(item, "kind", "")): n for n, item in enumerate(window.items)}
    assert places["area-tint"] < places["muscle"] < places["area-edge"]
    tint, edge = shown.styles["area-tint"], shown.styles["area-edge"]
    assert (tint.fill, tint.fill_opacity, tint.stroke) == (CLINIC.area.tint, CLINIC.area.alpha, "")
    assert (edge.fill, edge.stroke, edge.cap) == ("", CLINIC.area.edge, "round")
    assert edge.dash[0] < 0.1 < edge.dash[1], "round dots, which no muscle has"
    drawn = {path.part for path in paths(window.items) if path.style in ("area-tint", "area-edge")}
    assert drawn == {spot.part for spot in scene.figures[0].spots}
    assert "area-tint" in {path.style for path in paths(groups(shown, "sample", "legend.area")[0].items)}


# --- hatching and intensity -----------------------------------------------------------------------------------------


def hatches(shown: Display) -> dict[str, Outline]:
    """The hatching of each muscle."""
    return {path.part: path for path in paths(shown.items) if path.style.endswith("-hatch") and path.part}


@MANIKIN
def test_without_colours_roles_are_told_by_hatching_clipped_to_the_muscle() -> None:
    shown = display("yoke-ache", side="right", theme="print")
    found = hatches(shown)
    for part, slope in (("yoke.right", 1), ("strap.right", -1)):
        start, end = found[part].shape.points[:2]
        assert (end - start)[1] / (end - start)[0] == pytest.approx(slope)
        parts = (part, f"{part}.under")
        (edge,) = [i for i in paths(shown.items) if i.part in parts and i.style.endswith("-edge")]
        clip = found[part].clip
        assert clip is not None
        assert np.array_equal(clip.points, edge.shape.points)
    grey = pixels(shown)
    assert (grey[..., 0] == grey[..., 1]).all()
    assert (grey[..., 1] == grey[..., 2]).all()


def gap(path: Outline) -> float:
    """Between the lines of a hatching, pt."""
    starts, ends = path.shape.points[::2], path.shape.points[1::2]
    along = (ends[0] - starts[0]) / np.hypot(*(ends[0] - starts[0]))
    steps: NDArray[np.float64] = np.diff(np.sort(starts @ (-along[1], along[0])))
    assert np.allclose(steps, steps[0])
    return float(steps[0])


@MANIKIN
def test_hatching_is_as_dense_on_every_sheet_and_twice_as_wide_on_a_deep_muscle() -> None:
    look = named("print")
    assert look.primary.hatch
    assert look.secondary.hatch
    for sheet in ("slide", "a5", "1200x1800"):
        found = hatches(display("yoke-ache", side="right", theme="print", size=sheet))
        assert gap(found["yoke.right"]) == pytest.approx(look.primary.hatch.gap)
        assert gap(found["strap.right"]) == pytest.approx(DEEP * look.secondary.hatch.gap)


@pytest.mark.parametrize("box", [(0, 0, 50, 40), (13.7, 5.1, 400, 300), (-30.5, -8, 4, 5)])
@pytest.mark.parametrize("hatch", [Hatch(30, 4, 1), Hatch(-45, 3, 1), Hatch(0, 2.5, 1), Hatch(90, 7, 1)])
def test_hatching_fills_a_box_from_corner_to_corner(box: tuple[float, ...], hatch: Hatch) -> None:
    lines = hatch_lines(box, hatch)  # type: ignore[arg-type]
    normal = np.array([-np.sin(np.radians(hatch.angle)), np.cos(np.radians(hatch.angle))])
    levels = lines[:, 0] @ normal
    assert np.diff(levels) == pytest.approx(hatch.gap)
    corners = np.array([(x, y) for x in box[::2] for y in box[1::2]]) @ normal
    assert corners.min() <= levels.min() + 1e-9 < corners.min() + hatch.gap + 2e-9
    assert corners.max() - hatch.gap - 2e-9 < levels.max() - 1e-9 <= corners.max()


def with_intensity(value: float, theme: str = "clinic") -> Scene:
    condition = condition_library.load("yoke-ache")
    muscles = tuple(msgspec.structs.replace(m, intensity=value) for m in condition.muscles)
    return plan(msgspec.structs.replace(condition, muscles=muscles), side="right", theme=theme)


@MANIKIN
def test_intensity_colours_a_muscle_and_has_its_scale_in_the_legend() -> None:
    fills = [muscle(compile_scene(with_intensity(value)), "yoke.right")[1] for value in (0.0, 0.5, 1.0)]
    light = [luminance(fill.fill) for fill in fills]
    assert light[0] > light[1] > light[2]
    assert {fill.fill_opacity for fill in fills} == {1.0}
    scene = with_intensity(0.8)
    shown = compile_scene(scene)
    assert {"intensity-80-fill", "intensity-80-edge", "intensity-80-deep-edge"} <= set(shown.styles)
    assert [key.kind for key in scene.legend][:1] == ["scale"]
    assert not {"primary", "secondary"} & {key.kind for key in scene.legend}
    assert "Intensity 0.8" in [item.text for item in walk(shown.items) if isinstance(item, Text)]
    (sample,) = groups(shown, "sample", "legend.scale")
    ramp, edge = sample.items
    assert isinstance(ramp, Image)
    assert isinstance(edge, Outline)
    assert (np.diff(ramp.pixels[0, :, :3].astype(float) @ (0.21, 0.72, 0.07)) < 0).all(), "dark is much"


@MANIKIN
def test_intensity_without_colours_is_closer_hatching_in_the_muscle_and_in_the_legend() -> None:
    gaps = [gap(hatches(compile_scene(with_intensity(v, "print")))["yoke.right"]) for v in (0.0, 0.5, 1.0)]
    assert gaps == pytest.approx([9.0, (9 * 2.2) ** 0.5, 2.2])
    deep = hatches(compile_scene(with_intensity(0.5, "print")))["strap.right"]
    assert gap(deep) == pytest.approx(gaps[1]), "the number is told by the gap, deep or not"
    (sample,) = groups(compile_scene(with_intensity(0.8, "print")), "sample", "legend.scale")
    steps = [gap(path) for path in paths(sample.items) if path.style.endswith("-hatch")]
    assert len(steps) == 5
    assert steps == sorted(steps, reverse=True)


@MANIKIN
def test_a_rank_has_the_style_of_its_place() -> None:
    shown = display("all-round", side="right", ranked=True)
    first, second = (muscle(shown, part)[1] for part in ("yoke.right", "chest.right"))
    mixes = [to_hex(mixed(rank.fill, rank.alpha, CLINIC.body_light)) for rank in CLINIC.ranks[:2]]
    assert [first.fill, second.fill] == mixes
    assert {"rank-1-fill", "rank-2-fill", "rank-1-sample-edge"} <= set(shown.styles)


# --- fading ---------------------------------------------------------------------------------------------------------


def textless(scene: Scene) -> Scene:
    figures = tuple(msgspec.structs.replace(f, letters=(), caption=None) for f in scene.figures)
    return msgspec.structs.replace(scene, figures=figures, labels=(), legend=(), locators=(), texts=())


@MANIKIN
@pytest.mark.parametrize(("name", "side", "faded"), [("yoke-ache", "right", 1), ("all-round", "left", 3)])
def test_a_cut_fades_to_the_paper_under_veils_and_to_nothing_by_itself(name: str, side: str, faded: int) -> None:
    scene = textless(planned(name, side=side, size="960x540", labels="none"))
    assert sum(len(figure.fade) for figure in scene.figures) == faded
    for transparent in (False, True):
        shown = compile_scene(msgspec.structs.replace(scene, transparent=transparent))
        image = pixels(shown)
        strength = image[..., 3] if transparent else 255 - image[..., :3].min(2)
        for figure, whole in zip(scene.figures, groups(shown, "figure"), strict=True):
            (body,) = groups(msgspec.structs.replace(shown, items=(whole,)), "body")
            laid = [item for item in whole.items if isinstance(item, Image)]
            assert (body.fade is not None, len(laid)) == ((True, 0) if transparent else (False, len(figure.fade)))
            x0, y0, x1, y1 = (round(v * scene.sheet.dpi / 72) for v in figure.place)
            own = strength[scene.sheet.pixels[1] - y1 : scene.sheet.pixels[1] - y0, x0:x1]
            for edge in figure.fade:
                inwards = {"left": own.T, "right": own.T[::-1], "top": own, "bottom": own[::-1]}[edge]
                rows = [inwards[n].max() for n in (1, 8, 30)]
                assert rows[0] < rows[1] < rows[2]
                assert rows[0] < 12


def test_veils_and_masks_let_the_same_share_be_seen() -> None:
    fade = Fade((0.0, 0.0, 128.0, 64.0), ("left", "top"), 64.0)
    seen = fade_mask(128, 64, Fade(fade.box, ("left",), 64.0), 64.0)[0, :64]
    left, _ = veils(fade, "#ffffff")
    assert 1 - left.pixels[0, :, 3] / 255 == pytest.approx(seen, abs=0.5 / 255 + 1e-9)
    assert (np.diff(seen) > 0).all()
    assert np.abs(np.diff(seen, 2)).max() < 0.002, "smooth at both ends"


@MANIKIN
def test_nothing_of_a_figure_lies_outside_its_frame() -> None:
    scene = textless(planned("forearm-ache", side="right", size="480x270", labels="none"))
    image = pixels(compile_scene(scene))
    blank = (image[..., :3] == 255).all(2)
    (figure,) = scene.figures
    x0, y0, x1, y1 = (v * scene.sheet.dpi / 72 for v in figure.place)
    inner = np.zeros_like(blank)
    inner[max(int(270 - y1) - 2, 0) : int(270 - y0) + 3, int(x0) - 2 : int(x1) + 3] = True
    assert blank[~inner].all()
    assert not blank[inner].all()


# --- transparent ----------------------------------------------------------------------------------------------------


@MANIKIN
def test_a_transparent_picture_has_no_ground_and_the_same_figure() -> None:
    scenes = [textless(planned("front-only", size="960x540", transparent=clear)) for clear in (False, True)]
    displays = [compile_scene(scene) for scene in scenes]
    assert [shown.paper for shown in displays] == ["#ffffff", ""]
    assert {shown.theme_paper for shown in displays} == {"#ffffff"}
    solid, clear = map(pixels, displays)
    x0, y0, x1, y1 = (round(v * scenes[1].sheet.dpi / 72) for v in scenes[1].figures[0].place)
    inner = np.zeros_like(clear[..., 3], dtype=bool)
    inner[max(540 - y1 - 2, 0) : 540 - y0 + 3, max(x0 - 2, 0) : x1 + 3] = True
    assert (clear[..., 3][~inner] == 0).all()
    beside = inner & (solid[..., :3] == 255).all(2)
    assert beside.sum() > 5000, "the window of the figure shows the ground beside the body"
    assert (clear[..., 3][beside] < 12).all()
    whole = clear[..., 3] == 255
    assert whole.sum() > 5000
    assert np.abs(solid[whole][:, :3] - clear[whole][:, :3]).mean() < 3


@MANIKIN
def test_words_and_frames_have_halos_on_a_transparent_picture_alone() -> None:
    for transparent in (False, True):
        shown = display("forearm-ache", side="right", transparent=transparent)
        words = [item for item in walk(shown.items) if isinstance(item, Text)]
        texts = [shown.styles[item.style] for item in words if item.style != "text-paper"]
        assert {bool(style.stroke) for style in texts} == {transparent}
        (side,) = [item for item in words if item.style == "text-paper"]
        (pill,) = [path for path in paths(shown.items) if path.style == "pill"]
        assert not shown.styles[side.style].stroke, "words on a pill have their ground"
        x0, y0, x1, y1 = bounds([pill.shape])
        wide = outlines(side.text, font_path(shown.fonts[side.font])).width * side.size
        left = side.x - {"left": 0, "center": 0.5, "right": 1}[side.align] * wide
        assert x0 < left < left + wide < x1
        assert y0 < side.y < side.y + 0.7 * side.size < y1
        assert ("line-halo" in shown.styles) is transparent
        if transparent:
            assert {style.stroke for style in texts} == {CLINIC.halo}
            (locator,) = groups(shown, "locator")
            ring = [path.style for path in locator.items if isinstance(path, Outline)]
            assert ring.index("line-halo") < ring.index("locator-frame"), "the halo lies under the line"


# --- words ----------------------------------------------------------------------------------------------------------


@MANIKIN
@pytest.mark.parametrize("sheet", ["a4", "slide"])
def test_every_text_is_set_in_the_bundled_font_and_stays_on_the_sheet(sheet: str) -> None:
    shown = display("yoke-ache", size=sheet)
    assert {font.family for font in shown.fonts.values()} == {"Inter"}
    texts = [item for item in walk(shown.items) if isinstance(item, Text)]
    assert len(texts) > 10
    for text in texts:
        font = shown.fonts[text.font]
        assert font_path(font) == fonts.path(font.weight)
        width = outlines(text.text, font_path(font)).width * text.size
        left = text.x - {"left": 0, "center": 0.5, "right": 1}[text.align] * width
        assert 0 <= left <= left + width <= shown.width
        assert 0 <= text.y <= text.y + text.size <= shown.height


@MANIKIN
def test_measured_text_is_as_wide_as_drawn_text() -> None:
    scene = planned("yoke-ache")
    for label in scene.labels:
        drawn = max(outlines(t.text, fonts.path(t.weight)).width * t.size for t in label.lines)
        assert drawn == pytest.approx(label.box[2] - label.box[0], abs=1.0)


def mpl_font(name: str) -> Path:
    return Path(mpl.get_data_path()) / "fonts" / "ttf" / name


@MANIKIN
def test_a_letter_that_a_font_of_ones_own_lacks_is_set_in_the_bundled_one() -> None:
    own = msgspec.structs.replace(CLINIC, fonts=Fonts(regular=str(mpl_font("cmsy10.ttf"))))
    styles = Styles(own)
    line = typesetting.Text("← L", 0, 0, 10)
    assert styles.font(line) == "regular"
    assert styles.font(msgspec.structs.replace(line, text="")) == "regular-own"
    assert font_path(styles.fonts["regular"]) == fonts.path("regular")
    assert font_path(styles.fonts["regular-own"]) == mpl_font("cmsy10.ttf")


@MANIKIN
def test_a_font_of_ones_own_that_has_the_letters_is_drawn() -> None:
    own = msgspec.structs.replace(CLINIC, fonts=Fonts(regular=str(mpl_font("DejaVuSerif.ttf"))))
    plain, other = display("yoke-ache", size="480x270"), display("yoke-ache", size="480x270", theme=own)
    assert other.fonts["regular-own"].family == "DejaVu Serif"
    assert "regular-own" not in plain.fonts
    assert not np.array_equal(pixels(plain), pixels(other))


# --- names, numbers, frames, locators -------------------------------------------------------------------------------


@MANIKIN
def test_a_leader_runs_from_its_name_to_a_dot_in_its_muscle() -> None:
    scene = planned("yoke-ache")
    shown = compile_scene(scene)
    for label in scene.labels:
        (group,) = groups(shown, "name", f"name.{label.muscle}")
        assert group.muscle == label.muscle
        halo, line, end_halo, end = paths(group.items)
        assert (halo.style, line.style) == ("leader-halo", "leader")
        assert np.array_equal(line.shape.points, np.array(label.leader))
        assert shown.styles["leader-halo"].width > shown.styles["leader"].width
        assert end.at is not None
        assert tuple(end.at[0]) == label.leader[-1]
        assert (shapes.circle_radius(end.shape) or 0) < (shapes.circle_radius(end_halo.shape) or 0)


@MANIKIN
@pytest.mark.parametrize("theme", themes())
def test_a_leader_is_seen_on_what_is_as_dark_as_itself(theme: str) -> None:
    """By the rim of its halo: wide enough for a pixel of a screen, and at 3:1 over anything."""
    styles = display("yoke-ache", theme=theme).styles
    halo, line = styles["leader-halo"], styles["leader"]
    assert (halo.width - line.width) / 2 >= 0.5
    assert contrast(line.stroke, mixed(halo.stroke, halo.stroke_opacity, line.stroke)) >= CLEAR


@MANIKIN
def test_numbers_stand_in_discs_in_their_muscles() -> None:
    scene = planned("yoke-ache", labels="numbers")
    shown = compile_scene(scene)
    for label in scene.labels:
        (group,) = groups(shown, "name", f"name.{label.muscle}")
        (disc,) = [path for path in paths(group.items) if path.style == "number-disc"]
        (number,) = [item for item in group.items if isinstance(item, Text)]
        assert disc.at is not None
        assert tuple(disc.at[0]) == label.badge
        assert shapes.circle_radius(disc.shape) == pytest.approx(DISC)
        assert (number.text, number.align, number.x) == (label.number, "center", label.badge[0])  # type: ignore[index]
        assert shown.styles["number-disc"].fill == CLINIC.paper


@MANIKIN
def test_a_locator_is_the_whole_body_in_one_tone_with_frames_on_it() -> None:
    scene = planned("forearm-ache", side="right")
    shown = compile_scene(scene)
    (locator,), (planned_one,) = groups(shown, "locator"), scene.locators
    body, *frames = paths(locator.items)
    assert shown.styles[body.style] == Style(fill=CLINIC.locator)
    assert [bounds([frame.shape]) for frame in frames] == [pytest.approx(box) for box in planned_one.shows]
    x0, y0, x1, y1 = bounds([body.shape])
    a, b, c, d = planned_one.place
    assert (a - 0.1 <= x0, b - 0.1 <= y0, x1 <= c + 0.1, y1 <= d + 0.1) == (True,) * 4


def test_an_inset_has_its_own_group_and_frames_with_lines_between_them() -> None:
    scene = page_with_inset()
    shown = compile_scene(scene)
    (inset,), (planned_one,) = groups(shown, "inset"), scene.insets
    assert inset.label == planned_one.caption.text  # type: ignore[union-attr]
    assert {g.muscle for g in walk(inset.items) if isinstance(g, Group) and g.kind == "muscle"} == {
        "dorsal-interossei-hand"
    }
    (frame,) = groups(shown, "frame")
    boxes = {path.part: bounds([path.shape]) for path in paths(frame.items) if path.part != "inset.tie"}
    assert boxes == {"inset.source": planned_one.source, "inset.frame": planned_one.place}
    ties = [tuple(map(tuple, path.shape.points)) for path in paths(frame.items, "inset.tie")]
    assert ties == list(planned_one.ties)


@MANIKIN
@pytest.mark.parametrize(
    ("layers", "entries"),
    [
        ("areas,-pain", {"primary": "primary-fill", "point": "cross", "zone": "pain-dot", "area": "area-edge"}),
        ("", {"pain": "pain-centre", "primary": "primary-fill", "point": "cross"}),
    ],
)
def test_the_legend_has_a_sample_of_every_entry_in_the_styles_of_the_figure(
    layers: str, entries: dict[str, str]
) -> None:
    scene = painful(layers)
    shown = compile_scene(scene)
    samples = groups(shown, "sample")
    assert [group.part for group in samples] == [f"legend.{key.kind}" for key in scene.legend]
    assert {key.kind for key in scene.legend} == {*entries}
    drawn = {path.style for group in groups(shown, "figure") for path in paths(group.items)}
    for group, style in entries.items():
        assert style in {path.style for path in paths(groups(shown, "sample", f"legend.{group}")[0].items)} & drawn
    for key, group in zip(scene.legend, samples, strict=True):
        x0, y0, x1, y1 = key.swatch
        for path in paths(group.items):
            places = path.shape.points if path.at is None else path.at
            assert (places >= (x0 - 0.01, y0 - 0.01)).all()
            assert (places <= (x1 + 0.01, y1 + 0.01)).all()
        assert group.label == " ".join(line.text for line in key.lines)


def test_a_logo_is_its_own_pixels_in_its_box(tmp_path: Path) -> None:
    from PIL import Image as Pillow

    Pillow.new("RGB", (200, 50), "#336699").save(tmp_path / "logo.png")
    (tmp_path / "own.yaml").write_text("name: practice\nlogo: logo.png\n")
    scene = plan(condition_library.load("tennis-elbow"), theme=str(tmp_path / "own.yaml"))
    (group,) = groups(compile_scene(scene), "logo")
    (picture,) = group.items
    assert isinstance(picture, Image)
    assert scene.logo
    assert (picture.box, picture.smoothing) == (scene.logo.place, "area")
    assert picture.pixels.shape == (50, 200, 4)
    assert (picture.pixels == (0x33, 0x66, 0x99, 0xFF)).all()


# --- names for those who don't see the picture ----------------------------------------------------------------------


@MANIKIN
def test_muscles_tell_their_name_side_role_and_reason() -> None:
    labels = {group.part: group.label for group in groups(display("yoke-ache"), "muscle")}
    assert labels == {
        "yoke.right": "Yoke muscle, right side, main muscle. Why yoke matters.",
        "yoke.left": "Yoke muscle, left side, main muscle. Why yoke matters.",
        "strap.right": "Strap muscle, right side, often involved, under another muscle. Why strap matters.",
        "strap.left": "Strap muscle, left side, often involved, under another muscle. Why strap matters.",
    }
    (figure,) = groups(display("yoke-ache"), "figure")
    assert figure.label == planned("yoke-ache").figures[0].caption.text  # type: ignore[union-attr]


def test_a_point_tells_its_site() -> None:
    found = {group.part: group.label for group in groups(display("tennis-elbow", side="right", points="all"), "point")}
    assert found["anconeus.1.right"] == (
        "Trigger point 1 of Anconeus, right side: "
        "In the middle of the small triangle between lateral epicondyle, olecranon and ulna."
    )
    assert accessible.points() == "Trigger points"


# --- both sides, the same picture -----------------------------------------------------------------------------------


@MANIKIN
@pytest.mark.parametrize("name", ["front-only", "yoke-ache"])
def test_both_sides_are_the_mirror_of_each_other(name: str) -> None:
    """Right as drawn, and left mirrored, are the same picture where both are in view.

    The words are on the left of either, so a body runs off the sheet elsewhere; its scale and its height are the same.
    """
    scenes = [textless(planned(name, side=side, size="a4", dpi=50, labels="none")) for side in ("right", "left")]
    (right,), (left,) = (scene.figures for scene in scenes)
    assert right.scale == pytest.approx(left.scale)
    a, top, b, bottom = right.frame
    assert (top, bottom) == pytest.approx((left.frame[1], left.frame[3]))
    x0, x1 = max(a, -left.frame[2]), min(b, -left.frame[0])
    assert x1 - x0 > 0.8 * (b - a)
    images = []
    for scene, figure, edges in ((scenes[0], right, (x0, x1)), (scenes[1], left, (-x1, -x0))):
        wide = (x1 - x0) * figure.scale
        place = (0.0, figure.place[1], wide, figure.place[3])
        moved = msgspec.structs.replace(figure, frame=(edges[0], top, edges[1], bottom), place=place, fade=())
        image = pixels(compile_scene(msgspec.structs.replace(scene, figures=(moved,), insets=())))
        images.append(image[:, : round(wide * 50 / 72), :3])
    assert images[0].shape == images[1].shape
    assert (images[0] < 250).any(2).mean() > 0.2
    assert np.abs(images[0] - images[1][:, ::-1]).mean() < 2
    assert np.abs(images[0] - images[1]).mean() > 4, "which the picture itself is not"


@MANIKIN
@pytest.mark.parametrize("theme", themes())
def test_the_same_scene_gives_the_same_list_and_the_same_pixels(theme: str) -> None:
    scene = planned("yoke-ache", theme=theme, size="480x270", points="numbers")
    one, other = compile_scene(scene), compile_scene(scene)
    assert records.encode(one) == records.encode(other)
    assert np.array_equal(pixels(one), pixels(other))


@MANIKIN
def test_drawing_changes_nothing_of_the_list() -> None:
    shown = display("yoke-ache", transparent=True, size="480x270")
    before = records.encode(shown)
    first = [formats.encode(shown, kind) for kind in formats.kinds()]
    assert records.encode(shown) == before
    assert [formats.encode(shown, kind) for kind in formats.kinds()] == first


@MANIKIN
def test_the_paper_of_a_theme_is_the_ground_of_the_picture() -> None:
    shown = display("yoke-ache", theme="dark")
    assert shown.paper == shown.theme_paper == named("dark").paper
    assert "#{:02x}{:02x}{:02x}{:02x}".format(*pixels(shown)[0, 0]) == named("dark").paper + "ff"


@MANIKIN
@pytest.mark.parametrize(("sheet", "unit", "size"), [("640x360", "px", (640, 360)), ("a5", "pt", (1165, 1654))])
def test_the_size_is_kept_in_the_unit_that_was_asked_for(sheet: str, unit: str, size: tuple[int, int]) -> None:
    shown = display("yoke-ache", size=sheet)
    assert (shown.unit, shown.pixels) == (unit, size)


# --- stable names ---------------------------------------------------------------------------------------------------

STABLE = {
    "contour", "outline", "body-tone", "other-muscle", "quiet-muscle", "quiet-tendon", "quiet-fibre", "quiet-edge",
    "primary-fill", "primary-fibre", "primary-edge", "primary-hatch", "primary-sample-edge",
    "primary-deep-fill", "primary-deep-fibre", "primary-deep-edge", "primary-deep-hatch",
    "secondary-fill", "secondary-fibre", "secondary-edge", "secondary-hatch", "secondary-sample-edge",
    "secondary-deep-fill", "secondary-deep-fibre", "secondary-deep-edge", "secondary-deep-hatch", "deep-sample",
    *(f"{role}-{part}" for role in ("primary", "secondary") for part in (
        "tendon", "tendon-edge", "deep-tendon", "lit", "teeth", "sinew"
    )),
    *(f"{sore}{kind}-{line}{size}" for sore in ("", "sore-") for kind in ("structure", "bone", "nerve")
      for line in ("halo", "fill", "fibre", "edge") for size in ("", "-small")),
    "nerve", "nerve-small", "body-bone", "body-structure", "structure-off", "taken-off", "quiet-bone", "quiet-bone-edge",
    "primary-deep-halo", "secondary-deep-halo", "pain-dot", "pain-dot-halo",
    *(f"pain-{name}{halo}" for halo in ("", "-halo") for name in (
        "ring-outer", "ring-middle", "ring-inner", "ring-only", "pin-outer", "pin-inner", "sample-outer", "sample-inner",
        "centre",
    )),
    "area-tint", "area-edge",
    "cross", "cross-halo", "cross-small", "cross-small-halo",
    "leader", "leader-halo", "leader-end", "leader-end-halo", "number-disc", "line-halo",
    "inset-frame", "inset-tie", "locator-body", "locator-frame",
    "text-ink", "text-quiet", "text-ink-halo", "text-quiet-halo", "text-point-halo",
    "pill", "text-paper", "hatch-ground",
}  # fmt: skip
"""What users may write style sheets for: a name goes only with a new major version."""


@pytest.mark.parametrize("theme", themes())
def test_the_names_of_styles_are_stable(theme: str) -> None:
    found: set[str] = set()
    for name in ("tennis-elbow", "low-back-pain", "plantar-fasciitis"):
        for options in ({"labels": "numbers", "points": "numbers"}, {"transparent": True, "layers": "areas"}):
            shown = display(name, theme=theme, side="right", **options)
            found |= set(shown.styles)
            assert set(shown.fonts) <= {"regular", "semibold", "italic"}
    assert found <= STABLE
    assert {"primary-edge", "outline", "leader", "text-ink", "text-ink-halo", "area-edge"} <= found


def test_a_name_that_is_taken_by_another_style_gets_a_number() -> None:
    styles = Styles(CLINIC)
    thin, thick = Style(stroke="#000000", width=1), Style(stroke="#000000", width=2)
    assert [styles.add("line", style) for style in (thin, thick, thin, thick)] == ["line", "line-2", "line", "line-2"]
    assert styles.styles == {"line": thin, "line-2": thick}


def test_every_style_and_font_is_used_and_every_one_that_is_used_is_there() -> None:
    for options in ({}, {"transparent": True, "labels": "numbers"}, {"theme": "print", "layers": "all"}):
        shown = display("tennis-elbow", **options)
        items = list(walk(shown.items))
        drawn = {item.style for item in items if isinstance(item, Outline | Text)}
        assert drawn == set(shown.styles)
        assert {item.font for item in items if isinstance(item, Text)} == set(shown.fonts)


# --- JSON -----------------------------------------------------------------------------------------------------------

VARIANTS: list[tuple[str, dict[str, Any]]] = [
    ("tennis-elbow", {}),
    ("tennis-elbow", {"transparent": True, "layers": "all"}),
    ("low-back-pain", {"theme": "print", "labels": "numbers", "points": "numbers"}),
    ("tension-headache", {"theme": "dark", "ranked": True, "size": "640x360"}),
]


@pytest.mark.parametrize(("name", "options"), VARIANTS, ids=str)
def test_a_list_survives_json(name: str, options: dict[str, Any]) -> None:
    shown = display(name, **options)
    raw = records.encode(shown)
    back = records.decode(raw)
    assert records.encode(back) == raw
    assert np.array_equal(pixels(back), pixels(shown))
    for kind in ("svg", "pdf"):
        assert formats.encode(back, kind) == formats.encode(shown, kind)


def test_what_is_no_list_is_refused() -> None:
    raw = records.encode(display("tennis-elbow", size="320x180"))
    for faulty in (b"{}", raw.replace(b'"width":', b'"wide":', 1), raw.replace(b'"path"', b'"line"', 1), raw[:-1]):
        with pytest.raises(msgspec.DecodeError):
            records.decode(faulty)


def test_json_holds_plain_data() -> None:
    def plain(value: Any) -> bool:
        if isinstance(value, dict):
            return all(isinstance(key, str) and plain(inner) for key, inner in value.items())
        if isinstance(value, list):
            return all(map(plain, value))
        return value is None or isinstance(value, str | int | float | bool)

    held = msgspec.json.decode(records.encode(display("tennis-elbow")))
    assert plain(held)
    assert list(held) == list(Display.__struct_fields__)


# --- walking, taking away -------------------------------------------------------------------------------------------


def text(words: str) -> Text:
    return Text(words, 0, 0, 10, "regular", "text-ink")


def test_walk_gives_every_item_a_group_before_what_it_holds() -> None:
    inner = Group("words", (text("b"), text("c")))
    outer = Group("name", (text("a"), inner))
    assert list(walk((outer, text("d")))) == [outer, text("a"), inner, text("b"), text("c"), text("d")]


def test_without_takes_away_at_every_depth_and_leaves_no_empty_group() -> None:
    items = (Group("name", (text("a"), Group("words", (text("b"),))), part="name.x"), Group("words", (text("b"),)))
    assert without(items, lambda item: getattr(item, "text", "") == "b") == (
        Group("name", (text("a"),), part="name.x"),
    )
    assert without(items, lambda _: False) == items
    assert without(items, lambda _: True) == ()
    assert without(items, lambda item: getattr(item, "kind", "") == "words") == (
        Group("name", (text("a"),), part="name.x"),
    )


# --- shapes ---------------------------------------------------------------------------------------------------------


def test_path_data_is_svg_with_absolute_commands() -> None:
    points = np.array([(0, 0), (1, 0.5), (2, 0), (3, 1), (4, 0), (0, 0)], dtype=float)
    shape = Shape(points, np.array([MOVE, LINE, CUBIC, CUBIC, CUBIC, CLOSE], dtype=np.uint8))
    assert records.path_data(shape, "{:g}".format) == "M0 0L1 0.5C2 0 3 1 4 0Z"
    again = np.array([MOVE, LINE, MOVE, LINE], dtype=np.uint8)
    assert records.path_data(Shape(points[:4], again), "{:.0f}".format) == "M0 0L1 0M2 0L3 1"


@given(st.floats(0.01, 500), st.floats(-1e4, 1e4), st.floats(-1e4, 1e4))
def test_a_circle_is_round_and_known_by_its_radius(radius: float, x: float, y: float) -> None:
    circle = shapes.circle(radius)
    assert shapes.circle_radius(circle) == pytest.approx(radius)
    (ring,) = rings(circle)
    assert np.hypot(*ring.T) == pytest.approx(radius, rel=1e-5)
    assert shapes.circle_radius(shapes.rectangle((0, 0, radius, radius))) is None
    assert shapes.circle_radius(Shape(circle.points * (1, 2), circle.codes)) is None, "an ellipse is no circle"
    places = np.array([(x, y), (y, x)])
    both = shapes.repeated(circle, places)
    assert bounds([both]) == pytest.approx(
        (min(x, y) - radius, min(x, y) - radius, max(x, y) + radius, max(x, y) + radius)
    )


# --- images: the tone of the body as pixels -------------------------------------------------------------------------

ROWS, COLUMNS = 60, 40


def soft() -> NDArray[np.uint8]:
    """A grey that runs as a body's does: two lights, softly."""
    y, x = np.mgrid[0:ROWS, 0:COLUMNS]
    return np.round(160 + 60 * np.sin(x / 9) * np.cos(y / 13) + 30 * np.sin(y / 7)).astype(np.uint8)


def tone(grey: NDArray[np.uint8], box: tuple[float, float, float, float] = (10, 20, 50, 80)) -> Image:
    return Image(box, grey, palette(CLINIC))


def imaged(image: Image, limits: tuple[float, float, float, float]) -> NDArray[np.int64]:
    """An image on white in 216 px for what lies between the limits (x0, x1, y0, y1)."""
    from matplotlib.transforms import Affine2D

    x0, x1, y0, y1 = limits
    transform = Affine2D().translate(-x0, -y0).scale(216 / (x1 - x0), 216 / (y1 - y0))
    made, left, bottom = scaled(image, transform, (0, 0, 216, 216), 1.0)
    canvas = np.full((216, 216, 4), 255, dtype=np.int64)
    if made is not None:
        x, y = round(left), round(bottom)
        canvas[y : y + made.shape[0], x : x + made.shape[1]] = made[: 216 - y, : 216 - x]
    return canvas[::-1]


@pytest.mark.parametrize(
    "limits",
    [(0, 100, 0, 100), (20, 40, 30, 60), (33.3, 61.7, 5.1, 44.4), (47, 90, 77, 90)],
    ids=["whole", "inside it", "over its edge", "a corner"],
)
def test_a_tone_has_the_colours_that_matplotlib_gives_it(limits: tuple[float, float, float, float]) -> None:
    grey = tone(soft())
    own, other = imaged(grey, limits), imaged(Image(grey.box, palette(CLINIC)[soft()]), limits)
    off = np.abs(own - other).max(axis=2)
    # But where either begins and ends: matplotlib before 3.11 draws one more column at an edge between two pixels.
    steps = (np.abs(np.diff(picture[..., 0], axis=axis, prepend=0)) for picture in (own, other) for axis in (0, 1))
    inner = off[np.max(list(steps), axis=0) < 16]
    assert inner.size > 0.9 * off.size
    assert inner.max() <= 3
    assert (off > 3).mean() < 0.01


def test_a_tone_that_is_drawn_small_is_averaged() -> None:
    noise = np.random.default_rng(5).integers(70, 256, (ROWS, COLUMNS)).astype(np.uint8)
    small = imaged(tone(noise, (0, 0, 1, 1)), (0, 20, 0, 20))
    body = small[-11:, :10, 2]  # 60 rows on eleven
    assert body.std() < palette(CLINIC)[noise][..., 2].astype(float).std() / 3


def test_a_tone_out_of_sight_is_not_drawn() -> None:
    assert (imaged(tone(soft()), (60, 90, 0, 10))[..., :3] == 255).all()
    assert (imaged(tone(soft(), (10, 20, 10.0001, 20.0001)), (0, 100, 0, 100))[..., :3] == 255).all()


def test_the_palette_runs_from_the_shade_to_the_light_of_the_body() -> None:
    colours = palette(CLINIC).astype(int)
    assert colours.shape == (256, 4)
    assert "#{:02x}{:02x}{:02x}".format(*colours[255, :3]) == CLINIC.body_light
    assert "#{:02x}{:02x}{:02x}".format(*colours[0, :3]) == CLINIC.body_shade
    assert (np.diff(colours[:, :3].sum(1)) >= 0).all()
    assert (colours[:, 3] == 255).all()
