"""Finds muscles by the names that people type, and makes a condition of them without a file."""

from __future__ import annotations

from collections.abc import Sequence

from ..errors import BodymapError, folded, one_of, quoted, unknown
from ..knowledge.anatomy import Muscle, atlas
from ..knowledge.conditions import Condition, Felt, MuscleRole, Role, without_points
from .find import places

EVERYDAY = {
    "hamstrings": ("biceps-femoris", "semitendinosus", "semimembranosus"),
    "hamstring": ("biceps-femoris", "semitendinosus", "semimembranosus"),
    "glutes": ("gluteus-maximus", "gluteus-medius", "gluteus-minimus"),
    "buttock": ("gluteus-maximus", "gluteus-medius", "piriformis"),
    "calf": ("gastrocnemius", "soleus"),
    "calves": ("gastrocnemius", "soleus"),
    "quads": ("quadriceps-femoris", "rectus-femoris", "vastus-lateralis"),
    "quadriceps": ("quadriceps-femoris", "rectus-femoris", "vastus-lateralis"),
    "rotator cuff": ("supraspinatus", "infraspinatus", "teres-minor", "subscapularis"),
    "hip flexors": ("iliopsoas", "rectus-femoris", "sartorius"),
    "hip flexor": ("iliopsoas", "rectus-femoris", "sartorius"),
    "erector spinae": ("longissimus-thoracis", "iliocostalis-thoracis", "iliocostalis-lumborum"),
    "traps": ("trapezius", "trapezius-upper", "trapezius-lower"),
    "ut": ("trapezius-upper",),
    "lats": ("latissimus-dorsi",),
    "pecs": ("pectoralis-major", "pectoralis-minor"),
    "abs": ("rectus-abdominis", "external-oblique"),
    "biceps": ("biceps-brachii", "biceps-femoris"),
    "triceps": ("triceps-brachii",),
    "adductors": ("adductor-longus", "adductor-magnus", "gracilis"),
    "scm": ("sternocleidomastoid",),
    "scalenes": ("scalenus-anterior", "scalenus-medius", "scalenus-posterior"),
    "rhomboids": ("rhomboid-major", "rhomboid-minor"),
    "ql": ("quadratus-lumborum",),
    "tfl": ("tensor-fasciae-latae",),
    "peroneals": ("fibularis-longus", "fibularis-brevis", "fibularis-tertius"),
    "it band": ("tensor-fasciae-latae", "gluteus-maximus"),
}
"""Everyday words for muscles or groups of muscles, each with the muscles to suggest."""


def muscle_named(name: str, field: str = "") -> Muscle:
    """Return a muscle by its id, name or Latin name, in upper or lower case.

    Args:
        name: what was typed.
        field: the option that it was typed for.

    Raises:
        BodymapError: there is no such muscle; the message suggests some.
    """
    known, typed = atlas(), folded(name)
    if name in known.muscles:
        return known.muscles[name]
    for muscle in known.muscles.values():
        if typed in (folded(muscle.id), folded(muscle.name), folded(muscle.latin)):
            return muscle
    if typed in EVERYDAY:
        suggestions = [id for id in EVERYDAY[typed] if id in known.muscles]
        raise BodymapError(
            f"unknown muscle {quoted(name)}; did you mean {one_of(map(repr, suggestions))}?",
            field=field,
            value=name,
            choices=suggestions,
        )
    raise unknown("muscle", name, known.muscles, also=known.names(), listing="bodymap list muscles", field=field)


def condition(muscles: Sequence[str], pain: Sequence[str] = (), *, title: str = "", points: bool = False) -> Condition:
    """Return a condition made from muscles, such as `infraspinatus:primary`, and painful areas.

    A muscle without a role is `secondary`, which means often involved. If none is given as `primary`, it is `primary`.
    A muscle can have an intensity from 0 to 1: `infraspinatus=0.8` or `infraspinatus:primary=0.8`.

    Raises:
        BodymapError: a muscle, role, area or intensity is not valid, a muscle comes twice, or there are no muscles.
    """
    if not muscles:
        raise BodymapError("name a condition or at least one muscle")
    parsed = [_parsed(text) for text in muscles]
    ids = [id for id, _, _ in parsed]
    for number, id in enumerate(ids):
        if id in ids[:number]:
            raise BodymapError(f"{id!r} is named twice", field="muscle", value=id)
    rest = Role.SECONDARY if any(role == Role.PRIMARY for _, role, _ in parsed) else Role.PRIMARY
    entries = tuple(MuscleRole(id, role or rest, intensity=intensity) for id, role, intensity in parsed)
    main = [atlas().muscle(entry.muscle).name for entry in entries if entry.role == Role.PRIMARY]
    if not main:
        raise BodymapError("at least one muscle must be primary, e.g. infraspinatus:primary", field="muscle")
    made = Condition(
        id="ad-hoc",
        name=title or ", ".join(main),
        group="own",
        summary="",
        muscles=entries,
        pain=painful_areas(pain),
        felt=Felt.AREAS,
    )
    return made if points else without_points(made)


def painful_areas(words: Sequence[str]) -> tuple[str, ...]:
    """Return the ids of the areas that words name, each once.

    Raises:
        BodymapError: a word names no area.
    """
    try:
        return tuple(dict.fromkeys(id for word in words for place in places([word]) for id in place.areas))
    except BodymapError as error:
        raise BodymapError(str(error), field="pain", value=error.value, choices=error.choices) from error


def _parsed(text: str) -> tuple[str, Role | None, float | None]:
    """Return the muscle's id, role and intensity."""
    named, equals, amount = text.partition("=")
    name, colon, role = named.partition(":")
    if colon and role.strip().casefold() not in tuple(Role):
        raise unknown("role", role, tuple(Role), where=text, field="muscle")
    chosen = Role(role.strip().casefold()) if colon else None
    return muscle_named(name, "muscle").id, chosen, _intensity(amount, text) if equals else None


def _intensity(amount: str, text: str) -> float:
    try:
        intensity = float(amount)
    except ValueError:
        intensity = -1.0
    if not 0 <= intensity <= 1:
        message = f"{text}: the intensity {quoted(amount)} must be a number from 0 to 1"
        raise BodymapError(message, field="muscle", value=amount)
    return intensity
