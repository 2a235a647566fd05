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
from .files import contents

T = TypeVar("T")

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

DEEPEST = 20
"""So deep may mappings and lists be nested; a library file needs five."""

# The C loader where PyYAML was built with it: several times as fast, the same events.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NUMBERS: dict[str, Any] = {
    "tag:yaml.org,2002:int": yaml.SafeLoader.construct_yaml_int,
    "tag:yaml.org,2002:float": yaml.SafeLoader.construct_yaml_float,
}
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
    return parse(contents(path, most=MOST_BYTES, label=label), into, label=label)


def parse(text: bytes | str, into: type[T], *, label: str) -> T:
    """As `read`, from the text itself."""
    plain = _Plain(text, label)
    data = plain.document()
    try:
        return msgspec.convert(data, into)
    except msgspec.ValidationError as error:
        raise _misfit(str(error), data, into, plain.lines, label) from None


# --- YAML to plain values -------------------------------------------------------------------------------------------

At = tuple[str | int, ...]


class _Plain:
    """The plain values of a YAML text, and the line on which each stands.

    Built from the parser's events, not from its nodes: composing nodes recurses in C and crashes on deep nesting.
    Aliases, tags and repeated keys are refused: nothing here needs them.
    """

    def __init__(self, text: bytes | str, label: str) -> None:
        self.text, self.label = text, label
        self.lines: dict[At, int] = {}

    def document(self) -> Any:
        """The one document of the text; None of an empty one."""
        loader = None
        try:
            self._loader = loader = _Loader(self.text)
            self._next()
            if isinstance(self._next(), yaml.StreamEndEvent):
                return None
            value = self._value(self._next(), ())
            self._next()
            if not isinstance(end := self._next(), yaml.StreamEndEvent):
                raise self._error(end, "a second document begins; a file holds one")
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            place = f"{self.label}, line {mark.line + 1}" if mark else self.label
            raise BodymapError(f"{place}: not YAML: {error.problem or error.context}") from None
        except (yaml.YAMLError, ValueError) as error:
            raise BodymapError(f"{self.label}: not YAML: {' '.join(str(error).split())}") from None
        finally:
            if loader is not None:
                loader.dispose()
        return value

    def _next(self) -> Any:
        return self._loader.get_event()

    def _value(self, event: Any, at: At) -> Any:
        self.lines[at] = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent):
            raise self._error(event, f"the alias *{str(event.anchor)[:40]} is not read here; write it out")
        if event.tag:
            raise self._error(event, f"the tag {quoted(event.tag)} is not read here; leave it out")
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event)
        if len(at) == DEEPEST:
            raise self._error(event, f"nested more than {DEEPEST} deep")
        return self._sequence(at) if isinstance(event, yaml.SequenceStartEvent) else self._mapping(at)

    def _scalar(self, event: Any) -> Any:
        """Nothing, a number or text. Dates, and yes and no, stay text: no record has a place for them."""
        tag = self._loader.resolve(yaml.ScalarNode, event.value, event.implicit)
        if make := _NUMBERS.get(tag):
            return make(self._loader, yaml.ScalarNode(tag, event.value))
        return None if tag == "tag:yaml.org,2002:null" else event.value.strip()

    def _sequence(self, at: At) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            items.append(self._value(event, (*at, len(items))))
        return items

    def _mapping(self, at: At) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                raise self._error(event, "a key must be a word")
            if event.value in mapping:
                raise self._error(event, f"{quoted(event.value)} stands here twice")
            mapping[event.value] = self._value(self._next(), (*at, event.value))
        return mapping

    def _error(self, event: Any, message: str) -> BodymapError:
        return BodymapError(f"{self.label}, line {event.start_mark.line + 1}: {message}")


# --- what a misfit is, in people's words ----------------------------------------------------------------------------


def _misfit(message: str, data: Any, into: Any, lines: dict[At, int], label: str) -> BodymapError:
    """The validator's message, which names a type, as one that names the value and what it may be."""
    at: At = ()
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


def located(label: str, lines: dict[At, int], at: At, field: At | None = None) -> str:
    """A place as messages have it: "neck.yaml, line 9: muscles[0].role"."""
    line = next((lines[at[:n]] for n in range(len(at), -1, -1) if at[:n] in lines), 1)
    steps = at if field is None else field
    name = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps).lstrip(".")
    return f"{label}, line {line}" + (f": {name}" if name else "")


def _follow(path: str, data: Any, wanted: Any) -> tuple[At, Any, Any]:
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
