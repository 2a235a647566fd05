"""The facts about muscles beside the picture of a slide, as text that can be edited."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from typing import Any

from pptx.util import Pt

from ... import words
from ...knowledge.studies import MuscleFacts
from .deck import Place

PICTURE_SHARE, FACTS_MARGIN = 0.67, 0.035
"""Width of a picture with facts beside it, and of the margin to the right of them, as shares of the whole."""

FACT_SIZES = 15, 14, 13, 12, 11
"""Sizes of type to try for facts, pt."""

LETTER = 0.53
"""Width of a letter on average, as a share of the size of its type."""

FACT_KINDS = (
    ("origin", "insertion", "action", "nerve", "pain"),
    ("origin", "insertion", "action", "nerve"),
    ("action", "nerve"),
    ("action",),
)
"""Kinds of facts to try on a slide; all of them are in its notes."""


def divided(place: Place) -> tuple[Place, Place]:
    """Divide the place of a picture between the picture and the facts to the right of it."""
    wide = round(place.width * PICTURE_SHARE)
    margin = round(place.width * FACTS_MARGIN)
    facts = place.width - wide - margin
    return (
        Place(place.left, place.top, wide, place.height),
        Place(place.left + wide, place.top, facts, place.height - Pt(20)),
    )


def add(slide: Any, place: Place, facts: Sequence[MuscleFacts]) -> None:
    """Add the facts about muscles: as large as they fit, and without the longest of them if they don't."""
    box = slide.shapes.add_textbox(place.left, place.top, place.width, place.height)
    box.name = words.text("slide.facts")
    frame = box.text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = 0
    kinds, size = _fitting(facts, place.width / Pt(1), place.height / Pt(1))
    gap, before = _gaps(facts)
    paragraph = frame.paragraphs[0]
    for n, muscle in enumerate(facts):
        rest = [fact for fact in muscle.facts if fact.kind in kinds]
        if len(kinds) == 1:
            _line(paragraph, words.text("fact.line", label=muscle.name, says=""), " ".join(f.says for f in rest), size)
            rest = []
        elif len(facts) > 1:
            _line(paragraph, muscle.name, "", size)
        if n:
            paragraph.space_before = Pt(size * before)
        for number, fact in enumerate(rest):
            if number or len(facts) > 1:
                paragraph = frame.add_paragraph()
            _line(paragraph, words.text("fact.line", label=fact.label, says=""), fact.says, size)
            paragraph.space_after = Pt(size * gap)
        if muscle is not facts[-1]:
            paragraph = frame.add_paragraph()


def _line(paragraph: Any, label: str, says: str, size: float) -> None:
    for text, bold in ((label, True), (says, None)):
        if text:
            run = paragraph.add_run()
            run.text, run.font.size, run.font.bold = text, Pt(size), bold


def _gaps(facts: Sequence[MuscleFacts]) -> tuple[float, float]:
    """Return the space after a fact and before a muscle, as shares of the size of the type."""
    return (0.6, 0.0) if len(facts) == 1 else (0.1, 0.7)


def _fitting(facts: Sequence[MuscleFacts], width: float, height: float) -> tuple[Collection[str], float]:
    """Return the kinds of facts that fit a box, pt, and the size of their type, pt."""
    gap, before = _gaps(facts)
    for kinds in FACT_KINDS:
        for size in FACT_SIZES:
            lines = (len(facts) - 1) * before
            for muscle in facts:
                said = [fact for fact in muscle.facts if fact.kind in kinds]
                named = len(kinds) > 1 and len(facts) > 1
                letters = [len(fact.says) + 2 + len(fact.label if len(kinds) > 1 else muscle.name) for fact in said]
                lines += named + sum(math.ceil(n * size * LETTER / width) + gap for n in letters)
            if lines * size * 1.2 <= height - 10:
                return kinds, size
    return FACT_KINDS[-1], FACT_SIZES[-1]
