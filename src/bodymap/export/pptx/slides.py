"""Makes slides of conditions: a title, a summary, the picture with its alt text, and speaker notes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any, Unpack

from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.enum.text import MSO_AUTO_SIZE
from pptx.oxml.ns import qn
from pptx.util import Pt

from ... import describe, words
from ...backends import agg
from ...backends import pptx as shapes
from ...content import sided
from ...display.compile import compile_scene
from ...display.records import Display
from ...errors import BodymapError
from ...knowledge.anatomy import atlas, reference
from ...knowledge.charts import Chart, ChartLike, as_chart
from ...knowledge.conditions import Condition, Role, references, warnings
from ...knowledge.structures import structures
from ...layout import sheets
from ...layout.sheets import MOST
from ...options import SlideKeywords, SlideOptions, build
from ...pages.slide import slide_picture
from ...scene import Scene, prepare
from ...style import theme as themes
from . import deck as decks
from . import editable as edited
from . import steps
from .deck import Deck, Place

WIDE = 3840
"""Width of a slide in pixels: sharp on a 4K screen."""

ENLARGED = 1.25
"""Factor by which type is larger than on paper of the same size, because slides are read from the back of a room."""


def slides(given: Sequence[ChartLike], options: SlideOptions | None = None, **keywords: Unpack[SlideKeywords]) -> bytes:
    """Return the bytes of a .pptx with one slide per chart, or one per step of each chart.

    Args:
        given: what to show, in this order.
        options: how the slides are made and how their pictures look; our own master uses the theme's colours.
        keywords: single options, which override `options`.

    Raises:
        BodymapError: the template can't be used, or a picture can't be planned.
    """
    wishes = build(SlideOptions, options, keywords)
    if wishes.layout and not wishes.template:
        raise BodymapError("a layout needs a template", field="layout", value=wishes.layout)
    look = themes.named(wishes.theme) if isinstance(wishes.theme, str) else wishes.theme
    deck = decks.of_template(wishes.template, wishes.layout) if wishes.template else decks.new(look)
    summary, place = decks.room(deck)
    charts = [as_chart(each) for each in given]
    conditions = [chart.subject for chart in charts]
    if wishes.title:
        _opening(deck, wishes.title, conditions)
    for chart, condition in zip(charts, conditions, strict=True):
        scene = _planned(chart, deck, place, wishes)
        display = compile_scene(scene)
        whole = (steps.Step("pain", scene, display, display.alt),)
        shown = steps.steps(scene, display) if wishes.build else whole
        for step in shown:
            # Each slide needs its own title, so that users of screen readers can find their way.
            title = condition.name
            if step is not shown[-1]:
                title = words.text("slide.step", title=condition.name, step=step.name)
            slide = decks.add(deck, deck.layout)
            slide.shapes.title.text = title
            _summary(slide, deck, summary, scene, condition)
            _picture(slide, step, place, editable=wishes.editable)
            _foot(slide, deck, place)
            slide.notes_slide.notes_text_frame.text = notes(condition, step.scene)
            _in_english(slide)
    title = wishes.title or words.series([condition.name for condition in conditions])
    return decks.saved(deck, title, words.text("page.note"))


def notes(condition: Condition, scene: Scene) -> str:
    """Return the speaker notes: the condition in plain words, its muscles, when to see a clinician, and the sources."""
    return "\n".join(_noted(condition, scene))


def _noted(condition: Condition, scene: Scene) -> Iterator[str]:
    yield condition.summary
    names = atlas().muscle
    for role in Role:
        entries = [entry for entry in condition.muscles if entry.role == role]
        if entries:
            yield f"\n{words.text(f'slide.{role}')}"
        for entry in entries:
            name = names(entry.muscle).name
            yield f"- {words.text('slide.why', muscle=name, why=entry.why) if entry.why else name}"
    if condition.structures:
        yield f"\n{words.text('slide.structures')}"
    for shown in condition.structures:
        name = structures().structure(shown.structure).name
        yield f"- {words.text('slide.why', muscle=name, why=shown.why) if shown.why else name}"
    yield f"\n{words.text('slide.picture')}"
    yield describe.details(scene)
    for group in warnings(condition):
        yield f"\n{group.heading}"
        yield from (f"- {line}" for line in group.says)
    if sources := references(condition):
        yield f"\n{words.text('slide.sources')}"
        yield from (f"- {reference(source)}" for source in sources)
    yield f"\n{words.text('page.note')}"


def _planned(chart: Chart, deck: Deck, place: Place, options: SlideOptions) -> Scene:
    """Plan the picture for its place on the slide. The title and summary are text of the slide."""
    wide = int(deck.file.slide_width)
    pixels = round(WIDE * place.width / wide), round(WIDE * place.height / wide)
    dpi = WIDE / (wide / 914_400) * ENLARGED
    if max(pixels) > MOST or not 10 <= dpi <= 2400:
        raise BodymapError(f"{deck.label}: slides of {wide / 914_400:.3g} in are too small or too large for pictures")
    asked = prepare(chart, options, labels=options.labels)
    paper = sheets.sheet(f"{pixels[0]}x{pixels[1]}", dpi)
    return slide_picture(asked.content, paper, asked.request, asked.theme, locator=asked.layers.locator)


# --- a slide --------------------------------------------------------------------------------------------------------


def _opening(deck: Deck, title: str, conditions: Sequence[Condition]) -> None:
    slide = decks.add(deck, deck.opening)
    slide.shapes.title.text = title
    names = words.series([condition.name for condition in conditions])
    for shape in list(slide.placeholders):
        if shape.placeholder_format.type in (PP_PLACEHOLDER.SUBTITLE, PP_PLACEHOLDER.BODY):
            shape.text_frame.text, names = names, ""
        if shape.has_text_frame and not shape.text_frame.text and shape.placeholder_format.type not in decks.FEET:
            shape._element.getparent().remove(shape._element)
    slide.notes_slide.notes_text_frame.text = words.text("page.note")
    _in_english(slide)


def _summary(slide: Any, deck: Deck, place: Place, scene: Scene, condition: Condition) -> None:
    """Add the side and the summary, in the layout's placeholder or in a text box under the title."""
    side = words.text("slide.side", side=sided.heading(scene.muscles, scene.sides, example=scene.example))
    lines = [line for line in (condition.summary, scene.note) if line]
    if scene.hidden_pain:
        lines.append(words.text("page.hidden-pain", areas=words.series([*map(words.within, scene.hidden_pain)])))
    if scene.hidden:
        lines.append(words.text("page.hidden", muscles=words.series(scene.hidden)))
    own = [s for s in slide.placeholders if s.placeholder_format.idx == 13] if deck.own else []
    if own:
        frame = own[0].text_frame
    else:
        box = slide.shapes.add_textbox(place.left, place.top, place.width, place.height)
        box.name = "Summary"
        frame = box.text_frame
        frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.TEXT_TO_FIT_SHAPE
        for shape in list(slide.placeholders):
            if shape.placeholder_format.type not in (*decks.TITLES, *decks.FEET):
                shape._element.getparent().remove(shape._element)  # an empty placeholder would show its prompt
    for text, bold in ((side, True), (f" {' '.join(lines)}", None)):
        run = frame.paragraphs[0].add_run()
        run.text = text
        run.font.bold = bold
        if not own:
            run.font.size = Pt(14)


