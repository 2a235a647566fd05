from __future__ import annotations

from enum import StrEnum
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bodymap.errors import BodymapError
from bodymap.files.fields import Id, Line
from bodymap.files.validation import MOST_BYTES, parse, read


class Depth(StrEnum):
    DEEP = "deep"
    SHALLOW = "shallow"


class Leaf(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: Id
    depth: Depth = Depth.DEEP


class Tree(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: Line
    leaves: tuple[Leaf, ...] = ()
    counts: dict[Id, tuple[int, ...]] = msgspec.field(default_factory=dict)
    age: int | None = None


def failure(text: str | bytes) -> str:
    with pytest.raises(BodymapError) as caught:
        parse(text, Tree, label="oak.yaml")
    return str(caught.value)


def test_a_file_becomes_a_record(tmp_path: Path) -> None:
    path = tmp_path / "oak.yaml"
    path.write_text("name: Oak\nleaves: [{id: a, depth: shallow}]\ncounts: {x: [1, 2]}\nage: 3\n")
    assert read(path, Tree) == Tree("Oak", (Leaf("a", Depth.SHALLOW),), {"x": (1, 2)}, 3)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("age: 3", "oak.yaml, line 1: the field 'name' is missing"),
        ("nam: Oak", "oak.yaml, line 1: unknown field 'nam'; did you mean 'name'? It may be name, leaves, counts or age."),
        ("name: Oak\nleafs: []", "oak.yaml, line 2: unknown field 'leafs'; did you mean 'leaves'? "
         "It may be name, leaves, counts or age."),
        ("name: 7", "oak.yaml, line 1: name: 7 does not fit; it must be one line of text, 600 letters at most"),
        ("name:", "oak.yaml, line 1: name: nothing does not fit; it must be one line of text, 600 letters at most"),
        ("name: Oak\nage: old", "oak.yaml, line 2: age: 'old' does not fit; it must be a whole number"),
        ("name: Oak\nleaves: {}", "oak.yaml, line 2: leaves: a mapping does not fit; it must be a list"),
        ("name: Oak\nleaves:\n- id: a\n- id: B c",
         "oak.yaml, line 4: leaves[1].id: 'B c' does not fit; "
         "it must be lower-case words joined by hyphens, as in tennis-elbow"),
        ("name: Oak\nleaves:\n- {id: a, depth: depe}",
         "oak.yaml, line 3: leaves[0].depth: unknown value 'depe'; did you mean 'deep'? It may be deep or shallow."),
        ("name: Oak\nleaves: [3]", "oak.yaml, line 2: leaves[0]: 3 does not fit; it must be a mapping with id, depth"),
        ("name: Oak\nleaves: [{depth: deep}]", "oak.yaml, line 2: leaves[0]: the field 'id' is missing"),
        ("name: Oak\nleaves: [{id: a, x: 1}]",
         "oak.yaml, line 2: leaves[0]: unknown field 'x'. It may be id or depth."),
        ("name: Oak\ncounts:\n  a: [1]\n  b: [two]",
         "oak.yaml, line 4: counts.b[0]: 'two' does not fit; it must be a whole number"),
        ("name: Oak\ncounts: {A: [1]}",
         "oak.yaml, line 2: counts: 'A' does not fit; it must be lower-case words joined by hyphens, as in tennis-elbow"),
        ("", "oak.yaml: the file is empty; it must be a mapping with name, leaves, counts, age"),
        ("# later\n", "oak.yaml: the file is empty; it must be a mapping with name, leaves, counts, age"),
        ("- a", "oak.yaml, line 1: a list does not fit; it must be a mapping with name, leaves, counts, age"),
    ],
)  # fmt: skip
def test_a_misfit_is_said_with_its_place_its_value_and_what_it_may_be(text: str, message: str) -> None:
    assert failure(text) == message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name: Oak\nname: Elm", "oak.yaml, line 2: 'name' is used twice"),
        ("name: &a Oak\nleaves: [*a]", "oak.yaml, line 2: the alias *a is not read here; write it out"),
        ("name: !!python/object/apply:os.system [ls]",
         "oak.yaml, line 1: the tag 'tag:yaml.org,2002:python/object/apply:os.system' is not read here; leave it out"),
        ("name: !secret x", "oak.yaml, line 1: the tag '!secret' is not read here; leave it out"),
        ("name: [\n", "oak.yaml, line 2: not YAML: did not find expected node content"),
        ("? [a]\n: b", "oak.yaml, line 1: a key must be a word"),
        ("name: a\n---\nname: b", "oak.yaml, line 2: a second document begins; a file holds one"),
    ],
)  # fmt: skip
def test_what_plain_yaml_does_not_need_is_refused(text: str, message: str) -> None:
    assert failure(text) == message


def test_a_bomb_of_aliases_is_refused_before_it_grows() -> None:
    rows = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    rows += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    assert failure("\n".join(rows)) == "oak.yaml, line 2: the alias *a0 is not read here; write it out"


@pytest.mark.parametrize(
    "text", ["[" * 200_000, "{a: " * 60_000, "- " * 100_000, b"\xff\xfe\x00", b"name: \xc3", "\x00"]
)
def test_rubbish_is_an_error_of_the_user(text: str | bytes) -> None:
    assert failure(text).startswith("oak.yaml")


def test_yes_no_and_dates_stay_text() -> None:
    assert [parse(f"name: {word}", Tree, label="").name for word in ("no", "2020-01-01", "<<", "~x")] == [
        "no", "2020-01-01", "<<", "~x",
    ]  # fmt: skip


def test_a_file_too_large_is_not_parsed(tmp_path: Path) -> None:
    path = tmp_path / "oak.yaml"
    path.write_bytes(b"name: " + b"x" * MOST_BYTES)
    with pytest.raises(BodymapError, match=r"^oak.yaml: larger than 256 kB, which is the limit$"):
        read(path, Tree, label="oak.yaml")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BodymapError, match=r"none\.yaml: no such file or directory$"):
        read(tmp_path / "none.yaml", Tree)


@given(st.text(max_size=200))
def test_any_text_is_a_record_or_an_error_in_one_line(text: str) -> None:
    try:
        parse(text, Tree, label="oak.yaml")
    except BodymapError as error:
        assert str(error).startswith("oak.yaml")
        assert "\n" not in str(error)
