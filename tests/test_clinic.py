"""Whose handout it is: what a clinic may say, and what a faulty file is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from bodymap.errors import BodymapError
from bodymap.export.handout import clinic

WHOLE = """\
name = "Mill Lane Physio"
address = ["12 Mill Lane", "Riverside"]
phone = "01234 567"
logo = "logo.png"
colour = "#0b6e4f"
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "clinic.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_is_read_and_its_logo_found_beside_it(tmp_path: Path) -> None:
    found = clinic.load(written(tmp_path, WHOLE))
    assert found.name == "Mill Lane Physio"
    assert found.contact == ("12 Mill Lane", "Riverside", "01234 567")
    assert found.logo == str(tmp_path / "logo.png")


def test_an_address_may_be_one_text(tmp_path: Path) -> None:
    path = written(tmp_path, 'address = """\n12 Mill Lane\n  Riverside\n"""\n')
    assert clinic.load(path).address == ("12 Mill Lane", "Riverside")


def test_options_take_the_place_of_what_the_file_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert clinic.found(None, {}) == clinic.Clinic()
    written(tmp_path, WHOLE)
    assert clinic.found(None, {}).name == "Mill Lane Physio", "read from the folder that one works in"
    found = clinic.found(None, {"name": "Other", "address": ["One Street"], "logo": None})
    assert (found.name, found.address, found.phone, found.logo) == ("Other", ("One Street",), "01234 567", "logo.png")


def test_a_colour_too_light_to_read_is_not_written_with() -> None:
    assert clinic.Clinic(colour="#0b6e4f").writing == "#0b6e4f"
    assert clinic.Clinic(colour="#ffe14d").writing == clinic.INK


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("nmae = 'x'", "{}: unknown field 'nmae'; did you mean 'name'? It may be name, address, phone, emergency, email, web, logo or colour."),
        ("colour = 'green'", "{}: colour: 'green' must be a colour, as #1d5b79"),
        ("name = 7", "{}: name: 7 must be one line of text, 80 letters at most"),
        ("name = ''", "{}: name: '' must be one line of text, 80 letters at most"),
        (f"phone = '{'1' * 81}'", "{}: phone: '" + "1" * 57 + "…' must be one line of text, 80 letters at most"),
        ("address = [1]", "{}: address: [1] must be a line of text or a list of them, of 80 letters each at most"),
        ("name = 'x'\nphone = nope\n", "{}: is not valid TOML: line 2: invalid value"),
    ],
)  # fmt: skip
def test_a_faulty_file_is_told_where_and_what_instead(text: str, message: str, tmp_path: Path) -> None:
    path = written(tmp_path, text)
    with pytest.raises(BodymapError) as error:
        clinic.load(path)
    assert str(error.value) == message.format(path)


def test_a_file_that_is_missing_or_no_text(tmp_path: Path) -> None:
    with pytest.raises(BodymapError, match=r"gone\.toml: no such file or directory"):
        clinic.load(tmp_path / "gone.toml")
    path = tmp_path / "clinic.toml"
    path.write_bytes(b"name = '\xff'")
    with pytest.raises(BodymapError, match=r"clinic\.toml: is not UTF-8 text"):
        clinic.load(path)


def test_a_faulty_option_is_named_by_its_field() -> None:
    with pytest.raises(BodymapError) as error:
        clinic.found(None, {"colour": "green"})
    assert (error.value.field, str(error.value)) == ("colour", "'green' must be a colour, as #1d5b79")
    with pytest.raises(BodymapError) as error:
        clinic.line("patient", "two\nlines")
    assert error.value.field == "patient"
    assert str(error.value) == "'two\\nlines' must be one line of text, 80 letters at most"
