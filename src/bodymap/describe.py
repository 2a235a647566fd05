"""Describe a picture for readers who can't see it: a short alt text and a long description in plain sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from . import words
from .content import sided
from .content.nerve_depth import covered_nerves
from .content.structures import StructureEntry
from .content.view_content import MuscleEntry
from .knowledge.anatomy import Side, View
from .knowledge.areas import areas
from .knowledge.conditions import Role, StructureRole
from .knowledge.views import facts_of
from .scene import Scene

OFF_MIDDLE = 20.0
"""A figure of one side of the body has its middle at least so far from that of the body, mm."""


def alt(scene: Scene) -> str:
    """Return some sentences: what the picture is, where it hurts, which muscles stand out, which structures hurt."""
    if not scene.figures:
        return words.text("alt.words", title=scene.title)
    sore = _names_of(scene, StructureRole.PAINFUL)
    if not scene.muscles and scene.structures:
        views = words.listing([*dict.fromkeys(facts_of(figure.view).seen for figure in scene.figures)])
        named = words.listing(sore or _names_of(scene, StructureRole.RELATED))
        hurts = "".join(f" {told}" for told in _hurts(scene))
        key = "alt.structures-mixed" if _mixed(scene) else "alt.structures"
        shown = words.text(key, title=scene.title, views=views, hurts=hurts, sides=_sides(scene), structures=named)
        return " ".join((shown, *_example(scene)))
    said = words.text("alt.sore", structures=words.listing(sore)) if sore else ""
    halves = dict.fromkeys(figure.opened.half for figure in scene.figures if figure.opened)
    opened = " ".join(words.text(f"alt.opened-{half}") for half in halves)
    return " ".join(filter(None, (_of_muscles(scene), *_same(scene), opened, said, *_example(scene))))


def _of_muscles(scene: Scene) -> str:
    views = words.listing([*dict.fromkeys(facts_of(figure.view).seen for figure in scene.figures)])
    hurts = "".join(f" {told}" for told in _hurts(scene))
    main = [words.within(_named(scene, entry)) for entry in _seen(scene, Role.PRIMARY)]
    if not main and (points := _marked(scene)):
        owners = [words.within(_named(scene, entry)) for entry in _owners(scene)]
        number = words.number(len(points))
        return words.text(
            "alt.points",
            len(points),
            title=scene.title,
            views=views,
            hurts=hurts,
            number=number,
            muscles=words.listing(owners),
        )
    key = "alt.mixed" if _mixed(scene) else "alt.picture"
    muscles = words.listing(main)
    return words.text(key, len(main), title=scene.title, views=views, hurts=hurts, sides=_sides(scene), muscles=muscles)


def long(scene: Scene) -> str:
    """Return what the picture shows, from the whole to the details."""
    if not scene.figures:
        return " ".join(text.text for text in scene.texts)
    return " ".join(
        (
            *_title(scene),
            *_views(scene),
            *_same(scene),
            *_example(scene),
            *_insets(scene),
            *_hurts(scene),
            *_muscles(scene),
            *_structures(scene),
            *_covered(scene),
            *_points(scene),
            *_spots(scene),
            *_pain(scene),
            *_outlined(scene),
            *_hidden(scene),
            *([scene.note] if scene.note else []),
        )
    )


def text(scene: Scene) -> str:
    """Return the content of a text file: the alt text, an empty line, the description."""
    return f"{alt(scene)}\n\n{long(scene)}\n"


def details(scene: Scene) -> str:
    """Return the description without title and summary, for pages that show these separately."""
    return long(scene).removeprefix(" ".join(_title(scene))).strip()


# --- the sentences --------------------------------------------------------------------------------------------------


def _title(scene: Scene) -> Iterator[str]:
    yield words.text("description.title", title=scene.title)
    yield scene.summary


def _views(scene: Scene) -> Iterator[str]:
    for view, count in Counter(figure.view for figure in scene.figures).items():
        facts = facts_of(view)
        if view == View.PLANTAR:
            yield _soles(scene, count)
            continue
        cropped = any(figure.cut for figure in scene.figures if figure.view == view)
        key = "description.part" if cropped else "description.whole"
        key = "description.parts" if count > 1 and not _one_of_each_side(scene, view) else key
        yield words.text(key, count, seen=facts.seen, letters=facts.orientation)
    opened = [figure.opened for figure in scene.figures if figure.opened and scene.muscles]
    yield from dict.fromkeys(words.text(f"description.opened-{o.half}", names=words.listing(o.names())) for o in opened)


def _one_of_each_side(scene: Scene, view: View) -> bool:
    """Return whether the figures of a view are of one side each, and not of two parts of the body."""
    frames = [figure.frame for figure in scene.figures if figure.view == view]
    middles = [(x0 + x1) / 2 for x0, _, x1, _ in frames]
    return min(middles) < -OFF_MIDDLE and max(middles) > OFF_MIDDLE


def _soles(scene: Scene, count: int) -> str:
    """Return which soles the figures show: one each, or both in one figure."""
    facts = facts_of(View.PLANTAR)
    left, _, right, _ = next(figure.frame for figure in scene.figures if figure.view == View.PLANTAR)
    if count == 1 and left < 0 < right:
        return words.text("description.both-soles", letters=facts.orientation)
    return words.text("description.soles", count, side=facts.sides[0 if right <= 0 else 1])


def _example(scene: Scene) -> Iterator[str]:
    """Yield that the side is only an example, if it is."""
    if scene.example:
        yield words.text("sides.example", sides=_sides(scene))


def _same(scene: Scene) -> Iterator[str]:
    """Yield that the side that is not drawn looks the same, if one is drawn for both."""
    if undrawn := _undrawn(scene):
        yield words.text(f"same.said-{undrawn}")


def _undrawn(scene: Scene) -> Side | None:
    return next((figure.undrawn for figure in scene.figures if figure.undrawn), None)


def _insets(scene: Scene) -> Iterator[str]:
    for inset in scene.insets:
        side = f"{inset.side}-" if inset.side else ""
        yield words.text(f"description.inset-{side}{inset.name}", times=f"{inset.times:g}")


def _hurts(scene: Scene) -> Iterator[str]:
    """Yield where it hurts; with the side of each area, if they are not all on the same."""
    sides: dict[str, set[Side]] = {}
    for area in (area for figure in scene.figures for area in figure.sore):
        sides.setdefault(area.area, set()).update({area.side} - {Side.MIDLINE})
    if undrawn := _undrawn(scene):
        sides = {area: on | {undrawn} if on else on for area, on in sides.items()}
    names = {area: words.within(areas().area(area).name) for area in sides}
    different = {frozenset(own) for own in sides.values() if own}
    if sides and scene.blank:  # an area may have the name of a muscle or a joint
        yield words.text("description.rings")
    elif len(different) == 1:
        [own] = different
        whose = words.text(f"sides.{'both' if len(own) > 1 else next(iter(own))}")
        yield words.text("description.hurts", sides=whose, areas=words.listing([*names.values()]))
    elif sides:
        told = [
            words.text(f"mark.{next(iter(own))}", muscle=names[area]) if len(own) == 1 else names[area]
            for area, own in sides.items()
        ]
        yield words.text("description.hurts-mixed", areas=words.listing(told))


def _muscles(scene: Scene) -> Iterator[str]:
    for role in Role:
        entries = _seen(scene, role)
        if entries:
            muscles = words.listing([_muscle(scene, entry) for entry in entries])
            key = f"description.{role}-mixed" if _mixed(scene) else f"description.{role}"
            yield words.text(key, len(entries), sides=_sides(scene), muscles=muscles)


def _muscle(scene: Scene, entry: MuscleEntry) -> str:
    """Return a muscle's name, with a note if it is deep and with its intensity, if any."""
    value, name = sided.value(entry), _named(scene, entry)
    key = "-".join(kind for kind, said in (("deep", entry.deep), ("intensity", value)) if said)
    return words.text(f"description.{key}", muscle=name, value=value) if key else name


