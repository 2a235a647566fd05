"""The pages for the clinician, read back: one for a muscle or a condition, with every word of it."""

from __future__ import annotations

import io
import json
import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

import bodymap
from bodymap import words as catalogue
from bodymap.batch import check, rows, work
from bodymap.errors import BodymapError
from bodymap.export.handout import clinician, handout
from bodymap.export.handout.clinic import Clinic
from bodymap.export.handout.shared_text import fixed
from bodymap.export.handout.typesetting import Template
from bodymap.files import tables
from bodymap.finding.felt import areas_felt
from bodymap.knowledge import condition_library, conditions
from bodymap.knowledge.anatomy import Muscle, atlas
from bodymap.knowledge.chart_input import as_chart
from bodymap.knowledge.chart_marks import ChartMark
from bodymap.knowledge.charts import Chart
from bodymap.knowledge.conditions import Condition, Role
from bodymap.knowledge.flags import flags
from bodymap.options.records import HandoutOptions
from tests import pdf

from .test_handout import bare, elements, missing, run, sizes

EVERY = bool(os.environ.get("BODYMAP_EVERY_LAYOUT"))
"""Whether every condition and muscle is tried; otherwise some are."""

PAGE = HandoutOptions(audience="clinician")

MUSCLES = [muscle.id for muscle in atlas().muscles.values() if not muscle.parts]

FEW_MUSCLES = ["infraspinatus", "soleus", "lateral-pterygoid", "quadratus-lumborum", "gluteus-minimus", "anconeus"]


def muscle(name: str) -> Chart:
    return Chart((ChartMark(muscle=name),))


def told(chart: Chart, **wishes: Any) -> dict[str, Any]:
    [sheet] = handout.content([chart], HandoutOptions(audience="clinician", **wishes))[0]["sheets"]
    return sheet  # type: ignore[no-any-return]


def set_without_pictures(charts: list[Chart], wishes: HandoutOptions, path: Path) -> Path:
    """Typeset pages with blank pictures, which is fast: the words take the same room."""
    data, _ = handout.content(charts, wishes)
    template = Template(handout.own_template("clinician"))
    path.write_bytes(template.pdf(data))
    template.forget()
    return path


# --- how many pages ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("paper", handout.PAPERS)
@pytest.mark.parametrize("name", MUSCLES if EVERY else FEW_MUSCLES)
def test_a_muscle_is_one_page(name: str, paper: Any, tmp_path: Path) -> None:
    path = set_without_pictures([muscle(name)], HandoutOptions(audience="clinician", paper=paper), tmp_path / "x.pdf")
    assert len(PdfReader(path).pages) == 1
    assert min(sizes(path)) >= 7


@pytest.mark.parametrize(
    "id", condition_library.ids() if EVERY else ["tennis-elbow", "low-back-pain", "migraine-and-neck-headache"]
)
def test_a_condition_is_one_sheet_with_every_site_and_attachment(id: str, tmp_path: Path) -> None:
    """What one page has no room for is on the back; nothing is left out, or set smaller than can be read."""
    path = set_without_pictures([as_chart(id)], PAGE, tmp_path / "x.pdf")
    assert len(PdfReader(path).pages) <= 2
    assert min(sizes(path)) >= 7.4
    assert missing(of_main_muscles(condition_library.load(id)), path) == []


def of_main_muscles(condition: Condition) -> list[str]:
    """The sites of the points of a condition's main muscles, and where these are attached and what they do."""
    wanted = []
    for id in condition.of_role(Role.PRIMARY):
        known, chosen = atlas().muscle(id), condition.points.get(id)
        points = [point for part in atlas().drawn(id) for point in part.points]
        wanted += [known.origin, known.insertion, known.action]
        wanted += [point.site for point in points if chosen is None or point.number in chosen]
    return wanted


def test_a_muscle_that_is_only_involved_has_no_attachments() -> None:
    rows = told(as_chart("tennis-elbow"))["anatomy"]
    assert [fact["label"] for fact in rows["extensor-digitorum"]["facts"]] == ["Origin", "Insertion", "Action"]
    assert rows["supinator"]["facts"] == []


