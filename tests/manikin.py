"""A body of few strokes with a small library, so that pictures can be tested whatever the real plates show.

The figure is 1600 mm tall and stands like the real ones. On its back: `yoke` (superficial), `strap` (deep, under it) and
`forearm-back`; on its front: `chest` and `forearm-front`. All are drawn for the right side and mirrored.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from bodymap.body import bodies, forms, plates
from bodymap.files import disk
from bodymap.finding import coverage
from bodymap.knowledge import (
    anatomy,
    areas,
    condition_files,
    condition_library,
    flags,
    groups,
    prevalence,
    structures,
)
from bodymap.style import fonts

Points = Sequence[tuple[float, float]]

# The right half of the outline from the crown to the crotch, at x > 0.
HALF: Points = [
    (0, 0), (60, 20), (75, 90), (60, 180), (45, 210), (50, 250), (120, 280), (190, 300), (215, 350), (240, 480),
    (300, 640), (360, 800), (380, 880), (350, 930), (320, 880), (290, 800), (230, 660), (180, 540), (165, 480),
    (150, 600), (150, 680), (175, 760), (185, 860), (170, 1000), (140, 1140), (135, 1200), (125, 1350), (100, 1500),
    (110, 1590), (40, 1598), (45, 1500), (30, 1340), (45, 1180), (15, 960), (0, 820),
]  # fmt: skip

BACK = {
    "yoke": ("superficial", [(2, 240), (50, 270), (180, 310), (120, 380), (2, 500)]),
    "strap": ("deep", [(20, 270), (60, 300), (90, 360), (60, 370), (20, 320)]),
    "forearm-back": ("superficial", [(235, 600), (280, 620), (345, 800), (320, 810), (260, 700)]),
    "loin": ("superficial", [(10, 560), (90, 580), (100, 680), (10, 690)]),
}
FRONT = {
    "chest": ("superficial", [(10, 320), (120, 310), (170, 360), (110, 430), (10, 440)]),
    "forearm-front": ("superficial", [(240, 600), (275, 610), (330, 790), (310, 800), (255, 690)]),
}
ZONES = {
    ("yoke", "core"): [(40, 200), (70, 190), (60, 260), (45, 250)],
    ("yoke", "spillover"): [(30, 150), (70, 150), (70, 270), (130, 300), (60, 300)],
    ("forearm-back", "core"): [(240, 590), (290, 620), (290, 660), (250, 650)],
}
AREAS = {
    "nape": [(-55, 190), (55, 190), (55, 250), (-55, 250)],
    "forearm": [(240, 590), (290, 620), (290, 660), (250, 650)],
    "flank": [(10, 560), (90, 580), (100, 680), (10, 690)],
}
"""The forearm is just the core of the muscle at its back; the nape lies across the midline; no zone reaches the flank."""
AREA_NAMES = """\
areas:
  - {id: nape, name: Nape, region: test, definition: Behind the neck., paired: false, also: [back of the neck]}
  - {id: forearm, name: Forearm, region: test, definition: Below the elbow., also: [lower arm, side of the arm]}
  - {id: flank, name: Flank, region: test, definition: Above the hip.}
