"""Gives the rows of the data to parts of the body: what each name means, on which side, and one value for each part."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from statistics import fmean, median
from typing import Any, NamedTuple

from ..content.paints import PaintKind
from ..errors import BodymapError, alike, nearest, one_of, quoted, unknown
from ..knowledge import groups
from ..knowledge.anatomy import Side, atlas
from ..knowledge.areas import areas
from ..knowledge.names import key
from ..knowledge.structures import structures
from ..options.option import options_of
from ..options.records import FigureOptions
from .frames import Data, Row, check_class, is_missing, is_none_word, number

AGGREGATES: Mapping[str, Callable[[Sequence[float]], float]] = {
    "mean": fmean,
    "median": median,
    "min": min,
    "max": max,
    "sum": sum,
}
"""How several values of one part become one."""

BOTH = (Side.LEFT, Side.RIGHT)

SIDE_WORDS = {"left": "left", "l": "left", "right": "right", "r": "right"}
"""Words before or after a name that say its side: left soleus, soleus_l, Soleus (R)."""

_AFTER = re.compile(r"(?P<name>.*?)[\s_.(-]+(?P<side>left|right|l|r)\)?", re.IGNORECASE)
_BEFORE = re.compile(r"(?P<side>left|right|l|r)[\s_.-]+(?P<name>.*)", re.IGNORECASE)

Value = float | str | None
"""A number, a class, or nothing: the value is missing."""


class BodyPart(NamedTuple):
    """A part of the body that can have a value: the id of a muscle as it is drawn, a structure or an area; its side."""

    kind: PaintKind
    of: str
    side: Side

    @property
    def name(self) -> str:
        """The name of it with its side, as it can be written in the data: soleus@left."""
        return self.of if self.side == Side.MIDLINE else f"{self.of}@{self.side.value}"


class Vocabulary(NamedTuple):
    """Names from elsewhere: ours that each stands for, those that are unclear, and the usual way to combine values."""

    id: str
    names: Mapping[str, tuple[str, ...]]
    unclear: Mapping[str, tuple[str, ...]] = {}
    agg: str | None = None


class PlacedRows(NamedTuple):
    """The rows that belong to parts of the body, and the names that mean nothing.

    Attributes:
        rows: each row with its parts.
        unknown: the names that mean nothing, each once, with what is wrong.
        agg: how values are combined if nobody says it.
    """

    rows: tuple[tuple[Row, tuple[BodyPart, ...]], ...]
    unknown: Mapping[str, str]
    agg: str | None = None


def place(data: Data, vocabulary: Vocabulary | None = None) -> PlacedRows:
    """Return the parts of the body that the rows are about.

    Raises:
        BodymapError: a side is none.
    """
    placed: list[tuple[Row, tuple[BodyPart, ...]]] = []
    faults: dict[str, str] = {}
    for row in data.rows:
        name = row.values.get(data.name)
        side = row.values.get(data.side) if data.side else None
        said = "" if is_missing(side) else _side(str(side), row.place)
        if isinstance(name, bytes):
            raise BodymapError(
                f"{row.place}: the name {quoted(name)} is bytes; decode the column first", field="muscle"
            )
        if is_missing(name):
            faults.setdefault("", f"{row.place} has no name")
            continue
        parts, fault = _parts(str(name).strip(), said, vocabulary)
        if fault:
            faults.setdefault(str(name).strip(), fault)
        elif parts:
            placed.append((row, parts))
    return PlacedRows(tuple(placed), faults, vocabulary.agg if vocabulary else None)


def gather(
    placed: PlacedRows, column: str, agg: str | None = None, *, classes: bool | None = None
) -> dict[BodyPart, Value]:
    """Return the value of each part: numbers, or classes if no row has a number.

    Args:
        placed: the rows with their parts.
        column: the column of the values.
        agg: how several values of one part are combined, one of `AGGREGATES`; None refuses them.
        classes: whether the values are classes, of which `none` may be one; None to find out.

    Raises:
        BodymapError: a part has several values and nobody says how to combine them, or numbers and classes are mixed.
    """
    agg = agg or placed.agg
    if agg is not None and agg not in AGGREGATES:
        raise unknown("way to combine values", agg, AGGREGATES, field="agg")
    found: dict[BodyPart, list[tuple[str, Any]]] = {}
    for row, parts in placed.rows:
        for part in parts:
            found.setdefault(part, []).append((row.place, row.values.get(column)))
    numbers = not (are_classes(placed, column) if classes is None else classes)
    return {part: _one(part, given, agg, numbers=numbers) for part, given in found.items()}


def are_classes(placed: PlacedRows, column: str) -> bool:
    """Return whether the values of a column are classes rather than numbers.

    Among numbers, the word none says that a value is missing; among classes, it is one of them.

    Raises:
        BodymapError: some are and some are not, or one is neither a number nor a word.
    """
    first: dict[bool, tuple[str, Any]] = {}
    for row, _ in placed.rows:
        value = row.values.get(column)
        if not is_missing(value):
            is_number = number(value) is not None
            if not is_number:
                check_class(value, f"{row.place}, {column}")
            first.setdefault(is_number, (row.place, value))
    if len(first) == 2:
        (there, one), (where, other) = first[True], first[False]
        raise BodymapError(
            f"{quoted(column)} holds numbers and words: {there} has {quoted(one)}, {where} has {quoted(other)}",
            field="value",
        )
    return False in first


def _one(part: BodyPart, given: Sequence[tuple[str, Any]], agg: str | None, *, numbers: bool) -> Value:
    if len(given) > 1 and agg is None:
        places = " and ".join(place for place, _ in given[:3]) + (" and more" if len(given) > 3 else "")
        raise BodymapError(
            f"{part.name} has {len(given)} values, from {places}; say how to combine them: {one_of(AGGREGATES)}",
            field="agg",
        )
    values = [value for _, value in given if not is_missing(value) or (not numbers and is_none_word(value))]
    if not values:
        return None
    if numbers:
        read = [n for value in values if (n := number(value)) is not None]
        return AGGREGATES[agg](read) if agg and len(read) > 1 else read[0]
    words = list(dict.fromkeys(map(str, values)))
    if len(words) > 1:
        raise BodymapError(f"{part.name} has the classes {one_of(map(repr, words))}; a part can have only one")
    return words[0]


# --- what a name means ----------------------------------------------------------------------------------------------


def _side(text: str, where: str) -> str:
    word = text.strip().casefold().rstrip(".")
    if word in ("", "both", "b", "midline", "m"):
        return ""
    if word in SIDE_WORDS:
        return SIDE_WORDS[word]
    try:
        return str(options_of(FigureOptions)["side"].accept(text.strip()))
    except BodymapError as error:
        raise BodymapError(f"{where}: {error}", field="side", value=text, choices=error.choices) from None


@lru_cache(8192)
def _ours(name: str, side: str) -> tuple[tuple[BodyPart, ...], str]:
    """Return the parts that one of our names means, on a side ("" for both), or what is wrong with it."""
    plain, at, own = name.partition("@")
    if at:
        word = own.strip().casefold()
        if word not in (*SIDE_WORDS, "both", "midline"):
            return (), f"{quoted(name)}: after @ comes left, right or both"
        side = SIDE_WORDS.get(word, side)
    found = _meant(plain.strip())
    if not found:
        bare, said = _without_side(plain)
        found = _meant(bare) if said else ()
        side = said or side
    if not found:
        return (), f"nothing is called {quoted(name.removeprefix('area:'))}{_nearest(plain.strip())}"
    if len({kind for kind, _ in found}) > 1 or isinstance(found, _Doubt):
        return (), f"{quoted(name)} may mean {one_of(repr(of) for _, of in found)}"
    return tuple(part for kind, of in found for part in _on_sides(kind, of, side)), ""


class _Doubt(tuple[tuple[PaintKind, str], ...]):
    """What a name may mean, if that is more than one thing."""


def _meant(name: str) -> tuple[tuple[PaintKind, str], ...]:
    """Return what a name means: a muscle or group, else a structure, else an area; `area:knee` says which kind."""
    kind, colon, rest = name.partition(":")
    name = rest.strip() if colon and kind in ("muscle", "structure", "area") else name
    wanted = (kind,) if name != kind and colon else ("muscle", "structure", "area")
    if name not in atlas().muscles and name not in groups.groups().groups:  # an id comes before other names
        if "structure" in wanted and name in structures().structures:
            return (("structure", name),)
        if "area" in wanted and name in areas().areas:
            return (("area", name),)
    muscles = groups.meant(name) if "muscle" in wanted else ()
    exact = len(muscles) == 1 and _is_exact(name, muscles[0])
    if not exact and "structure" in wanted and (of := structures().meant(name)):
        return (("structure", of[0]),)
    if not exact and "area" in wanted and (found := areas().meant(name)):
        one: tuple[tuple[PaintKind, str], ...] = tuple(("area", of) for of in found)
        return one if len(one) == 1 else _Doubt(one)
    if len(muscles) > 1:
        return _Doubt(("muscle", of) for of in muscles)
    return tuple(("muscle", part.id) for name in muscles for id in groups.members(name) for part in atlas().drawn(id))


def _is_exact(name: str, id: str) -> bool:
    names = atlas().names() | groups.groups().names()
    return name == id or any(of == id and key(other) == key(name) for other, of in names.items())


def _without_side(name: str) -> tuple[str, str]:
    """Return a name without a side before or after it, and that side; "" if it says none."""
    for pattern in (_AFTER, _BEFORE):
        if (found := pattern.fullmatch(name)) and found["name"]:
            return found["name"], SIDE_WORDS[found["side"].casefold()]
    return name, ""


def _nearest(name: str) -> str:
    kind, _, bare = name.rpartition(":")
    if kind == "area":
        known = areas().areas
        return f" (did you mean {nearest(bare, known)!r}?)" if alike(bare, known) else ""
    bare, _ = _without_side(name)
    try:
        groups.lookup(bare)
    except BodymapError as error:
        _, asked, rest = str(error).partition("; did you mean ")
        return f" (did you mean {rest.partition('?')[0]}?)" if asked else ""
    return ""


def _on_sides(kind: PaintKind, of: str, side: str) -> Iterable[BodyPart]:
    if kind == "area" and not side and not areas().areas[of].paired:
        return (BodyPart(kind, of, Side.MIDLINE),)
    return (BodyPart(kind, of, one) for one in (BOTH if not side else (Side(side),)))


def _parts(name: str, side: str, vocabulary: Vocabulary | None) -> tuple[tuple[BodyPart, ...], str]:
    """Return the parts that a name means, in the words of a vocabulary or in ours, or what is wrong with it."""
    if vocabulary is None:
        return _ours(name, side)
    bare, said = _without_side(name)
    for tried, own in ((name, side), (bare, said or side)):
        if tried in vocabulary.unclear:
            return (), f"{quoted(tried)} is used for {one_of(vocabulary.unclear[tried])}; write which"
        if tried in vocabulary.names:
            found = [_ours(ours, own) for ours in vocabulary.names[tried]]
            fault = next((fault for _, fault in found if fault), "")
            return tuple(dict.fromkeys(part for parts, _ in found for part in parts)), fault
    return (), f"{vocabulary.id} has no {quoted(name)}"
