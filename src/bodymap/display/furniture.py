"""Build the items around the figures: text, names with leaders, the legend, frames, locators and a logo."""

from __future__ import annotations

import pathlib
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from ..body import plates
from ..body.geometry import Box
from ..knowledge.conditions import StructureRole
from ..knowledge.structures import StructureKind
from ..layout.blocks import pill
from ..layout.number_discs import DISC
from ..layout.pain_dots import sample_dots
from ..layout.records import Inset, Key, Label, Locator, Logo, Position
from ..style import fonts
from ..style import text as typesetting
from ..style.colour import contrast, mixed
from ..style.theme import CLEAR, MuscleStyle
from . import intensity
from .bodies import area_edge, area_tint, crosses, pain_dots
from .hatching import hatch_lines
from .pain_marks import paths, sample_mark
from .records import Group, Image, Item, Path, Style, Text
from .shapes import capsule, circle, on_sheet, polyline, rectangle, segments
from .spot_marks import spot_mark
from .structures import structure_items
from .styles import HALO, Styles, in_colour, muscle_fill

FRAME = 0.9
"""Line width of a frame, in pt."""

LEADER_HALO, LEADER_HALO_OPACITY = 1.3, 0.75
"""How much wider a leader's halo is than the leader, in pt, and the halo's opacity."""

END, END_HALO = 1.55, 2.6
"""Radius of the dot at the end of a leader, and of its halo, in pt."""

RULE = 0.7
"""Line width of a line to write on, in pt."""

RAMP_STEPS = 65
"""Number of colours across the intensity scale in the legend."""


# --- words ----------------------------------------------------------------------------------------------------------


def words(lines: Sequence[typesetting.Text], styles: Styles, *, halo: bool) -> tuple[Text, ...]:
    """Return lines of text where the layout put them."""
    return tuple(
        Text(
            line.text,
            line.x,
            line.y,
            line.size,
            styles.font(line),
            styles.text(line.tone, halo=halo and line.tone != "paper"),
            line.align,
        )
        for line in lines
        if line.text
    )


def pills(lines: Sequence[typesetting.Text], styles: Styles) -> tuple[Path, ...]:
    """Return the pills behind the words that are set in the colour of the paper."""
    measure = fonts.measurer(styles.theme.fonts)
    fill = styles.add("pill", Style(fill=styles.theme.ink)) if any(line.tone == "paper" for line in lines) else ""
    return tuple(Path(capsule(pill(line, measure)), fill) for line in lines if line.tone == "paper")


# --- names ----------------------------------------------------------------------------------------------------------


def name_group(label: Label, styles: Styles, *, halo: bool) -> Group:
    """Return a name with its leader, or with its number in a disc."""
    lines = words(label.lines, styles, halo=halo)
    items = (*_leader(label, styles), *_disc(label, styles), *([Group("words", lines)] if lines else []))
    title = " ".join(line.text for line in label.lines[:1])
    return Group("name", items, part=f"name.{label.muscle}", label=title, muscle=label.muscle)


def _leader(label: Label, styles: Styles) -> Iterator[Item]:
    if not label.leader:
        return
    theme, line, end = styles.theme, polyline(label.leader), np.array(label.leader[-1:])
    halo = styles.line(
        "leader-halo", theme.halo, theme.leader_width + LEADER_HALO, stroke_opacity=LEADER_HALO_OPACITY, join="round"
    )
    part = f"leader.{label.muscle}"
    yield Path(line, halo, part)
    yield Path(line, styles.line("leader", theme.leader, theme.leader_width, join="round"), part)
    yield Path(circle(END_HALO), styles.add("leader-end-halo", Style(fill=theme.halo)), part, at=end)
    yield Path(circle(END), styles.add("leader-end", Style(fill=theme.leader)), part, at=end)


