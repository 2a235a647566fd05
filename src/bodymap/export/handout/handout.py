"""Makes handouts for patients: conditions as a tagged PDF, typeset by typst from a template.

The template receives `content` as JSON in the input `data`; `assets/templates/handout.typ` lists the fields. It can use
only files in its own folder and the fonts that come with bodymap, and it has no access to the time or date.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, get_args

import msgspec

from ... import describe
from ... import words as catalogue
from ...content import sided
from ...content.structures import StructureEntry
from ...content.view_content import MuscleEntry
from ...errors import BodymapError, quoted
from ...files.disk import assets, contents, write
from ...knowledge import areas as skin
from ...knowledge.anatomy import Source, reference
from ...knowledge.charts import Chart, ChartLike, as_chart
from ...knowledge.conditions import (
    Condition,
    Role,
    StructureRole,
    message,
    over_lung,
    references,
    split,
    warnings,
    where_it_hurts,
)
from ...knowledge.evidence import grades
from ...knowledge.needling import needling, risks
from ...knowledge.structures import StructureKind
from ...layout.metrics import Metrics
from ...options import HandoutOptions, Paper
from ...pages import figure_page
from ...scene import prepare
from ...style.fonts import measurer
from .clinic import Clinic, load
from .shared_text import fixed

PAPERS: tuple[str, ...] = get_args(Paper)

MM = 72 / 25.4

BESIDE, ACROSS = (88 * MM, 116 * MM), (132 * MM, 74 * MM)
"""Boxes for a figure, (width, height) in pt: with text beside it, and across the page with its legend beside it."""

PRINTED = 174 * MM
"""Width of the type area of a page, pt."""

WIDER = 1.3
"""A figure goes across the page if this shows the body larger by more than this factor."""

LARGE = 1.5
"""Factor by which large print enlarges everything."""

TYPE, LARGE_TYPE = 0.93, 0.805
"""Type size on a figure, relative to that on a slide; for large print, before everything is enlarged."""

SIZES = (10.5, 10.0, 9.5, 9.0)
"""Text sizes, pt, tried in this order until each condition fits on one sheet of paper."""

LONGEST = 40
"""Letters in the longest word that fits every column, even in large print."""

ADDRESSES = ("sources", "short_sources", "session_sources", "link")
"""Fields that hold addresses, which may be longer than a line."""

MOST_BYTES = 2 * 1024 * 1024
"""Maximum size of a logo or a template."""

NOBODY = Clinic()
"""Used for handouts that don't say who gives them."""


SAID = "panicked with:"
"""How typst's message begins when a template calls `panic`."""


def own_template() -> Path:
    """Return the path of the template that comes with bodymap."""
    return assets() / "templates" / "handout.typ"


def eject(path: Path) -> None:
    """Write a copy of our template, as a starting point for your own.

    Raises:
        BodymapError: the folder is missing, or the file already exists.
    """
    if not path.parent.is_dir():
        raise BodymapError(f"{path.parent}: no such folder")
    if path.exists():
        raise BodymapError(f"{path}: already exists")
    write(path, own_template().read_bytes())


def check(path: Path) -> None:
    """Check that a handout can be written there, before the work starts.

    Raises:
        BodymapError: the path is not a .pdf, or nothing can be written there.
    """
    from ..image import check as check_place

    if path.suffix.lower() != ".pdf":
        raise BodymapError(f"{path}: a handout is a .pdf, not {quoted(path.suffix)}")
    check_place(path)


def save(given: Sequence[ChartLike], path: Path, wishes: HandoutOptions | None = None) -> None:
    """Typeset a handout and write it, never just part of it. Several charts make a booklet.

    Raises:
        BodymapError: see `check` and `encode`.
    """
    check(path)
    write(path, encode(given, wishes))


def encode(given: Sequence[ChartLike], wishes: HandoutOptions | None = None) -> bytes:
    """Return the bytes of a handout. The same input always gives the same bytes.

    Raises:
        BodymapError: something requested does not exist, a text doesn't fit, or the template has an error.
    """
    wishes = wishes or HandoutOptions()
    if not given:
        raise BodymapError("a handout needs a condition; `bodymap list conditions` lists them all", field="condition")
    template = wishes.template or own_template()
    source = contents(template, most=MOST_BYTES, label=str(template))
    return _typeset(source, template, content(given, wishes))


# --- what a template receives ---------------------------------------------------------------------------------------


