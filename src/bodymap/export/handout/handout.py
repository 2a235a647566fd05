"""The paper in the patient's hand: conditions as a tagged PDF, typeset by typst from a template.

What a template gets is `content`, as JSON under the input `data`; `assets/templates/handout.typ` lists its fields. A
template sees no file but those of its own folder, no fonts but those that come with bodymap, and no clock.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, get_args

from ... import describe
from ... import words as catalogue
from ...body import bodies
from ...content.view_content import MuscleEntry
from ...errors import BodymapError, quoted
from ...files.disk import assets, contents, write
from ...knowledge.anatomy import reference
from ...knowledge.conditions import Condition, Role
from ...layout.metrics import Metrics
from ...options import HandoutOptions, Paper
from ...pages import figure_page
from ...scene import prepare
from ...style.fonts import measurer
from .clinic import Clinic, load
from .shared_text import fixed, needling

PAPERS: tuple[str, ...] = get_args(Paper)

MM = 72 / 25.4

BESIDE, ACROSS = (88 * MM, 116 * MM), (132 * MM, 74 * MM)
"""The box of a figure that words stand beside, and of one across the page, its legend beside it, pt."""

PRINTED = 174 * MM
"""How wide the print on a page is, pt."""

WIDER = 1.3
"""A figure goes across the page where that shows the body larger by this factor."""

LARGE = 1.5
"""How much larger everything is in large print."""

TYPE, LARGE_TYPE = 0.93, 0.805
"""How large type is on a figure, as a share of a slide's; in large print before everything grows."""

SIZES = (10.5, 10.0, 9.5, 9.0)
"""Of the text, pt: the first at which a condition keeps to its sheet of paper."""

LONGEST = 40
"""Letters of a word that still fits every column, in large print too."""

MOST_BYTES = 2 * 1024 * 1024
"""Of a logo, or of a template."""

NOBODY = Clinic()
"""A handout that does not say who gives it."""


LINKED = ("Still", "But ", "Yet ", "So ", "Even ", "Other ")
"""A sentence that starts so can't stand apart from the one before it."""

SAID = "panicked with:"
"""How typst hands on what a template says with `panic`."""


def own_template() -> Path:
    """The template that comes with bodymap."""
    return assets() / "templates" / "handout.typ"


def eject(path: Path) -> None:
    """Write our template as a start for one of one's own.

    Raises:
        BodymapError: the folder is missing, or the file is there already.
    """
    if not path.parent.is_dir():
        raise BodymapError(f"{path.parent}: no such folder")
    if path.exists():
        raise BodymapError(f"{path}: already exists")
    write(path, own_template().read_bytes())


def check(path: Path) -> None:
    """Whether a handout can be written there, asked before the work.

    Raises:
        BodymapError: it is no PDF, or nothing can be written there.
    """
    from ..image import check as check_place

    if path.suffix.lower() != ".pdf":
        raise BodymapError(f"{path}: a handout is a .pdf, not {quoted(path.suffix)}")
    check_place(path)


def save(conditions: Sequence[Condition], path: Path, wishes: HandoutOptions | None = None) -> None:
    """Typeset a handout, of several conditions a booklet, and write it, whole or not at all.

    Raises:
        BodymapError: see `check`, `encode`.
    """
    check(path)
    write(path, encode(conditions, wishes))


def encode(conditions: Sequence[Condition], wishes: HandoutOptions | None = None) -> bytes:
    """The bytes of a handout. The same input gives the same bytes.

    Raises:
        BodymapError: something asked for does not exist, a text has no room, or the template is faulty.
    """
    wishes = wishes or HandoutOptions()
    if not conditions:
        raise BodymapError("a handout needs a condition; `bodymap list conditions` lists them all", field="condition")
    template = wishes.template or own_template()
    source = contents(template, most=MOST_BYTES, label=str(template))
    return _typeset(source, template, content(conditions, wishes))


# --- what a template gets -------------------------------------------------------------------------------------------


