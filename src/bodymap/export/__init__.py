"""Writes pictures and documents: one module or package per file format."""
