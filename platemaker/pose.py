"""Poses the mesh: turns the bones to match anatomical angles, and the skin follows by dual-quaternion skinning.

A pose is described in clinical terms (degrees of abduction, flexion, supination), so that one recipe works for every
body. The angles become rotations of the rig's bones; the skin follows by dual-quaternion blending (Kavan, Collins, Zara
and O'Sullivan 2008, doi 10.1145/1409625.1409627), which keeps the girth of a twisted forearm, where linear blending
would pinch it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix

from .mesh import Floats, base_mesh, data_folder

SIDES = (("L", 1.0), ("R", -1.0))
X, Y, Z = np.eye(3)


@dataclass(frozen=True, slots=True)
class Pose:
    """A pose, in degrees unless noted.

    `abduction`, `flexion`: of the arm at the shoulder, from hanging straight down; `elbow`: its flexion; `carrying`:
    the outward angle of the elbow; `curl`: flexion of each finger joint; `close`: turn of each finger toward the middle
    one; `thumb`: angle away from the index finger; `stance`: distance between the ankle centres, as a share of the
    stature; `toe_out`: outward turn of the feet.
    """

    abduction: float
    flexion: float
    elbow: float
    carrying: float
    curl: tuple[float, float, float]
    close: tuple[float, float, float, float]
    thumb: float
    stance: float
    toe_out: float


@cache
def rig() -> dict[str, Any]:
    """Return the bones by name, parents before children."""
    bones = json.loads((data_folder() / "rigs/standard/rig.default.json").read_text())
    ordered: dict[str, Any] = {}

    def add(name: str) -> None:
        if name not in ordered:
            if bones[name]["parent"]:
                add(bones[name]["parent"])
            ordered[name] = bones[name]

    for name in bones:
        add(name)
    return ordered


@cache
def skin_weights() -> csr_matrix:
    """Return the skin weights (vertices, bones); rows sum to 1. Vertices without weights move with the root bone."""
    stored = json.loads((data_folder() / "rigs/standard/weights.default.json").read_text())
    stored = stored.get("weights", stored)
    rows, columns, values = [], [], []
    for column, bone in enumerate(rig()):
        for vertex, weight in stored.get(bone, ()):
            rows.append(int(vertex))
            columns.append(column)
            values.append(weight)
    shape = (len(base_mesh().vertices), len(rig()))
    weights = csr_matrix((values, (rows, columns)), shape).tolil()
    loose = np.flatnonzero(np.asarray(weights.sum(1)).ravel() == 0)
    weights[loose, list(rig()).index("root")] = 1.0
    weights = csr_matrix(weights)
    return csr_matrix(weights.multiply(1 / weights.sum(1)))


def joint(vertices: Floats, name: str) -> Floats:
    """Return the centre of a joint's marker cube in the mesh, e.g. `l-elbow`."""
    cube = np.unique(base_mesh().groups[f"joint-{name}"])
    return vertices[cube].mean(0)


def bone_ends(vertices: Floats) -> dict[str, tuple[Floats, Floats]]:
    def end(e: dict[str, Any]) -> Floats:
        if e["strategy"] == "CUBE":
            return vertices[np.unique(base_mesh().groups[e["cube_name"]])].mean(0)
        return vertices[e["vertex_indices"]].mean(0) if e["strategy"] == "MEAN" else vertices[e["vertex_index"]]

    return {name: (end(b["head"]), end(b["tail"])) for name, b in rig().items()}


def unit(v: Floats) -> Floats:
    return v / np.linalg.norm(v)


def turn(axis: Floats, degrees: float) -> Floats:
    """Return the right-handed rotation matrix about an axis."""
    a, t = unit(axis), np.radians(degrees)
    k = np.array([[0, -a[2], a[1]], [a[2], 0, -a[0]], [-a[1], a[0], 0]])
    return np.eye(3) + np.sin(t) * k + (1 - np.cos(t)) * k @ k


def bring(a: Floats, b: Floats) -> Floats:
    """Return the shortest rotation from direction a to direction b."""
    a, b = unit(a), unit(b)
    axis = np.cross(a, b)
    sine = np.linalg.norm(axis)
    return np.eye(3) if sine < 1e-9 else turn(axis, np.degrees(np.arctan2(sine, a @ b)))


