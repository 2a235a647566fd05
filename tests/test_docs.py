"""What the documents say is so: their commands and examples are run, their links followed."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bodymap.cli import app
from bodymap.cli.commands import COMMANDS

ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])


def blocks(kind: str) -> list[str]:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    return re.findall(rf"^```{kind}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def commands(block: str) -> list[tuple[str, str]]:
    """Each command of a block with the output that it shows."""
    steps = [step for step in re.split(r"^\$ ", block, flags=re.MULTILINE) if step]
    return [(step.partition("\n")[0], step.partition("\n")[2]) for step in steps]


def shows(output: str, real: str) -> bool:
    """Whether a document's output is the real one; a … of its own stands for anything."""
    return re.fullmatch(".*".join(map(re.escape, output.split("…"))), real, re.DOTALL) is not None


@pytest.mark.parametrize("block", blocks("console"), ids=lambda block: block.splitlines()[0])
def test_the_commands_of_the_readme(block: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of a block one after the other, in one folder."""
    monkeypatch.chdir(tmp_path)
    for command, output in commands(block):
        program, *arguments = shlex.split(command)
        assert program == "bodymap"
        result = CliRunner().invoke(app, arguments)
        assert shows(output, result.output), f"$ {command}\n{result.output}"
        assert result.exit_code == (2 if output.startswith("bodymap: ") else 0), command
        for option in {"-o", "--render"} & set(arguments):
            target = tmp_path / arguments[arguments.index(option) + 1]
            assert target.exists() == (result.exit_code == 0)
            assert result.exit_code or target.stat().st_size > 1000


def test_every_command_is_shown() -> None:
    shown = {command.split()[1] for block in blocks("console") for command, _ in commands(block)}
    pages = "\n".join((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "CONTRIBUTING.md"))
    told = set(re.findall(r"`bodymap ([a-z]+)", pages))
    assert {row.name for row in COMMANDS} - (shown | told) == set()


def test_the_python_of_the_readme(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    [example] = blocks("python")
    exec(compile(example, "README.md", "exec"), {})  # noqa: S102
    assert capsys.readouterr().out.startswith("Extensor carpi radialis brevis - ")
    assert (tmp_path / "tennis-elbow.png").stat().st_size > 1000


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(document: Path) -> None:
    text = re.sub(r"```.*?```", "", document.read_text(encoding="utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)]+)\)", text):
        if not target.startswith("http"):
            path, _, heading = target.partition("#")
            linked = document.parent / path if path else document
            assert linked.exists(), f"{document.name} leads to {target}"
            if heading:
                headings = re.findall(r"^#+ (.+)$", linked.read_text(encoding="utf-8"), re.MULTILINE)
                assert heading in [re.sub(r"[^\w -]", "", h.lower()).replace(" ", "-") for h in headings]


def test_every_dependency_has_its_reason() -> None:
    text = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8").lower()
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    lists = re.findall(
        r"^(?:dependencies|dev|plates|handout|slides|dask|draft|bench) = \[(.*?)\]", project, re.MULTILINE | re.DOTALL
    )
    names = [name.lower() for found in lists for name in re.findall(r'"([A-Za-z0-9-]+)[\[><=~"]', found)]
    assert len(names) > 15
    assert not [name for name in names if not re.search(rf"\b{name}\b", text)]
