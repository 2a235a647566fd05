"""Makes slides of conditions: a title, a summary, the picture with its alt text, and speaker notes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any, Unpack

import msgspec
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.enum.text import MSO_AUTO_SIZE
from pptx.oxml.ns import qn
from pptx.util import Pt

from ... import describe, words
from ...backends import agg
from ...backends import pptx as shapes
from ...content import blanks, sided
from ...display.compile import compile_scene
from ...display.records import Display
from ...errors import BodymapError
from ...knowledge import studies
from ...knowledge.anatomy import atlas, reference
from ...knowledge.chart_input import ChartLike
from ...knowledge.charts import Chart
from ...knowledge.conditions import Condition, Role, references, warnings
from ...knowledge.requested_side import charts_on
from ...knowledge.structures import structures
from ...knowledge.studies import MuscleFacts
from ...layout import sheets
from ...layout.sheets import MOST
from ...options.calls import build
from ...options.keywords import SlideKeywords
from ...options.records import SlideOptions
from ...pages import blanks as lines
from ...pages.page import page_of
from ...pages.slide import slide_picture
from ...scene import Scene, check_key, point_styles, prepare
from ...style import theme_files
from . import deck as decks
from . import editable as edited
from . import facts_panel, steps
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
    look = theme_files.named(wishes.theme) if isinstance(wishes.theme, str) else wishes.theme
    deck = decks.of_template(wishes.template, wishes.layout) if wishes.template else decks.new(look)
    asks = wishes.quiz or wishes.labels == "blank"
    check_key("blank" if asks else wishes.labels, wishes.key)
    asked = charts_on(given, wishes.side)
    charts = [studies.study(chart) if studies.is_study(chart) else chart for chart in asked]
    told = [blanks.asking(chart) if asks else chart for chart in charts]
    names = [chart.name for chart in told]
    names = [*dict.fromkeys(names)] if asks else names  # several may ask by the same words
    if wishes.title:
        _opening(deck, wishes.title, names)
    for number, (raw, chart) in enumerate(zip(asked, charts, strict=True), 1):
        facts = studies.facts_of(chart) if studies.is_study(raw) else ()
        pictured = raw if asks else chart  # a question is about muscles: their points and pain would widen the crop
        for shown in _shown(chart, pictured, number, deck, facts, wishes):
            _slide(deck, shown, editable=wishes.editable)
    return decks.saved(deck, wishes.title or words.series(names), words.text("page.note"))


class Shown(msgspec.Struct, frozen=True):
    """What stands on a slide: its title, what it tells about, the picture, and the facts beside it."""

    title: str
    chart: Chart
    step: steps.Step
    facts: tuple[MuscleFacts, ...] = ()
    asks: bool = False
    narrow: bool = False


def _shown(
    chart: Chart, pictured: Chart, number: int, deck: Deck, facts: tuple[MuscleFacts, ...], options: SlideOptions
) -> Iterator[Shown]:
    """Yield the slides of a chart: one or one for each step, or a question and perhaps its answer.

    `pictured` is the chart that the picture shows, and `chart` the one that the words are about.
    """
    _, place = decks.room(deck)
    asks = options.quiz or options.labels == "blank"
    scene, key = _planned(pictured, deck, facts_panel.divided(place)[0] if facts else place, options)
    # Each slide needs its own title, so that users of screen readers can find their way.
    told = blanks.asking(chart) if asks else chart
    title = words.text("slide.question", number=number, title=told.name) if asks else told.name
    every = steps.steps(scene, compile_scene(scene)) if options.build else (_whole(scene),)
    for step in every:
        last = step is every[-1]
        said = title if last else words.text("slide.step", title=title, step=step.name)
        yield Shown(said, told, step, () if asks else facts, asks, bool(facts))
    if key:
        title = words.text("slide.answer", number=number, title=chart.name)
        yield Shown(title, chart, _whole(key), facts, narrow=bool(facts))


def _whole(scene: Scene) -> steps.Step:
    display = compile_scene(scene)
    return steps.Step("pain", scene, display, display.alt)


def _slide(deck: Deck, shown: Shown, *, editable: bool) -> None:
    """Add a slide."""
    summary, whole = decks.room(deck)
    place, beside = facts_panel.divided(whole) if shown.narrow else (whole, whole)
    condition = shown.chart.subject
    slide = decks.add(deck, deck.layout)
    slide.shapes.title.text = shown.title
    _summary(slide, deck, summary, shown.step.scene, condition)
    _picture(slide, shown.step, place, editable=editable)
    if shown.facts:
        facts_panel.add(slide, beside, shown.facts)
    _foot(slide, deck, whole)
    told = "\n".join(_asked(shown)) if shown.asks else notes(condition, shown.step.scene, shown.chart, shown.facts)
    slide.notes_slide.notes_text_frame.text = told
    _in_english(slide)


def _asked(shown: Shown) -> Iterator[str]:
    """Yield the lines of the notes of a question, which may be read by those who are asked."""
    yield from (words.text("blank.ask"), "", words.text("slide.picture"), describe.details(shown.step.scene))
    yield f"\n{words.text('page.note')}"


def notes(condition: Condition, scene: Scene, chart: Chart | None = None, facts: Sequence[MuscleFacts] = ()) -> str:
    """Return the speaker notes: the condition in plain words, its muscles, when to see a clinician, and the sources.

    Args:
        condition: what they tell about.
        scene: the picture, which they describe.
        chart: the chart of the muscles whose `facts` they tell.
        facts: the facts of these muscles.
    """
    told = _told(chart, facts) if chart and facts else ()
    return "\n".join((*told, *_noted(condition, scene)))


def _told(chart: Chart, facts: Sequence[MuscleFacts]) -> Iterator[str]:
    """Yield the facts about muscles, and the sites of their points."""
    for muscle in facts:
        yield f"{muscle.name} ({muscle.latin})"
        yield from (f"- {words.text('fact.line', label=fact.label, says=fact.says)}" for fact in muscle.facts)
        yield ""
    if sites := [*studies.sites_of(chart)]:
        yield words.text("slide.sites")
        yield from (f"- {site}" for site in sites)
        yield ""


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


def _planned(chart: Chart, deck: Deck, place: Place, options: SlideOptions) -> tuple[Scene, Scene | None]:
    """Plan the picture for its place on the slide, and its key. The title and summary are text of the slide."""
    wide = int(deck.file.slide_width)
    pixels = round(WIDE * place.width / wide), round(WIDE * place.height / wide)
    dpi = WIDE / (wide / 914_400) * ENLARGED
    if max(pixels) > MOST or not 10 <= dpi <= 2400:
        raise BodymapError(f"{deck.label}: slides of {wide / 914_400:.3g} in are too small or too large for pictures")
    labels = "blank" if options.quiz else options.labels
    paper = sheets.sheet(f"{pixels[0]}x{pixels[1]}", dpi)
    for style in (styles := point_styles(chart, labels)):
        asked = prepare(chart, options, labels=labels, points=style)
        try:
            scene = slide_picture(asked.content, paper, asked.request, asked.theme, locator=asked.layers.locator)
            break
        except BodymapError:
            if style == styles[-1]:
                raise
    if labels != "blank":
        return scene, None
    key = lines.key_of(scene, page_of(paper, asked.theme).metrics)
    return lines.blank_of(scene, key), key if options.key or options.quiz else None


# --- a slide --------------------------------------------------------------------------------------------------------


def _opening(deck: Deck, title: str, shown: Sequence[str]) -> None:
    slide = decks.add(deck, deck.opening)
    slide.shapes.title.text = title
    names = words.series(shown)
    for shape in list(slide.placeholders):
        if shape.placeholder_format.type in (PP_PLACEHOLDER.SUBTITLE, PP_PLACEHOLDER.BODY):
            shape.text_frame.text, names = names, ""
        if shape.has_text_frame and not shape.text_frame.text and shape.placeholder_format.type not in decks.FEET:
            shape._element.getparent().remove(shape._element)
    slide.notes_slide.notes_text_frame.text = words.text("page.note")
    _in_english(slide)


def _summary(slide: Any, deck: Deck, place: Place, scene: Scene, condition: Condition) -> None:
    """Add the side and the summary, in the layout's placeholder or in a text box under the title."""
    entries: tuple[sided.Entry, ...] = (*scene.muscles, *scene.structures)
    side = words.text("slide.side", side=sided.heading(entries, scene.sides, example=scene.example))
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
