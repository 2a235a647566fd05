"""Ranks entries of the library by how well what people say fits them: a small index in memory, made when it is needed.

A phrase is compared word by word with each name of an entry and with what people say of it. A word counts by its
inverse document frequency (Spärck Jones 1972), so "elbow" tells more than "front"; a misspelt word counts by its
normalised indel similarity (rapidfuzz). The words of longer texts, such as a summary, count less.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from math import log
from typing import Literal

import msgspec

from .lay_words import lay_words
from .names import LONGEST, key, words_of

LEAST = 0.5
"""Lowest score, from 0 to 1, of an entry that fits."""

NEAR = 0.62
"""Lowest score at which an entry is suggested for a name that does not exist."""

COVERED, COVERING = 0.6, 0.4
"""Weights of how much of the phrase a text covers, and of how much of the text the phrase covers."""

BEST, WHOLE = 0.6, 0.4
"""Weights of the best text of an entry, and of all its texts together."""

OTHER, SAID, ABOUT = 0.95, 0.92, 0.6
"""Weights of another name and of what people say of an entry, relative to its name, and of a word in a longer text."""

PART, ALIKE = 0.85, 0.9
"""Weights of a word that begins another, and of a misspelt word that is as good as equal."""

MISSPELT = 72
"""Lowest similarity, from 0 to 100, of a word and what it may be misspelt for."""

STRANGE, ASIDE = 0.8, 0.25
"""Weights of a word that no entry has, relative to the rarest one that some entry has: by itself, and beside a part of
the body, as in "elbow pain from gardening"."""

PLACE = 2.2
"""Weight of a word that names a part of the body, relative to another word that is as rare."""

BESIDE = 1.3
"""Maximum weight of all other words together, relative to that of the parts of the body that are named."""

HINT = 0.06
"""Added to conditions or, if the phrase speaks of a muscle, to muscles and groups."""


Kind = Literal["condition", "muscle", "group", "structure", "area"]


class Document(msgspec.Struct, frozen=True):
    """An entry of the library: its names, what people say of it, and longer texts about it."""

    kind: Kind
    id: str
    name: str
    names: tuple[str, ...]
    says: tuple[str, ...] = ()
    about: tuple[str, ...] = ()


class Hit(msgspec.Struct, frozen=True):
    """An entry that fits a phrase, with its score from 0 to 1 (more for a name itself), and the name that fits best."""

    document: Document
    score: float
    by: str


def document(kind: Kind, id: str, name: str, names: Iterable[str], about: Iterable[str] = ()) -> Document:
    """Return the document of an entry, with what people say of it."""
    return Document(kind, id, name, tuple(names), lay_words().says.get(kind, {}).get(id, ()), tuple(about))


def rank(phrase: str, documents: Sequence[Document], least: float = LEAST) -> tuple[Hit, ...]:
    """Return the entries that a phrase fits with a score of at least `least`, the best first.

    Entries with the same score stay in their order.
    """
    asked = _terms(phrase[:LONGEST])
    if not asked:  # small words alone, such as "mine", may still be a name
        return tuple(Hit(entry, 1.0, name) for entry in documents for name in _exact(phrase, entry)[:1])
    texts = [_texts(entry) for entry in documents]
    frequency: dict[str, int] = {}
    for each in texts:
        for term in each.every:
            frequency[term] = frequency.get(term, 0) + 1
    weights = {term: log(1 + len(documents) / count) for term, count in frequency.items()}
    similar = {term: _similar(term, weights) for term in asked}
    parts = _parts() if _parts().intersection(asked) else frozenset(("back",))
    strange = (ASIDE if parts.intersection(asked) else STRANGE) * log(1 + len(documents))
    importance = {
        term: max((weights[t] * s * (PLACE if t in parts else 1) for t, s in similar[term].items()), default=strange)
        for term in asked
    }
    beside = sum(weight for term, weight in importance.items() if term not in parts)
    told = sum(weight for term, weight in importance.items() if term in parts)
    if told and beside > BESIDE * told:  # a long story about a part is still about the part
        shrunk = BESIDE * told / beside
        importance = {term: weight * (1 if term in parts else shrunk) for term, weight in importance.items()}
    hints = _hints(phrase)
    hits = []
    for entry, each in zip(documents, texts, strict=True):
        score, by = _score(each, importance, similar, weights)
        score += HINT * (entry.kind in hints) * (score > 0)
        named = next((name for name in _exact(phrase, entry) if _as_said(name, entry, hints)), None)
        if named is not None:
            score, by = 1 + score, named
        if score >= least:
            hits.append(Hit(entry, round(score, 4), by))
    return tuple(sorted(hits, key=lambda hit: -hit.score))


def _exact(phrase: str, entry: Document) -> list[str]:
    """Return the names of an entry that are the phrase, up to case, hyphens and the order of words."""
    exact = key(phrase)
    return [name for name in entry.names if exact and key(name) == exact]


def nearest(phrase: str, documents: Sequence[Document], most: int = 3) -> tuple[str, ...]:
    """Return the ids of the entries that a phrase most likely means, the best first; none if none is near."""
    hits = rank(phrase, documents, NEAR)
    return tuple(hit.document.id for hit in hits[:most] if hit.score >= 0.85 * hits[0].score)


class _Texts(msgspec.Struct, frozen=True):
    """The words of a document: of each name and saying, with the name to show and its weight, and of longer texts."""

    short: tuple[tuple[tuple[str, ...], str, float], ...]
    about: frozenset[str]
    every: frozenset[str]


@lru_cache(1024)
def _texts(entry: Document) -> _Texts:
    named = [(_terms(name), name, 1.0 if name == entry.name else OTHER) for name in dict.fromkeys(entry.names)]
    said = [(_terms(text), entry.name, SAID) for text in entry.says]
    short = tuple(text for text in (*named, *said) if text[0])
    about = frozenset(term for text in entry.about for term in _terms(text))
    return _Texts(short, about, about.union(*(terms for terms, _, _ in short)))


@cache
def _parts() -> frozenset[str]:
    """Return the words that name parts of the body, as `_terms` returns them."""
    return frozenset(map(_stem, lay_words().parts))


def _score(
    texts: _Texts,
    importance: Mapping[str, float],
    similar: Mapping[str, Mapping[str, float]],
    weights: Mapping[str, float],
) -> tuple[float, str]:
    """Return how well a document fits, from 0 to 1, and the name of its best text."""
    whole = sum(importance.values())
    known = {term: {t: s for t, s in near.items() if t in texts.every} for term, near in similar.items()}
    known = {term: near for term, near in known.items() if near}
    if not known:
        return 0.0, ""
    best, by = 0.0, texts.short[0][1]
    every: dict[str, float] = {}
    for terms, name, weight in texts.short:
        hits = {term: max((near.get(t, 0.0) for t in terms), default=0.0) for term, near in known.items()}
        for term, hit in hits.items():
            every[term] = max(every.get(term, 0.0), hit)
        covered = sum(importance[term] * hit for term, hit in hits.items()) / whole
        if not covered:
            continue
        matched = sum(weights[t] * max(near.get(t, 0.0) for near in known.values()) for t in terms)
        score = weight * (COVERED * covered + COVERING * matched / sum(weights[t] for t in terms))
        if score > best:
            best, by = score, name
    for term, near in known.items():
        about = max((near[t] for t in texts.about & near.keys()), default=0.0)
        every[term] = max(every.get(term, 0.0), ABOUT * about)
    return BEST * best + WHOLE * sum(importance[term] * hit for term, hit in every.items()) / whole, by


def _similar(term: str, known: Mapping[str, float]) -> dict[str, float]:
    """Return the words that a word may stand for, with weights: itself, what it begins, or what it is misspelt for."""
    found = {word: PART for word in known if len(term) >= 3 and word.startswith(term)}
    if term in known:
        return dict.fromkeys(found, PART * 0.7) | {term: 1.0}
    if len(term) >= 4:
        from rapidfuzz import fuzz, process  # imported here: no picture needs it

        for word, ratio, _ in process.extract(term, list(known), scorer=fuzz.ratio, score_cutoff=MISSPELT, limit=8):
            if len(word) >= 4 and (word[0] == term[0] or ratio >= 85):
                found[word] = max(found.get(word, 0.0), ALIKE * ratio / 100)
    return found


def _hints(phrase: str) -> tuple[Kind, ...]:
    """Return the kinds of entries that a phrase most likely asks for."""
    return ("muscle", "group") if {"muscle", "musculus"}.intersection(words_of(phrase)) else ("condition",)


def _as_said(name: str, entry: Document, hints: tuple[Kind, ...]) -> bool:
    """Return whether a name that has the words of a phrase is about a muscle if the phrase is, and only then."""
    if "muscle" in hints:
        return entry.kind in hints
    return entry.kind != "group" or "muscle" not in words_of(name)


@lru_cache(8192)
def _terms(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(_stem, lay_words().terms(text))))


def _stem(word: str) -> str:
    """Return a word without -ing, -ed and a final e, so that "clicks", "clicked" and "clicking" are the same."""
    for ending in ("ing", "ed"):
        if word.endswith(ending) and len(word) >= len(ending) + 3:
            word = word[: -len(ending)]
            if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "ls":
                word = word[:-1]
            break
    return word[:-1] if len(word) > 3 and word.endswith("e") else word
