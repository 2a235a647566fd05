"""Generates the pages and pictures of the documentation that follow from bodymap itself.

`python -m generate` (with `docs` on the path, as `make docs` has it) writes `docs/generated`: the command line, the
files, the Python names, the galleries, and the pictures that the commands of the written pages make. `site.py` lists
the steps.
"""
