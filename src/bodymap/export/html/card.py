"""Makes a card: a condition as a single HTML file for a web page or an email.

It fetches nothing from the network, and muscles and points show their names. The text is HTML, so it is readable at any
width; the figures are inline SVG, in points of the planned sheet.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from typing import Unpack
from xml.etree.ElementTree import Element, SubElement, tostring  # noqa: TID251 (only builds elements, parses nothing)

import msgspec

from ... import describe, words
from ...backends.html import PageStyles, decoration, picture
from ...content import sided
from ...display.compile import compile_scene
from ...display.records import Display, Group, Item, Text, without
from ...files.disk import assets
from ...knowledge.anatomy import reference
from ...knowledge.chart_input import ChartLike
from ...knowledge.charts import chose_points
from ...knowledge.conditions import Condition, Role, references, warnings
from ...knowledge.requested_side import charts_on
from ...layout.listed_points import listed_points
from ...layout.metrics import Metrics
from ...layout.point_numbers import Numbers, point_numbers
from ...layout.records import Figure, Inset, Label
from ...options.calls import build
from ...options.keywords import CardKeywords
from ...options.records import CardOptions
from ...pages.figure_page import figure_page, sample
from ...scene import Scene, prepare
from ...style.colour import contrast
from ...style.fonts import measurer
from ...style.theme import Theme

FIGURES = (484.0, 560.0)
"""Box that the figures are planned for, (width, height) in pt: fits one or two upright figures."""

TYPE = 1.0
"""Type size on a card, relative to that on a slide."""

PAGE = {"paper": "#1b1816", "ink": "#f2ece7", "quiet": "#b9afa7", "locator": "#6d635b"}
"""Page colours in dark mode, for themes with light paper."""


def card(given: ChartLike, options: CardOptions | None = None, **keywords: Unpack[CardKeywords]) -> bytes:
    """Return a card as the bytes of an HTML file.

    Args:
        given: what to show.
        options: how the figures look; the page uses the same colours.
        keywords: single options, which override `options`.

    Raises:
        BodymapError: something requested does not exist, or no plate shows a main muscle.
    """
    look = build(CardOptions, options, keywords)
    [chart] = charts_on([given], look.side)
    prepared = prepare(chart, look)
    metrics = Metrics(prepared.theme.type, measurer(prepared.theme.fonts), TYPE)
    layers = prepared.layers
    points = point_numbers(prepared.content.views) if chose_points(chart) else {}
    planned = figure_page(
        prepared.content, FIGURES, metrics, prepared.theme, insets=layers.insets, locator=layers.locator, points=points
    )
    scene = msgspec.structs.replace(planned.scene, transparent=True)
    display, styles = compile_scene(scene), PageStyles()
    page, script = Element("html", lang="en"), _asset("card.js")
    head = SubElement(page, "head")
    body = SubElement(page, "body")
    main = SubElement(body, "main")
    _heading(main, scene)
    board = SubElement(main, "div", {"class": "board"})
    _figures(SubElement(board, "div", {"class": "figures"}), scene, display, styles)
    samples = [(entry.words, sample(scene, entry, metrics)) for entry in planned.legend]
    _names(SubElement(board, "section", {"class": "names"}), scene, samples, styles, points)
    _advice(main, chart.subject)
    # Hidden from screen readers, because it repeats the name of the part itself.
    SubElement(body, "p", {"id": "tip", "aria-hidden": "true", "hidden": "hidden"})
    SubElement(body, "script").text = script
    _head(head, scene, f"{_styles(scene.theme)}\n{styles.text()}\n", script)
    return b"<!doctype html>\n" + bytes(tostring(page, encoding="utf-8", method="html")) + b"\n"


def _head(head: Element, scene: Scene, style: str, script: str) -> None:
    SubElement(head, "meta", charset="utf-8")
    # Makes the browser block network requests and any other script.
    rules = f"default-src 'none'; img-src data:; style-src '{_hash(style)}'; script-src '{_hash(script)}'"
    SubElement(head, "meta", {"http-equiv": "Content-Security-Policy", "content": rules})
    SubElement(head, "meta", name="viewport", content="width=device-width, initial-scale=1")
    SubElement(head, "title").text = scene.title
    SubElement(head, "meta", name="description", content=describe.alt(scene))
    SubElement(head, "style").text = style


def _heading(main: Element, scene: Scene) -> None:
    header = SubElement(main, "header")
    SubElement(header, "h1").text = scene.title
    SubElement(header, "p", {"class": "side"}).text = sided.heading(
        (*scene.muscles, *scene.structures), scene.sides, example=scene.example
    )
    if scene.hurts:
        areas = words.listing([words.within(name) for name in scene.hurts])
        SubElement(header, "p", {"class": "hurts"}).text = words.text("card.hurts", areas=areas)
    if scene.summary:
        SubElement(header, "p", {"class": "lead"}).text = scene.summary
    if scene.note:
        SubElement(SubElement(header, "p", {"class": "lead"}), "strong").text = scene.note


def _figures(parent: Element, scene: Scene, display: Display, styles: PageStyles) -> None:
    """Add every figure with its caption, then the locators: small bodies that show which part is pictured."""
    drawn = [item for item in display.items if item.kind in ("figure", "inset")]
    names = [item for item in display.items if item.kind == "name"]
    frames = [item for item in display.items if item.kind == "frame"]
    for n, (shown, group) in enumerate(zip(scene.all_figures, drawn, strict=True)):
        numbers = [name for name, label in zip(names, scene.labels, strict=True) if _stands_on(label, shown, scene)]
        lines = [frame for inset, frame in zip(scene.insets, frames, strict=True) if _framed(inset, shown, scene)]
        holder = SubElement(parent, "figure")
        label = f"{scene.title}: {group.label}"
        items = (*without((group, *lines, *numbers), _beside_the_figure), *_point_numbers(display, shown))
        holder.append(picture(display, items, shown.place, f"f{n}-", styles, label))
        caption = SubElement(holder, "figcaption")
        texts = [(text.x, "b", text.text) for text in shown.letters]
        texts += [(shown.caption.x, "span", shown.caption.text)] if shown.caption else []
        for _, tag, said in sorted(texts):
            SubElement(caption, tag).text = said
    locators = [item for item in display.items if item.kind == "locator"]
    if locators:
        small = SubElement(parent, "div", {"class": "locators", "aria-hidden": "true"})
        for n, (locator, group) in enumerate(zip(scene.locators, locators, strict=True)):
            small.append(decoration(display, [group], locator.place, f"l{n}-", styles))


def _stands_on(label: Label, shown: Figure, scene: Scene) -> bool:
    """Return whether a label's number is on a figure."""
    inside = {muscle for inset in scene.insets for muscle in inset.named}
    if label.badge is None or (label.muscle in inside) != isinstance(shown, Inset):
        return False
    (x, y), (x0, y0, x1, y1) = label.badge, shown.place
    near = x0 - 30 <= x <= x1 + 30 and y0 <= y <= y1
    return near and label.muscle in {
        *(h.muscle for h in shown.highlights),
        *(s.structure for s in shown.structures),
    }


