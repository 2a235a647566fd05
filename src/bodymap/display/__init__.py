"""The display list: every mark of a picture, resolved once, before any backend draws it."""
