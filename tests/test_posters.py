"""Posters: laid out anew for each sheet, with words that keep apart; and cut into sheets that a home printer has."""

from __future__ import annotations

from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any, get_args

import msgspec
import numpy as np
import pytest

import bodymap
from bodymap.body import plates
from bodymap.body.geometry import bounds, inside
from bodymap.content.muscle_panels import muscle_panel, panels_of
from bodymap.content.whole_body import whole_body
from bodymap.display import tiles
from bodymap.display.enlarged import Move
from bodymap.display.poster import compile_poster
from bodymap.display.records import Group, Text, walk
from bodymap.display.records import Path as Stroke
from bodymap.errors import BodymapError
from bodymap.export import poster as posters
from bodymap.knowledge.anatomy import Side, atlas
from bodymap.knowledge.condition_library import load
from bodymap.knowledge.conditions import warnings
from bodymap.knowledge.regions import regions
from bodymap.layout import poster_sheets
from bodymap.layout.bellies import belly
from bodymap.options.choices import PosterSize
from bodymap.options.records import PosterOptions
from bodymap.pages.poster import muscles as muscles_page
from bodymap.pages.poster import region as region_page
from bodymap.pages.poster.frame import Giver
from bodymap.pages.poster.records import Poster
from bodymap.scene import Scene
from bodymap.style import fonts
from bodymap.style.colour import contrast
from bodymap.style.legibility import TEXT
from tests.layout import breaches, overlap

SIZES = get_args(PosterSize)


@cache
def planned(condition: str, **options: Any) -> Poster:
    return posters.planned(condition, (), PosterOptions(**options))


def boxes(scene: Scene) -> list[tuple[str, tuple[float, float, float, float]]]:
    """The lines of text of the words around the pictures, with the boxes that they take."""
    found = []
    for text in scene.texts:
        width = fonts.measure(text.text, text.weight, text.size)
        left = {"left": text.x, "center": text.x - width / 2, "right": text.x - width}[text.align]
        found.append((text.text, (left, text.y - 0.2 * text.size, left + width, text.y + 0.72 * text.size)))
    return found


def wrong(poster: Poster) -> list[str]:
    """What is wrong with a poster: in its pictures, among its words, and between them."""
    found = [breach for part in poster.parts if part.scene.labels for breach in breaches(part.scene)]
    said = boxes(poster.words)
    width, height = poster.words.sheet.width, poster.words.sheet.height
    pictures = [part.box for part in poster.parts]
    if len(pictures) > 1:
        found += [f"{a} overlaps {b}" for a, b in combinations(pictures, 2) if overlap(a, b)]
    for n, (name, box) in enumerate(said):
        if min(box[:2]) < 0 or box[2] > width or box[3] > height:
            found.append(f"{name!r} runs off the sheet")
        found += [f"{name!r} overlaps {other!r}" for other, place in said[n + 1 :] if overlap(box, place)]
        found += [f"{name!r} lies on a picture" for place in pictures if overlap(box, place)]
    return found


def test_the_sheets_have_their_true_size() -> None:
    assert set(SIZES) == set(poster_sheets.SIZES)
    a0 = poster_sheets.poster_sheet("a0", "portrait")
    assert (round(a0.width * 25.4 / 72), round(a0.height * 25.4 / 72)) == (841, 1189)
    arch = poster_sheets.poster_sheet("arch-e", "landscape")
    assert (round(arch.width), round(arch.height)) == (48 * 72, 36 * 72)
    with pytest.raises(BodymapError, match="unknown size 'a7'"):
        poster_sheets.poster_sheet("a7", "portrait")


@pytest.mark.parametrize("orientation", ["portrait", "landscape"])
@pytest.mark.parametrize("condition", ["low-back-pain", "tennis-elbow", "migraine-and-neck-headache", "fibromyalgia"])
def test_the_words_of_a_condition_keep_apart(condition: str, orientation: str) -> None:
    for size in ("a4", "arch-e"):
        assert wrong(planned(condition, size=size, orientation=orientation)) == []


def test_a_poster_of_a_condition_has_all_its_advice_and_warnings() -> None:
    condition = load("low-back-pain")
    poster = planned("low-back-pain", size="a2")
    said = " ".join(text.text for text in poster.words.texts)
    for line in (*condition.week, *condition.avoid, *(line for group in warnings(condition) for line in group.says)):
        assert line in said
        assert line in compile_poster(poster).description


