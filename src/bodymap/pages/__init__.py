"""Compose pages: each module puts figures and words on its own kind of sheet."""
