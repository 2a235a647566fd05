"""Errors that a user can fix. Every message is one line: what is wrong, where, and what to write instead."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from unicodedata import category

FEW = 9
"""Maximum number of choices that a message lists. If there are more, it names only the nearest."""

ALIKE = 0.55
"""Minimum similarity, from 0 to 1, at which a name is treated as a misspelling."""


UNREADABLE = r"\x00-\x1f\x7f-\x9f\u200b\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff"
"""The characters that no text may hold, as the inside of a set in a pattern: control characters, line breaks of any
kind, spaces without width, controls that turn the direction of writing, halves of a surrogate pair, and what is no
character. No page shows them. Marks that a script needs, such as U+200D and U+200F, are allowed."""


class BodymapError(Exception):
    """An error that the user can fix. `str()` is one line for people; the command line exits with 2.

    `field` is the Python name of the option or column that the error is about, or empty. `value` is what was given, and
    `choices` are the allowed values, if they can be listed. The message does not repeat the field: each front end shows
    it as its users know it, e.g. as `--side`. `mark` is the field of a mark that takes the value, if that is what to
    write instead; `message` is the message without this.
    """

    def __init__(
        self, message: str, *, field: str = "", value: object = None, choices: Iterable[str] = (), mark: str = ""
    ) -> None:
        super().__init__(f"{message}; give it as the {mark} of a mark" if mark else message)
        self.field, self.value, self.choices, self.mark, self.message = field, value, tuple(choices), mark, message


class BodymapTypeError(BodymapError, TypeError):
    """A value of the wrong Python type; the message says what is expected."""


class BodymapWarning(UserWarning):
    """Something in the data is left out or can't be seen, and the rest is drawn."""


class FileError(BodymapError):
    """An error in a file; `str()` is "own.yaml, line 9: muscles[0].role: …"."""

    def __init__(
        self,
        file: str,
        message: str,
        *,
        line: int | None = None,
        field: str = "",
        value: object = None,
        choices: Iterable[str] = (),
    ) -> None:
        place = file if line is None else f"{file}, line {line}"
        text = plain(": ".join(part for part in (place, field, message) if part))
        super().__init__(text, field=field, value=value, choices=choices)
        self.file, self.line, self.message = file, line, message

    def record(self) -> dict[str, object]:
        """Return file, line, field, value and message, ready for JSON."""
        value = self.value if isinstance(self.value, str | int | float | None) else str(self.value)
        shown = value[:200] if isinstance(value, str) else value
        return {"file": self.file, "line": self.line, "field": self.field, "value": shown, "message": self.message}


def quoted(value: object, longest: int = 60) -> str:
    """Return `value` as a message shows it, on one line: text in quotes, escaped; at most `longest` long."""
    text = repr(str(value)) if isinstance(value, str) else " ".join(repr(value).split())
    return text if len(text) <= longest else f"{text[: longest - 2]}…{text[-1]}"


def unreadable(text: str) -> str:
    """Return what a text may not hold, in words: "the control character U+0007"; empty if there is nothing."""
    found = re.search(f"[{UNREADABLE}]", text)
    if not found:
        return ""
    if found[0] in "\n\r\u2028\u2029":
        return "a line break"
    kind = "the invisible character" if found[0] == "\u200b" else "the control character"
    return f"{kind} U+{ord(found[0]):04X}"


def readable(text: str, field: str = "", where: str = "") -> str:
    """Return a text from the user as it is.

    Args:
        text: the text.
        field: the option that it is given for.
        where: its place, put in front of a message.

    Raises:
        BodymapError: it holds a control character or a line break.
    """
    if flaw := unreadable(text):
        place = f"{where}: " if where else ""
        raise BodymapError(f"{place}{quoted(text)} holds {flaw}; leave it out", field=field, value=text)
    return text


def plain(text: str) -> str:
    """Return text that is safe to print: characters that would control a terminal or break the line are escaped.

    Spaces of any width stay as they are, and so do letters of any script.
    """
    if text.isprintable():
        return text
    return "".join(character if _is_harmless(character) else _escaped(character) for character in text)


def _is_harmless(character: str) -> bool:
    return character.isprintable() or category(character) == "Zs"


