"""The words that options may hold, and the defaults that several of them share."""

from typing import Literal

Sides = Literal["left", "right", "both"]
"""Which of the patient's sides are drawn."""

ViewName = Literal["anterior", "posterior", "left-lateral", "right-lateral", "plantar", "medial"]
"""The names of the views, as `View` has them."""

Orientation = Literal["landscape", "portrait"]
"""How a page is turned."""

LabelStyle = Literal["plain", "latin", "both", "numbers", "blank", "none"]
"""What stands beside a muscle."""

PointStyle = Literal["auto", "marks", "numbers", "list", "all", "none"]
"""How trigger points are shown."""

Paper = Literal["a4", "letter"]
"""What a handout is printed on."""

Pages = Literal["1", "2"]
"""How many pages a handout has for a condition."""

AboutNeedling = Literal["full", "short", "none"]
"""How much a handout says about dry needling."""

Audience = Literal["patient", "clinician"]
"""Whom a handout is for."""

SourceStyle = Literal["short", "full"]
"""How the sources of a handout are given."""

BaseName = Literal["skin", "muscles"]
"""What the rest of the body is, around the highlighted muscles."""

PosterSize = Literal[
    "a4", "a3", "a2", "a1", "a0", "letter", "tabloid", "arch-a", "arch-b", "arch-c", "arch-d", "arch-e"
]
"""The sheets of posters."""

NameStyle = Literal["plain", "latin", "both"]
"""Which names of muscles a poster has."""

DEFAULT_BODY = "neutral-adult"

DEFAULT_THEME = "clinic"

DEFAULT_SIZE = "slide"