def _point_numbers(display: Display, shown: Figure) -> Iterator[Item]:
    """Yield the numbers of the trigger points that lie on a figure."""
    x0, y0, x1, y1 = shown.place
    for item in display.items:
        if isinstance(item, Group) and item.part == f"numbers.{shown.view}":
            own = tuple(o for o in item.items if isinstance(o, Text) and x0 <= o.x <= x1 and y0 <= o.y <= y1)
            yield msgspec.structs.replace(item, items=own)


def _framed(inset: Inset, shown: Figure, scene: Scene) -> bool:
    """Return whether one of an inset's two frames is on a figure: the inset itself, or the figure that it enlarges."""
    return shown is inset or shown is scene.figures[inset.of]


def _beside_the_figure(item: Item) -> bool:
    """Return whether an item is left out: names, which the page lists, and lines that tie an inset to its figure."""
    return getattr(item, "kind", "") == "words" or getattr(item, "part", "") == "inset.tie"


def _names(
    section: Element, scene: Scene, legend: Sequence[tuple[str, Scene]], styles: PageStyles, points: Numbers
) -> None:
    """Add the muscles with their numbers in the picture; each is a button that shows the muscle there.

    If they are on different sides, each says on which.
    """
    SubElement(section, "h2").text = words.text("card.muscles")
    numbers = {label.muscle: label.number for label in scene.labels}
    drawn = sorted((entry for entry in scene.muscles if entry.views), key=lambda entry: entry.number)
    sites = {entry.muscle: tuple(listed_points(entry, points)) for entry in drawn}
    several = sided.mixed((*scene.muscles, *scene.structures), scene.sides)

    def told(entry: sided.Entry) -> str:
        return sided.told(entry, several=several)

    groups = [(f"card.{role}", [(e.muscle, told(e), e.why) for e in drawn if e.role == role]) for role in Role]
    groups.append(("card.structures", [(e.structure, told(e), e.why) for e in scene.structures if e.views]))
    for heading, entries in groups:
        if entries:
            SubElement(section, "h3").text = words.text(heading, len(entries))
            rows = SubElement(section, "ol")
            for id, name, why in entries:
                _row(rows, id, name, why, numbers.get(id, ""), sites.get(id, ()))
    if scene.hidden_pain:
        areas = words.series([*map(words.within, scene.hidden_pain)])
        SubElement(section, "p").text = words.text("page.hidden-pain", areas=areas)
    if scene.hidden:
        SubElement(section, "p").text = words.text("page.hidden", muscles=words.series(scene.hidden))
    keys = SubElement(section, "ul", {"class": "keys"})
    for n, (said, alone) in enumerate(legend):
        display = compile_scene(alone)
        row = SubElement(keys, "li")
        box = (0.0, 0.0, display.width, display.height)
        swatch = decoration(display, display.items, box, f"s{n}-", styles)
        swatch.set("class", "swatch")
        row.append(swatch)
        SubElement(row, "span").text = said


