"""Points and pain belong together: which pain is that of which trigger point, in the atlas, on plates and in pictures."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree
from typing import Any

import msgspec
import pytest

from bodymap.authoring.completeness import faults
from bodymap.body import packed, plates, svg
from bodymap.body.geometry import bounds
from bodymap.cli import text_pages
from bodymap.errors import BodymapError
from bodymap.files.disk import assets
from bodymap.finding import coverage, find
from bodymap.finding.request import MarkRequest, chart
from bodymap.knowledge import anatomy, chart_marks, condition_library
from bodymap.knowledge.anatomy import atlas
from bodymap.knowledge.areas import areas
from bodymap.knowledge.chart_marks import ChartMark
from bodymap.knowledge.charts import Chart
from bodymap.knowledge.structures import structures
from bodymap.knowledge.studies import study
from bodymap.scene import content_of, plan

# --- what the books say ---------------------------------------------------------------------------------------------

REACH = 0.006
"""Share of an area that a zone covers at least, if the books say that its pain is felt there."""

BOOK = [
    # Simons, Travell and Simons 1999, by the chapter of each muscle
    ("trapezius-upper", 1, "temple", 2),
    ("trapezius-middle", 2, "shoulder-top", 1),
    ("trapezius-middle", 1, "upper-back", 2),
    ("trapezius-lower", 1, "neck-back", 2),
    ("sternocleidomastoid-sternal", 2, "cheek", 3),
    ("sternocleidomastoid-sternal", 3, "crown", 1),
    ("sternocleidomastoid-sternal", 3, "back-of-head", 2),
    ("sternocleidomastoid-clavicular", 1, "forehead", 2),
    ("sternocleidomastoid-clavicular", 2, "ear", 1),
    ("splenius-cervicis", 1, "eye", 2),
    ("splenius-cervicis", 2, "neck-back", 1),
    ("semispinalis-capitis", 2, "temple", 1),
    ("masseter-superficial", 1, "cheek", 4),
    ("masseter-superficial", 3, "jaw", 1),
    ("digastric", 1, "neck-side", 2),
    ("infraspinatus", 1, "shoulder-front", 3),
    ("infraspinatus", 3, "upper-back", 2),
    ("triceps-brachii-medial", 1, "lateral-elbow", 3),
    ("triceps-brachii-medial", 3, "medial-elbow", 1),
    ("extensor-digitorum", 2, "lateral-elbow", 1),
    ("latissimus-dorsi", 2, "shoulder-front", 1),
    ("latissimus-dorsi", 1, "fingers", 2),
    ("iliocostalis-thoracis", 2, "abdomen", 1),
    ("rectus-abdominis", 1, "mid-back", 4),
    ("rectus-abdominis", 4, "low-back", 1),
    ("external-oblique", 2, "groin", 1),
    # Travell and Simons 1992
    ("quadratus-lumborum", 2, "hip-side", 3),
    ("quadratus-lumborum", 4, "buttock", 2),
    ("quadratus-lumborum", 1, "groin", 4),
    ("gluteus-maximus", 3, "tailbone", 2),
    ("gluteus-minimus", 1, "thigh-side", 4),
    ("gluteus-minimus", 4, "thigh-back", 1),
    ("sartorius", 3, "thigh-inner", 1),
    ("vastus-medialis", 1, "knee-front", 2),
    ("gastrocnemius-medial", 1, "sole", 2),
    ("gastrocnemius-lateral", 1, "calf", 2),
    ("soleus", 1, "heel", 3),
    ("soleus", 2, "calf", 3),
    ("soleus", 3, "low-back", 1),
]
"""A muscle, the number of a point, an area where its pain is felt, and a point of the muscle whose pain is not."""


@pytest.mark.parametrize(("muscle", "number", "area", "other"), BOOK)
@pytest.mark.parametrize("body", plates.bodies())
def test_each_point_reaches_the_place_that_the_books_say(
    body: str, muscle: str, number: int, area: str, other: int
) -> None:
    cover = coverage.of(body)[area]
    single = cover.points[muscle]

    def shares(number: int) -> tuple[float, float]:
        core, beyond = single.get(number, (0.0, 0.0))
        return core / cover.whole, beyond / cover.whole

    felt_most, felt = shares(number)[0] > REACH, sum(shares(number))
    assert felt > REACH
    if felt_most:
        assert shares(other)[0] < shares(number)[0] / 2
    else:
        assert sum(shares(other)) < felt / 2


def test_the_points_together_have_the_pain_of_the_muscle() -> None:
    for area, cover in coverage.of(plates.DEFAULT_BODY).items():
        for muscle, single in cover.points.items():
            most = max(core for core, _ in single.values())
            whole = sum(cover.muscles[muscle])
            assert most <= cover.muscles[muscle][0] + 1, (area, muscle)
            assert max(map(sum, single.values())) <= whole + 1 <= sum(map(sum, single.values())) + 2, (area, muscle)


# --- the atlas and the plates ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("patterns", "message"),
    [
        ("[{points: [4], core: Here}]", "referral.patterns[0].points: unknown point 4. It may be 1, 2 or 3."),
        ("[{points: [1, 2], core: Here}, {points: [2], core: There}]", "referral.patterns[1].points: point 2 has a pattern already"),
        ("[{points: [1]}]", "referral.patterns[0]: say where the pain is felt, in core or spillover"),
    ],
)  # fmt: skip
def test_a_faulty_pattern_is_told(patterns: str, message: str, tmp_path: Path) -> None:
    copytree(assets() / "muscles", tmp_path / "muscles")
    (tmp_path / "sources.yaml").write_bytes((assets() / "sources.yaml").read_bytes())
    path = tmp_path / "muscles" / "back-and-shoulder.yaml"
    text = path.read_text(encoding="utf-8")
    before, own = text.split("  - id: infraspinatus\n")
    start, end = own.index("      patterns:"), own.index("      evidence:")
    path.write_text(
        f"{before}  - id: infraspinatus\n{own[:start]}      patterns: {patterns}\n{own[end:]}", encoding="utf-8"
    )
    with pytest.raises(BodymapError) as refused:
        anatomy.load(tmp_path)
    assert str(refused.value).endswith(f"(infraspinatus): {message}")


def test_a_pattern_is_that_of_its_points() -> None:
    infraspinatus = atlas().muscle("infraspinatus")
    assert infraspinatus.pattern_of(1) == infraspinatus.pattern_of(2) != infraspinatus.pattern_of(3)
    assert atlas().muscle("adductor-magnus").pattern_of(2) is None
    assert atlas().muscle("teres-minor").pattern_of(1) is None


def test_what_is_drawn_of_points_is_what_the_atlas_says() -> None:
    known = atlas()
    assert list(faults(known, areas(), structures(), plates.DEFAULT_BODY)) == []
    muscles = dict(known.muscles)
    changed = muscles["soleus"]
    referral = changed.referral
    assert referral
    without = msgspec.structs.replace(referral, patterns=referral.patterns[:2])
    muscles["soleus"] = msgspec.structs.replace(changed, referral=without)
    wrong = list(faults(anatomy.Atlas(muscles, known.sources), areas(), structures(), plates.DEFAULT_BODY))
    assert wrong == [
        "neutral-adult: soleus: point 3: core: drawn, but not described",
        "neutral-adult: soleus: point 3: spillover: drawn, but not described",
    ]


PLATE = (assets() / "plates" / plates.DEFAULT_BODY / "plantar.svg").read_text(encoding="utf-8")
ZONE = 'id="soleus.core.1.right" data-muscle="soleus" data-side="right" data-zone="core" data-points="1"'


def test_a_zone_of_a_plate_may_name_its_points() -> None:
    assert ZONE in PLATE
    plate = svg.parse(PLATE.replace(ZONE, ZONE.replace('"1"', '"2 1"')).encode(), label="own.svg")
    again = packed.unpack(packed.pack(plate))
    for parts in (plate.parts, again.parts):
        points = {part.id: part.points for part in parts if part.kind == "zone"}
        assert points["soleus.core.1.right"] == (1, 2)
        assert points["soleus.core.1.left"] == (1,)
        assert points["quadratus-plantae.core.right"] == ()


@pytest.mark.parametrize("text", ["", "one", "0", "1,2", "-1", "1.5"])
def test_points_of_a_zone_that_are_no_numbers_are_told(text: str) -> None:
    with pytest.raises(BodymapError) as refused:
        svg.parse(PLATE.replace(ZONE, ZONE.replace('"1"', f'"{text}"')).encode(), label="own.svg")
    assert str(refused.value) == (
        f"own.svg: soleus.core.1.right: data-points: '{text}' is not a list of numbers, e.g. 1 2"
    )


# --- in pictures ----------------------------------------------------------------------------------------------------


def zones_of(given: Chart | str, **options: Any) -> set[str]:
    """The zones of muscles that a picture shows, by the ids of their shapes."""
    return {zone.part for figure in plan(given, **options).figures for zone in figure.zones if zone.muscle}


def test_choosing_points_narrows_the_pain_to_theirs() -> None:
    third = chart(None, MarkRequest(muscles=["infraspinatus.3@left"]))
    assert zones_of(third, view="posterior") == {"infraspinatus.core.3.left", "infraspinatus.spillover.3.left"}
    epicondyle = chart(None, MarkRequest(muscles=["triceps-brachii-medial.1@left"]))
    seen = zones_of(epicondyle, view="posterior")
    assert seen == {"triceps-brachii-medial.core.1.left", "triceps-brachii-medial.spillover.1.left"}


@pytest.mark.parametrize(
    "muscle", ["infraspinatus", "soleus", "gluteus-medius", "quadratus-lumborum", "trapezius-lower"]
)
def test_all_points_have_the_pain_of_each(muscle: str) -> None:
    def zones(*points: int) -> set[str]:
        content = content_of(Chart((ChartMark(muscle=muscle, points=points),)), view="posterior")
        return {zone.part for view in content.views for zone in view.zones}

    numbers = chart_marks.numbers_of(muscle)
    assert zones(*numbers) == set().union(*(zones(number) for number in numbers))
    assert len({frozenset(zones(number)) for number in numbers}) > 1


def test_a_marked_muscle_without_chosen_points_has_no_pain() -> None:
    """A chart shows what it says: whoever marks a muscle, or all of its points, has said nothing of pain."""
    assert zones_of(Chart((ChartMark(muscle="infraspinatus", points="all"),))) == set()  # type: ignore[arg-type]
    assert zones_of(chart(None, MarkRequest(muscles=["infraspinatus@left"]))) == set()
    assert zones_of(chart(None, MarkRequest(muscles=["infraspinatus.3@left:secondary", "soleus:primary"]))) == set()


@pytest.mark.parametrize(
    ("marks", "views", "zone"),
    [
        (MarkRequest(points=["infraspinatus.3@left"]), ["posterior"], "infraspinatus.core.3.left"),
        (MarkRequest(points=["infraspinatus.1"]), ["posterior", "anterior"], "infraspinatus.core.1-2.right"),
        (MarkRequest(["infraspinatus.1@left"]), ["posterior", "anterior"], "infraspinatus.core.1-2.left"),
        (MarkRequest(["quadratus-lumborum.1"]), ["posterior"], "quadratus-lumborum.core.1.left"),
        (MarkRequest(points=["soleus.1@right"]), ["posterior"], "soleus.core.1.right"),
        (MarkRequest(points=["soleus.3@left"]), ["posterior", "posterior"], "soleus.core.3.left"),
    ],
)
@pytest.mark.parametrize("size", ["slide", "a4"])
def test_the_views_show_points_and_where_their_pain_goes(
    marks: MarkRequest, views: list[str], zone: str, size: str
) -> None:
    scene = plan(chart(None, marks), size=size)
    assert [figure.view for figure in scene.figures] == views
    assert any(figure.marks for figure in scene.figures)
    shown = next(figure for figure in scene.figures if zone in {each.part for each in figure.zones})
    part = next(part for part in plates.load(shown.body, shown.view).parts if part.id == zone)
    x0, y0, x1, y1 = bounds([part.shape])
    left, top, right, bottom = shown.frame
    assert left <= x0 < x1 <= right
    assert top <= y0 < y1 <= bottom


def test_pain_far_below_or_above_the_muscle_has_a_figure_of_its_own() -> None:
    calf, back = plan(chart(None, MarkRequest(points=["soleus.3@left"]))).figures
    assert (bool(calf.highlights), bool(calf.marks), calf.zones) == (True, True, ())
    assert (back.highlights, back.marks) == ((), ())
    assert {zone.part for zone in back.zones} == {"soleus.core.3.left", "soleus.spillover.3.left"}
    assert back.frame[3] < calf.frame[1]
    together = plan(chart(None, MarkRequest(["soleus.3@left:primary", "multifidus@left"]))).figures
    assert [bool(figure.highlights) for figure in together] == [True], "the figure shows the low back anyway"


def test_a_figure_of_pain_alone_keeps_the_trunk() -> None:
    _, front = plan(chart(None, MarkRequest(points=["infraspinatus.1"]))).figures
    assert front.view == "anterior"
    assert not front.limb


@pytest.mark.parametrize("muscle", ["infraspinatus@right", "gluteus-minimus@right", "sternocleidomastoid", "soleus"])
def test_a_slide_of_a_muscle_shows_where_its_pain_goes(muscle: str) -> None:
    """If nothing says where it hurts, the zones of the main muscles do."""
    made = study(chart(None, MarkRequest([muscle])))
    content = content_of(made)
    seen = {part for view in content.views for part in view.felt}
    plate = {part.id: part for view in content.views for part in view.plate.parts if part.zone == "core"}
    owners = {part.id for part in atlas().drawn(made.subject.muscles[0].muscle)}
    points = {(part.of, number) for part in plate.values() if part.of in owners for number in part.points}
    assert points <= {(plate[id].of, number) for id in seen for number in plate[id].points}


@pytest.mark.parametrize("group", ["rotator cuff", "shoulder muscles", "hamstrings"])
def test_the_slide_of_a_group_is_about_its_muscles(group: str) -> None:
    """The pain of one of them may reach to the hand; with it, the muscles would be small."""
    content = content_of(study(chart(None, MarkRequest([f"{group}@right"]))))
    for view in content.views:
        (x0, y0, x1, y1), (a, b, c, d) = bounds(view.shapes(view.muscles)), view.focus
        assert max(c - a, d - b) < 1.6 * max(x1 - x0, y1 - y0)


def test_hidden_zones_choose_no_view() -> None:
    made = chart(None, MarkRequest(["infraspinatus.1"]))
    assert [view.view for view in content_of(made, layers="-zones").views] == ["posterior"]
    assert [view.view for view in content_of(made).views] == ["posterior", "anterior"]


def test_each_side_has_the_pain_of_its_own_points() -> None:
    made = chart(None, MarkRequest(muscles=["quadratus-lumborum.1@left", "quadratus-lumborum.3@right"]))
    cores = {zone for zone in zones_of(made, view="posterior") if ".core." in zone}
    assert cores == {"quadratus-lumborum.core.1.left", "quadratus-lumborum.core.3.right"}


def test_a_condition_shows_the_pain_of_the_points_that_it_names() -> None:
    condition = condition_library.load("sciatica-look-alikes")
    assert condition.points["gluteus-minimus"] == (3, 4, 5)
    for points in ("auto", "all", "none"):
        seen = {zone for zone in zones_of("sciatica-look-alikes", points=points) if zone.startswith("gluteus-minimus")}
        assert any(".3-4-5." in zone for zone in seen), points
        assert not any(".1-2." in zone for zone in seen), points


# --- in words -------------------------------------------------------------------------------------------------------


def test_find_names_the_points_that_reach_the_place() -> None:
    def found(place: str, muscle: str) -> find.Finding:
        return next(one for one in find.find(find.places([place])) if one.muscle == muscle)

    blades = found("upper-back", "infraspinatus")
    assert [point.number for point in blades.points] == [3]
    assert blades.pattern == "Between the shoulder blade and the spine; a margin round it"
    arm = found("shoulder-front", "infraspinatus")
    assert [point.number for point in arm.points] == [1, 2]
    assert [point.number for point in found("heel", "soleus").points] == [1]
    made = find.as_condition(find.places(["heel"]), find.find(find.places(["heel"])))
    assert made.points["soleus"] == (1,)
    assert "quadratus-plantae" not in made.points


def test_show_tells_where_each_point_refers() -> None:
    page = text_pages.muscle_page(atlas().muscle("infraspinatus"), atlas(), 92)
    assert "Points 1 and 2: Front of the shoulder" in page
    assert "Point 3: Between the shoulder blade and the spine; sometimes: a margin round it" in page
    assert "Point 2: charted with pain that is not drawn" in text_pages.muscle_page(
        atlas().muscle("adductor-magnus"), atlas(), 92
    )
    assert [*text_pages.points_felt(atlas().muscle("rectus-abdominis"))][
        1
    ] == "Points 2 and 3: sometimes: the belly around the site"
    assert [*text_pages.points_felt(atlas().muscle("teres-minor"))] == []
