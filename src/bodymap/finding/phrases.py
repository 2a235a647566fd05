"""Reduces phrases, as people say them, to the words that name a place or a thing."""

from __future__ import annotations

import re

from ..knowledge.lay_words import lay_words


def content(phrase: str) -> frozenset[str]:
    """Return the meaningful words of a phrase, normalised: "the backs of my knees" and "knee, back" give the same."""
    return frozenset(lay_words().terms(phrase))


def sides(phrase: str) -> tuple[str, ...]:
    """Return the sides that a phrase names, e.g. "my left temple"."""
    words = set(re.findall(r"[a-z]+", phrase.casefold()))
    return tuple(side for side in ("left", "right") if side in words)
