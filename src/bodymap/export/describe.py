"""A picture in words, for who can't see it: a short alt text and a long description, in plain sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ..content.view_content import MuscleEntry
from ..knowledge.areas import areas
from ..scene import Scene

_SEEN_FROM = {
    "anterior": "from the front",
    "posterior": "from the back",
    "left-lateral": "from the left side",
    "right-lateral": "from the right side",
    "plantar": "from below, the soles",
}


def alt(scene: Scene) -> str:
    """One or two sentences: what the picture is and which muscles stand out."""
    where = _listed([*dict.fromkeys(_SEEN_FROM[f.view] for f in scene.figures)])
    main = _listed([_lower(a.name) for a in scene.actors if a.role == "primary" and a.views])
    verb = "is" if sum(a.role == "primary" and bool(a.views) for a in scene.actors) == 1 else "are"
    return f"{scene.title}: a body seen {where}. On {_sides(scene)}, {main} {verb} coloured as the main part."


def long(scene: Scene) -> str:
    """What the picture shows, from the whole to the details: views, muscles by role, trigger points, felt pain."""
    sentences = [f"{scene.title}.", scene.summary]
    for view, count in Counter(figure.view for figure in scene.figures).items():
        part = any(figure.fade for figure in scene.figures if figure.view == view)
        shows = "Two figures, one of each side, show" if count > 1 else "A figure shows"
        whole = "a part of the body" if part else "the whole body"
        sentences.append(f"{shows} {whole} {_SEEN_FROM[view]}, with {_letters(view)}.")
    for inset in scene.insets:
        what = " ".join(word for word in ("the", inset.side, inset.name) if word)
        sentences.append(f"An inset shows {what} {inset.times:g} times as large.")
    for role in ("primary", "secondary"):
        actors = [a for a in scene.actors if a.role == role and a.views]
        words = "Often involved" if role == "secondary" else "Main muscles" if len(actors) > 1 else "Main muscle"
        if actors:
            sentences.append(f"{words} on {_sides(scene)}: {_listed([_told(a) for a in actors])}.")
    points = {(m.muscle, m.number) for f in scene.shown for m in f.marks}
    if points:
        names = {a.muscle: a.name for a in scene.actors}
        owners = [n for m, n in names.items() if any(m == muscle for muscle, _ in points)]
        where_x = _one_of_two(scene, {m.side for f in scene.figures for m in f.marks})
        sentences.append(f"An X marks {_count(len(points), 'common trigger point')}{where_x}, in {_listed(owners)}.")
        if any(figure.numerals for figure in scene.shown):
            sentences.append("They are numbered from the top down.")
    felt = [a for a in scene.actors if any(z.muscle == a.muscle for f in scene.figures for z in f.zones)]
    if felt:
        where_felt = _one_of_two(scene, {z.side for f in scene.figures for z in f.zones})
        sentences.append(f"Dots{where_felt} show where pain from {_listed([a.name for a in felt])} is commonly felt.")
    if scene.felt:
        sentences.append(f"Dots show where it is felt: {_listed(scene.felt)}.")
    outlined = dict.fromkeys(areas().area(spot.area).name for f in scene.figures for spot in f.spots)
    if outlined:
        sentences.append(f"A dotted outline marks where it hurts: {_listed(list(outlined))}.")
    hidden = [a.name for a in scene.actors if not a.views]
    if hidden:
        sentences.append(f"Not seen in this view: {_listed(hidden)}.")
    return " ".join(sentences)


def text(scene: Scene) -> str:
    """Both as a text file has them: the alt text, an empty line, the description."""
    return f"{alt(scene)}\n\n{long(scene)}\n"


def _told(actor: MuscleEntry) -> str:
    more = ["under another muscle"] if actor.deep else []
    more += [f"intensity {actor.intensity:g}"] if actor.intensity is not None else []
    return f"{actor.name} ({', '.join(more)})" if more else actor.name


def _sides(scene: Scene) -> str:
    return "both sides" if len(scene.sides) == 2 else f"the {scene.sides[0]} side"


def _one_of_two(scene: Scene, marked: set[str]) -> str:
    """Where both sides are drawn, the one that carries the points and the dots; the other carries the names."""
    paired = marked - {"midline"}
    return f" on the {next(iter(paired))} side" if len(scene.sides) == 2 and len(paired) == 1 else ""


def _letters(view: str) -> str:
    return {
        "anterior": "the patient's right on the left of the picture",
        "plantar": "the patient's right on the left of the picture",
        "posterior": "the patient's right on the right of the picture",
    }.get(view, f"the {view.removesuffix('-lateral')} side near")


def _listed(names: Sequence[str]) -> str:
    *rest, last = names or ["nothing"]
    return f"{', '.join(rest)} and {last}" if rest else last


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]


def _count(n: int, thing: str) -> str:
    few = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    return f"{few[n] if n < len(few) else n} {thing}{'s' if n != 1 else ''}"
