"""Reduces phrases, as people say them, to the words that name a place or a thing."""

from __future__ import annotations

import re

FILLERS = frozenset(
    (
        *(
            "a",
            "all",
            "an",
            "and",
            "around",
            "at",
            "between",
            "from",
            "in",
            "is",
            "it",
            "my",
            "near",
            "of",
            "on",
            "over",
        ),
        *("the", "there", "to", "under", "your"),
        *("ache", "aching", "hurt", "hurting", "pain", "painful", "sore"),
    )
)
"""Words that don't help to identify a place. This includes `between`: the words around it identify the place."""

SIDES = frozenset(("left", "right", "both"))

ALIKE = {
    "tummy": "belly",
    "stomach": "belly",
    "behind": "back",
    "rear": "back",
    "inside": "inner",
    "medial": "inner",
    "outside": "outer",
    "lateral": "outer",
    "lower": "low",
    "underside": "bottom",
    "feet": "foot",
    "teeth": "tooth",
    "arche": "arch",
    "calve": "calf",
}
"""Synonyms, each with the word that replaces it."""


def content(phrase: str) -> frozenset[str]:
    """Return the meaningful words of a phrase, normalised: "the backs of my knees" and "knee, back" give the same."""
    words = re.findall(r"[^\W_]+", phrase.casefold().replace("'s", ""))
    return frozenset(ALIKE.get(word, word) for word in map(_singular, words) if word not in FILLERS | SIDES)


def sides(phrase: str) -> tuple[str, ...]:
    """Return the sides that a phrase names, e.g. "my left temple"."""
    words = set(re.findall(r"[a-z]+", phrase.casefold()))
    return tuple(side for side in ("left", "right") if side in words)


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is", "ceps")) else word
