"""Reads the data of a plot: mappings, records, data frames and files become rows of one kind.

A data frame is read by the methods that its columns have, so pandas, Polars and Arrow work without being imported.
"""

from __future__ import annotations

import math
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from ..errors import BodymapError, BodymapTypeError, FileError, one_of, quoted, unknown
from ..files.tables import ENDINGS, column_name
from ..files.tables import read as read_table
from . import motion

NAME, SIDE, VALUE = "muscle", "side", "value"
"""The usual columns. They are also the fields of rows made from a mapping."""

NAMES = (NAME, "part", "structure", "area", "name", "channel")
"""Columns that are taken for names, the first that there is."""

PARQUET = (".parquet", ".pq")

_LISTS = ("to_pylist", "to_list", "tolist")
"""Methods that turn a column into a list: of Arrow, of Polars and pandas, of numpy."""


class Row(NamedTuple):
    """A row of the data: where it stands, for messages, and its values by column."""

    place: str
    values: Mapping[str, Any]


class Columns(NamedTuple):
    """The columns that a plot reads; None for the usual one, or for none."""

    name: str | None = None
    side: str | None = None
    value: str | None = None


class Data(NamedTuple):
    """The data of a plot.

    Attributes:
        rows: its rows.
        name: the column of names, as the rows have it.
        side: the column of sides; None if there is none.
        value: the column of values.
        others: more columns that were asked for, each as the rows have it.
    """

    rows: tuple[Row, ...]
    name: str
    side: str | None
    value: str
    others: Mapping[str, str] = {}


USUAL = Columns()


def read(data: Any, asked: Columns = USUAL, others: Iterable[str | None] = ()) -> Data:
    """Return the data of a plot as rows.

    Args:
        data: a mapping of names to values, or of names to a mapping of sides; a pandas Series; a mapping of columns, a
            list of records, a data frame, or the path of a file.
        asked: the columns to read.
        others: more columns that must be there.

    Raises:
        BodymapError: it is empty, a column is missing or stands there twice, or a file can't be read.
        BodymapTypeError: it is none of these.
    """
    pairs = _pairs(data)
    if pairs is not None:
        for column in (asked.name, asked.side, asked.value, *others):
            if column is not None:
                raise BodymapError(
                    f"the data is a mapping of names to values, so it has no column {quoted(column)}", value=column
                )
        given = tuple(pairs)
        if not given:
            raise BodymapError("the data is empty: there is no value to draw", field="data")
        return Data(given, NAME, SIDE, VALUE)
    rows, names = _table(data)
    if not rows:
        raise BodymapError("the data is empty: it has no rows", field="data")
    name = _column(asked.name, names, "muscle") or _usual_name(names)
    side = _column(asked.side, names, "side") or (SIDE if SIDE in names else None)
    more = {other: found for other in others if other and (found := _column(other, names, "column"))}
    value = _column(asked.value, names, "value") or _usual_value(names, {name, side, *more.values()}, rows)
    return Data(rows, name, side, value, more)


# --- names and values without columns -------------------------------------------------------------------------------


def _pairs(data: Any) -> Iterator[Row] | None:
    """Return a row for each value of a mapping or a Series; None for anything else."""
    if isinstance(data, Mapping):
        return None if data and all(_is_list(value) for value in data.values()) else _of_mapping(data)
    if hasattr(data, "items") and hasattr(data, "index") and not hasattr(data, "columns"):  # a pandas Series
        return _of_mapping(dict(_unique(data.items())))
    return None


def _of_mapping(data: Mapping[Any, Any]) -> Iterator[Row]:
    for name, value in data.items():
        if isinstance(name, tuple) and len(name) == 2:
            yield Row(f"{name[0]}, {name[1]}", {NAME: name[0], SIDE: name[1], VALUE: value})
        elif isinstance(value, Mapping):
            for side, own in value.items():
                yield Row(f"{name}, {side}", {NAME: name, SIDE: side, VALUE: own})
        else:
            yield Row(str(name), {NAME: name, SIDE: None, VALUE: value})


def _unique(items: Iterable[tuple[Any, Any]]) -> Iterator[tuple[Any, Any]]:
    seen = set()
    for name, value in items:
        if name in seen:
            raise BodymapError(
                f"the Series has {quoted(name)} twice; give a data frame, and say how to combine them with agg"
            )
        seen.add(name)
        yield name, value


