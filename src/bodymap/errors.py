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


def quoted(value: object, longest: int = 60) -> str:
    """`value` as it stands in a message: in quotes, control characters escaped, at most `longest` long."""
    text = repr(str(value)) if isinstance(value, str) else repr(value)
    return text if len(text) <= longest else f"{text[: longest - 2]}…{text[-1]}"


def nearest(value: str, choices: Iterable[str], also: Mapping[str, str] | None = None) -> str | None:
    """The choice most like `value`; `also` maps further names to the choices that they mean."""
    return _best(value, choices, also)[1]


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


def _folded(name: str) -> str:
    return " ".join(name.casefold().replace("-", " ").replace("_", " ").split())


def _best(value: str, choices: Iterable[str], also: Mapping[str, str] | None) -> tuple[float, str | None]:
    """How like it is, from 0 to 1, and the choice."""
    names = {_folded(choice): choice for choice in choices}
    for name, choice in (also or {}).items():
        names.setdefault(_folded(name), choice)
    asked = _folded(value[:100])
    likeness, name = max(((_likeness(asked, name), name) for name in names), default=(0.0, ""))
    return likeness, names.get(name)


def _likeness(asked: str, name: str) -> float:
    # A part of a name, as "infra" or "elbow", counts as nearly the whole.
    part = 0.9 if len(asked) > 2 and asked in name else 0.0
    return max(part, SequenceMatcher(None, asked, name).ratio())
