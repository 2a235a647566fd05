"""Backends: each writes a display list to one kind of file and makes no decisions about the picture."""
