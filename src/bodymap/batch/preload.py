"""Loads what forked workers share. Imported only by the server that they are forked from."""

from __future__ import annotations

import gc

from ..backends import pdf, raster, svg  # noqa: F401
from ..backends.matplotlib_modules import renderer_module
from ..body import plates
from ..export import image  # noqa: F401
from ..knowledge.anatomy import atlas
from ..knowledge.areas import areas
from ..style.theme_files import skins
from . import work  # noqa: F401

renderer_module("backend_agg")
atlas()
areas()
skins()
for _body in plates.bodies():
    for _view in plates.views(_body):
        plates.load(_body, _view)
gc.freeze()  # garbage collection writes to every object, and memory that is written to is no longer shared
