"""Bring your own: conditions and plates from the user's folders, started, checked, and described to editors."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
from typer.testing import CliRunner

from bodymap.authoring import sources
from bodymap.authoring.schema import text
from bodymap.body import plates
from bodymap.cli import app
from bodymap.errors import BodymapError
from bodymap.files.disk import assets
from bodymap.knowledge import condition_library
from bodymap.knowledge.anatomy import Citation, atlas
from bodymap.knowledge.conditions import OwnFlag
from bodymap.knowledge.flags import flags
from bodymap.knowledge.prevalence import prevalence
from bodymap.knowledge.structures import structures

MINE = "id: {id}\nname: Mine\ngroup: x\nsummary: Hurts.\nmuscles: [{{muscle: soleus, role: primary}}]\n"


def run(*arguments: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A folder with a condition of one's own, and one that stands in the place of the library's."""
    folder = tmp_path / "own"
    folder.mkdir()
    for id in ("my-calf", "tennis-elbow"):
        (folder / f"{id}.yaml").write_text(MINE.format(id=id))
    return folder


# --- folders of conditions ------------------------------------------------------------------------------------------


def test_a_folder_of_ones_own_adds_to_the_library(own: Path) -> None:
    assert condition_library.load("my-calf", [own]).name == "Mine"
    assert {"my-calf", "calf-and-hamstring"} <= set(condition_library.ids([own]))
    assert "my-calf" not in condition_library.ids()
    assert set(condition_library.called("Mine", [own])) >= {"my-calf"}


def test_ones_own_win_over_the_library_with_a_note(own: Path) -> None:
    code, out, err = run("show", "tennis-elbow", "--conditions", own)
    assert (code, out.startswith("Mine\n")) == (0, True)
    assert err == f"bodymap: note: tennis-elbow is read from {own / 'tennis-elbow.yaml'}, not from the library\n"
    assert run("show", "my-calf", "--conditions", own)[2] == ""
    assert condition_library.load("tennis-elbow").name == "Tennis elbow"


def test_the_environment_names_folders_too(own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "my-calf.yaml").write_text(MINE.format(id="my-calf").replace("Mine", "Other"))
    monkeypatch.setenv("BODYMAP_CONDITIONS", f"{own}:{other}")
    assert condition_library.load("my-calf").name == "Mine"
    assert condition_library.load("my-calf", [other]).name == "Other"
    assert "my-calf" in run("list", "conditions")[1]


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    assert run("list", "conditions", "--conditions", tmp_path / "x") == (
        2, "", f"bodymap: {tmp_path / 'x'}: no such folder\n",
    )  # fmt: skip


def test_in_a_folder_the_id_is_the_files_name(own: Path) -> None:
    (own / "his.yaml").write_text(MINE.format(id="hers"))
    with pytest.raises(BodymapError) as caught:
        condition_library.load("his", [own])
    assert str(caught.value) == f"{own / 'his.yaml'}, line 1: id: 'hers' must be the file's name, 'his'"


# --- new ------------------------------------------------------------------------------------------------------------


def test_a_new_condition_is_faultless_and_renders_at_once(tmp_path: Path) -> None:
    path = tmp_path / "my-elbow.yaml"
    code, out, err = run("new", "my-elbow", "--in", tmp_path)
    assert (code, err) == (0, "")
    assert out.splitlines()[0] == f"Wrote {path}"
    code, out, err = run("check", path)
    assert (code, err, out.splitlines()[-1]) == (0, "", f"{path}: OK")
    assert run("render", path, "-o", tmp_path / "x.png", "--dpi", 60) == (0, "", "")
    assert (tmp_path / "x.png").stat().st_size > 1000
    head = path.read_text().splitlines()[0]
    schema = tmp_path / head.removeprefix("# yaml-language-server: $schema=")
    assert msgspec.json.decode(schema.read_bytes())["title"] == "A condition of bodymap"


def test_words_to_replace_stand_in_brackets_wherever_they_are_printed(tmp_path: Path) -> None:
    """Otherwise a picture of a condition that nobody has finished looks like one of the library."""
    run("new", "my-elbow", "--in", tmp_path)
    path = tmp_path / "my-elbow.yaml"
    mine = condition_library.load(str(path))
    said = [mine.message, mine.summary, *(m.why for m in mine.muscles), *mine.week, *mine.avoid]
    assert all(text.startswith("[") and text.endswith("]") for text in said)
    out = run("check", path)[1]
    for field in ("message", "summary", "muscles[0].why", "week[0]", "avoid[0]", "see_a_clinician[0]"):
        assert f": {field}: '[" in out, field
    assert out.count("waits for words of your own") == len(out.splitlines()) - 1


