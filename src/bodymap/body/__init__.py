"""Plates of the body: the list of them, SVG into arrays, and plane geometry."""