def _disc(label: Label, styles: Styles) -> Iterator[Item]:
    """Yield the number of a name in its disc."""
    if not label.badge:
        return
    theme, (x, y), size = styles.theme, label.badge, styles.theme.type.foot
    disc = Style(fill=theme.paper, stroke=theme.leader, width=theme.leader_width)
    yield Path(circle(DISC), styles.add("number-disc", disc), f"number.{label.muscle}", at=np.array([label.badge]))
    number = typesetting.Text(label.number, x, y - size * 0.36, size, "semibold", align="center")
    yield from words([number], styles, halo=False)


def rules(lines: Sequence[tuple[Position, Position]], styles: Styles) -> Iterator[Group]:
    """Yield the lines to write on, together."""
    if lines:
        style = styles.line("rule", styles.theme.ink, RULE)
        yield Group("page", tuple(Path(polyline(line), style) for line in lines), part="lines")


# --- frames and locators --------------------------------------------------------------------------------------------


def inset_frame(inset: Inset, styles: Styles, *, halo: bool) -> Group:
    """Return the frame of an inset, the frame around the same region on its figure, and the lines between them."""
    theme = styles.theme
    items: list[Item] = []
    for tie in inset.ties:
        line = polyline(tie)
        if halo:
            items.append(Path(line, _halo_line(styles, theme.leader_width), "inset.tie"))
        items.append(Path(line, styles.line("inset-tie", theme.leader, theme.leader_width), "inset.tie"))
    for part, box in (("inset.source", inset.source), ("inset.frame", inset.place)):
        items += _frame(box, part, theme.leader, styles, halo=halo)
    return Group("frame", tuple(items), part="inset")


def locator_group(locator: Locator, styles: Styles, *, halo: bool) -> Group:
    """Return the whole body in one tone with frames around what the figures show. Its text is drawn separately."""
    theme = styles.theme
    plate = plates.load(locator.body, locator.view)
    edge = Style(fill=theme.locator, stroke=theme.outline, width=theme.locator_width)
    style = styles.add("locator-body", edge if theme.locator_width else Style(fill=theme.locator))
    items: list[Item] = [Path(on_sheet(locator, plate.outline), style, "locator")]
    for box in locator.shows:
        items += _frame(box, "shows", theme.ink, styles, halo=halo)
    return Group("locator", tuple(items), part=locator.view)


def _frame(box: Box, part: str, colour: str, styles: Styles, *, halo: bool) -> list[Item]:
    shape, name = rectangle(box), "inset-frame" if part.startswith("inset") else "locator-frame"
    ringed = [Path(shape, _halo_line(styles, FRAME), part)] if halo else []
    return [*ringed, Path(shape, styles.line(name, colour, FRAME), part)]


def _halo_line(styles: Styles, width: float) -> str:
    """Return a halo style that keeps lines readable on any background of a transparent picture."""
    return styles.line("line-halo", styles.theme.halo, HALO)


# --- the legend -----------------------------------------------------------------------------------------------------


def legend_sample(key: Key, styles: Styles, *, halo: bool) -> Group:
    """Return the sample of a legend entry. Its text is drawn separately."""
    label = " ".join(line.text for line in key.lines)
    return Group("sample", tuple(_sample(key, styles, halo=halo)), part=f"legend.{key.kind}", label=label)


def _sample(key: Key, styles: Styles, *, halo: bool) -> Iterator[Item]:
    theme, shape = styles.theme, rectangle(key.swatch)
    x0, y0, x1, y1 = key.swatch
    ground = Path(shape, styles.add("body-tone", Style(fill=theme.body_light)))
    if key.kind in ("primary", "secondary", "quiet", "rank"):
        yield ground
        name = f"rank-{key.rank}" if key.rank else key.kind
        yield from _muscle_sample(key.swatch, theme.role(key.kind, key.rank), name, styles)
    elif key.kind == "colour":
        yield ground
        name = f"colour-{key.colour.removeprefix('#').lower()}"
        yield from _muscle_sample(key.swatch, in_colour(theme.primary, key.colour), name, styles)
    elif key.kind in ("sore", "sore-nerve", "nerve"):
        yield ground
        yield from _structure_sample(key, styles)
    elif key.kind == "scale":
        yield from _scale_sample(key.swatch, styles)
        yield Path(shape, styles.line("scale-edge", theme.primary.edge, theme.secondary.width))
    elif key.kind == "pain":
        yield from paths([sample_mark(key.swatch)], styles)
    elif key.kind == "area":
        yield ground
        yield area_tint(shape, styles)
        yield area_edge(shape, styles)
    elif key.kind == "deep":
        edge = theme.quiet if contrast(theme.quiet, theme.body_light) >= CLEAR else theme.secondary.edge
        yield Path(shape, styles.add("deep-sample", Style(theme.body_light, stroke=edge, width=1.0, dash=theme.dash)))
    elif key.kind == "spot":
        yield from spot_mark(key.letter, ((x0 + x1) / 2, (y0 + y1) / 2), styles)
    elif key.kind == "point":
        yield from crosses(np.array([((x0 + x1) / 2, (y0 + y1) / 2)]), styles)
    else:
        if halo or contrast(theme.pain.dot, theme.paper) < CLEAR:
            yield ground
        yield from pain_dots(sample_dots(key.swatch), styles)


