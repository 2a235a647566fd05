"""Files of charts: YAML or JSON with the field `chart`, checked like conditions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from ..errors import BodymapError, FileError
from ..files import validation
from ..files.disk import contents
from ..files.fields import At, Line
from ..files.validation import MOST_BYTES, Validated
from .anatomy import Record
from .chart_conditions import with_condition
from .chart_contents import muscles_of, structures_of
from .chart_marks import check_mark
from .charts import Chart, ChartFields
from .condition_files import known_names

ENDINGS = (".yaml", ".yml", ".json")
"""Endings of files that may hold a chart."""


class ChartFileFields(ChartFields, frozen=True):
    """What is on one body, as a file says it.

    Attributes:
        condition: A condition of the library that is drawn together with the marks. A side may follow its name:
            `low-back-pain@left`. A muscle that is marked too is drawn as its mark says.
    """

    condition: Line = ""


class ChartFile(Record, frozen=True):
    """A file with a chart. The field `chart` tells it from a condition and from a theme."""

    chart: ChartFileFields


def looks_like_one(path: Path) -> bool:
    """Return whether a file is meant to be a chart: its first field is `chart`.

    Raises:
        BodymapError: it can't be read.
    """
    text = contents(path, most=MOST_BYTES, label=str(path)).decode("utf-8-sig", "replace")
    lines = (line for line in text.splitlines() if line.strip() and not line.lstrip().startswith(("#", "---")))
    start = "".join(line.strip() for line in lines)[:80]
    return re.match(r"""(\{\s*)?(["']?)chart\2\s*:""", start) is not None


def load_file(path: Path) -> Chart:
    """Return the chart in a file.

    Raises:
        BodymapError: the file can't be read or is faulty; the message names file, line, field and what is allowed.
    """
    return validate(path).whole()


def validate(path: Path) -> Validated[Chart]:
    """Return all errors of a chart's file, or the chart if there are none.

    Raises:
        BodymapError: the file can't be read.
    """
    raw = contents(path, most=MOST_BYTES, label=str(path))
    return _with_faults(validation.validate(raw, ChartFile, label=str(path), known=known_names()))


def from_mapping(fields: Mapping[Any, Any]) -> Chart:
    """Return the chart in a mapping with the field `chart`, the same as in a file.

    Raises:
        BodymapError: a field is missing, unknown or faulty.
    """
    found = validation.validate_mapping(fields, ChartFile, label="chart", known=known_names())
    return _with_faults(found).whole()


def _with_faults(found: Validated[ChartFile]) -> Validated[Chart]:
    """Add the errors that the record's types can't express."""
    if (file := found.record) is None:
        return Validated(found.label, None, found.faults, found.lines, found.notes)
    chart = Chart(**{name: getattr(file.chart, name) for name in ChartFields.__struct_fields__})
    name = file.chart.condition
    faults = [_fault(found, at, error) for at, error in _faults(chart, alone=not name)]
    if name and not faults:
        try:
            chart = with_condition(name, file.chart)
        except BodymapError as error:
            faults = [_fault(found, ("condition",), error)]
    return Validated(found.label, None if faults else chart, tuple(faults), found.lines, found.notes)


def _fault(found: Validated[ChartFile], at: At, error: BodymapError) -> FileError:
    return found.fault(("chart", *at), str(error), error.value)


def _faults(chart: Chart, alone: bool) -> Iterator[tuple[At, BodymapError]]:
    """Yield the place and the error of each mark that is not valid by itself or beside those before it.

    A chart that stands `alone`, without a condition, needs marks.
    """
    if alone and not chart.marks:
        yield ("marks",), BodymapError("name at least one mark")
    clean = True
    for index, mark in enumerate(chart.marks):
        try:
            check_mark(mark)
        except BodymapError as error:
            clean = False
            yield ("marks", index), error
    if clean:
        yield from _repeated(chart)


def _repeated(chart: Chart) -> Iterator[tuple[At, BodymapError]]:
    """Yield an error for each mark of a muscle or structure that is on a side where an earlier one is."""
    for index in range(1, len(chart.marks) + 1):
        try:
            before = msgspec.structs.replace(chart, marks=chart.marks[:index])
            muscles_of(before)
            structures_of(before)
        except BodymapError as error:
            yield ("marks", index - 1), error
            return