def content(given: Sequence[ChartLike], wishes: HandoutOptions) -> dict[str, Any]:
    """Return everything on the handout as plain data. Lengths are in points.

    Raises:
        BodymapError: something requested does not exist, or a word is too long for a line.
    """
    charts = [as_chart(each) for each in given]
    conditions = [chart.subject for chart in charts]
    clinic = load(Path(wishes.clinic)) if isinstance(wishes.clinic, str | Path) else wishes.clinic or NOBODY
    told: dict[str, Any] = {
        "title": wishes.title or (conditions[0].name if len(conditions) == 1 else fixed().headings.contents),
        "patient": wishes.patient,
        "date": wishes.date,
        "clinic": {"name": clinic.name, "contact": list(clinic.contact)},
        "sheets": [_words(chart.subject, chart.note) for chart in charts],
    }
    for place, text in _texts(told):
        if long := next((word for word in re.split(r"[\s\u2010-]+", text) if len(word) > LONGEST), None):
            raise BodymapError(f"{place}: {quoted(long)} is too long for a line; a word may have {LONGEST} letters")
    for sheet, chart in zip(told["sheets"], charts, strict=True):
        sheet |= _pictured(chart, sheet, wishes)
    told["clinic"] |= {"colour": clinic.colour, "writing": clinic.writing, "logo": _logo(clinic)}
    words = fixed()
    shared = needling()
    return told | {
        "paper": wishes.paper,
        "scale": LARGE if wishes.large else 1.0,
        "headings": {name: getattr(words.headings, name) for name in words.headings.__struct_fields__},
        "session": [
            {"lead": words.leads.what, "text": f"{shared.what} {shared.benefits}"},
            {"lead": words.leads.session, "text": shared.session},
            {"lead": words.leads.twitch, "text": shared.twitch},
            {"lead": words.leads.relief, "text": f"{shared.visits} {shared.relief}"},
            {"lead": words.leads.after, "text": f"{shared.after} {shared.recovery}"},
            {"lead": words.leads.who, "text": shared.who},
            {"lead": words.leads.alike, "text": f"{shared.not_acupuncture} {shared.not_injection}"},
        ],
        "steps": [{"id": step.id, "name": step.name, "says": step.says} for step in shared.steps],
        "tell_first": {"lead": words.leads.tell_first, "list": list(shared.tell_first)},
        "risks_lead": words.leads.risks,
        "comparison": [msgspec.to_builtins(row) for row in shared.comparison],
        "can_do": list(words.can_do),
        "beside_exercise": shared.beside_exercise,
        "session_sources": [short(source) for source in shared.sources()],
        "note": words.note,
        "for_whom": words.for_whom,
        "on_day": words.on_day,
    }


def _words(condition: Condition, note: str = "") -> dict[str, Any]:
    """Return the text about a condition, except what depends on its picture. `note` is the first thing to do."""
    going_on = condition.summary if condition.message else split(condition.summary)[1]
    return {
        "id": condition.id,
        "title": condition.name,
        "also": list(condition.also),
        "message": message(condition),
        "going_on": [going_on] if going_on else [],
        "hurts": [skin.areas().area(id).name for id in where_it_hurts(condition).hurts],
        "spreads": [skin.areas().area(id).name for id in where_it_hurts(condition).spreads],
        "flags": [
            {"urgency": group.urgency.value, "heading": group.heading, "says": list(group.says)}
            for group in warnings(condition)
        ],
        "clinician": [line for group in warnings(condition) for line in group.says],
        "week": [*([note] if note else []), *condition.week],
        "avoid": list(condition.avoid),
        "comes_first": condition.comes_first,
        "works": _evidence(condition),
        "risks": [
            {"id": risk.id, "name": risk.name, "says": risk.says, "share": risk.share}
            for risk in risks(over_lung(condition))
        ],
        "reviewed": f"{condition.reviewed.by}, {condition.reviewed.on}" if condition.reviewed else "",
        "short_sources": [short(source) for source in references(condition)],
        "link": next((source.link for source in references(condition) if source.link), ""),
        "sources": [reference(source) for source in references(condition)],
        "muscles": [{"id": entry.muscle, "why": entry.why} for entry in condition.muscles],
    }


def _evidence(condition: Condition) -> list[dict[str, str]]:
    """Return how well dry needling and exercise work, each with its grade in words.

    A condition without evidence of its own on needling gets that on needling in general.
    """
    words, own = fixed(), condition.evidence
    known = [(words.works_needling, own.needling or needling().evidence), (words.works_exercise, own.exercise)]
    return [
        {"lead": lead, "says": line.says, "grade": line.grade.value, "name": grades()[line.grade].name}
        | {"means": grades()[line.grade].means}
        for lead, line in known
        if line
    ]