"""
MARKS = {("yoke", 1): (110, 305), ("yoke", 2): (60, 400), ("strap", 1): (60, 345), ("forearm-back", 1): (285, 690)}
LANDMARKS = {
    "shoulder": (190, 320), "elbow": (245, 620), "wrist": (330, 800), "hip": (90, 820), "knee": (90, 1160),
    "ankle": (80, 1520), "iliac-crest": (120, 660), "fingertip-3": (350, 930), "scapula-inferior-angle": (90, 450),
}  # fmt: skip

CONDITION = """\
id: {id}
name: {name}
group: test
summary: A short summary of what hurts, in one plain sentence.
muscles: {muscles}
side: {side}
"""
CONDITIONS = {
    "yoke-ache": ("Yoke ache", "both", [("yoke", "primary"), ("strap", "secondary")]),
    "forearm-ache": ("Forearm ache", "ask", [("forearm-back", "primary")]),
    "all-round": ("All round", "ask", [("yoke", "primary"), ("chest", "primary"), ("loin", "secondary")]),
    "front-only": ("Front only", "ask", [("chest", "primary")]),
}


_CACHES = [
    value
    for module in (
        *(anatomy, areas, bodies, condition_library, coverage, flags, fonts, forms, groups, plates, prevalence),
        *(structures,),
    )
    for value in vars(module).values()
    if hasattr(value, "cache_clear")
]


NEEDLING = disk.assets() / "dry-needling.yaml"
"""The real text about needling: a handout of the manikin has it too, so its sources must exist."""


def install(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put the manikin and its library in the place of the real ones, for one test."""
    for view in ("anterior", "posterior", "right-lateral", "left-lateral"):
        path = folder / "plates" / "neutral-adult" / f"{view}.svg"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(plate(view))
    (folder / "muscles").mkdir()
    (folder / "conditions").mkdir()
    (folder / "structures").mkdir()
    keys = dict.fromkeys(["some-2020", *re.findall(r"key: ([\w-]+)", NEEDLING.read_text(encoding="utf-8"))])
    (folder / "sources.yaml").write_text("".join(f"{key}: {{authors: A, title: T, year: 2020}}\n" for key in keys))
    rows = [f"  - {{id: {id}, name: {id.capitalize()} muscle, latin: Musculus {id}, layer: {layer}}}\n"
            for id, (layer, _) in (BACK | FRONT).items()]  # fmt: skip
    (folder / "muscles" / "all.yaml").write_text("region: test\nmuscles:\n" + "".join(rows))
    for id, (name, side, roles) in CONDITIONS.items():
        muscles = "[" + ", ".join(f"{{muscle: {m}, role: {r}, why: Why {m} matters.}}" for m, r in roles) + "]"
        text = CONDITION.format(id=id, name=name, side=side, muscles=muscles)
        (folder / "conditions" / f"{id}.yaml").write_text(text)
    (folder / "fonts").symlink_to(disk.assets() / "fonts")
    (folder / "areas.yaml").write_text(AREA_NAMES)
    (folder / "groups.yaml").write_text("groups: []\n")
    (folder / "flags.yaml").write_text("headings: {now: Now, today: Today, soon: Soon}\nparts: []\nflags: []\n")
    (folder / "prevalence.yaml").write_text("studies: []\nguides: []\n")
    for module in (
        *(anatomy, areas, bodies, condition_files, condition_library),
        *(flags, fonts, groups, prevalence, structures),
    ):
        monkeypatch.setattr(module, "assets", lambda: folder)
    for cached in _CACHES:
        cached.cache_clear()


def forget() -> None:
    """Let the next test have the real library again."""
    for cached in _CACHES:
        cached.cache_clear()


def plate(view: str) -> str:
    """One plate as SVG. The laterals are a plain column with no muscles."""
    parts: dict[str, list[str]] = {group: [] for group in ("muscles", "zones", "areas", "points", "landmarks")}
    outline = [*HALF, *[(-x, y) for x, y in HALF[::-1]][:-1]]
    lateral = view.endswith("lateral")
    if lateral:
        outline = [(-90, 0), (90, 0), (90, 1598), (-90, 1598)]
    sides = (view.split("-")[0],) if lateral else ("right", "left")
    muscles = {"posterior": BACK, "anterior": FRONT}.get(view, {})
    for side in sides:
        turn = (1 if side == "right" else -1) * (1 if view == "posterior" else -1)

        def put(points: Points, turn: int = turn) -> str:
            return "M" + " L".join(f"{turn * x} {y}" for x, y in points) + " Z"

        for id, (layer, points) in muscles.items():
            name = f'id="{id}.{side}" data-muscle="{id}" data-side="{side}" data-layer="{layer}"'
            parts["muscles"].append(f'<path {name} d="{put(points)}"/>')
        for (id, zone), points in ZONES.items():
            if id in muscles:
                name = f'id="{id}.{zone}.{side}" data-muscle="{id}" data-zone="{zone}" data-side="{side}"'
                parts["zones"].append(f'<path {name} d="{put(points)}"/>')
        for id, points in AREAS.items():
            if view == "posterior" and (id != "nape" or side == "right"):
                name = f'id="{id}.{side}" data-area="{id}" data-side="{side if id != "nape" else "midline"}"'
                parts["areas"].append(f'<path {name} d="{put(points)}"/>')
        for (id, number), (x, y) in MARKS.items():
            if id in muscles:
                name = f'id="{id}.{number}.{side}" data-muscle="{id}" data-point="{number}" data-side="{side}"'
                parts["points"].append(f'<circle {name} cx="{turn * x}" cy="{y}" r="4"/>')
        for id, (x, y) in LANDMARKS.items():
            name = f'id="{id}.{side}" data-landmark="{id}" data-side="{side}" class="inside"'
            x = 0 if lateral else x
            parts["landmarks"].append(f'<circle {name} cx="{turn * x}" cy="{y}" r="2"/>')
    groups = "".join(f'<g id="{group}">{"".join(rows)}</g>' for group, rows in parts.items())
    ring = "M" + " L".join(f"{x} {y}" for x, y in outline) + " Z"
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-400 0 800 1600" width="800mm" height="1600mm" '
        f'data-body="neutral-adult" data-view="{view}" data-unit="mm" data-stature="1600" role="img">'
        f'<title>Manikin</title><desc>A test figure.</desc><path id="outline" d="{ring}"/>{groups}</svg>'
    )
