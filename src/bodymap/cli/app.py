"""The app that every command belongs to, and the one way in which all of them fail."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Sequence
from importlib import import_module
from io import TextIOWrapper
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from .. import __version__
from ..errors import FEW, BodymapError, FileError, one_of, plain, quoted
from .commands import COMMANDS, CommandEntry

FIRST_STEPS = """\
bodymap draws printable body charts for physiotherapists. Try:

  bodymap render tennis-elbow -o tennis-elbow.png    draw a picture
  bodymap handout tennis-elbow -o tennis-elbow.pdf   typeset a handout for the patient
  bodymap search elbow                               search the library by any name
  bodymap list conditions                            list every condition

bodymap --help lists every command; bodymap render --help explains one.
"""


class Command(TyperCommand):
    """A command that takes other spellings of its options, and refuses to be told the same thing twice."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the arguments into the context."""
        args = self._usual(args)
        if not ctx.resilient_parsing:
            self._refuse_repeated(ctx, args)
        return super().parse_args(ctx, args)

    def _usual(self, args: list[str]) -> list[str]:
        """Return the arguments with every option in its usual spelling."""
        from ..options.typed import SHORTHANDS
        from .options import ALIASES

        known = {word for parameter in self.params for word in parameter.opts}
        usual = list[str]()
        for position, word in enumerate(args):
            name, equals, value = word.partition("=")
            shorthand = SHORTHANDS.get(word.removeprefix("--")) if word.startswith("--") else None
            if word == "--":
                return [*usual, *args[position:]]
            if name not in known and ALIASES.get(name) in known:
                usual.append(f"{ALIASES[name]}{equals}{value}")
            elif word not in known and shorthand and f"--{shorthand[0]}" in known:
                usual += [f"--{shorthand[0]}", shorthand[1]]
            else:
                usual.append(word)
        return usual

    def _refuse_repeated(self, ctx: Any, args: list[str]) -> None:
        _, _, given = self.make_parser(ctx).parse_args(args=list(args))
        for parameter in given:
            takes_one = parameter.param_type_name == "option" and not parameter.multiple
            single = takes_one and not getattr(parameter, "is_flag", False)
            if single and sum(each is parameter for each in given) > 1:
                raise BodymapError(f"{parameter.opts[0]} is given more than once; it takes one value")


class Commands(TyperGroup):
    """The commands of the table, which all fail in the same way: a user's error is one line, with exit code 2."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        # By name and line alone, which is all that help and a misspelt name ask for.
        self.commands.update({row.name: TyperCommand(row.name, help=row.line) for row in COMMANDS})
        self._running: Any = None

    def resolve_command(self, context: Any, arguments: list[str]) -> tuple[Any, Any, list[str]]:
        """Return the command that is called, imported now."""
        name, _, rest = super().resolve_command(context, arguments)
        [row] = [row for row in COMMANDS if row.name == name]
        self._running = _imported(row)
        return name, self._running, rest

    def main(self, args: Sequence[str] | None = None, *rest: Any, **settings: Any) -> Any:
        """Run, then exit. With `standalone_mode=False` errors are raised, for callers from Python."""
        if not settings.setdefault("standalone_mode", True):
            return super().main(args, *rest, **settings)
        _print_anything()
        try:
            _refuse_bytes(sys.argv[1:] if args is None else args)
            code = super().main(args, *rest, **{**settings, "standalone_mode": False})
        except typer.Abort:
            _fail("interrupted", 1)
        except Exception as error:
            if not (line := _line(error, self._running)):
                raise
            _drop_output()
            _fail(line, 2)
        sys.exit(code if isinstance(code, int) else 0)


def _print_anything() -> None:
    """Print a character that the terminal lacks by its number: no output is worth failing for that."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _refuse_bytes(words: Sequence[str]) -> None:
    """Refuse a word whose bytes are not text here: no picture could show it, and no message."""
    for word in words:
        try:
            word.encode()
        except UnicodeEncodeError:
            raise BodymapError(
                f"{quoted(word)} is not text in {sys.getfilesystemencoding()}, the system's encoding"
            ) from None


def _imported(row: CommandEntry) -> Any:
    module, _, name = row.home.partition(".")
    command = getattr(import_module(f".{module}", __package__), name)
    examples = "\b\nExamples:\n" + "\n".join(f"  bodymap {example}" for example in row.examples)
    if isinstance(command, typer.Typer):
        command.info.epilog = examples
        for each in command.registered_commands:
            each.cls = Command
        return get_command(command)
    alone = typer.Typer(add_completion=False, rich_markup_mode=None)
    alone.command(row.name, cls=Command, epilog=examples)(command)
    return get_command(alone)


def _line(error: Exception, command: Any) -> str:
    """Return the message for an error that a user made; empty for our own, which keeps its traceback."""
    if isinstance(error, BodymapError):
        option = "" if isinstance(error, FileError) else _option(error.field, command)
        instead = _option(error.mark, command) if error.mark else ""
        said = f"{error.message}; write {instead} {shlex.quote(str(error.value))}" if instead else str(error)
        return f"{option}: {said}" if option else said
    if isinstance(error, OSError):
        reason = (error.strerror or str(error)).lower()
        return f"{error.filename}: {reason}" if error.filename else reason
    if isinstance(error, MemoryError):
        return "there is not enough memory for this; take a smaller size or a lower dpi"
    if (option := getattr(error, "option_name", "")) and hasattr(error, "possibilities"):
        return _no_such_option(option, command)
    usage = getattr(error, "format_message", None)  # Typer's own errors, whose class is private
    return _usage(error, " ".join(usage().split())) if usage else ""


def _usage(error: Any, said: str) -> str:
    """Return Typer's own message with what it lacks: what to write instead."""
    context, parameter = getattr(error, "ctx", None), getattr(error, "param", None)
    known = list(getattr(getattr(context, "command", None), "commands", ()))
    if known and "Did you mean" not in said:
        return f"{said} It may be {one_of(known)}." if len(known) <= FEW else f"{said} `bodymap --help` lists them all."
    if context and parameter and said.startswith("Missing"):
        said = "say which file to write" if parameter.name == "output" else said.rstrip(".")
        path = context.command_path.split()[1:]
        examples = next(row.examples for row in COMMANDS if row.name == path[0])
        return f"{said}, as in: bodymap {next(one for one in examples if one.split()[: len(path)] == path)}"
    return said


def _no_such_option(option: str, command: Any) -> str:
    """Return the message for an option that a command lacks, with the one that is spelt most like it."""
    from difflib import get_close_matches  # for a faulty call alone

    name = getattr(command, "name", "") or ""
    known = [opt for parameter in getattr(command, "params", ()) for opt in parameter.opts if opt.startswith("--")]
    near = get_close_matches(option, known, n=1, cutoff=0.75)
    if near:
        return f"unknown option {option}; did you mean {near[0]}?"
    return f"unknown option {option}. `{' '.join(('bodymap', name)).strip()} --help` lists them all."


def _option(field: str, command: Any) -> str:
    """Return the option that sets a field of the library; empty if the command has none."""
    name = f"--{field.replace('_', '-')}"
    options = [parameter for parameter in getattr(command, "params", ()) if parameter.param_type_name == "option"]
    if any(field and name in parameter.opts for parameter in options):
        return name
    return next((parameter.opts[0] for parameter in options if parameter.name == field), "")


def _drop_output() -> None:
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
    epilog="The pictures teach; they do not diagnose.",
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
        bool, typer.Option("--version", help="Show the version and exit.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    if context.invoked_subcommand is None:
        typer.echo(FIRST_STEPS, nl=False)
