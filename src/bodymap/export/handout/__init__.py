"""The handout: its figure, its words, whose it is."""
