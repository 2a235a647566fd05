"""Reads who gives a handout: the clinic's name, address, logo and colour, from a `clinic.toml` or from options."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import msgspec

from ...errors import BodymapError, BodymapTypeError, FileError, quoted, unknown
from ...files.disk import contents
from ...files.fields import ONE_LINE, Line
from ...knowledge.anatomy import Record
from ...options.option import kind_of
from ...style.colour import contrast
from ...style.legibility import TEXT

FILE = "clinic.toml"
"""Default file, read from the current folder."""

MOST_BYTES = 64 * 1024

PAPER = "#ffffff"

COLOUR = "#1d5b79"
"""Default colour of headings and rules."""

INK = "#26211f"
"""Colour of headings if the clinic's own is too light to read on white paper."""

Short = Annotated[str, msgspec.Meta(pattern=ONE_LINE, max_length=80)]
Colour = Annotated[str, msgspec.Meta(pattern=r"^#[0-9a-fA-F]{6}$")]

WANTED = {
    "": "one line of text, 80 letters at most",
    "address": "a line of text or a list of them, of 80 letters each at most",
    "colour": "a colour, as #1d5b79",
    "logo": "the name of a picture's file",
}
"""What a field must hold, for error messages; the empty key is for all other fields."""


class Clinic(Record, frozen=True):
    """The clinic that gives a handout.

    Attributes:
        name: The name of the clinic.
        address: The lines of its address.
        phone: Its telephone number.
        emergency: The number to call in an emergency, e.g. `112`. Without it, no number is printed.
        email: Its email address.
        web: Its web address.
        logo: Its logo: a PNG, JPEG or SVG file, relative to the folder of `clinic.toml`.
        colour: The colour of headings and rules, e.g. `#0b6e4f`. Headings are black if it is too light to read.
    """

    name: Short = ""
    address: tuple[Short, ...] = ()
    phone: Short = ""
    emergency: Short = ""
    email: Short = ""
    web: Short = ""
    logo: Line = ""
    colour: Colour = COLOUR

    def __post_init__(self) -> None:
        """Check the fields of a record made in Python.

        Raises:
            BodymapError: a value is not allowed.
            BodymapTypeError: a value has the wrong Python type.
        """
        for field in msgspec.structs.fields(Clinic):
            if (given := getattr(self, field.name)) is field.default:
                continue
            try:
                msgspec.structs.force_setattr(self, field.name, msgspec.convert(given, field.type))
            except msgspec.ValidationError as error:
                kind = BodymapError if isinstance(given, str | list | tuple) else BodymapTypeError
                message = f"{field.name} must be {WANTED.get(field.name, WANTED[''])}, not {kind_of(given)}"
                raise kind(message, field=field.name, value=given) from error

    @property
    def contact(self) -> tuple[str, ...]:
        """The address, phone, email and web address, one per line, without empty ones."""
        return (*self.address, *(line for line in (self.phone, self.email, self.web) if line))

    @property
    def place(self) -> tuple[str, ...]:
        """The same without the phone number."""
        return (*self.address, *(line for line in (self.email, self.web) if line))

    @property
    def writing(self) -> str:
        """The text colour: the clinic's own if it is legible on white paper, otherwise `INK`."""
        return self.colour if contrast(self.colour, PAPER) >= TEXT else INK


def load(path: Path) -> Clinic:
    """Return the clinic in a TOML file.

    Raises:
        BodymapError: the file can't be read or has an error; the message names the file and the field.
    """
    raw = contents(path, most=MOST_BYTES, label=str(path))
    try:
        data = tomllib.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise BodymapError(f"{path}: is not UTF-8 text") from error
    except tomllib.TOMLDecodeError as error:
        raise BodymapError(f"{path}: is not valid TOML: {_where(str(error))}") from error
    except RecursionError as error:
        raise BodymapError(f"{path}: is not valid TOML: nested too deep") from error
    clinic = record(data, str(path))
    return msgspec.structs.replace(clinic, logo=str(path.parent / clinic.logo)) if clinic.logo else clinic


def found(path: Path | None, options: Mapping[str, Any]) -> Clinic:
    """Return the clinic in a file, or in `clinic.toml` in the current folder. Options override its fields.

    Raises:
        BodymapError: the file or an option has an error.
    """
    return of(Path(FILE) if path is None and Path(FILE).is_file() else path, options)


def of(path: Path | None, options: Mapping[str, Any]) -> Clinic:
    """Return the clinic as `found` does, but without looking for a `clinic.toml`."""
    clinic = load(path) if path else Clinic()
    given = {name: value for name, value in options.items() if value}
    changes = record(given)
    return msgspec.structs.replace(clinic, **{name: getattr(changes, name) for name in given})


def line(field: str, text: str) -> str:
    """Return a line of text from the user, stripped; it may be empty.

    Raises:
        BodymapError: it is more than one line, or too long; the error names `field`.
    """
    try:
        return msgspec.convert(text.strip(), Short) if text.strip() else ""
    except msgspec.ValidationError as error:
        wanted = WANTED[""]
        raise BodymapError(f"{quoted(text)} must be {wanted}", field=field, value=text) from error


def record(data: dict[str, Any], file: str = "") -> Clinic:
    """Return a clinic from its fields, read from `file` or given as options.

    Raises:
        BodymapError: a field is unknown or has an invalid value.
    """
    fields = {field.name: field for field in msgspec.structs.fields(Clinic)}
    for name in data:
        if name not in fields:
            raise unknown("field", name, fields, where=file)
    if isinstance(data.get("address"), str):
        data = data | {"address": [line.strip() for line in data["address"].splitlines() if line.strip()]}
    for name, value in data.items():
        try:
            msgspec.convert(value, fields[name].type)
        except msgspec.ValidationError as error:
            wanted = WANTED.get(name, WANTED[""])
            message = f"{quoted(value)} must be {wanted}"
            if file:
                raise FileError(file, message, field=name, value=value) from error
            raise BodymapError(message, field=name, value=value) from error
    return msgspec.convert(data, Clinic)


def _where(message: str) -> str:
    """Return Python's message with the line number first, as in all our messages: "line 3: …"."""
    if found := re.fullmatch(r"(.*) \(at line (\d+), column \d+\)", message):
        return f"line {found[2]}: {found[1][0].lower()}{found[1][1:]}"
    return message[:1].lower() + message[1:]
