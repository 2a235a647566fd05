"""How people speak of the body: words that say the same, words that say nothing, and what is said of each entry."""

from __future__ import annotations

from functools import cache

import msgspec

from ..errors import BodymapError
from ..files import disk_cache
from ..files.disk import assets, contents
from ..files.fields import Line
from ..files.validation import MOST_BYTES, parse
from .anatomy import Record
from .names import words_of

FORMAT = 2
"""Version of the compiled form. Raise it whenever the record below or the way words are read changes."""

LONGEST = 5
"""Maximum number of words in an entry of `same`."""


class LayWords(msgspec.Struct, frozen=True):
    """The table, ready for use.

    `silent` are the words that tell nothing apart; those of `pain` among them say that a complaint is meant. `parts`
    name parts of the body, and `directions` say where on a part; those of `aside` say how or when it hurts, not where.
    `same` has the words of a phrase, singular, joined by spaces, and what they are read as.
    `says` has, for each kind and id, what people say of it.
    """

    silent: frozenset[str]
    pain: frozenset[str]
    directions: frozenset[str]
    parts: frozenset[str]
    aside: frozenset[str]
    same: dict[str, tuple[str, ...]]
    says: dict[str, dict[str, tuple[str, ...]]]

    def terms(self, phrase: str) -> tuple[str, ...]:
        """Return the words of a phrase that mean something, each once, in the form in which they are compared."""
        words = words_of(phrase)
        terms: list[str] = []
        start = 0
        while start < len(words):
            for end in range(min(len(words), start + LONGEST), start, -1):
                if found := self.same.get(" ".join(words[start:end])):
                    terms += found
                    start = end
                    break
            else:
                if words[start] not in self.silent:
                    terms.append(words[start])
                start += 1
        return tuple(dict.fromkeys(terms))


@cache
def lay_words() -> LayWords:
    """Return the table that comes with bodymap, read once."""
    raw = contents(assets() / "lay-words.yaml", most=MOST_BYTES, label="lay-words.yaml")
    return disk_cache.compiled("lay-words", FORMAT, LayWords, [raw], lambda: _parsed(raw))


class _File(Record, frozen=True):
    fillers: tuple[Line, ...]
    pain: tuple[Line, ...]
    sides: tuple[Line, ...]
    directions: tuple[Line, ...]
    parts: tuple[Line, ...]
    aside: tuple[Line, ...]
    same: dict[Line, Line]
    says: dict[str, dict[str, tuple[Line, ...]]]


def _parsed(raw: bytes) -> LayWords:
    file = parse(raw, _File, label="lay-words.yaml")
    same: dict[str, tuple[str, ...]] = {}
    for said, meaning in file.same.items():
        words = words_of(said)
        if not 0 < len(words) <= LONGEST:
            raise BodymapError(f"lay-words.yaml: same: {said!r} must have 1 to {LONGEST} words")
        same[" ".join(words)] = tuple("-".join(words_of(word)) for word in meaning.split())
    pain = frozenset(word for said in file.pain for word in words_of(said))
    silent = frozenset(word for said in (*file.fillers, *file.sides) for word in words_of(said))
    aside = frozenset("-".join(words_of(word)) for word in file.aside)
    return LayWords(silent | pain, pain, frozenset(file.directions), frozenset(file.parts), aside, same, file.says)
