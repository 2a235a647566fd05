"""Finds what is asked for: charts of conditions, or one of muscles, points and areas that are named one by one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from ..errors import BodymapError
from ..knowledge import chart_input, charts, condition_library, conditions
from ..knowledge.chart_sides import split_side
from ..knowledge.charts import Chart
from . import named_muscles


class MarkRequest(msgspec.Struct, frozen=True):
    """Marks as people type them, on the command line or in a row of a table.

    Attributes:
        muscles: muscles, see `named_muscles.chart`.
        points: trigger points by themselves: `infraspinatus.2@left`.
        spots: free spots with what is noted there: `low-back@left=sore here`.
        pain: painful areas, which a side may follow.
        title: the title of the chart that they make.
        structures: tendons, bones, nerves and the like, see `named_muscles.chart`.
    """

    muscles: Sequence[str] = ()
    points: Sequence[str] = ()
    pain: Sequence[str] = ()
    title: str = ""
    structures: Sequence[str] = ()
    spots: Sequence[str] = ()

    @property
    def given(self) -> bool:
        """Whether there is anything that a chart can be made of; painful areas alone are not enough."""
        return bool(self.muscles or self.points or self.structures or self.spots)

    @property
    def alone(self) -> bool:
        """Whether muscles alone are marked, without roles and values."""
        more = self.points or self.structures or self.spots or self.pain
        return bool(self.muscles) and not more and not any(set(muscle) & {":", "="} for muscle in self.muscles)


def chart(
    name: str | None,
    marks: MarkRequest | None = None,
    *,
    note: str = "",
    points: bool | None = None,
    region: str | None = None,
    own: Sequence[Path] = (),
) -> Chart:
    """Return the chart to draw.

    Args:
        name: a condition's id, name or file, which a side may follow (`sciatica@left`); None if `marks` are given.
        marks: what is marked in place of a condition; free spots may be marked beside one.
        note: the line at the foot.
        points: whether to mark trigger points; None to mark those of a condition and those that `marks` name.
        region: restricts a condition that can be anywhere to one region.
        own: folders with the user's own conditions.

    Raises:
        BodymapError: something is unknown, or two things can't be combined.
    """
    asked = marks or MarkRequest()
    if name is None:
        if region:
            raise BodymapError("a region needs a condition", field="region", value=region)
        return named_muscles.chart(
            asked.muscles,
            asked.pain,
            marked=asked.points,
            named=asked.structures,
            spots=asked.spots,
            title=asked.title,
            note=note,
            points=bool(points),
        )
    for field, noun, value in (
        ("muscle", "muscles", asked.muscles),
        ("point", "trigger points", asked.points),
        ("structure", "structures", asked.structures),
        ("pain", "painful areas", asked.pain),
        ("title", "a title", asked.title),
    ):
        if value:
            raise BodymapError(
                f"{noun} can't be combined with a condition; give one or the other", field=field, value=value
            )
    made = _of_condition(name, note=note, points=points, region=region, own=own)
    return msgspec.structs.replace(made, marks=(*made.marks, *map(named_muscles.free_spot, asked.spots)))


def charts_of(
    names: Sequence[str],
    marks: MarkRequest | None = None,
    *,
    note: str = "",
    region: str | None = None,
    own: Sequence[Path] = (),
    apart: bool = False,
) -> list[Chart]:
    """Return the charts of a document: that of the marks, if there are any, and then those of the conditions.

    Args:
        names: conditions, each of which a side may follow.
        marks: what is marked in place of a condition.
        note: the line at the foot of the first chart.
        region: restricts a condition that can be anywhere to one region.
        own: folders with the user's own conditions.
        apart: whether each muscle or group gets a chart of its own, if nothing but muscles is marked, without roles
            and values.

    Raises:
        BodymapError: something is unknown, or there is nothing to show.
    """
    asked = marks or MarkRequest()
    if names and asked.pain and not asked.given:
        raise BodymapError("painful areas need muscles or trigger points", field="pain", value=asked.pain)
    if apart and asked.alone:
        each = [msgspec.structs.replace(asked, muscles=(muscle,)) for muscle in asked.muscles]
        first = [chart(None, one, note="" if n else note) for n, one in enumerate(each)]
    else:
        first = [chart(None, asked, note=note)] if asked.given or not names else []
    rest = [_of_condition(name, note="" if first else note, region=region, own=own) for name in names]
    return [*first, *rest]


def _of_condition(
    name: str, *, note: str = "", points: bool | None = None, region: str | None = None, own: Sequence[Path] = ()
) -> Chart:
    plain, side = split_side(name)
    if found := chart_input.of_file(Path(plain), side):
        if region:
            raise BodymapError(f"{plain}: a region needs a condition", field="region", value=region)
        if points is False:
            found = charts.without_points(found)
        return msgspec.structs.replace(found, note=note or found.note)
    condition = condition_library.load(plain, own)
    condition = conditions.in_region(condition, region) if region else condition
    condition = conditions.without_points(condition) if points is False else condition
    made = charts.of_condition(condition, side)
    return msgspec.structs.replace(made, note=note)
