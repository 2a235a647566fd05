"""Pictures: `render`, and the words for them: `describe`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

from ..errors import one_of
from ..formats import BUILT_IN
from ..options.records import FigureOptions, RenderOptions
from ..options.typed import ChartOptions, FileOptions, FolderOptions
from .options import Json, Quiet, chosen, condition, output, takes

PICTURE = (
    f"Write the picture to this file: {one_of(backend.endings[0] for backend in BUILT_IN)}. Repeat for several files; "
    "use - for standard output."
)


@takes(FileOptions, ChartOptions, RenderOptions, FolderOptions)
def render(
    output: Annotated[list[Path], output(PICTURE)],
    condition: Annotated[str | None, condition()] = None,
    quiet: Quiet = False,
    **options: Any,
) -> None:
    """Draw a picture of a condition, or of muscles and points."""
    from ..export import image
    from ..files.disk import stream
    from ..scene import check_key, plan_with_key
    from . import subjects, terminal

    asked_for, file = chosen(RenderOptions, options), chosen(FileOptions, options)
    check_key(asked_for.labels, asked_for.key)
    files = _targets(output, file, key=asked_for.key)
    points = None if asked_for.points == "auto" else asked_for.points != "none"
    shown = subjects.chart(condition, options, points=points, quiet=quiet)
    scene, answers = plan_with_key(shown, asked_for)
    svg = {"text": asked_for.text, "id_prefix": asked_for.id_prefix}
    if files:
        written = image.save(scene, *files, key=answers, sidecar=file.alt is not None, **svg)
        terminal.report(written, scene=scene, quiet=quiet)
    else:
        stream(image.encode(scene, file.format or "png", **svg))


def _targets(output: Sequence[Path], asked: FileOptions, *, key: bool) -> list[Path]:
    """Return the files to write, none for standard output (`-`), each checked before the work of drawing.

    Raises:
        BodymapError: a file can't be written, or two options can't be combined.
    """
    from ..errors import BodymapError
    from ..export import image
    from ..formats import backend_of

    if Path("-") not in output:
        if asked.format:
            raise BodymapError("needs -o -; the ending of a file says what it is", field="format", value=asked.format)
        for path in output:
            image.check(path)
            if key:
                image.check(image.key_path(path))
        return list(output)
    if key:
        raise BodymapError("a key needs a file; name one with -o", field="key", value=key)
    if len(output) > 1 or asked.alt:
        raise BodymapError(f"-o - can't be combined with {'another -o' if len(output) > 1 else '--alt'}")
    if asked.format:
        backend_of(asked.format)
    return []


@takes(ChartOptions, FigureOptions, FolderOptions, without=("theme", "skin", "base", "layers"))
def describe(condition: Annotated[str | None, condition()] = None, json: Json = False, **options: Any) -> None:
    """Describe a picture in words, for people who can't see it."""
    from .. import describe as words
    from ..options.calls import of_figure
    from ..scene import plan
    from . import subjects, terminal

    asked_for = of_figure(chosen(FigureOptions, options))
    scene = plan(subjects.chart(condition, options, quiet=json), asked_for)
    if json:
        terminal.say_json({"alt": words.alt(scene), "description": words.long(scene)})
    else:
        terminal.say(words.text(scene).removesuffix("\n"))
