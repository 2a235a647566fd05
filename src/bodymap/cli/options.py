"""Options that several commands share, and what comes with them.

A command takes them as decorators; they arrive under the names by which `scene.plan` and its like know them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import reduce
from pathlib import Path
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])
Option = Callable[[F], F]

PATH = click.Path(path_type=Path)


def together(*options: Callable[[F], F]) -> Callable[[F], F]:
    """Several options as one decorator; help lists them in this order."""
    return lambda function: reduce(lambda made, option: option(made), reversed(options), function)


def _body(context: click.Context, _: click.Parameter, name: str) -> str:
    """How `bodymap.plates` knows a body: by its name, or by its folder in the user's own."""
    folder = context.meta.get("plates")
    if folder is None:
        return name
    from ..plates import in_folder

    return in_folder(folder, name)


def _turn(_: click.Context, __: click.Parameter, landscape: bool | None) -> str:
    """How `bodymap.sheets` calls a turn."""
    return "" if landscape is None else "landscape" if landscape else "portrait"


def _plates(context: click.Context, _: click.Parameter, folder: Path | None) -> None:
    context.meta["plates"] = folder


condition = click.argument("condition", metavar="CONDITION")
json = click.option("--json", is_flag=True, help="For programs.")
region = click.option("--region", help="Of a condition that may be anywhere, as knee.")
side = click.option("--side", help="The patient's left, right or both.")
view = click.option(
    "--view", show_default="chosen", help="anterior, posterior, left-lateral, right-lateral or plantar."
)
body = together(
    click.option("--body", default="neutral-adult", callback=_body, help="A body of `bodymap list bodies`."),
    click.option(
        "--plates",
        type=PATH,
        metavar="DIR",
        callback=_plates,
        is_eager=True,  # so that `--body`, wherever it stands, finds it
        expose_value=False,
        help="A folder of plates of your own: <body>/<view>.svg.",
    ),
)
conditions = click.option(
    "--conditions",
    "own",
    type=PATH,
    multiple=True,
    metavar="DIR",
    help="A folder of conditions of your own; also BODYMAP_CONDITIONS.",
)
size = click.option(
    "--size",
    "sheet",
    default="slide",
    help="slide, a4, a5, letter, square, story, or pixels as 1920x1080; a4-landscape turns one.",
)
turn = click.option(
    "--landscape/--portrait",
    "turn",
    default=None,
    callback=_turn,
    show_default="as it lies by itself",
    help="Turn the sheet.",
)
dpi = click.option("--dpi", type=float, show_default="the sheet's own", help="Dots an inch.")
labels = click.option("--labels", default="plain", help="plain, latin, both, numbers or none.")
look = together(
    click.option("--theme", default="clinic", help="A theme of `bodymap list themes`, or a file of your own (.yaml)."),
    click.option("--skin", show_default="the theme's own", help="A tone of the body, of `bodymap list skins`."),
)
layers = click.option(
    "--layers",
    default="",
    show_default="all but areas",
    metavar="LIST",
    help="Show or hide, as areas,-fibres or none,points: deep, points, zones, areas, fibres, others, locator; "
    "first may stand all or none.",
)
seen = together(side, body, view)
"""Whose body, and from where."""


def folders(own: Iterable[Path], used: str | None = None) -> tuple[Path, ...]:
    """The user's folders of conditions. One in the place of the library's, if `used`, gets a note."""
    from ..conditions import replaced

    found = tuple(own)
    for id, path in replaced(found).items():
        if used in (None, id):
            click.echo(f"bodymap: note: {id} is read from {path}, not from the library", err=True)
    return found
