"""The command line. Each command is a few lines over the library; what is heavy is imported where it is used."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup

from . import __version__
from .errors import BodymapError


class Commands(TyperGroup):
    """The commands, with one way for all of them to fail: what the user can put right is one line and exit code 2."""

    def main(self, args: Sequence[str] | None = None, *rest: Any, **settings: Any) -> Any:
        """Run, then leave. With `standalone_mode=False` errors are raised, for who calls it from Python."""
        if not settings.setdefault("standalone_mode", True):
            return super().main(args, *rest, **settings)
        try:
            code = super().main(args, *rest, **{**settings, "standalone_mode": False})
        except typer.Abort:
            _fail("stopped", 1)
        except Exception as error:
            if not (line := _line(error)):
                raise
            _fail(line, 2)
        sys.exit(code if isinstance(code, int) else 0)


def _line(error: Exception) -> str:
    """The message for an error that a user made; empty for a fault of our own, which keeps its traceback."""
    if isinstance(error, BodymapError):
        return str(error)
    if isinstance(error, OSError):
        reason = (error.strerror or str(error)).lower()
        return f"{error.filename}: {reason}" if error.filename else reason
    usage = getattr(error, "format_message", None)  # Typer's own errors, whose class is private
    return " ".join(usage().split()) if usage else ""


def _fail(line: str, code: int) -> NoReturn:
    typer.echo(f"bodymap: {line}", err=True)
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


# --- render: a picture ----------------------------------------------------------------------------------------------


@app.command()
def render(
    condition: Annotated[str, typer.Argument(help="A condition, or its file (.yaml).", show_default=False)],
    output: Annotated[
        Path, typer.Option("-o", "--output", help="The picture: .png, .jpg, .webp, .svg or .pdf.", show_default=False)
    ],
    side: Annotated[str | None, typer.Option(help="The patient's left, right or both.", show_default=False)] = None,
    body: Annotated[str, typer.Option(help="A body of `bodymap list bodies`.")] = "neutral-adult",
    view: Annotated[
        str | None,
        typer.Option(help="anterior, posterior, left-lateral, right-lateral or plantar.", show_default="chosen"),
    ] = None,
    size: Annotated[str, typer.Option(help="slide, a4, a5, letter, square, or pixels as 1920x1080.")] = "slide",
    dpi: Annotated[float | None, typer.Option(help="Dots an inch.", show_default="the sheet's own")] = None,
    labels: Annotated[str, typer.Option(help="plain, latin, both, numbers or none.")] = "plain",
    transparent: Annotated[bool, typer.Option("--transparent", help="No ground.")] = False,
) -> None:
    """Draw the picture of a condition."""
    from .conditions import load
    from .export import image
    from .scene import plan

    image.check(output)
    scene = plan(
        load(condition),
        side=side,
        body=body,
        view=view,
        sheet=size,
        dpi=dpi,
        labels=labels,
        transparent=transparent,
    )
    image.save(scene, output)


# --- list and show: the library in words ----------------------------------------------------------------------------


@app.command("list")
def list_(
    what: Annotated[str, typer.Argument(help="conditions, muscles, areas or bodies.", show_default=False)],
) -> None:
    """List what there is, an id and a name a line."""
    from . import pages
    from .errors import unknown

    if what not in pages.LISTINGS:
        raise unknown("listing", what, pages.LISTINGS)
    typer.echo(pages.listing(what))


@app.command()
def show(
    name: Annotated[
        str, typer.Argument(help="A condition or a muscle, or a condition's file (.yaml).", show_default=False)
    ],
) -> None:
    """Tell about a condition or a muscle: a page to read in the terminal."""
    from . import pages

    width = min(shutil.get_terminal_size().columns, pages.WIDEST)
    typer.echo(pages.page(name, width))


# --- atlas: what holds the library together -------------------------------------------------------------------------

atlas_app = typer.Typer(help="The atlas as a whole.", rich_markup_mode=None)
app.add_typer(atlas_app, name="atlas")


@atlas_app.callback()
def _atlas() -> None:
    """Keep `check` a command of its own, however few there are beside it."""


@atlas_app.command()
def check() -> None:
    """Prove that nothing the atlas names is blank, misplaced or without its source. Exit code 1 where something is."""
    from . import completeness, plates
    from .anatomy import atlas
    from .areas import areas

    found = [fault for body in plates.bodies() for fault in completeness.faults(atlas(), areas(), body)]
    for fault in dict.fromkeys(found):
        typer.echo(fault, err=True)
    whole = ", ".join(f"{count} {what}" for what, count in completeness.counts(atlas(), areas()).items())
    typer.echo(f"{'Whole' if not found else f'{len(found)} faults'}: {whole}.")
    if found:
        raise typer.Exit(1)


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    main()
