"""The words in bodymap's pictures and documents, by key: `text("side.both")` is "Both sides".

There is one file per language, `assets/words/<language>.yaml`, divided into sections. A text has named slots, such as
{title}, which a translator may put in any order. A text that depends on a number has one form for each of the
language's plural categories in Unicode's CLDR: `one` and `other` in English.

To add a language, translate en.yaml: the same keys and slots, with the plural categories of that language. Then add its
rules to `RULES`. `tests/test_words.py` checks that every language has the keys and slots of the English file.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, reduce

import msgspec

from .errors import BodymapError, unknown
from .files import disk_cache
from .files.disk import assets, contents
from .files.validation import MOST_BYTES, parse

FORMAT = 1
"""Version of the compiled form. Raise it whenever the record below changes."""

DEFAULT = "en"

Entry = str | dict[str, str]
"""A text, or its form for each plural category."""


class Rules(msgspec.Struct, frozen=True):
    """The rules of a language: `plural` returns the CLDR category of a number.

    With `lowers_names`, a name inside a sentence starts with a small letter, unless it begins with an abbreviation or a
    word of `proper`.
    """

    plural: Callable[[int], str]
    lowers_names: bool
    proper: tuple[str, ...] = ()


RULES = {"en": Rules(plural=lambda n: "one" if n == 1 else "other", lowers_names=True, proper=("Achilles",))}
"""The rules of each language that has a file."""


class Catalogue(msgspec.Struct, frozen=True):
    """The texts of a language, by "section.key"."""

    language: str
    entries: dict[str, Entry]

    def text(self, key: str, count: int | None = None, **slots: object) -> str:
        """Return the text of a key with its slots filled; `count` chooses the plural form.

        Raises:
            KeyError: there is no such key, or a slot is not given.
        """
        entry = self.entries[key]
        if isinstance(entry, dict):
            if count is None:
                raise KeyError(f"{key} depends on a number")
            entry = entry[RULES[self.language].plural(count)]
        return entry.format(**slots)


def languages() -> tuple[str, ...]:
    """Return the available languages, the default one first."""
    return tuple(sorted(RULES, key=lambda name: (name != DEFAULT, name)))


@cache
def catalogue(language: str = DEFAULT) -> Catalogue:
    """Return the words of a language, read once.

    Raises:
        BodymapError: there is no such language, or its file is faulty.
    """
    if language not in RULES:
        raise unknown("language", language, languages())
    path = assets() / "words" / f"{language}.yaml"
    label = f"words/{path.name}"
    raw = contents(path, most=MOST_BYTES, label=label)
    return disk_cache.compiled("words", FORMAT, Catalogue, (raw,), lambda: _parsed(raw, language, label))


def text(key: str, count: int | None = None, *, language: str = DEFAULT, **slots: object) -> str:
    """Return the text of a key in a language: see `Catalogue.text`."""
    return catalogue(language).text(key, count, **slots)


def listing(items: Sequence[str], *, language: str = DEFAULT) -> str:
    """Return a list as in a sentence: "a, b and c"."""
    *rest, last = items or [text("list.nothing", language=language)]
    return text("list.final", language=language, items=series(rest, language=language), last=last) if rest else last


def series(items: Sequence[str], *, language: str = DEFAULT) -> str:
    """Return a list as in a note: "a, b, c"."""
    return reduce(lambda before, name: text("list.middle", language=language, items=before, next=name), items)


def number(n: int, *, language: str = DEFAULT) -> str:
    """Return a small number as a word and a larger one in figures."""
    key = f"number.{n}"
    return text(key, language=language) if key in catalogue(language).entries else str(n)


def within(name: str, *, language: str = DEFAULT) -> str:
    """Return a name as it is written inside a sentence."""
    rules = RULES[language]
    keeps = name.startswith(rules.proper) or name[1:2].isupper() or name[1:2].isdigit()
    return name[:1].lower() + name[1:] if rules.lowers_names and not keeps else name


def _parsed(raw: bytes, language: str, label: str) -> Catalogue:
    sections = parse(raw, dict[str, dict[str, Entry]], label=label)
    entries = {f"{section}.{key}": entry for section, texts in sections.items() for key, entry in texts.items()}
    for key, entry in entries.items():
        if isinstance(entry, dict) and "other" not in entry:
            raise BodymapError(f"{label}: {key}: the form `other` is missing")
    return Catalogue(language, entries)
