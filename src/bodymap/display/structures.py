"""Build the items of structures: tendons, fasciae, ligaments, bones, nerves, bursae and joints.

They are drawn over the muscles. Broad ones that only help to find one's way must not hide a muscle, so they are filled
below the muscles, and only their edge and fibres lie above. A nerve is dashed where something lies over it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..body.geometry import Shape
from ..body.plate import Part
from ..content.nerve_depth import depth_of
from ..content.structures import BROAD, StructureShape
from ..knowledge.conditions import StructureRole
from ..knowledge.structures import StructureKind
from ..layout.records import Figure
from ..style.colour import mixed, to_hex
from . import accessible
from .context import FigureContext
from .records import Group, Item, Path, Style
from .shapes import on_sheet
from .styles import Styles

HALO = 1.1
"""Width of the halo on each side of what hurts, pt."""

NERVE_EDGE = 0.8
"""Width of a nerve's edge on each side, pt."""

COVERED, COVERED_HALO = 0.75, 0.4
"""Width of the covered part of a nerve, in widths of a nerve, and the opacity of its halo."""

DASH = 3.4, 2.0
"""Length of a dash and of a gap where a nerve is covered, in widths of a nerve."""

FIBRE, FIBRE_OPACITY = 0.45, 0.6
"""Width of a fibre, pt, and its opacity."""

QUIET_BONE = 0.55
"""Share of the colour of bone in a bone of the quiet figure; the rest is the body's."""

QUIET_EDGE = 0.4
"""Width of the edge of a bone in the quiet figure, pt."""

FULL_SIZE = 0.7
"""Scale in pt per mm from which lines have their full width; on smaller bodies they are thinner."""


def grounds(figure: Figure, parts: Mapping[str, Part], styles: Styles) -> Iterator[Item]:
    """Yield the fill of the structures that are filled below the muscles."""
    for shown in figure.structures:
        if _filled_below(shown.kind, shown.role) and not figure.opened.takes_off(parts[shown.part]):
            fill = _fill(styles, shown.kind)
            style = styles.add(f"body-{'bone' if shown.kind == StructureKind.BONE else 'structure'}", Style(fill=fill))
            yield Path(on_sheet(figure, parts[shown.part].shape), style, shown.part)


def quiet_bone(shape: Shape, styles: Styles, part: str, clip: Shape) -> Iterator[Item]:
    """Yield a bone of the quiet figure, which muscles may lie on."""
    look = styles.theme.structure
    fill = to_hex(mixed(look.bone, QUIET_BONE, styles.theme.body_light))
    yield Path(shape, styles.add("quiet-bone", Style(fill=fill)), part, clip=clip)
    yield Path(shape, styles.line("quiet-bone-edge", look.bone_edge, QUIET_EDGE, join="round"), part, clip=clip)


def _filled_below(kind: StructureKind, role: StructureRole) -> bool:
    return kind in BROAD and role == StructureRole.RELATED


def _fill(styles: Styles, kind: StructureKind) -> str:
    look = styles.theme.structure
    return look.bone if kind == StructureKind.BONE else look.fill


def structure_groups(context: FigureContext, whys: Mapping[str, str]) -> Iterator[Group]:
    """Yield a figure's structures in drawing order, each as a group with its accessible name."""
    figure, parts, styles = context.figure, context.parts, context.styles
    size = min(max(figure.scale / FULL_SIZE, 0.35), 1.0) ** 0.5
    fibres: dict[tuple[str, str], list[Part]] = {}
    for part in parts.values():
        if part.kind == "structure-fibre":
            fibres.setdefault((part.of, part.side), []).append(part)
    for shown in figure.structures:
        label = accessible.structure(shown, whys.get(shown.structure, ""))
        if shown.kind == StructureKind.NERVE:
            sore = shown.role == StructureRole.PAINFUL
            nerve = tuple(_nerve_items(context, parts[shown.part], size, sore=sore))
            yield Group("structure", nerve, shown.part, label, shown.structure)
            continue
        shape = on_sheet(figure, parts[shown.part].shape)
        if figure.opened.takes_off(parts[shown.part]):
            edge = tuple(_edge_left(shape, styles, shown))
            yield Group("structure", edge, shown.part, label, shown.structure)
            continue
        strokes = [on_sheet(figure, part.shape) for part in fibres.get((shown.structure, shown.side), [])]
        filled = not _filled_below(shown.kind, shown.role)
        items = structure_items(
            shape, styles, shown.kind, shown.role, size, part=shown.part, fibres=strokes, filled=filled
        )
        yield Group("structure", tuple(items), shown.part, label, shown.structure)