def test_a_clinic_is_named_at_the_foot() -> None:
    poster = posters.planned(
        "tennis-elbow", (), PosterOptions(clinic=bodymap.Clinic(name="Mill Lane", phone="01865 000000"))
    )
    said = [text.text for text in poster.words.texts]
    assert "Mill Lane" in said
    assert "01865 000000" in said
    assert wrong(poster) == []
    assert posters.giver_of(PosterOptions()) == Giver()


def test_what_is_enlarged_keeps_its_proportions() -> None:
    small, large = (compile_poster(planned("tennis-elbow", size=size)) for size in ("a4", "a0"))
    times = large.width / small.width
    assert times == pytest.approx(841 / 210, rel=1e-3)
    pairs = list(zip(walk(small.items), walk(large.items), strict=True))
    for one, other in pairs:
        if isinstance(one, Text):
            assert other.size == pytest.approx(one.size * times, rel=1e-3)  # type: ignore[union-attr]
    name = next(name for name, style in small.styles.items() if style.dash)
    assert large.styles[name].dash[0] == pytest.approx(small.styles[name].dash[0] * times, rel=1e-3)
    assert Move(2.0, 1.0, 3.0).box((0, 0, 1, 1)) == (1.0, 3.0, 3.0, 5.0)


# --- regions --------------------------------------------------------------------------------------------------------


@cache
def region(*names: str, **options: Any) -> Poster:
    return posters.planned(None, names, PosterOptions(**options))


@pytest.mark.parametrize("name", [each.id for each in regions().regions])
def test_a_chart_of_a_region_has_a_panel_for_each_muscle_with_all_its_points(name: str) -> None:
    size, orientation = [("a4", "landscape"), ("a3", "portrait"), ("arch-d", "landscape")][len(name) % 3]
    poster = region(name, size=size, orientation=orientation)
    assert wrong(poster) == []
    found = regions().names()[name]
    drawn = {part.id: part for id in found.members for part in atlas().drawn(id)}
    said = " ".join(text.text for text in poster.words.texts)
    for number in range(1, len(panels_of(found.members)) + 1):
        assert str(number) in {disc.number for disc in poster.discs}
    marked = {mark.point.rpartition(".")[0] for part in poster.parts for f in part.scene.figures for mark in f.marks}
    charted = {f"{part.id}.{point.number}" for part in drawn.values() for point in part.points}
    assert marked <= charted
    assert {id.rpartition(".")[0] for id in marked} == {id.rpartition(".")[0] for id in charted}
    for id in panels_of(found.members):
        assert all(word in said for word in atlas().muscle(id).name.split())


def test_several_regions_share_a_chart_that_holds_more_than_printed_ones() -> None:
    """Printed charts of head and neck that are known to us have 37 muscles, 57 points and 10 areas of pain."""
    assert wrong(region("hand", "foot", size="a3")) == []
    poster = region("head", "neck", "shoulder", size="a1")
    assert wrong(poster) == []
    figures = [figure for part in poster.parts for figure in part.scene.figures]
    muscles = {highlight.part.rpartition(".")[0] for figure in figures for highlight in figure.highlights}
    points = {mark.point.rpartition(".")[0] for figure in figures for mark in figure.marks}
    pains = {(zone.muscle, zone.part.rpartition(".")[0]) for figure in figures for zone in figure.zones}
    assert len(muscles) > 37
    assert len(points) > 57
    assert len(pains) > 10


def test_panels_are_told_apart_by_their_numbers() -> None:
    for colour in region_page.COLOURS:
        assert contrast("#ffffff", colour) >= TEXT
    poster = region("shoulder", size="a3")
    titles = [disc.number for disc in poster.discs if not disc.leader and disc.radius > 8]
    assert titles == [str(n) for n in range(1, len(titles) + 1)]


@pytest.mark.parametrize(
    ("names", "options", "message"),
    [
        (("sholder",), {}, "unknown region 'sholder'; did you mean 'shoulder'?"),
        (("shoulder",), {"side": "both"}, "a chart of a region shows pain on one side; say left or right"),
        (("shoulder",), {"view": "anterior"}, "a chart of a region has its own view; leave it out"),
        ((), {"side": "left"}, "a chart of all muscles has its own side; leave it out"),
    ],
)
def test_what_is_no_use_for_a_chart_is_refused(names: tuple[str, ...], options: dict[str, str], message: str) -> None:
    with pytest.raises(BodymapError) as caught:
        region(*names, **options)
    assert str(caught.value).startswith(message)


def test_a_region_in_the_place_of_a_condition_is_told() -> None:
    with pytest.raises(BodymapError, match=r"^'neck' is a region, not a condition; name it as region$"):
        bodymap.poster("neck")


