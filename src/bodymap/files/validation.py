"""Parse untrusted YAML into frozen records; errors name the file, the line, the field and what is allowed there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from itertools import islice
from numbers import Integral, Real
from pathlib import Path
from typing import Any, Generic, TypeVar, get_args

import msgspec

from ..errors import BodymapError, BodymapTypeError, FileError, quoted, unknown, unreadable
from .disk import contents
from .fields import At, Choices
from .misfits import misfits, name_kind, struct_fields, subtype, type_in_words

T = TypeVar("T")

MOST_BYTES = 256 * 1024
"""Maximum size of a file in bytes. A library file is a few kilobytes."""

MAX_ERRORS = 50
"""Maximum number of errors reported per file. Without a limit, a malicious file could take very long to check."""


def read(path: Path, into: type[T], *, label: str = "") -> T:
    """Return the record of type `into` that a file contains.

    Args:
        path: a YAML file of at most `MOST_BYTES` bytes, without tags, aliases and repeated keys.
        into: a msgspec Struct or a type made of them.
        label: the file's name in messages; by default, its path.

    Raises:
        BodymapError: the file can't be read, is not plain YAML or does not fit the record.
    """
    label = label or str(path)
    return parse(contents(path, most=MOST_BYTES, label=label), into, label=label)


def parse(text: bytes | str, into: type[T], *, label: str) -> T:
    """Return the record in a text, as `read` does for a file."""
    return validate(text, into, label=label).whole()


class Validated(msgspec.Struct, Generic[T], frozen=True):
    """The result of validating a file: its record or the errors, and the line of each field.

    `notes` say what a reader of the file may want to know though nothing is wrong, such as how a name was read.
    """

    label: str
    record: T | None
    faults: tuple[FileError, ...]
    lines: Mapping[At, int]
    notes: tuple[FileError, ...] = ()

    def whole(self) -> T:
        """Return the record; raise the first error if there is one."""
        if self.record is None:
            raise self.faults[0]
        return self.record

    def fault(self, at: At, message: str, value: object = None) -> FileError:
        """Return an error at a place in this file."""
        return FileError(self.label, message, line=_line(self.lines, at), field=_field(at), value=value)


def validate(
    text: bytes | str,
    into: type[T],
    *,
    label: str,
    known: Mapping[str, Choices] | None = None,
    fill: Callable[[Any], Any] | None = None,
    as_written: bool = False,
) -> Validated[T]:
    """Return all errors of a text at once, or the record if there are none.

    Args:
        text: the YAML.
        into: the record's type. A field whose type says `naming("muscle")` must hold a name of `known["muscle"]`.
        label: the file's name in messages.
        known: the allowed names, by what they stand for.
        fill: a function that adds what is missing to the plain values of the text.
        as_written: whether numbers and truth values stay the text that they were written as.
    """
    from .strict_yaml import StrictLoader  # here: compiled records don't need the parser

    plain = StrictLoader(text, label, as_written=as_written)
    try:
        data = plain.document()
    except FileError as fault:
        return Validated(label, None, (fault,), {})
    if data is None and not plain.lines:
        return Validated(label, None, (FileError(label, f"the file is empty; it must be {type_in_words(into)}"),), {})
    return validate_data(fill(data) if fill else data, into, label=label, known=known, lines=plain.lines or {(): 1})


def validate_mapping(
    fields: Mapping[Any, Any], into: type[T], *, label: str, known: Mapping[str, Choices] | None = None
) -> Validated[T]:
    """Validate a mapping from Python, as `validate` does a text.

    Raises:
        BodymapTypeError: it holds a value that no file could hold.
    """
    try:
        data = msgspec.json.decode(msgspec.json.encode(dict(fields)))
    except (TypeError, UnicodeEncodeError) as error:
        raise BodymapTypeError(f"{label}: {error}", field=label) from error
    return validate_data(data, into, label=label, known=known)


def validate_data(
    data: Any,
    into: type[T],
    *,
    label: str,
    known: Mapping[str, Choices] | None = None,
    lines: Mapping[At, int] | None = None,
) -> Validated[T]:
    """Validate plain values, as `validate` does a text. `lines` is the line of each place if they come from a file."""
    lines = lines or {}
    read: list[tuple[At, At, Any, str]] = []
    data = _named(data, into, (), known or {}, read)
    read += _unfinished(data, ())
    notes = tuple(
        FileError(label, message, line=_line(lines, at), field=_field(field), value=value)
        for at, field, value, message in read[:MAX_ERRORS]
    )
    faults = [
        FileError(label, str(e), line=_line(lines, at), field=_field(field), value=value, choices=e.choices)
        for at, field, value, e in islice(misfits(data, into, (), known or {}), MAX_ERRORS)
    ]
    record = None
    if not faults:
        try:
            record = msgspec.convert(data, into)
        except msgspec.ValidationError as error:  # not caught by `misfits`; a raw message is better than none
            faults = [FileError(label, str(error))]
    return Validated(label, record, tuple(faults), lines, notes)


def fitting(record: type[msgspec.Struct], field: str, value: Any) -> Any:
    """Return a value from Python as a field of a record holds it, checked as one from a file is.

    A list becomes a tuple, a word the member that it stands for, and a number of any library a number of Python.
    Whether a name is known is not checked.

    Raises:
        BodymapError: the value is not allowed.
        BodymapTypeError: it has the wrong Python type.
    """
    wanted = struct_fields(record)[1][field]
    value = _plain(value)
    try:
        return msgspec.convert(value, wanted)
    except msgspec.ValidationError as fault:
        data = list(value) if isinstance(value, tuple) else value
        whole = (field,), (field,), value, BodymapTypeError(str(fault))
        _, at, part, error = next(misfits(data, wanted, (field,), {}), whole)
    kind = BodymapTypeError if isinstance(error, BodymapTypeError) else BodymapError
    if at != (field,):
        raise kind(f"{_field(at)}: {error}", field=field, value=part, choices=error.choices)
    if isinstance(value, str) and subtype(wanted, Enum) and not subtype(wanted, tuple):
        raise unknown(field, value, error.choices, field=field)
    if isinstance(value, str) and subtype(wanted, str) and (flaw := unreadable(value)):
        raise BodymapError(f"{field}: {quoted(value)} holds {flaw}; leave it out", field=field, value=value)
    what = f"{quoted(value)} ({type(value).__name__})" if kind is BodymapTypeError else quoted(value)
    struct = subtype(wanted, msgspec.Struct)
    words = f"a {struct.__name__}" if struct else type_in_words(wanted)
    raise kind(f"{field} must be {words}, not {what}", field=field, value=value, choices=error.choices)


def _plain(value: Any) -> Any:
    """Return a number of any library as one of Python, and a list of values likewise."""
    if isinstance(value, list | tuple):
        return tuple(map(_plain, value))
    if isinstance(value, bool | int | float) and type(value) in (bool, int, float):
        return value
    if isinstance(value, Integral):
        return int(value)
    return float(value) if isinstance(value, Real) else value


# --- names as people type them, and text to replace -----------------------------------------------------------------


def _named(data: Any, wanted: Any, at: At, known: Mapping[str, Choices], notes: list[tuple[At, At, Any, str]]) -> Any:
    """Return plain values with every name that people type replaced by the one that it means; note each of them."""
    if isinstance(data, dict) and (struct := subtype(wanted, msgspec.Struct)):
        fields, hints = struct_fields(struct)
        return {
            name: _named(value, hints[fields[name].name], (*at, name), known, notes) if name in fields else value
            for name, value in data.items()
        }
    if isinstance(data, dict) and (mapping := subtype(wanted, dict)):
        key_type, value_type = get_args(mapping)
        keys = {key: _meant(key, key_type, known) for key in data}
        if len({*keys.values()}) < len(keys):
            keys = {key: key for key in data}  # two names of one thing: leave them to be refused
        for key, name in keys.items():
            if name != key:
                notes.append((at, at, key, _read_as(key, name)))
        return {keys[key]: _named(value, value_type, (*at, key), known, notes) for key, value in data.items()}
    if isinstance(data, list) and (sequence := subtype(wanted, tuple)):
        return [_named(item, get_args(sequence)[0], (*at, n), known, notes) for n, item in enumerate(data)]
    if (name := _meant(data, wanted, known)) != data:
        notes.append((at, at, data, _read_as(data, name)))
    return name


def _meant(value: Any, wanted: Any, known: Mapping[str, Choices]) -> Any:
    """Return the name that a value means in a field that holds one; the value itself if it means none or several."""
    names = known.get(name_kind(wanted)) if isinstance(value, str) else None
    if names is None or names.meant is None or value in names.choices:
        return value
    found = names.meant(value)
    return found[0] if len(found) == 1 else value


def _read_as(typed: str, name: str) -> str:
    return f"{quoted(typed)} is read as {name}"


def _unfinished(data: Any, at: At) -> Iterator[tuple[At, At, Any, str]]:
    """Yield a note for each text in square brackets, which stands where a new file needs text of your own."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _unfinished(value, (*at, key))
    elif isinstance(data, list):
        for index, item in enumerate(data):
            yield from _unfinished(item, (*at, index))
    elif isinstance(data, str) and data.startswith("[") and data.endswith("]"):
        yield at, at, data, f"{quoted(data)} waits for words of your own"


def _line(lines: Mapping[At, int], at: At) -> int | None:
    """Return the line of a place, or of the nearest one that contains it; None for values that are not from a file."""
    return next((lines[at[:n]] for n in range(len(at), -1, -1) if at[:n] in lines), 1 if lines else None)


def _field(at: At) -> str:
    """Return a place as messages show it: "muscles[0].role"."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in at).lstrip(".")