def content(conditions: Sequence[Condition], wishes: HandoutOptions) -> dict[str, Any]:
    """Everything that stands on the paper, as plain data. Lengths are points.

    Raises:
        BodymapError: something asked for does not exist, or a word is too long for a line.
    """
    clinic = load(Path(wishes.clinic)) if isinstance(wishes.clinic, str | Path) else wishes.clinic or NOBODY
    told: dict[str, Any] = {
        "title": wishes.title or (conditions[0].name if len(conditions) == 1 else fixed().headings.contents),
        "patient": wishes.patient,
        "date": wishes.date,
        "clinic": {"name": clinic.name, "contact": list(clinic.contact)},
        "sheets": [_words(condition) for condition in conditions],
    }
    for place, text in _texts(told):
        if long := next((word for word in re.split(r"[\s\u2010-]+", text) if len(word) > LONGEST), None):
            raise BodymapError(f"{place}: {quoted(long)} is too long for a line; a word may have {LONGEST} letters")
    for sheet, condition in zip(told["sheets"], conditions, strict=True):
        sheet |= _pictured(condition, sheet, wishes)
    told["clinic"] |= {"colour": clinic.colour, "writing": clinic.writing, "logo": _logo(clinic)}
    words = fixed()
    shared = needling()
    return told | {
        "paper": wishes.paper,
        "scale": LARGE if wishes.large else 1.0,
        "headings": {name: getattr(words.headings, name) for name in words.headings.__struct_fields__},
        "session": [
            {"lead": getattr(words.leads, name), "text": getattr(shared, name)}
            for name in ("what", "session", "after", "who")
        ],
        "can_do": list(words.can_do),
        "beside_exercise": shared.beside_exercise,
        "session_sources": [reference(source) for source in shared.sources],
        "note": words.note,
        "for_whom": words.for_whom,
        "on_day": words.on_day,
    }


def _words(condition: Condition) -> dict[str, Any]:
    """What is said of a condition, but for what hangs on its picture."""
    message, rest = split(condition.summary)
    return {
        "id": condition.id,
        "title": condition.name,
        "also": list(condition.also),
        "message": message,
        "going_on": [rest] if rest else [],
        "clinician": list(condition.see_a_clinician),
        "sources": [reference(source) for source in condition.sources],
        "muscles": [{"id": entry.muscle, "why": entry.why} for entry in condition.muscles],
    }


def _pictured(condition: Condition, sheet: dict[str, Any], wishes: HandoutOptions) -> dict[str, Any]:
    """The figure, its legend, and the muscles with their numbers on it."""
    from ..image import encode as drawn

    page, metrics, across = _figure(condition, wishes)
    scene, words = page.scene, fixed()
    kinds = {entry.kind for entry in page.legend}
    explained = [words.point] if "point" in kinds else []
    if "zone" in kinds:
        explained.append(words.area if scene.pain_areas else words.zone)
    why = {muscle["id"]: muscle["why"] for muscle in sheet["muscles"]}
    numbers = {label.muscle: int(label.number) for label in scene.labels}
    entries = sorted(scene.muscles, key=lambda entry: numbers.get(entry.muscle, len(numbers) + 1))
    samples = [(entry.words, figure_page.sample(scene, entry, metrics)) for entry in page.legend]
    return {
        "side": catalogue.text(f"side.{scene.side}"),
        "going_on": [*sheet["going_on"], *explained],
        "figure": {
            "svg": drawn(scene, "svg").decode(),
            "alt": describe.long(scene),
            "width": scene.sheet.width,
            "height": scene.sheet.height,
            "across": across,
        },
        "legend": [
            {
                "svg": drawn(sample, "svg").decode(),
                "width": sample.sheet.width,
                "height": sample.sheet.height,
                "words": text,
            }
            for text, sample in samples
        ],
        "muscles": [
            {
                "number": numbers.get(entry.muscle),
                "name": entry.name,
                "role": entry.role,
                "why": why[entry.muscle],
                "note": _muscle_note(entry, shown=entry.muscle in numbers),
            }
            for entry in entries
        ],
    }


def _muscle_note(entry: MuscleEntry, *, shown: bool) -> str:
    """What stands behind a muscle's name."""
    if not shown:
        return fixed().unseen
    return fixed().main if entry.role == Role.PRIMARY else ""


