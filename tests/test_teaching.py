"""Blank lines and their keys, quiz slides and slides of single muscles: what they ask, and that they give nothing away."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pptx import Presentation
from typer.testing import CliRunner

import bodymap
from bodymap.body import plates
from bodymap.body.geometry import LINE, MOVE, Shape, area
from bodymap.body.plate import Part, Plate
from bodymap.cli import app
from bodymap.content.blanks import asking, gives_away
from bodymap.content.pointable import pointable
from bodymap.content.quiz_pages import MOST, quiz_pages
from bodymap.describe import text as described
from bodymap.export import image
from bodymap.export import quiz as quizzes
from bodymap.export.pptx import slides as talks
from bodymap.export.pptx.facts_panel import FACT_KINDS, _fitting
from bodymap.finding import named_muscles
from bodymap.knowledge import studies
from bodymap.knowledge.anatomy import Side, View, atlas
from bodymap.knowledge.chart_contents import muscles_of, structures_of
from bodymap.knowledge.chart_input import as_chart
from bodymap.knowledge.chart_marks import ChartMark
from bodymap.knowledge.charts import Chart
from bodymap.knowledge.regions import Region, load, regions
from bodymap.knowledge.structures import structures
from bodymap.layout import sheets
from bodymap.layout.records import Scene
from bodymap.options.records import QuizOptions, RenderOptions
from bodymap.pages.blanks import Answer, answers
from bodymap.pages.page import page_of
from bodymap.pages.quiz_page import AnsweredPage, answer_pages
from bodymap.scene import plan_with_key
from bodymap.style import theme_files

CONDITIONS = ("tennis-elbow", "tailbone-pain", "jaw-disorder", "piriformis-syndrome")
"""A limb, and conditions whose titles or areas name a muscle, a bone or a joint that is asked for."""


@pytest.fixture(autouse=True)
def _coarse(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(talks, "WIDE", 960)  # the pictures are as sharp as these tests need them


@cache
def asked(name: str | Chart, **options: Any) -> tuple[Scene, Scene]:
    scene, key = plan_with_key(as_chart(name), RenderOptions(labels="blank", key=True, **options))
    assert key
    return scene, key


def names_of(chart: Chart) -> set[str]:
    """Every name and id of what a chart asks for, in small letters."""
    found = set[str]()
    for entry in muscles_of(chart):
        for muscle in (atlas().muscle(entry.muscle), *atlas().drawn(entry.muscle)):
            found |= {muscle.id, muscle.name, muscle.latin, muscle.latin.removeprefix("Musculus ")}
    for shown in structures_of(chart):
        structure = structures().structure(shown.structure)
        found |= {structure.id, structure.name, structure.latin}
    return {name.casefold() for name in found} - {""}


def told(text: str, chart: Chart) -> set[str]:
    """The names of what a chart asks for that a text gives away."""
    return {name for name in names_of(chart) if re.search(rf"(?<![a-z]){re.escape(name)}(?![a-z])", text.casefold())}


def numbers(scene: Scene) -> list[int]:
    return [int(label.lines[0].text) for label in scene.labels]


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, list(arguments))
    return result.exit_code, result.stderr


# --- lines and their key --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", CONDITIONS)
def test_every_muscle_that_is_seen_has_one_line_and_its_name_in_the_key(name: str) -> None:
    scene, key = asked(name)
    plain = bodymap.plan(name, labels="plain")
    seen = {e.muscle for e in plain.muscles if e.views} | {e.structure for e in plain.structures if e.views}
    assert {label.muscle for label in scene.labels} == seen
    assert sorted(numbers(scene)) == [*range(1, len(seen) + 1)] == sorted(numbers(key))
    assert dict(zip([x.muscle for x in scene.labels], numbers(scene), strict=True)) == dict(
        zip([x.muscle for x in key.labels], numbers(key), strict=True)
    )
    entries = {e.muscle: e.name for e in plain.muscles} | {e.structure: e.name for e in plain.structures}
    for label in key.labels:
        assert " ".join(line.text for line in label.lines[1:]) == entries[label.muscle]
    assert {a.number: a.name for a in answers(key)} == {
        number: entries[label.muscle] for number, label in zip(numbers(key), key.labels, strict=True)
    }


@pytest.mark.parametrize("name", CONDITIONS)
def test_the_key_has_the_layout_of_the_question(name: str) -> None:
    scene, key = asked(name)
    for question, answer in zip(scene.labels, key.labels, strict=True):
        assert (question.leader, question.box, question.badge) == (answer.leader, answer.box, answer.badge)
        assert question.lines == answer.lines[:1]
    assert (scene.figures, scene.rules) == (key.figures, key.rules)
    assert len(scene.rules) == len(scene.labels)


@pytest.mark.parametrize(
    ("name", "size"), [("desk-neck-and-upper-back", "a4"), ("calf-and-hamstring", "slide"), ("tennis-elbow", "slide")]
)
def test_numbers_follow_reading_order(name: str, size: str) -> None:
    scene, _ = asked(name, size=size)
    columns: dict[tuple[int, bool], list[tuple[float, int]]] = {}
    for number, label in zip(numbers(scene), scene.labels, strict=True):
        end = label.badge or label.leader[-1]
        body = next(
            n for n, f in enumerate(scene.figures) if f.place[0] <= end[0] <= f.place[2] and f.place[1] <= end[1]
        )
        x0, x1 = scene.figures[body].place[0], scene.figures[body].place[2]
        columns.setdefault((body, label.box[0] + label.box[2] > x0 + x1), []).append((-label.box[1], number))
    for column in columns.values():
        found = [number for _, number in sorted(column)]
        assert found == [*range(found[0], found[0] + len(found))]


def test_lines_are_long_and_far_enough_apart_to_write_on() -> None:
    for name in CONDITIONS:
        scene, _ = asked(name, size="a4")
        mm = 25.4 / 72
        assert all((end[0] - start[0]) * mm >= 28 for start, end in scene.rules)
        boxes = [label.box for label in scene.labels]
        for n, a in enumerate(boxes):
            for b in boxes[n + 1 :]:
                if a[0] < b[2] and b[0] < a[2]:
                    assert abs(a[1] - b[1]) * mm >= 6.5


def test_the_numbers_of_a_picture_are_not_its_key() -> None:
    with pytest.raises(bodymap.BodymapError, match=r"^a key needs blank lines; set labels to blank$"):
        bodymap.render("tennis-elbow", key=True)
    with pytest.raises(bodymap.BodymapError, match="names the muscles; with blank lines use numbers"):
        bodymap.render("tennis-elbow", labels="blank", points="list")


# --- nothing is given away ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", CONDITIONS)
def test_an_svg_gives_nothing_away(name: str) -> None:
    scene, key = asked(name, layers="areas") if name == "tailbone-pain" else asked(name)
    chart = as_chart(name)
    svg = re.sub(rb'd="[^"]*"|base64,[^"]*', b"", image.encode(scene, "svg", text="text")).decode()
    assert told(svg, chart) == set()
    assert told(described(scene), chart) == set()
    assert told(image.encode(key, "svg", text="text").decode(), chart)  # so that this test can fail


def test_a_muscle_with_a_colour_and_a_name_as_title_gives_nothing_away() -> None:
    chart = Chart((ChartMark(muscle="infraspinatus", colour="#3366aa"), ChartMark(muscle="teres-minor")))
    scene, key = asked(chart)
    assert told(image.encode(scene, "svg", text="text").decode(), chart) == set()
    assert scene.title == "Name the muscles"
    [line] = [key.lines[0].text for key in scene.legend if key.kind == "colour"]
    number = next(n for n, label in zip(numbers(scene), scene.labels, strict=True) if label.muscle == "infraspinatus")
    assert line == f"Line {number}"
    assert {a.name for a in answers(key)} == {"Infraspinatus", "Teres minor"}


def test_a_title_is_kept_unless_it_names_what_is_asked_for() -> None:
    assert asking(as_chart("tennis-elbow")).name == "Tennis elbow"
    assert asking(as_chart("piriformis-syndrome")).name == "Name the muscles"
    assert gives_away("Trapezial pain", Chart((ChartMark(muscle="trapezius"),)))
    assert not gives_away("Pain at the upper arm", Chart((ChartMark(muscle="trapezius-upper"),)))


def test_a_pdf_holds_the_key_on_its_second_page(tmp_path: Path) -> None:
    target = tmp_path / "quiz.pdf"
    code, _ = run("render", "tennis-elbow", "--side", "right", "--labels", "blank", "--key", "-o", str(target))
    assert code == 0
    assert [*tmp_path.iterdir()] == [target]
    pages = subprocess.run(["pdftotext", str(target), "-"], capture_output=True, text=True, check=True).stdout.split(
        "\f"
    )
    assert told(pages[0], as_chart("tennis-elbow")) == set()
    assert told(pages[1], as_chart("tennis-elbow"))
    assert b"brachioradialis" not in target.read_bytes().lower()


@pytest.mark.parametrize("ending", ["png", "svg"])
def test_another_file_has_its_key_beside_it(tmp_path: Path, ending: str) -> None:
    target = tmp_path / f"quiz.{ending}"
    bodymap.render("tennis-elbow", labels="blank", key=True, size="640x360").save(target)
    assert {path.name for path in tmp_path.iterdir()} == {f"quiz.{ending}", f"quiz-key.{ending}"}
    assert target.read_bytes() != (tmp_path / f"quiz-key.{ending}").read_bytes()


def test_a_key_needs_a_file() -> None:
    code, err = run("render", "tennis-elbow", "--labels", "blank", "--key", "-o", "-")
    assert (code, err.strip()) == (2, "bodymap: --key: a key needs a file; name one with -o")


def test_a_batch_writes_keys(tmp_path: Path) -> None:
    (tmp_path / "jobs.csv").write_text(
        "condition,output,labels,key,size\ntennis-elbow,a.png,blank,yes,640x360\ntennis-elbow,b.pdf,blank,yes,640x360\n"
    )
    code, _ = run("batch", str(tmp_path / "jobs.csv"), "-o", str(tmp_path / "out"))
    assert code == 0
    assert {path.name for path in (tmp_path / "out").glob("[ab]*")} == {"a.png", "a-key.png", "b.pdf"}
    (tmp_path / "bad.csv").write_text("condition,output,key\ntennis-elbow,a.png,yes\n")
    code, err = run("batch", str(tmp_path / "bad.csv"), "-o", str(tmp_path / "none"))
    assert code == 2
    assert "key: a key needs blank lines; set labels to blank" in err


# --- slides ---------------------------------------------------------------------------------------------------------


def deck(*charts: Any, **options: Any) -> Any:
    return Presentation(io.BytesIO(bytes(bodymap.slides(list(charts), **options))))


def xml_of(raw: bytes, slide: int) -> str:
    """The XML of a slide and of its notes."""
    with zipfile.ZipFile(io.BytesIO(raw)) as file:
        parts = (f"ppt/slides/slide{slide}.xml", f"ppt/notesSlides/notesSlide{slide}.xml")
        return " ".join(file.read(part).decode() for part in parts)


@pytest.mark.parametrize("editable", [False, True])
def test_a_quiz_asks_and_then_answers(editable: bool) -> None:
    raw = bytes(bodymap.slides(["tennis-elbow", "piriformis-syndrome"], quiz=True, editable=editable))
    titles = [slide.shapes.title.text for slide in Presentation(io.BytesIO(raw)).slides]
    assert titles == [
        "Question 1: Tennis elbow",
        "Answer 1: Tennis elbow",
        "Question 2: Name the muscles",
        "Answer 2: Deep buttock pain (piriformis syndrome)",
    ] or titles[3].startswith("Answer 2: ")
    for number, name in ((1, "tennis-elbow"), (3, "piriformis-syndrome")):
        assert told(xml_of(raw, number), as_chart(name)) == set()
        assert told(xml_of(raw, number + 1), as_chart(name))


def test_a_question_about_a_group_shows_its_muscles_as_large_as_a_quiz(monkeypatch: pytest.MonkeyPatch) -> None:
    """Points and pain are left out of a question: they would bring in more of the body, and make the muscles small."""
    seen: list[Scene] = []
    plan_one = talks.slide_picture

    def planned(*given: Any, **options: Any) -> Scene:
        seen.append(plan_one(*given, **options))
        return seen[-1]

    monkeypatch.setattr(talks, "slide_picture", planned)
    made = deck(named_muscles.chart(["rotator-cuff"]), side="left", quiz=True)
    assert len(made.slides) == 2
    assert seen
    for scene in seen:
        assert not any(figure.zones or figure.marks for figure in scene.figures)
        assert all(figure.frame[3] - figure.frame[1] < 500 for figure in scene.figures)
    assert "Nerve" in made.slides[1].notes_slide.notes_text_frame.text or any(
        "Nerve" in shape.text_frame.text for shape in made.slides[1].shapes if shape.has_text_frame
    )


def test_blank_slides_have_no_answers_at_all_unless_they_are_asked_for() -> None:
    raw = bytes(bodymap.slides("piriformis-syndrome", labels="blank", title="Buttocks"))
    with zipfile.ZipFile(io.BytesIO(raw)) as file:
        texts = [file.read(name).decode() for name in file.namelist() if name.endswith(".xml")]
    assert told(" ".join(texts), as_chart("piriformis-syndrome")) == set()
    assert len(deck("tennis-elbow", labels="blank", key=True).slides) == 2
    with pytest.raises(bodymap.BodymapError, match="a key needs blank lines"):
        bodymap.slides("tennis-elbow", key=True)


def test_a_quiz_may_be_built_up() -> None:
    shown = deck("tennis-elbow", quiz=True, build=True)
    titles = [slide.shapes.title.text for slide in shown.slides]
    assert titles[0] == "Question 1: Tennis elbow: body"
    assert titles[-2:] == ["Question 1: Tennis elbow", "Answer 1: Tennis elbow"]
    assert len(set(titles)) == len(titles)


def test_each_muscle_has_a_slide_with_its_facts(tmp_path: Path) -> None:
    target = tmp_path / "muscles.pptx"
    code, _ = run(
        "slides", "--muscle", "infraspinatus", "--muscle", "hamstrings@left", "--side", "right", "-o", str(target)
    )
    assert code == 0
    first, second = Presentation(str(target)).slides
    assert [s.shapes.title.text for s in (first, second)] == ["Infraspinatus", "Hamstrings"]
    [facts] = [s.text_frame.text for s in first.shapes if s.name == "Facts"]
    record = bodymap.muscle("infraspinatus")
    assert facts.split("\n") == [
        f"Origin: {record.origin}",
        f"Insertion: {record.insertion}",
        f"Action: {record.action}",
        f"Nerve: {record.nerve}",
        f"Pain is commonly felt: {record.referral.core if record.referral else ''}",
    ]
    [facts] = [s.text_frame.text for s in second.shapes if s.name == "Facts"]
    assert all(muscle.name in facts and muscle.action in facts for muscle in bodymap.members("hamstrings"))
    notes = first.notes_slide.notes_text_frame.text
    assert all(point.site in notes for point in record.points)
    assert "Simons" in notes


def test_the_pain_of_the_parts_of_a_muscle_is_told_in_one_phrase() -> None:
    def pain(muscle: str) -> str:
        chart = studies.study(named_muscles.chart([muscle]))
        return next(fact.says for fact in studies.facts_of(chart)[0].facts if fact.kind == "pain")

    assert pain("deltoid") == "Over the front, middle and rear deltoid"
    assert pain("pectoralis-major") == (
        "Front of the shoulder, and the muscle's own field below the clavicle; front of the chest and the breast"
    )


def test_muscles_with_other_marks_or_values_share_a_slide(tmp_path: Path) -> None:
    for more in (["--pain", "temple"], ["--point", "infraspinatus.2"]):
        target = tmp_path / "one.pptx"
        run("slides", "--muscle", "infraspinatus", "--muscle", "soleus", *more, "-o", str(target))
        assert len(Presentation(str(target)).slides) == 1
    run("slides", "--muscle", "soleus@left=0.3", "--muscle", "soleus@right=0.9", "-o", str(target))
    assert len(Presentation(str(target)).slides) == 1


def test_a_study_has_the_points_and_pain_of_its_muscles() -> None:
    chart = studies.study(Chart((ChartMark(muscle="infraspinatus"),)))
    scene = bodymap.plan(chart, side="right")
    assert {mark.number for figure in scene.figures for mark in figure.marks} == {1, 2, 3}
    assert any(figure.zones for figure in scene.figures)
    [facts] = studies.facts_of(studies.study(Chart((ChartMark(muscle="gastrocnemius"),))))
    assert next(f.says for f in facts.facts if f.kind == "nerve")  # the atlas notes it with the parts


@pytest.mark.parametrize("group", [group.id for group in bodymap.groups()][::5])
def test_facts_fit_their_panel_or_are_fewer(group: str) -> None:
    facts = studies.facts_of(studies.study(Chart((ChartMark(muscle=group),))))
    kinds, size = _fitting(facts, 283.0, 402.0)
    assert kinds in FACT_KINDS
    assert size >= 11
    assert len(kinds) == 5 or len(facts) > 1


# --- a quiz on paper ------------------------------------------------------------------------------------------------


def pages_of(raw: bytes) -> list[str]:
    """The text of each page of a PDF."""
    run = subprocess.run(["pdftotext", "-layout", "-", "-"], input=raw, capture_output=True, check=True)
    return run.stdout.decode().split("\f")[:-1]


@pytest.mark.parametrize("sides", [(Side.RIGHT,), (Side.LEFT, Side.RIGHT)], ids=["right", "both"])
@pytest.mark.parametrize("region", regions().regions, ids=lambda region: region.id)
def test_the_pages_of_a_region_ask_for_each_muscle_once(region: Region, sides: tuple[Side, ...]) -> None:
    pages = quiz_pages(region.members, "neutral-adult", sides)
    found = [muscle for page in pages for muscle in page.muscles]
    assert len(found) == len(set(found))
    assert set(region.members) - set(found) <= {"medial-pterygoid", "lateral-pterygoid"}  # seen from the side alone
    assert all(1 <= len(page.muscles) <= MOST for page in pages)
    if len(sides) == 2:
        assert not {page.view for page in pages} & {"left-lateral", "right-lateral"}


def test_a_muscle_is_asked_for_on_a_page_without_what_lies_over_it() -> None:
    pages = quiz_pages(regions().names()["shoulder"].members, "neutral-adult", (Side.RIGHT,))
    [over] = [page for page in pages if "trapezius" in page.muscles]
    assert not {"rhomboid-major", "rhomboid-minor", "supraspinatus"} & {*over.muscles}
    pages = quiz_pages(regions().names()["leg"].members, "neutral-adult", (Side.RIGHT,))
    [over] = [page for page in pages if "gastrocnemius" in page.muscles]
    assert "popliteus" not in over.muscles


@pytest.mark.parametrize(
    ("region", "view", "muscles"),
    [
        ("neck", "right-lateral", {"splenius-capitis", "levator-scapulae", "scalenus-medius"}),
        ("neck", "posterior", {"trapezius-upper", "semispinalis-capitis"}),
        ("forearm", "posterior", {"flexor-carpi-ulnaris", "extensor-carpi-ulnaris"}),
        ("leg", "posterior", {"soleus", "popliteus"}),
        ("thigh", "posterior", {"biceps-femoris-short", "semimembranosus"}),
    ],
)
def test_a_muscle_is_asked_for_where_most_of_its_belly_is_seen(region: str, view: str, muscles: set[str]) -> None:
    pages = quiz_pages(regions().names()[region].members, "neutral-adult", (Side.RIGHT,))
    assert muscles <= {id for page in pages if page.view == view for id in page.muscles}


@pytest.mark.parametrize("region", regions().regions, ids=lambda region: region.id)
def test_every_line_of_a_quiz_leads_to_what_one_can_point_at(region: Region) -> None:
    for page in quiz_pages(region.members, "neutral-adult", (Side.RIGHT,)):
        plate = plates.load("neutral-adult", page.view)
        for id in page.muscles:
            assert pointable(plate, id, ("right",)) > 60, (page.view, id)
            drawn = [part.shape for part in plate.parts if part.of == id and part.kind == "muscle"]
            assert pointable(plate, id, ("right",)) <= sum(map(area, drawn)) + 1 or len(atlas().drawn(id)) > 1


def test_a_sliver_is_nothing_to_point_at() -> None:
    def strip(wide: float) -> Plate:
        corners = np.array([(0, 0), (wide, 0), (wide, 90), (0, 90), (0, 0)], dtype=float)
        shape = Shape(corners, np.array([MOVE, *[LINE] * 4], dtype=np.uint8))
        part = Part("soleus.right", "muscle", "soleus", Side.RIGHT, shape)
        return Plate("nobody", "posterior", 1, (0, 0, 100, 100), shape, (), None, (part,), ())

    assert pointable(strip(20.0), "soleus", ("right",)) == pytest.approx(1800)
    assert pointable(strip(2.0), "soleus", ("right",)) == 0.0
    assert pointable(strip(20.0), "soleus", ("left",)) == 0.0


def test_what_is_seen_counts_more_than_a_window_and_that_more_than_through_bone() -> None:
    front = plates.load("neutral-adult", View.ANTERIOR)

    def share(id: str) -> float:
        whole = sum(area(p.shape) for p in front.parts if p.of == id and p.side == "right" and p.kind == "muscle")
        return pointable(front, id, ("right",)) / whole

    assert share("rectus-abdominis") > 0.9
    assert share("pectoralis-minor") == pytest.approx(0.5)
    assert share("subscapularis") == pytest.approx(0.1), "it lies behind the ribs"


def test_a_sheet_asks_and_its_last_page_answers() -> None:
    raw = bytes(bodymap.quiz("chest"))
    *asked, key = pages_of(raw)
    members = [atlas().muscle(id) for id in regions().names()["chest"].members]
    for page in asked:
        assert "Name" in page
        assert "Date" in page
        assert not [muscle.name for muscle in members if muscle.name.casefold() in page.casefold()]
    assert [muscle.name for muscle in members if key.count(f"  {muscle.name}\n") != 1] == []
    assert all(muscle.latin in key for muscle in members)
    numbers = [
        int(n) for page in asked for n in re.findall(r"(?<!\S)(\d{1,2})(?!\S)", re.sub(r"part \d of \d", "", page))
    ]
    answered = [int(n) for n in re.findall(r"^ *(\d{1,2})  ", key, re.MULTILINE)]
    assert sorted(numbers) == sorted(answered) == [*range(1, len(members) + 1)]
    assert raw == bytes(bodymap.quiz("chest"))


def test_the_answers_of_a_quiz_are_those_of_its_lines() -> None:
    options = QuizOptions()
    made = quizzes.lesson([quizzes.subject("chest"), quizzes.subject("piriformis-syndrome@left")], options)
    *asked, key = quizzes.scenes(made, options)
    ids = [label.muscle for scene in asked for label in scene.labels]
    assert len(ids) == len(set(ids))
    told = {text.text: above.text for above, text in pairwise(key.texts)}
    for scene in asked:
        for number, label in zip(numbers(scene), scene.labels, strict=True):
            known = atlas().muscles.get(label.muscle) or structures().structure(label.muscle)
            assert told[known.name] == str(number)
    assert [scene.side for scene in asked] == ["right"] * (len(asked) - 1) + ["left"]
    assert (key.figures, key.labels) == ((), ())
    assert "Piriformis syndrome" in [text.text for text in key.texts]


def test_a_long_key_goes_on_on_another_page() -> None:
    options = QuizOptions()
    page = page_of(sheets.sheet("a4"), theme_files.named("clinic"))
    made = quizzes.lesson([quizzes.subject("chest")], options)
    like = quizzes.scenes(made, options)[0]
    many = AnsweredPage("Many", tuple(Answer(n, f"Muscle {n}", f"Musculus {n}") for n in range(1, 61)))
    pages = answer_pages(like, page, "Answers", [many])
    assert len(pages) == 2
    found = [text.text for scene in pages for text in scene.texts if text.text.startswith("Muscle ")]
    assert found == [answer.name for answer in many.answers]
    assert all(page.margin <= text.y <= page.sheet.height for scene in pages for text in scene.texts)


def test_a_name_means_a_region_a_group_a_muscle_or_a_condition() -> None:
    assert quizzes.subject("Shoulder").title == "Shoulder muscles"
    assert quizzes.subject("elbow@left").side == "left"
    assert quizzes.subject("hamstrings").muscles == tuple(m.id for m in bodymap.members("hamstrings"))
    found = quizzes.subject("tennis elbow").chart
    assert found
    assert found.name == "Tennis elbow"


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["sholder"], "unknown region or condition 'sholder'; did you mean 'shoulder'? `bodymap list regions` lists them all."),
        (["chest@middle"], "chest@middle: after @, unknown side 'middle'. It may be left, right or both."),
        ([], "name a region, a condition or at least one muscle"),
        (["chest", "--view", "plantar"], "--view: no view shows any of these muscles"),
    ],
)  # fmt: skip
def test_a_slip_in_a_quiz_is_one_line(arguments: list[str], line: str, tmp_path: Path) -> None:
    code, err = run("quiz", *arguments, "-o", str(tmp_path / "x.pdf"))
    assert code == 2
    assert err.strip().endswith(line)
    assert not [*tmp_path.iterdir()]


def test_muscles_that_no_view_shows_are_told(tmp_path: Path) -> None:
    code, err = run("quiz", "--muscle", "masseter", "--muscle", "medial-pterygoid", "--side", "both", "-o",
                    str(tmp_path / "x.pdf"))  # fmt: skip
    assert (code, err) == (0, "bodymap: note: not asked, because no view shows it: Medial pterygoid\n")


def test_a_quiz_may_be_slides(tmp_path: Path) -> None:
    code, _ = run("quiz", "chest", "-o", str(tmp_path / "x.pptx"))
    assert code == 0
    titles = [slide.shapes.title.text for slide in Presentation(str(tmp_path / "x.pptx")).slides]
    assert titles == [f"{what} {n}: Chest muscles, part {n} of 3" for n in (1, 2, 3) for what in ("Question", "Answer")]


def test_regions_are_checked(tmp_path: Path) -> None:
    assert {
        name for name in ("shoulder", "neck", "hip and pelvis", "elbow and forearm") if not regions().names().get(name)
    } == set()
    for text, message in (
        ("regions: [{id: a, name: A, members: [solus], sources: []}]", "unknown muscle 'solus'; did you mean 'soleus'"),
        ("regions: [{id: a, name: A, members: [soleus], sources: [{key: x}]}]", "unknown source 'x'"),
        ("regions: [{id: a, name: A, members: [], sources: []}, {id: b, name: A, members: [], sources: []}]",
         "'a' has the name 'a' already"),
    ):  # fmt: skip
        path = tmp_path / "regions.yaml"
        path.write_text(text)
        with pytest.raises(bodymap.BodymapError, match=message):
            load(path, atlas())
