"""Turns a job into the bytes of its files. The caller writes them to the output folder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from .. import describe
from ..errors import BodymapError
from ..export.handout import clinic
from ..finding.request import MarkRequest, chart, charts_of
from ..knowledge.charts import Chart
from ..options.calls import build
from ..options.records import CardOptions, HandoutOptions, RenderOptions, SlideOptions
from . import naming
from .columns import Row, command_of, options_in
from .jobs import Job


class BatchAborted(BodymapError):  # noqa: N818 (a state, not an error in a row)
    """The work can't continue: the disk is full or the cluster is lost. Finished files stay."""


class JobResult(msgspec.Struct, frozen=True):
    """The result of a job: the bytes of its files by name, or the error that prevented them."""

    files: dict[str, bytes] = {}
    fault: str = ""


def attempt(job: Job) -> JobResult:
    """Make a job's files. Catches every error, so that a row that fails is reported and the others continue."""
    try:
        return JobResult(make(job))
    except BodymapError as error:
        return JobResult(fault=str(error))
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        return JobResult(fault=f"{error.filename}: {reason}" if error.filename else reason)
    except MemoryError:
        return JobResult(fault="there is not enough memory for it")
    except Exception as error:  # a bug, which must not stop the other rows
        return JobResult(fault=f"a bug in bodymap, please report it: {type(error).__name__}: {_one_line(error)}")


def make(job: Job) -> dict[str, bytes]:
    """Return the bytes of a job's files by name. The same job gives the same bytes on every machine.

    Raises:
        BodymapError: an error that shows only when the job is made, e.g. labels don't fit on a small page.
    """
    return {"render": _render, "handout": _handout, "slides": _slides, "card": _card}[command_of(job.row)](job)


def shown(row: Row, own: Sequence[Path] = ()) -> Chart:
    """Return the chart that a picture shows. `own` are folders with the user's own conditions.

    Raises:
        BodymapError: something is unknown, or two things can't be combined.
    """
    points = row.points or "auto"
    wanted = None if points == "auto" else points != "none"
    name = row.condition[0] if row.condition else None
    region = row.region or None
    return chart(name, marks_of(row), note=row.note, points=wanted, region=region, own=own)


def marks_of(row: Row) -> MarkRequest:
    """Return what a row marks in place of a condition. The title of a deck is that of its opening slide."""
    title = "" if row.condition or command_of(row) == "slides" else row.title
    return MarkRequest(row.muscle, row.point, row.pain, title, row.structure, row.spot)


def _render(job: Job) -> dict[str, bytes]:
    from ..export import image
    from ..scene import plan_with_key

    row = job.row
    options = build(RenderOptions, None, options_in(row, RenderOptions))
    scene, key = plan_with_key(shown(row), options)
    svg = {"text": options.text, "id_prefix": options.id_prefix}
    files: dict[str, bytes] = {}
    for name in naming.pictures(job.files):
        made = image.with_key(scene, key, Path(name), **svg)
        files |= {path.as_posix(): data for path, data in made.items()}
    return files | ({job.files[-1]: describe.text(scene).encode()} if row.alt else {})


def _handout(job: Job) -> dict[str, bytes]:
    from ..export.handout import handout

    row = job.row
    fields = {name: getattr(row, name) for name in ("name", "address", "logo", "colour")}
    who = clinic.of(Path(row.clinic) if row.clinic else None, fields)
    options = build(HandoutOptions, None, options_in(row, HandoutOptions) | {"clinic": who})
    return {job.name: handout.encode(_charts(row, apart=options.audience == "clinician"), options)}


def _slides(job: Job) -> dict[str, bytes]:
    from ..export.pptx import slides

    options = build(SlideOptions, None, options_in(job.row, SlideOptions))
    return {job.name: slides.slides(_charts(job.row, apart=True), options)}


def _card(job: Job) -> dict[str, bytes]:
    from ..export.html import card

    [shown] = _charts(job.row)
    return {job.name: card.card(shown, build(CardOptions, None, options_in(job.row, CardOptions)))}


def _charts(row: Row, *, apart: bool = False) -> list[Chart]:
    return charts_of(row.condition, marks_of(row), note=row.note, region=row.region or None, apart=apart)


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:200]
