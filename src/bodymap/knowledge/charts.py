"""Charts: what is on one body. Every picture is of a chart; a condition with a side becomes one.

A chart is a list of marks: muscles, trigger points, structures, areas and free spots, each with a side of its own.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, ClassVar

import msgspec

from .. import words
from ..errors import BodymapError, BodymapTypeError, FileError, one_of, quoted, readable, unknown
from ..files.validation import Id, Line, fitting, naming
from ..options import FigureOptions, options_of
from .anatomy import Record, Side, Source, View, atlas
from .areas import areas
from .conditions import (
    Condition,
    ConditionLike,
    ConditionStructure,
    Felt,
    Intensity,
    MuscleRole,
    Role,
    StructureRole,
    as_condition,
)
from .conditions import load as load_condition
from .flags import flags
from .groups import lookup, name_of, of_id
from .structures import structures
from .views import facts_of

KINDS = ("muscle", "point", "structure", "area", "spot")
"""What a mark can be of."""

MOST_NAMED = 3
"""Maximum number of muscles in a title made of their names."""


class ChartSide(StrEnum):
    """The sides of the body that a mark is on, always the patient's own."""

    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"


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


def _checked(record: Record, spelled: Mapping[str, Callable[[str], Any]]) -> None:
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


def _spelled_side(word: str) -> str:
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
        _checked(self, _SPELLED)

    @property
    def name(self) -> str:
        """What it marks, as it is written in a file."""
        return self.muscle or self.point or self.structure or self.area or self.spot or ""


_SPELLED: dict[str, Callable[[str], Any]] = {
    "muscle": _spelled_muscle,
    "structure": _spelled_structure,
    "area": _spelled_area,
    "side": _spelled_side,
    "role": str.casefold,
}
"""How the words of a mark may be spelled otherwise, by field."""


