"""The paper in the patient's hand, read back: its words, tags, fonts and pages."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from itertools import pairwise, product
from pathlib import Path
from typing import Any

import msgspec
import pytest
from PIL import Image
from pypdf import PdfReader
from typer.testing import CliRunner

from bodymap.cli import app
from bodymap.export.handout import figures, handout, typesetting
from bodymap.export.handout.clinic import Clinic
from bodymap.export.handout.content import words_of
from bodymap.export.handout.handout import HandoutOptions
from bodymap.export.handout.shared_text import fixed
from bodymap.export.handout.typesetting import Room, Template
from bodymap.knowledge import condition_library, conditions
from bodymap.knowledge.anatomy import atlas, reference
from bodymap.knowledge.chart_input import as_chart
from bodymap.knowledge.chart_marks import ChartMark
from bodymap.knowledge.charts import Chart
from bodymap.knowledge.conditions import Condition
from bodymap.knowledge.evidence import grades
from bodymap.knowledge.flags import flags
from bodymap.knowledge.needling import needling, risks
from bodymap.knowledge.structures import structures
from bodymap.layout.point_numbers import point_numbers
from bodymap.pages import figure_page
from tests import pdf

MM = 72 / 25.4

EVERY = bool(os.environ.get("BODYMAP_EVERY_LAYOUT"))
"""Whether every condition is tried on every sheet; otherwise some are."""

RIGHT = HandoutOptions(side="right")

FULL = HandoutOptions(
    paper="letter",
    clinic=Clinic(name="Mill Lane Physio", address=("12 Mill Lane", "Riverside"), phone="01234", web="mill.example"),
    patient="Alex Example",
    date="3 May",
)
"""The least room there is: the shorter paper, with everything in its head."""


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["handout", *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, result.stderr


def bare(text: str) -> str:
    """Without spaces and line breaks: where those stand is the typesetter's business."""
    return re.sub(r"\s+", "", text)


def words(path: Path) -> str:
    return bare("".join(pdf.texts(path)))


def elements(path: Path) -> Iterator[tuple[str, str]]:
    """The tags of a PDF in their order, each with its alt text."""

    def walk(node: Any) -> Iterator[tuple[str, str]]:
        node = node.get_object()
        if isinstance(node, list):
            for child in node:
                yield from walk(child)
        elif isinstance(node, dict):
            if "/S" in node:
                yield str(node["/S"]), str(node.get("/Alt", ""))
            if "/K" in node:
                yield from walk(node["/K"])

    yield from walk(PdfReader(path).trailer["/Root"]["/StructTreeRoot"])  # type: ignore[index]


