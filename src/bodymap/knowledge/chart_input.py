"""Charts as callers give them: a record, a name, a file or a mapping."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from ..errors import BodymapError, BodymapTypeError, FileError, quoted, readable
from . import chart_files
from .chart_marks import check_mark
from .chart_sides import ChartSide, SideLike, split_side
from .charts import Chart, of_condition
from .condition_library import as_condition
from .condition_library import load as load_condition
from .conditions import Condition, ConditionLike

ChartLike = Chart | ConditionLike
"""What a caller may pass as a chart: a record, a condition in any form, or its name with a side: `sciatica@left`."""


def as_chart(given: ChartLike | object, own: Sequence[Path] = ()) -> Chart:
    """Return the chart given as a record, or that of a condition: a record, a name, a file, or its fields.

    Raises:
        BodymapError: there is no such condition or side, or something is faulty.
        BodymapTypeError: it is none of these.
    """
    if isinstance(given, Chart):
        return _usable(given)
    if isinstance(given, str | os.PathLike):
        return load(str(given), own)
    if isinstance(given, Mapping) and "chart" in given:
        return chart_files.from_mapping(given)
    if not isinstance(given, Condition | Mapping):
        wanted = "a Chart, a Condition, its id or name, its file or a mapping with its fields"
        message = f"chart must be {wanted}, not {quoted(given)} ({type(given).__name__})"
        raise BodymapTypeError(message, field="chart", value=given)
    return _readable(of_condition(as_condition(given)))


def _usable(chart: Chart) -> Chart:
    """Return a chart from Python whose marks go together.

    Raises:
        BodymapError: it has no marks, a mark has fields that do not go together, or a text is unreadable.
    """
    if not chart.marks and not chart.condition:
        raise BodymapError("a chart needs at least one mark, e.g. ChartMark(muscle='soleus')", field="marks")
    for index, mark in enumerate(chart.marks if chart.condition is None else ()):
        try:
            check_mark(mark)
        except BodymapError as error:
            message = f"marks[{index}]: {error}"
            raise BodymapError(message, field=error.field, value=error.value, choices=error.choices) from None
    return _readable(chart)


def _readable(chart: Chart) -> Chart:
    """Return a chart whose texts are readable; those of a record made in Python were never checked.

    Raises:
        BodymapError: a text holds a control character or a line break.
    """

    def check(value: object, where: str) -> None:
        if isinstance(value, str):
            readable(value, where=where)
        elif isinstance(value, Mapping):
            for name, each in value.items():
                check(each, f"{where}.{name}" if where else str(name))
        elif isinstance(value, list | tuple):
            for index, each in enumerate(value):
                check(each, f"{where}[{index}]")

    check(msgspec.to_builtins(chart), "")
    return chart


def load(name: str, own: Sequence[Path] = ()) -> Chart:
    """Return the chart in a file, or that of a condition: its id, name or file. A side may follow: `sciatica@left`.

    Raises:
        BodymapError: there is no such condition, file or side, or the file is faulty.
    """
    plain, side = split_side(name)
    return of_file(Path(plain), side) or of_condition(load_condition(plain, own), side)


def of_file(path: Path, side: SideLike | None = None) -> Chart | None:
    """Return the chart in a file, on a side; None if it is not the file of a chart but may be a condition.

    Raises:
        BodymapError: the file can't be read or is faulty.
    """
    if path.suffix.lower() not in chart_files.ENDINGS:
        return None
    if not chart_files.looks_like_one(path):
        if path.suffix.lower() == ".json":
            raise FileError(str(path), 'is not a chart; it must begin with {"chart": {')
        return None
    found = chart_files.load_file(path)
    return msgspec.structs.replace(found, side=ChartSide(side)) if side else found
