"""What can go wrong for a reason that the user can put right. Every message is one line: what, where, what instead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher

FEW = 8
"""So many choices are listed in a message; of more, the nearest is named."""

ALIKE = 0.5
"""From this likeness on, a name is taken for a slip of the pen."""


class BodymapError(Exception):
    """Something the user can put right: `str()` is one line for people. The command line exits with 2."""


class FileError(BodymapError):
    """A fault of a file, its parts to be had one by one; `str()` is "own.yaml, line 9: muscles[0].role: …"."""

    def __init__(self, file: str, message: str, *, line: int | None = None, field: str = "", value: object = None):
        place = file if line is None else f"{file}, line {line}"
        super().__init__(plain(": ".join(part for part in (place, field, message) if part)))
        self.file, self.line, self.field, self.value, self.message = file, line, field, value, message

    def record(self) -> dict[str, object]:
        """For programs: file, line, field, value, and what it may be."""
        value = self.value if isinstance(self.value, str | int | float | None) else str(self.value)
        shown = value[:200] if isinstance(value, str) else value
        return {"file": self.file, "line": self.line, "field": self.field, "value": shown, "message": self.message}


def quoted(value: object, longest: int = 60) -> str:
    """`value` as it stands in a message: in quotes, control characters escaped, at most `longest` long."""
    text = repr(str(value)) if isinstance(value, str) else repr(value)
    return text if len(text) <= longest else f"{text[: longest - 2]}…{text[-1]}"


def plain(line: str) -> str:
    """A line as a terminal may have it: what would steer it, turn its text or begin a new line is escaped."""
    return "".join(letter if letter.isprintable() else letter.encode("unicode_escape").decode() for letter in line)


def nearest(value: str, choices: Iterable[str], also: Mapping[str, str] | None = None) -> str | None:
    """The choice most like `value`; `also` maps further names to the choices that they mean."""
    return _best(value, choices, also)[1]


def nearest_few(value: str, choices: Iterable[str], also: Mapping[str, str] | None = None, few: int = 3) -> list[str]:
    """The choices most like `value`, the most alike first: one at least, and others that are alike enough."""
    left, found = list(choices), list[str]()
    while left and len(found) < few:
        names = {name: choice for name, choice in (also or {}).items() if choice in left}
        likeness, near = _best(value, left, names)
        if near is None or (found and likeness < ALIKE):
            break
        found.append(near)
        left.remove(near)
    return found


def unknown(
    kind: str,
    value: object,
    choices: Iterable[str],
    *,
    where: str = "",
    also: Mapping[str, str] | None = None,
    listing: str = "",
) -> BodymapError:
    """The error for a name that is not among `choices`.

    Args:
        kind: what the name stands for: "condition".
        value: what was given.
        choices: what it may be. Up to `FEW` are listed, of more the nearest is named.
        where: the place, put in front: "x.yaml: muscles[0].role".
        also: further names, each with the choice that it means.
        listing: the command that lists the choices: "bodymap list conditions".
    """
    choices = [str(choice) for choice in choices]
    place = f"{where}: " if where else ""
    message = f"{place}unknown {kind} {quoted(value)}"
    likeness, near = _best(str(value), choices, also)
    if near is None:
        return BodymapError(f"{message}: there is none")
    few = len(choices) <= FEW
    if likeness >= ALIKE:
        message += f"; did you mean {near!r}?"
    else:
        message += "." if few else f"; the nearest is {near!r}."
    if few:
        message += f" It may be {one_of(choices)}."
    elif listing:
        message += f" `{listing}` names them all."
    return BodymapError(message)


def one_of(choices: Iterable[str]) -> str:
    """Choices as a phrase: "left, right or both"."""
    *rest, last = choices
    return f"{', '.join(rest)} or {last}" if rest else last


def folded(name: str) -> str:
    """A name as it is compared: whatever its case, its hyphens and its spaces."""
    return " ".join(name.casefold().replace("-", " ").replace("_", " ").split())


def _best(value: str, choices: Iterable[str], also: Mapping[str, str] | None) -> tuple[float, str | None]:
    """How like it is, from 0 to 1, and the choice."""
    names = {folded(choice): choice for choice in choices}
    for name, choice in (also or {}).items():
        names.setdefault(folded(name), choice)
    asked = folded(value[:100])
    likeness, name = max(((_likeness(asked, name), name) for name in names), default=(0.0, ""))
    return likeness, names.get(name)


def _likeness(asked: str, name: str) -> float:
    # A part of a name, as "infra" or "elbow", counts as nearly the whole.
    part = 0.9 if len(asked) > 2 and asked in name else 0.0
    return max(part, SequenceMatcher(None, asked, name).ratio())
