"""Decide what a picture shows: the views, how much of the body, the muscles and their parts."""
