"""Make posters: charts to hang up, of a condition, of a region or of all muscles, as a picture or cut into sheets."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from .. import words
from ..body import bodies
from ..content.muscle_panels import muscle_panel, panels_of, region_content
from ..content.whole_body import whole_body
from ..display.poster import compile_poster
from ..display.tiles import tiles
from ..errors import BodymapError, quoted, unknown
from ..files.disk import write
from ..formats import encode
from ..knowledge.anatomy import Side
from ..knowledge.chart_input import ChartLike
from ..knowledge.regions import Region, region, regions
from ..knowledge.requested_side import charts_on
from ..layout.poster_sheets import poster_sheet
from ..options.records import PosterOptions
from ..pages.poster import condition as condition_page
from ..pages.poster import muscles as muscles_page
from ..pages.poster import region as region_page
from ..pages.poster.frame import Giver
from ..pages.poster.records import Poster
from ..scene import prepare, theme_of
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
    if chart is not None and regions:
        raise BodymapError("name a condition or a region, not both", field="region", value=regions)
    if regions:
        return of_regions(regions, options)
    if isinstance(chart, str) and region(chart):
        raise BodymapError(
            f"{quoted(chart)} is a region, not a condition; name it as region", field="chart", value=chart
        )
    if chart is None:
        return of_muscles(options)
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
    [shown] = charts_on([chart], options.side)
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


def of_regions(names: Sequence[str], options: PosterOptions) -> Poster:
    """Plan the chart of one region of the body, or of several together.

    Raises:
        BodymapError: there is no such region, an option is not for such charts, or there is no room for it.
    """
    found = [_region(name) for name in names]
    _refuse(options, ("view", "base", "layers"), "a chart of a region")
    if options.side == "both":
        raise BodymapError("a chart of a region shows pain on one side; say left or right", field="side", value="both")
    side = Side(options.side or Side.RIGHT)
    body = bodies.known(options.body)
    ids = panels_of([id for region in found for id in region.members])
    panels = [muscle_panel(id, body, side, region_page.colour_of(n)) for n, id in enumerate(ids, 1)]
    title = options.title or words.listing([found[0].name, *(words.within(region.name) for region in found[1:])])
    sheet = poster_sheet(options.size, options.orientation or "landscape")
    said = region_page.words_of(title, panels)
    theme = theme_of(options.theme, options.skin, "muscles")
    return region_page.region_poster(
        said, panels, region_content(ids, body, title), sheet, theme, giver_of(options), options.names
    )


def of_muscles(options: PosterOptions) -> Poster:
    """Plan the chart of all muscles.

    Raises:
        BodymapError: something requested does not exist, or an option is not for such a chart.
    """
    _refuse(options, ("side", "view", "base", "layers"), "a chart of all muscles")
    title = options.title or words.text("poster.muscles-title")
    content = whole_body(bodies.known(options.body), muscles_page.VIEWS, title)
    sheet = poster_sheet(options.size, options.orientation or "portrait")
    theme = theme_of(options.theme, options.skin, "muscles")
    return muscles_page.muscles_poster(content, sheet, theme, giver_of(options), options.names, title)


def _region(name: str) -> Region:
    """Return the region with a name.

    Raises:
        BodymapError: there is none.
    """
    if (found := region(name)) is None:
        ids = [each.id for each in regions().regions]
        raise unknown("region", name, ids, also={k: r.id for k, r in regions().names().items()}, field="region")
    return found


def _refuse(options: PosterOptions, names: Sequence[str], what: str) -> None:
    """Check that options that make no difference to a poster are not given.

    Raises:
        BodymapError: one is given.
    """
    for name in names:
        if getattr(options, name) != getattr(PosterOptions(), name):
            raise BodymapError(f"{what} has its own {name}; leave it out", field=name, value=getattr(options, name))


def giver_of(options: PosterOptions) -> Giver:
    """Return who hangs a poster up: the clinic of the options, if there is one.

    Raises:
        BodymapError: its file can't be read or has an error.
    """
    given = options.clinic
    clinic = load(Path(given)) if isinstance(given, str | Path) else given
    return Giver(clinic.name, clinic.contact, clinic.logo) if clinic else Giver()
