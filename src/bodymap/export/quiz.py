"""Makes quizzes: pictures with numbered blank lines on sheets of paper or on slides, and the answers at the end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from .. import words
from ..body import bodies
from ..content.picture_content import plates_of
from ..content.quiz_pages import quiz_pages
from ..errors import BodymapError, alike, nearest, quoted, readable, unknown
from ..knowledge import chart_input, chart_sides, condition_library, groups
from ..knowledge.anatomy import atlas
from ..knowledge.chart_input import ChartLike, as_chart
from ..knowledge.chart_marks import ChartMark
from ..knowledge.chart_sides import ChartSide
from ..knowledge.charts import Chart
from ..knowledge.conditions import Role
from ..knowledge.groups import name_of
from ..knowledge.regions import region, regions
from ..knowledge.requested_side import check_side
from ..layout import sheets
from ..options.calls import of_figure
from ..options.records import QuizOptions, RenderOptions, SlideOptions
from ..pages import blanks as lines
from ..pages.page import page_of
from ..pages.picture import picture
from ..pages.quiz_page import AnsweredPage, answer_pages, with_name
from ..scene import Scene, prepare
from .image import displayed, paged


class Subject(msgspec.Struct, frozen=True):
    """What a quiz is about: a chart; or muscles, which are divided between pages, with a title and perhaps a side."""

    title: str
    chart: Chart | None = None
    muscles: tuple[str, ...] = ()
    side: str | None = None


class Lesson(msgspec.Struct, frozen=True):
    """A quiz: its title, the chart of each page, and the names of muscles that no view shows."""

    title: str
    charts: tuple[Chart, ...]
    unseen: tuple[str, ...] = ()


def subject(given: ChartLike, own: Sequence[Path] = ()) -> Subject:
    """Return what a name, a chart or a condition asks for.

    A name means a region, a muscle or a group of muscles, or a condition, in this order; a side may follow.

    Raises:
        BodymapError: there is nothing of that name; the message suggests the nearest.
    """
    if not isinstance(given, str):
        return _of_chart(as_chart(given, own))
    readable(given, "subjects")
    plain, side = chart_sides.split_side(given)
    if found := region(plain):
        return Subject(words.text("quiz.region", region=found.name), muscles=found.members, side=side)
    if chart_sides.is_file(plain) or not (members := _members(plain)):
        return _of_chart(_condition(given, plain, own))
    return Subject(name_of(members), muscles=members, side=side)


def of_muscles(charts: Sequence[Chart]) -> tuple[Subject, ...]:
    """Return what charts of muscles that were named one by one ask for: those of each side together."""
    sides: dict[str | None, dict[str, None]] = {}
    for chart in charts:
        for mark in chart.marks:
            sides.setdefault(mark.side or chart.side, {}).update(dict.fromkeys(groups.of_id(mark.muscle or "")))
    return tuple(
        Subject(words.text("blank.title", len(ids)), muscles=tuple(ids), side=side) for side, ids in sides.items()
    )


def lesson(subjects: Sequence[Subject], options: QuizOptions) -> Lesson:
    """Return the pages of a quiz on one or several subjects.

    Raises:
        BodymapError: no view shows any of the muscles, or something requested does not exist.
    """
    if not subjects:
        raise BodymapError("name a region, a condition or at least one muscle", field="subjects")
    check_side([_whole(each) for each in subjects], options.side)
    pages = tuple(chart for each in subjects for chart in _pages(each, options))
    seen = {mark.muscle for chart in pages for mark in chart.marks}
    unseen = tuple(atlas().muscle(id).name for each in subjects for id in each.muscles if id not in seen)
    title = readable(options.title, "title") or words.series([each.title for each in subjects])
    return Lesson(title, pages, unseen)


def pdf(lesson: Lesson, options: QuizOptions) -> bytes:
    """Return the sheets of a quiz as a PDF: the questions, and the answers on the last page.

    Raises:
        BodymapError: a picture can't be planned.
    """
    return paged([displayed(scene) for scene in scenes(lesson, options)])


def scenes(lesson: Lesson, options: QuizOptions) -> tuple[Scene, ...]:
    """Return the pages of a quiz on paper. The numbers run through all of them.

    Raises:
        BodymapError: a picture can't be planned.
    """
    paper = sheets.sheet(options.paper, orientation="portrait")
    asked = msgspec.structs.replace(of_figure(options), labels="blank", size=paper)
    questions: list[Scene] = []
    answered: list[AnsweredPage] = []
    first = 1
    for chart in lesson.charts:
        prepared = prepare(chart, asked, labels="blank")
        page = page_of(paper, prepared.theme)
        planned = picture(
            prepared.content, page, prepared.request, prepared.theme, transparent=False, locator=prepared.layers.locator
        )
        key = lines.key_of(planned, page.metrics, first)
        found = lines.answers(key)
        first += len(found)
        question = lines.blank_of(planned, key)
        questions.append(with_name(question if chart.condition else _without_roles(question), page))
        answered.append(AnsweredPage(chart.name, found))
    title = words.text("quiz.answers", title=lesson.title)
    return (*questions, *answer_pages(questions[0], page, title, answered))


def _without_roles(scene: Scene) -> Scene:
    """Return a page with a legend that doesn't call muscles the main ones, if all of them are."""
    if any(entry.role != Role.PRIMARY for entry in scene.muscles):
        return scene
    asked = words.text("quiz.asked")
    legend = (
        msgspec.structs.replace(key, lines=(msgspec.structs.replace(key.lines[0], text=asked),))
        if key.kind == "primary"
        else key
        for key in scene.legend
    )
    return msgspec.structs.replace(scene, legend=tuple(legend))


