"""A record as text, for programs."""

from __future__ import annotations

import msgspec


def json(value: object) -> str:
    """Records for programs."""
    try:
        return msgspec.json.format(msgspec.json.encode(value), indent=2).decode()
    except UnicodeEncodeError:  # the name of a file need not be text; JSON's escapes bring it through
        from json import dumps

        return dumps(msgspec.to_builtins(value), indent=2)
