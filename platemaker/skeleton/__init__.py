"""Bones fitted into the bodies: a guide for whoever draws muscles, a source of bony landmarks. Ships in no plate."""

from .bones import Bone, bones, bony_points
from .ghost import Ghost, ghost
from .model import BonesMissing, available

__all__ = ["Bone", "BonesMissing", "Ghost", "available", "bones", "bony_points", "ghost"]
