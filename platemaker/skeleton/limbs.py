"""Shoulder girdle, arm, hand, leg and foot of the left side."""

from __future__ import annotations

import numpy as np

from ..mesh import Floats
from ..pose import unit
from .landmarks import Mark, X, Y, Z, far
from .maps import Map, affine, segment, similarity, then, warp
from .model import CARPALS, Model
from .skin import Skin, under

SHOULDER = (-5, 21, 2)
ELBOW = (0, -4, 3)
KNEE = (-4, -6, -9)
ANKLE = (2, -4, 0)
"""From the rig's joints, which serve skinning, to the anatomical ones, mm at the reference stature."""
KNUCKLES = 0.87
"""The rig has the fingers' first joints at the webs; knuckles lie at this share of the way from the wrist."""


def fit_shoulder(skin: Skin, model: Model, marks: dict[str, Mark], maps: dict[str, Map]) -> None:
    """Shoulder blade: superior angle at T2, root of the spine at T3, inferior angle between T7 and T8."""
    mm, trunk = skin.mm, maps["trunk"]

    def level(name: str) -> float:
        return float(trunk(marks[name].point)[1])

    shoulder = skin.left("shoulder") + mm(*SHOULDER)

    def back(x: float, y: float, deep: float) -> Floats:
        return np.array([x * skin.scale, y, skin.reach(x * skin.scale, y, -1) + deep * skin.scale])

    acromion = shoulder + mm(17, 0, -8)
    v = skin.body.vertices
    roof = v[np.hypot(v[:, 0] - acromion[0], v[:, 2] - acromion[2]) < 7 * skin.scale, 1].max()
    acromion[1] = roof - 7 * skin.scale
    goals = {
        "shoulder-joint": shoulder,
        "acromion": acromion,
        "coracoid": shoulder + mm(-36, -3, 27),
        "scapula-spine-root": back(69, level("t3"), 11),
        "scapula-superior-angle": back(76, level("t2") + 3 * skin.scale, 25),
        "scapula-inferior-angle": back(89, 0.6 * level("t7") + 0.4 * level("t8"), 9),
    }
    points = np.array([marks[n].point for n in goals])
    rough = similarity(points, list(goals.values()))
    maps["scapula"] = then(rough, warp(rough(points), np.array(list(goals.values())), smoothing=4.0))
    inner, outer = model.joints["clavicle"], model.joints["scapula"]
    sternal = maps["ribs"](marks["sternal-notch"].point) + mm(24, -1, -9)
    maps["clavicle"] = segment((inner, outer), Y, (sternal, maps["scapula"](outer)), Y)


def fit_arm(skin: Skin, model: Model, marks: dict[str, Mark], maps: dict[str, Map]) -> None:
    """Upper arm; radius and ulna side by side; each bone of the hand to its own joints."""
    rig, j, mm = skin.left, model.joints, skin.mm
    shoulder, elbow, wrist = maps["scapula"](j["humerus"]), rig("elbow") + mm(*ELBOW), rig("hand") + mm(0, -2, 0)
    lateral, medial = marks["lateral-epicondyle"].point, marks["medial-epicondyle"].point
    middle = (lateral + medial) / 2
    old_elbow = middle + (j["ulna"] - middle) * [0, 1, 1]  # midway between the epicondyles, on the hinge
    old_wrist = (j["lunate"] + j["scaphoid"]) / 2
    across, old_across = rig("finger-2-1") - rig("finger-5-1"), j["2proxph"] - j["5proxph"]  # to the thumb's side
    hinge = unit(across) + 0.3 * X
    maps["humerus"] = segment((j["humerus"], old_elbow), lateral - medial, (shoulder, elbow), hinge, (1.0, 0.95))
    side_by_side = unit(j["radius"] - j["ulna"]) + unit(j["scaphoid"] - j["lunate"])
    maps["ulna"] = maps["radius"] = segment((old_elbow, old_wrist), side_by_side, (elbow, wrist), across, (1.0, 0.80))
    middle_finger = wrist + KNUCKLES * (rig("finger-3-1") - wrist)
    fit_hand(
        skin, model, maps, segment((old_wrist, j["3proxph"]), old_across, (wrist, middle_finger), across, (0.82, 1.0))
    )