def angle_about(axis: Floats, a: Floats, b: Floats) -> float:
    """Return the angle from a to b about an axis, both projected along it, in degrees."""
    n = unit(axis)
    p, q = a - n * (a @ n), b - n * (b @ n)
    return float(np.degrees(np.arctan2(np.cross(p, q) @ n, p @ q)))


class Puppet:
    """Turns bones, from the root outward, and holds their transforms. All descendants of a bone turn with it."""

    def __init__(self, vertices: Floats) -> None:
        self.ends = bone_ends(vertices)
        self.children: dict[str, list[str]] = {name: [] for name in rig()}
        for name, bone in rig().items():
            if bone["parent"]:
                self.children[bone["parent"]].append(name)
        self.moved = {name: np.eye(4) for name in rig()}

    def at(self, bone: str, end: int = 0) -> Floats:
        return (self.moved[bone] @ np.append(self.ends[bone][end], 1.0))[:3]

    def along(self, bone: str, until: str | None = None) -> Floats:
        """Return the vector from a bone's head to its tail, or to the tail of the bone `until`."""
        return self.at(until or bone, 1) - self.at(bone)

    def rotate(self, bone: str, rotation: Floats, about: Floats | None = None) -> None:
        pivot = self.at(bone) if about is None else about
        m = np.eye(4)
        m[:3, :3], m[:3, 3] = rotation, pivot - rotation @ pivot
        stack = [bone]
        while stack:
            name = stack.pop()
            self.moved[name] = m @ self.moved[name]
            stack += self.children[name]


def palm(puppet: Puppet, side: str, s: float) -> Floats:
    """Return the direction that the palm faces."""
    across = puppet.at(f"finger5-1.{side}") - puppet.at(f"finger2-1.{side}")
    return unit(np.cross(across, puppet.at(f"finger3-1.{side}") - puppet.at(f"wrist.{side}")) * s)


def pose_arm(puppet: Puppet, pose: Pose, side: str, s: float) -> None:
    upper, lower, hinge_bones = f"upperarm01.{side}", f"lowerarm01.{side}", f"lowerarm02.{side}"
    hinge = np.cross(puppet.along(upper, f"upperarm02.{side}"), puppet.along(lower, hinge_bones))  # of the bent elbow
    hinge_in_arm = puppet.moved[upper][:3, :3].T @ hinge

    raise_forward = turn(X, -pose.flexion)
    aim = raise_forward @ (turn(Z, s * pose.abduction) @ -Y)
    lateral = raise_forward @ (turn(Z, s * pose.abduction) @ X)

    # The shoulder girdle makes part of the turn, so that armpit and deltoid keep their shape.
    start = unit(puppet.along(upper, f"upperarm02.{side}"))
    for bone, share in ((f"clavicle.{side}", 0.08), (f"shoulder01.{side}", 0.16)):
        whole = bring(start, aim)
        axis = np.array([whole[2, 1] - whole[1, 2], whole[0, 2] - whole[2, 0], whole[1, 0] - whole[0, 1]])
        if np.linalg.norm(axis) > 1e-9:
            degrees = np.degrees(np.arccos(np.clip((np.trace(whole) - 1) / 2, -1, 1)))
            puppet.rotate(bone, turn(axis, share * degrees))
    puppet.rotate(upper, bring(puppet.along(upper, f"upperarm02.{side}"), aim))
    roll = angle_about(aim, puppet.moved[upper][:3, :3] @ hinge_in_arm, -lateral)
    puppet.rotate(upper, turn(aim, 0.5 * roll))
    puppet.rotate(f"upperarm02.{side}", turn(aim, 0.5 * roll))

    front = raise_forward @ Z
    forearm = turn(front, s * pose.carrying) @ turn(-lateral, pose.elbow) @ aim
    puppet.rotate(lower, bring(puppet.along(lower, hinge_bones), forearm))
    supination = angle_about(forearm, palm(puppet, side, s), front)
    puppet.rotate(lower, turn(forearm, 0.3 * supination))
    puppet.rotate(hinge_bones, turn(forearm, 0.6 * supination))
    puppet.rotate(f"wrist.{side}", bring(puppet.at(f"finger3-1.{side}") - puppet.at(f"wrist.{side}"), forearm))
    puppet.rotate(f"wrist.{side}", turn(forearm, angle_about(forearm, palm(puppet, side, s), front)))
    pose_hand(puppet, pose, side, s)


