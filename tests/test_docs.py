"""What the documentation says is so: its examples run, its links lead somewhere, its references are complete."""

from __future__ import annotations

import re
import shlex
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import msgspec
import pytest
from generate import command_line, files, pages, python_names, readme, site
from packaging.requirements import Requirement
from typer.testing import CliRunner

import bodymap
from bodymap.cli import app
from bodymap.cli.commands import COMMANDS
from bodymap.export.handout.clinic import Clinic
from bodymap.knowledge.conditions import Condition
from bodymap.style.theme import Theme

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
README = ROOT / "README.md"
WRITTEN = sorted({*ROOT.glob("*.md"), *DOCS.rglob("*.md")} - {*site.GENERATED.rglob("*.md")})
"""Every page that a person has written."""


def name(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.fixture(autouse=True)
def _plain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.delenv("BODYMAP_CONDITIONS", raising=False)


# --- examples -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", [README, *pages.written()], ids=name)
def test_the_examples_of_a_page_do_what_it_says(page: Path, tmp_path: Path) -> None:
    """Commands, files and Python, one after the other in one folder. Files that the page names are written."""
    assert list(pages.examples(page)) or page.stem == "index"
    printed = pages.run(page, tmp_path)
    assert printed or not any(example.kind == "python" for example in pages.examples(page))
    for example in pages.examples(page):
        for command, output in example.commands if example.kind == "console" else ():
            words = shlex.split(command, comments=True)
            for option in {"-o", "--render"} & set(words):
                target = tmp_path / words[words.index(option) + 1]
                assert target.exists() or output.startswith("bodymap: "), command
                assert target.is_dir() or not target.exists() or target.stat().st_size > 1000
    text = page.read_text(encoding="utf-8")
    for target in re.findall(rf"generated/pages/{page.stem}/(\S+?)[)\]]", text):
        made = tmp_path / target
        assert made.exists() or made.with_suffix("").exists(), f"{page.name} shows {target}, which no example writes"


def test_an_example_that_does_something_else_is_an_error(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    for text, message in {
        "```console\n$ bodymap list skins\nneutral  Pink\n…\n```\n": "and the command prints",
        "```console\n$ bodymap show tenis-elbow\n```\n": "exit code 2",
        "```console\n$ bodymap list skins  # exit code 2\n…\n```\n": "exit code 0",
        "```console\n$ rm page.md\n```\n": "only bodymap is run",
    }.items():
        page.write_text(text, encoding="utf-8")
        with pytest.raises(pages.PageError, match=message):
            pages.run(page, tmp_path)


def test_every_command_is_shown() -> None:
    shown = {
        command.split()[1]
        for page in (README, *pages.written())
        for example in pages.examples(page)
        if example.kind == "console"
        for command, _ in example.commands
    }
    told = {found for page in WRITTEN for found in re.findall(r"bodymap ([a-z]+)", page.read_text(encoding="utf-8"))}
    assert {row.name for row in COMMANDS} - (shown | told) == set()


# --- references -----------------------------------------------------------------------------------------------------


def text(paragraphs: Any) -> str:
    return "\n\n".join(paragraphs)


def test_the_reference_has_every_command_and_every_option_that_help_names() -> None:
    page = text(command_line.page())
    for command in command_line.commands():
        assert re.search(rf"^##+ {command}$", page, re.MULTILINE), command
        section = re.split(r"^##+ ", page.partition(f" {command}\n")[2], maxsplit=1, flags=re.MULTILINE)[0]
        help = CliRunner().invoke(app, [*command.split()[1:], "--help"], env={"COLUMNS": "200"}).output
        options = set(re.findall(r"^ +(?:-\w, )?(--[a-z][a-z-]*)", help, re.MULTILINE)) - {"--help"}
        assert options <= set(re.findall(r"--[a-z][a-z-]*", section)), command
    assert {f"bodymap {row.name}" for row in COMMANDS} <= set(command_line.commands())


@pytest.mark.parametrize("record", [Condition, Theme, Clinic], ids=lambda record: record.__name__)
def test_the_reference_has_every_field_of_a_file(record: type[msgspec.Struct]) -> None:
    page = text(files.records(record))
    for field in msgspec.structs.fields(record):
        assert f"| `{field.encode_name}` |" in page
        assert f"| `{field.name}` |" in text(python_names.page())


@pytest.mark.parametrize("root", [Theme, Clinic], ids=lambda record: record.__name__)
def test_every_field_of_a_file_is_described(root: type[msgspec.Struct]) -> None:
    for record in files.classes(root).values():
        if issubclass(record, msgspec.Struct):
            fields = {field.name for field in msgspec.structs.fields(record)}
            assert files.attributes(record).keys() == fields, record.__name__


def test_the_reference_has_every_column_of_a_table() -> None:
    page = text(files.page())
    result = CliRunner().invoke(app, ["batch", "--columns"])
    columns = re.findall(r"^([a-z][a-z-]*)  ", result.output, re.MULTILINE)
    assert len(columns) > 20
    assert [column for column in columns if f"| `{column}` |" not in page] == []


def test_the_reference_has_every_public_name() -> None:
    page = text(python_names.page())
    assert [n for n in bodymap.__all__ if not n.startswith("__") and f"### {n}\n" not in page] == []


@pytest.mark.parametrize(
    "value", [getattr(bodymap, n) for n in bodymap.__all__ if n[0] != "_"], ids=lambda v: v.__name__
)
def test_every_public_name_has_a_docstring(value: Any) -> None:
    assert value.__doc__


# --- links ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", WRITTEN, ids=name)
def test_links_lead_somewhere(page: Path) -> None:
    """Sphinx checks what stands under `docs`, headings too; this holds for the README, and without a build."""
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    generated = {site.GENERATED / made for made in site.documents(site.GENERATED)}
    for target in re.findall(r"\]\(([^)]+)\)", text):
        if target.startswith(("http", "#")):
            continue
        linked = (page.parent / target.partition("#")[0]).resolve()
        if not linked.is_relative_to(site.GENERATED / "pages"):  # what a page's own examples write
            assert linked.exists() or linked in generated, f"{page.name} leads to {target}"


# --- what is committed ----------------------------------------------------------------------------------------------


def test_only_the_pictures_of_the_readme_are_committed() -> None:
    listed = subprocess.run(["git", "ls-files", "-z", "--", "docs"], cwd=ROOT, check=True, capture_output=True)
    tracked = [ROOT / found for found in listed.stdout.decode().split("\0") if found and (ROOT / found).exists()]
    pictures = [path for path in tracked if path.suffix not in (".md", ".py", ".css")]
    assert {path.relative_to(readme.FOLDER).stem for path in pictures} == set(readme.COMMANDS)
    assert len(pictures) <= 8
    assert sum(path.stat().st_size for path in pictures) < 1_500_000
    shown = README.read_text(encoding="utf-8")
    assert [path.name for path in pictures if f"](docs/pictures/{path.name})" not in shown] == []


def test_every_dependency_has_its_reason() -> None:
    told = (DOCS / "dependencies.md").read_text(encoding="utf-8").lower()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lists = [project["dependencies"], *project["optional-dependencies"].values()]
    names = [Requirement(line).name.lower() for found in lists for line in found]
    assert len(names) > 25
    assert [found for found in names if not re.search(rf"\b{found}\b", told)] == []
