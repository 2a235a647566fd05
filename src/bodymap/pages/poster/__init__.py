"""Posters: several pictures with their words on one large sheet."""
