"""Finds muscles, areas and conditions from what people say: names, places, and where it hurts."""
