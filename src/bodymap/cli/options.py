"""Options that several commands share, and what comes with them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Json = Annotated[bool, typer.Option("--json", help="For programs.")]
Body = Annotated[str, typer.Option(help="A body of `bodymap list bodies`.")]
Own = Annotated[
    list[Path] | None,
    typer.Option(
        "--conditions",
        help="A folder of conditions of your own; also BODYMAP_CONDITIONS.",
        show_default=False,
        metavar="DIR",
    ),
]
Plates = Annotated[
    Path | None,
    typer.Option("--plates", help="A folder of plates of your own: <body>/<view>.svg.", metavar="DIR"),
]
Region = Annotated[str | None, typer.Option(help="Of a condition that may be anywhere, as knee.", show_default=False)]
Side = Annotated[str | None, typer.Option(help="The patient's left, right or both.", show_default=False)]
Condition = Annotated[
    str, typer.Argument(help="A condition, by its id or another name, or its file (.yaml).", show_default=False)
]
View = Annotated[
    str | None,
    typer.Option(help="anterior, posterior, left-lateral, right-lateral or plantar.", show_default="chosen"),
]
Size = Annotated[
    str, typer.Option(help="slide, a4, a5, letter, square, story, or pixels as 1920x1080; a4-landscape turns one.")
]
Turn = Annotated[
    bool | None, typer.Option("--landscape/--portrait", help="Turn the sheet.", show_default="as it lies by itself")
]
Dpi = Annotated[float | None, typer.Option(help="Dots an inch.", show_default="the sheet's own")]
Labels = Annotated[str, typer.Option(help="plain, latin, both, numbers or none.")]
Theme = Annotated[str, typer.Option(help="A theme of `bodymap list themes`, or a file of your own (.yaml).")]
Skin = Annotated[
    str | None, typer.Option(help="A tone of the body, of `bodymap list skins`.", show_default="the theme's own")
]
Layers = Annotated[
    str,
    typer.Option(
        help="Show or hide, as areas,-fibres or none,points: deep, points, zones, areas, fibres, others, locator, "
        "insets; first may stand all or none.",
        show_default="all but areas",
        metavar="LIST",
    ),
]
Transparent = Annotated[bool, typer.Option("--transparent", help="No ground.")]


def folders(own: list[Path] | None, used: str | None = None) -> tuple[Path, ...]:
    """The user's folders of conditions. One in the place of the library's, if `used`, gets a note."""
    from ..knowledge.conditions import replaced

    found = tuple(own or ())
    for id, path in replaced(found).items():
        if used in (None, id):
            typer.echo(f"bodymap: note: {id} is read from {path}, not from the library", err=True)
    return found


def body_of(name: str, plates: Path | None) -> str:
    """How `bodymap.body.plates` knows a body: by its name, or by its folder in the user's own."""
    from ..body.bodies import in_folder

    return name if plates is None else in_folder(plates, name)


def turn_of(landscape: bool | None) -> str:
    """How `bodymap.layout.sheets` calls a turn."""
    return "" if landscape is None else "landscape" if landscape else "portrait"
