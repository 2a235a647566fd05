"""The display list: everything in a picture, fully resolved before any backend draws it."""
