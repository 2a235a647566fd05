"""Compare plain values with the types that are wanted, and say in plain words what does not fit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

import msgspec

from ..errors import BodymapError, BodymapTypeError, one_of, quoted, unknown, unreadable
from .fields import At, Choices


def misfits(data: Any, wanted: Any, at: At, known: Mapping[str, Choices]) -> Iterator[tuple[At, At, Any, BodymapError]]:
    """Yield each misfit: the place of its line, its field, its value, and an error that says what is allowed."""
    if isinstance(data, dict) and (struct := subtype(wanted, msgspec.Struct)):
        fields, hints = struct_fields(struct)
        for name in data:
            if name not in fields:
                yield (*at, name), at, name, unknown("field", name, fields, also=getattr(struct, "MISTAKEN", None))
        for name, field in fields.items():
            if name in data:
                yield from misfits(data[name], hints[field.name], (*at, name), known)
            elif field.required:
                yield at, at, None, BodymapError(f"the field {name!r} is missing")
    elif isinstance(data, dict) and (mapping := subtype(wanted, dict)):
        key_type, value_type = get_args(mapping)
        for key, value in data.items():
            if error := _misfit(key, key_type, known):
                yield at, at, key, error
            yield from misfits(value, value_type, (*at, key), known)
    elif isinstance(data, list) and (sequence := subtype(wanted, tuple)):
        for index, item in enumerate(data):
            yield from misfits(item, get_args(sequence)[0], (*at, index), known)
    elif error := _misfit(data, wanted, known):
        yield at, at, data, error


@cache
def struct_fields(struct: type[msgspec.Struct]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return a record's fields and their types, by name."""
    return {f.encode_name: f for f in msgspec.structs.fields(struct)}, get_type_hints(struct, include_extras=True)


def _misfit(value: Any, wanted: Any, known: Mapping[str, Choices]) -> BodymapError | None:
    """Return the error of a value that does not fit, a BodymapTypeError if its type is wrong; None if it fits."""
    names = known.get(name_kind(wanted))
    if names and names.meant and isinstance(value, str) and not unreadable(value) and value not in names.choices:
        if len(found := names.meant(value)) > 1:
            return BodymapError(f"{quoted(value)} may mean {one_of(map(repr, found))}; which one?", choices=found)
        return names.refuse(value)
    if not _fits(value, wanted):
        if isinstance(value, str) and (enum := subtype(wanted, Enum)):
            return unknown("value", value, [member.value for member in enum])
        if isinstance(value, str) and subtype(wanted, str) and (flaw := unreadable(value)):
            return BodymapError(f"{_shown(value)} holds {flaw}; it must be {type_in_words(wanted)}")
        message = f"{_shown(value)} does not fit; it must be {type_in_words(wanted)}"
        return BodymapError(message) if _has_type(value, wanted) else BodymapTypeError(message)
    if names and value is not None and value not in names.choices:
        return names.refuse(value)
    return None


def _has_type(value: Any, wanted: Any) -> bool:
    """Return whether a value has one of the Python types that are wanted, whatever it is; items have to fit too."""
    for kind in _options(wanted):
        if issubclass(bare := get_origin(kind) or kind, tuple) and isinstance(value, list | tuple):
            return all(_has_type(item, get_args(kind)[0]) for item in value)
        if type(value) is bare or (bare is float and type(value) is int) or (isinstance(value, str) and bare is str):
            return True
    return False


def name_kind(wanted: Any) -> str:
    """Return what a field holds the name of; empty if it holds no name."""
    return next((meta.extra["names"] for meta in _metas(wanted) if meta.extra), "")


def _metas(wanted: Any) -> tuple[Any, ...]:
    """Return the annotations of a type or, for a union, of all its options."""
    if get_origin(wanted) in (Union, UnionType):
        return tuple(meta for option in get_args(wanted) for meta in _metas(option))
    return getattr(wanted, "__metadata__", ())


def _fits(value: Any, wanted: Any) -> bool:
    try:
        msgspec.convert(value, wanted)
    except msgspec.ValidationError:
        return False
    return True


def _options(wanted: Any) -> list[Any]:
    """Return the types that a value may have, without annotations and without None."""
    origin = get_origin(wanted)
    if origin is Annotated:
        return _options(get_args(wanted)[0])
    if origin in (Union, UnionType):
        return [kind for option in get_args(wanted) for kind in _options(option)]
    return [] if wanted is NoneType else [wanted]


def subtype(wanted: Any, base: type) -> Any:
    """Return the option that is a `base`; None if there is none."""
    return next((kind for kind in _options(wanted) if issubclass(get_origin(kind) or kind, base)), None)


_WORDS = {
    str: "text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    dict: "a mapping",
    tuple: "a list",
}


def type_in_words(wanted: Any) -> str:
    """Return a type in words: its own description, if it has one."""
    if get_origin(wanted) is Annotated:
        kind, *metas = get_args(wanted)
        return next((meta.description for meta in metas if meta.description), None) or type_in_words(kind)
    if get_origin(wanted) in (Union, UnionType):
        return one_of([type_in_words(option) for option in get_args(wanted) if option is not NoneType])
    kind = get_origin(wanted) or wanted
    if issubclass(kind, Enum):
        return one_of([member.value for member in kind])
    if issubclass(kind, msgspec.Struct):
        return f"a mapping with {', '.join(kind.__struct_fields__)}"
    return _WORDS[kind]


def _shown(value: Any) -> str:
    return {dict: "a mapping", list: "a list", NoneType: "nothing"}.get(type(value)) or quoted(value)
