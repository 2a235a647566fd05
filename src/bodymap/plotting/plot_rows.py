"""Many plots from a table with a row for each: its columns are the options of `plot`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from ..errors import BodymapError, FileError, quoted, unknown
from ..files import tables
from ..files.tables import RawRow, Table
from ..options.calls import build
from ..options.option import options_of
from .options import PlotOptions
from .plot_files import FPS, PlotColumns, PlotFiles, check

WORDS = ("data", *PlotColumns._fields, "facet", "row", "frame", "clock")
"""The columns with words, beside the options of a plot."""

NUMBERS = ("wrap", "fps", "dpi", "width")
"""The columns with numbers, beside the options of a plot."""

COLUMNS = ("data", "output", *WORDS[1:], *NUMBERS, *options_of(PlotOptions))
"""The columns that a table of plots may have."""


class PlotJob(NamedTuple):
    """A row of the table: its line, and what it asks for."""

    line: int
    files: PlotFiles


def jobs_of(
    table: Table, preset: Mapping[str, str], base: Path, folder: Path
) -> tuple[tuple[PlotJob, ...], tuple[FileError, ...]]:
    """Return the plots that a table asks for, and the errors in its rows. Nothing is drawn.

    Args:
        table: the table as read.
        preset: values by column, for rows that leave it empty.
        base: the folder that data is relative to.
        folder: the folder that output is relative to.
    """
    jobs, errors = list[PlotJob](), list(table.faults)
    reported: set[str] = set()
    taken: dict[Path, int] = {}
    for raw in table.rows:
        found, faults = _values(raw, preset, table, reported)
        job = None if faults else _job(raw, found, base, folder, table.label, faults)
        if job is not None:
            faults += _clashes(job, taken, table.label)
        errors += faults
        jobs += [job] if job is not None and not faults else []
    return tuple(jobs), tuple(errors)


def presets(settings: Iterable[str]) -> dict[str, str]:
    """Return the values by column from settings such as `cmap=magma`.

    Raises:
        BodymapError: a setting has no value, or its column is unknown or set twice.
    """
    found = tables.settings(settings, "cmap=magma")
    for name in found:
        if name not in COLUMNS:
            raise unknown("column", name, COLUMNS, field="set")
    return found


def _values(
    raw: RawRow, preset: Mapping[str, str], table: Table, reported: set[str]
) -> tuple[dict[str, Any], list[FileError]]:
    """Return the values of a row, numbers as such, and what is wrong with them; an unknown column is reported once."""
    found, faults = dict[str, Any](), list[FileError]()
    given = {name: value for name, value in raw.values.items() if value not in (None, "", [])}
    for name, value in {**preset, **given}.items():
        line = raw.lines.get(name, raw.line)
        if name not in COLUMNS:
            if name not in reported:
                faults.append(FileError(table.label, str(unknown("column", name, COLUMNS)), line=line, field=name))
            reported.add(name)
            continue
        try:
            found[name] = _value(name, value)
        except BodymapError as error:
            faults.append(FileError(table.label, str(error), line=line, field=name, value=value))
    return found, faults


def _value(name: str, value: Any) -> Any:
    if name == "output":
        names = value if isinstance(value, list) else str(value).split(";")
        return tuple(filter(None, (str(one).strip() for one in names)))
    option = options_of(PlotOptions).get(name)
    if name in NUMBERS or (option and option.kind == "number"):
        try:
            number = float(str(value).replace(",", "."))
        except ValueError:
            raise BodymapError(f"{quoted(value)} must be a number") from None
        if name in NUMBERS and (not number > 0 or (name == "wrap" and number != int(number))):
            raise BodymapError(f"{quoted(value)} must be {'a whole' if name == 'wrap' else 'a'} number above 0")
        return number
    text = str(value).strip()
    return option.accept(text) if option else text


def _job(
    raw: RawRow, found: Mapping[str, Any], base: Path, folder: Path, label: str, faults: list[FileError]
) -> PlotJob | None:
    """Return what a row asks for; None if it can't be done, which is added to the faults."""
    if "data" not in found:
        faults.append(FileError(label, "is missing: the table that is drawn", line=raw.line, field="data"))
        return None
    data = base / found["data"]
    if not data.is_file():
        faults.append(FileError(label, f"{data}: no such file", line=raw.line, field="data", value=found["data"]))
        return None
    ending = ".webp" if "frame" in found else ".png"
    output = tuple(folder / name for name in found.get("output", (f"{data.stem}{ending}",)))
    own = {name: value for name, value in found.items() if name in options_of(PlotOptions)}
    more = {name: found[name] for name in ("facet", "row", "frame", "clock", "dpi", "width") if name in found}
    try:
        files = PlotFiles(
            data,
            output,
            build(PlotOptions, None, own),
            PlotColumns(*(found.get(name) for name in PlotColumns._fields)),
            wrap=int(found["wrap"]) if "wrap" in found else None,
            fps=found.get("fps", FPS),
            **more,
        )
        check(files)
    except BodymapError as error:
        faults.append(FileError(label, str(error), line=raw.line, field=error.field))
        return None
    return PlotJob(raw.line, files)


def _clashes(job: PlotJob, taken: dict[Path, int], label: str) -> Sequence[FileError]:
    """Return an error for each file of a row that a row before it has too."""
    faults = [
        FileError(label, f"{path} is also written by line {taken[path]}", line=job.line, field="output")
        for path in job.files.output
        if path in taken
    ]
    taken.update((path, job.line) for path in job.files.output if path not in taken)
    return faults
