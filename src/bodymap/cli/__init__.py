"""The command line. Each command is a few lines over the library; slow imports stand where they are used."""

from __future__ import annotations

import gc

from .app import Commands, app
from .postponed import postpone

__all__ = ["Commands", "app", "main"]

COLLECT_AFTER = 50_000
"""New objects after which Python looks for garbage, usually some hundreds: a run keeps nearly all that it makes."""


def main() -> None:
    """Run the command line."""
    gc.set_threshold(COLLECT_AFTER)
    postpone()
    try:
        app(prog_name="bodymap")
    finally:
        gc.freeze()  # the process ends: there is nothing to look through
