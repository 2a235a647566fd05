"""A condition as one HTML file for a web page or a mail: nothing is fetched, its parts tell their names.

Words stand in HTML, so that they are read at any width; the figures are inline SVG in points of the planned sheet.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring  # noqa: TID251 (elements are built, nothing is read)

import msgspec

from ... import words
from ...content.view_content import MuscleEntry
from ...files.disk import assets
from ...knowledge.anatomy import reference
from ...knowledge.conditions import Condition, Role
from ...layout.blocks import LegendEntry
from ...layout.metrics import Metrics
from ...pages.figure_page import figure_page
from ...scene import Scene, prepare
from ...style import theme as themes
from ...style.colour import contrast
from ...style.fonts import measurer
from ...style.theme import Theme
from .. import describe
from .figures import figures
from .swatch import swatch

FIGURES = (484.0, 560.0)
"""The box that the figures are planned for, pt: one upright figure, or two."""

TYPE = 1.0
"""How large type is on it, as a share of a slide's."""

PAGE = {"paper": "#1b1816", "ink": "#f2ece7", "quiet": "#b9afa7", "locator": "#6d635b"}
"""The page in the dark, for a theme whose own paper is light."""


def card(condition: Condition, *, theme: str = themes.DEFAULT, **options: Any) -> bytes:
    """The bytes of the file.

    Args:
        condition: what is shown.
        theme: how the figures look; the page has its colours.
        options: those of `scene.prepare`: side, body, view, skin, layers.

    Raises:
        BodymapError: something asked for does not exist, or no plate shows a main muscle.
    """
    asked = prepare(condition, theme=theme, **options)
    metrics = Metrics(asked.theme.type, measurer(asked.theme.fonts), TYPE)
    shows = {"insets": asked.layers.insets, "locator": asked.layers.locator}
    planned = figure_page(asked.content, FIGURES, metrics, asked.theme, **shows)
    scene = _numbered(planned.scene)
    page = Element("html", lang="en")
    style, script = _styles(scene.theme), _asset("card.js")
    _head(page, scene, style, script)
    body = SubElement(page, "body")
    main = SubElement(body, "main")
    _heading(main, scene)
    board = SubElement(main, "div", {"class": "board"})
    figures(SubElement(board, "div", {"class": "figures"}), scene)
    _names(SubElement(board, "section", {"class": "names"}), scene, planned.legend)
    _advice(main, condition)
    # Last, so that a screen reader meets it nowhere: it says again what the part itself is called.
    SubElement(body, "p", {"id": "tip", "aria-hidden": "true", "hidden": "hidden"})
    SubElement(body, "script").text = script
    return b"<!doctype html>\n" + bytes(tostring(page, encoding="utf-8", method="html")) + b"\n"


def _numbered(scene: Scene) -> Scene:
    """The scene with numbers that run down the list, where the main muscles stand first."""
    roles = {entry.muscle: entry.role != Role.PRIMARY for entry in scene.muscles}
    order = sorted(scene.labels, key=lambda label: (roles[label.muscle], int(label.number)))
    numbers = {label.muscle: str(n) for n, label in enumerate(order, 1)}
    labels = tuple(msgspec.structs.replace(label, number=numbers[label.muscle]) for label in scene.labels)
    return msgspec.structs.replace(scene, labels=labels)


def _head(page: Element, scene: Scene, style: str, script: str) -> None:
    head = SubElement(page, "head")
    SubElement(head, "meta", charset="utf-8")
    # The browser itself sees to it that nothing is fetched and that no other script runs.
    rules = f"default-src 'none'; img-src data:; style-src '{_hash(style)}'; script-src '{_hash(script)}'"
    SubElement(head, "meta", {"http-equiv": "Content-Security-Policy", "content": rules})
    SubElement(head, "meta", name="viewport", content="width=device-width, initial-scale=1")
    SubElement(head, "title").text = scene.title
    SubElement(head, "meta", name="description", content=describe.alt(scene))
    SubElement(head, "style").text = style


def _heading(main: Element, scene: Scene) -> None:
    header = SubElement(main, "header")
    SubElement(header, "h1").text = scene.title
    SubElement(header, "p", {"class": "side"}).text = words.text(f"side.{scene.side}")
    if scene.summary:
        SubElement(header, "p", {"class": "lead"}).text = scene.summary


def _names(section: Element, scene: Scene, legend: Sequence[LegendEntry]) -> None:
    """The muscles with the numbers of the picture; each is a button that shows it there."""
    SubElement(section, "h2").text = words.text("card.muscles")
    numbers = {label.muscle: label.number for label in scene.labels}
    drawn = sorted((e for e in scene.muscles if e.views), key=lambda e: int(numbers.get(e.muscle) or len(numbers) + 1))
    for role in Role:
        entries = [entry for entry in drawn if entry.role == role]
        if entries:
            SubElement(section, "h3").text = words.text(f"card.{role}", len(entries))
            rows = SubElement(section, "ol")
            for entry in entries:
                _row(rows, entry, numbers.get(entry.muscle, ""))
    if scene.hidden:
        SubElement(section, "p").text = words.text("page.hidden", muscles=words.series(scene.hidden))
    keys = SubElement(section, "ul", {"class": "keys"})
    for key in legend:
        row = SubElement(keys, "li")
        swatch(row, key.kind, key.rank, scene.theme)
        SubElement(row, "span").text = key.words


def _row(rows: Element, entry: MuscleEntry, number: str) -> None:
    row = SubElement(rows, "li")
    button = SubElement(row, "button", {"type": "button", "data-muscle": entry.muscle, "aria-pressed": "false"})
    mark = SubElement(button, "span", {"class": "number"})
    mark.text = number
    SubElement(button, "span").text = entry.name
    if entry.why:
        SubElement(row, "p").text = entry.why


def _advice(main: Element, condition: Condition) -> None:
    if condition.see_a_clinician:
        section = SubElement(main, "section")
        SubElement(section, "h2").text = words.text("card.clinician")
        _list(section, condition.see_a_clinician, "warn")
    if condition.sources:
        section = SubElement(main, "section", {"class": "sources"})
        SubElement(section, "h2").text = words.text("card.sources")
        _list(section, map(reference, condition.sources), "")
    SubElement(main, "footer").text = words.text("page.note")


def _list(section: Element, lines: Iterable[str], kind: str) -> None:
    rows = SubElement(section, "ul", {"class": kind} if kind else {})
    for line in lines:
        SubElement(rows, "li").text = line


# --- looks ----------------------------------------------------------------------------------------------------------


def _styles(look: Theme) -> str:
    """The style sheet in a theme's colours; in the dark a page of light paper turns dark, the body stays as it is."""
    own = {name: getattr(look, name) for name in PAGE} | {"accent": look.primary.fill}
    light = contrast(look.paper, "#000000") > contrast(look.paper, "#ffffff")
    dark = _rule(PAGE) if light else ""
    turned = f"@media screen and (prefers-color-scheme: dark) {{ {dark} }}\n" if dark else ""
    return f"{_rule(own)}\n{turned}{_asset('card.css')}"


def _rule(values: dict[str, str]) -> str:
    return ":root { " + " ".join(f"--{name}: {value};" for name, value in values.items()) + " }"


def _asset(name: str) -> str:
    return (assets() / "card" / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return "sha256-" + b64encode(sha256(text.encode()).digest()).decode()
