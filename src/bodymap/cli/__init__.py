"""The command line. Each command is a few lines over the library; what is heavy is imported where it is used."""

from __future__ import annotations

import gc

from .app import Commands, app

__all__ = ["Commands", "app", "main"]

SELDOM = 50_000
"""So many new objects, where Python would look for rubbish after some hundreds: nearly all that a run makes, it keeps."""


def main() -> None:
    """Run the command line."""
    gc.set_threshold(SELDOM)
    try:
        app()
    finally:
        gc.freeze()  # the process ends: there is nothing to look through
