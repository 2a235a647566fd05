"""`bodymap batch`: what comes out is what the commands themselves write; faulty rows are told before any work."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bodymap.batch import check, jobs, pool, rows, versions
from bodymap.batch.jobs import Job
from bodymap.batch.run import BatchState, run
from bodymap.batch.work import JobResult
from bodymap.cli import app
from bodymap.files import tables

from . import batches

MINE = "id: mine\nname: Mine\ngroup: x\nsummary: Hurts.\nmuscles: [{muscle: soleus, role: primary}]\n"


def test_each_row_is_what_its_command_writes(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "mine.yaml").write_text(MINE, encoding="utf-8")
    (tmp_path / "in" / "look.yaml").write_text("name: look\nlike: warm\n", encoding="utf-8")
    table = tmp_path / "in" / "jobs.jsonl"
    asked: list[tuple[dict[str, object], list[str]]] = [
        ({"condition": "tennis-elbow", "side": "left", "size": "300x200", "output": "a/ä b.png"},
         ["render", "tennis-elbow", "--side", "left", "--size", "300x200"]),
        ({"muscle": ["soleus:primary", "infraspinatus=0.3"], "pain": "calf", "title": "Mine", "output": "b.svg", "text": "text", "labels": "none"},
         ["render", "--muscle", "soleus:primary", "--muscle", "infraspinatus=0.3", "--pain", "calf", "--title", "Mine", "--text", "text", "--labels", "none"]),
        ({"condition": "mine.yaml", "theme": "look.yaml", "format": "jpg", "size": "a5", "landscape": True, "no-points": "yes", "dpi": 60},
         ["render", "mine.yaml", "--theme", "look.yaml", "--size", "a5", "--landscape", "--no-points", "--dpi", "60"]),
        ({"command": "handout", "condition": "stiff-neck", "name": "Mill Lane", "address": "1 Mill Lane; Riverside", "patient": "Zoë Q", "output": "c.pdf"},
         ["handout", "stiff-neck", "--name", "Mill Lane", "--address", "1 Mill Lane", "--address", "Riverside", "--patient", "Zoë Q"]),
        ({"condition": "stiff-neck; tennis-elbow", "title": "Two", "output": "d.pptx"}, ["slides", "stiff-neck", "tennis-elbow", "--title", "Two"]),
        ({"command": "card", "condition": "stiff-neck", "skin": "brown"}, ["card", "stiff-neck", "--skin", "brown"]),
    ]  # fmt: skip
    table.write_text("\n".join(json.dumps(row) for row, _ in asked), encoding="utf-8")
    code, told, err = batches.run(table, "-o", tmp_path / "out")
    assert (code, err) == (0, "")
    assert [line.split()[:2] for line in told.splitlines()[1:]] == [
        ["pictures", "3"], ["handouts", "1"], ["slides", "1"], ["cards", "1"]
    ]  # fmt: skip
    found = batches.manifest(tmp_path / "out")["rows"]
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path / "in")
        for (_, arguments), row in zip(asked, found, strict=True):
            [output] = row["outputs"]
            made = tmp_path / "out" / output["file"]
            alone = tmp_path / f"alone{made.suffix}"
            result = CliRunner().invoke(app, [*arguments, "-o", str(alone)])
            assert result.exit_code == 0, result.output
            assert made.read_bytes() == alone.read_bytes(), arguments
            assert output["sha256"] == sha256(alone.read_bytes()).hexdigest()
            assert output["size"] == alone.stat().st_size
    assert [row["outputs"][0]["file"] for row in found][2] == "mine-a5-landscape-look.jpg"
    text = (tmp_path / "out" / "manifest.json").read_text(encoding="utf-8")
    assert "Zoë" not in text, "a patient's name stands in the handout alone"
    assert str(tmp_path) not in text


def test_all_rows_with_faults_are_told_before_any_work(tmp_path: Path) -> None:
    table = tmp_path / "jobs.csv"
    table.write_text(
        "condition;side;view;body;size;theme;layers;command;muscle;template;bdy;output\n"
        "tenis-elbow;lefft;;;;;;;;;;a.png\n"
        ";;;nobody;big;blau;zonez;;;;;\n"
        "stiff-neck;;fron;;;;;post;;;;\n"
        "stiff-neck;;;;a4;;;card;;;;\n"
        "stiff-neck;;;;;;;;soleus;;;\n"
        "tennis-elbow;left;plantar;;;;;;;;;\n"
        "tennis-elbow;;;;;;;;;;x;a.png\n"
        "stiff-neck;;;;;none.yaml;;;;;;\n"
        ";;;;;;;;solius;;;\n"
        "stiff-neck;;;;;;;slides;;none.potx;;\n"
        "stiff-neck;;;;;;;;;;;A.PNG\n"
        "tennis-elbow;;;;;;;;;;;a.png\n",
        encoding="utf-8",
    )
    code, out, err = batches.run(table, "-o", tmp_path / "out")
    assert (code, out) == (2, "")
    assert not (tmp_path / "out").exists()
    lines = [line.removeprefix(f"bodymap: {table}") for line in err.splitlines()]
    assert lines == [
        ", line 1: bdy: unknown column 'bdy'; did you mean 'body'? `bodymap batch --columns` lists them all.",
        ", line 2: side: unknown side 'lefft'; did you mean 'left'? It may be left, right or both.",
        ", line 2: condition: unknown condition 'tenis-elbow'; did you mean 'tennis-elbow'? `bodymap list conditions` lists them all.",
        ", line 3: body: unknown body 'nobody'. It may be neutral-adult, female-adult or male-adult.",
        ", line 3: condition: is missing; so is `muscle`",
        ", line 3: size: unknown size 'big'; it may be slide, a4, a5, letter, square, story or pixels, e.g. 1920x1080",
        ", line 3: theme: unknown theme 'blau'. It may be clinic, contrast, dark, ink, print or warm.",
        ", line 3: layers: unknown layer 'zonez'; did you mean 'zones'?",
        ", line 4: view: unknown view 'fron'. It may be anterior, posterior, left-lateral, right-lateral, plantar or medial.",
        ", line 4: command: unknown command 'post'. It may be render, handout, slides or card.",
        ", line 5: size: applies to render, not card",
        ", line 6: muscle: can't be combined with a condition; give one or the other",
        ", line 7: view: Tennis elbow: the plantar view shows none of its muscles on the left side",
        f", line 9: theme: {tmp_path / 'none.yaml'}: no such file or directory",
        ", line 10: muscle: unknown muscle 'solius'; did you mean 'soleus'? `bodymap list muscles` lists them all.",
        f", line 11: template: {tmp_path / 'none.potx'}: no such file or directory",
        ", line 13: output: 'a.png' is written by the row of line 12 too; use another `output`",
        ": 17 errors; nothing was made; use --keep-going to make the other rows",
    ]


def test_faulty_rows_are_skipped_where_that_is_asked_for(tmp_path: Path) -> None:
    table = tmp_path / "jobs.csv"
    table.write_text("muscle,size,labels,dpi\nsoleus,120x90,none,\nsolius,120x90,none,\nsoleus,64x64,plain,100\n")
    code, out, err = batches.run(table, "-o", tmp_path / "out", "--keep-going")
    assert code == 1
    [made] = (tmp_path / "out").glob("*.png")
    size = f"{made.stat().st_size / 1000:.0f} kB"
    assert out == f"          made  failed  {'size':>{len(size)}}\npictures     1       1  {size}\n1 skipped\n"
    first, second = err.splitlines()
    assert first.startswith(f"bodymap: {table}, line 3: muscle: unknown muscle 'solius'; ")
    assert second.startswith(f"bodymap: {table}, line 4: soleus-64x64.png: 64x64 at 100 dpi is ")
    found = batches.manifest(tmp_path / "out")
    assert (found["whole"], [row["line"] for row in found["rows"]]) == (False, [2, 4])
    assert found["rows"][1]["fault"]


def test_a_row_that_fails_stops_the_rest_otherwise(tmp_path: Path) -> None:
    table = tmp_path / "jobs.csv"
    table.write_text("muscle,size,dpi\nsoleus,64x64,100\n" + "".join(f"soleus,{n}x200,\n" for n in range(200, 230)))
    code, out, err = batches.run(table, "-o", tmp_path / "out", "--jobs", "1")
    assert code == 1
    assert err.splitlines()[-1] == "bodymap: a row failed, so the others were not made; use --keep-going to make them"
    assert "30 not made yet" in out


def test_standard_input_and_settings_for_all_rows(tmp_path: Path) -> None:
    given = "condition\nstiff-neck\n".encode("utf-8-sig")
    wishes = ("--set", "size=120x90", "--set", "labels=none", "--set", "format=webp")
    assert batches.run("-", "--table", "csv", "-o", tmp_path / "out", *wishes, stdin=given)[0] == 0
    assert list(batches.files(tmp_path / "out")) == ["manifest.json", "stiff-neck-120x90.webp"]


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        ((), "name a table, e.g. jobs.csv, or --all"),
        (("a.csv", "--all", "-o", "x"), "name a table, e.g. jobs.csv, or --all; not both"),
        (("a.csv",), "say which folder to write into, e.g. -o out"),
        (("none.csv", "-o", "x"), "none.csv: no such file or directory"),
        (("a.doc", "-o", "x"), "a.doc: unknown kind of table '.doc'; it may be .csv, .tsv, .xlsx, .xlsm, .xls, .ods, .yaml, .yml, .jsonl or .ndjson"),
        (("-", "-o", "x"), "--table: say what kind of table standard input has: csv, xlsx, ods, yaml or jsonl"),
        (("a.csv", "-o", "x", "--table", "xls"), "--table: unknown kind of table 'xls'; did you mean 'xlsx'? It may be csv, xlsx, ods, yaml or jsonl."),
        (("a.csv", "-o", "x", "--sides", "left"), "--sides needs --all; in a table it is a column"),
        (("--all", "-o", "x", "--sides", "lefft"), "--sides: unknown side 'lefft'; did you mean 'left'? It may be left, right, both or all."),
        (("--all", "-o", "x", "--set", "size"), "--set: 'size' must be a column and its value, e.g. size=a4"),
        (("--all", "-o", "x", "--set", "siez=a4"), "--set: unknown column 'siez'; did you mean 'size'? `bodymap batch --columns` lists them all."),
        (("--all", "-o", "x", "--set", "size=a4", "--set", "Size=a5"), "--set: size is set twice"),
        (("--all", "-o", "x", "--set", "side=lft"), "--set: side: unknown side 'lft'; did you mean 'left'? It may be left, right or both."),
        (("--all", "-o", "x", "--bodies", "womn"), "--bodies: unknown body 'womn'. It may be neutral-adult, female-adult, male-adult or all."),
        (("--all", "-o", "x", "--set", "large=ja"), "--set: large: 'ja' must be yes or no"),
        (("--all", "-o", "pyproject.toml"), "pyproject.toml: is a file; -o needs a folder"),
        (("--all", "-o", "x", "--jobs", "2", "--scheduler", "tcp://localhost:1"), "--jobs can't be combined with --scheduler, which decides the number of workers"),
    ],
)  # fmt: skip
def test_a_slip_on_the_command_line_is_one_line(arguments: Sequence[str], line: str) -> None:
    assert batches.run(*arguments) == (2, "", f"bodymap: {line}\n")
    assert not Path("x").exists()


def test_an_empty_table(tmp_path: Path) -> None:
    table = tmp_path / "jobs.csv"
    table.write_text("condition\n\n")
    assert batches.run(table, "-o", tmp_path / "out") == (2, "", f"bodymap: {table}: has no rows\n")


def test_everything_on_bodies_and_sides() -> None:
    found = [given.values for given in check.everything("all", "left,right")]
    assert len(found) == len({tuple(values.values()) for values in found})
    of_one = [values for values in found if values["condition"] == "tennis-elbow"]
    assert [(values["body"], values["side"]) for values in of_one] == [
        (body, side) for body in ("neutral-adult", "female-adult", "male-adult") for side in ("left", "right")
    ]
    assert len(list(check.everything("", ""))) == len(list(check.everything("", "both")))


# --- what is made again ---------------------------------------------------------------------------------------------


class Recorder:
    """Makes no picture, and remembers what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, count: int) -> Recorder:
        return self

    def __enter__(self) -> Recorder:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def results(self, todo: Sequence[Job]) -> object:
        for job in todo:
            self.asked.append(job.name)
            yield job, JobResult({name: job.key.encode() for name in job.files})


