"""The architecture: who may import what, and what the package holds."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import bodymap

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "bodymap"

FENCED = {
    "matplotlib": {"backends.axes"},
    "svgpathtools": {"body.svg"},
    "defusedxml": {"body.svg"},
    "xml": {"body.svg", "backends.svg", "backends.html", "export.html.card", "plotting.body_widget"},
    "pptx": {
        "backends.drawingml",
        "backends.pptx",
        "export.pptx.deck",
        "export.pptx.facts_panel",
        "export.pptx.slides",
    },
    "shapely": {"backends.clipping"},
    "fontTools": {"style.font_files"},
    "lxml": {"export.pptx.deck"},
    "yaml": {"files.strict_yaml"},
    "typst": {"export.handout.typesetting"},
    "segno": {"export.handout.qr"},
    "typer": {
        "cli.app",
        "cli.batch",
        "cli.handout",
        "cli.options",
        "cli.terminal",
        "cli.authoring",
        "cli.render",
        "cli.find",
        "cli.slides",
        "cli.quiz",
        "cli.poster",
        "cli.atlas",
        "cli.plot",
        "cli.plots",
        "cli.tables",
        "cli.browse",
    },
    "python_calamine": {"files.tables"},
    "rapidfuzz": {"knowledge.index"},
    "rich": {"batch.progress"},
    "filelock": {"batch.journal"},
    "distributed": {"batch.cluster"},
    "platemaker": set(),
}
"""A package, and the only modules that may import it. Others import matplotlib by `style.matplotlib_import`."""

ORDER = (
    "errors",
    "formats",
    "options",
    "files",
    "words",
    "knowledge",
    "body",
    "style",
    "finding",
    "authoring",
    "content",
    "layout",
    "pages",
    "scene",
    "describe",
    "display",
    "backends",
    "export",
    "plotting",
    "picture",
    "documents",
    "lookup",
    "precompile",
    "batch",
    "cli",
    "__main__",
)
"""The way of the data: packages, and the few modules beside them. Each imports itself and what stands before it."""

MOST_LINES = 400
"""Maximum length of a module. A longer one has more than one idea: split it by idea, not by length."""

BARE = {
    *(
        "files",
        "knowledge",
        "body",
        "style",
        "finding",
        "authoring",
        "content",
        "layout",
        "pages",
        "display",
        "backends",
    ),
    *("export", "batch", "plotting"),
}
"""Packages that run nothing when they are imported, so that a command pays for what it needs alone."""


def modules() -> dict[str, Path]:
    found = {".".join(path.relative_to(PACKAGE).with_suffix("").parts): path for path in PACKAGE.rglob("*.py")}
    return {name.removesuffix(".__init__"): path for name, path in found.items()}


def imports(path: Path) -> set[str]:
    """What a module imports when it runs, inside functions too: "bodymap.body.svg", "numpy.typing"."""
    found: set[str] = set()
    for node in running(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            package = path.relative_to(PACKAGE.parent).parent.parts if node.level else ()
            base = (*package[: len(package) - node.level + 1], *filter(None, [node.module]))
            found |= {".".join(base)} | {".".join((*base, alias.name)) for alias in node.names}
    return found


def running(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes of a tree but for those that only the type checker reads."""
    yield node
    for child in ast.iter_child_nodes(node):
        if not (isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING"):
            yield from running(child)


def inner(path: Path) -> set[str]:
    """The modules of the package that a module imports, without "bodymap."."""
    return {target.removeprefix("bodymap.") for target in imports(path)} & set(modules())


@pytest.mark.parametrize("package", FENCED)
def test_a_fenced_package_is_imported_where_it_belongs_alone(package: str) -> None:
    importers = {
        name for name, path in modules().items() if any(target.split(".")[0] == package for target in imports(path))
    }
    assert importers <= FENCED[package]


def test_every_package_has_its_place() -> None:
    assert {name.partition(".")[0] for name in modules()} - {"__init__"} == set(ORDER)


@pytest.mark.parametrize("part", ORDER)
def test_the_data_flow_one_way(part: str) -> None:
    later = set(ORDER[ORDER.index(part) + 1 :])
    for name, path in modules().items():
        if name.partition(".")[0] == part:
            wrong = {target for target in inner(path) if target.partition(".")[0] in later}
            assert not wrong, f"{name} imports {sorted(wrong)}, which stand to its right"


def test_a_module_holds_one_idea() -> None:
    paths = [*PACKAGE.rglob("*.py"), *(ROOT / "platemaker").rglob("*.py")]
    lengths = {path.relative_to(ROOT).as_posix(): len(path.read_text(encoding="utf-8").splitlines()) for path in paths}
    assert not {path: length for path, length in lengths.items() if length > MOST_LINES}


def test_the_layout_in_design_names_every_module() -> None:
    design = (ROOT / "docs" / "design.md").read_text(encoding="utf-8")
    layout = design.partition("## Layout of the package")[2].partition("\n## ")[0]
    named = {Path(name).name for name in re.findall(r"[\w/]+\.py", layout)}
    paths = [path for path in PACKAGE.rglob("*.py") if not path.name.startswith("__")]
    alike = ("batch", "cli", "export", "pages/poster")  # packages that it names as a whole
    listed = {path for path in paths if not path.relative_to(PACKAGE).as_posix().startswith(alike)}
    assert not {path.name for path in listed} - named, "name these modules in docs/design.md, Layout of the package"
    there = {path.name for folder in (PACKAGE, ROOT / "platemaker") for path in folder.rglob("*.py")}
    assert not named - there, "docs/design.md names modules that are gone"


def test_geometry_stands_alone() -> None:
    assert not inner(PACKAGE / "body" / "geometry.py")


@pytest.mark.parametrize("part", sorted(BARE))
def test_a_package_costs_nothing_until_a_module_of_it_is_asked_for(part: str) -> None:
    for path in (PACKAGE / part).rglob("__init__.py"):
        assert not imports(path)


def test_the_plate_maker_and_the_package_share_files_alone() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "platemaker").rglob("*.py"))
    assert not re.search(r"^\s*(from|import) bodymap\b", text, re.MULTILINE)


def test_every_public_name_is_there() -> None:
    assert sorted(bodymap.__all__) == sorted({*bodymap._MODULES, "__version__"})
    for name in bodymap.__all__:
        assert getattr(bodymap, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = bodymap.nonsense


@pytest.mark.parametrize("name", sorted(modules()))
def test_every_module_says_what_it_is_for(name: str) -> None:
    module = importlib.import_module(f"bodymap.{name}" if name != "__init__" else "bodymap")
    assert module.__doc__


def test_what_make_and_git_name_is_there() -> None:
    """A Makefile that calls what is not there is worse than none."""
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = {
        word for line in text.splitlines() for word in line.split() if word.endswith((".py", ".txt")) and "/" in word
    }
    assert named
    assert not {name for name in named if not (ROOT / name).is_file()}
