"""The reference of the command line, from the commands themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from typer.main import get_command

VALUES = {"<str>": "TEXT", "<path>": "FILE", "<float>": "NUMBER", "<int>": "NUMBER", "<int range>": "NUMBER"}
"""How the reference writes the kinds of values that Typer names by their types."""


def commands() -> dict[str, Any]:
    """Every command by what one types for it, groups with their own commands after them."""
    from bodymap.cli import app

    group: Any = get_command(app)
    context = group.make_context("bodymap", ["list"], resilient_parsing=True)
    found: dict[str, Any] = {}
    for name in group.list_commands(context):
        _, command, _ = group.resolve_command(context, [name])
        found |= _with_own(f"bodymap {name}", command)
    return found


def _with_own(name: str, command: Any) -> dict[str, Any]:
    found = {name: command}
    for own, inner in getattr(command, "commands", {}).items():
        found |= _with_own(f"{name} {own}", inner)
    return found


def page() -> Iterator[str]:
    """The page of all commands."""
    yield "# Command line"
    yield (
        "Every command with its arguments and options. `bodymap COMMAND --help` prints the same in the terminal. An "
        "option that takes several values is repeated, once for each."
    )
    for name, command in commands().items():
        yield f"{'##' if name.count(' ') == 1 else '###'} {name}"
        yield from _command(name, command)


def _command(name: str, command: Any) -> Iterator[str]:
    context = command.make_context(name, [], resilient_parsing=True)
    yield f"```text\n{' '.join([name, *command.collect_usage_pieces(context)])}\n```"
    for words in (command.help, command.epilog):
        if words:
            yield _prose(words)
    for title, kind in (("Arguments", "argument"), ("Options", "option")):
        shown = [p for p in command.params if p.name != "help" and not getattr(p, "hidden", False)]
        rows = [p for p in shown if p.param_type_name == kind]
        if rows:
            yield f"**{title}**"
            yield "\n\n".join(_parameter(row, context) for row in rows)


def _parameter(parameter: Any, context: Any) -> str:
    names = [*parameter.opts, *parameter.secondary_opts] if parameter.param_type_name == "option" else [""]
    flag = getattr(parameter, "is_flag", False)
    metavar = parameter.make_metavar(context).strip("[]{}")
    value = "" if flag else f" {VALUES.get(metavar, metavar)}"
    term = ", ".join(f"`{f'{name}{value}'.strip()}`" for name in names)
    notes = [sentence(text) for text in [getattr(parameter, "help", "") or ""] if text]
    if parameter.required:
        notes.append("Required.")
    elif (getattr(parameter, "multiple", False) or parameter.nargs == -1) and not re.search("Repeat|Several", notes[0]):
        notes.append("Repeat for several." if parameter.param_type_name == "option" else "One or more.")
    default = _default(parameter, context)
    if default and not flag:
        notes.append(f"Default: {default}.")
    return f"{term}\n: {_escaped(' '.join(notes)) or '(no help)'}"


def _default(parameter: Any, context: Any) -> str:
    shown = getattr(parameter, "show_default", None)
    if isinstance(shown, str):
        return shown
    value = parameter.get_default(context, call=False)
    return f"`{value}`" if shown is not False and isinstance(value, str | int | float) and str(value) else ""


def sentence(text: str) -> str:
    """A help text as a sentence."""
    return text if text.endswith((".", "!", "?", ":")) else f"{text}."


def _escaped(text: str) -> str:
    r"""Text for a page: `<` is no tag, and `*` and `_` mark nothing, but for code between backticks."""
    text = re.sub(r"(?<![`\w-])(--[a-z][a-z-]*|-[a-z])(?![\w-])", r"`\1`", text)
    pieces = text.split("`")
    for index in range(0, len(pieces), 2):
        for letter in "<*_":
            pieces[index] = pieces[index].replace(letter, rf"\{letter}")
    return "`".join(pieces)


def _prose(words: str) -> str:
    """A command's help as paragraphs; a paragraph that is marked not to be wrapped, as examples are, stays as it is."""
    found = []
    for part in filter(str.strip, words.replace("\r", "").split("\n\n")):
        if part.startswith(("\b", "  ")):
            kept = part.replace("\b", "").strip("\n")
            found.append(f"```text\n{kept}\n```")
        else:
            found.append(_escaped(" ".join(part.split())))
    return "\n\n".join(found)