def fit_hand(skin: Skin, model: Model, maps: dict[str, Map], carpus: Map) -> None:
    rig, j = skin.left, model.joints
    wrist = rig("hand")
    across, old_across = rig("finger-2-1") - rig("finger-5-1"), j["2proxph"] - j["5proxph"]
    palmar = unit(np.cross(rig("finger-3-1") - wrist, across)) * skin.scale
    knuckle = {f: wrist + KNUCKLES * (rig(f"finger-{f}-1") - wrist) + 3.5 * palmar for f in "2345"}
    maps.update(dict.fromkeys(CARPALS, carpus))
    for f in "12345":
        names = ["1mc", "thumbprox", "thumbdist"] if f == "1" else [f + n for n in ("mc", "proxph", "midph", "distph")]
        centres = ["proximal_thumb", "distal_thumb"] if f == "1" else [f"{f}proxph", f"midph{f}", f"distph{f}"]
        old = [j[n] for n in centres]
        away = np.linalg.norm(model.vertices[names[0]] - old[0], axis=1)
        base = model.vertices[names[0]][away > 0.9 * away.max()].mean(0)
        old = [base, *old, far(model.vertices[names[-1]], old[-1] - old[-2])]
        # The rig's joints lie nearer the back of a finger, and nearer the outer edge of the thumb, than bones do.
        inward = unit(across) * skin.scale * (-4.0 if f == "1" else 0.0) + palmar * (0.0 if f == "1" else 1.0)
        new = [
            rig(f"finger-{f}-{i}") + inward * p
            for i, p in zip((2, 3, 4), (1, 1.6, 1) if f == "1" else (4, 4, 2.5), strict=True)
        ]
        new[-1] = new[-2] + 0.85 * (new[-1] - new[-2])
        new = [carpus(base), *([knuckle[f]] if f in knuckle else []), *new]
        for k, name in enumerate(names):
            maps[name] = segment((old[k], old[k + 1]), old_across, (new[k], new[k + 1]), across, (1.05, 1.05))


def fit_leg(skin: Skin, model: Model, marks: dict[str, Mark], maps: dict[str, Map]) -> None:
    """Hip from the pelvis; kneecap under the skin; foot by ankle, heel and the tips of the outer toes."""
    j, mm = model.joints, skin.mm
    hip, knee, ankle = maps["pelvis"](j["femur"]), skin.left("knee") + mm(*KNEE), skin.left("ankle") + mm(*ANKLE)
    foot = skin.left("foot-2") - ankle
    sideways = np.cross(Y, foot * [1, 0, 1])  # the knee points midway between front and foot
    maps["femur"] = femur = segment((j["femur"], j["tibia"]), X, (hip, knee), unit(sideways) + 2 * X, (1.0, 1.0))
    maps["tibia"] = segment((j["tibia"], j["talus"]), X, (knee, ankle), unit(sideways) + X, (1.0, 0.78))

    def fibula(v: Floats) -> Floats:  # its head stands out farther in a body than in the model
        w = maps["tibia"](v)
        share = ((w[..., 1] - ankle[1]) / (knee[1] - ankle[1])).clip(0, 1)
        return w + share[..., None] ** 2 * mm(7, 2, -1)

    maps["fibula"] = fibula
    cap = femur(model.vertices["patella"])
    ahead = skin.reach(*cap.mean(0)[:2], 1) - 7 * skin.scale - cap[:, 2].max()
    maps["patella"] = lambda v: femur(v) + np.array([0, 0, ahead])
    v = skin.body.vertices
    sole = v[:, 1].min()
    heel = np.array(
        [
            ankle[0] + 2 * skin.scale,
            sole + 33 * skin.scale,
            v[v[:, 1] < sole + 60 * skin.scale, 2].min() + 8 * skin.scale,
        ]
    )
    forefoot = model.vertices["bofoot"]
    old = [j["talus"], marks["calcaneus-back"].point, far(forefoot, Z), far(forefoot, X)]
    new = [ankle, heel, skin.left("toe-1-3") - mm(0, 0, 8), skin.left("toe-5-4") + mm(-1, 1, -6)]
    maps["talus"] = maps["foot"] = foot_map = affine(old, new)
    maps["bofoot"] = then(foot_map, under(skin, foot_map(forefoot), 2.5 * skin.scale))
