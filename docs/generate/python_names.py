"""The reference of the Python names: each name of `bodymap.__all__`, from its docstring."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from textwrap import indent
from typing import Any, get_type_hints

import msgspec
from sphinx.util.typing import stringify_annotation

import bodymap
from bodymap.options.option import Options, options_of

from .files import about, attributes, escaped, table

EMPTY = (None, "", (), msgspec.NODEFAULT)
"""Defaults that a table calls none."""


def sections() -> dict[str, list[str]]:
    """The public names by what they are."""
    found: dict[str, list[str]] = {"Functions": [], "Classes": [], "Errors": []}
    for name in sorted(bodymap.__all__):
        value = getattr(bodymap, name)
        if name.startswith("__"):
            continue
        if inspect.isclass(value):
            found["Errors" if issubclass(value, Exception) else "Classes"].append(name)
        else:
            found["Functions"].append(name)
    return found


def page() -> Iterator[str]:
    """The page of all public names."""
    yield "# Python"
    yield "Everything that `import bodymap` offers. Other modules are internal and may change in any release."
    for section, names in sections().items():
        yield f"## {section}"
        for name in names:
            yield f"### {name}"
            value = getattr(bodymap, name)
            if isinstance(value, type) and issubclass(value, msgspec.Struct):
                yield from _record(name, value)
            else:
                yield _autodoc(name, value)


def _autodoc(name: str, value: Any) -> str:
    kind = "autofunction" if callable(value) else "autodata"
    if isinstance(value, type):
        kind = "autoexception" if issubclass(value, Exception) else "autoclass"
    members = "\n   :members:\n   :undoc-members:" if isinstance(value, type) else ""
    return f"```{{eval-rst}}\n.. {kind}:: bodymap.{name}{members}\n```"


def _record(name: str, record: type[msgspec.Struct]) -> Iterator[str]:
    """A record: what it is, a table of its fields, and its methods.

    Sphinx would print the constraints of every field's type, and can't read annotations that are imported only to check
    types.
    """
    yield f"```{{eval-rst}}\n.. py:class:: bodymap.{name}(**fields)\n\n{indent(about(record), '   ')}\n```"
    yield table(_options(record) if issubclass(record, Options) else _fields(record))
    for base in record.__mro__:
        if base.__module__.startswith("bodymap"):
            for method, found in vars(base).items():
                if not method.startswith("_") and _is_method(found):
                    yield _method(f"bodymap.{name}.{method}", found)


def _method(name: str, method: Any) -> str:
    if not isinstance(method, property):
        return f"```{{eval-rst}}\n.. automethod:: {name}\n```"
    words = indent(inspect.cleandoc(method.__doc__ or ""), "   ")  # napoleon would take words before a colon for a type
    return f"```{{eval-rst}}\n.. py:property:: {name}\n\n{words}\n```"


def _is_method(value: Any) -> bool:
    return isinstance(value, property | classmethod | staticmethod) or inspect.isfunction(value)


def _fields(record: type[msgspec.Struct]) -> list[list[str]]:
    """A table of a record's fields, each with its type as one would write it."""
    rows = list[list[str]]()
    words, types = attributes(record), get_type_hints(record)
    for field in msgspec.structs.fields(record):
        default = "" if field.required else "none" if field.default in EMPTY else f"`{field.default!r}`"
        kind = stringify_annotation(types[field.name], "smart").replace("~", "").replace("typing.", "")
        kind = re.sub(r"\b(?:\w+\.)+(?=\w)", "", kind)
        rows.append([f"`{field.name}`", f"`{kind}`", default, escaped(words.get(field.name, ""))])
    head = ["Field", "Type", "Default", "Description"]
    return [head, *rows] if words else [row[:3] for row in (head, *rows)]


def _options(record: type[Options]) -> list[list[str]]:
    """A table of a record's options."""
    rows = [["Option", "Default", "Description"]]
    for option in options_of(record).values():
        default = option.about.default or ("" if option.default in (None, "", ()) else f"`{option.default!r}`")
        choices = f" One of {', '.join(f'`{choice}`' for choice in option.choices)}." if option.choices else ""
        rows.append([f"`{option.name}`", default, escaped(f"{option.help}{choices}")])
    return rows