def _marks(given: object) -> tuple[ChartMark, ...]:
    """Return marks given as a list of records or of mappings with their fields.

    Raises:
        BodymapError: a field is unknown, or a value is not allowed.
        BodymapTypeError: they are no list, or one of them is no mark.
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


class ChartFields(Record, frozen=True):
    """What is on one body, as a file says it: marks, and the words around them.

    Attributes:
        marks: What is marked.
        title: The title. Without it, the names of the main muscles, or that it shows what was treated today.
        summary: One or two sentences under the title.
        note: One line at the foot, such as an instruction for the patient.
        side: The side of marks that name none: left, right or both. Without it, the side that is asked for, or both.
        views: The views to show. Without it, the clearest are chosen.
        sources: The works that it is based on.
    """

    marks: tuple[ChartMark, ...] = ()
    title: Line = ""
    summary: Line = ""
    note: Line = ""
    side: ChartSide | None = None
    views: tuple[View, ...] = ()
    sources: tuple[Source, ...] = ()

    def __post_init__(self) -> None:
        """Accept plain words and lists from Python: `side="Left"`, `marks=[…]`.

        Raises:
            BodymapError: a value is not allowed.
            BodymapTypeError: a value has the wrong Python type.
        """
        if (marks := _marks(self.marks)) != self.marks:
            msgspec.structs.force_setattr(self, "marks", marks)
        _checked(self, {"side": _spelled_side})


class Chart(ChartFields, frozen=True):
    """What is on one body: marks, and the words around them.

    `condition` is the condition that it is made from. Its words are in handouts, cards and the notes of slides.
    """

    condition: Condition | None = None

    @property
    def name(self) -> str:
        """The title, or one made of what is marked."""
        return self.title or _title(self)

    @property
    def subject(self) -> Condition:
        """What documents tell about: the condition, or if there is none, one made of the marks."""
        if self.condition:
            return msgspec.structs.replace(self.condition, name=self.name, summary=self.summary)
        muscles, shown = tuple(muscle_roles(self)), structures_of(self)
        pain = tuple(dict.fromkeys(mark.area for mark in self.marks if mark.area))
        return Condition(
            id="ad-hoc",
            name=self.name,
            group="own",
            summary=self.summary,
            muscles=muscles,
            structures=tuple(ConditionStructure(found.structure, found.role, found.note) for found in shown),
            pain=pain,
            felt=Felt.AREAS,
            views=self.views,
            sources=self.sources,
            flags=_flags(self),
        )


def _flags(chart: Chart) -> tuple[str, ...]:
    """Return the red flags that what is marked requires, wherever a part of the body has some."""
    places = [mark.area or spot_of(mark.spot or "").area for mark in chart.marks if mark.area or mark.spot]
    muscles = [entry.muscle for entry in muscle_roles(chart)]
    return flags().required_of_marks(muscles, [one.structure for one in structures_of(chart)], filter(None, places))


def of_condition(condition: Condition, side: str | None = None) -> Chart:
    """Return the chart of a condition, on one side or on both; None leaves the side to the options of a picture.

    Only its main muscles have their trigger points marked; `with_points` adds the others.
    """
    muscles = (
        ChartMark(
            muscle=entry.muscle,
            role=entry.role,
            value=entry.intensity,
            points=_own_points(entry.muscle, condition) if entry.role == Role.PRIMARY else (),
            note=entry.why,
        )
        for entry in condition.muscles
    )
    named = (
        ChartMark(structure=entry.structure, role=MARK_ROLES[entry.role], note=entry.why)
        for entry in condition.structures
    )
    return Chart(
        marks=(*muscles, *named),
        title=condition.name,
        summary=condition.summary,
        side=ChartSide(side) if side else None,
        views=condition.views,
        condition=condition,
    )


MARK_ROLES = {StructureRole.PAINFUL: Role.PRIMARY, StructureRole.RELATED: Role.SECONDARY}
"""The role that a mark has for each role of a structure."""

ChartLike = Chart | ConditionLike
"""What a caller may pass as a chart: a record, a condition in any form, or its name with a side: `sciatica@left`."""


def as_chart(given: ChartLike | object, own: Sequence[Path] = ()) -> Chart:
    """Return the chart given as a record, or that of a condition: a record, a name, a file, or its fields.

    Raises:
        BodymapError: there is no such condition or side, or something is faulty.
        BodymapTypeError: it is none of these.
    """
    if isinstance(given, Chart):
        return _usable(given)
    if isinstance(given, str | os.PathLike):
        return load(str(given), own)
    if isinstance(given, Mapping) and "chart" in given:
        from .chart_files import from_mapping  # it needs the records above

        return from_mapping(given)
    if not isinstance(given, Condition | Mapping):
        wanted = "a Chart, a Condition, its id or name, its file or a mapping with its fields"
        message = f"chart must be {wanted}, not {quoted(given)} ({type(given).__name__})"
        raise BodymapTypeError(message, field="chart", value=given)
    return _readable(of_condition(as_condition(given)))


def _usable(chart: Chart) -> Chart:
    """Return a chart from Python whose marks go together.

    Raises:
        BodymapError: it has no marks, a mark has fields that do not go together, or a text is unreadable.
    """
    if not chart.marks and not chart.condition:
        raise BodymapError("a chart needs at least one mark, e.g. ChartMark(muscle='soleus')", field="marks")
    for index, mark in enumerate(chart.marks if chart.condition is None else ()):
        try:
            check_mark(mark)
        except BodymapError as error:
            message = f"marks[{index}]: {error}"
            raise BodymapError(message, field=error.field, value=error.value, choices=error.choices) from None
    return _readable(chart)


def _readable(chart: Chart) -> Chart:
    """Return a chart whose texts are readable; those of a record made in Python were never checked.

    Raises:
        BodymapError: a text holds a control character or a line break.
    """

    def check(value: object, where: str) -> None:
        if isinstance(value, str):
            readable(value, where=where)
        elif isinstance(value, Mapping):
            for name, each in value.items():
                check(each, f"{where}.{name}" if where else str(name))
        elif isinstance(value, list | tuple):
            for index, each in enumerate(value):
                check(each, f"{where}[{index}]")

    check(msgspec.to_builtins(chart), "")
    return chart


def load(name: str, own: Sequence[Path] = ()) -> Chart:
    """Return the chart in a file, or that of a condition: its id, name or file. A side may follow: `sciatica@left`.

    Raises:
        BodymapError: there is no such condition, file or side, or the file is faulty.
    """
    plain, side = split_side(name)
    return of_file(Path(plain), side) or of_condition(load_condition(plain, own), side)


def of_file(path: Path, side: str | None = None) -> Chart | None:
    """Return the chart in a file, on a side; None if it is no file of a chart but may be a condition.

    Raises:
        BodymapError: the file can't be read or is faulty.
    """
    from . import chart_files  # it needs the records above

    if path.suffix.lower() not in chart_files.ENDINGS:
        return None
    if not chart_files.looks_like_one(path):
        if path.suffix.lower() == ".json":
            raise FileError(str(path), 'is no chart; it must begin with {"chart": {')
        return None
    found = chart_files.load_file(path)
    return msgspec.structs.replace(found, side=ChartSide(side)) if side else found


def is_file(name: str) -> bool:
    """Return whether a name means a file rather than a condition of the library."""
    return Path(name).suffix.lower() in (".yaml", ".yml", ".json")


def split_side(name: str, field: str = "condition") -> tuple[str, str | None]:
    """Return a name and the side that follows it after an @, if there is one: `sciatica@left`.

    Raises:
        BodymapError: what follows the @ is not a side.
    """
    plain, side = apart(name)
    return plain, side_named(side.removeprefix("@"), name, field) if side else None


def apart(name: str) -> tuple[str, str]:
    """Return a name and what follows it from an @ on, unchecked; an @ in the path of a file is part of its name."""
    plain, at, side = name.rpartition("@")
    return (plain.strip(), at + side) if at and not is_file(name) else (name, "")


def side_named(text: str, where: str, field: str) -> str:
    """Return the side that a text means, such as Left or l. `where` is the text that it is part of, given for `field`.

    Raises:
        BodymapError: it means no side.
    """
    try:
        return str(options_of(FigureOptions)["side"].accept(text.strip()))
    except BodymapError as error:
        raise BodymapError(f"{where}: after @, {error}", field=field, value=text, choices=error.choices) from None


def with_points(chart: Chart) -> Chart:
    """Return a chart with trigger points on each of its muscles: all, or those that its condition has."""
    return _with_points_of(chart, tuple(Role))


def with_main_points(chart: Chart) -> Chart:
    """Return a chart with trigger points on each of its main muscles."""
    return _with_points_of(chart, (Role.PRIMARY,))


def _with_points_of(chart: Chart, roles: Sequence[Role]) -> Chart:
    rest = _rest(chart)
    marks = tuple(
        msgspec.structs.replace(mark, points=mark.points or _own_points(mark.muscle, chart.condition))
        if mark.muscle and (mark.role or rest) in roles
        else mark
        for mark in chart.marks
    )
    return msgspec.structs.replace(chart, marks=marks)


def _own_points(muscle: str, condition: Condition | None) -> tuple[int, ...] | AllPoints:
    return condition.points.get(muscle, AllPoints.ALL) if condition else AllPoints.ALL


def chose_points(chart: Chart) -> bool:
    """Return whether trigger points were chosen by their numbers, as in infraspinatus.1,2, not by a condition."""
    return chart.condition is None and any(
        mark.point or (mark.points and mark.points is not AllPoints.ALL) for mark in chart.marks
    )


def treated_today(chart: Chart) -> bool:
    """Return whether a chart shows the trigger points that were treated: points by themselves, without a title."""
    if chart.title or chart.condition or not any(mark.point for mark in chart.marks):
        return False
    muscles = list(muscle_roles(chart))
    sore = any(found.role == StructureRole.PAINFUL for found in structures_of(chart))
    return not sore and all(entry.role == Role.QUIET for entry in muscles)


def without_points(chart: Chart) -> Chart:
    """Return a chart without the trigger points of its muscles; points that are marked by themselves stay."""
    marks = tuple(msgspec.structs.replace(mark, points=()) for mark in chart.marks)
    return msgspec.structs.replace(chart, marks=marks)


def _title(chart: Chart) -> str:
    if chart.condition:
        return chart.condition.name
    muscles = list(muscle_roles(chart))
    shown = structures_of(chart)
    sore = [found for found in shown if found.role == StructureRole.PAINFUL] or (shown if not muscles else [])
    sore_names = [structures().structure(found.structure).name for found in sore]
    if not sore and all(entry.role == Role.QUIET for entry in muscles):
        return words.text("chart.treated" if treated_today(chart) else "chart.marked")
    rest = _rest(chart)
    main = [mark.muscle for mark in chart.marks if mark.muscle and (mark.role or rest) == Role.PRIMARY]
    named = main or [entry.muscle for entry in muscles]
    names = [*dict.fromkeys(_name_on_side(chart, id) for id in named), *sore_names]
    if len(names) <= MOST_NAMED:
        return words.series(names)
    return words.text("chart.more", muscles=words.series(names[:MOST_NAMED]), number=len(names) - MOST_NAMED)


def _name_on_side(chart: Chart, id: str) -> str:
    """Return the name of a muscle or group, with its side if what is marked lies on different sides."""
    sides = {mark.side for mark in chart.marks if mark.muscle == id}
    if len({mark.side for mark in chart.marks if mark.muscle}) > 1 and sides in ({"left"}, {"right"}):
        return words.text(f"chart.{sides.pop()}", muscle=_name(id))
    return _name(id)


def _name(id: str) -> str:
    """Return the name of a muscle or of a group."""
    return name_of(of_id(id))


# --- which muscle is on which side ----------------------------------------------------------------------------------


class MuscleOnSide(msgspec.Struct, frozen=True):
    """What a chart says about a muscle on one side of the body.

    Attributes:
        side: the side, left or right.
        role: its role there.
        intensity: how much there is of what the chart is about, 0 to 1.
        points: the numbers of the trigger points that are marked, or all.
        colour: its own colour; empty for that of its role.
    """

    side: Side
    role: Role
    intensity: float | None = None
    points: tuple[int, ...] | AllPoints = ()
    colour: str = ""


class ChartMuscle(msgspec.Struct, frozen=True):
    """A muscle of a chart, with the sides that it is on."""

    muscle: str
    note: str
    sides: tuple[MuscleOnSide, ...]

    @property
    def role(self) -> Role:
        """Its role on the side where it matters most."""
        return min((one.role for one in self.sides), key=tuple(Role).index)


def sides_of(side: str | None) -> tuple[Side, ...]:
    """Return the sides that left, right or both stands for; None stands for both.

    Raises:
        BodymapError: if there is no such side.
    """
    if side is not None and side not in tuple(ChartSide):
        raise unknown("side", side, tuple(ChartSide), field="side")
    return (Side.LEFT, Side.RIGHT) if side in (None, "both") else (Side(side),)


def sides_of_mark(mark: ChartMark, chart: Chart, side: str | None = None) -> tuple[Side, ...]:
    """Return the sides that a mark is on. `side` is that of marks for which neither they nor the chart name one."""
    spot = spot_of(mark.spot) if mark.spot else Spot()
    if spot.view:
        return (spot.side,)
    return sides_of(mark.side or chart.side or side)


def muscles_of(chart: Chart, side: str | None = None) -> tuple[ChartMuscle, ...]:
    """Return the muscles of a chart, in its order, each once, with what it says about each of their sides.

    Args:
        chart: the chart.
        side: the side of marks that name none, in a chart that names none; None for both.

    Raises:
        BodymapError: a muscle or point is unknown, or a muscle is marked twice on one side.
    """
    rest = _rest(chart)
    found: dict[str, dict[Side, MuscleOnSide]] = {}
    for mark in chart.marks:
        if chart.condition is None:  # a condition's points were checked with it, and a user's plate may have others
            check_mark(mark)
        for muscle in _members(mark):
            own = found.setdefault(muscle, {})
            for one in sides_of_mark(mark, chart, side):
                if one in own:
                    raise twice(muscle, one)
                own[one] = MuscleOnSide(one, mark.role or rest, mark.value, mark.points, mark.colour or "")
    for mark in chart.marks:
        if mark.point:
            muscle, number = point_of(mark.point)
            own = found.setdefault(muscle, {})
            for one in sides_of_mark(mark, chart, side):
                own[one] = _with_point(own.get(one) or MuscleOnSide(one, Role.QUIET), number)
    notes = _notes(chart)
    return tuple(
        ChartMuscle(muscle, notes[muscle], tuple(own[one] for one in Side if one in own))
        for muscle, own in found.items()
    )


def _rest(chart: Chart) -> Role:
    """Return the role of a muscle that names none."""
    main = any(mark.role == Role.PRIMARY for mark in chart.marks if mark.muscle)
    return Role.SECONDARY if main else Role.PRIMARY


def _with_point(muscle: MuscleOnSide, number: int) -> MuscleOnSide:
    if muscle.points == AllPoints.ALL:
        return muscle
    return msgspec.structs.replace(muscle, points=tuple(sorted({*muscle.points, number})))


def muscle_roles(chart: Chart) -> Iterator[MuscleRole]:
    """Yield the muscles of a chart as a condition has them, each once, with its strongest role."""
    rest, order = _rest(chart), tuple(Role).index
    roles: dict[str, Role] = {}
    for mark in chart.marks:
        role = (mark.role or rest) if mark.muscle else Role.QUIET
        for name in (*_members(mark), *([point_of(mark.point)[0]] if mark.point else [])):
            roles[name] = min(role, roles.get(name, role), key=order)
    notes = _notes(chart)
    yield from (MuscleRole(name, role, notes[name]) for name, role in roles.items())


def _notes(chart: Chart) -> dict[str, str]:
    """Return what is noted about each muscle and its points, in one line; empty if nothing is."""
    notes: dict[str, list[str]] = {}
    for mark in chart.marks:
        for muscle in _members(mark):
            notes.setdefault(muscle, []).append(mark.note)
        if mark.point:
            muscle, number = point_of(mark.point)
            note = words.text("chart.point", number=number, note=mark.note) if mark.note else ""
            notes.setdefault(muscle, []).append(note)
    return {muscle: " ".join(dict.fromkeys(filter(None, lines))) for muscle, lines in notes.items()}


def twice(name: str, side: str, field: str = "muscle") -> BodymapError:
    """Return the error for a muscle or a structure that is marked twice on a side."""
    return BodymapError(
        f"{name!r} is marked twice on the {side} side; give it once, or once for each side", field=field, value=name
    )


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


def _members(mark: ChartMark) -> tuple[str, ...]:
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
        if mark.points and len(members := _members(mark)) > 1:
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


class ChartStructure(msgspec.Struct, frozen=True):
    """A structure of a chart, with its role and the sides that it is on."""

    structure: str
    role: StructureRole
    note: str
    sides: tuple[Side, ...]


def structures_of(chart: Chart, side: str | None = None) -> tuple[ChartStructure, ...]:
    """Return the structures of a chart, each once, those that hurt first.

    Args:
        chart: the chart.
        side: the side of marks that name none, in a chart that names none; None for both.

    Raises:
        BodymapError: there is no such structure, or it is marked twice on one side.
    """
    found: dict[str, ChartStructure] = {}
    for mark in chart.marks:
        if not mark.structure:
            continue
        known = structures().structure(mark.structure)
        role = StructureRole.RELATED if mark.role in (Role.SECONDARY, Role.QUIET) else StructureRole.PAINFUL
        own = ChartStructure(known.id, role, mark.note, sides_of_mark(mark, chart, side))
        if before := found.get(known.id):
            if again := next((one for one in own.sides if one in before.sides), None):
                raise twice(known.id, again, "structure")
            worse = StructureRole.PAINFUL if StructureRole.PAINFUL in (role, before.role) else role
            notes = " ".join(dict.fromkeys(filter(None, (before.note, own.note))))
            own = ChartStructure(known.id, worse, notes, (*before.sides, *own.sides))
        found[known.id] = own
    return tuple(sorted(found.values(), key=lambda one: one.role != StructureRole.PAINFUL))


def area_sides(chart: Chart, side: str | None = None) -> dict[str, tuple[Side, ...]]:
    """Return the sides of each painful area that has a mark of its own.

    Raises:
        BodymapError: there is no such area.
    """
    found: dict[str, tuple[Side, ...]] = {}
    for mark in chart.marks:
        if mark.area:
            areas().area(mark.area)
            found[mark.area] = tuple(dict.fromkeys((*found.get(mark.area, ()), *sides_of_mark(mark, chart, side))))
    return found
