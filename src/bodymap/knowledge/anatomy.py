"""The atlas in words: muscles with their codes, trigger points and referral, and the literature behind them."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated

import msgspec

from ..errors import BodymapError, unknown
from ..files import disk_cache
from ..files.disk import assets, contents
from ..files.validation import MOST_BYTES, Id, Line, parse

FORMAT = 1
"""Of the kept form: goes up with every change of the records below."""


class Side(StrEnum):
    """Always the patient's own."""

    LEFT = "left"
    RIGHT = "right"
    MIDLINE = "midline"


class View(StrEnum):
    """Where the picture looks from. In a lateral view the named side is near; `plantar` sees both soles from below."""

    ANTERIOR = "anterior"
    POSTERIOR = "posterior"
    LEFT_LATERAL = "left-lateral"
    RIGHT_LATERAL = "right-lateral"
    PLANTAR = "plantar"


class Layer(StrEnum):
    """How deep a muscle lies, from the skin down."""

    SUPERFICIAL = "superficial"
    INTERMEDIATE = "intermediate"
    DEEP = "deep"


class Evidence(StrEnum):
    """What a referral pattern rests on."""

    CHART = "chart"
    EXPERIMENT = "experiment"
    REVIEW = "review"


class Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What every record of the library is: frozen, and strict about its fields."""


class Source(Record, frozen=True):
    """A work of literature. `where` is its publisher or journal."""

    authors: Line
    title: Line
    year: Annotated[int, msgspec.Meta(ge=1500, le=2100, description="a year, as 2019")]
    where: Line = ""
    doi: Annotated[str, msgspec.Meta(pattern=r"^10\.\d{4,9}/\S+$", description="a DOI, as 10.1000/182")] | None = None


class Citation(Record, frozen=True):
    """A place in a source: its key in `assets/sources.yaml`, and the chapter or page."""

    key: Id
    where: Line = ""


class TriggerPoint(Record, frozen=True):
    """A common site, counted from 1 within its muscle. `site` tells where, by the muscle and bony landmarks."""

    number: Annotated[int, msgspec.Meta(ge=1, le=20, description="a whole number from 1")]
    site: Line
    sources: tuple[Citation, ...] = ()


class Referral(Record, frozen=True):
    """Where a muscle's pain is commonly felt, in words: most often (`core`), and beyond (`spillover`)."""

    core: Line
    evidence: Evidence
    spillover: Line = ""
    sources: tuple[Citation, ...] = ()


class Muscle(Record, frozen=True):
    """A muscle, a part of one or a group. One with `parts` is drawn as its parts."""

    id: Id
    name: Line
    latin: Line
    layer: Layer
    region: Id = ""
    ta2: Annotated[int, msgspec.Meta(ge=1, description="a number of Terminologia Anatomica 2")] | None = None
    fma: Annotated[str, msgspec.Meta(pattern=r"^FMA:\d+$", description="an FMA id, as FMA:32519")] | None = None
    parent: Id | None = None
    parts: tuple[Id, ...] = ()
    origin: Line = ""
    insertion: Line = ""
    action: Line = ""
    points: tuple[TriggerPoint, ...] = ()
    referral: Referral | None = None
    sources: tuple[Citation, ...] = ()
    note: Line = ""

    def citations(self) -> Iterator[tuple[str, tuple[Citation, ...]]]:
        """Every place that cites, as its field has it ("points[0].sources"), with what it cites."""
        yield "sources", self.sources
        for index, point in enumerate(self.points):
            yield f"points[{index}].sources", point.sources
        if self.referral:
            yield "referral.sources", self.referral.sources


