"""The commands in a table: what each is called, where it lives, and the line that `bodymap --help` tells of it.

A command's module is imported when the command is run, and not before: no command waits for another's imports.
To add one, write its function in a module here, and a row; a test holds the line to the function's own words.
"""

from __future__ import annotations

from typing import NamedTuple


class CommandEntry(NamedTuple):
    """A command: `home` is its module in this package and the function there, or the Typer of a group of commands."""

    name: str
    home: str
    line: str


COMMANDS = (
    CommandEntry(
        "render", "render.render", "Draw the picture of a condition, or of muscles that are named one by one."
    ),
    CommandEntry(
        "describe",
        "render.describe",
        "Tell what the picture of a condition shows: a short text in place of it, and a description.",
    ),
    CommandEntry(
        "find",
        "find.find",
        "Tell which muscles' pain is commonly felt at a place, those first that cover most of it.",
    ),
    CommandEntry(
        "handout",
        "handout.handout",
        "Typeset a handout for the patient: the picture with plain words, one sheet of paper, as PDF.",
    ),
    CommandEntry("slides", "slides.slides", "Make a talk: a slide a condition, with notes for who speaks."),
    CommandEntry(
        "card", "slides.card", "Make a page for the web or a mail, one file: its muscles and points tell their names."
    ),
    CommandEntry("batch", "batch.batch", "Make a picture, a handout, slides or a card of each row of a table."),
    CommandEntry("list", "browse.list_", "List what there is, an id and a name a line."),
    CommandEntry("show", "browse.show", "Tell about a condition or a muscle: a page to read in the terminal."),
    CommandEntry("search", "browse.search", "Find conditions, muscles and areas by any of their names."),
    CommandEntry("new", "authoring.new", "Write a commented condition to start from; it renders at once."),
    CommandEntry("check", "authoring.check", "Check files of your own; every fault with its place and what it may be."),
    CommandEntry("schema", "authoring.schema", "Print the JSON Schema of a file, for editors."),
    CommandEntry("atlas", "atlas.atlas", "The atlas as a whole."),
)
"""In the order in which help lists them."""
