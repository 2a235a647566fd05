"""Everything that is generated, as one list of pages and one of pictures."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from . import atlas, command_line, files, gallery, pages, python_names, structures
from .tasks import Task, run, write

GENERATED = Path(__file__).parents[1] / "generated"


def documents(folder: Path) -> dict[str, Callable[[], Iterable[str]]]:
    """Each generated page by its name below the folder, with the function that writes it, paragraph by paragraph."""
    return {
        "command-line.md": command_line.page,
        "files.md": files.page,
        "python.md": python_names.page,
        "conditions.md": partial(gallery.conditions_page, folder),
        "looks.md": partial(gallery.looks_page, folder),
        "atlas.md": atlas.index,
        **{f"atlas/{region}.md": partial(atlas.page, region, found) for region, found in atlas.regions().items()},
        **{f"atlas/{kind}.md": partial(structures.page, kind, found) for kind, found in structures.kinds().items()},
    }


def tasks() -> list[Task]:
    """Every set of pictures."""
    return [*pages.tasks(), *gallery.tasks(), *atlas.tasks(), *structures.tasks()]


def generate(folder: Path = GENERATED, say: Callable[[str], object] = print) -> None:
    """Write all pages and pictures that have changed, and delete pages that nothing generates any more."""
    pages.quiet_environment()
    run(tasks(), folder, say)
    wanted = documents(folder)
    for name, paragraphs in wanted.items():
        write(folder / name, ("\n\n".join(paragraphs()) + "\n").encode())
    for path in folder.rglob("*.md"):
        if str(path.relative_to(folder)) not in wanted:
            path.unlink()


def clean(folder: Path = GENERATED) -> None:
    """Delete everything that was generated."""
    shutil.rmtree(folder, ignore_errors=True)
