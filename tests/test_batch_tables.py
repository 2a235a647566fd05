"""Tables as people's programs write them, and what is said of those that are wrong."""

from __future__ import annotations

import codecs
import json
from collections.abc import Callable

import msgspec
import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st
from typer.main import get_command
from typer.testing import CliRunner

from bodymap.batch import naming, rows
from bodymap.batch.columns import COMMANDS, RECORDS, Row, columns, command_of
from bodymap.cli import app
from bodymap.cli.handout import handout
from bodymap.cli.render import render
from bodymap.cli.slides import card, slides
from bodymap.errors import BodymapError
from bodymap.files import tables
from bodymap.options.option import options_of

PLAIN = "condition,title,muscle\ntennis-elbow,,\n,Über den Ärmel,soleus;gastrocnemius\n"


def parsed(raw: bytes, kind: str = "csv") -> list[tuple[int, dict[str, object]]]:
    table = tables.parse(raw, kind, "jobs")
    assert not table.faults, [str(fault) for fault in table.faults]
    return [(row.line, {name: value for name, value in row.values.items() if value}) for row in table.rows]


def faults(raw: bytes, kind: str = "csv") -> list[str]:
    table = tables.parse(raw, kind, "jobs")
    return [str(fault) for fault in rows.of_table(table, {})[1]]


WANTED = [
    (2, {"condition": "tennis-elbow"}),
    (3, {"title": "Über den Ärmel", "muscle": "soleus;gastrocnemius"}),
]


@pytest.mark.parametrize(
    "raw",
    [
        PLAIN.encode(),
        codecs.BOM_UTF8 + PLAIN.encode(),
        PLAIN.replace("\n", "\r\n").encode(),
        PLAIN.replace("\n", "\r").encode(),
        PLAIN.encode("utf-16"),
        PLAIN.replace(",", "\t").encode("utf-16-le").join([codecs.BOM_UTF16_LE, b""]),
        codecs.BOM_UTF8 + b'condition;title;muscle\r\ntennis-elbow;;\r\n;"\xc3\x9cber den \xc3\x84rmel";"soleus;gastrocnemius"\r\n',
        'condition;title;muscle\r\ntennis-elbow;;\r\n;Über den Ärmel;"soleus;gastrocnemius"\r\n'.encode("cp1252"),
        PLAIN.rstrip("\n").encode(),
    ],
)  # fmt: skip
def test_a_csv_as_spreadsheets_write_it(raw: bytes) -> None:
    assert parsed(raw) == WANTED


def test_what_is_no_utf8_is_said_to_be_read_otherwise() -> None:
    table = tables.parse("condition\nsteifer Nacken für\n".encode("cp1252"), "csv", "jobs.csv")
    assert table.notes == ("jobs.csv: is not in UTF-8, so it is read as Windows-1252",)


def test_lines_are_those_of_the_file() -> None:
    raw = b'sep=;\r\n\r\ncondition;address\r\n;;\r\na;"1 Mill Lane\r\nRiverside"\r\n\r\nb;\r\n'
    assert parsed(raw) == [(5, {"condition": "a", "address": "1 Mill Lane\r\nRiverside"}), (8, {"condition": "b"})]


def test_a_column_may_be_written_as_the_option() -> None:
    assert parsed(b"--Condition, No_Points ,SIDE\na,yes,left\n") == [
        (2, {"condition": "a", "no-points": "yes", "side": "left"})
    ]


def test_yaml_and_json_lines() -> None:
    yaml = b"- condition: tennis-elbow\n- title: \xc3\x9cber den \xc3\x84rmel\n  muscle: [soleus, gastrocnemius]\n"
    lines = b'{"condition": "tennis-elbow"}\n\n{"title": "\xc3\x9cber den \xc3\x84rmel", "muscle": ["soleus", "gastrocnemius"]}\r\n'
    wanted = [{"condition": "tennis-elbow"}, {"title": "Über den Ärmel", "muscle": ["soleus", "gastrocnemius"]}]
    assert [values for _, values in parsed(yaml, "yaml")] == wanted
    assert parsed(lines, "jsonl") == [(1, wanted[0]), (3, wanted[1])]
    assert [line for line, _ in parsed(yaml, "yaml")] == [1, 2]