# --- all muscles ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("size", "orientation", "names", "least"),
    [
        ("a4", "portrait", "plain", 70),
        ("a2", "portrait", "plain", 115),
        ("a1", "landscape", "latin", 115),
        ("arch-e", "portrait", "both", 100),
        ("letter", "landscape", "plain", 60),
    ],
)
def test_names_of_muscles_keep_apart_and_their_leaders_never_cross(
    size: str, orientation: str, names: str, least: int
) -> None:
    poster = region(size=size, orientation=orientation, names=names)
    scene = poster.parts[0].scene
    assert [breach for breach in breaches(scene) if "figure" not in breach or "runs off" in breach] == []
    said = [*boxes(poster.words), *((label.muscle, label.box) for label in scene.labels)]
    assert [(a, b) for (a, one), (b, other) in combinations(said, 2) if overlap(one, other)] == []
    assert len({label.muscle for label in scene.labels}) >= least
    for label in scene.labels:
        x, y = label.leader[-1]
        assert any(f.place[0] <= x <= f.place[2] and f.place[1] <= y <= f.place[3] for f in scene.figures)
    height = 0.546 * scene.labels[0].lines[0].size * poster.enlarged * 25.4 / 72
    assert height >= (1.6 if poster_sheets.SIZES[size][0] >= 420 else 1.15)


@pytest.mark.parametrize(
    ("body", "size", "orientation", "names"),
    [("male-adult", "a1", "landscape", "both"), ("male-adult", "a3", "portrait", "plain"), ("female-adult", "a2", "portrait", "latin")],
)  # fmt: skip
def test_bodies_of_any_size_are_whole_and_their_names_on_the_sheet(
    body: str, size: str, orientation: str, names: str
) -> None:
    poster = region(body=body, size=size, orientation=orientation, names=names)
    scene, sheet = poster.parts[0].scene, poster.words.sheet
    for figure in scene.figures[:2]:
        x0, y0, x1, y1 = bounds([plates.load(body, figure.view).outline])
        assert figure.frame[0] < x0
        assert figure.frame[1] < y0
        assert figure.frame[2] > x1
        assert figure.frame[3] > y1
    said = [*boxes(poster.words), *((label.muscle, label.box) for label in scene.labels)]
    assert [a for a, box in said if min(box[:2]) < 0 or box[2] > sheet.width or box[3] > sheet.height] == []
    assert [(a, b) for (a, one), (b, other) in combinations(said, 2) if overlap(one, other)] == []
    others = {
        label.muscle: figure
        for label in scene.labels
        for figure in scene.figures[:2]
        if not figure.place[0] <= label.leader[-1][0] <= figure.place[2] and overlap(label.box, figure.place)
    }
    assert others == {}


def test_a_large_chart_names_what_is_a_thin_strip_too() -> None:
    named = {label.muscle for label in region(size="a2").parts[0].scene.labels}
    assert named >= {"semitendinosus", "palmaris-longus", "flexor-carpi-radialis", "flexor-digitorum-longus"}


def test_emergencies_stand_first() -> None:
    poster = planned("low-back-pain", size="a3")
    heading = next(group.heading for group in warnings(load("low-back-pain")) if group.urgency == "now")
    said = {text.text: text.y for text in poster.words.texts}
    assert said[heading] > said["Do this week"]


def test_what_is_named_is_seen_where_its_leader_ends() -> None:
    scene = region(size="a2").parts[0].scene
    views = {view.view: view for view in whole_body("neutral-adult", muscles_page.VIEWS, "").views}
    for label in scene.labels:
        end = np.array([label.leader[-1]])
        figure = next(f for f in scene.figures if (end >= f.place[:2]).all() and (end <= f.place[2:]).all())
        view = views[figure.view]
        sides = {h.side for h in view.highlights if h.muscle == label.muscle}
        shapes = [[figure.on_sheet(ring) for ring in belly(view, label.muscle, side).region] for side in sides]
        assert any(inside(rings_, end).any() for rings_ in shapes if rings_), label.muscle


def test_what_is_taken_off_is_superficial_and_covers_something_deeper() -> None:
    content = whole_body("neutral-adult", muscles_page.VIEWS, "")
    for view in content.views[:2]:
        assert len(view.opened.off) > 10
        assert all(atlas().muscle(id).layer == "superficial" for id in view.opened.off)
        drawn = {(h.muscle, h.side) for h in view.highlights}
        assert not {(id, Side.RIGHT) for id in view.opened.off} & drawn
        assert {(id, Side.LEFT) for id in view.opened.off} <= drawn


