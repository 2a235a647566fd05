"""What people get: the wheel and the source archive, what is in them, and that they run where nothing else is."""

from __future__ import annotations

import os
import re
import shutil
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


def test_the_oldest_that_may_be_installed_is_what_the_oldest_lock_has() -> None:
    """A bound that nobody has tried is a guess; `make lock` brings both together."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lowest = {
        canonicalize_name(each.name): Version(bound.version)
        for each in map(Requirement, project["dependencies"])
        for bound in each.specifier
        if bound.operator == ">="
    }
    lines = (ROOT / "locks" / "oldest.txt").read_text(encoding="utf-8").splitlines()
    locked = dict(line.split()[0].split("==") for line in lines if "==" in line)
    assert {name: Version(locked[name]) for name in lowest} == lowest


def test_the_lock_has_what_developing_and_the_documentation_need() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    wanted = [*project["dependencies"], *(line for name in ("dev", "docs", "plates") for line in extras[name])]
    text = (ROOT / "locks" / "dev.txt").read_text(encoding="utf-8")
    locked = set(re.findall(r"^([a-z0-9._-]+)==", text, re.MULTILINE))
    assert {canonicalize_name(Requirement(line).name) for line in wanted} - locked == set()
    pinned = re.findall(r"^[a-z0-9._-]+==.*\n.*", text, re.MULTILINE)
    assert [entry for entry in pinned if "\\\n    --hash=" not in entry] == []


@pytest.mark.registry
def test_the_readme_installs_it_and_all_its_commands_run(tmp_path: Path) -> None:
    """As written there: a copy of the repository, an environment of its own, and nothing but what it asks for."""
    source, home = tmp_path / "source", tmp_path / "home"
    for name in tracked():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, source / name)
    home.mkdir()
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    install, first = re.findall(r"^```sh\n(.*?)^```$", readme, re.MULTILINE | re.DOTALL)
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    kept = {name: value for name, value in os.environ.items() if name.startswith(("PIP_", "SSL_", "http", "no_proxy"))}
    cache = subprocess.run([sys.executable, "-m", "pip", "cache", "dir"], check=True, capture_output=True, text=True)
    environment = kept | {"PATH": path, "HOME": str(home), "PIP_CACHE_DIR": cache.stdout.strip()}

    def run(script: str, folder: Path = source) -> subprocess.CompletedProcess[str]:
        line = ["bash", "-euc", script]
        return subprocess.run(line, cwd=folder, env=environment, capture_output=True, text=True, check=False)

    installed = run(install)
    if "No matching distribution" in installed.stderr:
        pytest.skip("needs the package registry, which can't be reached")
    assert installed.returncode == 0, installed.stderr
    drawn = run(first)
    assert (drawn.returncode, drawn.stderr) == (0, "")
    assert (source / "elbow.png").stat().st_size > 10_000
    environment["PATH"] = os.pathsep.join((str(source / ".venv" / "bin"), os.environ["PATH"]))
    (tmp_path / "away").mkdir()
    for command in (
        "handout tennis-elbow -o x.pdf",
        "slides tennis-elbow -o x.pptx",
        "card tennis-elbow -o x.html",
        "atlas check",
    ):
        result = run(f"bodymap {command}", tmp_path / "away")
        assert (result.returncode, result.stderr) == (0, ""), command
    assert {path.name for path in (tmp_path / "away").glob("*.*")} == {"x.pdf", "x.pptx", "x.html"}
    assert not list(home.rglob(".cache/bodymap/*")), "everything came compiled"


def test_the_checks_are_a_script_that_bash_can_read() -> None:
    subprocess.run(["bash", "-n", ROOT / ".ci" / "run"], check=True)