@pytest.mark.parametrize("paper", handout.PAPERS)
@pytest.mark.parametrize("id", condition_library.ids() if EVERY else ["desk-neck-and-upper-back", "abdominal-strain"])
def test_the_signs_that_need_help_first_are_on_the_front(id: str, paper: Any, tmp_path: Path) -> None:
    wishes = HandoutOptions(audience="clinician", paper=paper)
    path = set_without_pictures([as_chart(id)], wishes, tmp_path / "x.pdf")
    signs = [says for group in conditions.warnings(condition_library.load(id)) for says in group.says]
    assert signs
    front = bare(PdfReader(path).pages[0].extract_text())
    assert [says for says in signs if bare(says).rstrip(".") not in front] == []


def test_the_back_begins_with_a_heading_or_a_table_not_within_one(tmp_path: Path) -> None:
    path = set_without_pictures([as_chart("low-back-pain")], PAGE, tmp_path / "x.pdf")
    front, back = pdf.texts(path)
    others = catalogue.text("clinician.secondary")
    assert (front.count(others), back.count(others)) == (1, 1), "in the legend, and above its muscles"
    assert back.splitlines()[0] == "Low back pain"


@pytest.mark.parametrize("id", condition_library.ids() if EVERY else ["jaw-disorder", "neck-pinched-nerve"])
def test_the_shorter_paper_with_a_letterhead_is_never_more_than_one_sheet(id: str, tmp_path: Path) -> None:
    wishes = HandoutOptions(
        audience="clinician", paper="letter", patient="Alex Example", date="3 May",
        clinic=Clinic(name="Mill Lane Physio", address=("12 Mill Lane", "Riverside"), phone="01234"),
    )  # fmt: skip
    path = set_without_pictures([as_chart(id)], wishes, tmp_path / "x.pdf")
    assert len(PdfReader(path).pages) <= 2
    assert missing(["Mill Lane Physio", "12 Mill Lane", "01234", "Alex Example", "3 May"], path) == []


def test_a_group_and_a_muscle_in_parts_make_a_page_for_each() -> None:
    pages = clinician.pages([muscle("rotator-cuff"), muscle("trapezius"), as_chart("tennis-elbow")])
    names = ["Supraspinatus", "Infraspinatus", "Teres minor", "Subscapularis", "Upper trapezius", "Middle trapezius"]
    assert [page.name for page in pages] == [*names, "Lower trapezius", "Tennis elbow"]


def felt_by(known: Muscle, chosen: Sequence[int] | None = None) -> list[str]:
    """Where a muscle's pain is felt, point by point if they differ, without first letters, which may be small."""
    if known.referral is None:
        return []
    of_points = [p for p in known.referral.patterns if chosen is None or set(p.points) & set(chosen)]
    patterns = of_points or (known.referral,)
    return [text[1:] for pattern in patterns for text in (pattern.core, pattern.spillover)]


# --- no word is lost ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FEW_MUSCLES)
def test_every_fact_about_a_muscle_is_on_its_page(name: str, tmp_path: Path) -> None:
    known, path = atlas().muscle(name), set_without_pictures([muscle(name)], PAGE, tmp_path / "x.pdf")
    wanted = [
        known.name,
        known.latin,
        known.origin,
        known.insertion,
        known.action,
        known.nerve,
        *known.near,
        known.note,
    ]
    wanted += [point.site for point in known.points]
    wanted += felt_by(known)
    wanted += [atlas().sources[cited.key].title for _, some in known.citations() for cited in some]
    for id in flags().required(areas_felt(name)[: clinician.NEXT]):
        wanted += [flags().flags[id].says, flags().flags[id].may_mean]
    assert missing(wanted, path) == []


