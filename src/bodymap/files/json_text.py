"""Records as JSON text."""

from __future__ import annotations

import msgspec


def json(value: object) -> str:
    """Return records as indented JSON."""
    try:
        return msgspec.json.format(msgspec.json.encode(value), indent=2).decode()
    except UnicodeEncodeError:  # a file name need not be valid Unicode; JSON can escape it
        from json import dumps

        return dumps(msgspec.to_builtins(value), indent=2)
