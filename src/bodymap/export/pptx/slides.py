"""Conditions into slides: a title, a summary, the picture with its alt text, and notes for who speaks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.enum.text import MSO_AUTO_SIZE
from pptx.oxml.ns import qn
from pptx.util import Pt

from ...errors import BodymapError
from ...knowledge.anatomy import atlas, reference
from ...knowledge.conditions import Condition, Role, references, warnings
from ...layout import page_frame
from ...layout.sheets import MOST
from ...scene import Scene, plan
from ...style import theme as themes
from .. import describe, image
from . import deck as decks
from . import shapes, steps
from .deck import Deck, Place

WIDE = 3840
"""Pixels across a slide: sharp on a screen of 4K."""

ENLARGED = 1.25
"""A picture on a slide is read from the back of a room: its type is so much larger than on paper of that size."""


@dataclass(frozen=True)
class SlideOptions:
    """How a talk is made: in steps or not, with shapes that can be edited or a picture, opened by a title."""

    build: bool = False
    editable: bool = False
    title: str = ""
    template: Path | None = None
    layout: str | None = None


PLAIN = SlideOptions()


def slides(
    conditions: Sequence[Condition], wishes: SlideOptions = PLAIN, *, theme: str = themes.DEFAULT, **options: Any
) -> bytes:
    """The bytes of a .pptx with a slide for each condition, or one for each step of it.

    Args:
        conditions: what is shown, in this order.
        wishes: how the talk is made.
        theme: how pictures look; our own master has its colours.
        options: those of `scene.plan`: side, body, view, labels, skin, layers, points.

    Raises:
        BodymapError: the template can't be used, or a picture can't be planned.
    """
    look = themes.named(theme)
    deck = decks.of_template(wishes.template, wishes.layout) if wishes.template else decks.new(look)
    words, place = decks.room(deck)
    if wishes.title:
        _opening(deck, wishes.title, conditions)
    for condition in conditions:
        scene = _planned(condition, deck, place, theme, options)
        shown = steps.steps(scene) if wishes.build else (steps.Step("", scene, describe.alt(scene)),)
        for step in shown:
            # Each slide has a title of its own: that is how a listener finds the way through them.
            title = condition.name if step.scene == scene else f"{condition.name}: {step.name}"
            slide = decks.add(deck, deck.layout)
            slide.shapes.title.text = title
            _summary(slide, deck, words, scene, condition)
            _picture(slide, step, place, editable=wishes.editable)
            _foot(slide, deck, place)
            slide.notes_slide.notes_text_frame.text = notes(condition, step.scene)
            _in_english(slide)
    title = wishes.title or ", ".join(condition.name for condition in conditions)
    return decks.saved(deck, title, page_frame.FOOT)


def notes(condition: Condition, scene: Scene) -> str:
    """What a speaker needs: the condition in plain words, its muscles, when to see a clinician, and the sources."""
    return "\n".join(_noted(condition, scene))


def _noted(condition: Condition, scene: Scene) -> Iterator[str]:
    yield condition.summary
    names = atlas().muscle
    for role, heading in ((Role.PRIMARY, "Main muscles"), (Role.SECONDARY, "Often involved")):
        cast = [entry for entry in condition.muscles if entry.role == role]
        if cast:
            yield f"\n{heading}"
        yield from (f"- {names(e.muscle).name}{': ' if e.why else ''}{e.why}" for e in cast)
    yield "\nOn the picture"
    yield describe.long(scene).removeprefix(f"{scene.title}. ").removeprefix(scene.summary).strip()
    for group in warnings(condition):
        yield f"\n{group.heading}"
        yield from (f"- {line}" for line in group.says)
    if sources := references(condition):
        yield "\nSources"
        yield from (f"- {reference(source)}" for source in sources)
    yield f"\n{page_frame.FOOT}"


def _planned(condition: Condition, deck: Deck, place: Place, theme: str, options: dict[str, Any]) -> Scene:
    """The picture alone for its place on the slide: the title and the summary are the slide's own text."""
    wide = int(deck.file.slide_width)
    pixels = round(WIDE * place.width / wide), round(WIDE * place.height / wide)
    dpi = WIDE / (wide / 914_400) * ENLARGED
    if max(pixels) > MOST or not 10 <= dpi <= 2400:
        raise BodymapError(f"{deck.label}: slides of {wide / 914_400:.3g} in are too small or too large for pictures")
    bare = msgspec.structs.replace(condition, name="", summary="")
    sheet = f"{pixels[0]}x{pixels[1]}"
    try:
        scene = plan(bare, sheet=sheet, dpi=dpi, transparent=True, theme=theme, **options)
    except BodymapError as error:
        told = str(error)
        raise BodymapError(f"{condition.name}{told}" if told.startswith(": ") else told) from error
    return msgspec.structs.replace(scene, title=condition.name, summary=condition.summary, texts=(), logo=None)


