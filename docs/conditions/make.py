"""The gallery of conditions: each as a slide on the default body, with its words.

python docs/conditions/make.py [id …]     writes docs/conditions/README.md and docs/conditions/<id>.webp
"""

from __future__ import annotations

import sys
from itertools import groupby
from pathlib import Path

from bodymap import picture
from bodymap.knowledge.conditions import Condition, Laterality, library

HERE = Path(__file__).parent
DPI = 96
"""A slide is 1280 x 720 pixels then: large enough to judge, small enough to keep."""


def main() -> None:
    """Write the page, and the pictures of all conditions or of those that are named."""
    wanted = sys.argv[1:] or [condition.id for condition in library()]
    for condition in library():
        if condition.id in wanted:
            target = picture.render(condition, side=side(condition), dpi=DPI).save(HERE / f"{condition.id}.webp")
            print(target.relative_to(HERE.parents[1]))
    (HERE / "README.md").write_text(page(), encoding="utf-8")


def side(condition: Condition) -> str | None:
    """The side that it is shown on: one as an example, where it depends on the patient."""
    return "right" if condition.side == Laterality.ASK else None


def page() -> str:
    """The page, group by group."""
    lines = [
        "# Conditions",
        "",
        "Drawn by `docs/conditions/make.py`; what depends on the patient's side is shown on the right.",
    ]
    for group, found in groupby(library(), key=lambda condition: condition.group):
        lines += ["", f"## {group.replace('-', ' ').capitalize()}"]
        for condition in found:
            option = f" --side {side(condition)}" if side(condition) else ""
            lines += [
                "",
                f"### {condition.name}",
                "",
                condition.summary,
                "",
                f"![{picture.render(condition, side=side(condition)).alt}]({condition.id}.webp)",
                "",
                f"    bodymap render {condition.id}{option} -o {condition.id}.png",
            ]
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    main()