class Silent:
    def begun(self, state: BatchState) -> None:
        pass

    def ended(self, job: Job, fault: str) -> None:
        pass


def again(table: Path, out: Path, *, resume: bool = True) -> list[str]:
    """The rows that are made, by the names of their files."""
    found, _, _ = rows.of_table(tables.read(table), {})
    made, faults = check.Checker("jobs", table.parent).jobs(found)
    assert not faults
    recorder = Recorder()
    run(BatchState(made), out, recorder, Silent(), resume=resume)
    return recorder.asked


@pytest.fixture
def made(tmp_path: Path) -> tuple[Path, Path]:
    (tmp_path / "mine.yaml").write_text(MINE, encoding="utf-8")
    (tmp_path / "look.yaml").write_text("name: look\nlike: warm\n", encoding="utf-8")
    table = tmp_path / "jobs.csv"
    table.write_text("condition,theme,output\nmine.yaml,,a.png\nstiff-neck,look.yaml,b.png\nlow-back-pain,,c.png\n")
    assert again(table, tmp_path / "out") == ["a.png", "b.png", "c.png"]
    return table, tmp_path / "out"


def test_nothing_is_made_twice(made: tuple[Path, Path]) -> None:
    assert again(*made) == []
    assert again(*made, resume=False) == ["a.png", "b.png", "c.png"]


