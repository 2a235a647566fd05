"""The examples of a written page: found in its text, and run as a reader would run them.

Three kinds of fence count, in the order of the page and in one folder:

- `console`: lines that begin with `$ bodymap` are commands; what stands under one is its output, where … stands for
  anything. The command succeeds, unless its output begins with `bodymap: ` or it ends with the comment `# exit code 2`.
- `python`: run in one namespace per page.
- a `code-block` with a `:caption:` is a file of that name.

`make docs` runs every page to make the pictures that it shows, and the tests run every page to check its output.
"""

from __future__ import annotations

import os
import re
import shlex
import tempfile
from collections.abc import Iterator
from contextlib import chdir, redirect_stdout
from dataclasses import dataclass
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

from PIL import Image
from typer.testing import CliRunner

from .tasks import ROOT, Files, Task

FENCE = re.compile(
    r"^```+(?:\{code-block\} *)?(?P<kind>[a-z]+)\n(?:(?P<options>(?::[a-z-]+:[^\n]*\n)+)\n?)?(?P<text>.*?)^```+$",
    re.MULTILINE | re.DOTALL,
)

PREVIEW = 1280
"""The longest side of the picture that a page shows of a file, in pixels."""


@dataclass(frozen=True)
class Example:
    """A fence of a page.

    Attributes:
        kind: `console`, `python`, or `file`.
        text: what stands in it.
        file: the name of the file that it is, if it is one.
    """

    kind: str
    text: str
    file: str = ""

    @property
    def commands(self) -> list[tuple[str, str]]:
        """Each command of a console with the output that the page shows."""
        steps = [step for step in re.split(r"^\$ ", self.text, flags=re.MULTILINE) if step]
        return [(step.partition("\n")[0], step.partition("\n")[2]) for step in steps]


class PageError(Exception):
    """A page whose example does not do what the page says."""


def examples(page: Path) -> Iterator[Example]:
    """The examples of a page, in its order."""
    for found in FENCE.finditer(page.read_text(encoding="utf-8")):
        caption = re.search(r"^:caption: (\S+)$", found["options"] or "", re.MULTILINE)
        if caption:
            yield Example("file", found["text"], caption[1])
        elif found["kind"] in ("console", "python"):
            yield Example(found["kind"], found["text"])


def run(page: Path, folder: Path) -> str:
    """Run the examples of a page in a folder, and return what its Python code printed.

    Raises:
        PageError: an example does not do what the page says.
    """
    namespace: dict[str, Any] = {"__name__": "__main__"}
    printed = StringIO()
    found = list(examples(page))
    with chdir(folder):
        for example in found:
            if example.kind == "file":
                Path(example.file).parent.mkdir(parents=True, exist_ok=True)
                Path(example.file).write_text(example.text, encoding="utf-8")
            elif example.kind == "python":
                with redirect_stdout(printed):
                    exec(compile(example.text, str(page), "exec"), namespace)  # noqa: S102
            else:
                for command, output in example.commands:
                    _run(page, command, output)
    return printed.getvalue()


def _run(page: Path, command: str, output: str) -> None:
    from bodymap.cli import app

    program, *words = shlex.split(command, comments=True)
    if program != "bodymap":
        raise PageError(f"{page.name}: $ {command}: only bodymap is run")
    result = CliRunner().invoke(app, words)
    where = f"{page.name}: $ {command}"
    failing = output.startswith("bodymap: ") or command.endswith("# exit code 2")
    if result.exit_code != (2 if failing else 0):
        raise PageError(f"{where}: exit code {result.exit_code}\n{result.output}") from result.exception
    if not shows(output, result.output):
        raise PageError(f"{where}: the page shows\n{output}\nand the command prints\n{result.output}")


def shows(output: str, real: str) -> bool:
    """Whether a page's output is the real one; a … on the page stands for anything."""
    return re.fullmatch(".*".join(map(re.escape, output.split("…"))), real, re.DOTALL) is not None


# --- the pictures of a page -----------------------------------------------------------------------------------------


def written() -> list[Path]:
    """The pages of the site that have examples: the tutorial and the how-to pages."""
    docs = ROOT / "docs"
    return [docs / "tutorial.md", *sorted((docs / "how-to").glob("*.md"))]


def tasks() -> list[Task]:
    """A task for each written page that has examples."""
    found = []
    for page in written():
        if any(examples(page)):
            arguments = {"page": str(page.relative_to(ROOT)), "text": page.read_text(encoding="utf-8")}
            found.append(Task(f"page {page.stem}", "pages.pictures", arguments))
    return found


def pictures(page: str, text: str) -> Files:
    """Run a page, and return the files that it shows, as `pages/<page>/<file>`; a picture or a PDF becomes a preview.

    Args:
        page: the page's path from the root of the repository.
        text: its text, so that a change of it makes the task out of date. Files that it does not name are left out.
    """
    path = ROOT / page
    with tempfile.TemporaryDirectory() as folder:
        run(path, Path(folder))
        return {
            name: data
            for found in sorted(Path(folder).rglob("*"))
            if found.is_file()
            for name, data in _shown(found, f"pages/{path.stem}/{found.relative_to(folder)}").items()
            if name in text or name.removeprefix("extra/") in text
        }


def _shown(path: Path, name: str) -> Files:
    kind = path.suffix.lower()
    if kind in (".png", ".jpg", ".webp"):
        with Image.open(path) as picture:
            return {f"{name}.webp": webp(picture)}
    if kind == ".pdf":
        return {f"{name}.webp": webp(first_page(path))}
    if kind == ".html":
        return {f"extra/cards/{path.name}": path.read_bytes()}
    return {name: path.read_bytes()}


def first_page(path: Path) -> Image.Image:
    """The first page of a PDF."""
    import pypdfium2

    with pypdfium2.PdfDocument(path) as document:
        picture: Image.Image = document[0].render(scale=1.6).to_pil()
        return picture


def webp(picture: Image.Image) -> bytes:
    """A picture as WebP, no larger than a page of the site can show."""
    picture = picture.convert("RGBA" if "A" in picture.getbands() else "RGB")
    picture.thumbnail((PREVIEW, PREVIEW), Image.Resampling.LANCZOS)
    data = BytesIO()
    picture.save(data, "WEBP", quality=85, method=6)
    return data.getvalue()


def quiet_environment() -> None:
    """Run commands as they run without a terminal and without a user's own settings."""
    for name in ("BODYMAP_CONDITIONS", "FORCE_COLOR"):
        os.environ.pop(name, None)
    os.environ.update(NO_COLOR="1", COLUMNS="100")
