"""What is printed for a class: `quiz`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from ..options.records import QuizOptions
from ..options.typed import FolderOptions, SubjectOptions
from . import completion
from .options import Quiet, chosen, output, takes


@takes(SubjectOptions, QuizOptions, FolderOptions, without=("point", "structure", "spot", "pain", "note", "region"))
def quiz(
    output: Annotated[Path, output("Write the quiz to this file: .pdf to print, or .pptx to show.")],
    subjects: Annotated[
        list[str] | None,
        typer.Argument(
            help="A region, e.g. shoulder, or a condition. A side may follow, e.g. leg@left. Several make one quiz.",
            show_default=False,
            autocompletion=completion.subjects,
        ),
    ] = None,
    quiet: Quiet = False,
    **options: Any,
) -> None:
    """Make a quiz to print, with the answers on the last page.

    Numbered blank lines take the place of names. The right side is shown unless you ask for another.
    """
    from ..export import quiz as quizzes
    from ..export import targets
    from ..files.disk import write
    from . import terminal
    from .subjects import charts, folders

    targets.check(output, (".pdf", ".pptx"), "quiz")
    asked_for = chosen(QuizOptions, options)
    own = folders(options, "", quiet=quiet)
    asked = [quizzes.subject(name, own) for name in subjects or ()]
    if options["muscle"]:
        asked = [*quizzes.of_muscles(charts((), options, quiet=quiet)), *asked]
    lesson = quizzes.lesson(asked, asked_for)
    make = quizzes.pdf if output.suffix.lower() == ".pdf" else quizzes.as_slides
    write(output, make(lesson, asked_for))
    if lesson.unseen:
        terminal.note(f"not asked, because no view shows it: {', '.join(lesson.unseen)}", quiet=quiet)
    terminal.report([output], quiet=quiet)
