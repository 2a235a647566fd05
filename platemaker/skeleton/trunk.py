"""Pelvis, sacrum, spine and ribs."""

from __future__ import annotations

import numpy as np
from scipy.interpolate import UnivariateSpline

from ..mesh import Floats
from .landmarks import Mark, far, short
from .maps import Map, then, warp
from .model import VERTEBRAE, Model
from .skin import Skin, under

HIP = (-18, -5, 29)
"""From the rig's hip, which serves skinning, to the anatomical one: medial, down, forward; mm at reference stature."""

MODEL_SPINE = (1010.0, 1452.0)
"""Heights of the discs under the fifth lumbar and over the first thoracic vertebra in the model, mm."""
SPINE = (0.588, 0.851)
"""The same on a body, as shares of the stature."""


def fit_pelvis(skin: Skin, model: Model, marks: dict[str, Mark], maps: dict[str, Map]) -> None:
    """Crest between L4 and L5, ASIS and pubic tubercle in one frontal plane, PSIS under the dimples."""
    mm = skin.mm
    hip = skin.left("upper-leg") + mm(*HIP)
    goals = {
        "hip-joint": hip,
        "asis": hip + mm(31, 76, 53),
        "iliac-tubercle": hip + mm(46, 100, 26),
        "iliac-crest": hip + mm(10, 148, -20),
        "ischial-tuberosity": hip + mm(-30, -64, -36),
        "pubic-tubercle": hip + mm(-58, 0, 54),
    }
    psis = hip + mm(-40, 96, 0)
    psis[2] = skin.reach(psis[0], psis[1], -1) + 10 * skin.scale
    goals["psis"] = psis
    crest = far(model.vertices["pelvis"], [1, 0.6, 0])  # where the crest turns down: the waist is narrow there
    points, to = [*(marks[n].point for n in goals), crest], [*goals.values(), hip + mm(40, 128, 6)]
    midline = np.array([[0, p[1], p[2]] for p in points])  # the median plane stays in place
    to_midline = np.array([[0, p[1], p[2]] for p in to])
    maps["pelvis"] = warp(np.vstack([points, midline]), np.vstack([to, to_midline]))

    base = skin.body.stature * SPINE[0]
    sacrum = model.vertices["sacrum"]

    def behind(y: float, deep: float) -> Floats:
        return np.array([0, y, skin.reach(0, y, -1) + deep * skin.scale])

    pairs = [
        ([0, 981, -8], [0, base - 19 * skin.scale, skin.reach(0, base, -1) + 81 * skin.scale]),  # the promontory
        ([0, 1006, -48], behind(base + 3 * skin.scale, 37)),
        (far(sacrum, [0, 0, -1]) * [0, 1, 1], behind(base - 64 * skin.scale, 9)),
        (marks["coccyx"].point * [0, 1, 1], behind(base - 116 * skin.scale, 24)),
        ([47, 985, -40], [52 * skin.scale, base - 10 * skin.scale, behind(base, 50)[2]]),
        ([-47, 985, -40], [-52 * skin.scale, base - 10 * skin.scale, behind(base, 50)[2]]),
    ]
    maps["sacrum"] = warp(np.array([p for p, _ in pairs], float), np.array([g for _, g in pairs], float))


