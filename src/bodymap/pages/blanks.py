"""Turn the names of a picture into numbered lines to write on, and its key: the same picture with the names on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from .. import words
from ..body.geometry import Box
from ..content.view_content import MuscleEntry
from ..layout.blocks import NUMBERED, WRITTEN_STEP, written
from ..layout.metrics import Metrics
from ..layout.records import Figure, Key, Label, Position, Scene
from ..style.text import Text

DROP = 3.5
"""How far a line to write on lies below the foot of its number, pt on a slide."""


class Answer(msgspec.Struct, frozen=True):
    """What belongs on a line: its number, and the names of what is asked for."""

    number: int
    name: str
    latin: str


def key_of(scene: Scene, metrics: Metrics, first: int = 1) -> Scene:
    """Return the key of a picture that was laid out with blank names: numbered lines with the names on them.

    Args:
        scene: the picture.
        metrics: the sizes of type and lengths that it was laid out with.
        first: the number of the first line.
    """
    order = {label.muscle: number for number, label in enumerate(_reading_order(scene), first)}
    names = {entry.muscle: entry.name for entry in scene.muscles} | {e.structure: e.name for e in scene.structures}
    drop = metrics.length(DROP)
    rules = []
    labels = []
    for label in scene.labels:
        number, (x0, _, x1, _), y = order[label.muscle], label.box, label.lines[0].y
        start = x0 + metrics.length(NUMBERED)
        rules.append(((start, y - drop), (x1, y - drop)))
        said = _written(metrics, names[label.muscle], start, x1, y)
        badge = str(number) if label.number else ""
        lines = (_number(label.lines[0], number, x0), *said)
        labels.append(msgspec.structs.replace(label, lines=lines, number=badge))
    return msgspec.structs.replace(
        scene,
        muscles=tuple(msgspec.structs.replace(e, number=order.get(e.muscle, 0)) for e in scene.muscles),
        structures=tuple(msgspec.structs.replace(e, number=order.get(e.structure, 0)) for e in scene.structures),
        labels=tuple(labels),
        legend=tuple(_without_names(key, scene.muscles, order) for key in scene.legend),
        texts=_titled_as_key(scene.texts),
        summary=words.text("blank.answers"),
        rules=(*scene.rules, *rules),
    )


def blank_of(scene: Scene, key: Scene) -> Scene:
    """Return the picture whose lines are empty: `scene` with the numbers and lines of its key, and without any name."""
    labels = tuple(msgspec.structs.replace(label, lines=label.lines[:1]) for label in key.labels)

    def unnamed(entry: MuscleEntry) -> MuscleEntry:
        name = words.text("blank.muscle", number=entry.number)
        return msgspec.structs.replace(entry, name=name, latin=name, why="")

    structures = (
        msgspec.structs.replace(entry, name=name, latin=name, why="")
        for entry in key.structures
        for name in [words.text("blank.structure", number=entry.number)]
    )
    return msgspec.structs.replace(
        key,
        muscles=tuple(sorted(map(unnamed, key.muscles), key=lambda entry: entry.number)),
        structures=tuple(structures),
        labels=labels,
        texts=scene.texts,
        summary=scene.summary,
        hurts=(),
        spreads=(),
        blank=True,
    )


def answers(key: Scene) -> tuple[Answer, ...]:
    """Return what belongs on the lines of a picture, in the order of their numbers."""
    entries = [Answer(e.number, e.name, e.latin) for e in key.muscles if e.number]
    entries += [Answer(e.number, e.name, e.latin) for e in key.structures if e.number]
    return tuple(sorted(entries, key=lambda answer: answer.number))


# --- the order of the numbers ---------------------------------------------------------------------------------------


def _reading_order(scene: Scene) -> list[Label]:
    """Return the names in reading order: figure by figure, and in each its left column and then its right one."""
    figures = _rows(scene.figures)

    def place(label: Label) -> tuple[int, bool, float, float]:
        at = label.badge or (label.leader[-1] if label.leader else label.box[:2])
        number = next((n for n, shown in enumerate(figures) if _holds(shown.place, at)), len(figures))
        inset = next((one for one in scene.insets if _holds(one.place, at)), None)
        if inset is not None:  # it may lie beside its figure
            number = figures.index(scene.figures[inset.of])
        x0, y0, x1, y1 = label.box
        shown = figures[min(number, len(figures) - 1)]
        return number, (x0 + x1) / 2 > (shown.place[0] + shown.place[2]) / 2, -(y0 + y1) / 2, x0

    return sorted(scene.labels, key=place)


def _rows(figures: Sequence[Figure]) -> list[Figure]:
    """Return figures from the top down, and those beside each other from left to right."""
    rows: list[list[Figure]] = []
    for shown in sorted(figures, key=lambda shown: -shown.place[3]):
        level = (shown.place[1] + shown.place[3]) / 2
        row = next((row for row in rows if row[0].place[1] < level < row[0].place[3]), None)
        if row is None:
            rows.append([shown])
        else:
            row.append(shown)
    return [shown for row in rows for shown in sorted(row, key=lambda shown: shown.place[0])]


def _holds(box: Box, at: Position) -> bool:
    return box[0] - 1 <= at[0] <= box[2] + 1 and box[1] - 1 <= at[1] <= box[3] + 1


# --- lines of text --------------------------------------------------------------------------------------------------


def _number(line: Text, number: int, x: float) -> Text:
    return msgspec.structs.replace(line, text=str(number), x=x, align="left")


def _written(metrics: Metrics, name: str, left: float, right: float, y: float) -> tuple[Text, ...]:
    """Return a name on its line; if it is broken, its last line stands there."""
    lines, size = written(metrics, name, right - left)
    step = WRITTEN_STEP * size
    return tuple(Text(line, left, y + step * (len(lines) - 1 - i), size, "semibold") for i, line in enumerate(lines))


def _titled_as_key(texts: Sequence[Text]) -> tuple[Text, ...]:
    """Return the words of a page with the title of a key in place of what there is to do."""
    ask = words.text("blank.ask")
    for first in range(len(texts)):
        for last in range(first + 1, len(texts) + 1):
            if " ".join(text.text for text in texts[first:last]) == ask:
                answers = msgspec.structs.replace(texts[first], text=words.text("blank.answers"), weight="semibold")
                return (*texts[:first], answers, *texts[last:])
    return tuple(texts)


def _without_names(key: Key, entries: Sequence[MuscleEntry], order: Mapping[str, int]) -> Key:
    """Return an entry of the legend with numbers in place of the names of muscles in a colour of their own.

    Areas are not named either: one may have the name of a joint.
    """
    if key.kind == "area":
        return msgspec.structs.replace(
            key, lines=(msgspec.structs.replace(key.lines[0], text=words.text("legend.area")),)
        )
    if key.kind != "colour":
        return key
    numbers = sorted(order[entry.muscle] for entry in entries if key.colour in entry.colours and entry.muscle in order)
    said = words.text("blank.named", len(numbers), numbers=words.series([*map(str, numbers)]))
    return msgspec.structs.replace(key, lines=(msgspec.structs.replace(key.lines[0], text=said),))
