"""Handouts: the figure, the text and the clinic's details."""
