"""The atlas: muscles with their codes, trigger points and referred pain, and the literature behind them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated

import msgspec

from ..errors import BodymapError, unknown
from ..files import disk_cache
from ..files.disk import assets, contents
from ..files.fields import Id, Line, naming
from ..files.validation import MOST_BYTES, parse
from ..options.choices import ViewName
from .names import key

FORMAT = 5
"""Version of the compiled form. Raise it whenever the records below change."""


class Side(StrEnum):
    """A side of the body, always the patient's own."""

    LEFT = "left"
    RIGHT = "right"
    MIDLINE = "midline"


class View(StrEnum):
    """The direction of view. In a lateral view the named side is near; `plantar` shows both soles from below.

    `medial` shows the inner side of both legs, each as if the other were not there.
    """

    ANTERIOR = "anterior"
    POSTERIOR = "posterior"
    LEFT_LATERAL = "left-lateral"
    RIGHT_LATERAL = "right-lateral"
    PLANTAR = "plantar"
    MEDIAL = "medial"


ViewLike = View | ViewName
"""A view, or its name as an option has it."""


class Layer(StrEnum):
    """How deep a muscle lies, from the skin down."""

    SUPERFICIAL = "superficial"
    INTERMEDIATE = "intermediate"
    DEEP = "deep"


class Evidence(StrEnum):
    """What a referral pattern is based on."""

    CHART = "chart"
    EXPERIMENT = "experiment"
    REVIEW = "review"


class Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The base of all records of the library: frozen, without unknown fields."""


SourceId = Annotated[Id, naming("source")]


class Checked(StrEnum):
    """How a work was checked at its publisher, a library or an index.

    `listed` means that its author, title, year and place were seen there, `abstract` that its abstract or some of its
    text was read too.
    """

    LISTED = "listed"
    ABSTRACT = "abstract"


class Source(Record, frozen=True):
    """A work of literature.

    `where` is its publisher or journal; `url` is for a work without a DOI. Evidence lines are based on works that were
    checked; `checked` says how, and is left out if nobody noted it.
    """

    authors: Line
    title: Line
    year: Annotated[int, msgspec.Meta(ge=1500, le=2100, description="a year, as 2019")]
    where: Line = ""
    doi: Annotated[str, msgspec.Meta(pattern=r"^10\.\d{4,9}/\S+$", description="a DOI, as 10.1000/182")] | None = None
    url: Annotated[str, msgspec.Meta(pattern=r"^https://\S+$", description="an address with https://")] | None = None
    checked: Checked | None = None

    @property
    def link(self) -> str:
        """The address at which it can be opened; empty if unknown."""
        return f"https://doi.org/{self.doi}" if self.doi else self.url or ""

    @property
    def short(self) -> str:
        """Its first author and year, as in "Lucado 2022"; an organization keeps its full name."""
        first = self.authors.split(",")[0].removesuffix(" (editor)").removesuffix(" (editors)")
        family = re.sub(r" [A-Z]{1,4}$", "", first)
        return f"{family} {self.year}"


class Citation(Record, frozen=True):
    """A place in a source: its key in `assets/sources.yaml`, and the chapter or page."""

    key: SourceId
    where: Line = ""


PointNumber = Annotated[int, msgspec.Meta(ge=1, le=20, description="a whole number from 1")]


class TriggerPoint(Record, frozen=True):
    """A common trigger point, numbered from 1 within its muscle. `site` is its place, by muscle and bony landmarks."""

    number: PointNumber
    site: Line
    sources: tuple[Citation, ...] = ()


class PointPattern(Record, frozen=True):
    """Where the pain of some of a muscle's points is commonly felt, if it differs from that of the others.

    `points` are their numbers. `core` and `spillover` say in words where it is felt most often, and beyond; at least
    one of the two is there.
    """

    points: Annotated[tuple[PointNumber, ...], msgspec.Meta(min_length=1)]
    core: Line = ""
    spillover: Line = ""


class Referral(Record, frozen=True):
    """Where a muscle's pain is commonly felt, in words: most often (`core`), and beyond (`spillover`).

    If its points differ, `patterns` tell of each; `core` and `spillover` then tell of all points together. A point
    without a pattern beside others that have one is charted with pain that is not drawn.
    """

    core: Line
    evidence: Evidence
    spillover: Line = ""
    patterns: tuple[PointPattern, ...] = ()
    sources: tuple[Citation, ...] = ()


class Muscle(Record, frozen=True):
    """A muscle, a part of a muscle or a group of muscles. If it has `parts`, these are drawn.

    `also` are other names that people use: everyday words, abbreviations, older terms.
    `nerve` is its nerve supply with the roots. `over_lung` means that a needle that goes too deep may reach the lung.
    `near` are the nerves, vessels and organs that a needle must avoid. All three are for the clinician.
    """

    id: Id
    name: Line
    latin: Line
    layer: Layer
    also: tuple[Line, ...] = ()
    region: Id = ""
    ta2: Annotated[int, msgspec.Meta(ge=1, description="a number of Terminologia Anatomica 2")] | None = None
    fma: Annotated[str, msgspec.Meta(pattern=r"^FMA:\d+$", description="an FMA id, as FMA:32519")] | None = None
    parent: Id | None = None
    parts: tuple[Id, ...] = ()
    origin: Line = ""
    insertion: Line = ""
    action: Line = ""
    nerve: Line = ""
    over_lung: bool = False
    near: tuple[Line, ...] = ()
    points: tuple[TriggerPoint, ...] = ()
    referral: Referral | None = None
    sources: tuple[Citation, ...] = ()
    note: Line = ""

    def pattern_of(self, number: int) -> PointPattern | None:
        """Return where the pain of one of its points is commonly felt; None if its points do not differ."""
        patterns = self.referral.patterns if self.referral else ()
        return next((pattern for pattern in patterns if number in pattern.points), None)

    def citations(self) -> Iterator[tuple[str, tuple[Citation, ...]]]:
        """Yield every field with citations, by its path ("points[0].sources"), with the citations."""
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
        """Return the muscle with that id.

        Raises:
            BodymapError: there is no such muscle.
        """
        if id not in self.muscles:
            raise unknown("muscle", id, self.muscles, also=self.names(), listing="bodymap list muscles")
        return self.muscles[id]

    def names(self) -> dict[str, str]:
        """Return every name of every muscle, with the muscle's id: its id, plain, Latin and other names."""
        return {name: m.id for m in self.muscles.values() for name in (m.id, m.name, m.latin, *m.also)}

    def over_lung(self, id: str) -> bool:
        """Return whether a needle in any part of a muscle may reach the lung."""
        return any(part.over_lung for part in (self.muscle(id), *self.drawn(id)))

    def drawn(self, id: str) -> tuple[Muscle, ...]:
        """Return what is drawn for a muscle on the plates: itself or, recursively, its parts."""
        muscle = self.muscle(id)
        return tuple(part for name in muscle.parts for part in self.drawn(name)) if muscle.parts else (muscle,)


@cache
def atlas() -> Atlas:
    """Return the atlas that comes with bodymap, read once."""
    return load(assets())


def load(folder: Path) -> Atlas:
    """Return the atlas in a folder with `muscles/*.yaml` and `sources.yaml`.

    Raises:
        BodymapError: a file is missing or faulty, or refers to something that does not exist.
    """
    paths = [folder / "sources.yaml", *sorted((folder / "muscles").glob("*.yaml"))]
    texts = {str(path.relative_to(folder).as_posix()): path for path in paths}
    raw = {label: contents(path, most=MOST_BYTES, label=label) for label, path in texts.items()}
    return disk_cache.compiled("atlas", FORMAT, Atlas, raw.values(), lambda: _parsed(raw))