def _edge_left(shape: Shape, styles: Styles, shown: StructureShape) -> Iterator[Item]:
    """Yield the dashed edge of a structure that is taken off."""
    look, theme = styles.theme.structure, styles.theme
    edge, width = (look.sore if shown.role == StructureRole.PAINFUL else look.edge), look.width * 0.5
    dash = tuple(length * width for length in theme.dash)
    yield Path(shape, styles.line("structure-off", edge, width, dash=dash, join="round"), f"{shown.part}.off")


def structure_items(
    shape: Shape,
    styles: Styles,
    kind: StructureKind,
    role: StructureRole,
    size: float = 1.0,
    *,
    part: str = "",
    fibres: list[Shape] | None = None,
    filled: bool = True,
) -> Iterator[Item]:
    """Yield a structure: its halo if it hurts, its fill, fibres and edge. A `size` below 1 makes its lines thinner."""
    look, sore = styles.theme.structure, role == StructureRole.PAINFUL
    if kind == StructureKind.NERVE:
        yield from _nerve(shape, styles, size, part, sore=sore)
        return
    bone = kind == StructureKind.BONE
    edge = look.sore if sore else look.bone_edge if bone else look.edge
    width = look.width * size * (1.0 if sore else 0.5)
    name = f"{'sore-' if sore else ''}{'bone' if bone else 'structure'}"
    small = "" if size == 1 else "-small"
    if sore:
        halo = styles.line(f"{name}-halo{small}", styles.theme.halo, width + 2 * HALO * size, join="round")
        yield Path(shape, halo, part)
    if filled:
        yield Path(shape, styles.add(f"{name}-fill", Style(fill=_fill(styles, kind))), part)
    for stroke in fibres or []:
        line = styles.line(
            f"{name}-fibre{small}", edge, FIBRE * size, stroke_opacity=FIBRE_OPACITY, cap="round", join="round"
        )
        yield Path(stroke, line, part)
    yield Path(shape, styles.line(f"{name}-edge{small}", edge, width, join="round"), part)


def _nerve_items(context: FigureContext, course: Part, size: float, *, sore: bool) -> Iterator[Item]:
    """Yield a nerve in a figure: what is covered first, so that what is seen begins over it."""
    opened = context.figure.opened
    depth = depth_of(context.plate, course, opened.off if course.side == opened.side else ())
    if len(depth.covered.codes):
        yield from _covered_nerve(context.shape(depth.covered), context.styles, size, course.id, sore=sore)
    if len(depth.seen.codes):
        yield from _nerve(context.shape(depth.seen), context.styles, size, course.id, sore=sore)


def _covered_nerve(shape: Shape, styles: Styles, size: float, part: str, *, sore: bool) -> Iterator[Item]:
    """Yield the covered part of a nerve: dashed, thinner, and in a fainter halo."""
    look, theme = styles.theme.structure, styles.theme
    width = COVERED * look.nerve_width * size
    outer = width + 2 * NERVE_EDGE * size
    dash = tuple(length * look.nerve_width * size for length in DASH)
    small = "" if size == 1 else "-small"
    name = "sore-nerve" if sore else "nerve"
    edge = look.sore if sore else look.nerve_edge
    halo = styles.line(
        f"{name}-under-halo{small}", theme.halo, outer + HALO * size, stroke_opacity=COVERED_HALO, join="round"
    )
    yield Path(shape, halo, part)
    for kind, colour, wide in (("under-edge", edge, outer), ("under", look.nerve, width)):
        yield Path(shape, styles.line(f"{name}-{kind}{small}", colour, wide, dash=dash, join="round"), part)


def _nerve(shape: Shape, styles: Styles, size: float, part: str, *, sore: bool) -> Iterator[Item]:
    """Yield a nerve: a line with an edge on both sides, in a halo."""
    look, theme = styles.theme.structure, styles.theme
    width = look.nerve_width * size
    outer = width + 2 * NERVE_EDGE * size
    small = "" if size == 1 else "-small"
    name = "sore-nerve" if sore else "nerve"
    edge = look.sore if sore else look.nerve_edge
    for kind, colour, wide in (("halo", theme.halo, outer + 2 * HALO * size), ("edge", edge, outer)):
        yield Path(shape, styles.line(f"{name}-{kind}{small}", colour, wide, cap="round", join="round"), part)
    yield Path(shape, styles.line(f"nerve{small}", look.nerve, width, cap="round", join="round"), part)
