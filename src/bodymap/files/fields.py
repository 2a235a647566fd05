"""The types of the fields of files: ids, lines of text, and the names that a field may hold."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Annotated

import msgspec

from ..errors import UNREADABLE, BodymapError, unknown

At = tuple[str | int, ...]
"""A place in a file, step by step from its root."""

Id = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$",
        max_length=60,
        description="lower-case words joined by hyphens, as in tennis-elbow",
    ),
]

ONE_LINE = rf"^[^\s{UNREADABLE}][^{UNREADABLE}]*$(?!\n)"
"""Pattern of one line of text without control characters, which begins with a letter or a sign."""

Line = Annotated[
    str, msgspec.Meta(pattern=ONE_LINE, max_length=600, description="one line of text, 600 letters at most")
]

ShortLine = Annotated[
    str, msgspec.Meta(pattern=ONE_LINE, max_length=85, description="one line of text, 85 letters at most")
]

Message = Annotated[
    str, msgspec.Meta(pattern=ONE_LINE, max_length=140, description="one line of text, 140 letters at most")
]


class Choices(msgspec.Struct, frozen=True):
    """The names that a field may hold.

    Attributes:
        kind: what they stand for.
        choices: the names.
        also: other names to suggest, each with the one that it stands for.
        listing: the command that lists them.
        meant: a function that returns the names that other words may mean; None if only the names are read.
        refusal: a function that returns the error for words that mean none; None to suggest by spelling.
    """

    kind: str
    choices: Collection[str]
    also: Mapping[str, str]
    listing: str
    meant: Callable[[str], Sequence[str]] | None = None
    refusal: Callable[[str], BodymapError] | None = None

    def refuse(self, value: object) -> BodymapError:
        """Return the error for a value that is none of the names and means none."""
        if self.refusal and isinstance(value, str):
            return self.refusal(value)
        return unknown(self.kind, value, self.choices, also=self.also, listing=self.listing)


def naming(kind: str) -> msgspec.Meta:
    """Mark a field whose value is the name of a `kind`."""
    return msgspec.Meta(extra={"names": kind})