@pytest.mark.parametrize("id", ["tennis-elbow", "low-back-pain", "jaw-disorder", "fibromyalgia", "disc-herniation"])
def test_every_fact_about_a_condition_is_on_its_page(id: str, tmp_path: Path) -> None:
    condition, path = condition_library.load(id), set_without_pictures([as_chart(id)], PAGE, tmp_path / "x.pdf")
    wanted = [condition.name, conditions.message(condition), *condition.also, *condition.week, *condition.avoid]
    wanted += [condition.comes_first, *(line.says for line in condition.evidence.lines())]
    for entry in condition.muscles:
        for part in (atlas().muscle(entry.muscle), *atlas().drawn(entry.muscle)):
            wanted += [
                part.nerve,
                *(name[1:] for name in part.near),
                *felt_by(part, condition.points.get(entry.muscle)),
            ]
    for group in conditions.warnings(condition):
        wanted += [*group.says, *group.may_mean]
    wanted += [work.doi or "" for work in conditions.references(condition)]
    assert missing(wanted, path) == []


def test_widespread_pain_has_no_conditions_of_one_place_beside_it() -> None:
    assert told(as_chart("fibromyalgia"))["causes"] == []
    assert told(as_chart("low-back-pain"))["causes"]


def test_structures_in_one_line_are_one_sentence() -> None:
    respect = told(as_chart("neck-pinched-nerve"))["anatomy"]["scalenus-anterior"]["respect"]
    assert respect["line"] == "Phrenic nerve, subclavian vessels and brachial plexus; top of the lung"


def test_points_with_a_pattern_of_their_own_have_it_beside_their_site() -> None:
    points = told(muscle("quadratus-lumborum"))["points"]
    patterns = [atlas().muscle("quadratus-lumborum").pattern_of(number) for number in (1, 2, 3, 4)]
    assert [point["mark"] for point in points] == ["P1", "P2", "P3", "P4"]
    for point, pattern in zip(points, patterns, strict=True):
        assert pattern
        assert point["felt"].startswith(pattern.core)


def test_points_that_were_chosen_are_the_only_ones() -> None:
    chart = Chart((ChartMark(muscle="infraspinatus", points=(1, 3)),))
    assert [point["mark"] for point in told(chart)["points"]] == ["P1", "P3"]


def test_points_felt_in_the_same_places_stand_together_in_a_row_with_the_numbers_of_the_picture() -> None:
    row = told(as_chart("rotator-cuff-pain"))["anatomy"]["infraspinatus"]
    [planned] = handout.content([as_chart("rotator-cuff-pain")], PAGE)[1]
    one, two, three = (f"P{planned.points['infraspinatus', number]}" for number in (1, 2, 3))
    assert [group["marks"] for group in row["groups"]] == [f"{one}, {two}", three]
    assert len(set(planned.points.values())) == len(planned.points), "no two points of a picture have one number"


def test_parts_that_send_pain_to_the_same_places_tell_it_once() -> None:
    [group] = told(as_chart("tension-headache"))["anatomy"]["suboccipital-group"]["groups"]
    assert len(group["points"]) == 4
    assert group["points"][0]["site"].startswith("Rectus capitis posterior major: Half way")


def test_a_muscle_over_the_lung_says_so() -> None:
    assert told(muscle("quadratus-lumborum"))["respect"]["lung"]
    assert not told(muscle("soleus"))["respect"]["lung"]
    rows = told(as_chart("low-back-pain"))["anatomy"]
    assert rows["quadratus-lumborum"]["respect"]["lung"]


def test_marks_without_a_condition_have_the_signs_that_their_areas_require() -> None:
    chart = Chart((ChartMark(muscle="soleus"), ChartMark(muscle="gluteus-medius"), ChartMark(area="calf")))
    said = {sign["says"] for group in told(chart)["signs"] for sign in group["signs"]}
    assert {flags().flags[id].says for id in ("leg-clot", "cold-foot", "cauda-equina")} <= said


# --- what a page is -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("clinician") / "x.pdf"
    assert run("--muscle", "infraspinatus", "--for", "clinician", "-o", str(path)) == (0, "")
    return path


