"""The pictures of the README, which are the only ones that are committed. `make pictures` draws them again."""

from __future__ import annotations

import shlex
import tempfile
from contextlib import chdir
from pathlib import Path

from PIL import Image
from typer.testing import CliRunner

from .pages import first_page, quiet_environment
from .tasks import ROOT

FOLDER = ROOT / "docs" / "pictures"

COMMANDS = {
    "tennis-elbow": "bodymap render tennis-elbow --side right --dpi 108 -o x.png",
    "handout": "bodymap handout tennis-elbow --side right -o x.pdf",
    "print": "bodymap render stiff-neck --side left --theme print --size a4 --dpi 100 -o x.png",
    "poster": "bodymap poster muscles --size a2 -o x.pdf",
    "region": "bodymap poster region neck --size a3 -o x.pdf",
    "dark": "bodymap render calf-and-hamstring --theme dark --size a4 --dpi 100 -o x.png",
}
"""Each picture by its name, with the command that draws it."""

WIDEST = 1440
"""Pixels across, at most."""


def main() -> None:
    """Draw all of them."""
    from bodymap.cli import app

    quiet_environment()
    for name, command in COMMANDS.items():
        words = shlex.split(command)[1:]
        with tempfile.TemporaryDirectory() as folder, chdir(folder):
            result = CliRunner().invoke(app, words)
            if result.exit_code:
                raise RuntimeError(f"$ {command}\n{result.output}") from result.exception
            made = Path(words[-1])
            picture = first_page(made) if made.suffix == ".pdf" else Image.open(made)
            picture.thumbnail((WIDEST, WIDEST), Image.Resampling.LANCZOS)
            target = FOLDER / f"{name}.webp"
            target.parent.mkdir(exist_ok=True)
            picture.convert("RGB").save(target, quality=85, method=6)
        print(target.relative_to(ROOT))


if __name__ == "__main__":
    main()
