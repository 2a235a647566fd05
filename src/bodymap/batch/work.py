"""A job into the bytes of its files. Knows no folder that they go to: whoever asked for them writes them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from ..errors import BodymapError
from ..export import describe
from ..export.handout import clinic
from ..finding.request import subject
from ..knowledge.conditions import Condition
from .columns import Row, command_of
from .jobs import Job

PLANNED = ("side", "body", "view", "theme", "skin", "layers")
"""The columns that every command hands on."""


class BatchAborted(BodymapError):  # noqa: N818 (a state, not a fault of a row)
    """The work can't go on: the disk is full, the cluster is lost. What is done stays."""


class JobResult(msgspec.Struct, frozen=True):
    """What became of a job: the bytes of its files by their names, or the fault that there are none."""

    files: dict[str, bytes] = {}
    fault: str = ""


def attempt(job: Job) -> JobResult:
    """Make a job's files. No error leaves this: a row that fails is told, and the others go on."""
    try:
        return JobResult(make(job))
    except BodymapError as error:
        return JobResult(fault=str(error))
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        return JobResult(fault=f"{error.filename}: {reason}" if error.filename else reason)
    except MemoryError:
        return JobResult(fault="there is not enough memory for it")
    except Exception as error:  # a fault of our own, which must not take the other rows with it
        return JobResult(
            fault=f"a fault of bodymap itself, please report it: {type(error).__name__}: {_one_line(error)}"
        )


def make(job: Job) -> dict[str, bytes]:
    """The bytes of a job's files, by their names. The same job gives the same bytes, wherever it is made.

    Raises:
        BodymapError: what only the work itself can show, as that names have no room on a small sheet.
    """
    return {"render": _render, "handout": _handout, "slides": _slides, "card": _card}[command_of(job.row)](job)


def shown(row: Row, own: Sequence[Path] = ()) -> Condition:
    """What a picture is of. `own` are folders of the user's own conditions.

    Raises:
        BodymapError: something is unknown, or what is given does not go together.
    """
    points = "none" if row.no_points else row.points or "auto"
    wanted = None if points == "auto" else points != "none"
    name = row.condition[0] if row.condition else None
    region = row.region or None
    return subject(name, row.muscle, row.pain, title=row.title, points=wanted, region=region, own=own)


def given_of(row: Row, *names: str) -> dict[str, Any]:
    """The columns among `names` that say something, as arguments."""
    return {name: value for name in names if (value := getattr(row, name))}


def turn_of(row: Row) -> str:
    """How the sheet is turned."""
    return "landscape" if row.landscape else "portrait" if row.portrait else ""


def _render(job: Job) -> dict[str, bytes]:
    from ..export import image
    from ..scene import plan

    row = job.row
    options = given_of(row, *PLANNED, "dpi", "labels", "transparent")
    points = "none" if row.no_points else row.points or "auto"
    scene = plan(shown(row), sheet=row.size or "slide", turn=turn_of(row), points=points, **options)
    pictures = job.files[:-1] if row.alt else job.files
    found = {name: image.encode(scene, image.kind_of(Path(name)), text=row.text or "paths") for name in pictures}
    return found | ({job.files[-1]: describe.text(scene).encode()} if row.alt else {})


def _handout(job: Job) -> dict[str, bytes]:
    from ..export.handout import handout

    row = job.row
    own = given_of(row, "name", "address", "logo", "colour")
    wishes = handout.HandoutOptions(
        clinic=clinic.of(Path(row.clinic) if row.clinic else None, own),
        template=Path(row.template) if row.template else None,
        **given_of(row, *PLANNED, "paper", "large", "patient", "date", "title"),
    )
    return {job.name: handout.encode(_told(row), wishes)}


def _slides(job: Job) -> dict[str, bytes]:
    from ..export.pptx import slides

    row = job.row
    template = Path(row.template) if row.template else None
    wishes = slides.SlideOptions(row.build, row.editable, row.title, template, row.layout or None)
    return {job.name: slides.slides(_told(row), wishes, **given_of(row, *PLANNED, "labels"))}


def _card(job: Job) -> dict[str, bytes]:
    from ..export.html import card

    [condition] = _told(job.row)
    return {job.name: card.card(condition, **given_of(job.row, *PLANNED))}


def _told(row: Row) -> list[Condition]:
    return [subject(name, region=row.region or None) for name in row.condition]


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:200]
