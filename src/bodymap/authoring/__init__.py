"""Bring your own files: one to start from, its schema, and every error in it."""
