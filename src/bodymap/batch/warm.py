"""Imported by the server that workers are forked from, and by nothing else: what they share is loaded here, once."""

from __future__ import annotations

import gc

from .. import drawing, fonts  # noqa: F401 (matplotlib comes with it)
from ..export import image  # noqa: F401
from ..warming import warm
from . import work  # noqa: F401

warm()
gc.freeze()  # looking for rubbish writes to what it looks at, and what is written to is shared no more