def test_a_file_may_name_muscles_as_people_do_and_check_tells_what_it_read(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(EVERYDAY)
    assert run("check", path) == (
        0,
        f"{path}, line 6: muscles[0].muscle: 'upper traps' is read as trapezius-upper\n"
        f"{path}, line 7: muscles[1].muscle: 'ECRB' is read as extensor-carpi-radialis-brevis\n"
        f"{path}, line 8: points: 'Upper Trapezius' is read as trapezius-upper\n"
        f"{path}, line 9: pain.hurts[0]: 'Temple' is read as temple\n"
        f"{path}: OK\n",
        "",
    )
    mine = condition_library.load(str(path))
    assert [m.muscle for m in mine.muscles] == ["trapezius-upper", "extensor-carpi-radialis-brevis"]
    assert mine.points == {"trapezius-upper": (1,)}
    path.write_text(EVERYDAY.replace("upper traps", "longus"))
    assert run("check", path)[2].startswith(f"{path}, line 6: muscles[0].muscle: unknown muscle 'longus'")


def test_a_chart_may_name_muscles_as_people_do(tmp_path: Path) -> None:
    path = tmp_path / "today.yaml"
    path.write_text("chart:\n  marks:\n    - {muscle: upper traps, side: left}\n")
    assert run("check", path)[1].splitlines()[0].endswith("marks[0].muscle: 'upper traps' is read as trapezius-upper")
    assert run("describe", path)[1].startswith("Upper trapezius")


EVERYDAY = """\
id: own
name: Own
group: own
summary: A test.
muscles:
  - {muscle: upper traps, role: primary, why: It aches.}
  - {muscle: ECRB, role: secondary, why: It aches.}
points: {Upper Trapezius: [1]}
pain: {hurts: [Temple], spreads: [lateral-elbow]}
sources: []
"""


def test_a_new_condition_overwrites_nothing(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("precious")
    assert run("new", "mine", "--in", tmp_path) == (2, "", f"bodymap: {path}: already exists\n")
    assert path.read_text() == "precious"


@pytest.mark.parametrize("id", ["../x", "x/y", "", "Big", "a.b", "x" * 61, "a\0b"])
def test_an_id_climbs_out_of_no_folder(tmp_path: Path, id: str) -> None:
    code, out, err = run("new", id, "--in", tmp_path)
    assert (code, out) == (2, "")
    assert err.endswith("is not a valid id; use lower-case words with hyphens between, e.g. my-elbow\n")
    assert list(tmp_path.iterdir()) == []


# --- check ----------------------------------------------------------------------------------------------------------

FAULTY = """\
id: My Elbow
name: Mine
colour: red
muscles:
  - {muscle: infraspinatis, role: main}
  - {role: primary}
pain: [tempel]
side: rihgt
"""


def test_all_faults_are_told_in_one_go(tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text(FAULTY)
    code, out, err = run("check", path, tmp_path / "none.yaml", tmp_path / "x.txt")
    assert (code, out) == (2, "")
    assert [line.removeprefix(str(tmp_path)) for line in err.splitlines()] == [
        "/bad.yaml, line 3: unknown field 'colour'; the nearest is 'sources'.",
        "/bad.yaml, line 1: id: 'My Elbow' does not fit; it must be lower-case words joined by hyphens, as in tennis-elbow",
        "/bad.yaml, line 1: the field 'group' is missing",
        "/bad.yaml, line 1: the field 'summary' is missing",
        "/bad.yaml, line 5: muscles[0].muscle: unknown muscle 'infraspinatis'; did you mean 'infraspinatus'? "
        "`bodymap list muscles` lists them all.",
        "/bad.yaml, line 5: muscles[0].role: unknown value 'main'. It may be primary, secondary or quiet.",
        "/bad.yaml, line 6: muscles[1]: the field 'muscle' is missing",
        "/bad.yaml, line 7: pain[0]: unknown area 'tempel'; did you mean 'temple'? `bodymap list areas` lists them all.",
        "/bad.yaml, line 8: side: unknown value 'rihgt'. It may be ask, both or midline.",
        "/none.yaml: no such file or directory",
        "/x.txt: must be a condition, a chart or a theme (.yaml), or a plate (.svg)",
    ]


def test_faults_are_there_for_programs(tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text(MINE.format(id="bad").replace("soleus", "soleos"))
    code, out, err = run("check", "--json", path)
    assert (code, err) == (2, "")
    assert msgspec.json.decode(out) == [
        {
            "file": str(path),
            "line": 5,
            "field": "muscles[0].muscle",
            "value": "soleos",
            "message": "unknown muscle 'soleos'; did you mean 'soleus'? `bodymap list muscles` lists them all.",
        }
    ]
    assert run("check", "--json", assets() / "conditions" / "tennis-elbow.yaml") == (0, "[]\n", "")


PLATE = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="-100 0 200 200" data-body="own" data-view="posterior" data-unit="mm"
 data-stature="200"><path id="outline" d="M-90 0 L90 0 L90 199 L-90 199 Z"/>
<g id="muscles">
<path id="a" data-muscle="soleus" data-side="right" data-layer="intermediate" d="M10 10 L40 10 L40 90 Z"/>
<path id="b" data-muscle="soleus" data-side="left" data-layer="intermediate" d="M-10 10 L-40 10 L-40 90 Z"/>
</g></svg>
"""


def test_a_plate_is_held_to_the_rules(tmp_path: Path) -> None:
    path = tmp_path / "posterior.svg"
    path.write_text(PLATE)
    assert run("check", path) == (0, f"{path}: OK\n", "")
    path.write_text(PLATE.replace('soleus" data-side="right', 'soleos" data-side="left').replace("M-10 10", "M-110 10"))
    assert run("check", path)[2].splitlines() == [
        f"{path}, line 4: a: data-side: lies on the wrong side, not on the patient's left",
        f"{path}, line 5: b: lies outside the viewBox",
        f"{path}, line 4: a: there is no muscle, structure or area 'soleos'",
    ]


def test_every_flaw_of_a_plates_form_is_told(tmp_path: Path) -> None:
    path = tmp_path / "posterior.svg"
    path.write_text(PLATE.replace('data-unit="mm"', "").replace('data-side="right"', "").replace("-40 90 Z", "-40 90"))
    assert run("check", path)[2].splitlines() == [
        f"{path}: data-unit: the attribute is missing",
        f"{path}, line 4: a: data-side: the attribute is missing",
        f"{path}, line 5: b: d: a ring is open; end it with Z",
    ]


@pytest.mark.parametrize("view", ["anterior", "posterior", "left-lateral", "right-lateral"])
def test_the_plates_that_ship_pass_their_own_check(view: str) -> None:
    assert run("check", assets() / "plates" / "neutral-adult" / f"{view}.svg")[0] == 0


# --- plates ---------------------------------------------------------------------------------------------------------


def test_a_picture_is_drawn_on_plates_of_ones_own(tmp_path: Path) -> None:
    (tmp_path / "plates" / "own").mkdir(parents=True)
    (tmp_path / "plates" / "own" / "posterior.svg").write_text(PLATE)
    mine = tmp_path / "mine.yaml"
    mine.write_text(MINE.format(id="mine"))
    target = tmp_path / "x.svg"
    options = ("--plates", tmp_path / "plates", "--body", "own", "--dpi", 60)
    assert run("render", mine, "-o", target, *options) == (0, "", "")
    assert 'id="a"' in target.read_text()
    assert str(tmp_path) not in target.read_text()


def test_plates_that_are_not_there_are_said(tmp_path: Path) -> None:
    target = tmp_path / "x.png"
    assert run("render", "tennis-elbow", "-o", target, "--plates", tmp_path) == (
        2, "", f"bodymap: --plates: {tmp_path}: has no plates; put them there as <body>/<view>.svg\n",
    )  # fmt: skip
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "posterior.svg").write_text(PLATE)
    assert run("render", "tennis-elbow", "-o", target, "--plates", tmp_path, "--body", "..")[2] == (
        f"bodymap: --body: {tmp_path}: unknown body '..'. It may be own.\n"
    )
    (tmp_path / "own" / "anterior.svg").write_text(PLATE)
    with pytest.raises(BodymapError, match=r"data-view: 'posterior' must be the file's name, 'anterior'$"):
        plates.load(plates.in_folder(tmp_path, "own"), "anterior")


# --- schema ---------------------------------------------------------------------------------------------------------


def test_the_schema_names_what_there_is() -> None:
    code, out, _ = run("schema", "condition")
    schema = msgspec.json.decode(out)
    assert (code, out) == (0, text())
    assert "soleus" in schema["$defs"]["MuscleRole"]["properties"]["muscle"]["enum"]
    for record in ("Condition", "Regional"):
        plain, *_ = (o for o in schema["$defs"][record]["properties"]["pain"]["anyOf"] if o.get("type") == "array")
        assert "temple" in plain["items"]["enum"]
    for field in ("hurts", "spreads"):
        assert "temple" in schema["$defs"]["Pain"]["properties"][field]["items"]["enum"]
    assert run("schema", "plate")[2] == "bodymap: unknown schema 'plate'. It may be condition, chart or batch.\n"


def test_the_schema_that_ships_is_up_to_date() -> None:
    """`make schema` writes it."""
    assert (assets() / "schema" / "condition.schema.json").read_text(encoding="utf-8") == text()


@pytest.mark.parametrize("path", sorted((assets() / "conditions").glob("*.yaml")), ids=lambda path: path.stem)
def test_the_files_that_ship_name_the_schema(path: Path) -> None:
    head = path.read_text(encoding="utf-8").splitlines()[0]
    assert head.startswith("# yaml-language-server: $schema=")
    assert (path.parent / head.partition("=")[2]).resolve() == assets() / "schema" / "condition.schema.json"


# --- sources --------------------------------------------------------------------------------------------------------


def test_facts_that_rest_on_little_are_listed_for_a_reviewer() -> None:
    code, out, err = run("check", "--sources")
    lines = out.splitlines()
    assert (code, err) == (0, "")
    assert "supinator: point 1: one work (Simons 1999, ch. 36, p. 729)" in lines
    assert "abductor-hallucis: points 1 and 2: one work, a manual by chapter (Travell 1992, ch. 26)" in lines
    assert any(line.startswith("red flag ") and ": one work (" in line for line in lines)
    assert "prevalence at heel: one work (Thummar 2020)" in lines
    assert not any(line.startswith("prevalence at low-back") for line in lines), "a review of nine works"
    assert (
        "order of muscles at thigh-inner: one work, a manual by chapter, its order was not checked "
        "(Travell 1992, ch. 11)" in lines
    )
    assert (
        'ankle-sprain: red flag of its own, "The back edge of either ankle bone, or a bone of the midfoot, is sore to '
        in out
    )
    assert lines[-1].endswith(", 0 on no work.")
    assert len(lines[:-2]) == len(set(lines[:-2])), "each fact can be told from the others"
    assert any(line.startswith("order of muscles at toes that begins with flexor-digitorum-longus: ") for line in lines)
    facts = json.loads(run("check", "--sources", "--json")[1])
    assert lines[-1].startswith(f"{len(facts)} facts: ")
    assert {why for fact in facts for why in fact["why"]} >= {"one work", "a manual by chapter"}


def test_a_page_or_a_second_work_takes_a_fact_off_the_list() -> None:
    manual, page = Citation("simons-1999", "ch. 36"), Citation("simons-1999", "ch. 36, p. 728")
    study = Citation("cerezo-2016")
    whys = [
        [item.why for item in sources._weak("a fact", cited, atlas())]
        for cited in ((manual,), (page,), (manual, study), (page, study))
    ]
    assert whys == [[("one work", "a manual by chapter")], [("one work",)], [], []]


def test_a_sign_without_a_source_is_on_the_list() -> None:
    bare = msgspec.structs.replace(
        condition_library.load("ankle-sprain"),
        see_a_clinician=(
            "It is worse.",
            OwnFlag("It is blue.", sources=(Citation("bachmann-2003"), Citation("martin-2021"))),
        ),
    )
    found = list(sources.weak(atlas(), structures(), flags(), [bare], prevalence()))
    assert [(item.fact, item.works, item.why) for item in found if "of its own" in item.fact] == [
        ('ankle-sprain: red flag of its own, "It is worse"', (), ("no source",))
    ]


def test_check_wants_files_or_sources_and_not_both(tmp_path: Path) -> None:
    assert run("check")[2] == "bodymap: name at least one file, e.g. bodymap check my-elbow.yaml\n"
    assert run("check", "--sources", tmp_path / "x.yaml")[2] == (
        "bodymap: --sources is about bodymap's own facts; leave the files out, e.g. bodymap check --sources\n"
    )