def _structures(scene: Scene) -> Iterator[str]:
    for role in StructureRole:
        if names := _names_of(scene, role):
            yield words.text(f"description.{role}", len(names), structures=words.listing(names))


def _covered(scene: Scene) -> Iterator[str]:
    """Yield which nerves are dashed, because muscles or bones lie over them."""
    hidden = {id for figure in scene.figures for id in covered_nerves(figure.body, figure.view, figure.structures)}
    if names := [words.within(entry.name) for entry in scene.structures if entry.structure in hidden]:
        yield words.text("description.covered", structures=words.listing(names))


def _names_of(scene: Scene, role: StructureRole) -> list[str]:
    """Return the names, inside a sentence, of the structures in a role that are drawn."""
    drawn = {shown.structure for figure in scene.figures for shown in figure.structures}

    def seen(entry: StructureEntry) -> bool:
        return entry.role == role and entry.structure in drawn

    return [words.within(_named(scene, entry)) for entry in scene.structures if seen(entry)]


def _points(scene: Scene) -> Iterator[str]:
    points = _marked(scene)
    if not points:
        return
    owners = [_named(scene, entry) for entry in _owners(scene)]
    key = "description.points" + _one_of_two(scene, (m.side for figure in scene.figures for m in figure.marks))
    yield words.text(key, len(points), number=words.number(len(points)), muscles=words.listing(owners))
    if any(figure.numerals for figure in scene.all_figures):
        yield words.text("description.numbered")


