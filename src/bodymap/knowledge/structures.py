"""Structures: the tendons, fasciae, ligaments, bones, nerves, bursae and joints that conditions are about."""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated

import msgspec

from ..errors import BodymapError, unknown
from ..files import disk_cache
from ..files.disk import assets, contents
from ..files.fields import Id, Line
from ..files.validation import MOST_BYTES, parse
from .anatomy import Atlas, Citation, Record, View, atlas
from .index import Document, document, nearest
from .names import key

FORMAT = 2
"""Version of the compiled form. Raise it whenever the records below change."""


class StructureKind(StrEnum):
    """What a structure is made of."""

    TENDON = "tendon"
    FASCIA = "fascia"
    LIGAMENT = "ligament"
    BONE = "bone"
    NERVE = "nerve"
    BURSA = "bursa"
    JOINT = "joint"


class SeenFrom(StrEnum):
    """Where one looks from, as far as it matters for what lies over what: both sides are one."""

    ANTERIOR = "anterior"
    POSTERIOR = "posterior"
    LATERAL = "lateral"
    PLANTAR = "plantar"
    MEDIAL = "medial"


def seen_from(view: View) -> SeenFrom:
    """Return where a view looks from."""
    return SeenFrom(view.removeprefix("left-").removeprefix("right-"))


class Structure(Record, frozen=True):
    """A part of the body that is not a muscle. `what` says in one plain line what it is; `kind` is its file's.

    `latin` is empty if Terminologia Anatomica has no name for it. If `paired`, there is one on each side; otherwise it
    lies across the midline. `under` says which muscles and structures lie over it, by where one looks from.
    """

    id: Id
    name: Line
    what: Line
    latin: Line = ""
    kind: StructureKind = StructureKind.TENDON
    also: tuple[Line, ...] = ()
    paired: bool = True
    under: dict[SeenFrom, tuple[Id, ...]] = msgspec.field(default_factory=dict)
    ta2: Annotated[int, msgspec.Meta(ge=1, description="a number of Terminologia Anatomica 2")] | None = None
    fma: Annotated[str, msgspec.Meta(pattern=r"^FMA:\d+$", description="an FMA id, as FMA:32519")] | None = None
    sources: tuple[Citation, ...] = ()


class Structures(msgspec.Struct, frozen=True):
    """Every structure by id, in the order of the files."""

    structures: dict[str, Structure]

    def structure(self, id: str) -> Structure:
        """Return the structure with that id.

        Raises:
            BodymapError: there is no such structure.
        """
        if id not in self.structures:
            near = nearest(id, self.documents())
            raise unknown("structure", id, self.structures, near=near, listing="bodymap list structures")
        return self.structures[id]

    def named(self, name: str) -> Structure:
        """Return the structure with that id or name, in upper or lower case.

        Raises:
            BodymapError: there is no such structure.
        """
        found = self.meant(name)
        return self.structures[found[0]] if found else self.structure(name)

    def meant(self, name: str) -> tuple[str, ...]:
        """Return the id of the structure with that id or name; empty if there is none."""
        said = key(name)
        for id, structure in self.structures.items():
            if said and said in map(key, (id, structure.name, structure.latin, *structure.also)):
                return (id,)
        return ()

    def documents(self) -> tuple[Document, ...]:
        """Return the structures as documents to search."""
        return tuple(
            document("structure", s.id, s.name, filter(None, (s.name, s.id, s.latin, *s.also)), (s.what,))
            for s in self.structures.values()
        )

    def names(self) -> dict[str, str]:
        """Return the plain, other and Latin names of the structures, each with the structure's id."""
        return {name: s.id for s in self.structures.values() for name in (s.name, *s.also, s.latin) if name}


@cache
def structures() -> Structures:
    """Return the structures that come with bodymap, read once."""
    return load(assets() / "structures", atlas())


def load(folder: Path, atlas: Atlas) -> Structures:
    """Return the structures in a folder, whose files each hold one kind and cite sources of the atlas.

    Raises:
        BodymapError: a file is faulty, an id is used twice or belongs to a muscle, or a source does not exist.
    """
    paths = sorted(folder.glob("*.yaml"))
    raw = {f"{folder.name}/{path.name}": contents(path, most=MOST_BYTES, label=path.name) for path in paths}
    known = "\n".join((*atlas.sources, *atlas.muscles)).encode()
    return disk_cache.compiled("structures", FORMAT, Structures, [*raw.values(), known], lambda: _parsed(raw, atlas))


class _File(Record, frozen=True):
    kind: StructureKind
    structures: tuple[Structure, ...]


def _parsed(raw: dict[str, bytes], atlas: Atlas) -> Structures:
    found: dict[str, Structure] = {}
    for label, text in raw.items():
        file = parse(text, _File, label=label)
        for index, structure in enumerate(file.structures):
            place = f"{label}: structures[{index}] ({structure.id})"
            if structure.id in found or structure.id in atlas.muscles:
                what = "structure" if structure.id in found else "muscle"
                raise BodymapError(f"{place}: another {what} has this id already")
            for citation in structure.sources:
                if citation.key not in atlas.sources:
                    raise unknown("source", citation.key, atlas.sources, where=f"{place}: sources")
            found[structure.id] = msgspec.structs.replace(structure, kind=file.kind)
    for structure in found.values():
        for over in (id for ids in structure.under.values() for id in ids):
            if over not in found and over not in atlas.muscles:
                known = (*atlas.muscles, *found)
                raise unknown("muscle or structure", over, known, where=f"{structure.id}: under")
    return Structures(found)