def _parsed(raw: dict[str, bytes]) -> Atlas:
    """Return the atlas in the given files, by label, the sources first."""
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
    owners: dict[frozenset[str], str] = {}
    for name, id in atlas.names().items():
        if (owner := owners.setdefault(key(name), id)) != id:
            raise BodymapError(f"{places[id]}: also: {owner!r} has the name {name!r} already")
    for muscle in muscles.values():
        _check_family(muscle, atlas, places[muscle.id])
    return atlas


class _Region(Record, frozen=True):
    region: Id
    muscles: tuple[Muscle, ...]


def _check_names(muscle: Muscle, atlas: Atlas, place: str) -> None:
    """Check what no single record can: that everything it refers to exists."""
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
    _check_patterns(muscle, place)


def _check_patterns(muscle: Muscle, place: str) -> None:
    """Check that patterns name only points that exist, and that no point has two patterns."""
    patterns = muscle.referral.patterns if muscle.referral else ()
    known = {point.number for point in muscle.points}
    seen: set[int] = set()
    for index, pattern in enumerate(patterns):
        where = f"{place}: referral.patterns[{index}].points"
        if not (pattern.core or pattern.spillover):
            raise BodymapError(f"{place}: referral.patterns[{index}]: say where the pain is felt, in core or spillover")
        for number in pattern.points:
            if number not in known:
                raise unknown("point", number, map(str, sorted(known)), where=where)
            if number in seen:
                raise BodymapError(f"{where}: point {number} has a pattern already")
            seen.add(number)


def _check_family(muscle: Muscle, atlas: Atlas, place: str) -> None:
    """Check that parents and parts agree, and that no muscle is a part of itself."""
    for part in muscle.parts:
        if (parent := atlas.muscles[part].parent) != muscle.id:
            raise BodymapError(f"{place}: parts: {part!r} has the parent {parent!r}, not {muscle.id!r}")
    line = [muscle.id]
    while (above := atlas.muscles[line[-1]].parent) is not None:
        line.append(above)
        if above in line[:-1]:
            raise BodymapError(f"{place}: parent: {' -> '.join(line)} runs in a circle")


def reference(source: Source, most: int | None = None, *, title: bool = True) -> str:
    """Return a work as one line of a bibliography.

    Args:
        source: the work.
        most: the maximum number of its authors; the others are "et al.".
        title: whether it has its title. One without a journal or a publisher always has.
    """
    names = source.authors.split(", ")
    authors = source.authors if most is None or len(names) <= most else f"{', '.join(names[:most])}, et al."
    stop = "" if source.title.endswith(("?", "!", ".")) else "."
    named = f" {source.title}{stop}" if title or not source.where else ""
    where = f" {source.where.rstrip('.')}." if source.where else ""
    address = f" doi:{source.doi}" if source.doi else f" {source.url}" if source.url else ""
    return f"{authors} ({source.year}).{named}{where}{address}"


def literature(muscles: Iterable[Muscle], sources: Mapping[str, Source]) -> tuple[tuple[Source, str], ...]:
    """Return the works that muscles cite, each once, with all the places in it that they cite.

    A place within another one that is cited too, such as the figure of a point in a chapter, is left out.
    """
    places: dict[str, list[str]] = {}
    for muscle in muscles:
        for _, citations in muscle.citations():
            for citation in citations:
                known = places.setdefault(citation.key, [])
                if citation.where and citation.where not in known:
                    known.append(citation.where)
    return tuple(
        (sources[key], "; ".join(one for one in cited if not any(one.startswith(f"{other} (") for other in cited)))
        for key, cited in places.items()
    )


def cited_at(source: Source, place: str) -> Source:
    """Return a work with the chapter or page that is cited after its publisher or journal."""
    return msgspec.structs.replace(source, where=", ".join(filter(None, (source.where, place))))