def _picture(slide: Any, step: steps.Step, place: Place, *, editable: bool) -> None:
    """Add the picture, or if editable, a picture of the body with the marks and text as shapes on top."""
    shown = edited.body(step.display) if editable else step.display
    made = slide.shapes.add_picture(BytesIO(_png(shown)), place.left, place.top, place.width, place.height)
    made.name = "Body" if editable else "Picture"
    made._element.nvPicPr.cNvPr.set("descr", step.alt)
    if editable:
        unit = place.width / step.display.width
        placement = shapes.Placement(place.left, place.top, unit, place.height / unit)
        shapes.draw(edited.marks(step.display), slide.shapes, placement)


def _png(display: Display) -> bytes:
    """Return the picture as a PNG, compressed because talks are sent by email."""
    from PIL import Image

    out = BytesIO()
    Image.fromarray(agg.pixels(display)).save(out, "PNG", compress_level=6, dpi=(display.dpi, display.dpi))
    return out.getvalue()


def _foot(slide: Any, deck: Deck, place: Place) -> None:
    """Add the clinical note in small type at the bottom of the picture."""
    left = Pt(decks.FAR) if deck.own else decks.emu(0.04 * int(deck.file.slide_width))
    bottom = place.top + place.height
    box = slide.shapes.add_textbox(left, bottom - Pt(16), int(deck.file.slide_width) - 2 * left, Pt(16))
    box.name = "Clinical note"
    frame = box.text_frame
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.word_wrap = True
    run = frame.paragraphs[0].add_run()
    run.text = words.text("page.note")
    run.font.size = Pt(10)
    run.font.color.theme_color = MSO_THEME_COLOR.TEXT_1
    run.font.color.brightness = 0.3


def _in_english(slide: Any) -> None:
    """Set the language, for screen readers, and number the shapes in reading order."""
    for tree in (slide.shapes._spTree, slide.notes_slide.shapes._spTree):
        for run in tree.iter(qn("a:r")):
            run.get_or_add_rPr().set("lang", "en-US")
    for number, element in enumerate(slide.shapes._spTree.iter(qn("p:cNvPr")), 1):
        element.set("id", str(number))