def _pictured(chart: Chart, sheet: dict[str, Any], wishes: HandoutOptions) -> dict[str, Any]:
    """Return the figure, its legend, and the muscles with their numbers on it."""
    from ..image import encode as drawn

    page, metrics, across = _figure(chart, wishes)
    scene, words = page.scene, fixed()
    kinds = {entry.kind for entry in page.legend}
    explained = [words.pain] if "pain" in kinds else []
    explained += [words.point] if "point" in kinds else []
    if "zone" in kinds:
        zones = any(zone.muscle for figure in scene.all_figures for zone in figure.zones)
        explained.append(words.zone if zones else words.area)
    why = {muscle["id"]: muscle["why"] for muscle in sheet["muscles"]}
    numbers = {label.muscle: int(label.number) for label in scene.labels}
    entries = sorted(scene.muscles, key=lambda entry: numbers.get(entry.muscle, len(numbers) + 1))
    samples = [(entry.words, figure_page.sample(scene, entry, metrics)) for entry in page.legend]
    return {
        "side": sided.heading(scene.muscles, scene.side),
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
        ]
        + [
            {
                "number": numbers.get(entry.structure),
                "name": entry.name,
                "role": "structure",
                "why": entry.why,
                "note": _structure_note(entry, shown=entry.structure in numbers),
            }
            for entry in scene.structures
        ],
    }


def _structure_note(entry: StructureEntry, *, shown: bool) -> str:
    """Return the note after a structure's name: what it is, and whether it hurts."""
    if not shown:
        return fixed().unseen
    kind = catalogue.text(f"structure.{entry.kind}", 1)
    if entry.role == StructureRole.RELATED:
        return kind
    return catalogue.text(
        "legend.sore-nerve" if entry.kind == StructureKind.NERVE else "legend.sore", kinds=kind
    ).lower()


def _muscle_note(entry: MuscleEntry, *, shown: bool) -> str:
    """Return the note after a muscle's name."""
    if not shown:
        return fixed().unseen
    return fixed().main if entry.role == Role.PRIMARY else ""


def _figure(chart: Chart, wishes: HandoutOptions) -> tuple[figure_page.FigurePage, Metrics, bool]:
    """Return the figure with its metrics, and whether it goes across the page, which it does if it is larger that way.

    In large print it is planned smaller and then enlarged with everything else, so that its letters grow too.
    """
    asked = prepare(chart, wishes)
    content, shows = asked.content, {"insets": asked.layers.insets, "locator": asked.layers.locator}
    metrics = Metrics(asked.theme.type, measurer(asked.theme.fonts), LARGE_TYPE if wishes.large else TYPE)
    if wishes.large:  # one column, so no text goes beside it
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
        raise BodymapError(f"{path}: is not a complete picture") from error


def _texts(told: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Yield every text with its path in the data, such as "clinic.name" or "sheets[0].title"."""
    if isinstance(told, str):
        yield place, told
    elif isinstance(told, dict):
        for name, value in told.items():
            if name not in ADDRESSES:  # they can be broken anywhere
                yield from _texts(value, f"{place}.{name}" if place else name)
    elif isinstance(told, list):
        for index, value in enumerate(told):
            yield from _texts(value, f"{place}[{index}]")


def short(source: Source) -> str:
    """Return a short citation: author, year, and the DOI, web address or place of publication."""
    address = f"doi:{source.doi}" if source.doi else source.url or source.where
    return f"{source.short}, {address}"


# --- typst ----------------------------------------------------------------------------------------------------------


def _typeset(source: bytes, template: Path, told: dict[str, Any]) -> bytes:
    import typst  # imported here because it is large and only handouts need it

    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(assets() / "fonts")])
    compiler = typst.Compiler(str(template.resolve()), root=str(template.resolve().parent), font_paths=fonts)
    for size in SIZES:
        inputs = {"data": json.dumps(told | {"size": size}, ensure_ascii=False)}
        try:
            found = compiler.compile(format="pdf", pdf_standards=["ua-1"], sys_inputs=inputs)
        except typst.TypstError as error:
            if SAID in str(error.message) and size != SIZES[-1]:
                continue  # most likely the text doesn't fit; it may at a smaller size
            raise BodymapError(_fault(error, template)) from error
        if not isinstance(found, bytes):
            break
        return found
    raise BodymapError(f"{template}: gives no PDF")


def _fault(error: Any, template: Path) -> str:
    """Return typst's error in one line, with file and line number; or only the message of a template's `panic`."""
    message = " ".join(str(error.message).split())
    if said := re.fullmatch(rf'{SAID} "?(.*?)"?', message):
        return said[1].replace('\\"', '"')
    place = re.search(r"(?:┌─|-->)\s*\S*?:(\d+):\d+", str(error.diagnostic))
    hints = "".join(f"; {' '.join(str(hint).split())}" for hint in error.hints)
    return f"{template}{f', line {place[1]}' if place else ''}: {message}{hints}"
