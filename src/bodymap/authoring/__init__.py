"""Bring your own: a file to start from, its schema, and all that is wrong with it."""
