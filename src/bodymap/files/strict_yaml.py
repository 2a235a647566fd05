"""Read YAML into plain values from the parser's events: the only module that uses the YAML parser."""

from __future__ import annotations

from typing import Any

import yaml

from ..errors import FileError, quoted

At = tuple[str | int, ...]
"""A place in a file, step by step from its root."""

DEEPEST = 20
"""Maximum nesting depth of mappings and lists. A library file needs five."""

# The C loader if PyYAML was built with it: several times faster, with the same events.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TRUTH = {"true": True, "false": False}
_NUMBERS: dict[str, Any] = {
    "tag:yaml.org,2002:int": yaml.SafeLoader.construct_yaml_int,
    "tag:yaml.org,2002:float": yaml.SafeLoader.construct_yaml_float,
}


class StrictLoader:
    """The plain values of a YAML text, and the line of each.

    Built from the parser's events, not from its nodes: composing nodes recurses in C and crashes on deep nesting.
    Aliases, tags and repeated keys are rejected: no file of bodymap needs them.
    """

    def __init__(self, text: bytes | str, label: str, *, as_written: bool = False) -> None:
        self.text, self.label, self.as_written = text, label, as_written
        self.lines: dict[At, int] = {}

    def document(self) -> Any:
        """Return the only document of the text; None if the text is empty."""
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
            raise self._fault(mark.line + 1 if mark else None, error.problem or error.context) from None
        except (yaml.YAMLError, ValueError) as error:
            raise self._fault(None, str(error)) from None
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
        """Return None, a number, true, false or text. Dates, yes and no stay text: no record has a field for them.

        `as_written` leaves numbers and truth values text, so that 007, 3.10 and 12:30 stay what they are.
        """
        tag = self._loader.resolve(yaml.ScalarNode, event.value, event.implicit)
        if self.as_written:
            return None if tag == "tag:yaml.org,2002:null" else event.value.strip()
        if tag == "tag:yaml.org,2002:bool" and event.value in _TRUTH:
            return _TRUTH[event.value]
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
                raise self._error(event, f"{quoted(event.value)} is used twice")
            mapping[event.value] = self._value(self._next(), (*at, event.value))
        return mapping

    def _error(self, event: Any, message: str) -> FileError:
        return FileError(self.label, message, line=event.start_mark.line + 1)

    def _fault(self, line: int | None, problem: str | None) -> FileError:
        if problem and "nesting depth" in problem:  # newer builds of the C parser have their own limit
            return FileError(self.label, f"nested more than {DEEPEST} deep", line=line)
        return FileError(self.label, f"not YAML: {' '.join((problem or '').split())}", line=line)