class Atlas(msgspec.Struct, frozen=True):
    """Every muscle and every source, by id, in the order of the files."""

    muscles: dict[str, Muscle]
    sources: dict[str, Source]

    def muscle(self, id: str) -> Muscle:
        """The muscle of that id.

        Raises:
            BodymapError: there is none.
        """
        if id not in self.muscles:
            raise unknown("muscle", id, self.muscles, also=self.names(), listing="bodymap list muscles")
        return self.muscles[id]

    def names(self) -> dict[str, str]:
        """The names of the muscles, plain and Latin, each with the id."""
        return {name: muscle.id for muscle in self.muscles.values() for name in (muscle.name, muscle.latin)}

    def drawn(self, id: str) -> tuple[Muscle, ...]:
        """What stands for a muscle on the plates: itself, or its parts, down to those without parts."""
        muscle = self.muscle(id)
        return tuple(part for name in muscle.parts for part in self.drawn(name)) if muscle.parts else (muscle,)


@cache
def atlas() -> Atlas:
    """The atlas that comes with bodymap, read once."""
    return load(assets())


def load(folder: Path) -> Atlas:
    """The atlas of a folder with `muscles/*.yaml` and `sources.yaml`.

    Raises:
        BodymapError: a file is missing or faulty, or one names what no file holds.
    """
    paths = [folder / "sources.yaml", *sorted((folder / "muscles").glob("*.yaml"))]
    texts = {str(path.relative_to(folder).as_posix()): path for path in paths}
    raw = {label: contents(path, most=MOST_BYTES, label=label) for label, path in texts.items()}
    return disk_cache.compiled("atlas", FORMAT, Atlas, raw.values(), lambda: _parsed(raw))


def _parsed(raw: dict[str, bytes]) -> Atlas:
    """The atlas of its files, by label, the sources first."""
    label, *regions = raw
    sources = parse(raw[label], dict[Id, Source], label=label)
    muscles: dict[str, Muscle] = {}
    places: dict[str, str] = {}
    for label in regions:
        file = parse(raw[label], _Region, label=label)
        for index, muscle in enumerate(file.muscles):
            place = f"{label}: muscles[{index}] ({muscle.id})"
            if muscle.id in muscles:
                raise BodymapError(f"{place}: {places[muscle.id]} holds this id already")
            muscles[muscle.id] = msgspec.structs.replace(muscle, region=file.region)
            places[muscle.id] = place
    atlas = Atlas(muscles, sources)
    for muscle in muscles.values():
        _check_names(muscle, atlas, places[muscle.id])
    for muscle in muscles.values():
        _check_family(muscle, atlas, places[muscle.id])
    return atlas


class _Region(Record, frozen=True):
    region: Id
    muscles: tuple[Muscle, ...]


def _check_names(muscle: Muscle, atlas: Atlas, place: str) -> None:
    """What no single record can know: that what it names is there."""
    for field, names in (("parent", [muscle.parent] if muscle.parent else []), ("parts", muscle.parts)):
        for name in names:
            if name not in atlas.muscles:
                raise unknown("muscle", name, atlas.muscles, where=f"{place}: {field}")
    for field, citations in muscle.citations():
        for citation in citations:
            if citation.key not in atlas.sources:
                raise unknown("source", citation.key, atlas.sources, where=f"{place}: {field}")
    if [point.number for point in muscle.points] != list(range(1, len(muscle.points) + 1)):
        raise BodymapError(f"{place}: points: the numbers must run 1, 2, 3 …")


def _check_family(muscle: Muscle, atlas: Atlas, place: str) -> None:
    """That parents and parts agree, and that no muscle is a part of itself."""
    for part in muscle.parts:
        if (parent := atlas.muscles[part].parent) != muscle.id:
            raise BodymapError(f"{place}: parts: {part!r} has the parent {parent!r}, not {muscle.id!r}")
    line = [muscle.id]
    while (above := atlas.muscles[line[-1]].parent) is not None:
        line.append(above)
        if above in line[:-1]:
            raise BodymapError(f"{place}: parent: {' -> '.join(line)} runs in a circle")


def reference(source: Source) -> str:
    """Return a work in one line, as lists of literature have it."""
    stop = "" if source.title.endswith(("?", "!", ".")) else "."
    where = f" {source.where.rstrip('.')}." if source.where else ""
    doi = f" doi:{source.doi}" if source.doi else ""
    return f"{source.authors} ({source.year}). {source.title}{stop}{where}{doi}"
