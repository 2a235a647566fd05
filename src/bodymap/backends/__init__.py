"""Backends: each draws a display list as one kind of file, and decides nothing."""