# --- tables ---------------------------------------------------------------------------------------------------------


def _table(data: Any) -> tuple[tuple[Row, ...], list[str]]:
    """Return the rows and the columns of a table.

    Raises:
        BodymapError: a file can't be read, or columns differ in length.
        BodymapTypeError: it is not a table.
    """
    if isinstance(data, str | os.PathLike):
        return _file(Path(data))
    if isinstance(data, Sequence) and all(isinstance(record, Mapping) for record in data):  # an empty list too
        names = list(dict.fromkeys(str(name) for record in data for name in record))
        return tuple(Row(f"row {n}", record) for n, record in enumerate(data, 1)), names
    columns = _columns(data)
    lengths = {len(column) for column in columns.values()}
    if len(lengths) > 1:
        raise BodymapError(f"the columns have different lengths: {', '.join(map(str, sorted(lengths)))}")
    names = list(columns)
    rows = (dict(zip(names, cells, strict=True)) for cells in zip(*columns.values(), strict=True))
    return tuple(Row(f"row {n}", row) for n, row in enumerate(rows, 1)), names


def _columns(data: Any) -> dict[str, list[Any]]:
    """Return the columns of a mapping of lists or of a data frame.

    Levels of an index that have a name are columns too. An index of texts without a name holds the muscles, if no
    column does.

    Raises:
        BodymapError: it is lazy, its columns have several levels, or two have one name.
        BodymapTypeError: it is neither.
    """
    if isinstance(data, Mapping):
        return {str(name): _list(column) for name, column in data.items()}
    if isinstance(data, np.ndarray) and data.dtype.names:
        return {name: data[name].tolist() for name in data.dtype.names}
    if hasattr(data, "collect") and hasattr(data, "lazy"):  # a LazyFrame of Polars
        raise BodymapError("the data is lazy; collect it first: df.collect()", field="data")
    names = getattr(data, "column_names", None) or getattr(data, "columns", None)
    if names is None or not hasattr(data, "__getitem__"):
        raise BodymapTypeError(
            "the data must be a mapping, a Series, a list of records, a data frame or the path of a file, "
            f"not {quoted(data)} ({type(data).__name__})",
            field="data",
        )
    for name in names:
        if isinstance(name, tuple):
            raise BodymapError(
                f"the columns have several levels, such as {quoted(name)}; give each one name", field="data"
            )
        if list(names).count(name) > 1:
            raise BodymapError(f"the column {quoted(name)} is there twice; drop or rename one", field="data")
    index = _index(data)
    levels = {level: index.get_level_values(level) for level in getattr(index, "names", ()) if level}
    if index is not None and not levels and not {*names} & {*NAMES} and all(isinstance(one, str) for one in index):
        levels = {NAME: index}
    columns = levels | {name: data[name] for name in names}
    return {str(name): _list(column) for name, column in columns.items()}


def _index(data: Any) -> Any:
    """Return the index of a data frame of pandas; None for others."""
    index = getattr(data, "index", None)
    return index if hasattr(index, "get_level_values") else None


def _is_list(value: Any) -> bool:
    return isinstance(value, list | tuple | np.ndarray) or any(hasattr(value, method) for method in _LISTS[:2])


def _list(column: Any) -> list[Any]:
    for method in _LISTS:
        if hasattr(column, method):
            return list(getattr(column, method)())
    return list(column)


def _file(path: Path) -> tuple[tuple[Row, ...], list[str]]:
    """Return the rows and columns of a file, by its ending.

    Raises:
        BodymapError: the ending is unknown, or the file can't be read.
    """
    ending = path.suffix.lower()
    if ending in motion.ENDINGS:
        return _table(motion.read(path).long())
    if ending in PARQUET:
        return _table(_parquet(path))
    if not ending:
        raise BodymapError(
            f"{quoted(str(path))} is not a table: its name has no ending such as .csv; "
            "values for muscles are a mapping, such as {'soleus': 3}",
            field="data",
        )
    if ending not in ENDINGS:
        choices = (*ENDINGS, *motion.ENDINGS, *PARQUET)
        raise unknown("kind of table", path.suffix, choices, where=str(path))
    table = read_table(path)
    if table.faults:
        raise table.faults[0]
    names = list(dict.fromkeys(name for row in table.rows for name in row.values))
    if not table.rows:
        raise FileError(table.label, "has no rows")
    return tuple(Row(f"{table.label}, line {row.line}", row.values) for row in table.rows), names


