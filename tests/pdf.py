"""The pages of a PDF, read back for their words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from pypdf import PageObject, PdfReader
from pypdf.generic import NameObject, StreamObject

LINES = re.compile(rb"(?:-?[0-9.]+ )+[mlc](?=\s)")
"""The steps of a drawn path: nine tenths of a page with a picture, and none of its words."""


def pages(path: Path) -> Iterator[PageObject]:
    """Yield the pages without the lines of their drawings, of which pypdf would read each number: most of its time."""
    for page in PdfReader(path).pages:
        contents = page.get_contents()
        assert contents is not None
        words = StreamObject()
        words.set_data(LINES.sub(b"", contents.get_data()))
        page[NameObject("/Contents")] = words
        yield page


def texts(path: Path) -> list[str]:
    """The words of each page."""
    return [page.extract_text() for page in pages(path)]