def _structure_sample(key: Key, styles: Styles) -> Iterator[Item]:
    """Yield the sample of structures: a band with fibres; for nerves a line."""
    x0, y0, x1, y1 = key.swatch
    middle = (y0 + y1) / 2
    if key.kind in ("sore-nerve", "nerve"):
        role = StructureRole.PAINFUL if key.kind == "sore-nerve" else StructureRole.RELATED
        line = polyline([(x0 + 2, middle), (x1 - 2, middle)])
        yield from structure_items(line, styles, StructureKind.NERVE, role)
        return
    fibres = [polyline([(x0 + 3, y), (x1 - 3, y)]) for y in np.linspace(y0, y1, 5)[1:-1].tolist()]
    shape, role = rectangle((x0 + 1, y0 + 1, x1 - 1, y1 - 1)), StructureRole.PAINFUL
    yield from structure_items(shape, styles, StructureKind.TENDON, role, fibres=fibres)


def _muscle_sample(box: Box, style: MuscleStyle, name: str, styles: Styles) -> Iterator[Item]:
    shape = rectangle(box)
    yield Path(shape, styles.add(f"{name}-fill", muscle_fill(style, styles.theme)))
    if style.hatch:
        hatch = styles.line(f"{name}-hatch", style.edge, style.hatch.width)
        yield Path(segments(hatch_lines(box, style.hatch)), hatch, clip=shape)
    edge = Style(stroke=style.edge, width=style.width)
    yield Path(shape, styles.add(f"{name}-sample-edge", edge))


def _scale_sample(box: Box, styles: Styles) -> Iterator[Item]:
    """Yield the intensity scale, from 0 at the left to 1 at the right: in colours, or in steps of hatching."""
    theme, (x0, y0, x1, y1) = styles.theme, box
    if theme.scale.alpha:
        colours = (intensity.colour(theme, t) for t in np.linspace(0, 1, RAMP_STEPS).tolist())
        ramp = np.array([[mixed(colour, theme.scale.alpha, theme.body_light) for colour in colours]])
        pixels = np.full((1, RAMP_STEPS, 4), 255, dtype=np.uint8)
        pixels[..., :3] = np.round(ramp * 255)
        yield Image(box, pixels)
        return
    for step, (left, right) in enumerate(pairwise(np.linspace(x0, x1, 6).tolist())):
        style = intensity.muscle_style(theme.primary, theme, step / 4)
        if style.hatch:
            part = (left, y0, right, y1)
            hatch = styles.line(f"scale-{step}-hatch", style.edge, style.hatch.width)
            yield Path(segments(hatch_lines(part, style.hatch)), hatch, clip=rectangle(part))


# --- a logo ---------------------------------------------------------------------------------------------------------


def logo_group(logo: Logo) -> Group:
    """Return a user's logo in its box."""
    from ..style.logos import pixels  # a picture without a logo does not need it

    image = np.asarray(pixels(pathlib.Path(logo.path)))
    return Group("logo", (Image(logo.place, image, part="logo", smoothing="area"),), part="logo")
