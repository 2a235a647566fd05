"""Carry the canonical fit to the other bodies with their skin, and into other poses bone by bone.

All bodies and poses share one topology, so a skin vertex of the canonical body has its own place on every other.
Between bodies a smooth warp of space led by skin and rig joints carries the bones; each solid bone then takes the
affine map nearest to that warp, so that it keeps its form. Between poses of one body the bones move rigidly with the
skin of the rig's bones around them.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from ..body import CANONICAL, Posed, posed_body
from ..mesh import Floats, base_mesh, topology
from ..pose import Y, rig, skin_weights
from .maps import Map, affine, segment, similarity, warp
from .model import CARPALS

SUPPLE = frozenset({"ribs", "cervical", "skull", "jaw", "bofoot"})
"""Made of several bones, or grown around what they hold: these take the warp itself."""

HAND = ("wrist", *(f"metacarpal{k}" for k in range(1, 5)), *(f"finger{f}-{k}" for f in range(1, 6) for k in (1, 2, 3)))
RIG = {"humerus": ("upperarm01", "upperarm02"), "forearm": ("lowerarm01", "lowerarm02"), "hand": HAND}
"""Which of the rig's bones hold the skin around ours."""


@cache
def held(*names: str) -> Floats:
    """(fine vertices,) how much each fine skin vertex is held by some of the rig's bones, 0 to 1."""
    columns = [list(rig()).index(n) for n in names]
    share = np.asarray(skin_weights()[:, columns].sum(1)).ravel()
    return topology().weights @ share


@cache
def leaders() -> Floats:
    """Fine vertices that lead the warp between bodies: spread evenly, closer where the body is small; no breasts."""
    body = posed_body(CANONICAL, "anatomical")
    v = body.vertices
    skin = topology().weights @ np.isin(
        np.arange(len(base_mesh().vertices)), np.unique(base_mesh().groups["body"])
    ).astype(float)
    small = (held(*(f"{n}.L" for n in HAND), *(f"{n}.R" for n in HAND)) > 0.5) | (v[:, 1] < 0.06 * body.stature)
    head = held("head") > 0.5
    usable = (skin > 0.99) & (held("breast.L", "breast.R") < 0.05)
    chosen = []
    for group, cell in ((small, 9.0), (head & ~small, 15.0), (~small & ~head, 24.0)):
        index = np.flatnonzero(group & usable)
        keys = np.floor((np.abs(v[index, 0:1]) * [1, 0, 0] + v[index] * [0, 1, 1]) / cell).astype(int)
        keys[:, 0] = keys[:, 0] * 2 + (v[index, 0] < 0)  # the same cells on both sides
        _, first = np.unique(keys, axis=0, return_index=True)
        chosen.append(index[first])
    return np.concatenate(chosen)


def _inner(body: Posed) -> Floats:
    """Rig joints that lie inside limbs and trunk, in a fixed order."""
    parts = ("shoulder", "elbow", "hand", "upper-leg", "knee", "ankle")
    names = [f"{s}-{p}" for p in parts for s in "lr"] + ["neck", "spine-1", "spine-2", "spine-3"]
    return np.array([body.joints[n] for n in names])


@cache
def between_bodies(body: str) -> Map:
    """From the canonical body to another, both in the anatomical pose."""
    a, b = posed_body(CANONICAL, "anatomical"), posed_body(body, "anatomical")
    lead = leaders()
    return warp(np.vstack([a.vertices[lead], _inner(a)]), np.vstack([b.vertices[lead], _inner(b)]), smoothing=1.0)


def carry(bone: str, vertices: Floats, body: str) -> Map:
    """The map of one bone, whose vertices on the canonical body are told, to another body."""
    smooth = between_bodies(body)
    if bone in SUPPLE:
        return smooth
    sample = vertices[:: max(1, len(vertices) // 150)]
    return affine(sample, smooth(sample))


@cache
def rigid(part: str, body: str, pose: str) -> Map:
    """How the skin around a part of the left arm moves from the anatomical pose to another."""
    around = held(*(f"{n}.L" for n in RIG[part])) > 0.95
    return similarity(
        posed_body(body, "anatomical").vertices[around], posed_body(body, pose).vertices[around], rigid=True
    )


def repose(points: dict[str, Floats], body: str, pose: str) -> dict[str, Map]:
    """Maps of the bones that move from the anatomical pose to another; `points`: landmarks in the anatomical pose.

    The rig turns the arm about a centre below the true one. The head of the humerus goes half of the way that this
    would take it, and the shoulder blade goes with it around the ribs.
    """
    arm, forearm, hand = (rigid(part, body, pose) for part in ("humerus", "forearm", "hand"))
    shoulder, elbow = points["shoulder-joint"], points["elbow-joint"]
    way = arm(shoulder) - shoulder
    to = shoulder + 0.5 * way
    slide = np.array([0.35 * way[2], 0, 0.15 * way[2]])
    names = ("shoulder-joint", "acromion", "scapula-spine-root", "scapula-inferior-angle", "scapula-superior-angle")
    goals = [
        to,
        points["acromion"] + 0.5 * way,
        points[names[2]] + 0.4 * slide,
        points[names[3]] + slide,
        points[names[4]] + 0.3 * slide,
    ]
    blade = similarity([points[n] for n in names], goals, rigid=True, weights=np.array([4, 1, 1, 1, 1.0]))
    inner, outer = points["clavicle-inner"], points["clavicle-outer"]
    collar = segment((inner, outer), Y, (inner, blade(outer)), Y)
    to = blade(shoulder)
    across = points["lateral-epicondyle"] - points["medial-epicondyle"]
    turned = arm(points["lateral-epicondyle"]) - arm(points["medial-epicondyle"])
    humerus = segment((shoulder, elbow), across, (to, arm(elbow)), turned)
    return {"humerus": humerus, "forearm": forearm, "hand": hand, "scapula": blade, "clavicle": collar}


def mover(bone: str) -> str | None:
    """Which part of `repose` a bone goes with; None: it stays."""
    if bone in ("humerus", "scapula", "clavicle"):
        return bone
    if bone in ("ulna", "radius"):
        return "forearm"
    return "hand" if bone in CARPALS or bone[0] in "12345" or bone.startswith("thumb") else None
