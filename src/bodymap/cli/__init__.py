"""The command line. Each command is a few lines over the library; what is heavy is imported where it is used."""

from __future__ import annotations

import gc

from .app import Commands, app

__all__ = ["Commands", "app", "main"]

SELDOM = 50_000
"""So many new objects, where Python looks for rubbish after some hundreds: a run keeps nearly all that it makes."""


def main() -> None:
    """Run the command line."""
    gc.set_threshold(SELDOM)
    try:
        app()
    finally:
        gc.freeze()  # the process ends: there is nothing to look through