def pose_hand(puppet: Puppet, pose: Pose, side: str, s: float) -> None:
    """Pose the fingers side by side and slightly curled, with the thumb a little away from them."""
    facing = palm(puppet, side, s)
    axis = unit(puppet.at(f"finger3-1.{side}") - puppet.at(f"wrist.{side}"))
    axis = unit(axis - facing * (axis @ facing))
    across = np.cross(axis, facing)  # the axis that fingers curl about
    for finger, toward in zip((2, 3, 4, 5), pose.close, strict=True):
        straight = turn(facing, -s * toward) @ axis
        hinge = turn(facing, -s * toward) @ across
        bent = 0.0
        for k, degrees in enumerate(pose.curl, 1):
            bent += degrees
            bone = f"finger{finger}-{k}.{side}"
            puppet.rotate(bone, bring(puppet.along(bone), turn(hinge, bent) @ straight))
    thumb = f"finger1-1.{side}"
    goal = turn(facing, s * pose.thumb) @ axis + 0.35 * facing
    puppet.rotate(thumb, bring(puppet.along(thumb), goal))
    for k, share in ((2, 0.75), (3, 0.6)):
        bone = f"finger1-{k}.{side}"
        puppet.rotate(bone, bring(puppet.along(bone), turn(facing, s * pose.thumb * share) @ axis + 0.25 * facing))


def pose_leg(puppet: Puppet, pose: Pose, side: str, s: float, stature: float) -> None:
    hip, ankle = puppet.at(f"upperleg01.{side}"), puppet.at(f"foot.{side}")
    down = ankle - hip
    goal = np.array([s * pose.stance * stature / 2 - hip[0], 0.0, down[2]])
    goal[1] = -np.sqrt(down @ down - goal @ goal)
    puppet.rotate(f"upperleg01.{side}", bring(down, goal))
    foot = puppet.at(f"toe2-1.{side}") - puppet.at(f"foot.{side}")
    flat = np.array([foot[0], 0, foot[2]])
    puppet.rotate(f"foot.{side}", turn(Y, angle_about(Y, flat, turn(Y, s * pose.toe_out) @ Z)))
    sideways = np.degrees(np.arctan2(*(puppet.moved[f"foot.{side}"][:3, :3] @ Y)[:2]))
    puppet.rotate(f"foot.{side}", turn(Z, sideways))


def quaternions(transforms: Floats) -> tuple[Floats, Floats]:
    """Return the unit dual quaternions (w, x, y, z) of rigid 4 x 4 transforms: rotation and dual part."""
    from scipy.spatial.transform import Rotation

    q = Rotation.from_matrix(transforms[:, :3, :3]).as_quat()[:, [3, 0, 1, 2]]
    q *= np.where(q[:, :1] < 0, -1.0, 1.0)
    t, w, v = transforms[:, :3, 3], q[:, :1], q[:, 1:]
    dual = 0.5 * np.c_[-(t * v).sum(1), w * t + np.cross(t, v)]
    return q, dual


def posed(vertices: Floats, pose: Pose) -> Floats:
    """Return the vertices in a pose, in the same units and frame."""
    puppet = Puppet(vertices)
    skin = vertices[np.unique(base_mesh().groups["body"])]
    stature = float(np.ptp(skin[:, 1]))
    for side, s in SIDES:
        pose_arm(puppet, pose, side, s)
        pose_leg(puppet, pose, side, s, stature)
    real, dual = quaternions(np.stack([puppet.moved[name] for name in rig()]))
    weights = skin_weights()
    # Connected bones turn by similar amounts, so signs never need to flip: all real parts keep w >= 0.
    q, d = weights @ real, weights @ dual
    norm = np.linalg.norm(q, axis=1, keepdims=True)
    q, d = q / norm, d / norm
    w, v, dw, dv = q[:, :1], q[:, 1:], d[:, :1], d[:, 1:]
    spun = vertices + 2 * np.cross(v, np.cross(v, vertices) + w * vertices)
    return spun + 2 * (w * dv - dw * v + np.cross(v, dv))
