"""Finds muscles by the names that people type, and makes a chart of them without a file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..errors import BodymapError, one_of, quoted, readable, unknown
from ..knowledge import groups
from ..knowledge.anatomy import Muscle, atlas
from ..knowledge.chart_contents import muscles_of, structures_of
from ..knowledge.chart_marks import ChartMark, numbers_of, point_of
from ..knowledge.chart_sides import side_named, split_side
from ..knowledge.charts import MARK_ROLES, Chart, with_main_points
from ..knowledge.conditions import Role, StructureRole
from ..knowledge.structures import structures
from .find import places, spot


def muscle_named(name: str, field: str = "") -> Muscle:
    """Return a muscle by its id, name, Latin name or another name, see `groups.members`.

    Args:
        name: what was typed.
        field: the option that it was typed for.

    Raises:
        BodymapError: there is no such muscle, or the name means several; the message names some.
    """
    found = groups.members(name, field)
    if len(found) > 1:
        message = f"{quoted(name)} is a group of muscles; name one: {one_of(map(repr, found))}"
        raise BodymapError(message, field=field, value=name, choices=found)
    return atlas().muscle(found[0])


def chart(
    muscles: Sequence[str],
    pain: Sequence[str] = (),
    *,
    marked: Sequence[str] = (),
    named: Sequence[str] = (),
    spots: Sequence[str] = (),
    title: str = "",
    note: str = "",
    points: bool = False,
) -> Chart:
    """Return the chart of muscles, trigger points and painful areas as people type them.

    Args:
        muscles: muscles or groups as in `infraspinatus.1,2@left:primary=0.8`: a name, which may be followed by trigger
            points, a side, a role and a value from 0 to 1. If none is `primary`, those without a role are; otherwise
            they are `secondary`.
        pain: painful areas, which a side may follow: `low-back@left`.
        marked: trigger points by themselves, which a side may follow: `infraspinatus.2@left`.
        named: structures as in `achilles-tendon@left:related`: a name, which may be followed by a side and by whether
            it is `painful`, as without it, or `related`.
        spots: free spots with what is noted there: `posterior:120,640=sore here`, a view and millimetres on its plate,
            or `low-back@left=sore here`, the middle of an area.
        title: the title; empty for the names of the main muscles.
        note: the line at the foot.
        points: whether main muscles for which no points are named have all of theirs marked.

    Raises:
        BodymapError: something is not valid, a muscle comes twice on one side, or nothing is marked.
    """
    readable(title, "title")
    readable(note, "note")
    marks = [_muscle(text) for text in muscles]
    if marks and not any(mark.role in (Role.PRIMARY, None) for mark in marks) and not (marked or spots):
        raise BodymapError("at least one muscle must be primary, e.g. infraspinatus:primary", field="muscle")
    marks += [*map(_point, marked), *map(_structure, named), *map(free_spot, spots)]
    if not marks:
        raise BodymapError("name a condition or at least one muscle")
    made = Chart((*marks, *_pain(pain)), title=title, note=note)
    muscles_of(made)
    structures_of(made)
    return with_main_points(made) if points else made


def painful_areas(words: Sequence[str], field: str = "pain") -> tuple[str, ...]:
    """Return the ids of the areas that words name, each once. `field` is the option that they were typed for.

    Raises:
        BodymapError: a word names no area.
    """
    try:
        return tuple(dict.fromkeys(id for word in words for place in places([word]) for id in place.areas))
    except BodymapError as error:
        raise BodymapError(str(error), field=field, value=error.value, choices=error.choices) from error


def _pain(texts: Sequence[str]) -> Iterator[ChartMark]:
    """Yield a mark for each painful area, on the side that follows it."""
    for text in texts:
        name, side = split_side(text, "pain")
        yield from (ChartMark(area=area, side=side) for area in painful_areas([name]))


def _muscle(text: str) -> ChartMark:
    """Return the mark of a muscle or of a group of muscles."""
    name, parts = _split(text)
    named, numbers = _numbered(name, text)
    role = _role(parts[":"], text) if ":" in parts else None
    value = _value(parts["="], text) if "=" in parts else None
    side = side_named(parts["@"], text, "muscle") if "@" in parts else None
    id = named if named in atlas().muscles else groups.lookup(named, "muscle").id
    return ChartMark(muscle=id, side=side, role=role, value=value, points=numbers)


def _structure(text: str) -> ChartMark:
    """Return the mark of a structure, such as `achilles-tendon@left:related`."""
    name, parts = _split(text, "structure")
    if "=" in parts:
        raise BodymapError(f"{text}: a structure has no value", field="structure", value=text)
    try:
        found = structures().named(name)
    except BodymapError as error:
        raise BodymapError(str(error), field="structure", value=name, choices=error.choices) from None
    role = parts.get(":", str(StructureRole.PAINFUL)).casefold()
    if role not in tuple(StructureRole):
        raise unknown("role", role, tuple(StructureRole), where=text, field="structure")
    side = side_named(parts["@"], text, "structure") if "@" in parts else None
    return ChartMark(structure=found.id, side=side, role=MARK_ROLES[StructureRole(role)])


def _point(text: str) -> ChartMark:
    """Return the mark of one trigger point, such as `infraspinatus.2@left`."""
    plain, side = split_side(text, "point")
    name, numbers = _numbered(plain, text)
    if len(numbers) != 1:
        message = f"{quoted(text)} is not a trigger point; write its muscle and its number, e.g. infraspinatus.2"
        raise BodymapError(message, field="point", value=text)
    muscle = muscle_named(name, "point")
    holders = [part.id for part in atlas().drawn(muscle.id) if numbers[0] in numbers_of(part.id)]
    if len(holders) > 1:
        choices = [f"{part}.{numbers[0]}" for part in holders]
        message = f"{text}: {muscle.id} is drawn in parts; write {one_of(choices)}"
        raise BodymapError(message, field="point", value=text, choices=choices)
    try:
        point_of(id := f"{holders[0] if holders else muscle.id}.{numbers[0]}")
    except BodymapError as error:
        raise BodymapError(str(error), field="point", value=text, choices=error.choices) from None
    return ChartMark(point=id, side=side)


def free_spot(text: str) -> ChartMark:
    """Return the mark of a free spot, such as `posterior:120,640=sore here` or `low-back@left=sore here`."""
    place, _, note = text.partition("=")
    note = note.strip().strip('"\u201c\u201d').strip()
    if ":" in place:
        found = spot(place.strip(), "spot")
        x, y = found.spot
        return ChartMark(spot=f"{found.view}:{x:g},{y:g}", note=note)
    name, side = split_side(place, "spot")
    (area, *others) = painful_areas([name], "spot")
    if others:
        message = f"{quoted(name)} may mean {one_of(map(repr, (area, *others)))}; which one?"
        raise BodymapError(message, field="spot", value=name, choices=(area, *others))
    return ChartMark(spot=area, side=side, note=note)


def _split(text: str, field: str = "muscle") -> tuple[str, dict[str, str]]:
    """Return the name in a text, and what follows each of @, : and =, in any order."""
    name, *rest = re.split(r"([@:=])", text)
    parts: dict[str, str] = {}
    for sign, value in zip(rest[::2], rest[1::2], strict=True):
        if sign in parts:
            raise BodymapError(f"{text}: {sign!r} comes twice", field=field, value=text)
        parts[sign] = value.strip()
    return name.strip(), parts


def _numbered(name: str, text: str) -> tuple[str, tuple[int, ...]]:
    """Return a name without the numbers of points that follow it, and the numbers."""
    match = re.fullmatch(r"(.+?)\s*\.\s*(\d{1,3}(?:\s*,\s*\d{1,3})*)", name)
    if not match:
        return name, ()
    numbers = tuple(int(number) for number in match[2].split(","))
    for place, number in enumerate(numbers):
        if number in numbers[:place]:
            raise BodymapError(f"{text}: point {number} is named twice", field="muscle", value=text)
    return match[1], numbers


def _role(role: str, text: str) -> Role:
    if role.casefold() not in tuple(Role):
        raise unknown("role", role, tuple(Role), where=text, field="muscle")
    return Role(role.casefold())


def _value(amount: str, text: str) -> float:
    try:
        value = float(amount)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        message = f"{text}: the intensity {quoted(amount)} must be a number from 0 to 1"
        raise BodymapError(message, field="muscle", value=amount)
    return value
