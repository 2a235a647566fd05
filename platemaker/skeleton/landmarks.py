"""Bony landmarks, found on the bones of the standing model: left side and midline."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ..mesh import Floats
from .model import VERTEBRAE, Model

X, Y, Z = np.eye(3)


@dataclass(frozen=True, slots=True, eq=False)
class Mark:
    """A landmark: the bone it lies on, and where, in the model's mm."""

    bone: str
    point: Floats


def far(vertices: Floats, direction: ArrayLike, keep: ArrayLike = True) -> Floats:
    """The vertex farthest in a direction, among those to keep."""
    v = vertices[np.broadcast_to(keep, len(vertices))]
    return v[(v @ np.asarray(direction, float)).argmax()]


def near(vertices: Floats, point: ArrayLike) -> Floats:
    return vertices[np.linalg.norm(vertices - np.asarray(point), axis=1).argmin()]


def short(vertebra: str) -> str:
    """`thoracic7` -> `t7`."""
    return vertebra.replace("thoracic", "t").replace("lumbar", "l")


def landmarks(model: Model) -> dict[str, Mark]:
    b = model.vertices
    scapula, ribs, humerus, pelvis = (b[n] for n in ("scapula", "ribs", "humerus", "pelvis"))
    tibia, fibula, femur, skull = (b[n] for n in ("tibia", "fibula", "femur", "skull"))
    middle, low = np.abs(ribs[:, 0]) < 3, humerus[:, 1] < 1200
    found = {
        "c7": ("cervical", far(b["cervical"], -Z, b["cervical"][:, 1] < 1475)),
        "external-occipital-protuberance": ("skull", far(skull, -Z - 0.4 * Y, np.abs(skull[:, 0]) < 6)),
        "vertex": ("skull", far(skull, Y)),
        "glabella": ("skull", far(skull, Z, (np.abs(skull[:, 0]) < 6) & (skull[:, 1] > 1622))),
        "mastoid": ("skull", far(skull, -Y, (skull[:, 0] > 42) & (skull[:, 2] < -45))),
        "chin": ("jaw", far(b["jaw"], Z - Y, np.abs(b["jaw"][:, 0]) < 8)),
        "jaw-angle": ("jaw", far(b["jaw"], -Y - Z + 0.6 * X)),
        "sternal-notch": ("ribs", far(ribs, Y, middle & (ribs[:, 2] > -40))),
        "xiphoid": ("ribs", far(ribs, -Y, middle & (ribs[:, 2] > 0))),
        "acromion": ("scapula", far(scapula, X)),
        "coracoid": ("scapula", far(scapula, Z, scapula[:, 1] < 1450)),
        "scapula-spine-root": ("scapula", near(scapula, [64, 1436, -127])),
        "scapula-superior-angle": ("scapula", far(scapula, Y, scapula[:, 0] < 100)),
        "scapula-inferior-angle": ("scapula", far(scapula, -Y)),
        "clavicle-inner": ("clavicle", far(b["clavicle"], -X)),
        "clavicle-outer": ("clavicle", far(b["clavicle"], X)),
        "greater-tubercle": ("humerus", far(humerus, X, humerus[:, 1] > 1400)),
        "deltoid-tuberosity": ("humerus", far(humerus, X + 0.0 * Y, np.abs(humerus[:, 1] - 1300) < 15)),
        "lateral-epicondyle": ("humerus", far(humerus, X, low)),
        "medial-epicondyle": ("humerus", far(humerus, -X, low)),
        "olecranon": ("ulna", far(b["ulna"], Y - Z)),
        "radial-head": ("radius", far(b["radius"], Y)),
        "radial-styloid": ("radius", far(b["radius"], X - Y)),
        "ulnar-styloid": ("ulna", far(b["ulna"], -Y)),
        "asis": ("pelvis", far(pelvis, Z, pelvis[:, 1] > 900)),
        "psis": ("pelvis", far(pelvis, -Z, np.abs(pelvis[:, 1] - 970) < 30)),
        "iliac-crest": ("pelvis", far(pelvis, Y)),
        "iliac-tubercle": ("pelvis", far(pelvis, X)),
        "ischial-tuberosity": ("pelvis", far(pelvis, -Y - 0.5 * Z)),
        "pubic-tubercle": ("pelvis", far(pelvis, Z + 0.3 * Y, (pelvis[:, 0] < 40) & (pelvis[:, 1] < 900))),
        "greater-trochanter": ("femur", far(femur, X, femur[:, 1] > 800)),
        "lateral-femoral-epicondyle": ("femur", far(femur, X, femur[:, 1] < 500)),
        "medial-femoral-epicondyle": ("femur", far(femur, -X, femur[:, 1] < 500)),
        "patella": ("patella", far(b["patella"], Z)),
        "tibial-tuberosity": ("tibia", far(tibia, Z, np.abs(tibia[:, 1] - 390) < 30)),
        "fibula-head": ("fibula", far(fibula, Y)),
        "lateral-malleolus": ("fibula", far(fibula, X, fibula[:, 1] < 100)),
        "medial-malleolus": ("tibia", far(tibia, -X, tibia[:, 1] < 100)),
        "calcaneus-back": ("foot", far(b["foot"], -Z)),
        "sacrum-top": ("sacrum", far(b["sacrum"], Y, np.abs(b["sacrum"][:, 0]) < 5)),
        "coccyx": ("sacrum", far(b["sacrum"], -Y)),
    }
    found |= {short(n): (n, far(b[n], -Z - 0.2 * Y)) for n in VERTEBRAE}
    centres = {"shoulder": "humerus", "elbow": "ulna", "hip": "femur", "knee": "tibia", "ankle": "talus"}
    found |= {f"{name}-joint": (bone, model.joints[bone]) for name, bone in centres.items()}
    return {name: Mark(bone, np.asarray(point)) for name, (bone, point) in found.items()}