def test_a_page_is_tagged_and_its_picture_described(page: Path) -> None:
    reader = PdfReader(page)
    root: Any = reader.trailer["/Root"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    assert reader.metadata
    assert reader.metadata.title == "Infraspinatus"
    [alt] = [alt for tag, alt in elements(page) if tag == "/Figure"]
    assert alt.startswith("Infraspinatus.")
    assert [tag for tag, _ in elements(page)].count("/Table") == 1


def test_the_points_on_the_picture_have_the_numbers_of_the_table(page: Path) -> None:
    text = "".join(pdf.texts(page))
    assert {f"P{number}" for number in (1, 2, 3)} <= set(re.findall(r"P\d", text))
    chart = clinician.pages([muscle("infraspinatus")])[0]
    [planned] = handout.content([chart], PAGE)[1]
    drawn = handout.drawn(handout.content([chart], PAGE)[0]["sheets"], [planned], {})[0]["figure"]["svg"]
    assert all(f">P{number}<" in drawn or f"P{number}" in drawn for number in (1, 2, 3))


def test_nobody_has_reviewed_it(page: Path) -> None:
    for text in pdf.texts(page):
        assert bare(fixed().unreviewed) in bare(text)


def test_black_and_white_has_no_colour(tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    assert run("tennis-elbow", "--for", "clinician", "--bw", "--side", "right", "-o", str(path)) == (0, "")
    for found in PdfReader(path).pages:
        contents = found.get_contents()
        assert contents is not None
        for three in re.findall(rb"([\d.]+) ([\d.]+) ([\d.]+) (?:rg|RG|scn|SCN)\s", contents.get_data()):
            assert len(set(three)) == 1


def test_python_makes_the_same_page(page: Path) -> None:
    assert bytes(bodymap.handout(muscle("infraspinatus"), audience="clinician")) == page.read_bytes()


# --- what it is not -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["--large"], "--large: large print is for patients; leave it out for the clinician"),
        (["--pages", "1"], "--pages: a number of pages is for patients; leave it out for the clinician"),
        (["--about", "full"], "--about: the text about dry needling is for patients; leave it out for the clinician"),
    ],
)
def test_what_is_for_patients_is_refused(arguments: list[str], line: str, tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    assert run("tennis-elbow", "--for", "clinician", *arguments, "-o", str(path)) == (2, f"bodymap: {line}\n")
    assert not path.exists()


def test_a_row_of_a_table_makes_pages_for_the_clinician() -> None:
    def jobs(row: dict[str, Any]) -> tuple[list[Any], list[str]]:
        found, errors, _ = rows.of_table(tables.parse(json.dumps(row).encode(), "jsonl", "jobs"), {})
        made, faults = check.Checker("jobs", Path()).jobs(found)
        return made, [str(fault) for fault in (*errors, *faults)]

    row = {"command": "handout", "muscle": ["soleus", "infraspinatus"], "for": "clinician"}
    [job], faults = jobs(row)
    assert faults == []
    [data] = work.make(job).values()
    assert len(PdfReader(io.BytesIO(data)).pages) == 2
    _, faults = jobs(row | {"large": True})
    assert faults == ["jobs, line 1: large: large print is for patients; leave it out for the clinician"]


def test_an_unknown_audience_is_named(tmp_path: Path) -> None:
    code, err = run("tennis-elbow", "--for", "dentist", "-o", str(tmp_path / "x.pdf"))
    assert (code, err) == (2, "bodymap: --for: unknown audience 'dentist'. It may be patient or clinician.\n")
    with pytest.raises(BodymapError, match=r"^large print is for patients"):
        HandoutOptions(audience="clinician", large=True)


def test_our_template_is_a_start_for_ones_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("--for", "clinician", "--eject") == (0, "")
    arguments = ("--muscle", "soleus", "--for", "clinician")
    assert run(*arguments, "--template", "clinician.typ", "-o", "own.pdf") == (0, "")
    assert run(*arguments, "-o", "ours.pdf") == (0, "")
    assert Path("own.pdf").read_bytes() == Path("ours.pdf").read_bytes()
