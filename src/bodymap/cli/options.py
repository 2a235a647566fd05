"""Options of commands, made from the records of `bodymap.options`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from inspect import Parameter, Signature, signature
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from ..options.calls import build
from ..options.option import Option, Options, options_of
from ..options.records import FigureOptions
from ..options.typed import CONDITION, SHORTHANDS
from . import completion

F = TypeVar("F", bound=Callable[..., Any])
T = TypeVar("T", bound=Options)

ALIASES = {"--color": "--colour", "--colors": "--colour"}
"""Other spellings of options."""

LAST = ("json", "quiet")
"""Parameters of a command that help lists after the options of its records."""

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")]


def condition(more: str = "") -> Any:
    """Return the argument of a command that takes the names of conditions. `more` is said after its help."""
    help = f"{CONDITION} {more}".strip()
    return typer.Argument(help=help, show_default=False, autocompletion=completion.conditions)


def output(help: str, metavar: str = "FILE") -> Any:
    """Return the option that says where a command writes."""
    return typer.Option("-o", "--output", help=help, show_default=False, metavar=metavar)


def takes(*records: type[Options], without: Collection[str] = ()) -> Callable[[F], F]:
    """Give a command the options of some records, in their order, as keywords; `chosen` makes the records of them."""

    def decorated(function: F) -> F:
        parameters = signature(function, eval_str=True).parameters.values()
        own = [p for p in parameters if p.kind is not Parameter.VAR_KEYWORD]
        options = {option.name: option for record in records for option in options_of(record).values()}
        more = [_parameter(option) for option in options.values() if option.name not in without]
        first = [p for p in own if p.name not in LAST]
        last = [p for p in own if p.name in LAST]
        ordered = [p.replace(kind=Parameter.KEYWORD_ONLY) for p in (*first, *more, *last)]
        function.__signature__ = Signature(ordered, return_annotation=None)  # type: ignore[attr-defined]
        return function

    return decorated


def chosen(record: type[T], options: Mapping[str, Any]) -> T:
    """Return a record of the options that a command was given. Its body is called as `bodymap.body.plates` calls it.

    Raises:
        BodymapError: a value is not one of the choices, or there is no such body.
    """
    own = {name: options[name] for name in record.__struct_fields__ if name in options}
    if issubclass(record, FigureOptions) and "body" in own:
        own["body"] = _body(own["body"], options.get("plates"))
    return build(record, None, own)


def _body(name: str, plates: Path | None) -> str:
    """Return what `bodymap.body.plates` calls a body: its name, or its folder among the user's own plates."""
    from ..body.bodies import in_folder, known

    return known(name) if plates is None else in_folder(plates, name)


def _parameter(option: Option) -> Parameter:
    kinds = {"switch": bool, "number": float | None, "path": Path | None, "texts": list[str], "paths": list[Path]}
    several = option.kind in ("texts", "paths")
    kind: Any = kinds.get(option.kind, str | None if option.default is None else str)
    shorthands = [f"--{word}" for word, (of, _) in SHORTHANDS.items() if of == option.name]
    help = option.help + (f" For short: {' or '.join(shorthands)}." if shorthands else "")
    info = typer.Option(
        f"--{option.typed}",
        help=help + (" Repeat for several." if several else ""),
        show_default=option.about.default or (option.kind != "switch" and bool(option.default)),
        metavar=_metavar(option),
        autocompletion=completion.of_option(option),
    )
    default = list(option.default) if several else option.default
    return Parameter(option.name, Parameter.KEYWORD_ONLY, default=default, annotation=Annotated[kind, info])


def _metavar(option: Option) -> str | None:
    choices = "|".join(option.choices)
    if option.kind == "switch":
        return None
    return option.about.metavar or (choices if 0 < len(choices) <= 20 else option.name.upper())
