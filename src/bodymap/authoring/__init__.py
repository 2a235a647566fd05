"""Helps users write their own files: a file to start from, its schema, and checks."""
