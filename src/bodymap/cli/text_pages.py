"""The library in words, for a terminal: pages about conditions, muscles, structures and findings. No colour."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import folded, unknown
from ..knowledge import condition_library, conditions, groups
from ..knowledge.anatomy import Atlas, Muscle, atlas, cited_at, literature, reference
from ..knowledge.areas import areas
from ..knowledge.conditions import Condition, Role
from ..knowledge.evidence import grades
from ..knowledge.groups import Group
from ..knowledge.index import nearest
from ..knowledge.structures import Structure, structures

if TYPE_CHECKING:
    from ..finding.causes import OtherCauses
    from ..finding.find import Finding, PainPlace  # numpy comes with it

WIDEST = 92
"""Characters in a line, at most: longer lines are hard to read, however wide the terminal."""

NOTE = "Points and zones are common patterns, not certainties. The page teaches; it does not diagnose."

_INDENT = "  "
_NESTED: dict[str, Any] = {"initial_indent": "    ", "subsequent_indent": "      ", "break_on_hyphens": False}


def named(name: str, own: Sequence[Path] = ()) -> Condition | Muscle | Group | Structure:
    """Return the condition, muscle, group or structure of that name. `own`: the user's folders of conditions.

    Raises:
        BodymapError: there is no such thing, or a condition's file is faulty.
    """
    known = atlas()
    ids = condition_library.ids(own)
    if name not in known.muscles and (
        name in ids or condition_library.is_file(name) or condition_library.called(name, own)
    ):
        return condition_library.load(name, own)
    if groups.meant(name):
        return groups.lookup(name)
    found = structures()
    if folded(name) in map(folded, (*found.structures, *found.names())):
        return found.named(name)
    near = nearest(name, (*condition_library.documents(own), *groups.documents(), *found.documents()))
    everything = (*ids, *known.muscles, *groups.groups().groups, *found.structures)
    raise unknown("condition, muscle or structure", name, everything, near=near)


def page(record: Condition | Muscle | Group | Structure, width: int) -> str:
    """Return the page about a condition, a muscle, a group or a structure, wrapped to `width` characters."""
    if isinstance(record, Structure):
        return structure_page(record, width)
    if isinstance(record, Muscle):
        return muscle_page(record, atlas(), width)
    if isinstance(record, Group):
        return group_page(record, atlas(), width)
    return condition_page(record, atlas(), width)


def findings(asked: Sequence[PainPlace], findings: Sequence[Finding], causes: OtherCauses) -> str:
    """Return what `find` found, one muscle after another, with why it stands there, its points and its conditions.

    What else than muscles can hurt there, and which signs need help first, follow.
    """
    lines = [*_title(", ".join(place.name for place in asked))]
    lines += ["Muscles that can refer pain here, the most likely first.", ""] if findings else []
    if not findings:
        lines += ["No muscle's pattern reaches this place.", ""]
    for rank, item in enumerate(findings, 1):
        shares = [
            f"{name} {share:.0%}" for name, share in (("core", item.core), ("spillover", item.spillover)) if share
        ]
        lines.append(f"{rank:>2}  {item.name} ({item.muscle}): {', '.join(shares)}")
        texts = [item.why, *item.reports, item.pattern and f"Pattern: {item.pattern.rstrip('.')}."]
        for point in item.points:
            owner = "Point" if point.muscle == item.muscle else f"{atlas().muscle(point.muscle).name}, point"
            texts.append(f"{owner} {point.number}: {point.site.rstrip('.')}.")
        texts += [f"In {', '.join(item.conditions)}."] if item.conditions else []
        lines += [line for text in texts if text for line in textwrap.wrap(text, WIDEST, **_NESTED)]
    other = "Not only muscles: the cause may be a joint, a nerve, a tendon or an inner organ."
    other += f" Conditions to think of: {', '.join(causes.conditions)}." if causes.conditions else ""
    lines += ["", *_wrapped(other, WIDEST)]
    for group in causes.warnings:
        lines += ["", group.heading, *_items(group.says, WIDEST)]
    return "\n".join([*lines, "", NOTE])


def condition_page(condition: Condition, atlas: Atlas, width: int) -> str:
    """Return a page about a condition: its muscles by role, where it hurts, and when to see a clinician."""
    lines = [*_title(condition.name), *_wrapped(condition.summary, width)]
    if condition.also:
        lines += ["", *_wrapped(f"Also called {', '.join(condition.also)}.", width)]
    for role, heading in ((Role.PRIMARY, "Main muscles"), (Role.SECONDARY, "Often involved")):
        entries = [entry for entry in condition.muscles if entry.role == role]
        if entries:
            lines += ["", heading]
        for entry in entries:
            name = atlas.muscle(entry.muscle).name
            lines += _item(f"{name}: {entry.why}" if entry.why else name, width)
    if condition.structures:
        lines += ["", "Tendons, bones, nerves and joints"]
    for shown in condition.structures:
        name = structures().structure(shown.structure).name
        lines += _item(f"{name}: {shown.why}" if shown.why else name, width)
    pain = conditions.where_it_hurts(condition)
    for heading, ids in (("Where it hurts", pain.hurts), ("Pain may spread to", pain.spreads)):
        if ids:
            lines += ["", heading, *_item(", ".join(areas().area(id).name for id in ids), width)]
    for group in conditions.warnings(condition):
        lines += ["", group.heading, *_items(group.says, width)]
    lines += _care(condition, width)
    lines += _literature(map(reference, conditions.references(condition)), width)
    lines += ["", *_wrapped(f"{NOTE} {reviewed(condition)}", width), "", f"Draw it: bodymap render {condition.id}"]
    return "\n".join(lines)


def _care(condition: Condition, width: int) -> list[str]:
    """What to do this week, what to leave, and how well treatment works."""
    lines = []
    for heading, texts in (("Do this week", condition.week), ("Avoid", condition.avoid)):
        lines += ["", heading, *_items(texts, width)] if texts else []
    if condition.comes_first:
        lines += ["", *_wrapped(condition.comes_first, width)]
    known = (("Dry needling", condition.evidence.needling), ("Exercise", condition.evidence.exercise))
    told = [f"{name}: {line.says} Evidence: {grades()[line.grade].name.lower()}." for name, line in known if line]
    return [*lines, "", "Does it work?", *_items(told, width)] if told else lines


def reviewed(condition: Condition) -> str:
    """Who has checked a condition's text; or that no clinician has."""
    if condition.reviewed is None:
        return "No clinician has reviewed this text."
    return f"Reviewed by {condition.reviewed.by} on {condition.reviewed.on}."