def test_a_changed_row_is_made_again_wherever_it_stands(made: tuple[Path, Path]) -> None:
    table, out = made
    head, one, two, three = table.read_text().splitlines()
    table.write_text("\n".join([head, three, two, one.replace("mine.yaml,", "mine.yaml,dark")]))
    assert again(table, out) == ["a.png"]


@pytest.mark.parametrize(("name", "row"), [("mine.yaml", "a.png"), ("look.yaml", "b.png")])
def test_a_changed_file_of_ones_own_is_seen(made: tuple[Path, Path], name: str, row: str) -> None:
    path = made[0].parent / name
    path.write_text(path.read_text() + "# changed\n")
    assert again(*made) == [row]


def test_a_changed_or_lost_output_is_made_again(made: tuple[Path, Path]) -> None:
    (made[1] / "a.png").unlink()
    path = made[1] / "b.png"
    path.write_bytes(path.read_bytes()[:-1] + b"!")
    assert again(*made) == ["a.png", "b.png"]


def test_another_bodymap_makes_all_again(made: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    here = versions.here()
    other = versions.Versions(here.version, here.code, "other plates", here.packages)
    monkeypatch.setattr(check, "here", lambda: other)
    assert again(*made) == ["a.png", "b.png", "c.png"]


@pytest.mark.parametrize("spoilt", [b"", b"{", b'{"rows": 3}', b'{"rows": [{"key": 3, "outputs": [{}]}]}', b"\xff"])
def test_a_spoilt_manifest_is_as_good_as_none(made: tuple[Path, Path], spoilt: bytes) -> None:
    (made[1] / "manifest.json").write_bytes(spoilt)
    assert again(*made) == ["a.png", "b.png", "c.png"]


def test_what_is_not_the_same_of_two_machines_is_told() -> None:
    here = versions.here()
    assert versions.difference(here, here) == ""
    assert (
        versions.difference(here, versions.Versions("9", here.code, here.assets, {}))
        == f"bodymap 9 there, {here.version} here"
    )
    assert (
        versions.difference(here, versions.Versions(here.version, "", here.assets, {}))
        == "different bodymap code there"
    )
    old = here.packages | {"numpy": "1"}
    told = versions.difference(here, versions.Versions(here.version, here.code, here.assets, old))
    assert told == f"numpy 1 there, {here.packages['numpy']} here"


def test_a_row_may_be_moved_to_another_machine() -> None:
    row = rows.of_values(
        tables.RawRow(1, {"condition": "a/mine.yaml; stiff-neck", "theme": "b/look.yaml", "skin": "tan"}),
        {},
        tables.Table("x"),
    )[0]
    there = jobs.moved(jobs.below(row, Path("/home/me")), Path("/home/me"), Path("/srv/x"))
    assert (there.condition, there.theme, there.skin) == (
        ("/srv/x/a/mine.yaml", "stiff-neck"),
        "/srv/x/b/look.yaml",
        "tan",
    )


def test_there_is_at_least_one_core() -> None:
    assert pool.cores() >= 1


def test_render_does_not_wait_for_what_batches_need() -> None:
    code = (
        "import sys; from bodymap.cli import app; app(['render', 'tennis-elbow', '--size', '120x90', '--labels', 'none', '-o', '-'], standalone_mode=False);"
        "print({'rich', 'distributed', 'dask', 'filelock', 'multiprocessing', 'csv'} & set(sys.modules), file=sys.stderr)"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert result.stderr == b"set()\n"
