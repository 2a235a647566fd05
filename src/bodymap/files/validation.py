"""A YAML file from anyone into a frozen record; errors name the file, the line, the field and what it may be."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from enum import Enum
from functools import cache
from itertools import islice
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Generic, TypeVar, Union, get_args, get_origin, get_type_hints

import msgspec

from ..errors import FileError, one_of, quoted, unknown
from .disk import contents

T = TypeVar("T")

At = tuple[str | int, ...]
"""A place in a file, step by step from its root."""

MOST_BYTES = 256 * 1024
"""A library file is a few kilobytes."""

Id = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$",
        max_length=60,
        description="lower-case words joined by hyphens, as in tennis-elbow",
    ),
]
Line = Annotated[
    str, msgspec.Meta(pattern=r"^\S[^\r\n]*$", max_length=600, description="one line of text, 600 letters at most")
]

MAX_ERRORS = 50
"""So many faults are told of a file; to look for more would only let a hostile one take long."""


def read(path: Path, into: type[T], *, label: str = "") -> T:
    """The record of type `into` that the file holds.

    Args:
        path: a YAML file of at most `MOST_BYTES` bytes, without tags, aliases and repeated keys.
        into: a msgspec Struct or a type made of them.
        label: what messages call the file; its path unless given.

    Raises:
        BodymapError: the file can't be read, is no plain YAML or does not fit the record.
    """
    label = label or str(path)
    return parse(contents(path, most=MOST_BYTES, label=label), into, label=label)


def parse(text: bytes | str, into: type[T], *, label: str) -> T:
    """As `read`, from the text itself."""
    return validate(text, into, label=label).whole()


class Choices(msgspec.Struct, frozen=True):
    """The names that a field may hold: what they stand for, the choices, other names of those, and who lists them."""

    kind: str
    choices: Collection[str]
    also: Mapping[str, str]
    listing: str


class Validated(msgspec.Struct, Generic[T], frozen=True):
    """What a file gave: its record, unless there are faults; and on which line each field stands."""

    label: str
    record: T | None
    faults: tuple[FileError, ...]
    lines: Mapping[At, int]

    def whole(self) -> T:
        """The record; raises the first fault if there is one."""
        if self.record is None:
            raise self.faults[0]
        return self.record

    def fault(self, at: At, message: str, value: object = None) -> FileError:
        """A fault at a place of this file."""
        return FileError(self.label, message, line=_line(self.lines, at), field=_field(at), value=value)


def validate(
    text: bytes | str,
    into: type[T],
    *,
    label: str,
    known: Mapping[str, Choices] | None = None,
    fill: Callable[[Any], Any] | None = None,
) -> Validated[T]:
    """Every fault of a text in one go, and the record where there is none.

    Args:
        text: the YAML.
        into: the record's type. A field whose type says `naming("muscle")` must hold a name of `known["muscle"]`.
        label: what messages call the file.
        known: what names may be, by what they stand for.
        fill: adds to the plain values of the text what it leaves out.
    """
    from .strict_yaml import StrictLoader  # here: its parser, which what is kept compiled never waits for

    plain = StrictLoader(text, label)
    try:
        data = plain.document()
    except FileError as fault:
        return Validated(label, None, (fault,), {})
    return validate_data(fill(data) if fill else data, into, label=label, known=known, lines=plain.lines or {(): 1})


def validate_data(
    data: Any,
    into: type[T],
    *,
    label: str,
    known: Mapping[str, Choices] | None = None,
    lines: Mapping[At, int] | None = None,
) -> Validated[T]:
    """As `validate`, from plain values. `lines` has the line of each place, for values that come from a file."""
    lines = lines or {}
    faults = [
        FileError(label, message, line=_line(lines, at), field=_field(field), value=value)
        for at, field, value, message in islice(_misfits(data, into, (), known or {}), MAX_ERRORS)
    ]
    record = None
    if not faults:
        try:
            record = msgspec.convert(data, into)
        except msgspec.ValidationError as error:  # nothing that `_misfits` knows of; better said raw than not at all
            faults = [FileError(label, str(error))]
    return Validated(label, record, tuple(faults), lines)


def naming(kind: str) -> msgspec.Meta:
    """Marks a field whose value is the name of a `kind`."""
    return msgspec.Meta(extra={"names": kind})


# --- what a misfit is, in people's words ----------------------------------------------------------------------------


def _misfits(data: Any, wanted: Any, at: At, known: Mapping[str, Choices]) -> Iterator[tuple[At, At, Any, str]]:
    """What does not fit its type: on whose line, in which field, the value, and a message that says what it may be."""
    if isinstance(data, dict) and (struct := _only(wanted, msgspec.Struct)):
        fields, hints = _fields(struct)
        for name in data:
            if name not in fields:
                yield (*at, name), at, name, str(unknown("field", name, fields))
        for name, field in fields.items():
            if name in data:
                yield from _misfits(data[name], hints[field.name], (*at, name), known)
            elif field.required:
                yield at, at, None, f"the field {name!r} is missing"
    elif isinstance(data, dict) and (mapping := _only(wanted, dict)):
        key_type, value_type = get_args(mapping)
        for key, value in data.items():
            if message := _misfit(key, key_type, known):
                yield at, at, key, message
            yield from _misfits(value, value_type, (*at, key), known)
    elif isinstance(data, list) and (sequence := _only(wanted, tuple)):
        for index, item in enumerate(data):
            yield from _misfits(item, get_args(sequence)[0], (*at, index), known)
    elif message := _misfit(data, wanted, known):
        yield at, at, data, message


@cache
def _fields(struct: type[msgspec.Struct]) -> tuple[dict[str, Any], dict[str, Any]]:
    """A record's fields and their types, by name."""
    return {f.encode_name: f for f in msgspec.structs.fields(struct)}, get_type_hints(struct, include_extras=True)


