"""The bones before they are fitted: the left half and the midline of a standing musculoskeletal model.

Meshes: the model "myofullbody" of the PyPI package `myo-sim` (Apache-2.0), put together by `mujoco` (Apache-2.0). They
are an authoring aid: people see them as a ghost under the skin while they draw. Nothing of them ships in any plate.

Millimetres; x to the body's left, y up, z to the front; x = 0 in the median plane, y = 0 on the model's own floor.
"""

from __future__ import annotations

import importlib.util
import warnings
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from ..mesh import Floats, Ints
from .smooth import smooth

THORACIC = tuple(f"thoracic{k}" for k in range(1, 13))
LUMBAR = tuple(f"lumbar{k}" for k in range(1, 6))
VERTEBRAE = THORACIC + LUMBAR
MIDLINE = frozenset({"skull", "jaw", "cervical", "ribs", "sacrum", *VERTEBRAE})
CARPALS = ("scaphoid", "lunate", "triquetrum", "pisiform", "trapezium", "trapezoid", "capitate", "hamate")

COARSE = frozenset(
    {"pelvis", "femur", "tibia", "fibula", "patella", "talus", "humerus", "ulna", "radius", "clavicle", "sacrum"}
)


class BonesMissing(RuntimeError):
    """The packages that carry the bones are not installed."""


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """`vertices` (n, 3) and `faces` (m, 3) of each bone by name; `joints`: the joint centre of each moving part."""

    vertices: dict[str, Floats]
    faces: dict[str, Ints]
    joints: dict[str, Floats]


def available() -> bool:
    return all(importlib.util.find_spec(name) for name in ("mujoco", "myo_sim"))


def _follow(model: Any, data: Any, mujoco: Any) -> None:
    """Set the joints that follow others (scapula, spine, patella), which mujoco leaves to its solver."""
    for _ in range(4):  # followers of followers
        for e in np.flatnonzero(model.eq_type == mujoco.mjtEq.mjEQ_JOINT):
            to, by = model.jnt_qposadr[model.eq_obj1id[e]], model.eq_obj2id[e]
            x = data.qpos[model.jnt_qposadr[by]] - model.qpos0[model.jnt_qposadr[by]] if by >= 0 else 0.0
            data.qpos[to] = model.qpos0[to] + model.eq_data[e][:5] @ x ** np.arange(5)


def _without_emblem(vertices: Floats, faces: Ints) -> tuple[Floats, Ints]:
    """The rib mesh carries an emblem before its breastbone. Real parts reach behind z = 0."""
    edges = coo_matrix((np.ones(2 * len(faces)), (faces[:, :2].ravel(), faces[:, 1:].ravel())), 2 * (len(vertices),))
    _, part = connected_components(edges, directed=False)
    real = np.array([vertices[part == k, 2].min() < 0 for k in range(part.max() + 1)])
    used, faces = np.unique(faces[real[part[faces[:, 0]]]], return_inverse=True)
    return vertices[used], faces.reshape(-1, 3)


@cache
def standing() -> Model:
    """The model upright, arms 20 degrees abducted, forearms supinated."""
    if not available():
        raise BonesMissing("the bones are not here: pip install 'mujoco>=3.4,<4' -r platemaker/requirements-draft.txt")
    import mujoco
    from myo_sim.build.compose import build_spec

    mujoco.set_mju_user_warning(lambda message: None)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        m = build_spec("myofullbody", build_kwargs={"postures": True}).compile()
    d = mujoco.MjData(m)
    mujoco.mj_resetDataKeyframe(m, d, 0)
    d.qpos[m.joint("shoulder_elv_l").qposadr] = np.radians(20)
    d.qpos[m.joint("pro_sup_l").qposadr] = np.radians(-90)
    _follow(m, d, mujoco)
    mujoco.mj_forward(m, d)

    middle = (d.body("femur_r").xpos + d.body("femur_l").xpos) / 2 * [1, 1, 0]
    turn = np.array([[1, 0, 0], [0, 0, -1], [0, 1, 0.0]])  # theirs: metres, x left, y back, z up
    joints = {m.body(b).name.removesuffix("_l"): 1000 * (d.xpos[b] - middle) @ turn for b in range(m.nbody)}
    vertices, faces = {}, {}
    for g in np.flatnonzero(m.geom_type == mujoco.mjtGeom.mjGEOM_MESH):
        k = m.geom_dataid[g]
        if m.body(m.geom_bodyid[g]).name.endswith("_r") or m.mesh(k).name == "r_pelvis":
            continue
        name = m.mesh(k).name.removesuffix("_l").removesuffix("_s").split("_")[-1]
        own = m.mesh_vert[m.mesh_vertadr[k] :][: m.mesh_vertnum[k]]
        placed = own @ d.geom_xmat[g].reshape(3, 3).T + d.geom_xpos[g]
        vertices[name] = 1000 * (placed - middle) @ turn
        faces[name] = m.mesh_face[m.mesh_faceadr[k] :][: m.mesh_facenum[k]].astype(np.int64)
    vertices["ribs"], faces["ribs"] = _without_emblem(vertices.pop("ribcage"), faces.pop("ribcage"))
    for name in vertices:
        levels = 0 if len(vertices[name]) > 900 else 2 if name in COARSE else 1
        vertices[name], faces[name] = smooth(vertices[name], faces[name], levels)
    return Model(vertices, faces, joints)