def _parquet(path: Path) -> Any:
    try:
        parquet = import_module("pyarrow.parquet")
    except ImportError:
        raise BodymapError(f"{path}: Parquet needs the package pyarrow; install it, or save the table as CSV") from None
    return parquet.read_table(path)


# --- which column ---------------------------------------------------------------------------------------------------


def _column(asked: str | None, names: Sequence[str], field: str) -> str | None:
    """Return a column as the table spells it; files have theirs in small letters with hyphens.

    Raises:
        BodymapError: there is no such column.
    """
    if asked is None or asked in names:
        return asked
    usual = {column_name(name): name for name in names}
    if column_name(str(asked)) in usual:
        return usual[column_name(str(asked))]
    raise unknown("column", asked, names, field=field)


def _usual_name(names: Sequence[str]) -> str:
    for name in NAMES:
        if name in names:
            return name
    raise BodymapError(
        f"say which column names the muscles; it may be {one_of(map(repr, names))}. "
        "If each muscle has a column of its own, give one row: df.iloc[0]",
        field="muscle",
    )


def _usual_value(names: Sequence[str], taken: set[str | None], rows: Sequence[Row]) -> str:
    if VALUE in names:
        return VALUE
    free = [name for name in names if name not in taken]
    numbers = [name for name in free if any(number(row.values.get(name)) is not None for row in rows[:50])]
    if len(found := numbers or free) == 1:
        return found[0]
    listed = one_of(map(repr, numbers or free or names))
    raise BodymapError(f"say which column holds the values; it may be {listed}", field="value")


# --- cells ----------------------------------------------------------------------------------------------------------

MISSING = frozenset({"", "na", "n/a", "nan", "null", "none", "-", "–"})
"""What stands in a cell of a text table whose value is missing."""


def is_missing(value: Any) -> bool:
    """Return whether a cell is empty, or not a number."""
    if value is None:
        return True
    if isinstance(value, str):
        return value.strip().casefold() in MISSING
    if isinstance(value, float | np.floating):
        return bool(value != value)
    return type(value).__name__ in ("NAType", "NaTType", "MaskedConstant")


NO_NUMBERS = (np.datetime64, np.timedelta64, timedelta, date)
"""Types that numpy would turn into a number, whose unit nobody knows."""

NO_CLASSES = (*NO_NUMBERS, complex, np.complexfloating, bytes, Mapping, list, tuple, set, frozenset, np.ndarray)
"""Types whose values are not words for a class either."""

_PERCENT = re.compile(r"[+-]?\d+([.,]\d+)?\s*%")


def check_class(value: Any, where: str) -> None:
    """Check that a value that is not a number is a word for a class.

    Raises:
        BodymapError: it is a list, a time, a complex number or the like, or a number with a percent sign.
    """
    if isinstance(value, NO_CLASSES):
        what = "a time; give seconds or days" if isinstance(value, NO_NUMBERS) else "neither a number nor a word"
        raise BodymapError(f"{where}: {quoted(value)} ({type(value).__name__}) is {what}", field="value")
    if _PERCENT.fullmatch(str(value).strip()):
        raise BodymapError(f"{where}: write {quoted(value)} without the sign, and the unit in label", field="value")


def is_none_word(value: Any) -> bool:
    """Return whether a cell has the word none: no value in a column of numbers, a class of its own among others."""
    return isinstance(value, str) and value.strip().casefold() == "none"


def number(value: Any) -> float | None:
    """Return a cell as a number; None if it is none. Text may have a decimal comma."""
    if isinstance(value, bool | np.bool_) or is_missing(value):
        return None
    if isinstance(value, NO_NUMBERS):
        return None
    try:
        return float(value)
    except OverflowError:  # a whole number beyond the floats
        return math.inf if value > 0 else -math.inf
    except (TypeError, ValueError):
        if not isinstance(value, str):
            return None
    try:
        return float(value.strip().replace(",", ".").replace("\u2212", "-"))
    except ValueError:
        return None
