"""The galleries: every condition, and every theme, sheet and skin, each with the command that draws it."""

from __future__ import annotations

import shlex
import tempfile
from collections.abc import Iterator
from contextlib import chdir
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from typer.testing import CliRunner

from bodymap.body import plates
from bodymap.knowledge.condition_library import library
from bodymap.knowledge.conditions import Condition, Laterality
from bodymap.layout.sheets import NAMED
from bodymap.style import theme_files

from .pages import first_page, webp
from .tasks import Files, Task

DPI = 96
"""At this resolution a slide is 1280 x 720 pixels: large enough to judge, small enough for a page of many."""

TURNED = tuple(
    f"{name}-{'portrait' if sheet.width > sheet.height else 'landscape'}"
    for name, sheet in NAMED.items()
    if sheet.width != sheet.height
)
"""Every named sheet in its other orientation."""


@dataclass(frozen=True)
class Entry:
    """A picture of a gallery.

    Attributes:
        name: its path below `docs/generated`, without an ending.
        command: what draws it, without `-o`.
        output: the file that the command writes.
        heading: what stands above it.
        text: what stands under the heading.
    """

    name: str
    command: str
    output: str
    heading: str
    text: str = ""

    def task(self) -> Task:
        """The task that draws it."""
        return Task(self.name, "gallery.draw", {"name": self.name, "command": self.command, "output": self.output})


def conditions() -> list[Entry]:
    """An entry for each condition of the library, on the right side where the side depends on the patient."""
    return [
        Entry(f"conditions/{c.id}", f"bodymap render {c.id}{_side(c)}", f"{c.id}.png", c.name, c.summary)
        for c in library()
    ]


def _side(condition: Condition) -> str:
    return " --side right" if condition.side == Laterality.ASK else ""


def looks() -> dict[str, list[Entry]]:
    """The entries of each section of the page of looks."""
    neck, hands = "bodymap render desk-neck-and-upper-back", "bodymap render thumb-and-wrist-overuse --side both"
    back = "bodymap render low-back-pain"
    insets = {
        "hand": "--muscle trapezius-upper --muscle dorsal-interossei-hand --side right --points list",
        "head": "--muscle soleus --muscle suboccipital-group --side both --theme dark --points marks",
        "hands": "--muscle opponens-pollicis --muscle adductor-pollicis --muscle lumbricals-hand --side both",
    }
    tender = "--muscle infraspinatus=0.9 --muscle teres-minor=0.3 --muscle deltoid-posterior=0.5 --title Tenderness"
    handouts = {
        "a4": "tennis-elbow --side right",
        "letter": "low-back-pain --paper letter",
        "large-print": "stiff-neck --side left --large",
        "black-and-white": "tennis-elbow --side right --bw",
        "clinician": "--muscle infraspinatus --for clinician",
    }
    return {
        "Themes": [_look("theme", name, f"{neck} --theme {name}") for name in theme_files.themes()],
        "Skins": [_look("skin", name, f"{back} --skin {name}") for name in theme_files.skins()],
        "Bodies": [_look("body", name, f"{back} --body {name}") for name in plates.bodies()],
        "Sheets": [_look("size", name, f"{hands} --size {name}") for name in (*NAMED, *TURNED)],
        "Insets": [_look("inset", name, f"bodymap render {words}") for name, words in insets.items()],
        "Intensity": [_look("intensity", "scale", f"bodymap render {tender} --side right")],
        "Handouts": [_look("handout", name, f"bodymap handout {words}", "pdf") for name, words in handouts.items()],
    }


SECTIONS = {
    "Themes": "Choose a theme with `--theme`. `bodymap list themes` lists them.",
    "Skins": "Choose the tone of the body with `--skin`. `bodymap list skins` lists them.",
    "Bodies": "Choose the body with `--body`. `bodymap list bodies` lists them.",
    "Sheets": "Choose a sheet with `--size`. Every sheet has a layout of its own; nothing is scaled to fit.",
    "Insets": "A hand or a head that would be small in a figure is shown again beside it, larger.",
    "Intensity": "A number from 0 to 1 colours a muscle by intensity, and the legend shows the scale.",
    "Handouts": "A handout is a tagged PDF. Here is the first page of five.",
}
"""What stands under the heading of each section."""


def _look(kind: str, name: str, command: str, ending: str = "png") -> Entry:
    return Entry(f"looks/{kind}-{name}", command, f"{kind}-{name}.{ending}", name.replace("-", " ").capitalize())


def tasks() -> list[Task]:
    """The tasks of both galleries."""
    return [entry.task() for entry in (*conditions(), *(e for entries in looks().values() for e in entries))]


def draw(name: str, command: str, output: str) -> Files:
    """Run a command; return its picture as WebP, and a short description for people who can't see it."""
    from bodymap.cli import app

    words = [*shlex.split(command)[1:], "-o", output]
    if output.endswith(".png"):
        words += ["--dpi", str(DPI), "--alt", "sidecar", "-o", "x.webp"]
    with tempfile.TemporaryDirectory() as folder, chdir(folder):
        result = CliRunner().invoke(app, words)
        if result.exit_code:
            raise RuntimeError(f"$ {shlex.join(['bodymap', *words])}\n{result.output}") from result.exception
        if output.endswith(".pdf"):
            return {f"{name}.webp": webp(first_page(Path(output))), f"{name}.txt": b"The first page of a handout."}
        [sidecar] = Path().glob("*.alt.txt")
        alt = sidecar.read_text(encoding="utf-8").partition("\n")[0]
        return {f"{name}.webp": Path("x.webp").read_bytes(), f"{name}.txt": alt.encode()}


# --- pages ----------------------------------------------------------------------------------------------------------


def conditions_page(folder: Path) -> Iterator[str]:
    """The page of conditions, group by group."""
    yield "# Conditions"
    yield (
        "Every condition of the library, with the command that draws it. Where the side depends on the patient, the "
        "right side is shown."
    )
    entries = dict(zip((c.id for c in library()), conditions(), strict=True))
    for group, found in groupby(library(), key=lambda condition: condition.group):
        yield f"## {group.replace('-', ' ').capitalize()}"
        for condition in found:
            yield from _entry(entries[condition.id], folder, "###")


def looks_page(folder: Path) -> Iterator[str]:
    """The page of looks, section by section."""
    yield "# Looks"
    yield "Themes, skins, sheets and the rest, each with the command that draws it."
    for section, entries in looks().items():
        yield f"## {section}"
        yield SECTIONS[section]
        for entry in entries:
            yield from _entry(entry, folder, "###")


def _entry(entry: Entry, folder: Path, level: str) -> Iterator[str]:
    yield f"{level} {entry.heading}"
    if entry.text:
        yield entry.text
    alt = (folder / f"{entry.name}.txt").read_text(encoding="utf-8").replace("[", r"\[").replace("]", r"\]")
    yield f"![{alt}]({entry.name}.webp)"
    yield f"```sh\n{entry.command} -o {entry.output}\n```"
