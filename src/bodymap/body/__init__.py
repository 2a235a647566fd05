"""The body as plates: which there are, SVG in, arrays out, and the plane geometry on them."""