def _escaped(character: str) -> str:
    return character.encode("unicode_escape").decode()


def nearest(value: str, choices: Iterable[str], also: Mapping[str, str] | None = None) -> str | None:
    """Return the choice that is most similar to `value`. `also` maps other names to the choices that they mean."""
    return _best(value, choices, also)[1]


def alike(value: str, choices: Iterable[str]) -> bool:
    """Return whether `value` is so similar to one of the choices that it is probably a misspelling."""
    return _best(value, choices, None)[0] >= ALIKE


def nearest_few(value: str, choices: Iterable[str], also: Mapping[str, str] | None = None, few: int = 3) -> list[str]:
    """Return the choices most similar to `value`, best first: at least one, and others that are similar enough."""
    remaining, similar = list(choices), list[str]()
    while remaining and len(similar) < few:
        names = {name: choice for name, choice in (also or {}).items() if choice in remaining}
        likeness, choice = _best(value, remaining, names)
        if choice is None or (similar and likeness < ALIKE):
            break
        similar.append(choice)
        remaining.remove(choice)
    return similar


def unknown(
    kind: str,
    value: object,
    choices: Iterable[str],
    *,
    where: str = "",
    also: Mapping[str, str] | None = None,
    near: Sequence[str] | None = None,
    listing: str = "",
    field: str = "",
) -> BodymapError:
    """Return the error for a name that is not among `choices`.

    Args:
        kind: what the name stands for: "condition".
        value: what was given.
        choices: the allowed names. Up to `FEW` are listed; if there are more, the nearest is named if it is similar.
        where: the place, put in front: "x.yaml: muscles[0].role".
        also: other names, each with the choice that it means.
        near: the choices to suggest, if the caller knows better than their spelling; none if it is empty.
        listing: the command that lists the choices: "bodymap list conditions".
        field: the option that the name was given for.
    """
    choices = [str(choice) for choice in choices]
    place = f"{where}: " if where else ""
    message = f"{place}unknown {kind} {quoted(value)}"
    if not choices:
        return BodymapError(f"{message}: there is none", field=field, value=value)
    few = len(choices) <= FEW
    likeness, best = _best(str(value), choices, also) if near is None else (0.0, None)
    if near or (best is not None and likeness >= ALIKE):
        message += f"; did you mean {one_of(map(repr, near or (best,)))}?"
    elif best is None or few or listing:
        message += "."
    else:
        message += f"; the nearest is {best!r}."
    if few:
        message += f" It may be {one_of(choices)}."
    elif listing:
        message += f" `{listing}` lists them all."
    return BodymapError(message, field=field, value=value, choices=choices)


def one_of(choices: Iterable[str]) -> str:
    """Return choices as a phrase: "left, right or both"."""
    *rest, last = choices
    return f"{', '.join(rest)} or {last}" if rest else last


def folded(name: str) -> str:
    """Return a name in the form used for comparison: case, hyphens, underscores and extra spaces make no difference."""
    return " ".join(name.casefold().replace("-", " ").replace("_", " ").split())


def _best(value: str, choices: Iterable[str], also: Mapping[str, str] | None) -> tuple[float, str | None]:
    """Return the highest similarity, from 0 to 1, and the choice that has it."""
    names = {folded(choice): choice for choice in choices}
    for name, choice in (also or {}).items():
        names.setdefault(folded(name), choice)
    asked = folded(value[:100])
    likeness, name = max(((_likeness(asked, name), name) for name in names), default=(0.0, ""))
    return likeness, names.get(name)


def _likeness(asked: str, name: str) -> float:
    words, others = asked.split(), name.split()
    # A part of a name, e.g. "infra" or "elbow", counts almost like the whole; the order of words makes no difference.
    part = (
        0.9 if len(asked) > 2 and (asked in name or all(any(o.startswith(w) for o in others) for w in words)) else 0.0
    )
    ratio = SequenceMatcher(None, asked, name).ratio()
    if len(words) > 1 and len(others) > 1:
        ratio = max(ratio, SequenceMatcher(None, " ".join(sorted(words)), " ".join(sorted(others))).ratio() - 0.01)
    return max(part, ratio)
