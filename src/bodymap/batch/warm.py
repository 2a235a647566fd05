"""Imported by the server that workers are forked from, and by nothing else: what they share is loaded here, once."""

from __future__ import annotations

from .. import areas, drawing, fonts, plates  # noqa: F401 (matplotlib comes with it)
from ..anatomy import atlas
from ..export import image  # noqa: F401
from . import work  # noqa: F401

atlas()
areas.areas()
for _view in plates.views(plates.DEFAULT_BODY):
    plates.load(plates.DEFAULT_BODY, _view)
