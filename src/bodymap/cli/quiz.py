"""What is printed for a class: `quiz`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from ..options import QuizOptions
from . import completion
from .options import Muscles, Own, Plates, Quiet, body_of, folders, takes


@takes(QuizOptions)
def quiz(
    output: Annotated[
        Path,
        typer.Option(
            "-o",
            "--output",
            help="Write the quiz to this file: .pdf to print, or .pptx to show.",
            show_default=False,
            metavar="FILE",
        ),
    ],
    subjects: Annotated[
        list[str] | None,
        typer.Argument(
            help="A region, e.g. shoulder, or a condition. A side may follow: leg@left. Several follow each other.",
            show_default=False,
            autocompletion=completion.subjects,
        ),
    ] = None,
    muscle: Muscles = None,
    own: Own = None,
    plates: Plates = None,
    quiet: Quiet = False,
    **options: Any,
) -> None:
    """Make a quiz to print, with the answers on the last page.

    The names to fill in are numbered blank lines. The right side is shown, unless another one is asked for.
    """
    from ..export import quiz as quizzes
    from ..export import targets
    from ..files.disk import write
    from ..finding.request import MarkRequest, charts_of
    from ..options import build
    from . import terminal

    targets.check(output, (".pdf", ".pptx"), "quiz")
    asked_for = build(QuizOptions, None, options | {"body": body_of(options["body"], plates)})
    folder_paths = folders(own, "", quiet=quiet)
    asked = [quizzes.subject(name, folder_paths) for name in subjects or ()]
    if muscle:
        asked = [*quizzes.of_muscles(charts_of((), MarkRequest(muscle))), *asked]
    lesson = quizzes.lesson(asked, asked_for)
    make = quizzes.pdf if output.suffix.lower() == ".pdf" else quizzes.as_slides
    write(output, make(lesson, asked_for))
    if lesson.unseen:
        terminal.note(f"not asked, because no view shows it: {', '.join(lesson.unseen)}", quiet=quiet)
    terminal.report([output], quiet=quiet)