# --- a slide --------------------------------------------------------------------------------------------------------


def _opening(deck: Deck, title: str, conditions: Sequence[Condition]) -> None:
    slide = decks.add(deck, deck.opening)
    slide.shapes.title.text = title
    told = ", ".join(condition.name for condition in conditions)
    for shape in list(slide.placeholders):
        if shape.placeholder_format.type in (PP_PLACEHOLDER.SUBTITLE, PP_PLACEHOLDER.BODY):
            shape.text_frame.text, told = told, ""
        if shape.has_text_frame and not shape.text_frame.text and shape.placeholder_format.type not in decks.FEET:
            shape._element.getparent().remove(shape._element)
    slide.notes_slide.notes_text_frame.text = page_frame.FOOT
    _in_english(slide)


def _summary(slide: Any, deck: Deck, words: Place, scene: Scene, condition: Condition) -> None:
    """The side and the summary: in the layout's place for them, or in a box of text under the title."""
    side = "Both sides" if len(scene.sides) == 2 else f"{scene.sides[0].capitalize()} side"
    hidden = [actor.name for actor in scene.actors if not actor.views]
    told = f" {condition.summary}" + (f" Not seen in this view: {', '.join(hidden)}." if hidden else "")
    own = [s for s in slide.placeholders if s.placeholder_format.idx == 13] if deck.own else []
    if own:
        frame = own[0].text_frame
    else:
        box = slide.shapes.add_textbox(words.left, words.top, words.width, words.height)
        box.name = "Summary"
        frame = box.text_frame
        frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.TEXT_TO_FIT_SHAPE
        for shape in list(slide.placeholders):
            if shape.placeholder_format.type not in (*decks.TITLES, *decks.FEET):
                shape._element.getparent().remove(shape._element)  # an empty place would ask to be filled
    for text, bold in ((f"{side}.", True), (told, None)):
        run = frame.paragraphs[0].add_run()
        run.text = text
        run.font.bold = bold
        if not own:
            run.font.size = Pt(14)


def _picture(slide: Any, step: steps.Step, place: Place, *, editable: bool) -> None:
    shown = steps.bare(step.scene) if editable else step.scene
    made = slide.shapes.add_picture(BytesIO(_png(shown)), place.left, place.top, place.width, place.height)
    made.name = "Body" if editable else "Picture"
    made._element.nvPicPr.cNvPr.set("descr", step.alt)
    if editable:
        scale = place.width / step.scene.sheet.width
        shapes.draw(step.scene, slide.shapes, shapes.Grid(place, scale))


def _png(scene: Scene) -> bytes:
    """The picture's pixels, packed as small as PNG allows: a talk is sent by mail."""
    from PIL import Image

    with Image.open(BytesIO(image.encode(scene, "png"))) as picture:
        out = BytesIO()
        picture.save(out, "PNG", compress_level=6, dpi=(scene.sheet.dpi, scene.sheet.dpi))
    return out.getvalue()


def _foot(slide: Any, deck: Deck, place: Place) -> None:
    """The clinical note, small and at the lower edge."""
    left = Pt(decks.FAR) if deck.own else decks.emu(0.04 * int(deck.file.slide_width))
    bottom = place.top + place.height
    box = slide.shapes.add_textbox(left, bottom - Pt(16), int(deck.file.slide_width) - 2 * left, Pt(16))
    box.name = "Clinical note"
    frame = box.text_frame
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.word_wrap = True
    run = frame.paragraphs[0].add_run()
    run.text = page_frame.FOOT
    run.font.size = Pt(10)
    run.font.color.theme_color = MSO_THEME_COLOR.TEXT_1
    run.font.color.brightness = 0.3


def _in_english(slide: Any) -> None:
    """Name the language, so that a screen reader speaks it; and number the shapes in the order they are read."""
    for tree in (slide.shapes._spTree, slide.notes_slide.shapes._spTree):
        for run in tree.iter(qn("a:r")):
            run.get_or_add_rPr().set("lang", "en-US")
    for number, element in enumerate(slide.shapes._spTree.iter(qn("p:cNvPr")), 1):
        element.set("id", str(number))
