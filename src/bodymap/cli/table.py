"""The commands in a table: what each is called, where it lives, and the line that `bodymap --help` tells of it.

A command's module is imported when the command is run, and not before: no command waits for another's imports.
To add one, write its function in a module here, and a row; a test holds the line to the function's own words.
"""

from __future__ import annotations

from typing import NamedTuple


class Row(NamedTuple):
    """A command: `home` is its module in this package and the function there, or the Typer of a group of commands."""

    name: str
    home: str
    line: str


TABLE = (
    Row("render", "pictures.render", "Draw the picture of a condition, or of muscles that are named one by one."),
    Row(
        "describe",
        "pictures.describe",
        "Tell what the picture of a condition shows: a short text in place of it, and a description.",
    ),
    Row(
        "find",
        "places.find",
        "Tell which muscles' pain is commonly felt at a place, those first that cover most of it.",
    ),
    Row(
        "handout",
        "handouts.handout",
        "Typeset a handout for the patient: the picture with plain words, one sheet of paper, as PDF.",
    ),
    Row("slides", "talks.slides", "Make a talk: a slide a condition, with notes for who speaks."),
    Row("card", "talks.card", "Make a page for the web or a mail, one file: its muscles and points tell their names."),
    Row("batch", "batch.batch", "Make a picture, a handout, slides or a card of each row of a table."),
    Row("list", "words.list_", "List what there is, an id and a name a line."),
    Row("show", "words.show", "Tell about a condition or a muscle: a page to read in the terminal."),
    Row("search", "words.search", "Find conditions, muscles and areas by any of their names."),
    Row("new", "own.new", "Write a commented condition to start from; it renders at once."),
    Row("check", "own.check", "Check files of your own; every fault with its place and what it may be."),
    Row("schema", "own.schema", "Print the JSON Schema of a file, for editors."),
    Row("atlas", "whole.atlas", "The atlas as a whole."),
)
"""In the order in which help lists them."""
