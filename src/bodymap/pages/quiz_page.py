"""Plan the pages of a quiz on paper: pictures with lines to write on, with room for a name, and the page of answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from .. import words
from ..layout.records import Scene
from ..style.text import Text
from .blanks import Answer
from .page import Page

NAME, DATE = 0.44, 0.74
"""Where the lines for the name and for the date begin, as shares of the width of a page."""

ROW = 34.0
"""Height of an answer with its Latin name, pt on a slide."""

COLUMNS = 2
"""Columns of answers on a page."""


class AnsweredPage(msgspec.Struct, frozen=True):
    """The answers to the questions of one page, under its title."""

    title: str
    answers: tuple[Answer, ...]


def with_name(scene: Scene, page: Page) -> Scene:
    """Return a page of questions with lines for a name and a date, level with the side that is shown."""
    metrics = page.metrics
    y = next((text.y for text in scene.texts if text.tone == "paper"), page.sheet.height - page.margin)
    size, drop = metrics.size("key"), metrics.length(3)
    texts, rules = [], []
    starts = (NAME * page.sheet.width, DATE * page.sheet.width)
    ends = (starts[1] - metrics.length(12), page.sheet.width - page.margin)
    for key, start, end in zip(("quiz.name", "quiz.date"), starts, ends, strict=True):
        word = words.text(key)
        texts.append(Text(word, start, y, size))
        rules.append(((start + metrics.width(word, "regular", "key") + metrics.length(6), y - drop), (end, y - drop)))
    return msgspec.structs.replace(scene, texts=(*scene.texts, *texts), rules=(*scene.rules, *rules))


def answer_pages(like: Scene, page: Page, title: str, answered: Sequence[AnsweredPage]) -> tuple[Scene, ...]:
    """Return the pages of answers: numbers and names in columns, under the title of each page of questions.

    Args:
        like: a page of questions, whose sheet and theme they have.
        page: the page to set them on.
        title: the title of the whole quiz.
        answered: the answers, page by page.
    """
    metrics, margin = page.metrics, page.margin
    size, top = metrics.size("title"), page.sheet.height - margin
    lines = metrics.wrap(title, page.sheet.width - 2 * margin, "title", "semibold", balance=True)
    heading = [Text(line, margin, top - size * (0.76 + 1.16 * n), size, "semibold") for n, line in enumerate(lines)]
    width = (page.sheet.width - 2 * margin) / COLUMNS
    start, low = heading[-1].y - metrics.length(44), margin + metrics.length(ROW)
    columns: list[list[Text]] = [[]]
    y = start
    for texts, height in _blocks(page, answered, width):
        if y - height < low and columns[-1]:
            columns.append([])
            y = start
        x = margin + width * ((len(columns) - 1) % COLUMNS)
        columns[-1] += [msgspec.structs.replace(text, x=text.x + x, y=text.y + y) for text in texts]
        y -= height
    pages = range(0, len(columns), COLUMNS)
    return tuple(
        _of_words(like, title, [*heading, *(text for column in columns[n : n + COLUMNS] for text in column)])
        for n in pages
    )


def _blocks(page: Page, answered: Sequence[AnsweredPage], width: float) -> Iterator[tuple[list[Text], float]]:
    """Yield what must stay together in a column, set from (0, 0) down, and its height."""
    metrics = page.metrics
    row, number = metrics.length(ROW), metrics.length(28)
    for each in answered:
        head: list[Text] = []
        down = 0.0
        if len(answered) > 1:
            lines = metrics.wrap(each.title, width - metrics.length(16), "key", "semibold")
            step = metrics.size("key") * 1.3
            head = [Text(line, 0.0, -step * n, metrics.size("key"), "semibold") for n, line in enumerate(lines)]
            down = step * len(lines) + metrics.length(10)
        for answer in each.answers:
            yield [*head, *_answer(page, answer, -down, number, width - number - metrics.length(12))], down + row
            head, down = [], 0.0
        yield [], metrics.length(16)


def _answer(page: Page, answer: Answer, y: float, x: float, width: float) -> Iterator[Text]:
    """Yield the number and the names of an answer, each name in a line that is at most `width` wide."""
    metrics = page.metrics
    size, small = metrics.size("name"), metrics.size("note")
    yield Text(str(answer.number), 0.0, y, size, "semibold")
    share = min(width / metrics.measure(answer.name, "semibold", size), 1.0)
    yield Text(answer.name, x, y, size * share, "semibold")
    if answer.latin != answer.name:
        share = min(width / metrics.measure(answer.latin, "italic", small), 1.0)
        yield Text(answer.latin, x, y - small * 1.3, small * share, "italic", "quiet")


def _of_words(like: Scene, title: str, texts: Sequence[Text]) -> Scene:
    """Return a page with nothing but words, on the sheet of another."""
    return msgspec.structs.replace(
        like,
        title=title,
        summary="",
        muscles=(),
        structures=(),
        figures=(),
        insets=(),
        locators=(),
        labels=(),
        legend=(),
        texts=tuple(texts),
        rules=(),
        hurts=(),
        spreads=(),
        note="",
        logo=None,
        blank=False,
    )