def _figure(condition: Condition, wishes: HandoutOptions) -> tuple[figure_page.FigurePage, Metrics, bool]:
    """The figure for the side of the page, or across it where that shows more; and whether it goes across.

    In large print it is planned smaller and then grows with everything else, so that its letters do too.
    """
    asked = prepare(
        condition,
        side=wishes.side,
        body=bodies.known(wishes.body),
        view=wishes.view,
        theme=wishes.theme,
        skin=wishes.skin,
        layers=wishes.layers,
    )
    content, shows = asked.content, {"insets": asked.layers.insets, "locator": asked.layers.locator}
    metrics = Metrics(asked.theme.type, measurer(asked.theme.fonts), LARGE_TYPE if wishes.large else TYPE)
    if wishes.large:  # one column: there is no beside
        box = (PRINTED / LARGE, BESIDE[1] / LARGE)
        return figure_page.figure_page(content, box, metrics, asked.theme, **shows), metrics, True
    beside, across = (figure_page.fit(content, box, metrics, **shows) for box in (BESIDE, ACROSS))
    goes_across = bool(across.scale > WIDER * beside.scale)
    chosen = across if goes_across else beside
    return figure_page.figure_page(content, chosen, metrics, asked.theme, **shows), metrics, goes_across


def _logo(clinic: Clinic) -> dict[str, Any] | None:
    if not clinic.logo:
        return None
    path = Path(clinic.logo)
    raw = contents(path, most=MOST_BYTES, label=str(path))
    kinds = {b"\x89PNG": "png", b"\xff\xd8\xff": "jpg", b"<svg": "svg", b"<?xml": "svg"}
    kind = next((kind for start, kind in kinds.items() if raw.lstrip().startswith(start)), None)
    if kind is None:
        raise BodymapError(f"{path}: is no logo; it may be a picture as PNG, JPEG or SVG")
    if kind != "svg":
        _whole(path)
    return {"kind": kind, "bytes": list(raw)}


def _whole(path: Path) -> None:
    from PIL import Image

    try:
        with Image.open(path) as image:
            image.load()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise BodymapError(f"{path}: is no whole picture") from error


def _texts(told: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Every text with the name of its place: "clinic.name", "sheets[0].title"."""
    if isinstance(told, str):
        yield place, told
    elif isinstance(told, dict):
        for name, value in told.items():
            if name != "sources":  # they hold addresses, which are broken anywhere
                yield from _texts(value, f"{place}.{name}" if place else name)
    elif isinstance(told, list):
        for index, value in enumerate(told):
            yield from _texts(value, f"{place}[{index}]")


def split(summary: str) -> tuple[str, str]:
    """The first sentence of a summary, which is the message on top, and the rest; all of it where that hangs on it."""
    first, dot, rest = summary.partition(". ")
    return (summary, "") if rest.startswith(LINKED) else (first + dot.strip(), rest)


# --- typst ----------------------------------------------------------------------------------------------------------


def _typeset(source: bytes, template: Path, told: dict[str, Any]) -> bytes:
    import typst  # here: it is large, and only a handout needs it

    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(assets() / "fonts")])
    compiler = typst.Compiler(str(template.resolve()), root=str(template.resolve().parent), font_paths=fonts)
    for size in SIZES:
        inputs = {"data": json.dumps(told | {"size": size}, ensure_ascii=False)}
        try:
            found = compiler.compile(format="pdf", pdf_standards=["ua-1"], sys_inputs=inputs)
        except typst.TypstError as error:
            if SAID in str(error.message) and size != SIZES[-1]:
                continue  # most likely that it has no room: it may have some with smaller letters
            raise BodymapError(_fault(error, template)) from error
        if not isinstance(found, bytes):
            break
        return found
    raise BodymapError(f"{template}: gives no PDF")


def _fault(error: Any, template: Path) -> str:
    """Typst's complaint in one line, with the file and the line; what a template says with `panic` stands alone."""
    message = " ".join(str(error.message).split())
    if said := re.fullmatch(rf'{SAID} "?(.*?)"?', message):
        return said[1].replace('\\"', '"')
    place = re.search(r"(?:┌─|-->)\s*\S*?:(\d+):\d+", str(error.diagnostic))
    hints = "".join(f"; {' '.join(str(hint).split())}" for hint in error.hints)
    return f"{template}{f', line {place[1]}' if place else ''}: {message}{hints}"
