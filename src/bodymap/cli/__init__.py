"""The command line. Each command is a few lines over the library; what is heavy is imported where it is used."""

from __future__ import annotations

from .app import Commands, app

__all__ = ["Commands", "app", "main"]


def main() -> None:
    """Run the command line."""
    app()