@pytest.mark.parametrize(
    ("raw", "kind", "told"),
    [
        (b"", "csv", "jobs: the file is empty; its first line should name the columns"),
        (b"a,b\n1,2,3\n", "csv", "jobs, line 2: has 3 cells, but the header names 2 columns; a ',' in a cell needs quotes around the cell"),
        (b'condition\na\n"b\n', "csv", "jobs, line 3: is not CSV: a quote opens here that never closes"),
        (b"condition,side,condition\na,left,b\n", "csv", "jobs, line 1: condition: comes twice"),
        (b"condition\na\x81\xff\n", "csv", "jobs, line 2: is not UTF-8 text"),
        (b"condition,bdy\na,x\nb,y\n", "csv", "jobs, line 1: bdy: unknown column 'bdy'; did you mean 'body'? `bodymap batch --columns` lists them all."),
        (b"tennis-elbow\n", "csv", "jobs, line 1: tennis-elbow: unknown column 'tennis-elbow'. `bodymap batch --columns` lists them all."),
        (b"PK\x03\x04\x14\x00", "csv", "jobs, line 1: is a spreadsheet or an archive; give it its own ending, e.g. .xlsx, or save it as CSV"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "jsonl", "jobs, line 1: is a spreadsheet or an archive; give it its own ending, e.g. .xlsx, or save it as CSV"),
        (b"condition,large\na,ja\n", "csv", "jobs, line 2: large: 'ja' must be yes or no"),
        (b"condition,dpi\na,many\n", "csv", "jobs, line 2: dpi: 'many' must be a number"),
        (b"condition,title\na,b\x07\n", "csv", "jobs, line 2: title: 'b\\x07' holds the control character U+0007; leave it out"),
        (b"condition: a\n", "yaml", "jobs, line 1: a mapping does not fit; it must be a list"),
        (b"- condition: a\n  side: [left]\n", "yaml", "jobs, line 2: side: ['left'] must be text"),
        (b"- condition: a\n  condition: b\n", "yaml", "jobs, line 2: 'condition' is used twice"),
        (b'{"condition": "a"\n', "jsonl", "jobs, line 1: is not a JSON record: input data was truncated"),
        (b'\n["a"]\n', "jsonl", "jobs, line 2: is not a JSON record: expected `object`, got `array`"),
        (b"- size: a4\n  Size: a5\n", "yaml", "jobs, line 1: size: comes twice"),
        (b'{"size": "a4", "size": "a5"}\n', "jsonl", "jobs, line 1: size: comes twice"),
        (b"condition,no-points,points\na,yes,marks\n", "csv", "jobs, line 2: points: does not agree with points 'none'"),
        (b"condition,side\na,lefft\n", "csv", "jobs, line 2: side: unknown side 'lefft'; did you mean 'left'? It may be left, right or both."),
        (b'{"side": {"a": 1}}\n', "jsonl", "jobs, line 1: side: {'a': 1} must be text"),
    ],
)  # fmt: skip
def test_a_fault_is_one_line_with_its_place(raw: bytes, kind: str, told: str) -> None:
    assert faults(raw, kind) == [told]


@given(st.binary(max_size=300), st.sampled_from(tables.KINDS))
def test_any_bytes_are_a_table_or_a_fault(raw: bytes, kind: str) -> None:
    table = tables.parse(raw, kind, "jobs")
    _, told, _ = rows.of_table(table, {})
    assert all("\n" not in str(fault) for fault in told)


@given(
    st.lists(
        st.fixed_dictionaries(
            {}, optional={name: st.text(max_size=20) for name in ("condition", "size", "no-points", "dpi")}
        ),
        max_size=4,
    )
)
def test_any_record_is_a_row_or_a_fault(records: list[dict[str, str]]) -> None:
    raw = "\n".join(json.dumps(record) for record in records).encode()
    found, told, spoilt = rows.of_table(tables.parse(raw, "jsonl", "jobs"), {})
    assert len(found) == len(records)
    assert {fault.line for fault in told} == spoilt


@pytest.mark.parametrize(
    ("given", "row"),
    [
        ({"side": "L", "view": "Front", "labels": "LATIN"}, Row(side="left", view="anterior", labels="latin")),
        ({"side": "both sides", "paper": "Letter"}, Row(side="both", paper="letter")),
        ({"landscape": "yes", "portrait": "no", "no-points": "x"}, Row(orientation="landscape", points="none")),
        ({"command": "Handout", "format": "PNG"}, Row(command="handout", format="png")),
    ],
)
def test_a_value_is_taken_as_people_type_it(given: dict[str, str], row: Row) -> None:
    found, errors = rows.of_values(tables.RawRow(1, given), {}, tables.Table("jobs"))
    assert (found, errors) == (row, [])


# --- columns --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", [render, handout, slides, card], ids=lambda command: command.__name__)
def test_every_option_is_a_column_and_the_other_way_round(command: Callable[..., None]) -> None:
    """What a command can do, a row can: the same words, for the same commands."""
    alone = typer.Typer(add_completion=False)
    alone.command()(command)
    named = {"condition"}
    for parameter in get_command(alone).params:
        words = (*parameter.opts, *parameter.secondary_opts)
        if parameter.param_type_name == "option" and parameter.name not in ("eject", "help", "quiet"):
            named |= {word.removeprefix("--") for word in words if word.startswith("--")}
    known = {name for name, column in columns().items() if command.__name__ in column.commands}
    assert known - {"command"} == named