def as_slides(lesson: Lesson, options: QuizOptions) -> bytes:
    """Return a quiz as slides, each question followed by its answer.

    Raises:
        BodymapError: a picture can't be planned.
    """
    from .pptx import slides as decks

    figure = {name: getattr(options, name) for name in RenderOptions.__struct_fields__ if hasattr(options, name)}
    return decks.slides(lesson.charts, SlideOptions(quiz=True, title=options.title, **figure))


# --- pages ----------------------------------------------------------------------------------------------------------


def _whole(subject: Subject) -> Chart:
    """Return the chart of everything that a subject asks for."""
    marks = tuple(ChartMark(muscle=id) for id in subject.muscles)
    return subject.chart or Chart(marks, title=subject.title, side=ChartSide(subject.side) if subject.side else None)


def _pages(subject: Subject, options: QuizOptions) -> Iterator[Chart]:
    """Yield the charts of a subject, one for each page, with titles that tell the pages apart."""
    if subject.chart:
        chart = subject.chart
        yield chart if chart.side or options.side else msgspec.structs.replace(chart, side=ChartSide.RIGHT)
        return
    side = ChartSide(subject.side or options.side or ChartSide.RIGHT)
    body = bodies.known(options.body)
    plates_of(Chart(), body, options.view)  # so that an unknown view is reported first
    pages = quiz_pages(subject.muscles, body, chart_sides.sides_of(side), options.view)
    for number, page in enumerate(pages, 1):
        title = subject.title
        if len(pages) > 1:
            title = words.text("quiz.page", title=title, number=number, pages=len(pages))
        marks = tuple(ChartMark(muscle=id) for id in page.muscles)
        yield Chart(marks, title=title, side=side, views=(page.view,))


def _of_chart(chart: Chart) -> Subject:
    return Subject(chart.name, chart)


def _members(name: str) -> tuple[str, ...]:
    """Return the muscles that a name means, if it is that of a muscle or a group."""
    found = groups.meant(name)
    return groups.of_id(found[0]) if len(found) == 1 else ()


def _condition(given: str, plain: str, own: Sequence[Path]) -> Chart:
    """Return the chart of a condition or a file.

    Raises:
        BodymapError: there is none; the message suggests a region if that is nearer.
    """
    try:
        return chart_input.load(given, own)
    except BodymapError as error:
        known = [*regions().names()]
        if chart_sides.is_file(plain) or not (alike(plain, known) or error.choices):
            raise
        if alike(plain, known):
            near = regions().names()[nearest(plain, known) or known[0]].id
            ids = (*(each.id for each in regions().regions), *condition_library.ids(own))
            raise unknown("region or condition", plain, ids, near=[near], listing="bodymap list regions") from None
        message = f"{str(error).removesuffix('.')}. `bodymap list regions` lists the regions."
        raise BodymapError(message, value=quoted(plain), choices=error.choices) from None
