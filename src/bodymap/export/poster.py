"""Make posters: charts to hang up, of a condition, of a region or of all muscles, as a picture or cut into sheets."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from ..display.poster import compile_poster
from ..display.tiles import tiles
from ..errors import BodymapError
from ..files.disk import write
from ..finding.request import check_side
from ..formats import encode
from ..knowledge.charts import ChartLike, as_chart
from ..layout.poster_sheets import poster_sheet
from ..options import PosterOptions
from ..pages.poster import condition as condition_page
from ..pages.poster.frame import Giver
from ..pages.poster.records import Poster
from ..scene import prepare
from . import targets
from .handout.clinic import load
from .image import paged

ENDINGS = (".pdf", ".png", ".svg")
"""The endings of the files that a poster can be."""


def planned(chart: ChartLike | None, regions: Sequence[str], options: PosterOptions) -> Poster:
    """Plan a poster: of a condition or a chart, of regions, or of all muscles.

    Raises:
        BodymapError: something requested does not exist, two things can't be combined, or there is no room.
    """
    if chart is None or regions:
        raise BodymapError("name a condition")
    return of_condition(chart, options)


def pdf(poster: Poster, options: PosterOptions) -> bytes:
    """Return a poster as a PDF: one page, or one for each sheet that it is cut into."""
    display = compile_poster(poster)
    return paged(tiles(display, options.tiles) if options.tiles else [display])


def save(poster: Poster, path: Path, options: PosterOptions) -> None:
    """Write a poster to a file, never just part of it; the ending sets the format.

    Raises:
        BodymapError: the path can't be written to, or can't hold several sheets.
    """
    targets.check(path, ENDINGS, "poster")
    if options.tiles and path.suffix.lower() != ".pdf":
        raise BodymapError(f"{path}: a poster that is cut into sheets is a .pdf", field="tiles", value=options.tiles)
    if path.suffix.lower() == ".pdf":
        write(path, pdf(poster, options))
    else:
        write(path, encode(compile_poster(poster), path.suffix.lower().removeprefix(".")))


def of_condition(chart: ChartLike, options: PosterOptions) -> Poster:
    """Plan the poster of a condition or a chart.

    Raises:
        BodymapError: something requested does not exist, or there is no room for it.
    """
    shown = as_chart(chart)
    check_side([shown], options.side)
    shown = msgspec.structs.replace(shown, title=options.title) if options.title else shown
    sheet = poster_sheet(options.size, options.orientation or "portrait", fixed=condition_page.SHORT)
    prepared = prepare(shown, options, labels=options.names)
    return condition_page.condition_poster(
        prepared.content,
        sheet,
        prepared.request,
        prepared.theme,
        giver_of(options),
        locator=prepared.layers.locator,
    )


def giver_of(options: PosterOptions) -> Giver:
    """Return who hangs a poster up: the clinic of the options, if there is one.

    Raises:
        BodymapError: its file can't be read or has an error.
    """
    given = options.clinic
    clinic = load(Path(given)) if isinstance(given, str | Path) else given
    return Giver(clinic.name, clinic.contact, clinic.logo) if clinic else Giver()
