"""The paper in the patient's hand, read back: its words, tags, fonts and pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfReader
from typer.testing import CliRunner

from bodymap.cli import app
from bodymap.export.handout import handout
from bodymap.export.handout.clinic import Clinic
from bodymap.export.handout.handout import HandoutOptions
from bodymap.export.handout.shared_text import fixed
from bodymap.knowledge import conditions
from bodymap.knowledge.anatomy import atlas
from bodymap.knowledge.evidence import grades
from bodymap.knowledge.flags import flags
from bodymap.knowledge.needling import needling, risks

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
    return bare("".join(page.extract_text() for page in PdfReader(path).pages))


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
    handout.save([conditions.load("tennis-elbow")], path, HandoutOptions(side="right"))
    return path


# --- nothing is left out ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("paper", handout.PAPERS)
@pytest.mark.parametrize("id", ["tennis-elbow", "migraine-and-neck-headache", "fibromyalgia"])
def test_every_word_of_the_condition_is_on_the_paper(id: str, paper: str, tmp_path: Path) -> None:
    condition = conditions.load(id)
    handout.save([condition], tmp_path / "x.pdf", HandoutOptions(paper=paper))
    found = words(tmp_path / "x.pdf")
    told = [condition.name, *condition.also, *condition.week, *condition.avoid, condition.comes_first]
    for group in conditions.warnings(condition):
        told += [group.heading, *group.says]
    for line in condition.evidence.lines():
        told += [line.says, grades()[line.grade].name, grades()[line.grade].means]
    told += [conditions.message(condition), condition.summary]
    for entry in condition.muscles:
        told += [atlas().muscle(entry.muscle).name, entry.why]
    for source in (*conditions.references(condition), *needling().sources()):
        told += [source.short, source.doi or source.url or source.where]
    shared = needling()
    told += [fixed().note, shared.what, shared.benefits, shared.twitch, shared.session, shared.visits, shared.relief]
    told += [shared.after, shared.recovery, shared.who, shared.not_acupuncture, shared.not_injection]
    told += [shared.beside_exercise, *shared.tell_first]
    told += [risk.says for risk in risks(conditions.over_lung(condition)) if risk.id in ("mild", "major", "lung")]
    assert [text for text in told if bare(text).rstrip(".") not in found] == []


@pytest.mark.slow
@pytest.mark.parametrize("id", conditions.ids())
def test_every_condition_has_room_on_one_sheet_of_paper(id: str, tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    handout.save([conditions.load(id)], path, FULL)
    assert len(PdfReader(path).pages) <= 2


def test_help_is_grouped_by_urgency_the_most_urgent_first() -> None:
    [sheet] = handout.content([conditions.load("stiff-neck")], HandoutOptions())["sheets"]
    assert [group["urgency"] for group in sheet["flags"]] == ["now", "today", "soon"]
    assert sheet["clinician"] == [line for group in sheet["flags"] for line in group["says"]]


def test_what_is_most_urgent_stands_first_on_the_paper_and_is_told_as_such(tmp_path: Path) -> None:
    handout.save([conditions.load("stiff-neck")], tmp_path / "x.pdf")
    found = words(tmp_path / "x.pdf")
    places = [found.index(bare(heading)) for heading in flags().headings.values()]
    assert places == sorted(places)


def test_a_condition_of_ones_own_without_a_week_says_what_anyone_can_do(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    text = "id: own\nname: Own\ngroup: own\nsummary: It hurts.\nmuscles: [{muscle: soleus, role: primary}]\n"
    own.write_text(f"{text}see_a_clinician: [It is no better.]\n", encoding="utf-8")
    handout.save([conditions.load(str(own))], tmp_path / "x.pdf")
    found = words(tmp_path / "x.pdf")
    for line in (*fixed().can_do, fixed().headings.can_do, "See a clinician soon if", "It is no better."):
        assert bare(line).rstrip(".") in found


def test_the_numbers_are_those_of_the_picture(elbow: Path) -> None:
    told = handout.content([conditions.load("tennis-elbow")], HandoutOptions(side="right"))["sheets"][0]
    assert [muscle["number"] for muscle in told["muscles"]] == [1, 2, 3, 4, 5, 6]
    text = words(elbow)
    for muscle in told["muscles"]:
        assert f"{muscle['number']}{bare(muscle['name'])}" in text


def test_a_muscle_that_the_picture_does_not_show_is_said_to_be_missing(tmp_path: Path) -> None:
    wishes = HandoutOptions(view="anterior", side="right")
    [sheet] = handout.content([conditions.load("tennis-elbow")], wishes)["sheets"]
    notes = {muscle["name"]: (muscle["number"], muscle["note"]) for muscle in sheet["muscles"]}
    unseen = [name for name, (number, _) in notes.items() if number is None]
    assert unseen
    assert all(notes[name][1] == fixed().unseen for name in unseen)


def test_the_patient_and_the_date_are_on_it_only_if_they_are_given(elbow: Path, tmp_path: Path) -> None:
    assert "For:" not in words(elbow)
    handout.save([conditions.load("tennis-elbow")], tmp_path / "x.pdf", FULL)
    found = words(tmp_path / "x.pdf")
    assert "For:AlexExampleDate:3May" in found
    assert "MillLanePhysio" in found
    assert "12MillLaneRiverside01234mill.example" in found
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


def test_the_figure_has_its_description_and_nothing_else_is_a_figure(elbow: Path) -> None:
    [alt] = [alt for tag, alt in elements(elbow) if tag == "/Figure"]
    assert alt.startswith("Tennis elbow. Tennis elbow is pain on the outer side of the elbow.")
    assert "Main muscles on the right side" in alt


def test_headings_come_in_order(elbow: Path) -> None:
    levels = [int(tag[2:]) for tag, _ in elements(elbow) if re.fullmatch(r"/H\d", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert len(levels) == 13


def test_lists_are_lists(elbow: Path) -> None:
    tags = [tag for tag, _ in elements(elbow)]
    condition = conditions.load("tennis-elbow")
    groups = [len(group.says) for group in conditions.warnings(condition)]
    columns = sum(2 if says > 1 else 1 for says in groups)
    assert tags.count("/L") == 2 + columns, "muscles, the week, and the columns of when to get help"
    assert tags.count("/LI") == 6 + len(condition.week) + sum(groups)


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
    handout.save([conditions.load("tennis-elbow")], tmp_path / "x.pdf", HandoutOptions(side="right"))
    assert (tmp_path / "x.pdf").read_bytes() == elbow.read_bytes()


# --- papers, large print, booklets ------------------------------------------------------------------------------------------


def test_the_papers(elbow: Path, tmp_path: Path) -> None:
    assert run("tennis-elbow", "-o", str(tmp_path / "x.pdf"), "--paper", "letter") == (0, "")
    a4, letter = (PdfReader(path).pages[0].mediabox for path in (elbow, tmp_path / "x.pdf"))
    assert (round(a4.width), round(a4.height)) == (595, 842)
    assert (round(letter.width), round(letter.height)) == (612, 792)


def test_large_print_is_larger_and_as_whole(elbow: Path, tmp_path: Path) -> None:
    def size_of(words: str, path: Path) -> float:
        found: list[float] = []

        def visit(text: str, _: Any, matrix: Any, __: Any, size: float) -> None:
            if words in text:
                found.append(round(abs(matrix[3] * size), 1))

        for page in PdfReader(path).pages:
            page.extract_text(visitor_text=visit)
        return min(found)

    path = tmp_path / "x.pdf"
    assert run("tennis-elbow", "-o", str(path), "--side", "right", "--large") == (0, "")
    assert size_of("Small muscle at the elbow", elbow) in handout.SIZES
    assert size_of("Small muscle at the elbow", path) == pytest.approx(handout.LARGE * handout.SIZES[0], abs=0.1)
    assert bare(fixed().note) in words(path)


def test_a_booklet_has_a_table_of_contents(tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    assert run("tennis-elbow", "stiff-neck", "-o", str(path), "--title", "For my patients") == (0, "")
    reader = PdfReader(path)
    first = bare(reader.pages[0].extract_text())
    assert first.startswith("Formypatients")
    assert re.search(r"Tenniselbow\.*2Stiffneck\.*4", first)
    starts = [bare(page.extract_text())[:11] for page in reader.pages]
    assert (starts[1], starts[3]) == ("Tenniselbow", "StiffneckBo"[:11])
    assert [entry["/Title"] for entry in reader.outline if not isinstance(entry, list)][-2:] == [  # type: ignore[call-overload]
        "Tennis elbow",
        "Stiff neck",
    ]


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
        (["stiff-neck", "--paper", "a3"], "--paper: unknown paper 'a3'; did you mean 'a4'? It may be a4 or letter."),
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
        (b"GIF89a", "is no logo; it may be a picture as PNG, JPEG or SVG"),
        (b"\x89PNG", "is not a complete picture"),
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
    condition = conditions.load("stiff-neck")
    own = tmp_path / "own.yaml"
    lines = "".join(
        f"  - {'So long a line that it fills the paper all by itself. ' * 8}Number {n}.\n" for n in range(20)
    )
    text = f"id: own\nname: Own\ngroup: own\nsummary: S.\nmuscles: [{{muscle: {condition.muscles[0].muscle}, role: primary}}]\n"
    own.write_text(f"{text}see_a_clinician:\n{lines}", encoding="utf-8")
    path = tmp_path / "x.pdf"
    assert run(str(own), "-o", str(path)) == (
        2,
        "bodymap: Own: has more words than 2 pages hold; shorten them, or use large print\n",
    )
    assert not path.exists()


def test_letters_that_the_typeface_lacks_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    code, err = run("stiff-neck", "--patient", "李明", "-o", str(path))
    assert (code, err.count("\n")) == (2, 1)
    assert "李" in err
    assert not path.exists()
