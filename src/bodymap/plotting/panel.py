"""One body with values: which part has which value and look, and how it is planned for a box."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from .. import words
from ..body import bodies
from ..body.plates import load
from ..content.plot_content import Key, PlotView, plot_views, seen_in
from ..display.plots import compile_plot
from ..display.records import Display
from ..errors import unknown
from ..knowledge import groups, regions
from ..knowledge.anatomy import Side, atlas
from ..knowledge.areas import areas
from ..knowledge.electrodes import electrodes
from ..knowledge.structures import structures
from ..pages.plot_page import Entry, Look, PlotRequest, PlotScene, plot_page
from ..scene import theme_of
from ..style.colour import to_hex
from . import channels
from .frames import Data
from .options import PlotOptions
from .scale import ColourScale
from .values import BodyPart, PlacedRows, Value, are_classes, gather, place
from .vocabularies import vocabulary


@dataclass(frozen=True)
class Channels:
    """The columns of what a plot says beside its colours; None for none."""

    mark: str | None = None
    edge: str | None = None
    hatch: str | None = None

    @property
    def columns(self) -> tuple[str | None, ...]:
        """The columns, in a fixed order."""
        return self.mark, self.edge, self.hatch


COLOURS_ALONE = Channels()


@dataclass(frozen=True)
class PanelData:
    """The values of one body.

    Attributes:
        values: the value of each part, None if it is missing.
        marks: the marks of parts.
        widths: the widths of their edges.
        hatched: the parts that are hatched.
        names: for each name in the data, its parts.
        unknown: the names that mean nothing, with what is wrong.
    """

    values: Mapping[BodyPart, Value]
    marks: Mapping[BodyPart, str] = field(default_factory=dict)
    widths: Mapping[BodyPart, float] = field(default_factory=dict)
    hatched: frozenset[BodyPart] = frozenset()
    names: Mapping[str, tuple[BodyPart, ...]] = field(default_factory=dict)
    unknown: Mapping[str, str] = field(default_factory=dict)


def panel_data(
    data: Data, options: PlotOptions, more: Channels = COLOURS_ALONE, *, classes: bool | None = None
) -> PanelData:
    """Return the values of one body.

    Args:
        data: its rows.
        options: the options of the plot.
        more: the columns of what it says beside its colours.
        classes: whether the values of the whole table are classes; None to decide it by these rows.

    Raises:
        BodymapError: a part has several values and nobody says how to combine them, or a cell can't be read.
    """
    placed: PlacedRows = place(data, vocabulary(options.names) if options.names else None)
    names: dict[str, tuple[BodyPart, ...]] = {}
    for row, parts in placed.rows:
        name = str(row.values.get(data.name))
        names[name] = tuple(dict.fromkeys((*names.get(name, ()), *parts)))
    return PanelData(
        gather(placed, data.value, options.agg, classes=classes),
        channels.marks(placed, data.others[more.mark]) if more.mark else {},
        channels.widths(placed, data.others[more.edge]) if more.edge else {},
        frozenset(channels.hatched(placed, data.others[more.hatch])) if more.hatch else frozenset(),
        names,
        placed.unknown,
    )


def have_classes(data: Data, options: PlotOptions) -> bool:
    """Return whether the values of a table are classes rather than numbers.

    Raises:
        BodymapError: some are numbers and some are words.
    """
    return are_classes(place(data, vocabulary(options.names) if options.names else None), data.value)


def views_of(panels: Sequence[PanelData], options: PlotOptions) -> tuple[PlotView, ...]:
    """Return the views of a plot, the same for all its panels.

    Raises:
        BodymapError: there is no such body, view or part.
    """
    body = bodies.known(options.body)
    keys = {key_of(part) for panel in panels for part in panel.values}
    crop = None if options.crop is None else keys if options.crop == "values" else crop_keys(options.crop)
    return plot_views(body, keys, options.views, crop, frozenset(taken_off(options)))


def key_of(part: BodyPart) -> Key:
    """Return a part as the plates know it."""
    return part.kind, part.of, part.side


def taken_off(options: PlotOptions) -> tuple[str, ...]:
    """Return the ids of the muscles that are left out, as they are drawn.

    Raises:
        BodymapError: there is no such muscle.
    """
    asked = filter(None, (name.strip() for name in options.hide.split(",")))
    return tuple(part.id for name in asked for id in groups.members(name, "hide") for part in atlas().drawn(id))


def crop_keys(name: str) -> set[Key]:
    """Return the parts of a region, muscle, group, structure or area, on the side that may follow: leg@left.

    Raises:
        BodymapError: there is no such part or side.
    """
    plain, _, side = name.partition("@")
    if side not in ("", "left", "right", "both"):
        raise unknown("side", side, ("left", "right", "both"), field="crop")
    sides = (Side(side),) if side in ("left", "right") else (Side.LEFT, Side.RIGHT, Side.MIDLINE)
    if found := regions.region(plain):
        members = [part.id for id in found.members for part in atlas().drawn(id)]
        return {("muscle", of, one) for of in members for one in sides}
    if of := structures().meant(plain):
        return {("structure", of[0], one) for one in sides}
    if places := (plain,) if plain in areas().areas else areas().meant(plain):
        return {("area", place, one) for place in places for one in (*sides, Side.MIDLINE)}
    if not groups.meant(plain):
        choices = [region.id for region in regions.regions().regions]
        raise unknown("part of the body", plain, [*choices, *atlas().muscles, *areas().areas], field="crop")
    members = [part.id for id in groups.members(plain, "crop") for part in atlas().drawn(id)]
    return {("muscle", of, one) for of in members for one in sides}


# --- looks ----------------------------------------------------------------------------------------------------------


def looks(data: PanelData, scale: ColourScale, options: PlotOptions, unit: str = "") -> dict[Key, Look]:
    """Return how each part looks."""
    digits = channels.digits_of(data.values.values())
    fills = {value: to_hex(colour[:3]) for value, colour in scale.colours(data.values.values()).items()}
    return {
        key_of(part): _look(part, value, data, fills.get(value, ""), options, digits, unit)
        for part, value in data.values.items()
    }


def _look(
    part: BodyPart, value: Value, data: PanelData, fill: str, options: PlotOptions, digits: int, unit: str
) -> Look:
    said = channels.plain(value, digits)
    text = said if options.labels == "values" else ""
    text = " ".join(filter(None, (text, data.marks.get(part, ""))))
    return Look(
        fill,
        data.widths.get(part, 1.0),
        channels.HATCH if part in data.hatched and value is not None else 0.0,
        text,
        told(part, f"{said} {unit}".strip() if said else ""),
    )


def told(part: BodyPart, value: str) -> str:
    """Return a part with its value, in words."""
    names = {"muscle": atlas().muscles, "structure": structures().structures, "area": areas().areas}
    name = names[part.kind][part.of].name  # type: ignore[index]
    sided = name if part.side == Side.MIDLINE else words.text(f"mark.{part.side.value}", muscle=name)
    return words.text("plot.value", part=sided, value=value) if value else words.text("plot.no-value", part=sided)


def legend(panels: Sequence[PanelData], scale: ColourScale, more: Channels, options: PlotOptions) -> tuple[Entry, ...]:
    """Return the entries of the legend: classes, missing values, hatching, marks and electrodes, as they occur."""
    entries = [Entry(name, Look(scale.hex(name))) for name in scale.classes]
    if any(value is None for panel in panels for value in panel.values.values()):
        entries.append(Entry(words.text("plot.missing"), Look()))
    if more.hatch and any(panel.hatched for panel in panels):
        entries.append(Entry(more.hatch, Look("#ffffff", hatch=channels.HATCH)))
    signs = {sign for panel in panels for sign in panel.marks.values()}
    entries += [Entry(meaning, Look(text=sign)) for sign, meaning in channels.explained(signs).items()]
    if more.edge and any(panel.widths for panel in panels):
        entries.append(Entry(more.edge, Look("#ffffff", edge=channels.THICK)))
    known = {site.muscle for site in electrodes()} if options.electrodes else set()
    if any(part.of in known for panel in panels for part in panel.values):
        entries.append(Entry(words.text("plot.electrodes"), Look(text="••")))
    return tuple(entries)


# --- the plan -------------------------------------------------------------------------------------------------------


def planned(
    data: PanelData,
    views: Sequence[PlotView],
    scale: ColourScale,
    options: PlotOptions,
    size: tuple[float, float],
    entries: Sequence[Entry] = (),
) -> PlotScene:
    """Return the plan of one body for a box of a size in pt.

    Raises:
        BodymapError: the box is too small, or there is no such theme or skin.
    """
    keys = set(map(key_of, data.values))
    own = tuple(
        PlotView(view.view, view.frame, tuple((id, key) for id, key in view.parts if key in keys), view.about)
        for view in views
    )
    return plot_page(
        PlotRequest(
            bodies.known(options.body),
            own,
            looks(data, scale, options, options.label.rpartition(", ")[2] if ", " in options.label else ""),
            theme_of(options.theme, options.skin, None),
            size,
            options.captions,
            options.labels == "names",
            options.rest,
            taken_off(options),
            tuple(entries),
            electrodes=options.electrodes is not None,
        )
    )


def displayed(scene: PlotScene, data: PanelData, options: PlotOptions, paper: str = "") -> Display:
    """Return the display list of a planned plot."""
    return compile_plot(
        scene, title=options.title or words.text("plot.title"), alt=described(data, options), paper=paper
    )


def described(data: PanelData, options: PlotOptions) -> str:
    """Return what a plot shows, in words: how many parts have a value, and the largest and smallest, or the classes."""
    order = channels.in_order(data.values)
    digits = channels.digits_of(data.values.values())
    about = options.title or options.label or words.text("plot.title")
    count = sum(value is not None for value in data.values.values())
    said = [words.text("plot.count", count, number=count, about=about)]
    if len(order) > 1:
        said.append(words.text("plot.most", part=told(order[0][0], channels.plain(order[0][1], digits))))
        said.append(words.text("plot.least", part=told(order[-1][0], channels.plain(order[-1][1], digits))))
    classes = Counter(value for value in data.values.values() if isinstance(value, str))
    if classes:
        listed = ", ".join(f"{name} ({number})" for name, number in classes.most_common())
        said.append(words.text("plot.classes", classes=listed))
    if missing := len(data.values) - count:
        said.append(words.text("plot.lacking", missing, number=missing))
    return " ".join(said)


def hidden(data: PanelData, views: Sequence[PlotView], options: PlotOptions) -> dict[str, tuple[str, ...]]:
    """Return the names in the data of which no view shows anything, each with what it stands for."""
    body, off = bodies.known(options.body), frozenset(taken_off(options))
    keys = set(map(key_of, data.values))
    seen = {key for view in views for key in seen_in(load(body, view.view), keys, off) if _framed(view, key)}
    return {
        name: tuple(part.name for part in parts)
        for name, parts in data.names.items()
        if not any(key_of(part) in seen or part.of in off for part in parts)
    }


def _framed(view: PlotView, key: Key) -> bool:
    return any(own == key for _, own in view.parts)
