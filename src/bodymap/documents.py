"""Python functions that make a document, such as a handout or a poster: as bytes with a `save` method."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Literal, Unpack

from .errors import BodymapError, BodymapTypeError
from .export import targets
from .files.disk import write
from .knowledge.chart_input import ChartLike, as_chart
from .knowledge.charts import Chart
from .options.calls import build, takes
from .options.keywords import CardKeywords, HandoutKeywords, PosterKeywords, QuizKeywords, SlideKeywords
from .options.option import kind_of
from .options.records import CardOptions, HandoutOptions, PosterOptions, QuizOptions, SlideOptions

Kind = Literal["handout", "slides", "card", "quiz", "poster"]

ENDINGS: dict[Kind, tuple[str, ...]] = {
    "handout": (".pdf",),
    "slides": (".pptx",),
    "card": (".html", ".htm"),
    "quiz": (".pdf",),
    "poster": (".pdf",),
}
"""File endings for each kind of document, the usual one first."""


@dataclass(frozen=True, repr=False)
class Document:
    """A finished document: a handout, a quiz or a poster (PDF), slides (PowerPoint) or a card (HTML)."""

    kind: Kind
    title: str
    data: bytes

    def save(self, path: str | PathLike[str]) -> Path:
        """Write the document, never just part of it, and return its path.

        Raises:
            BodymapError: the ending is wrong for the document, or the path can't be written to.
        """
        target = Path(path)
        targets.check(target, ENDINGS[self.kind], self.kind)
        write(target, self.data)
        return target

    def __bytes__(self) -> bytes:
        return self.data

    def __repr__(self) -> str:
        return f"<bodymap {self.kind}: {self.title}, {len(self.data) / 1000:.0f} kB>"


@takes(HandoutOptions)
def handout(
    charts: ChartLike | Sequence[ChartLike],
    options: HandoutOptions | None = None,
    **keywords: Unpack[HandoutKeywords],
) -> Document:
    """Make a handout for patients: the picture and a text in plain words, as a PDF.

    Args:
        charts: the chart or condition to explain; several make a booklet.
        options: the options of the handout.
        keywords: single options, which override `options`; see `HandoutOptions`.

    Raises:
        BodymapError: something requested does not exist, or a text doesn't fit.
    """
    from .export.handout import handout as handouts

    records = _records(charts)
    asked_for = build(HandoutOptions, options, keywords)
    return Document("handout", asked_for.title or _title(records), handouts.encode(records, asked_for))


@takes(SlideOptions)
def slides(
    charts: ChartLike | Sequence[ChartLike],
    options: SlideOptions | None = None,
    **keywords: Unpack[SlideKeywords],
) -> Document:
    """Make slides, one per chart, with speaker notes, as a PowerPoint file.

    Args:
        charts: what to show, in this order: charts or conditions.
        options: the options of the slides.
        keywords: single options, which override `options`; see `SlideOptions`.

    Raises:
        BodymapError: something requested does not exist, or the template can't be used.
    """
    from .export.pptx import slides as decks

    records = _records(charts)
    asked_for = build(SlideOptions, options, keywords)
    return Document("slides", asked_for.title or _title(records), decks.slides(records, asked_for))


@takes(CardOptions)
def card(chart: ChartLike, options: CardOptions | None = None, **keywords: Unpack[CardKeywords]) -> Document:
    """Make a card: a web page in a single file, whose muscles and points show their names.

    Args:
        chart: what to show: a chart or a condition.
        options: the options of the card.
        keywords: single options, which override `options`; see `CardOptions`.

    Raises:
        BodymapError: something requested does not exist, or no plate shows a main muscle.
    """
    from .export.html import card as cards

    record = as_chart(chart)
    return Document("card", record.name, cards.card(record, build(CardOptions, options, keywords)))


@takes(QuizOptions)
def quiz(
    subjects: ChartLike | Sequence[ChartLike],
    options: QuizOptions | None = None,
    **keywords: Unpack[QuizKeywords],
) -> Document:
    """Make a quiz to print: pictures with numbered blank lines, and the answers on the last page, as a PDF.

    Args:
        subjects: what is asked for: a region, a muscle or a group by its name; a chart or a condition; or several.
        options: the options of the quiz.
        keywords: single options, which override `options`; see `QuizOptions`.

    Raises:
        BodymapError: something requested does not exist, or no view shows any of the muscles.
    """
    from .export import quiz as quizzes

    asked_for = build(QuizOptions, options, keywords)
    several = subjects if isinstance(subjects, Sequence) and not isinstance(subjects, str) else [subjects]
    lesson = quizzes.lesson([quizzes.subject(each) for each in several], asked_for)
    return Document("quiz", lesson.title, quizzes.pdf(lesson, asked_for))


@takes(PosterOptions)
def poster(
    chart: ChartLike | None = None,
    options: PosterOptions | None = None,
    *,
    region: str | Sequence[str] = (),
    **keywords: Unpack[PosterKeywords],
) -> Document:
    """Make a chart to hang up, as a PDF: of a condition, of regions of the body, or of all muscles.

    Args:
        chart: the condition or chart that the poster is about; without it and without a region, all muscles.
        options: the options of the poster.
        region: one or several regions, whose muscles each have a panel with their points and their pain.
        keywords: single options, which override `options`; see `PosterOptions`.

    Raises:
        BodymapError: something requested does not exist, or there is no room for it.
    """
    from .export import poster as posters

    asked_for = build(PosterOptions, options, keywords)
    if not isinstance(region, Sequence) or not all(isinstance(name, str) for name in region):
        message = f"region must be the name of a region or a list of names, not {kind_of(region)}"
        raise BodymapTypeError(message, field="region", value=region)
    regions = (region,) if isinstance(region, str) and region else tuple(region)
    planned = posters.planned(chart, regions, asked_for)
    return Document("poster", planned.words.title, posters.pdf(planned, asked_for))


def _records(given: ChartLike | Sequence[ChartLike]) -> list[Chart]:
    several = given if isinstance(given, Sequence) and not isinstance(given, str) else [given]
    records = [as_chart(each) for each in several]
    if not records:
        raise BodymapError("name at least one condition", field="charts")
    return records


def _title(records: Sequence[Chart]) -> str:
    return ", ".join(record.name for record in records)
