"""The reference of the Python names: each name of `bodymap.__all__`, from its docstring."""

from __future__ import annotations

import inspect
from collections.abc import Iterator

import bodymap


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
            yield f"```{{eval-rst}}\n{_directive(name)}\n```"


def _directive(name: str) -> str:
    value = getattr(bodymap, name)
    if not inspect.isclass(value):
        return f".. autofunction:: bodymap.{name}" if callable(value) else f".. autodata:: bodymap.{name}"
    kind = "autoexception" if issubclass(value, Exception) else "autoclass"
    return f".. {kind}:: bodymap.{name}\n   :members:\n   :undoc-members:"