def test_a_column_is_what_its_option_is() -> None:
    kinds = {"choice": "text", "path": "text", "texts": "list", "paths": "list"}
    for command, records in RECORDS.items():
        for name, option in (item for record in records for item in options_of(record).items()):
            column = columns()[option.typed]
            assert command in column.commands
            assert column.choices == option.choices or name == "format"  # other packages add kinds of files
            assert column.kind == kinds.get(option.kind, option.kind)
            if name not in ("title", "template", "key", "address"):  # theirs differs from command to command
                assert column.help == option.help


def test_the_columns_are_told() -> None:
    told = CliRunner().invoke(app, ["batch", "--columns"]).output
    assert [line.split()[0] for line in told.splitlines()] == list(columns())


def test_what_a_row_makes_may_show_in_its_output() -> None:
    assert [command_of(Row(output=(name,))) for name in ("a.PPTX", "a.html", "a.pdf")] == ["slides", "card", "render"]
    assert command_of(Row(command="handout", output=("a.pdf",))) == "handout"
    assert set(COMMANDS) == {"render", "handout", "slides", "card"}


# --- names ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "names"),
    [
        (Row(condition=("tennis-elbow",)), ("tennis-elbow.png",)),
        (Row(condition=("Tennis  elbow@Left", "a/My own.yaml")), ("tennis-elbow-left-My own.png",)),
        (Row(muscle=("Upper traps.1@left",), point=("Psoas major.1",)), ("upper-traps-left-psoas-major.png",)),
        (Row(condition=("a/mine.yaml",), side="left", format="svg"), ("mine-left.svg",)),
        (Row(condition=("a", "b"), command="slides"), ("a-b.pptx",)),
        (Row(condition=("a",), command="handout", large=True), ("a-large-handout.pdf",)),
        (Row(muscle=("soleus:primary", "x=0.3"), size="a4", orientation="landscape"), ("soleus-x-a4-landscape.png",)),
        (Row(condition=("a",), output=("neck/A.png", "neck/a.svg"), alt="sidecar"), ("neck/A.png", "neck/a.svg", "neck/A.alt.txt")),
        (Row(condition=("a",), output=("Röntgen links.png",)), ("Röntgen links.png",)),
    ],
)  # fmt: skip
def test_the_names_of_a_row(row: Row, names: tuple[str, ...]) -> None:
    assert naming.outputs(row) == names


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("/etc/a.png", "'/etc/a.png' leads out of the folder; use a name inside it, e.g. neck/left.png"),
        ("a/../../b.png", "'a/../../b.png' leads out of the folder; use a name inside it, e.g. neck/left.png"),
        ("C:\\a.png", "'C:\\\\a.png' leads out of the folder; use a name inside it, e.g. neck/left.png"),
        ("a?.png", "'a?.png' is not a valid file name on every system; leave out \\ : * ? \" < > |"),
        ("~/a.png", "'~/a.png' leads out of the folder; use a name inside it, e.g. neck/left.png"),
        ("neck/Con.png", "'neck/Con.png': 'Con.png' is the name of a device on Windows; use another name"),
        (".png", "'.png' is not a valid file name"),
        ("a/", "'a/' is not a valid file name"),
        (".bodymap/a.png", "'.bodymap/a.png': .bodymap is reserved for the batch itself"),
        ("a.docx", "'a.docx': render writes .png, .jpg, .webp, .svg or .pdf"),
        ("a" * 300 + ".png", f"'{'a' * 57}…' is too long; each part may have at most 200 bytes"),
    ],
)
def test_a_name_that_cannot_be(name: str, told: str) -> None:
    with pytest.raises(BodymapError) as error:
        naming.outputs(Row(condition=("a",), output=(name,)))
    assert str(error.value) == told


def test_files_that_cannot_stand_beside_each_other() -> None:
    table = [(2, ("a.png",)), (3, ("A.png",)), (4, ("b/c.png",)), (5, ("b",)), (6, ("d.png", "d.png"))]
    assert list(naming.collisions(table)) == [
        (3, "'A.png' is written by the row of line 2 too; use another `output`"),
        (5, "'b' is a file here and a folder in another row"),
        (6, "'d.png' is written by another file of this row too; use another `output`"),
    ]


def test_a_row_is_a_value() -> None:
    row = Row(condition=("a",), id_prefix="x-")
    assert msgspec.json.decode(msgspec.json.encode(row), type=Row) == row
    assert json.loads(msgspec.json.encode(row)) == {"condition": ["a"], "id-prefix": "x-"}
