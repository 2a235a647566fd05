"""A condition as one HTML file for a web page or a mail: nothing is fetched, its parts tell their names.

Words stand in HTML, so that they are read at any width; the figures are inline SVG in points of the planned sheet.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring  # noqa: TID251 (elements are built, nothing is read)

import msgspec

from ...content.view_content import MuscleEntry
from ...files.disk import assets
from ...knowledge.anatomy import reference
from ...knowledge.conditions import Condition, references, warnings
from ...layout import page_frame
from ...scene import Scene, plan
from ...style import theme as themes
from ...style.colour import contrast
from ...style.theme import Theme
from .. import describe
from .figures import figures
from .swatch import swatch

SHEET = "760x900"
"""What the figures are planned on: room for one upright figure, or for two."""

PAGE = {"paper": "#1b1816", "ink": "#f2ece7", "quiet": "#b9afa7", "locator": "#6d635b"}
"""The page in the dark, for a theme whose own paper is light."""


def card(condition: Condition, *, theme: str = themes.DEFAULT, **options: Any) -> bytes:
    """The bytes of the file.

    Args:
        condition: what is shown.
        theme: how the figures look; the page has its colours.
        options: those of `scene.plan`: side, body, view, skin, layers.

    Raises:
        BodymapError: something asked for does not exist, or no plate shows a main muscle.
    """
    bare = msgspec.structs.replace(condition, summary="")
    scene = plan(bare, sheet=SHEET, dpi=72, labels="numbers", points="marks", theme=theme, **options)
    scene = _numbered(msgspec.structs.replace(scene, summary=condition.summary))
    page = Element("html", lang="en")
    style, script = _styles(scene.look), _asset("card.js")
    _head(page, scene, style, script)
    body = SubElement(page, "body")
    main = SubElement(body, "main")
    _heading(main, scene)
    board = SubElement(main, "div", {"class": "board"})
    figures(SubElement(board, "div", {"class": "figures"}), scene)
    _names(SubElement(board, "section", {"class": "names"}), scene)
    _words(main, condition)
    # Last, so that a screen reader meets it nowhere: it says again what the part itself is called.
    SubElement(body, "p", {"id": "tip", "aria-hidden": "true", "hidden": "hidden"})
    SubElement(body, "script").text = script
    return b"<!doctype html>\n" + bytes(tostring(page, encoding="utf-8", method="html")) + b"\n"


def _numbered(scene: Scene) -> Scene:
    """The scene with numbers that run down the list, where the main muscles stand first."""
    roles = {actor.muscle: actor.role != "primary" for actor in scene.actors}
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
    side = "Both sides" if len(scene.sides) == 2 else f"{scene.sides[0].capitalize()} side"
    SubElement(header, "p", {"class": "side"}).text = side
    if scene.summary:
        SubElement(header, "p", {"class": "lead"}).text = scene.summary


def _names(section: Element, scene: Scene) -> None:
    """The muscles with the numbers of the picture; each is a button that shows it there."""
    SubElement(section, "h2").text = "Muscles"
    numbers = {label.muscle: label.number for label in scene.labels}
    drawn = sorted((a for a in scene.actors if a.views), key=lambda a: int(numbers.get(a.muscle) or len(numbers) + 1))
    for role, heading in (("primary", ("Main muscle", "Main muscles")), ("secondary", ("Often involved",) * 2)):
        cast = [actor for actor in drawn if actor.role == role]
        if cast:
            heads = SubElement(section, "h3")
            heads.text = heading[len(cast) > 1]
            rows = SubElement(section, "ol")
            for actor in cast:
                _row(rows, actor, numbers.get(actor.muscle, ""))
    hidden = [actor for actor in scene.actors if not actor.views]
    if hidden:
        SubElement(section, "p").text = f"Not seen in this view: {', '.join(actor.name for actor in hidden)}."
    keys = SubElement(section, "ul", {"class": "keys"})
    for key in scene.legend:
        row = SubElement(keys, "li")
        swatch(row, key.kind, scene.look)
        SubElement(row, "span").text = " ".join(line.text for line in key.lines)


def _row(rows: Element, actor: MuscleEntry, number: str) -> None:
    row = SubElement(rows, "li")
    button = SubElement(row, "button", {"type": "button", "data-muscle": actor.muscle, "aria-pressed": "false"})
    mark = SubElement(button, "span", {"class": "number"})
    mark.text = number
    SubElement(button, "span").text = actor.name
    if actor.why:
        SubElement(row, "p").text = actor.why


def _words(main: Element, condition: Condition) -> None:
    if groups := warnings(condition):
        section = SubElement(main, "section")
        SubElement(section, "h2").text = "When to get help"
        for group in groups:
            SubElement(section, "h3").text = group.heading
            _list(section, group.says, f"warn {group.urgency}")
    if sources := references(condition):
        section = SubElement(main, "section", {"class": "sources"})
        SubElement(section, "h2").text = "Sources"
        _list(section, map(reference, sources), "")
    SubElement(main, "footer").text = page_frame.FOOT


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
