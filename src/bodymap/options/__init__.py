"""The options of every picture and document."""