def _misfit(value: Any, wanted: Any, known: Mapping[str, Choices]) -> str:
    """Why a single value does not fit; empty if it does."""
    if not _fits(value, wanted):
        if isinstance(value, str) and (enum := _only(wanted, Enum)):
            return str(unknown("value", value, [member.value for member in enum]))
        return f"{_shown(value)} does not fit; it must be {_words(wanted)}"
    kind = next((meta.extra["names"] for meta in _metas(wanted) if meta.extra), None)
    if kind is not None and kind in known and value is not None and value not in (names := known[kind]).choices:
        return str(unknown(names.kind, value, names.choices, also=names.also, listing=names.listing))
    return ""


def _metas(wanted: Any) -> tuple[Any, ...]:
    """What is noted of a type, or of those that it may be."""
    if get_origin(wanted) in (Union, UnionType):
        return tuple(meta for option in get_args(wanted) for meta in _metas(option))
    return getattr(wanted, "__metadata__", ())


def _line(lines: Mapping[At, int], at: At) -> int | None:
    """The line that a place stands on, or the nearest around it; None for values that come from no file."""
    return next((lines[at[:n]] for n in range(len(at), -1, -1) if at[:n] in lines), 1 if lines else None)


def _field(at: At) -> str:
    """A place as messages have it: "muscles[0].role"."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in at).lstrip(".")


def _fits(value: Any, wanted: Any) -> bool:
    try:
        msgspec.convert(value, wanted)
    except msgspec.ValidationError:
        return False
    return True


def _options(wanted: Any) -> list[Any]:
    """The types that a value may have, bare, and without the one for "absent"."""
    origin = get_origin(wanted)
    if origin is Annotated:
        return _options(get_args(wanted)[0])
    if origin in (Union, UnionType):
        return [kind for option in get_args(wanted) for kind in _options(option)]
    return [] if wanted is NoneType else [wanted]


def _only(wanted: Any, base: type) -> Any:
    """The option that is a `base`; None if there is none."""
    return next((kind for kind in _options(wanted) if issubclass(get_origin(kind) or kind, base)), None)


_WORDS = {
    str: "text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    dict: "a mapping",
    tuple: "a list",
}


def _words(wanted: Any) -> str:
    """A type in words: its own description, where it has one."""
    if get_origin(wanted) is Annotated:
        kind, *metas = get_args(wanted)
        return next((meta.description for meta in metas if meta.description), None) or _words(kind)
    if get_origin(wanted) in (Union, UnionType):
        return one_of([_words(option) for option in get_args(wanted) if option is not NoneType])
    kind = get_origin(wanted) or wanted
    if issubclass(kind, Enum):
        return one_of([member.value for member in kind])
    if issubclass(kind, msgspec.Struct):
        return f"a mapping with {', '.join(kind.__struct_fields__)}"
    return _WORDS[kind]


def _shown(value: Any) -> str:
    return {dict: "a mapping", list: "a list", NoneType: "nothing"}.get(type(value)) or quoted(value)
