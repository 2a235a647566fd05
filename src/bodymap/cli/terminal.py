"""What the command line prints: text that can't steer a terminal, JSON, notes, and what was written."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from ..errors import plain

if TYPE_CHECKING:
    from ..scene import Scene

PIXELS = (".png", ".jpg", ".jpeg", ".webp")
"""The endings of pictures that are measured in pixels."""

_started = time.perf_counter()


def start_clock() -> None:
    """Count the seconds of a run from now on."""
    global _started
    _started = time.perf_counter()


def say(text: str) -> None:
    """Print text to standard output; characters that would steer the terminal are escaped."""
    typer.echo("\n".join(map(plain, text.split("\n"))))


def say_json(value: object) -> None:
    """Print records as JSON. Characters that would steer the terminal are escaped as JSON has it."""
    from ..files import json_text

    typer.echo("\n".join(map(_plain_json, json_text.json(value).split("\n"))))


def _plain_json(line: str) -> str:
    if line.isprintable():
        return line
    escaped = (f"\\u{ord(c):04x}" if ord(c) < 0x10000 and plain(c) != c else c for c in line)
    return "".join(escaped)


def note(text: str, *, quiet: bool = False) -> None:
    """Print a note to standard error, unless `quiet`."""
    if not quiet:
        complain(f"note: {text}")


def complain(text: str) -> None:
    """Print a line for people to standard error."""
    typer.echo(f"bodymap: {plain(text)}", err=True)


def report(files: Sequence[Path], *, scene: Scene | None = None, quiet: bool = False) -> None:
    """Tell what was written and how long it took, if a person is watching: "Wrote x.png (1920 x 1080, 0.6 s)".

    Args:
        files: the files that were written.
        scene: the picture in them, if they are pictures.
        quiet: whether to say nothing.
    """
    if quiet or not sys.stderr.isatty():
        return
    seconds = time.perf_counter() - _started
    for path in files:
        typer.echo(f"Wrote {plain(str(path))} ({_size(path, scene)}, {seconds:.1f} s)", err=True)


def _size(path: Path, scene: Scene | None) -> str:
    if scene is not None and path.suffix.lower() in PIXELS:
        width, height = scene.sheet.pixels
        return f"{width} x {height}"
    size = path.stat().st_size
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{size / 1e3:.0f} kB"