def muscle_page(muscle: Muscle, atlas: Atlas, width: int) -> str:
    """Return a page about a muscle: its trigger points, and where its pain is commonly felt."""
    lines = [*_title(muscle.name), *_wrapped(", ".join(_identity(muscle)), width)]
    if muscle.also:
        lines += _wrapped(f"Also called {', '.join(muscle.also)}.", width)
    if muscle.parent:
        lines += _wrapped(f"Part of {atlas.muscle(muscle.parent).name}.", width)
    if muscle.parts:
        lines += _wrapped(f"Parts: {', '.join(atlas.muscle(part).name for part in muscle.parts)}.", width)
    facts = [("Origin", muscle.origin), ("Insertion", muscle.insertion), ("Action", muscle.action)]
    facts.append(("Nerve", muscle.nerve))
    if any(text for _, text in facts):
        lines += ["", *_items((f"{name}: {text}" for name, text in facts if text), width)]
    if muscle.points:
        lines += [
            "",
            "Trigger points",
            *(line for p in muscle.points for line in _item(f"{p.number}  {p.site}", width)),
        ]
    if muscle.referral:
        lines += ["", "Where its pain is commonly felt", *_item(f"Most often: {muscle.referral.core}", width)]
        if muscle.referral.spillover:
            lines += _item(f"Sometimes: {muscle.referral.spillover}", width)
        lines += [line for text in points_felt(muscle) for line in _item(text, width)]
        lines += _item(f"Evidence: {muscle.referral.evidence}", width)
    if muscle.near:
        lines += ["", "Structures to respect", *_items(muscle.near, width)]
    if muscle.note:
        lines += ["", *_wrapped(muscle.note, width)]
    works = literature([muscle], atlas.sources)
    lines += _literature((reference(cited_at(work, place)) for work, place in works), width)
    return "\n".join([*lines, "", *_wrapped(NOTE, width)])


