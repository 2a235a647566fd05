"""Draws the QR code of an address, so that a phone can open what is printed."""

from __future__ import annotations

from functools import cache


@cache
def qr_code(address: str) -> str:
    """Return the QR code of an address as an SVG without its quiet zone; the page leaves that free around it.

    It can still be read if a seventh of it is damaged (level M).
    """
    import segno  # here: only handouts need it

    code = segno.make_qr(address, error="m", boost_error=False)
    squares = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(code.matrix) for x, dark in enumerate(row) if dark)
    size = len(code.matrix)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}"><path d="{squares}"/></svg>'
