"""The app that every command hangs on, and the one way for all of them to fail."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from io import TextIOWrapper
from typing import Any, NoReturn

import click

from .. import __version__
from ..errors import BodymapError, quoted, unknown
from .table import TABLE, Row


class Commands(click.Group):
    """The commands of the table, with one way for all to fail: what the user can put right is one line, exit code 2."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        # By name and line alone, which is all that help asks for.
        self.commands.update({row.name: click.Command(row.name, help=row.line) for row in TABLE})

    def resolve_command(
        self, context: click.Context, arguments: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is called, imported now."""
        name, *rest = arguments
        rows = {row.name: row for row in TABLE}
        if name not in rows:
            raise unknown("command", name, rows, listing="bodymap --help")
        return name, _imported(rows[name]), rest

    def main(self, args: Sequence[str] | None = None, *rest: Any, **settings: Any) -> Any:
        """Run, then leave. With `standalone_mode=False` errors are raised, for who calls it from Python."""
        if not settings.setdefault("standalone_mode", True):
            return super().main(args, *rest, **settings)
        _speak_anywhere()
        try:
            _all_text(sys.argv[1:] if args is None else args)
            code = super().main(args, *rest, **{**settings, "standalone_mode": False})
        except click.Abort:
            _fail("stopped", 1)
        except Exception as error:
            if not (line := _line(error)):
                raise
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
            raise BodymapError(f"{quoted(word)}: is not text in {sys.getfilesystemencoding()}, the system's") from None


def _imported(row: Row) -> click.Command:
    module, _, name = row.home.partition(".")
    found: click.Command = getattr(import_module(f".{module}", __package__), name)
    return found


def _line(error: Exception) -> str:
    """The message for an error that a user made; empty for a fault of our own, which keeps its traceback."""
    if isinstance(error, BodymapError):
        return str(error)
    if isinstance(error, OSError):
        reason = (error.strerror or str(error)).lower()
        return f"{error.filename}: {reason}" if error.filename else reason
    return " ".join(error.format_message().split()) if isinstance(error, click.ClickException) else ""


def _fail(line: str, code: int) -> NoReturn:
    click.echo(f"bodymap: {line}", err=True)
    sys.exit(code)


@click.group(
    name="bodymap",
    cls=Commands,
    help="Printable body charts: muscles, trigger points and referred pain.",
    epilog="The pictures teach, they do not diagnose.",
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "show_default": True},
)
@click.version_option(
    __version__, prog_name="bodymap", message="%(prog)s %(version)s", help="Show the version and leave."
)
@click.pass_context
def app(context: click.Context) -> None:  # noqa: D103 (its words are its help)
    if context.invoked_subcommand is None:
        click.echo(context.get_help())
