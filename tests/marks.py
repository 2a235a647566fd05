"""The numbers that stand beside the trigger points of a picture."""

from __future__ import annotations

import re


def numbers_in(text: str) -> list[int]:
    """The numbers of the points that a text stands beside, such as P1, P2 or P4\u2013P7."""
    found: list[int] = []
    for first, last in re.findall(r"P(\d+)(?:\u2013P(\d+))?", text):
        found += range(int(first), int(last or first) + 1)
    return found
