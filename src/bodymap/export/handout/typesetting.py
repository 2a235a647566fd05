"""Typesets data with a template: the only module that calls typst.

A template can use only files in its own folder and the fonts that come with bodymap, and it has no access to the time
or date, so the same data always gives the same bytes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from ...content.framing import Edge
from ...errors import BodymapError
from ...files.disk import assets, contents

SIZES = (11.0, 10.5, 10.0, 9.5, 9.0)
"""Text sizes, pt, tried in this order until everything fits."""

MOST_BYTES = 2 * 1024 * 1024
"""Maximum size of a template."""

SAID = "panicked with:"
"""How typst's message begins when a template calls `panic`."""

PICTURE = "<picture>"
"""The label of the metadata in which a template says how much room a picture has."""

KEPT = 10
"""typst keeps in memory whatever one of this many compilations has used."""

T = TypeVar("T")


class Room(msgspec.Struct, frozen=True):
    """How much room a template leaves for the picture of a sheet.

    Attributes:
        sheet: the number of the sheet.
        width: in pt.
        height: in pt.
        bleeds: the edges where the body is cut cleanly, because the paper or a panel ends there; at others it fades.
    """

    sheet: int
    width: float
    height: float
    bleeds: tuple[Edge, ...] = ()


class Template:
    """A template, ready to typeset data."""

    def __init__(self, path: Path, shown: Path | None = None, fonts: tuple[str, ...] = ()) -> None:
        """Open a template.

        Args:
            path: the template.
            shown: what messages call it, if that is another path.
            fonts: folders of fonts for letters that Inter lacks.

        Raises:
            BodymapError: it can't be read.
        """
        import typst  # here: it is large, and only handouts need it

        self._path, self._shown = path, shown or path
        contents(path, most=MOST_BYTES, label=str(self._shown))
        self._fonts = typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(assets() / "fonts"), *fonts]
        )

    def rooms(self, data: Mapping[str, Any]) -> dict[int, Room]:
        """Return how much room the picture of each sheet has, by the sheet's number.

        A template need not say so; what it says must be metadata with the label `<picture>`: sheet, width and height,
        and perhaps `bleeds`.

        Raises:
            BodymapError: the data doesn't fit, the template has an error, or its metadata are not as they must be.
        """
        try:
            told = self._at_any_size(data, lambda compiler: json.loads(compiler.query(PICTURE)))
        except RuntimeError:
            return {}  # `pdf` meets the same error, and says where it is
        try:
            rooms = msgspec.convert([found["value"] for found in told], list[Room])
        except msgspec.ValidationError as error:
            message = (
                f"{self._shown}: the metadata {PICTURE} must be sheet, width and height, and may be bleeds: {error}"
            )
            raise BodymapError(message) from error
        return {room.sheet: room for room in rooms}

    def pdf(self, data: Mapping[str, Any]) -> bytes:
        """Return the data, typeset as a tagged PDF (PDF/UA-1).

        Raises:
            BodymapError: the data doesn't fit, or the template has an error.
        """
        found = self._at_any_size(data, _compiled)
        if not isinstance(found, bytes):
            raise BodymapError(f"{self._shown}: gives no PDF")
        return found

    def forget(self) -> None:
        """Free the memory of what was typeset. A batch would need a hundred megabytes for each handout otherwise."""
        import typst

        empty = typst.Compiler(root=str(self._path.resolve().parent), font_paths=self._fonts)
        for _ in range(KEPT + 1):
            empty.compile(input=b"", format="svg")

    def _at_any_size(self, data: Mapping[str, Any], work: Callable[[Any], T]) -> T:
        """Return the result of some work at the largest size of text at which the template does not call `panic`."""
        import typst

        for size in SIZES:
            compiler = typst.Compiler(
                str(self._path.resolve()),
                root=str(self._path.resolve().parent),
                font_paths=self._fonts,
                sys_inputs={"data": json.dumps({**data, "size": size}, ensure_ascii=False)},
            )
            try:
                return work(compiler)
            except (typst.TypstError, RuntimeError) as error:  # a query raises the latter, without a place
                if SAID in str(error) and size != SIZES[-1]:
                    continue  # most likely the text doesn't fit; it may at a smaller size
                if isinstance(error, typst.TypstError):
                    raise BodymapError(_fault(error, self._shown)) from error
                raise
        raise AssertionError("the last size either returns or raises")


def _compiled(compiler: Any) -> Any:
    """Return the PDF. The timestamp is fixed, so that no template sees the clock."""
    return compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=0)


def _fault(error: Any, template: Path) -> str:
    """Return typst's error in one line, with file and line number; or only the message of a template's `panic`."""
    message = " ".join(str(error.message).split())
    if said := re.fullmatch(rf'{SAID} "?(.*?)"?', message):
        return said[1].replace('\\"', '"')
    place = re.search(r"(?:┌─|-->)\s*\S*?:(\d+):\d+", str(error.diagnostic))
    hints = "".join(f"; {' '.join(str(hint).split())}" for hint in error.hints)
    return f"{template}{f', line {place[1]}' if place else ''}: {message}{hints}"