def test_a_chart_for_a_print_shop_is_small_enough() -> None:
    assert len(posters.pdf(region(size="a0"), PosterOptions(size="a0"))) < 20_000_000


# --- cut into sheets ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("size", "paper", "count"), [("a4", "a4", 2), ("a3", "a4", 4), ("a0", "letter", 30)])
def test_the_sheets_cover_the_poster_and_overlap(size: str, paper: str, count: int) -> None:
    sheet = poster_sheets.poster_sheet(size, "portrait")
    way = tiles.cut(sheet.width, sheet.height, paper)
    assert way.columns * way.rows <= count
    first, last = way.box(0, 0), way.box(way.rows - 1, way.columns - 1)
    assert first[0] <= 0
    assert first[3] >= sheet.height
    assert last[2] >= sheet.width
    assert last[1] <= 0.01
    if way.columns > 1:
        assert first[2] - way.box(0, 1)[0] == pytest.approx(tiles.OVERLAP * tiles.MM)
    if way.rows > 1:
        assert way.box(1, 0)[3] - first[1] == pytest.approx(tiles.OVERLAP * tiles.MM)


def test_every_word_is_on_some_sheet_and_nothing_is_printed_beyond_its_window() -> None:
    display = compile_poster(planned("tennis-elbow", size="a3"))
    pages = tiles.tiles(display, "a4")
    edge = tiles.EDGE * tiles.MM
    texts = {item.text for page in pages for item in walk(page.items) if isinstance(item, Text)}
    assert {item.text for item in walk(display.items) if isinstance(item, Text)} <= texts
    for page in pages:
        for group in page.items[:-1]:
            assert group.clip is not None
            x0, y0, x1, y1 = group.clip
            assert min(x0, y0) >= edge - 0.01
            assert x1 <= page.width - edge + 0.01
            assert y1 <= page.height - edge + 0.01
        assert isinstance(page.items[-1], Group)
        assert any(isinstance(item, Stroke) for item in page.items[-1].items)


def test_a_cut_poster_is_a_pdf(tmp_path: Path) -> None:
    options = PosterOptions(size="a3", tiles="a4")
    poster = posters.planned("tennis-elbow", (), options)
    with pytest.raises(BodymapError, match="a poster that is cut into sheets is a"):
        posters.save(poster, tmp_path / "x.png", options)
    posters.save(poster, tmp_path / "x.pdf", options)
    assert (tmp_path / "x.pdf").read_bytes().count(b"/Type /Page ") == len(tiles.tiles(compile_poster(poster), "a4"))


def test_a_poster_goes_through_json_and_back() -> None:
    poster = planned("tennis-elbow", size="a4")
    assert msgspec.json.decode(msgspec.json.encode(poster), type=Poster) == poster


def test_a_poster_on_the_command_line_takes_what_other_commands_take(tmp_path: Path) -> None:
    from typer.testing import CliRunner

    from bodymap.cli import app

    target = tmp_path / "x.pdf"
    result = CliRunner().invoke(
        app, ["poster", "condition", "tennis-elbow", "--size", "a4", "--landscape", "-o", str(target)]
    )
    assert (result.exit_code, result.stderr) == (0, "")
    assert target.read_bytes().startswith(b"%PDF")
    result = CliRunner().invoke(app, ["poster", "region", "sholder", "-o", str(target)])
    assert result.exit_code == 2
    assert "unknown region 'sholder'; did you mean 'shoulder'?" in result.stderr


def test_a_panel_shows_a_small_muscle_closer_than_its_pain() -> None:
    for muscle in ("scalenus-anterior", "subclavius", "soleus"):
        close, whole = muscle_panel(muscle, "neutral-adult", Side.RIGHT, "#b3261e").needs
        assert close[3] - close[1] < (whole[3] - whole[1]) / 2, muscle
        assert whole[0] <= close[0] < close[2] <= whole[2], muscle
    for muscle in ("gluteus-maximus", "vastus-lateralis", "masseter"):
        panel = muscle_panel(muscle, "neutral-adult", Side.RIGHT, "#b3261e")
        assert len({view.view for view in panel.content.views}) == len(panel.needs), muscle


def test_only_a_muscle_of_many_points_has_a_panel_for_each_part() -> None:
    assert panels_of(["trapezius"]) == ("trapezius-upper", "trapezius-middle", "trapezius-lower")
    assert panels_of(["gastrocnemius"]) == ("gastrocnemius",), "two heads with four points"
    assert panels_of(["gastrocnemius", "gastrocnemius-medial"]) == ("gastrocnemius",), "each muscle once"
