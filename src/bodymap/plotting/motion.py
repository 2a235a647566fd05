"""Reads the tables of OpenSim, .sto and .mot: a header, a line of column names, and numbers by time.

The format is described in "Storage (.sto) Files" and "Motion (.mot) Files" of the OpenSim documentation (version 4.5).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..errors import FileError, quoted
from ..files.disk import contents

ENDINGS = (".sto", ".mot")

END = "endheader"
"""The line that ends the header."""

TIME = "time"
"""The name of the first column."""

MOST_BYTES = 256 * 1024 * 1024
"""Maximum size of a file."""

ROWS, COLUMNS = ("nrows", "datarows"), ("ncolumns", "datacolumns")
"""Fields of the header that give the numbers of rows and columns."""

WHAT = ("activation", "force", "excitation")
"""What the path of a column may say about a muscle: /forceset/soleus_r/activation."""


FORCES = "forceset"
"""What the path of a muscle begins with."""


class Motion(NamedTuple):
    """A table of OpenSim.

    Attributes:
        title: the first line of its header.
        header: the other lines of its header that have the form name=value.
        names: the columns but for the time.
        time: (n,) seconds.
        values: (n, columns).
    """

    title: str
    header: dict[str, str]
    names: tuple[str, ...]
    time: NDArray[np.float64]
    values: NDArray[np.float64]

    def long(self) -> dict[str, list[Any]]:
        """Return the table with a row for each time and muscle: the columns time, muscle and value."""
        rows, columns = self.values.shape
        return {
            TIME: np.repeat(self.time, columns).tolist(),
            "muscle": [muscle_of(name) for name in self.names] * rows,
            "value": self.values.reshape(-1).tolist(),
        }


def muscle_of(column: str) -> str:
    """Return the muscle of a column: soleus_r of /forceset/soleus_r/activation, of soleus_r.activation or by itself.

    A path that says something else, such as the angle of a joint or the length of a fibre, stays as it is.
    """
    parts = [part for part in column.split("/") if part]
    if len(parts) > 1 and what_of(column):
        return parts[-2]
    if len(parts) == 1 or parts[-2:-1] == [FORCES]:
        return parts[-1].rpartition(".")[0] if what_of(column) else parts[-1]
    return column


def what_of(column: str) -> str:
    """Return which of `WHAT` a column says about a muscle; "" if it doesn't say."""
    stem, mark, last = column.replace("/", ".").rpartition(".")
    return last if stem and mark and last in WHAT else ""


def read(path: Path) -> Motion:
    """Return the table in a file.

    Raises:
        BodymapError: the file can't be read or is faulty.
    """
    raw = contents(path, most=MOST_BYTES, label=str(path))
    try:
        lines = raw.decode("utf-8").splitlines()
    except UnicodeDecodeError:
        raise FileError(str(path), "is not UTF-8 text") from None
    end = next((n for n, line in enumerate(lines[:200]) if line.strip().lower() == END), None)
    if end is None:
        raise FileError(str(path), f"has no line {END!r} that ends the header")
    header = dict(_field(line) for line in lines[1:end] if "=" in line)
    start = next((n for n in range(end + 1, len(lines)) if lines[n].strip()), None)
    if start is None:
        raise FileError(str(path), "has no column names after the header", line=end + 1)
    names = lines[start].split("\t") if "\t" in lines[start] else lines[start].split()
    names = [name.strip() for name in names if name.strip()]
    _check_names(path, names, start + 1)
    table = _numbers(path, lines, start + 1, len(names))
    _check_header(path, header, table)
    return Motion(lines[0].strip(), header, tuple(names[1:]), table[:, 0], table[:, 1:])


def _field(line: str) -> tuple[str, str]:
    name, _, value = line.partition("=")
    return name.strip().lower(), value.strip()


def _check_names(path: Path, names: Sequence[str], line: int) -> None:
    if not names or names[0].lower() != TIME:
        found = quoted(names[0]) if names else "nothing"
        raise FileError(str(path), f"the first column must be {TIME!r}, not {found}", line=line)
    for n, name in enumerate(names):
        if name in names[:n]:
            raise FileError(str(path), "comes twice", line=line, field=name)
    told = list(dict.fromkeys(filter(None, map(what_of, names))))
    if len(told) > 1:
        raise FileError(str(path), f"holds {' and '.join(told)} of muscles; keep the columns of one of them", line=line)


def _numbers(path: Path, lines: Sequence[str], start: int, columns: int) -> NDArray[np.float64]:
    rows: list[list[float]] = []
    for n in range(start, len(lines)):
        cells = lines[n].split()
        if not cells:
            continue
        if len(cells) != columns:
            raise FileError(str(path), f"has {len(cells)} numbers, but there are {columns} columns", line=n + 1)
        try:
            rows.append([float(cell) for cell in cells])
        except ValueError:
            wrong = next(cell for cell in cells if not _is_number(cell))
            raise FileError(str(path), f"{quoted(wrong)} is not a number", line=n + 1) from None
        if len(rows) > 1 and not rows[-1][0] >= rows[-2][0]:
            raise FileError(str(path), "the time runs backwards", line=n + 1)
    if not rows:
        raise FileError(str(path), "has no rows")
    return np.array(rows, dtype=np.float64)


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def _check_header(path: Path, header: dict[str, str], table: NDArray[np.float64]) -> None:
    """Check the numbers of rows and columns that the header gives.

    Raises:
        FileError: they are not those of the table.
    """
    rows, columns = table.shape
    for names, count, what in ((ROWS, rows, "rows"), (COLUMNS, columns, "columns")):
        for name in names:
            if name in header and header[name] != str(count):
                raise FileError(str(path), f"the header says {header[name]} {what}, but there are {count}", field=name)
