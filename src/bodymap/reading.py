"""A YAML file from anyone into a frozen record; errors name the file, the line, the field and what it may be."""

from __future__ import annotations

import re
from enum import Enum
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin, get_type_hints

import msgspec
import yaml

from .errors import BodymapError, one_of, quoted, unknown

T = TypeVar("T")

MOST_BYTES = 256 * 1024
"""A library file is a few kilobytes; what is larger is a mistake or an attack."""

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

# The C loader where PyYAML was built with it: several times as fast, the same trees.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_AT = re.compile(r" - at (`key` in )?`\$(.*)`$")
_STEP = re.compile(r"\.([^.\[\]]+)|\[(\d+|\.\.\.)\]")


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
    try:
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise BodymapError(f"{label}: {(error.strerror or 'cannot be read').lower()}") from error
    if len(raw) > MOST_BYTES:
        raise BodymapError(f"{label}: larger than {MOST_BYTES // 1024} kB; a library file is a few kB")
    return parse(raw, into, label=label)


def parse(text: bytes | str, into: type[T], *, label: str) -> T:
    """As `read`, from the text itself."""
    data, lines = _plain(text, label)
    try:
        return msgspec.convert(data, into)
    except msgspec.ValidationError as error:
        raise _misfit(str(error), data, into, lines, label) from None


# --- YAML to plain values -------------------------------------------------------------------------------------------

Lines = dict[tuple[str | int, ...], int]


def _plain(text: bytes | str, label: str) -> tuple[Any, Lines]:
    """The plain values, and the line on which each stands."""
    loader = None
    try:
        loader = _Loader(text)
        node = loader.get_single_node()
        lines: Lines = {}
        return (None if node is None else _value(loader, node, (), lines, set(), label)), lines
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f"{label}, line {mark.line + 1}" if mark else label
        raise BodymapError(f"{place}: not YAML: {error.problem or error.context}") from None
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError, ValueError) as error:
        reason = str(error).splitlines()[0] if str(error) else "nested too deeply"
        raise BodymapError(f"{label}: not YAML: {reason}") from None
    finally:
        if loader is not None:
            loader.dispose()


def _value(loader: Any, node: Any, at: tuple[str | int, ...], lines: Lines, seen: set[int], label: str) -> Any:
    """One node as a plain value. Aliases, tags and repeated keys are refused: nothing here needs them."""
    line = node.start_mark.line + 1
    lines[at] = line
    if id(node) in seen:
        raise BodymapError(f"{label}, line {line}: an alias (*name) repeats this; write it out")
    seen.add(id(node))
    if isinstance(node, yaml.ScalarNode):
        if not node.tag.startswith("tag:yaml.org,2002:"):
            raise BodymapError(f"{label}, line {line}: the tag {quoted(node.tag)} is not read here; leave it out")
        return node.value if node.tag.endswith(":str") else loader.construct_object(node)
    if node.tag == "tag:yaml.org,2002:seq":
        return [_value(loader, item, (*at, i), lines, seen, label) for i, item in enumerate(node.value)]
    if node.tag != "tag:yaml.org,2002:map":
        raise BodymapError(f"{label}, line {line}: the tag {quoted(node.tag)} is not read here; leave it out")
    mapping: dict[Any, Any] = {}
    for key_node, value_node in node.value:
        key = key_node.value
        if not isinstance(key, str):
            raise BodymapError(f"{label}, line {line}: a key must be a word")
        if key in mapping:
            raise BodymapError(f"{label}, line {key_node.start_mark.line + 1}: {quoted(key)} stands here twice")
        mapping[key] = _value(loader, value_node, (*at, key), lines, seen, label)
    return mapping


# --- what a misfit is, in people's words ----------------------------------------------------------------------------


def _misfit(message: str, data: Any, into: Any, lines: Lines, label: str) -> BodymapError:
    """The validator's message, which names a type, as one that names the value and what it may be."""
    at: tuple[str | int, ...] = ()
    wanted = into
    if found := _AT.search(message):
        in_key, path = found.groups()
        at, data, wanted = _follow(path, data, into)
        if in_key:
            key_type = get_args(_only(wanted, dict))[0]
            data, wanted = next(key for key in data if not _fits(key, key_type)), key_type
    place = located(label, lines, at)

    if found := re.search(r"unknown field `(.*?)`", message):
        fields = list(_only(wanted, msgspec.Struct).__struct_fields__)
        return unknown("field", found[1], fields, where=located(label, lines, (*at, found[1]), field=at))
    if found := re.search(r"missing required field `(.*?)`", message):
        return BodymapError(f"{place}: the field {found[1]!r} is missing")
    if isinstance(data, str) and (enum := _only(wanted, Enum)):
        return unknown("value", data, [member.value for member in enum], where=place)
    return BodymapError(f"{place}: {_shown(data)} does not fit; it must be {_words(wanted)}")


def located(label: str, lines: Lines, at: tuple[str | int, ...], field: tuple[str | int, ...] | None = None) -> str:
    """A place as messages have it: "neck.yaml, line 9: muscles[0].role"."""
    line = next((lines[at[:n]] for n in range(len(at), -1, -1) if at[:n] in lines), 1)
    steps = at if field is None else field
    name = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps).lstrip(".")
    return f"{label}, line {line}" + (f": {name}" if name else "")


def _follow(path: str, data: Any, wanted: Any) -> tuple[tuple[str | int, ...], Any, Any]:
    """From msgspec's path (".muscles[0].role") to the steps, the value there and the type it should have."""
    at: list[str | int] = []
    for name, index in _STEP.findall(path):
        step: str | int
        if name:
            step, wanted = name, get_type_hints(_only(wanted, msgspec.Struct), include_extras=True)[name]
        elif index == "...":  # msgspec does not say which key: the first whose value does not fit
            wanted = get_args(_only(wanted, dict))[1]
            step = next(key for key, value in data.items() if not _fits(value, wanted))
        else:
            step, wanted = int(index), get_args(_only(wanted, tuple))[0]
        at.append(step)
        data = data[step]
    return tuple(at), data, wanted


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
