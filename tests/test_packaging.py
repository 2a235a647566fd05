"""What people get: the wheel and the source archive, what is in them, and that they run where nothing else is."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[1]

pytestmark = pytest.mark.slow


def build(kind: str, source: Path, into: Path) -> Path:
    """The archive that hatchling makes of a tree, without a look at the network."""
    line = [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(into)]
    environment = os.environ | {"SOURCE_DATE_EPOCH": "1580601600"}
    subprocess.run(line, cwd=source, env=environment, check=True, capture_output=True)
    [made] = into.iterdir()
    return made


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("wheel", ROOT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("sdist", ROOT, tmp_path_factory.mktemp("sdist"))


def tracked(*folders: str) -> set[str]:
    """The files of folders as git has them, and not what lies about."""
    listed = subprocess.run(["git", "ls-files", "-z", "--", *folders], cwd=ROOT, check=True, capture_output=True)
    return {name for name in listed.stdout.decode().split("\0") if name and (ROOT / name).is_file()}


def test_the_wheel_holds_the_package_its_assets_its_licences_and_what_is_compiled(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    info = {name for name in names if ".dist-info/" in name}
    compiled = {name for name in names if name.startswith("bodymap/compiled/")}
    code = {name.removeprefix("src/") for name in tracked("src/bodymap")}
    assets = {f"bodymap/{name}" for name in tracked("assets")}
    assert names - info - compiled == code | assets
    licences = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["license-files"]
    assert {name.partition("/")[2] for name in info} == {
        "METADATA", "RECORD", "WHEEL", "entry_points.txt", *(f"licenses/{name}" for name in licences),
    }  # fmt: skip
    plates = {name for name in tracked("assets/plates") if name.endswith(".svg")}
    assert sum(name.endswith(".plate") for name in compiled) == len(plates)
    assert len(compiled) > len(plates)


def test_the_source_archive_holds_what_the_wheel_is_made_of_and_no_more(sdist: Path) -> None:
    with tarfile.open(sdist) as archive:
        names = {member.name.partition("/")[2] for member in archive.getmembers() if member.isfile()}
    meant = tracked(
        "src", "assets", "README.md", "LICENSE", "CHANGELOG.md", "pyproject.toml", ".gitignore", "hatch_build.py"
    )
    assert names == {*meant, "PKG-INFO"}


def test_the_source_archive_builds_the_same_wheel(wheel: Path, sdist: Path, tmp_path: Path) -> None:
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path / "source", filter="data")
    [source] = (tmp_path / "source").iterdir()
    again = build("wheel", source, tmp_path / "again")
    assert again.name == wheel.name
    assert again.read_bytes() == wheel.read_bytes()


def test_a_build_that_lacks_what_bodymap_needs_says_so_in_a_line(sdist: Path, tmp_path: Path) -> None:
    """A wheel without what is compiled would be another one, slower for each who installs it.

    What it needs is sought as pip has it in a build of its own, by PYTHONPATH.
    """
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path / "source", filter="data")
    [source] = (tmp_path / "source").iterdir()
    (tmp_path / "msgspec.py").write_text("raise ModuleNotFoundError(\"No module named 'msgspec'\")\n")
    line = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path / "made")]
    environment = os.environ | {"PYTHONPATH": str(tmp_path)}
    result = subprocess.run(line, cwd=source, env=environment, capture_output=True, text=True, check=False)
    assert result.returncode == 1
    said = "the plates can't be compiled, which needs all that bodymap needs when it runs"
    assert result.stderr == f"{said}: ModuleNotFoundError: No module named 'msgspec'\n"
    assert not list((tmp_path / "made").glob("*.whl"))


@pytest.mark.parametrize("extra", ["", "handout", "slides"])
def test_the_oldest_that_may_be_installed_is_what_the_oldest_lock_has(extra: str) -> None:
    """A bound that nobody has tried is a guess; `make lock` brings both together."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = map(Requirement, project["optional-dependencies"][extra] if extra else project["dependencies"])
    lowest = {
        canonicalize_name(each.name): Version(bound.version)
        for each in wanted
        for bound in each.specifier
        if bound.operator == ">="
    }
    lines = (ROOT / "locks" / "oldest.txt").read_text(encoding="utf-8").splitlines()
    locked = dict(line.split()[0].split("==") for line in lines if "==" in line)
    assert {name: Version(locked[name]) for name in lowest} == lowest


@pytest.mark.registry
def test_it_runs_in_an_empty_environment_with_what_it_asks_for_alone(wheel: Path, tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(tmp_path / "empty")], check=True)
    python = tmp_path / "empty" / "bin" / "python"
    install = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        str(python),
        "--disable-pip-version-check",
        "install",
        "--quiet",
    ]
    installed = subprocess.run([*install, str(wheel)], capture_output=True, text=True, check=False)
    if "No matching distribution" in installed.stderr:
        pytest.skip("needs the package registry, which can't be reached")
    assert installed.returncode == 0, installed.stderr
    (tmp_path / "away").mkdir()
    for words in (
        ["render", "tennis-elbow", "-o", "x.png"],
        ["card", "tennis-elbow", "-o", "x.html"],
        ["atlas", "check"],
    ):
        line = [str(python.with_name("bodymap")), *words]
        environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path / "away")}
        result = subprocess.run(
            line, cwd=tmp_path / "away", env=environment, capture_output=True, text=True, check=False
        )
        assert (result.returncode, result.stderr) == (0, "")
    assert {path.name for path in (tmp_path / "away").glob("*.*")} >= {"x.png", "x.html"}
    assert not list((tmp_path / "away").rglob(".cache/bodymap/*")), "everything came compiled"
    for extra, words in {"handout": ["handout"], "slides": ["slides"]}.items():
        line = [
            str(python.with_name("bodymap")),
            *words,
            "tennis-elbow",
            "-o",
            f"x.{'pdf' if extra == 'handout' else 'pptx'}",
        ]
        result = subprocess.run(
            line, cwd=tmp_path / "away", env=environment, capture_output=True, text=True, check=False
        )
        assert result.returncode == 2
        assert f"bodymap[{extra}]" in result.stderr
        assert len(result.stderr.splitlines()) == 1
