"""The commands in a table: name, home, the line that `bodymap --help` shows, and examples.

A command's module is imported when the command is run, and not before: no command waits for another's imports.
To add one, write its function in a module here, and a row; a test compares the line with the function's docstring, and
runs the examples.
"""

from __future__ import annotations

from typing import NamedTuple


class CommandEntry(NamedTuple):
    """A command: `home` is its module in this package and the function there, or the Typer of a group of commands."""

    name: str
    home: str
    line: str
    examples: tuple[str, ...] = ()


COMMANDS = (
    CommandEntry(
        "render",
        "render.render",
        "Draw a picture of a condition, or of muscles and points.",
        (
            "render tennis-elbow -o tennis-elbow.png",
            "render tennis-elbow --side left --size a4 -o elbow.pdf",
            "render --muscle infraspinatus.1,2@left:primary --muscle teres-minor@left --pain temple@left -o left.svg",
            'render --point infraspinatus.2@left --note "No lifting until Sunday." -o today.png',
        ),
    ),
    CommandEntry(
        "plot",
        "plot.plot",
        "Draw the values of a table on the body, as colours.",
        (
            'plot emg.csv --value emg --label "EMG, % MVC" -o emg.png',
            "plot emg.csv --value emg --facet trial -o trials.png",
            "plot walk.sto --names opensim:rajagopal --frame time -o walk.gif",
        ),
    ),
    CommandEntry(
        "plots",
        "plots.plots",
        "Draw many plots from a table with a row for each.",
        ("plots plots.csv -o out", "plots plots.csv --set cmap=magma -o out"),
    ),
    CommandEntry(
        "describe",
        "render.describe",
        "Describe a picture in words, for people who can't see it.",
        (
            "describe tennis-elbow",
            "describe tennis-elbow --side right --json",
            "describe --muscle infraspinatus.1,2@left",
        ),
    ),
    CommandEntry(
        "find",
        "find.find",
        "Find the muscles that can refer pain to a place.",
        (
            "find temple",
            'find "side of my head" --most 3',
            "find --at posterior:120,640",
            "find temple --render temple.png",
        ),
    ),
    CommandEntry(
        "handout",
        "handout.handout",
        "Typeset a handout for the patient, as a PDF to print.",
        (
            "handout tennis-elbow --side right -o elbow.pdf",
            'handout tennis-elbow --paper letter --large --name "Mill Lane Physio" -o elbow.pdf',
            'handout low-back-pain sciatica@left --title "Your plan" -o booklet.pdf',
            "handout --muscle infraspinatus --for clinician -o infraspinatus.pdf",
            'handout --point infraspinatus.2@left --note "No lifting until Sunday." -o today.pdf',
        ),
    ),
    CommandEntry(
        "slides",
        "slides.slides",
        "Make slides for a talk, with speaker notes.",
        ("slides tennis-elbow stiff-neck -o talk.pptx", "slides tennis-elbow --build --editable -o elbow.pptx"),
    ),
    CommandEntry(
        "quiz",
        "quiz.quiz",
        "Make a quiz to print, with the answers on the last page.",
        (
            "quiz shoulder -o shoulder.pdf",
            "quiz tennis-elbow --paper letter -o elbow.pdf",
            "quiz --muscle hamstrings --muscle quads --side left -o thigh.pdf",
        ),
    ),
    CommandEntry(
        "poster",
        "poster.poster",
        "Make a poster of a condition, a region or all muscles.",
        (
            "poster condition low-back-pain --size a4 -o back.pdf",
            "poster region shoulder --size a3 -o shoulder.pdf",
            "poster muscles --size a1 --landscape -o muscles.pdf",
            'poster region neck shoulder --size arch-d --name "Mill Lane Physio" -o neck-and-shoulder.pdf',
            "poster muscles --size a2 --names both --tiles a4 -o muscles-to-glue.pdf",
        ),
    ),
    CommandEntry(
        "card",
        "slides.card",
        "Make a web page in one file, to publish or to email.",
        ("card tennis-elbow -o tennis-elbow.html",),
    ),
    CommandEntry(
        "batch",
        "batch.batch",
        "Make pictures and documents from the rows of a table.",
        (
            "batch jobs.csv -o out",
            "batch jobs.csv -o out --resume",
            "batch --all --sides left,right -o out",
            "batch --columns",
        ),
    ),
    CommandEntry(
        "list",
        "browse.list_",
        "List conditions, muscles, structures, areas and more.",
        ("list conditions", "list groups", "list muscles --json"),
    ),
    CommandEntry(
        "show",
        "browse.show",
        "Show a condition, a muscle, a group or a structure.",
        ("show tennis-elbow", "show hamstrings", "show infraspinatus --json"),
    ),
    CommandEntry(
        "search",
        "browse.search",
        "Search the library in everyday words.",
        ("search elbow", "search trapped nerve in the neck", "search lateral epicondylitis --json"),
    ),
    CommandEntry(
        "new",
        "authoring.new",
        "Write a condition or a chart to start from, with comments.",
        ("new my-elbow", "new my-elbow --in conditions", "new left-shoulder --chart"),
    ),
    CommandEntry(
        "check",
        "authoring.check",
        "Check your own files and report every error.",
        ("check my-elbow.yaml", "check my-elbow.yaml --json", "check --sources"),
    ),
    CommandEntry(
        "schema",
        "authoring.schema",
        "Print the JSON Schema of a file, for editors.",
        ("schema condition", "schema chart"),
    ),
    CommandEntry("atlas", "atlas.atlas", "Check the atlas as a whole.", ("atlas check",)),
)
"""In the order in which help lists them."""
