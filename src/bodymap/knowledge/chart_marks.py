"""The marks of a chart: a muscle, point, structure, area or spot, as a file or a call from Python gives it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Annotated, Any, ClassVar

import msgspec

from ..errors import BodymapError, BodymapTypeError, one_of, quoted, unknown
from ..files.fields import Id, Line, naming
from ..files.validation import fitting
from ..options.option import options_of
from ..options.records import FigureOptions
from .anatomy import Record, Side, View, atlas
from .areas import areas
from .chart_sides import ChartSide
from .conditions import Intensity, Role
from .groups import lookup, of_id
from .structures import structures
from .views import facts_of

KINDS = ("muscle", "point", "structure", "area", "spot")
"""What a mark can be of."""


class AllPoints(StrEnum):
    """In place of numbers: every trigger point of a muscle."""

    ALL = "all"


PointNumber = Annotated[int, msgspec.Meta(ge=1, le=20, description="a whole number from 1")]
PointId = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^[a-z0-9]+(-[a-z0-9]+)*\.\d{1,2}$",
        description="a muscle and the number of its trigger point, as infraspinatus.2",
    ),
]
SpotPlace = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^([a-z0-9]+(-[a-z0-9]+)*|[a-z-]+:-?\d{1,5}(\.\d{1,3})?,-?\d{1,5}(\.\d{1,3})?)$",
        description="a view and millimetres on its plate, as posterior:120,640, or an area, as low-back",
    ),
]
Colour = Annotated[str, msgspec.Meta(pattern=r"^#[0-9a-fA-F]{6}$", description="a colour, as #1d5b79")]


def check_fields(record: Record, spelled: Mapping[str, Callable[[str], Any]]) -> None:
    """Check the fields of a record made in Python, and put each into its usual form.

    `spelled` reads other spellings of a field's words. A record read from a file has the usual form already.

    Raises:
        BodymapError: a value is not allowed.
        BodymapTypeError: a value has the wrong Python type.
    """
    usual = dict(zip(record.__struct_fields__, record.__struct_defaults__, strict=True))
    for field, default in usual.items():
        if (given := getattr(record, field)) is default:
            continue
        value = spelled[field](given) if field in spelled and isinstance(given, str) else given
        if (value := fitting(type(record), field, value)) is not given:
            msgspec.structs.force_setattr(record, field, value)


def spelled_side(word: str) -> str:
    """Return the side that a word means, such as Left or l.

    Raises:
        BodymapError: it means none.
    """
    return str(options_of(FigureOptions)["side"].accept(word))


def _spelled_muscle(name: str) -> str:
    """Return the id of the muscle or group that a name means.

    Raises:
        BodymapError: it means none or several; see `groups.lookup`.
    """
    return name if name in atlas().muscles else lookup(name, "muscle").id


def _spelled_structure(name: str) -> str:
    try:
        return structures().named(name).id
    except BodymapError as error:
        raise BodymapError(str(error), field="structure", value=name, choices=error.choices) from None


def _spelled_area(name: str) -> str:
    found = areas().meant(name)
    if name in areas().areas or len(found) == 1:
        return name if name in areas().areas else found[0]
    error = areas().refusal(name)
    raise BodymapError(str(error), field="area", value=name, choices=error.choices)


class ChartMark(Record, frozen=True):
    """One entry of a chart: exactly one of `muscle`, `point`, `structure`, `area` and `spot`.

    Attributes:
        muscle: A muscle or a group of muscles, by its id.
        point: One trigger point, by its muscle and number, as in `infraspinatus.2`. Its muscle is drawn quietly, unless
            it has a mark of its own.
        structure: A tendon, fascia, ligament, bone, nerve, bursa or joint, by its id.
        area: An area of the skin that hurts.
        spot: A free spot: a view and millimetres on its plate, as in `posterior:120,640`, or the middle of an area.
        side: The patient's side, or both. Without it, the side of the chart.
        role: The role of a muscle. Without it, `primary` if no muscle says that it is, otherwise `secondary`. A
            structure hurts, unless its role is `secondary`.
        value: How much there is of what the chart is about, from 0 to 1. It colours a muscle in place of its role.
        points: The trigger points of a muscle that are marked, by their numbers, or `all`. Without it, none. If a main
            muscle has numbers, dots show where the pain of these points is commonly felt.
        colour: The colour of a muscle, in place of that of its role.
        note: One line about it. The note of a spot is written beside it.
    """

    muscle: Annotated[Id, naming("muscle")] | None = None
    point: PointId | None = None
    structure: Annotated[Id, naming("structure")] | None = None
    area: Annotated[Id, naming("area")] | None = None
    spot: SpotPlace | None = None
    side: ChartSide | None = None
    role: Role | None = None
    value: Intensity | None = None
    points: tuple[PointNumber, ...] | AllPoints = ()
    colour: Colour | None = None
    note: Line = ""

    MISTAKEN: ClassVar = {"pain": "area", "hurts": "area", "color": "colour", "text": "note", "nerve": "structure"}
    """Names that people try for a field, each with the one that is meant."""

    def __post_init__(self) -> None:
        """Accept everyday names and plain words from Python: `muscle="traps"`, `side="Left"`, `points=[1, 2]`.

        Raises:
            BodymapError: a name is unknown, or a value is not allowed.
            BodymapTypeError: a value has the wrong Python type.
        """
        check_fields(self, _SPELLED)

    @property
    def name(self) -> str:
        """What it marks, as it is written in a file."""
        return self.muscle or self.point or self.structure or self.area or self.spot or ""


_SPELLED: dict[str, Callable[[str], Any]] = {
    "muscle": _spelled_muscle,
    "structure": _spelled_structure,
    "area": _spelled_area,
    "side": spelled_side,
    "role": str.casefold,
}
"""How the words of a mark may be spelled otherwise, by field."""


def as_marks(given: object) -> tuple[ChartMark, ...]:
    """Return marks given as a list of records or of mappings with their fields.

    Raises:
        BodymapError: a field is unknown, or a value is not allowed.
        BodymapTypeError: they are not a list, or one of them is not a mark.
    """
    if not isinstance(given, list | tuple):
        message = f"marks must be a list of ChartMark, not {quoted(given)} ({type(given).__name__})"
        raise BodymapTypeError(message, field="marks", value=given)
    return tuple(one if isinstance(one, ChartMark) else _mark(one, f"marks[{n}]") for n, one in enumerate(given))


def _mark(given: object, place: str) -> ChartMark:
    if not isinstance(given, Mapping):
        message = f"{place} must be a ChartMark, not {quoted(given)} ({type(given).__name__})"
        raise BodymapTypeError(message, field="marks", value=given)
    for name in given:
        if name not in ChartMark.__struct_fields__:
            fields, meant = ChartMark.__struct_fields__, ChartMark.MISTAKEN
            raise unknown("field", name, fields, also=meant, where=place, field="marks")
    try:
        return ChartMark(**given)
    except BodymapError as error:
        message = f"{place}: {error}"
        raise type(error)(message, field=error.field, value=error.value, choices=error.choices) from None


def point_of(name: str) -> tuple[str, int]:
    """Return the muscle and the number of a trigger point such as `infraspinatus.2`.

    Raises:
        BodymapError: there is no such muscle or point.
    """
    muscle, _, number = name.rpartition(".")
    if not muscle or not number.isdecimal():
        message = f"{quoted(name)} is not a trigger point; write its muscle and its number, e.g. infraspinatus.2"
        raise BodymapError(message, field="point", value=name)
    _check_point(muscle, int(number), "point")
    return muscle, int(number)


def muscles_of_mark(mark: ChartMark) -> tuple[str, ...]:
    """Return the muscle of a mark, or the members of its group; nothing if it marks something else."""
    return of_id(mark.muscle) if mark.muscle else ()


class Spot(msgspec.Struct, frozen=True):
    """A free spot: a view and a place on its plate, mm; or an area, whose middle is meant."""

    view: View | None = None
    at: tuple[float, float] = (0.0, 0.0)
    area: str = ""

    @property
    def side(self) -> Side:
        """The patient's side that a place on a view lies on."""
        facts = facts_of(self.view or View.ANTERIOR)
        return facts.near or facts.sides[0 if self.at[0] < 0 else 1]