@pytest.fixture(scope="module")
def elbow(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("handout") / "elbow.pdf"
    handout.save([condition_library.load("tennis-elbow")], path, HandoutOptions(side="right"))
    return path


# --- nothing is left out ------------------------------------------------------------------------------------------------


def told_of(condition: Condition) -> list[str]:
    """What every handout of a condition says, however short it is."""
    told = [condition.name, conditions.message(condition), *condition.week, *condition.avoid]
    for group in conditions.warnings(condition):
        told += [group.heading, *group.says]
    for entry in condition.muscles:
        told += [atlas().muscle(entry.muscle).name, entry.why.partition(";")[0]]
    for part in condition.structures:
        told += [structures().structures[part.structure].name, part.why.partition(";")[0]]
    return told


def told_of_needling(condition: Condition) -> list[str]:
    shared = needling()
    told = [shared.what, shared.not_first, shared.consent] if condition.comes_first else of_a_visit(condition)
    for line in condition.evidence.lines():
        told += [line.says, grades()[line.grade].name, grades()[line.grade].means]
    works = () if condition.comes_first else needling().sources()
    told += [source.short for source in (*conditions.references(condition), *works)]
    return [*told, condition.summary, condition.comes_first]


def of_a_visit(condition: Condition) -> list[str]:
    """What the page about dry needling says, where that is a first choice."""
    shared = needling()
    told = [shared.what, shared.benefits, shared.consent, shared.visits, shared.relief, *shared.tell_first]
    told += [text for step in shared.steps for text in (step.name, step.says)]
    told += [text for row in shared.comparison for text in (row.about, row.needling, row.acupuncture, row.injection)]
    told += [risk.says for risk in risks(conditions.over_lung(condition)) if risk.id in ("mild", "major", "lung")]
    return told


def missing(told: list[str], path: Path) -> list[str]:
    found = words(path)
    return [text for text in told if bare(text).rstrip(".") not in found]


WORDY = ["tennis-elbow", "migraine-and-neck-headache", "fibromyalgia", "stress-and-clenched-shoulders"]
"""The fewest and the most words to get help, many places, and a muscle over the lung."""


@pytest.mark.parametrize("paper", handout.PAPERS)
@pytest.mark.parametrize("id", WORDY)
def test_every_word_is_on_the_paper(id: str, paper: str, tmp_path: Path) -> None:
    condition, path = condition_library.load(id), tmp_path / "x.pdf"
    handout.save([condition], path, HandoutOptions(paper=paper))
    assert missing([*told_of(condition), *told_of_needling(condition), fixed().foot], path) == []


def test_the_first_page_works_alone(tmp_path: Path) -> None:
    condition, path = condition_library.load("low-back-pain"), tmp_path / "x.pdf"
    handout.save([condition], path, HandoutOptions(pages="1"))
    assert len(PdfReader(path).pages) == 1
    assert missing(told_of(condition), path) == []
    assert missing([needling().what], path) == [needling().what]


def test_the_full_text_about_needling_has_every_topic_and_the_other_names(tmp_path: Path) -> None:
    condition, shared, path = condition_library.load("low-back-pain"), needling(), tmp_path / "x.pdf"
    handout.save([condition], path, HandoutOptions(about="full"))
    topics = [shared.what, shared.benefits, shared.twitch, shared.session, shared.visits, shared.relief, shared.after]
    topics += [shared.recovery, shared.who, shared.not_acupuncture, shared.not_injection, shared.beside_exercise]
    assert missing([*topics, *told_of(condition), *condition.also], path) == []
    assert len(PdfReader(path).pages) == 3


@pytest.mark.parametrize("id", ["bunion", "osteoporotic-back", "disc-herniation"])
def test_where_needling_is_no_first_choice_its_page_says_what_is(id: str, tmp_path: Path) -> None:
    condition, path, shared = condition_library.load(id), tmp_path / "x.pdf", needling()
    handout.save([condition], path)
    assert missing([*told_of(condition), *told_of_needling(condition), fixed().headings.first], path) == []
    gone = [fixed().headings.needling, *(step.says for step in shared.steps), *shared.tell_first, shared.benefits]
    assert missing(gone, path) == gone
    back = bare(pdf.texts(path)[1])
    places = [back.index(bare(text)) for text in (condition.comes_first, fixed().leads.exercise, shared.not_first)]
    assert places == sorted(places)
    handout.save([condition], path, HandoutOptions(about="full"))
    assert missing([fixed().headings.needling, *(step.says for step in shared.steps), *shared.tell_first], path) == []


def test_a_booklet_has_the_page_about_needling_if_it_is_a_first_choice_for_one(tmp_path: Path) -> None:
    handout.save(["bunion", "tennis-elbow"], tmp_path / "x.pdf")
    assert missing([needling().benefits, fixed().contents_needling], tmp_path / "x.pdf") == []
    handout.save(["bunion", "trigger-finger"], tmp_path / "x.pdf")
    assert missing([needling().not_first, fixed().headings.first], tmp_path / "x.pdf") == []
    assert missing([fixed().contents_needling], tmp_path / "x.pdf") == [fixed().contents_needling]


def test_a_handout_without_needling_says_nothing_about_it(tmp_path: Path) -> None:
    condition, path = condition_library.load("knee-osteoarthritis"), tmp_path / "x.pdf"
    handout.save([condition], path, HandoutOptions(about="none"))
    assert condition.evidence.exercise
    assert condition.evidence.needling
    assert missing([*told_of(condition), condition.summary, condition.evidence.exercise.says], path) == []
    gone = [needling().what, condition.comes_first, condition.evidence.needling.says, "needle"]
    assert missing(gone, path) == gone


def test_sources_in_full_have_their_titles(tmp_path: Path) -> None:
    condition, path = condition_library.load("tennis-elbow"), tmp_path / "x.pdf"
    works = (*conditions.references(condition), *needling().sources())
    handout.save([condition], path, HandoutOptions(sources="full"))
    assert missing([reference(source) for source in works], path) == []
    assert len(PdfReader(path).pages) == 3, "with full titles, the sources need a third page"


MOST_WORDS = ["neck-pinched-nerve", "osteoporotic-back", "pelvic-girdle-pain-in-pregnancy", "fibromyalgia"]
"""Conditions whose first page has the most to say."""

HEIGHTS = {"a4": 297.0, "letter": 279.4}
"""The heights of the papers, mm."""


@pytest.mark.parametrize("paper", handout.PAPERS)
@pytest.mark.parametrize("id", condition_library.ids() if EVERY else MOST_WORDS)
def test_the_picture_takes_two_fifths_of_the_first_page(id: str, paper: Any) -> None:
    """Words alone, without pictures, which is fast: a page that has no room says so."""
    told, _ = handout.content([condition_library.load(id)], msgspec.structs.replace(FULL, paper=paper))
    template = Template(handout.own_template())
    [room] = template.rooms(told).values()
    template.forget()
    assert room.height >= 0.4 * HEIGHTS[paper] * MM
    assert room.width >= 120 * MM


SHEETS: dict[str, dict[str, Any]] = {
    "a4": {}, "letter": {"paper": "letter"}, "one page": {"pages": "1"}, "black and white": {"bw": True},
    "sources in full": {"sources": "full"}, "large": {"large": True}, "all about it": {"about": "full"},
}  # fmt: skip
PAGES = {"one page": 1, "sources in full": 3, "large": 5, "all about it": 3}
"""The most pages that a handout of one condition has; on other sheets, two."""

SAMPLE = [
    *product(["shoulder-instability", "plantar-fasciitis"], ["a4", "black and white"]),
    ("stress-and-clenched-shoulders", "letter"), ("tennis-elbow", "one page"), ("low-back-pain", "large"),
    ("carpal-tunnel", "sources in full"), ("muscle-soreness", "all about it"),
]  # fmt: skip
"""Conditions, each with a sheet; with `EVERY`, every condition on every sheet."""


@pytest.mark.parametrize(("id", "sheet"), list(product(condition_library.ids(), SHEETS)) if EVERY else SAMPLE)
def test_a_handout_keeps_to_its_pages_and_its_numbers_to_the_list(id: str, sheet: str, tmp_path: Path) -> None:
    wishes, path = HandoutOptions(**SHEETS[sheet]), tmp_path / "x.pdf"
    handout.save([id], path, wishes)
    assert len(PdfReader(path).pages) <= PAGES.get(sheet, 2)
    assert min(sizes(path)) >= (16 if wishes.large else 7.5)
    planned = figures.planned(as_chart(id), wishes)
    told = handout.content([as_chart(id)], wishes)[0]
    template = Template(handout.own_template())
    [room] = template.rooms(told).values()
    template.forget()
    assert room.height >= 0.4 * HEIGHTS[wishes.paper] * MM
    larger = planned.enlarged
    page = figure_page.figure_page(
        planned.content, (room.width / larger, room.height / larger), planned.metrics, planned.prepared.theme,
        bleeds=room.bleeds,
    )  # fmt: skip
    drawn = {label.muscle: int(label.number) for label in page.scene.labels}
    listed = figures.with_figure(planned, room, thumbnail=False)["muscles"]
    assert {part["id"]: part["number"] for part in listed if part["number"]} == drawn
    assert sorted(drawn.values()) == list(range(1, len(drawn) + 1))
    texts = [text for f in page.scene.all_figures for text in (*f.letters, f.caption, *f.numerals) if text]
    texts += [text for small in page.scene.locators for text in small.letters]
    assert min(text.size for text in texts) * larger >= 7


def test_a_text_that_nobody_has_reviewed_says_so_on_each_page(tmp_path: Path) -> None:
    for wishes in (HandoutOptions(), HandoutOptions(pages="1")):
        handout.save(["tennis-elbow"], tmp_path / "x.pdf", wishes)
        for text in pdf.texts(tmp_path / "x.pdf"):
            assert bare(fixed().unreviewed) in bare(text)
        assert missing([fixed().leads.reviewed], tmp_path / "x.pdf") == [fixed().leads.reviewed]


def test_a_clinics_own_copy_says_who_reviewed_it(tmp_path: Path) -> None:
    own = tmp_path / "mine.yaml"
    text = "id: mine\nname: Mine\ngroup: own\nsummary: It hurts.\nmuscles: [{muscle: soleus, role: primary}]\n"
    own.write_text(f"{text}reviewed: {{by: A. Clinician, on: '2030-01-31'}}\n", encoding="utf-8")
    handout.save([str(own)], tmp_path / "x.pdf")
    for said in pdf.texts(tmp_path / "x.pdf"):
        assert bare("Reviewed by A. Clinician, 2030-01-31.") in bare(said)
    assert missing([fixed().unreviewed], tmp_path / "x.pdf") == [fixed().unreviewed]


def test_a_booklet_names_the_reviewer_only_beside_what_was_reviewed(tmp_path: Path) -> None:
    own = tmp_path / "mine.yaml"
    text = "id: mine\nname: Mine\ngroup: own\nsummary: It hurts.\nmuscles: [{muscle: soleus, role: primary}]\n"
    own.write_text(f"{text}reviewed: {{by: A. Clinician, on: '2030-01-31'}}\n", encoding="utf-8")
    handout.save([str(own), "tennis-elbow"], tmp_path / "x.pdf")
    contents, mine, elbow, *_ = map(bare, pdf.texts(tmp_path / "x.pdf"))
    unreviewed = bare(fixed().unreviewed)
    assert unreviewed in contents
    assert unreviewed not in mine
    assert "A.Clinician" in mine
    assert unreviewed in elbow
    assert "A.Clinician" not in elbow


def letters(condition: Condition) -> int:
    """How much a condition adds to the second page."""
    told = [condition.summary, condition.comes_first, *(line.says for line in condition.evidence.lines())]
    return len(" ".join(told)) + 200 * conditions.over_lung(condition)


WORDIEST = [condition.id for condition in sorted(condition_library.library(), key=letters)[-6:]]

WISHES: list[dict[str, Any]] = [{"about": "full"}, {"about": "none", "sources": "full"}, {"large": True}]


@pytest.mark.slow
@pytest.mark.parametrize("id", condition_library.ids())
def test_every_condition_has_room(id: str) -> None:
    assert_room(id, {})


@pytest.mark.slow
@pytest.mark.parametrize("id", condition_library.ids())
def test_every_condition_has_room_on_another_handout(id: str) -> None:
    """The other handouts go round; the wordiest conditions are tried on each of them."""
    place = condition_library.ids().index(id) % len(WISHES)
    for wishes in WISHES if EVERY or id in WORDIEST else [WISHES[place]]:
        assert_room(id, wishes)


def assert_room(id: str, wishes: dict[str, Any]) -> None:
    template = Template(handout.own_template())
    told, _ = handout.content([condition_library.load(id)], msgspec.structs.replace(FULL, **wishes))
    assert len(template.rooms(told)) == 1
    template.forget()


def test_help_is_grouped_by_urgency_the_most_urgent_first() -> None:
    [sheet] = words_of([as_chart("stiff-neck")], HandoutOptions())["sheets"]
    assert [group["urgency"] for group in sheet["flags"]] == ["now", "today", "soon"]


def test_what_is_most_urgent_stands_first_on_the_paper_and_is_told_as_such(tmp_path: Path) -> None:
    handout.save([condition_library.load("stiff-neck")], tmp_path / "x.pdf")
    found = words(tmp_path / "x.pdf")
    places = [found.index(bare(heading)) for heading in flags().headings.values()]
    assert places == sorted(places)


def test_a_condition_of_ones_own_without_a_week_says_what_anyone_can_do(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    text = "id: own\nname: Own\ngroup: own\nsummary: It hurts.\nmuscles: [{muscle: soleus, role: primary}]\n"
    own.write_text(f"{text}see_a_clinician: [It is no better.]\n", encoding="utf-8")
    handout.save([condition_library.load(str(own))], tmp_path / "x.pdf")
    found = words(tmp_path / "x.pdf")
    for line in (*fixed().can_do, fixed().headings.week, "See a clinician soon if", "It is no better."):
        assert bare(line).rstrip(".") in found


def test_a_condition_of_ones_own_may_leave_out_everything_that_can_be_left_out(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text("id: own\nname: Own\ngroup: own\nsummary: It hurts.\nmuscles: [{muscle: soleus, role: primary}]\n")
    condition, path = condition_library.load(str(own)), tmp_path / "x.pdf"
    handout.save([condition], path)
    assert len(PdfReader(path).pages) == 2
    assert missing([*told_of(condition), *fixed().can_do], path) == []
    gone = [fixed().headings.help, fixed().headings.hurts, fixed().leads.avoid, fixed().leads.read_more]
    assert missing(gone, path) == gone


def pictured(id: str, wishes: HandoutOptions, room: Room = figures.ROOM) -> dict[str, Any]:
    return figures.with_figure(figures.planned(as_chart(id), wishes), room, thumbnail=False)


def test_the_numbers_are_those_of_the_picture() -> None:
    muscles = pictured("tennis-elbow", HandoutOptions(side="right"))["muscles"]
    assert [muscle["number"] for muscle in muscles] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert {muscle["id"]: muscle["note"] for muscle in muscles if muscle["role"] == "structure"} == {
        "common-extensor-origin": "sore tendon", "lateral-epicondyle": "",
    }  # fmt: skip


def test_muscles_stand_in_the_order_of_their_numbers(elbow: Path) -> None:
    [room] = (
        Template(handout.own_template())
        .rooms(handout.content([condition_library.load("tennis-elbow")], RIGHT)[0])
        .values()
    )
    text = words(elbow)
    for muscle in pictured("tennis-elbow", RIGHT, room)["muscles"]:
        assert f"{muscle['number']}{bare(muscle['name'])}" in text


@pytest.mark.parametrize("large", [False, True])
def test_a_figure_is_laid_out_for_its_room(large: bool) -> None:
    """Numbers stay where they are in their muscles, since a figure is only enlarged, by the same factor everywhere."""
    wishes = HandoutOptions(large=large)
    told, [planned] = handout.content([condition_library.load("low-back-pain")], wishes)
    [room] = Template(handout.own_template()).rooms(told).values()
    figure = figures.with_figure(planned, room, thumbnail=False)["figure"]
    assert figure["width"] == pytest.approx(room.width)
    assert figure["height"] == pytest.approx(room.height)


def test_a_muscle_that_the_picture_does_not_show_is_said_to_be_missing() -> None:
    muscles = pictured("tennis-elbow", HandoutOptions(view="anterior", side="right"))["muscles"]
    notes = {muscle["name"]: (muscle["number"], muscle["note"]) for muscle in muscles}
    unseen = [name for name, (number, _) in notes.items() if number is None]
    assert unseen
    assert all(notes[name][1] == fixed().unseen for name in unseen)


def test_the_patient_and_the_date_are_on_it_if_they_are_given(tmp_path: Path) -> None:
    handout.save([condition_library.load("tennis-elbow")], tmp_path / "x.pdf", FULL)
    found = words(tmp_path / "x.pdf")
    assert "ForAlexExampleDate3May" in found
    assert "MillLanePhysio" in found
    assert "12MillLane·Riverside·mill.example" in found
    assert found.count("01234") == 1
    assert b"Alex" not in (tmp_path / "x.pdf").read_bytes(), "nor among the data about the file"


# --- for who can't see it, and for the archive -----------------------------------------------------------------------------


def test_it_is_tagged_and_says_that_it_is_accessible(elbow: Path) -> None:
    reader = PdfReader(elbow)
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == "en"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata
    assert reader.metadata.title == "Tennis elbow"
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    assert "/CreationDate" not in reader.metadata, "no clock"
    assert all("/StructParents" in page for page in reader.pages)


def test_pictures_have_their_descriptions(elbow: Path) -> None:
    """The side that is ticked, the figure, and the code to read more; icons and boxes to tick by hand are decoration."""
    ticked, alt, code = [alt for tag, alt in elements(elbow) if tag == "/Figure"]
    assert ticked == fixed().ticked
    assert alt.startswith("Tennis elbow. Tennis elbow is pain on the outer side of the elbow.")
    assert "Main muscles on the right side" in alt
    assert code == "QR code for https://doi.org/10.2519/jospt.2022.0302"


def test_headings_come_in_order(elbow: Path) -> None:
    levels = [int(tag[2:]) for tag, _ in elements(elbow) if re.fullmatch(r"/H\d", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 2, "the condition and dry needling"
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_bookmarks_name_the_parts(elbow: Path) -> None:
    outline = PdfReader(elbow).outline
    chapters = [entry["/Title"] for entry in outline if not isinstance(entry, list)]  # type: ignore[call-overload]
    assert chapters == ["Tennis elbow", fixed().headings.needling]
    [first, *_] = [entry for entry in outline if isinstance(entry, list)]
    parts = [entry["/Title"] for entry in first if not isinstance(entry, list)]  # type: ignore[call-overload]
    names = fixed().headings
    assert parts == [names.hurts, names.muscles, names.week, names.help, names.visit]


def test_lists_are_lists(elbow: Path) -> None:
    tags = [tag for tag, _ in elements(elbow)]
    condition = condition_library.load("tennis-elbow")
    groups = [len(group.says) for group in conditions.warnings(condition)]
    items = (
        len(condition.muscles)
        + len(condition.structures)
        + len(condition.week)
        + sum(groups)
        + len(needling().tell_first)
    )
    assert tags.count("/LI") == items, "muscles, the week, when to get help, and what to tell first"
    assert tags.count("/Table") == 1


def test_its_fonts_are_ours_and_inside(elbow: Path) -> None:
    fonts: dict[str, Any] = {}
    for page in PdfReader(elbow).pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            fonts[font["/BaseFont"]] = font["/DescendantFonts"][0]["/FontDescriptor"]
    assert {name.split("+")[-1] for name in fonts} == {"Inter-Regular", "Inter-SemiBold"}
    assert all("/FontFile2" in descriptor for descriptor in fonts.values())


def test_the_figure_is_made_of_vectors(elbow: Path) -> None:
    page = PdfReader(elbow).pages[0]
    contents = page.get_contents()
    assert contents is not None
    curves = re.findall(rb"[\d.]+ c\s", contents.get_data())
    assert len(curves) > 500


def test_the_same_input_gives_the_same_bytes(elbow: Path, tmp_path: Path) -> None:
    handout.save([condition_library.load("tennis-elbow")], tmp_path / "x.pdf", HandoutOptions(side="right"))
    assert (tmp_path / "x.pdf").read_bytes() == elbow.read_bytes()


# --- papers, large print, booklets ------------------------------------------------------------------------------------------


def test_the_papers(elbow: Path, tmp_path: Path) -> None:
    assert run("tennis-elbow", "-o", str(tmp_path / "x.pdf"), "--paper", "letter") == (0, "")
    a4, letter = (PdfReader(path).pages[0].mediabox for path in (elbow, tmp_path / "x.pdf"))
    assert (round(a4.width), round(a4.height)) == (595, 842)
    assert (round(letter.width), round(letter.height)) == (612, 792)


def sizes(path: Path) -> set[float]:
    """The size of all text in a PDF, pt."""
    found: set[float] = set()

    def visit(text: str, _: Any, matrix: Any, __: Any, size: float) -> None:
        if text.strip():
            found.add(round(abs(matrix[3] * size), 1))

    for page in pdf.pages(path):
        page.extract_text(visitor_text=visit)
    return found


def test_large_print_is_large_everywhere(tmp_path: Path) -> None:
    condition, path = condition_library.load("low-back-pain"), tmp_path / "x.pdf"
    assert run("low-back-pain", "-o", str(path), "--large") == (0, "")
    assert min(sizes(path)) == 16
    assert missing([*told_of(condition), *told_of_needling(condition), fixed().note], path) == []
    planned = figures.planned(as_chart(condition), HandoutOptions(large=True))
    assert planned.prepared.theme.type.least * planned.enlarged >= 16
    assert planned.prepared.theme.type.foot * planned.enlarged >= 16, "the numbers"


def test_the_picture_of_large_print_is_larger(tmp_path: Path) -> None:
    condition, template = condition_library.load("low-back-pain"), Template(handout.own_template())
    rooms = []
    for large in (False, True):
        told, _ = handout.content([condition], HandoutOptions(large=large))
        rooms += template.rooms(told).values()
    usual, large = rooms
    assert large.width > 1.3 * usual.width
    assert large.height > 1.1 * usual.height


def test_text_is_no_smaller_than_it_says(elbow: Path) -> None:
    assert min(sizes(elbow)) >= 8
    assert sizes(elbow) & {size for size in typesetting.SIZES if size > 9}


def test_black_and_white_has_no_colour(tmp_path: Path) -> None:
    assert run("tennis-elbow", "-o", str(tmp_path / "x.pdf"), "--bw", "--clinic", str(clinic_file(tmp_path))) == (0, "")
    for page in PdfReader(tmp_path / "x.pdf").pages:
        contents = page.get_contents()
        assert contents is not None
        for three in re.findall(rb"([\d.]+) ([\d.]+) ([\d.]+) (?:rg|RG|scn|SCN)\s", contents.get_data()):
            assert len(set(three)) == 1


def clinic_file(folder: Path) -> Path:
    path = folder / "clinic.toml"
    path.write_text('name = "Mill Lane"\nphone = "01234"\nemergency = "999"\ncolour = "#0b6e4f"\n', encoding="utf-8")
    return path


def test_the_clinics_emergency_number_stands_where_help_is_needed_now(tmp_path: Path) -> None:
    assert run("stiff-neck", "-o", str(tmp_path / "x.pdf"), "--clinic", str(clinic_file(tmp_path))) == (0, "")
    assert "999Callforemergencyhelpnowif" in words(tmp_path / "x.pdf")


@pytest.mark.parametrize(
    ("id", "side", "ticked"),
    [("tennis-elbow", None, {"Left": False, "Right": False}),
     ("tennis-elbow", "left", {"Left": True, "Right": False}),
     ("low-back-pain", None, {"Left": False, "Right": False, "Both": False}),
     ("low-back-pain", "both", {"Left": False, "Right": False, "Both": True}),
     ("tailbone-pain", None, {})],
)  # fmt: skip
def test_boxes_tell_the_side_or_leave_it_to_the_therapist(id: str, side: Any, ticked: dict[str, bool]) -> None:
    [sheet] = words_of([as_chart(id)], HandoutOptions(side=side))["sheets"]
    assert {box["name"]: box["ticked"] for box in sheet["sides"]} == ticked


def test_different_sides_stand_beside_the_muscles() -> None:
    marks = (ChartMark(muscle="soleus", side="left"), ChartMark(muscle="piriformis", side="right"))
    told, [planned] = handout.content([Chart(marks=marks)], HandoutOptions())
    assert told["sheets"][0]["sides"] == []
    names = [muscle["name"] for muscle in figures.with_figure(planned, figures.ROOM, thumbnail=False)["muscles"]]
    assert sorted(names) == ["Piriformis (right)", "Soleus (left)"]


def test_what_was_treated_today_and_a_note_make_a_handout(tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    note = "No lifting until Sunday."
    assert run("--point", "infraspinatus.2@left", "--note", note, "-o", str(path)) == (0, "")
    assert len(PdfReader(path).pages) == 2
    told = ["Treated today", note, "Infraspinatus", "Trigger point treated today", "When to get help"]
    assert missing([*told, "P1 (2) Just below the spine of the scapula, at its middle."], path) == []
    assert missing(fixed().can_do, path) == [*fixed().can_do], "the therapist's own line says what to do"


def test_points_have_signs_that_no_number_of_a_muscle_can_be_mistaken_for() -> None:
    marks = tuple(ChartMark(point=f"infraspinatus.{number}", side="left") for number in (1, 2))
    [planned] = handout.content([Chart(marks)], HandoutOptions())[1]
    found = figures.with_figure(planned, figures.ROOM, thumbnail=False)
    assert [(part["name"], part["number"]) for part in found["muscles"]] == [("Infraspinatus", 1)]
    assert [point["mark"] for point in found["muscles"][0]["points"]] == ["P1", "P2"]
    [point] = [key["words"] for key in found["legend"] if key["kind"] == "point"]
    assert point == "Trigger points treated today"
    page = figure_page.figure_page(
        planned.content,
        (400.0, 400.0),
        planned.metrics,
        planned.prepared.theme,
        points=point_numbers(planned.content.views),
    )
    assert sorted(text.text for figure in page.scene.figures for text in figure.numerals) == ["P1", "P2"]
    assert "points treated today" not in str(pictured("tennis-elbow", RIGHT)["legend"])


def test_values_stand_beside_the_names() -> None:
    marks = (ChartMark(muscle="trapezius-upper", side="left", value=0.8),)
    [sheet] = handout.content([Chart(marks)], HandoutOptions())[0]["sheets"]
    assert [part["name"] for part in sheet["muscles"]] == ["Upper trapezius (intensity 0.8)"]


def test_a_page_may_run_from_right_to_left() -> None:
    """The words of another language would say so; here only the direction is turned. Left and right of the body stay."""
    template, condition = Template(handout.own_template()), condition_library.load("low-back-pain")
    told, _ = handout.content([condition], HandoutOptions())
    turned = told | {"words": told["words"] | {"direction": "rtl"}}
    [usual], [mirrored] = (template.rooms(some).values() for some in (told, turned))
    assert usual.bleeds == ("left", "top")
    assert mirrored == msgspec.structs.replace(usual, bleeds=("right", "top"))
    assert template.pdf(turned) != template.pdf(told)


def test_a_booklet_has_contents_and_tells_of_needling_once(tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    assert run("tennis-elbow", "stiff-neck", "-o", str(path), "--title", "For my patients") == (0, "")
    reader = PdfReader(path)
    pages = [bare(text) for text in pdf.texts(path)]
    first = pages[0]
    assert first.index("Formypatients") < first.index("Tenniselbow") < first.index("Stiffneck")
    assert [n for n, text in enumerate(pages) if bare(needling().what) in text] == [3]
    assert [entry["/Title"] for entry in reader.outline if not isinstance(entry, list)] == [  # type: ignore[call-overload]
        "For my patients", "Tennis elbow", "Stiff neck", fixed().headings.needling,
    ]  # fmt: skip
    for id in ("tennis-elbow", "stiff-neck"):
        condition = condition_library.load(id)
        assert missing([*told_of(condition), *told_of_needling(condition)], path) == []


def test_a_condition_may_stand_in_a_booklet_twice(tmp_path: Path) -> None:
    condition = condition_library.load("tennis-elbow")
    handout.save([condition, condition], tmp_path / "x.pdf", HandoutOptions(pages="1"))
    assert len(PdfReader(tmp_path / "x.pdf").pages) == 3


# --- a clinic's own ---------------------------------------------------------------------------------------------------------


def test_a_logo_is_on_it_with_its_name(tmp_path: Path) -> None:
    Image.new("RGB", (40, 20), "green").save(tmp_path / "logo.png")
    (tmp_path / "clinic.toml").write_text('name = "Mill Lane"\nlogo = "logo.png"\n', encoding="utf-8")
    path = tmp_path / "x.pdf"
    assert run("stiff-neck", "-o", str(path), "--clinic", str(tmp_path / "clinic.toml")) == (0, "")
    assert next(alt for tag, alt in elements(path) if tag == "/Figure") == "Logo of Mill Lane"


def test_our_template_is_a_start_for_ones_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("--eject") == (0, "")
    assert run("stiff-neck", "--template", "handout.typ", "-o", "own.pdf") == (0, "")
    assert run("stiff-neck", "-o", "ours.pdf") == (0, "")
    assert Path("own.pdf").read_bytes() == Path("ours.pdf").read_bytes()
    assert run("--eject") == (2, "bodymap: handout.typ: already exists\n")


def test_a_template_may_be_ten_lines_long(tmp_path: Path) -> None:
    template = tmp_path / "mine.typ"
    template.write_text(
        '#let data = json(bytes(sys.inputs.data))\n#set document(title: data.title)\n#set text(font: "Inter", lang: "en")\n'
        "#for sheet in data.sheets [\n  = Mine: #sheet.title\n"
        '  #image(bytes(sheet.figure.svg), format: "svg", width: 8cm, alt: sheet.figure.alt)\n]\n',
        encoding="utf-8",
    )
    assert run("stiff-neck", "--template", str(template), "-o", str(tmp_path / "x.pdf")) == (0, "")
    assert words(tmp_path / "x.pdf") == "Mine:Stiffneck"


# --- bad input: exit code 2, one line, no file ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["stif-neck"], "unknown condition 'stif-neck'; did you mean 'stiff-neck'?"),
        (["stiff-neck", "--paper", "a3"], "--paper: unknown paper 'a3'. It may be a4 or letter."),
        (["stiff-neck", "--side", "lft"], "--side: unknown side 'lft'; did you mean 'left'?"),
        (["stiff-neck", "--colour", "green"], "--colour: 'green' must be a colour, as #1d5b79"),
        (["stiff-neck", "--logo", "gone.png"], "gone.png: no such file or directory"),
        (["stiff-neck", "--clinic", "gone.toml"], "gone.toml: no such file or directory"),
        (["stiff-neck", "--template", "gone.typ"], "gone.typ: no such file or directory"),
        (["stiff-neck", "--name", "x" * 50], f"clinic.name: '{'x' * 50}' is too long for a line; a word may have 40 letters"),
        (["stiff-neck", "--patient", "y" * 81], "--patient: '"),
        ([], "name a condition; `bodymap list conditions` lists them all"),
    ],
)  # fmt: skip
def test_a_bad_value_is_named(arguments: list[str], line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    code, err = run(*arguments, "-o", "x.pdf")
    assert (code, err.count("\n")) == (2, 1)
    assert err.startswith(f"bodymap: {line}")
    assert list(tmp_path.iterdir()) == []


def test_a_handout_is_a_pdf(tmp_path: Path) -> None:
    path = tmp_path / "x.png"
    assert run("stiff-neck", "-o", str(path)) == (2, f"bodymap: {path}: a handout is a .pdf, not '.png'\n")
    assert run("stiff-neck") == (2, "bodymap: say where to write the handout, e.g. -o handout.pdf\n")


def test_a_logo_that_is_none(tmp_path: Path) -> None:
    logo = tmp_path / "logo.png"
    for data, what in (
        (b"GIF89a", "is not a PNG, JPEG or SVG picture"),
        (b"\x89PNG\r\n\x1a\n", "is not a complete picture"),
    ):
        logo.write_bytes(data)
        assert run("stiff-neck", "--logo", str(logo), "-o", str(tmp_path / "x.pdf")) == (
            2,
            f"bodymap: {logo}: {what}\n",
        )


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("= Title\n#nonsense\n", ", line 2: unknown variable: nonsense"),
        ("= Title\n#image(\n", ", line 2: unclosed delimiter"),
        ("= No title of the document\n", ": PDF/UA-1 error: missing document title"),
        ('#read("/etc/passwd")\n', ", line 1: "),
    ],
)
def test_a_broken_template_is_told_with_its_line(text: str, line: str, tmp_path: Path) -> None:
    template = tmp_path / "mine.typ"
    template.write_text(text, encoding="utf-8")
    code, err = run("stiff-neck", "--template", str(template), "-o", str(tmp_path / "x.pdf"))
    assert (code, err.count("\n")) == (2, 1)
    assert err.startswith(f"bodymap: {template}{line}")
    assert list(tmp_path.iterdir()) == [template]


def test_more_words_than_paper_are_refused_not_cut(tmp_path: Path) -> None:
    condition = condition_library.load("stiff-neck")
    own = tmp_path / "own.yaml"
    lines = "".join(
        f"  - {'So long a line that it fills the paper all by itself. ' * 8}Number {n}.\n" for n in range(20)
    )
    text = f"id: own\nname: Own\ngroup: own\nsummary: S.\nmuscles: [{{muscle: {condition.muscles[0].muscle}, role: primary}}]\n"
    own.write_text(f"{text}see_a_clinician:\n{lines}", encoding="utf-8")
    path = tmp_path / "x.pdf"
    assert run(str(own), "-o", str(path)) == (
        2,
        "bodymap: Own: has more words than a page holds; shorten them, or use large print\n",
    )
    assert not path.exists()


def test_letters_that_the_typeface_lacks_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    code, err = run("stiff-neck", "--patient", "李明", "-o", str(path))
    assert (code, err.count("\n")) == (2, 1)
    assert "李" in err
    assert not path.exists()
