"""Import matplotlib regardless of its settings files and environment variables.

Importing matplotlib reads a `matplotlibrc` from the working directory and elsewhere, and `MPLBACKEND`. A file that
can't be decoded, or a backend that it doesn't know, makes the import itself fail. bodymap uses none of these settings,
so if the import fails, it is tried again without them, and what matplotlib logs about them is hidden. If the import
works, the settings stay as they are.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from types import ModuleType

_LOCK = Lock()


@cache
def matplotlib(submodule: str = "") -> ModuleType:
    """Return the package matplotlib, or one of its modules, such as `colors`.

    Raises:
        ImportError: matplotlib is not installed.
    """
    name = f"matplotlib.{submodule}" if submodule else "matplotlib"
    with _LOCK, _quiet():
        before = "matplotlib" in sys.modules
        try:
            return import_module(name)
        except ImportError:
            raise
        except Exception:  # a settings file or variable that matplotlib can't use
            if before:  # then its settings had already been read without error
                raise
            for module in [key for key in sys.modules if key.partition(".")[0] == "matplotlib"]:
                del sys.modules[module]
            with _default_settings():
                return import_module(name)


@contextmanager
def _quiet() -> Iterator[None]:
    """Hide what matplotlib logs during its import, e.g. unknown settings or a folder for its cache."""
    logger = logging.getLogger("matplotlib")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(level)


@contextmanager
def _default_settings() -> Iterator[None]:
    """Hide the user's matplotlib settings during the import, so that its defaults apply."""
    spec = find_spec("matplotlib")
    assert spec  # noqa: S101 (it was found a moment ago)
    assert spec.origin  # noqa: S101
    package = Path(spec.origin).parent
    before = {name: os.environ.get(name) for name in ("MPLBACKEND", "MATPLOTLIBRC")}
    exists = os.path.exists
    try:
        os.environ.pop("MPLBACKEND", None)
        os.environ["MATPLOTLIBRC"] = str(package / "mpl-data" / "matplotlibrc")
        # matplotlib looks first for the file in the working directory, by this relative name.
        os.path.exists = lambda path: path != "matplotlibrc" and exists(path)
        yield
    finally:
        os.path.exists = exists
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