def _row(rows: Element, id: str, name: str, why: str, number: str, sites: Iterable[tuple[str, str]]) -> None:
    row = SubElement(rows, "li")
    button = SubElement(row, "button", {"type": "button", "data-muscle": id, "aria-pressed": "false"})
    mark = SubElement(button, "span", {"class": "number"})
    mark.text = number
    SubElement(button, "span").text = name
    if why:
        SubElement(row, "p").text = why
    for sign, said in sites:
        line = SubElement(row, "p")
        bold = SubElement(line, "b")
        bold.text, bold.tail = sign, f" {said}" if said else ""


def _advice(main: Element, condition: Condition) -> None:
    if groups := warnings(condition):
        section = SubElement(main, "section")
        SubElement(section, "h2").text = words.text("card.help")
        for group in groups:
            SubElement(section, "h3").text = group.heading
            _list(section, group.says, f"warn {group.urgency}")
    if sources := references(condition):
        section = SubElement(main, "section", {"class": "sources"})
        SubElement(section, "h2").text = words.text("card.sources")
        _list(section, map(reference, sources), "")
    SubElement(main, "footer").text = words.text("page.note")


def _list(section: Element, lines: Iterable[str], kind: str) -> None:
    rows = SubElement(section, "ul", {"class": kind} if kind else {})
    for line in lines:
        SubElement(rows, "li").text = line


# --- looks ----------------------------------------------------------------------------------------------------------


def _styles(look: Theme) -> str:
    """Return the style sheet in a theme's colours. In dark mode, light paper turns dark; the body stays as it is."""
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
