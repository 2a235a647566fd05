"""The schema of a table says of a row's values what reading them says."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from typer.testing import CliRunner

from bodymap.batch import check, rows, schema
from bodymap.batch.columns import columns
from bodymap.cli import app
from bodymap.files import tables
from bodymap.options.typed import SHORTHANDS

TABLE = schema.table()
VALID = Draft202012Validator(TABLE).is_valid
WORDS = {
    name: each["anyOf"][0]["enum"]
    for name, each in TABLE["$defs"]["Row"]["properties"].items()
    if "enum" in each["anyOf"][0]
}


def read(row: dict[str, Any]) -> list[str]:
    """What reading a row finds wrong with it, column by column."""
    raw = json.dumps(row).encode()
    return [str(fault) for fault in rows.of_table(tables.parse(raw, "jsonl", "jobs"), {})[1]]


def test_the_command_prints_it() -> None:
    result = CliRunner().invoke(app, ["schema", "batch"])
    assert (result.exit_code, json.loads(result.stdout)) == (0, TABLE)
    Draft202012Validator.check_schema(TABLE)
    assert list(TABLE["$defs"]["Row"]["properties"]) == [*columns(), *SHORTHANDS]


@pytest.mark.parametrize(
    "row",
    [
        {},
        {"condition": "tennis-elbow", "side": "left", "size": "a4", "format": "pdf"},
        {"command": "handout", "condition": ["stiff-neck", "tension-headache"], "large": True, "title": 2026, "clinic": None},
        {"muscle": "infraspinatus:primary; teres-minor=0.3", "no-points": "x", "dpi": "150", "transparent": 1, "output": ["a.png", "a.svg"]},
        {"condition": [], "side": "", "dpi": 96.5, "labels": "latin", "points": "list", "view": "plantar"},
        {"condition": "stiff-neck", "command": "slides", "build": "yes", "editable": "0", "address": ["1 Mill Lane", 4000]},
    ],
)  # fmt: skip
def test_a_row_that_is_taken_is_valid(row: dict[str, Any]) -> None:
    assert read(row) == []
    assert VALID([row])


@pytest.mark.parametrize(
    "row",
    [
        {"bdy": "female-adult"},
        {"side": ["left"]},
        {"title": True},
        {"title": {"a": 1}},
        {"title": "x" * 601},
        {"condition": ["a", None]},
        {"condition": [["a"]]},
        {"condition": ["a"] * 201},
        {"large": "ja"},
        {"large": 2},
        {"large": []},
        {"dpi": "many"},
        {"dpi": True},
        {"dpi": [96]},
    ],
)
def test_a_row_that_is_refused_is_not(row: dict[str, Any]) -> None:
    if row != {"large": []}:  # a list of nothing says nothing, which no editor need propose
        assert len(read(row)) == 1
    assert not VALID([row])


@pytest.mark.parametrize("name", WORDS)
def test_its_words_are_those_that_a_row_may_say(name: str) -> None:
    """A word of the schema is found no fault with, unless it does not go with others; one that is none is."""

    def told(word: str) -> list[str]:
        row = {"condition": "tennis-elbow", name: word}
        found, errors, _ = rows.of_table(tables.parse(json.dumps(row).encode(), "jsonl", "jobs"), {})
        faults = [str(fault) for fault in (*errors, *check.Checker("jobs", check.Path()).jobs(found)[1])]
        return [fault for fault in faults if "unknown" in fault]

    for word in WORDS[name]:
        assert told(word) == []
    assert told("nonsense")
    assert not VALID([{name: "nonsense"}])


VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(-3, 3), st.floats(allow_nan=False, allow_infinity=False), st.text(max_size=5),
    st.sampled_from(["yes", "NO", "x", "1e3", ".5", "-", "1_0", "left", "a;b", "x" * 601]), st.lists(st.text(max_size=3), max_size=3),
)  # fmt: skip


@given(st.sampled_from([name for name in columns() if name not in WORDS]), VALUES)
def test_what_is_valid_is_read(name: str, value: Any) -> None:
    """The schema is no more generous than the reader, but for 1.0, which is an integer in a schema and not in a table.

    Letters that can't be printed are the reader's business.
    """
    if VALID([{name: value}]):
        own = ["holds the control character", "holds a line break"]
        if isinstance(value, float) and value.is_integer():
            own.append("must be text; write it in quotes")
        assert all(any(words in fault for words in own) for fault in read({name: value}))
    if isinstance(value, float) and not value.is_integer() and columns()[name].kind != "number":
        assert not VALID([{name: value}])


def test_every_word_is_counted() -> None:
    picture = {"command", "format", "side", "view", "labels", "points", "orientation", "text", "alt", "paper", "base"}
    words = picture | {"about", "for", "pages", "sources"}
    assert set(WORDS) - set(SHORTHANDS) == words