def _spots(scene: Scene) -> Iterator[str]:
    pins = {(pin.letter, pin.note, pin.side) for figure in scene.figures for pin in figure.pins}
    for letter, note, side in sorted(pins):
        said = note.rstrip(".")
        if side == Side.MIDLINE:
            yield words.text("description.spot-midline", letter=letter, note=said)
        else:
            yield words.text("description.spot", letter=letter, sides=words.text(f"sides.{side}"), note=said)


def _pain(scene: Scene) -> Iterator[str]:
    zones = [zone for figure in scene.figures for zone in figure.zones]
    names = [entry.name for entry in scene.muscles if any(zone.muscle == entry.muscle for zone in zones)]
    if names:
        key = "description.zones" + _one_of_two(scene, (zone.side for zone in zones))
        yield words.text(key, muscles=words.listing(names))
    if scene.spreads:
        yield words.text("description.areas", areas=words.listing([words.within(name) for name in scene.spreads]))


def _outlined(scene: Scene) -> Iterator[str]:
    names = dict.fromkeys(areas().area(spot.area).name for figure in scene.figures for spot in figure.spots)
    if names and not scene.blank:
        yield words.text("description.outlined", areas=words.listing([*names]))


def _hidden(scene: Scene) -> Iterator[str]:
    if scene.hidden_pain:
        yield words.text("page.hidden-pain", areas=words.listing([*map(words.within, scene.hidden_pain)]))
    if scene.hidden:
        yield words.text("description.hidden", muscles=words.listing(scene.hidden))


def _marked(scene: Scene) -> set[tuple[str, int]]:
    """Return the trigger points that are marked, each by its muscle and number."""
    return {(mark.muscle, mark.number) for figure in scene.all_figures for mark in figure.marks}


def _owners(scene: Scene) -> list[MuscleEntry]:
    """Return the muscles that have a marked trigger point."""
    muscles = {muscle for muscle, _ in _marked(scene)}
    return [entry for entry in scene.muscles if entry.muscle in muscles]


# --- helpers --------------------------------------------------------------------------------------------------------


def _seen(scene: Scene, role: Role) -> list[MuscleEntry]:
    """Return the muscles in a role that at least one figure shows."""
    return [entry for entry in scene.muscles if entry.role == role and entry.views]


def _mixed(scene: Scene) -> bool:
    """Return whether the muscles and structures are not all on the same sides."""
    return sided.mixed((*scene.muscles, *scene.structures), scene.sides)


def _named(scene: Scene, entry: sided.Entry) -> str:
    """Return the name of a muscle or structure, with its side if not all are on the same."""
    return sided.named(entry, entry.name) if _mixed(scene) else entry.name


def _sides(scene: Scene) -> str:
    return words.text(f"sides.{scene.side}")


def _one_of_two(scene: Scene, sides: Iterable[Side]) -> str:
    """Return the suffix of a key: the side with the points or dots, if both sides are drawn but only one has them."""
    marked = {side for side in sides if side != Side.MIDLINE} | {side for side in [_undrawn(scene)] if side}
    return f"-{next(iter(marked))}" if scene.side == "both" and len(marked) == 1 else ""
