"""Checks of single values that a caller gives from Python: each returns the value, or says what is expected."""

from numbers import Integral, Real
from typing import Any

from ..errors import BodymapError, BodymapTypeError, quoted
from .option import kind_of


def text(value: Any, field: str) -> str:
    """Return a text as it is.

    Raises:
        BodymapTypeError: it is not a text.
    """
    if not isinstance(value, str):
        raise BodymapTypeError(f"{field} must be text, not {kind_of(value)}", field=field, value=value)
    return value


def switch(value: Any, field: str) -> bool:
    """Return True or False as it is.

    Raises:
        BodymapTypeError: it is neither.
    """
    if not isinstance(value, bool):
        raise BodymapTypeError(f"{field} must be True or False, not {kind_of(value)}", field=field, value=value)
    return value


def number(value: Any, field: str, wanted: str = "a number") -> float:
    """Return a number, which may be one of numpy's.

    Raises:
        BodymapTypeError: it is not a number.
    """
    if isinstance(value, bool) or not isinstance(value, Real):
        raise BodymapTypeError(f"{field} must be {wanted}, not {kind_of(value)}", field=field, value=value)
    return float(value)


def count(value: Any, field: str) -> int:
    """Return a whole number from 1.

    Raises:
        BodymapError: it is below 1.
        BodymapTypeError: it is not a whole number.
    """
    whole = isinstance(value, Integral) and not isinstance(value, bool)
    if not whole or value < 1:
        kind = BodymapError if whole else BodymapTypeError
        raise kind(f"{field} must be a whole number from 1, not {quoted(value)}", field=field, value=value)
    return int(value)