def spot_of(text: str) -> Spot:
    """Return the spot of "posterior:120,640" or of an area such as "low-back".

    Raises:
        BodymapError: there is no such view or area.
    """
    view, colon, place = text.partition(":")
    if not colon:
        return Spot(area=areas().area(text).id)
    if view not in tuple(View):
        raise unknown("view", view, tuple(View), where=text, field="spot")
    x, y = place.split(",")
    return Spot(View(view), (float(x), float(y)))


def check_mark(mark: ChartMark) -> None:
    """Check what the types of a mark's fields can't express.

    Raises:
        BodymapError: it marks nothing, several things or something unknown, or has a field that is not for it.
    """
    kinds = [kind for kind in KINDS if getattr(mark, kind) is not None]
    if len(kinds) != 1:
        what = " and ".join(map(repr, kinds)) or "nothing"
        raise BodymapError(f"a mark has one of {one_of(KINDS)}, not {what}")
    if not mark.muscle:
        for field in ("value", "points", "colour", *(() if mark.structure else ("role",))):
            if getattr(mark, field) not in (None, ()):
                raise BodymapError(f"{field!r} is for a muscle, not for {kinds[0]} {mark.name!r}", field=field)
    if mark.area:
        areas().area(mark.area)
    if mark.structure:
        structures().structure(mark.structure)
    if mark.point:
        point_of(mark.point)
    if mark.spot and spot_of(mark.spot).view and mark.side:
        raise BodymapError("a spot of a view has the side that it lies on; leave out 'side'", field="spot")
    if mark.muscle and not isinstance(mark.points, AllPoints):
        if mark.points and len(members := muscles_of_mark(mark)) > 1:
            message = f"{mark.muscle}: is a group; name the points of its muscles, e.g. {members[0]}.1"
            raise BodymapError(message, field="muscle", value=mark.muscle)
        for number in mark.points:
            _check_point(mark.muscle, number, "muscle")


def _check_point(muscle: str, number: int, field: str) -> None:
    known = numbers_of(muscle)
    if not known:
        raise BodymapError(f"{muscle}: has no trigger points to choose from", field=field, value=number)
    if number not in known:
        raise unknown("point", number, map(str, known), where=muscle, field=field)


def numbers_of(muscle: str) -> tuple[int, ...]:
    """Return the numbers of a muscle's trigger points, or of those of its parts.

    Raises:
        BodymapError: there is no such muscle.
    """
    return tuple(sorted({point.number for part in atlas().drawn(muscle) for point in part.points}))
