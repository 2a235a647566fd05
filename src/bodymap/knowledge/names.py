"""Names as people type them: case, hyphens, word order, plurals and words such as "muscle" make no difference."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from unicodedata import combining, normalize

SKIPPED = frozenset(
    re.findall(r"\w+", "a an the of my and muscle muscles musculus musculi m mm fibre fibres fiber fibers")
)
"""Words that don't tell one name from another."""

GENERAL = frozenset(
    re.findall(
        r"\w+",
        """
    upper middle mid lower low front back rear side inner outer top bottom long short deep superficial small great
    lateral medial medius anterior posterior superior inferior external internal externus internus major minor minimus
    maximus longus brevis magnus head belly part pars caput
    neck thoracic lumbar cervical capitis cervicis thoracis lumborum brachii femoris hip thigh leg calf shin foot toe
    sole arm forearm wrist hand thumb finger chest belly shoulder blade elbow knee ankle eye mouth
    """,
    )
)
"""Words that many names share: by themselves they name nothing."""

LONGEST = 200
"""Maximum number of letters of a name that are read."""

_IRREGULAR = {"calves": "calf", "feet": "foot", "teeth": "tooth"}


@lru_cache(4096)
def key(name: str) -> frozenset[str]:
    """Return the words that tell a name from others, each in one form: "Brevis, m. adductor" is "adductor brevis"."""
    words = words_of(name[:LONGEST])
    return frozenset(word for word in words if word not in SKIPPED) or frozenset(words)


def words_of(text: str) -> list[str]:
    """Return the words of a text: in small letters, without accents, in the singular, without 's."""
    bare = "".join(letter for letter in normalize("NFKD", text) if not combining(letter))
    bare = bare.casefold().replace("’", "'").replace("'s", "").replace("'", "")
    return [singular(word) for word in re.findall(r"[^\W_]+", bare)]


def singular(word: str) -> str:
    """Return an English plural in the singular, and any other word as it is."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is", "ceps")) else word


def meant(typed: str, names: Mapping[str, str]) -> tuple[str, ...]:
    """Return the ids that typed words may mean: those with this name or, if there are none, those with it as a part.

    A part of a name must have a word that few names share: "latissimus" means latissimus dorsi, "longus" means nothing.

    Args:
        typed: what was typed.
        names: every name, with the id that it belongs to.
    """
    wanted = key(typed)
    if not wanted:
        return ()
    keys = [(key(name), id) for name, id in names.items()]
    exact = dict.fromkeys(id for words, id in keys if words == wanted)
    if exact or wanted <= GENERAL:
        return tuple(exact)
    return tuple(dict.fromkeys(id for words, id in keys if wanted < words))