def points_felt(muscle: Muscle) -> Iterator[str]:
    """Yield where the pain of each trigger point is commonly felt, if they differ."""
    if not muscle.referral or not muscle.referral.patterns:
        return
    for pattern in muscle.referral.patterns:
        beyond = f"sometimes: {pattern.spillover[:1].lower()}{pattern.spillover[1:]}" if pattern.spillover else ""
        yield f"{_numbered(pattern.points)}: {'; '.join(filter(None, (pattern.core, beyond)))}"
    if rest := tuple(point.number for point in muscle.points if not muscle.pattern_of(point.number)):
        yield f"{_numbered(rest)}: charted with pain that is not drawn"


def _numbered(numbers: Sequence[int]) -> str:
    """Return trigger points by their numbers: "Point 3", "Points 1 and 2"."""
    *most, last = map(str, numbers)
    return f"Points {', '.join(most)} and {last}" if most else f"Point {last}"


def group_page(group: Group, atlas: Atlas, width: int) -> str:
    """Return a page about a group of muscles: its names, and what each member does."""
    lines = _title(group.name)
    if group.also:
        lines += [*_wrapped(f"Also called {', '.join(group.also)}.", width), ""]
    lines.append("Muscles")
    for muscle in map(atlas.muscle, group.members):
        lines += _item(f"{muscle.name}: {muscle.action}" if muscle.action else muscle.name, width)
    if group.note:
        lines += ["", *_wrapped(group.note, width)]
    works = (f"{reference(atlas.sources[c.key])}{f' {c.where}.' if c.where else ''}" for c in group.sources)
    lines += _literature(works, width)
    return "\n".join([*lines, "", f"Draw it: bodymap render --muscle {group.id}"])


def structure_page(structure: Structure, width: int) -> str:
    """Return a page about a structure: what it is, and the conditions that name it."""
    codes = (f"TA2 {structure.ta2}" if structure.ta2 else "", structure.fma or "")
    identity = ", ".join(filter(None, (structure.latin, structure.kind, *codes)))
    lines = [*_title(structure.name), *_wrapped(identity, width), "", *_wrapped(structure.what, width)]
    if structure.also:
        lines += ["", *_wrapped(f"Also called {', '.join(structure.also)}.", width)]
    named_by = [c.name for c in condition_library.library() if any(s.structure == structure.id for s in c.structures)]
    if named_by:
        lines += ["", "Conditions that name it", *_items(named_by, width)]
    sources = atlas().sources
    cited = (" ".join(filter(None, (reference(sources[c.key]), c.where and f"{c.where}."))) for c in structure.sources)
    lines += _literature(cited, width)
    return "\n".join(lines)


def _identity(muscle: Muscle) -> Iterable[str]:
    yield muscle.latin
    yield f"{muscle.layer} layer"
    yield muscle.region.replace("-", " ")
    if muscle.ta2:
        yield f"TA2 {muscle.ta2}"
    if muscle.fma:
        yield muscle.fma


def _literature(lines: Iterable[str], width: int) -> list[str]:
    items = _items(lines, width)
    return ["", "Sources", *items] if items else []


def _title(text: str) -> list[str]:
    return [text, "=" * len(text), ""]


def _wrapped(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, width, break_on_hyphens=False)


def _items(texts: Iterable[str], width: int) -> list[str]:
    return [line for text in texts for line in _item(text, width)]


def _item(text: str, width: int) -> list[str]:
    deeper = 2 * _INDENT
    return textwrap.wrap(text, width, initial_indent=_INDENT, subsequent_indent=deeper, break_on_hyphens=False)


def columns(rows: Iterable[tuple[str, ...]]) -> str:
    """Return rows of cells as lines, each column as wide as its widest cell."""
    rows = list(rows)
    widths = [max(map(len, cells)) for cells in zip(*rows, strict=True)]
    lines = ("  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)) for row in rows)
    return "\n".join(line.rstrip() for line in lines)
