"""Lay out the sheet: figures, insets, names and their leaders, in points."""
