"""Finds the inner contours of a body: where one part passes in front of another."""

from __future__ import annotations

import numpy as np

from . import mesh
from .camera import Picture
from .mesh import Floats


def rim_chains(picture: Picture) -> list[Floats]:
    """Return where the skin turns away from the eye: polylines (n, 5) of plate x, y, nearness and outward direction."""
    view, body = picture.view, picture.body
    facing = view.facing(body.normals)
    facing = np.where(facing == 0, 1e-12, facing)
    outward = view.turn(body.normals)[:, :2]
    points = np.hstack([view.project(body.vertices, body.stature), outward])
    triangles = mesh.topology().triangles
    sign = facing[triangles] > 0
    crossed = triangles[sign.any(1) & ~sign.all(1)]

    edges = np.sort(np.stack([crossed, np.roll(crossed, -1, axis=1)], -1).reshape(-1, 2), axis=1)
    cut = (facing[edges[:, 0]] > 0) != (facing[edges[:, 1]] > 0)
    unique, node = np.unique(edges[cut], axis=0, return_inverse=True)
    share = (facing[unique[:, 0]] / (facing[unique[:, 0]] - facing[unique[:, 1]]))[:, None]
    place = points[unique[:, 0]] * (1 - share) + points[unique[:, 1]] * share
    return [place[chain] for chain in chains(node.reshape(-1, 2))]


def chains(links: np.ndarray) -> list[list[int]]:
    """Join links (m, 2) between nodes into runs; closed runs repeat their first node."""
    beside: dict[int, list[int]] = {}
    for a, b in links.tolist():
        if a != b:
            beside.setdefault(a, []).append(b)
            beside.setdefault(b, []).append(a)
    used: set[tuple[int, int]] = set()
    runs = []
    for start in sorted(beside, key=lambda n: (len(beside[n]) == 2, n)):
        for step in beside[start]:
            if (start, step) in used:
                continue
            run, at = [start, step], step
            used |= {(start, step), (step, start)}
            while len(beside[at]) == 2:
                ahead = next((n for n in beside[at] if (at, n) not in used), None)
                if ahead is None:
                    break
                used |= {(at, ahead), (ahead, at)}
                run.append(ahead)
                at = ahead
            runs.append(run)
    return runs


def inner_contours(picture: Picture, jump: float = 7.0, shortest: float = 10.0, margin: float = 2.0) -> list[Floats]:
    """Return visible rims that are at least `jump` mm in front of what is next to them.

    They are polylines (n, 2) in plate mm, longer than `shortest` mm and at least `margin` mm inside the outline.
    """
    found = []
    for chain in rim_chains(picture):
        xy, near, out = chain[:, :2], chain[:, 2], chain[:, 3:]
        out = out / np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-9)
        within = picture.depth[picture.pixels(xy - 0.8 * out)]
        seen = (within < near + 16) & (within > near - 3)
        inside = picture.hit[picture.pixels(xy + margin * out)] >= 0
        steps = picture.depth[picture.pixels(xy + 0.8 * out)] < near - jump
        for a, b in runs_of(closed_gaps(seen & inside & steps, 3)):
            line = xy[a:b]
            if np.hypot(*np.diff(line, axis=0).T).sum() > shortest:
                found.append(line)
    return found


def closed_gaps(flags: np.ndarray, most: int) -> np.ndarray:
    """Return flags with runs of False between True values filled, if no longer than `most`."""
    out = flags.copy()
    for a, b in runs_of(~flags):
        if a > 0 and b < len(flags) and b - a <= most:
            out[a:b] = True
    return out


def runs_of(flags: np.ndarray) -> list[tuple[int, int]]:
    """Return (start, end) of each run of True."""
    edge = np.flatnonzero(np.diff(np.concatenate([[0], flags.astype(np.int8), [0]])))
    return [(int(a), int(b)) for a, b in zip(edge[::2], edge[1::2], strict=True)]
