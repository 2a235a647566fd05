"""What a command is about: charts of conditions and marks, the user's own conditions, and the clinic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..options.typed import ChartOptions, ClinicOptions, FolderOptions, SubjectOptions
from .options import chosen

if TYPE_CHECKING:
    from ..export.handout.clinic import Clinic
    from ..finding.request import MarkRequest
    from ..knowledge.charts import Chart


def chart(condition: str | None, options: Mapping[str, Any], *, points: bool | None = None, quiet: bool) -> Chart:
    """Return the chart of a command that shows one, from `ChartOptions` and `FolderOptions`.

    Args:
        condition: the name of a condition; None for a chart of marks.
        options: the options of the command.
        points: whether to mark trigger points; None to mark those of a condition and those that are named.
        quiet: whether to print no notes.

    Raises:
        BodymapError: something is unknown, or two things can't be combined.
    """
    from ..finding.request import chart

    asked = chosen(ChartOptions, options)
    own = folders(options, condition or "", quiet=quiet)
    return chart(condition, _marks(asked, asked.title), note=asked.note, points=points, region=asked.region, own=own)


def charts(
    conditions: Sequence[str], options: Mapping[str, Any], *, title: str = "", apart: bool = False, quiet: bool
) -> list[Chart]:
    """Return the charts of a command that makes a document of several, from `SubjectOptions` and `FolderOptions`.

    Args:
        conditions: the names of conditions.
        options: the options of the command.
        title: the title of a chart of marks.
        apart: whether muscles that are named without roles and values get a chart each.
        quiet: whether to print no notes.

    Raises:
        BodymapError: something is unknown, or there is nothing to show.
    """
    from ..finding.request import charts_of

    asked = chosen(SubjectOptions, options)
    own = folders(options, *conditions or [""], quiet=quiet)
    return charts_of(conditions, _marks(asked, title), note=asked.note, region=asked.region, own=own, apart=apart)


def _marks(asked: SubjectOptions, title: str) -> MarkRequest:
    from ..finding.request import MarkRequest

    return MarkRequest(asked.muscle, asked.point, asked.pain, title, spots=asked.spot, structures=asked.structure)


def folders(options: Mapping[str, Any], *used: str, quiet: bool) -> tuple[Path, ...]:
    """Return the user's folders of conditions. Notes tell which files replace the library's, and which are skipped.

    Args:
        options: the options of the command, with those of `FolderOptions`.
        used: the conditions that are wanted; none for all.
        quiet: whether to print no notes.
    """
    from ..knowledge.chart_sides import apart
    from ..knowledge.condition_library import replaced, skipped
    from . import terminal

    paths = chosen(FolderOptions, options).own
    wanted = [apart(name)[0] for name in used]
    for id, path in replaced(paths).items():
        if not used or id in wanted:
            terminal.note(f"{id} is read from {path}, not from the library", quiet=quiet)
    for path in () if used else skipped(paths):
        terminal.note(f"{path} is skipped: it is not a condition", quiet=quiet)
    return paths


def clinic(options: Mapping[str, Any]) -> Clinic:
    """Return the clinic of a command: that of its file, changed by `ClinicOptions`.

    Raises:
        BodymapError: the file or an option has an error.
    """
    from ..export.handout.clinic import found

    given = {name: value for name in ClinicOptions.__struct_fields__ if (value := options.get(name))}
    logo = {"logo": str(given["logo"])} if "logo" in given else {}
    return found(options["clinic"], given | logo)
