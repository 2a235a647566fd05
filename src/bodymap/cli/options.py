"""Options of commands, made from the records in `bodymap.options`, and those that only the command line has."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from inspect import Parameter, Signature, signature
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from .. import options as records
from ..options import HELP, SHORTHANDS, Option
from . import completion

F = TypeVar("F", bound=Callable[..., Any])

ALIASES = {"--color": "--colour", "--colors": "--colour"}
"""Other spellings of options."""

LAST = ("own", "plates", "json", "quiet")
"""Parameters that help lists after the options of a record."""

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")]
Own = Annotated[
    list[Path] | None,
    typer.Option(
        "--conditions",
        help=f"{HELP['conditions']} BODYMAP_CONDITIONS does the same.",
        show_default=False,
        metavar="DIR",
    ),
]
Plates = Annotated[Path | None, typer.Option("--plates", help=HELP["plates"], metavar="DIR", show_default=False)]
Muscles = Annotated[
    list[str] | None,
    typer.Option(
        "--muscle",
        help=f"{HELP['muscle']} Repeat for several.",
        show_default=False,
        autocompletion=completion.muscles,
        metavar="NAME",
    ),
]
Points = Annotated[
    list[str] | None,
    typer.Option(
        "--point",
        help=f"{HELP['point']} Repeat for several.",
        show_default=False,
        autocompletion=completion.points,
        metavar="POINT",
    ),
]
Structures = Annotated[
    list[str] | None,
    typer.Option(
        "--structure",
        help=f"{HELP['structure']} Repeat for several.",
        show_default=False,
        autocompletion=completion.structures,
        metavar="STRUCTURE",
    ),
]
Spots = Annotated[
    list[str] | None,
    typer.Option(
        "--spot",
        help=f"{HELP['spot']} Repeat for several.",
        show_default=False,
        autocompletion=completion.areas,
        metavar="SPOT",
    ),
]
PainAreas = Annotated[
    list[str] | None,
    typer.Option(
        "--pain",
        help=f"{HELP['pain']} Repeat for several.",
        show_default=False,
        autocompletion=completion.areas,
        metavar="AREA",
    ),
]
Note = Annotated[str, typer.Option("--note", help=HELP["note"], show_default=False, metavar="TEXT")]
ChartTitle = Annotated[str, typer.Option("--title", help=HELP["title"], show_default=False)]
Region = Annotated[str | None, typer.Option(help=HELP["region"], show_default=False)]
Condition = Annotated[
    str, typer.Argument(help=HELP["condition"], show_default=False, autocompletion=completion.conditions)
]


def takes(record: type[records.Options], without: Collection[str] = ()) -> Callable[[F], F]:
    """Give a command the options of a record; it receives them as keywords, ready for `bodymap.options.make`."""

    def decorated(function: F) -> F:
        parameters = signature(function, eval_str=True).parameters.values()
        own = [p for p in parameters if p.kind is not Parameter.VAR_KEYWORD]
        more = [_parameter(option) for option in records.options_of(record).values() if option.name not in without]
        first = [p for p in own if p.name not in LAST]
        last = [p for p in own if p.name in LAST]
        ordered = [p.replace(kind=Parameter.KEYWORD_ONLY) for p in (*first, *more, *last)]
        function.__signature__ = Signature(ordered, return_annotation=None)  # type: ignore[attr-defined]
        return function

    return decorated


def _parameter(option: Option) -> Parameter:
    name = f"--{option.typed}"
    kinds = {"switch": bool, "number": float | None, "path": Path | None}
    kind: Any = kinds.get(option.kind, str | None if option.default is None else str)
    shorthands = [f"--{word}" for word, (of, _) in SHORTHANDS.items() if of == option.name]
    help = option.help + (f" For short: {' or '.join(shorthands)}." if shorthands else "")
    info = typer.Option(
        name,
        help=help,
        show_default=option.about.default or (option.kind != "switch" and bool(option.default)),
        metavar=_metavar(option),
        autocompletion=completion.of_option(option),
    )
    return Parameter(option.name, Parameter.KEYWORD_ONLY, default=option.default, annotation=Annotated[kind, info])


def _metavar(option: Option) -> str | None:
    choices = "|".join(option.choices)
    if option.kind == "switch":
        return None
    return option.about.metavar or (choices if 0 < len(choices) <= 20 else option.name.upper())


def folders(own: Sequence[Path] | None, used: str | None = None, *, quiet: bool = False) -> tuple[Path, ...]:
    """Return the user's folders of conditions. Notes tell which files replace the library's, and which are skipped.

    Args:
        own: the folders that were named.
        used: the condition that is wanted; None for all.
        quiet: whether to print no notes.
    """
    from ..knowledge.condition_library import replaced, skipped
    from . import terminal

    paths = tuple(own or ())
    for id, path in replaced(paths).items():
        if used in (None, id):
            terminal.note(f"{id} is read from {path}, not from the library", quiet=quiet)
    for path in skipped(paths) if used is None else ():
        terminal.note(f"{path} is skipped: it is not a condition", quiet=quiet)
    return paths


def body_of(name: str, plates: Path | None) -> str:
    """Return what `bodymap.body.plates` calls a body: its name, or its folder among the user's own plates."""
    from ..body.bodies import in_folder, known

    return known(name) if plates is None else in_folder(plates, name)