def fit_spine(skin: Skin, model: Model, marks: dict[str, Mark], maps: dict[str, Map]) -> None:
    """From the sacrum to T1 upright; bent so that spinous tips follow the back; the neck to the skull."""
    low, high = (share * skin.body.stature for share in SPINE)
    stretch = (high - low) / (MODEL_SPINE[1] - MODEL_SPINE[0])

    def upright(v: Floats) -> Floats:
        return np.stack(
            [v[..., 0] * skin.scale, low + (v[..., 1] - MODEL_SPINE[0]) * stretch, v[..., 2] * 1.06 * skin.scale], -1
        )

    tips = upright(np.array([marks[n].point for n in ("c7", *map(short, VERTEBRAE))]))[::-1]
    deep = np.interp(tips[:, 1], [low, (low + high) / 2, high], [8, 8, 6]) * skin.scale
    shift = [skin.reach(0, y, -1) + d - z for (_, y, z), d in zip(tips, deep, strict=True)]
    bend = UnivariateSpline(tips[:, 1], shift, k=3, s=2.0 * len(tips))

    def trunk(v: Floats) -> Floats:
        w = upright(v)
        w[..., 2] += bend(w[..., 1].clip(tips[0, 1], tips[-1, 1]))
        return w

    maps.update(dict.fromkeys(VERTEBRAE, trunk))
    skull = maps["skull"]
    tip, body, atlas = marks["c7"].point, np.array([0, 1462.0, -62]), np.array([0, 1556.0, -60])
    ring = np.array([0, 1550.0, -92])
    head_end = skull(np.array([atlas, ring]))
    head_end[:, 1] -= 2 * skin.scale
    head_end[1] = head_end[0] + (ring - atlas) * skin.scale
    sides = np.array([[30.0, 0, 0], [-30.0, 0, 0]])
    points = np.vstack([tip, body, atlas, ring, body + sides, atlas + sides])
    bases = trunk(np.vstack([tip, body]))
    goals = np.vstack([bases, head_end, bases[1] + sides * skin.scale, head_end[0] + sides * skin.scale])
    maps["cervical"] = warp(points, goals)
    maps["trunk"] = trunk


def fit_ribs(skin: Skin, model: Model, marks: dict[str, Mark], maps: dict[str, Map]) -> None:
    """The ribs go with the spine; breastbone, rib angles and flanks follow the skin at their depth."""
    trunk, ribs, k = maps["trunk"], model.vertices["ribs"], skin.scale
    h = skin.body.stature
    points, goals = [], []

    def pin(point: Floats, goal: Floats) -> None:
        points.append(point)
        goals.append(goal)

    for name in VERTEBRAE[:12]:
        v = model.vertices[name]
        for p in (marks[short(name)].point * [0, 1, 1], v.mean(0) * [0, 1, 1], far(v, [1, 0, 0]), far(v, [-1, 0, 0])):
            pin(p, trunk(p))
    notch, xiphoid = marks["sternal-notch"].point * [0, 1, 1], marks["xiphoid"].point * [0, 1, 1]
    top, tip = 0.8195 * h, 0.719 * h
    for share in np.linspace(0, 1, 5):
        y = top + share * (tip - top)
        goal = np.array([0, y, skin.reach(0, y, 1, 8) - (9 + 3 * share) * k])
        old_y = notch[1] + share * (xiphoid[1] - notch[1])
        middle = ribs[(np.abs(ribs[:, 0]) < 9) & (np.abs(ribs[:, 1] - old_y) < 12) & (ribs[:, 2] > -40)]
        pin(np.array([0, old_y, middle[:, 2].max()]), goal)
        for side in (-1, 1):
            pin(np.array([side * 14.0, old_y, middle[:, 2].max() - 2]), goal + np.array([side * 14 * k, 0, -2 * k]))
    for y in (1400, 1370, 1340, 1310, 1280, 1250, 1220, 1195):
        level = ribs[np.abs(ribs[:, 1] - y) < 9]
        angle = far(level, [0.1, 0, -1], level[:, 0] > 45)
        goal = trunk(angle)
        deep = np.interp(y, [1195, 1240, 1280, 1400], [11, 13, 22, 30]) * k
        goal[2] = skin.reach(goal[0], goal[1], -1) + deep
        flank = far(level, [1, 0, 0])
        out = trunk(flank)
        if y < 1275:
            out[0] = min(out[0], skin.width(out[1], (-40 * k, 70 * k), 165 * k) - 12 * k)
        for side in (-1, 1):
            pin(angle * [side, 1, 1], goal * [side, 1, 1])
            pin(flank * [side, 1, 1], out * [side, 1, 1])
    for y in (1330, 1290, 1250, 1210, 1180):
        level = ribs[np.abs(ribs[:, 1] - y) < 10]
        front = far(level, [0, 0, 1], np.abs(level[:, 0] - 75) < 12)
        goal = trunk(front)
        goal[1] -= 12 * k
        goal[2] = skin.reach(0, goal[1], 1, 8) - np.interp(y, [1180, 1250, 1330], [22, 24, 30]) * k
        for side in (-1, 1):
            pin(front * [side, 1, 1], goal * [side, 1, 1])
    rough = warp(np.array(points), np.array(goals), smoothing=3.0)
    maps["ribs"] = then(rough, under(skin, rough(ribs), 8.0 * k))
