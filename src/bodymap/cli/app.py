"""The app that every command hangs on, and the one way for all of them to fail."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from io import TextIOWrapper
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from .. import __version__
from ..errors import BodymapError, plain, quoted
from .commands import COMMANDS, CommandEntry


class Commands(TyperGroup):
    """The commands of the table, with one way for all to fail: what the user can put right is one line, exit code 2."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        # By name and line alone, which is all that help and a misspelt name ask for.
        self.commands.update({row.name: TyperCommand(row.name, help=row.line) for row in COMMANDS})

    def resolve_command(self, context: Any, arguments: list[str]) -> tuple[Any, Any, list[str]]:
        """The command that is called, imported now."""
        name, _, rest = super().resolve_command(context, arguments)
        [row] = [row for row in COMMANDS if row.name == name]
        return name, _imported(row), rest

    def main(self, args: Sequence[str] | None = None, *rest: Any, **settings: Any) -> Any:
        """Run, then leave. With `standalone_mode=False` errors are raised, for who calls it from Python."""
        if not settings.setdefault("standalone_mode", True):
            return super().main(args, *rest, **settings)
        _speak_anywhere()
        try:
            _all_text(sys.argv[1:] if args is None else args)
            code = super().main(args, *rest, **{**settings, "standalone_mode": False})
        except typer.Abort:
            _fail("stopped", 1)
        except Exception as error:
            if not (line := _line(error)):
                raise
            _let_go()
            _fail(line, 2)
        sys.exit(code if isinstance(code, int) else 0)


def _speak_anywhere() -> None:
    """Show what the terminal has no letters for by its number: no output is worth failing for that."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _all_text(words: Sequence[str]) -> None:
    """Refuse a word whose bytes are no letters here: it could be drawn on no picture, and told in no message."""
    for word in words:
        try:
            word.encode()
        except UnicodeEncodeError:
            raise BodymapError(
                f"{quoted(word)} is not text in {sys.getfilesystemencoding()}, the system's encoding"
            ) from None


def _imported(row: CommandEntry) -> Any:
    module, _, name = row.home.partition(".")
    found = getattr(import_module(f".{module}", __package__), name)
    if not isinstance(found, typer.Typer):
        alone = typer.Typer(add_completion=False, rich_markup_mode=None)
        alone.command(row.name)(found)
        found = alone
    return get_command(found)


def _line(error: Exception) -> str:
    """The message for an error that a user made; empty for a fault of our own, which keeps its traceback."""
    if isinstance(error, BodymapError):
        return str(error)
    if isinstance(error, OSError):
        reason = (error.strerror or str(error)).lower()
        return f"{error.filename}: {reason}" if error.filename else reason
    usage = getattr(error, "format_message", None)  # Typer's own errors, whose class is private
    return " ".join(usage().split()) if usage else ""


def _let_go() -> None:
    """Forget what standard output did not take: Python would try once more as it ends, and complain."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _fail(line: str, code: int) -> NoReturn:
    typer.echo(f"bodymap: {plain(line)}", err=True)
    sys.exit(code)


app = typer.Typer(
    name="bodymap",
    cls=Commands,
    help="Printable body charts: muscles, trigger points and referred pain.",
    epilog="The pictures teach, they do not diagnose.",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"bodymap {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def _bodymap(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", help="Show the version and leave.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
