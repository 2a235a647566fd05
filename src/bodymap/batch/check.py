"""Rows into jobs; or every fault of every row, with its line and its column, before any work."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Set
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec

from .. import scene
from ..body import plates
from ..content import layers, view_content
from ..errors import BodymapError, FileError, one_of, unknown
from ..export.handout import clinic
from ..export.handout.handout import PAPERS
from ..export.image import KINDS, TEXT
from ..files.disk import assets
from ..finding import find, named_muscles
from ..knowledge import conditions
from ..knowledge.conditions import Condition
from ..layout import label_columns, point_numbers, sheets
from ..style import theme as themes
from . import inputs, naming
from .columns import COMMANDS, Row, command_of, given
from .columns import columns as all_columns
from .jobs import Job, below, each_path, is_own
from .tables import RawRow
from .versions import here
from .work import turn_of

ALT = ("sidecar",)
"""How a description may be given."""

class Checker:
    """Checks the rows of one table. What many rows name is looked up once.

    Args:
        label: what messages call the table.
        base: the folder that its rows name files from.
        own: folders of the user's own conditions, for every row.
    """

    def __init__(self, label: str, base: Path, own: tuple[Path, ...] = ()) -> None:
        self.label, self.base, self.own = label, base, own
        self._known: dict[Any, Any] = {}
        self._faults = list[tuple[str, str]]()

    def jobs(
        self, rows: Iterable[tuple[RawRow, Row]], spoilt: Set[int] = frozenset()
    ) -> tuple[list[Job], list[FileError]]:
        """The jobs of the rows that are whole, and the faults of the others.

        Args:
            rows: the rows, each with its place.
            spoilt: the lines of rows that have a fault already: they are looked at too, and are no jobs.
        """
        jobs, faults = list[Job](), list[FileError]()
        for place, row in rows:
            job = self._job(place.line, row)
            if job is not None and place.line not in spoilt:
                jobs.append(job)
            faults += (
                FileError(self.label, message, line=place.lines.get(column, place.line), field=column)
                for column, message in dict.fromkeys(self._faults)
            )
        clashes = dict(naming.collisions((job.line, job.files) for job in jobs))
        faults += (FileError(self.label, message, line=line, field="output") for line, message in clashes.items())
        return [job for job in jobs if job.line not in clashes], faults

    def _job(self, line: int, row: Row) -> Job | None:
        self._faults = []
        command = command_of(row)
        if command not in COMMANDS:
            self._fault("command", str(unknown("command", command, COMMANDS)))
            return None
        for name in given(row):
            if command not in (goes := all_columns()[name].commands):
                self._fault(name, f"does not go with {command}; it goes with {one_of(goes)}")
        files = self._try("output", naming.outputs, row)
        found = self._resolved(row)
        subjects = self._subjects(found, command)
        self._options(found, command)
        own = [] if self._faults else self._inputs(found)
        if not self._faults:
            self._staged(found, subjects)
        if self._faults or files is None:
            return None
        hashes = [self._once(("hash", path), _hash, path) for path in own]
        key = sha256(msgspec.json.encode([given(row), files, hashes, here().key], order="deterministic")).hexdigest()
        placed = each_path(found, lambda name: str(inputs.plain(Path(name).absolute())))
        told = {name: value for name, value in given(row).items() if name != "patient"}
        return Job(line, placed, files, key, tuple(str(inputs.plain(path.absolute())) for path in own), told)

    # --- columns --------------------------------------------------------------------------------------------------

    def _resolved(self, row: Row) -> Row:
        """The row with its own files found: conditions on the user's shelves, plates, the clinic beside the table."""
        found = below(row, self.base)
        own = (*map(Path, found.conditions), *self.own)
        shelf: dict[str, Path] | None = self._try("conditions", self._once, ("files", own), conditions.files, own)
        names = found.condition
        if shelf is not None:
            names = tuple(self._once(("named", name, own), _named, name, shelf, own) for name in names)
        body = found.body
        if found.plates:
            wanted = body or plates.DEFAULT_BODY
            body = self._try("plates", plates.in_folder, Path(found.plates), wanted) or body
        who = found.clinic
        if not who and command_of(row) == "handout" and (beside := self.base / clinic.FILE).is_file():
            who = str(beside)
        return msgspec.structs.replace(found, condition=names, body=body, clinic=who, conditions=(), plates="")

    def _subjects(self, row: Row, command: str) -> list[Condition]:
        """What the row is about."""
        found = [self._try("condition", self._once, ("condition", n), conditions.load, n) for n in row.condition]
        known = [condition for condition in found if condition is not None]
        if row.muscle and row.condition:
            self._fault("muscle", "a condition and muscles do not go together: name one or the other")
        elif row.muscle:
            spot = "pain" if self._failing(find.places, row.pain) else "muscle"
            made = self._try(
                spot, self._once, ("muscle", row.muscle, row.pain), named_muscles.condition, row.muscle, row.pain
            )
            known = [made] if made else []
        elif not row.condition:
            self._fault("condition", "names none" + ("; nor does `muscle`" if command == "render" else ""))
        if len(row.condition) > 1 and command in ("render", "card"):
            self._fault("condition", f"a {'picture' if command == 'render' else command} is of one condition")
        if command == "render" and not row.muscle:
            for name in ("pain", "title"):
                if getattr(row, name):
                    self._fault(name, "goes with `muscle`, in the place of a condition")
        if row.region:
            if row.muscle:
                self._fault("region", "needs a condition")
            narrowed = [self._try("region", conditions.in_region, each, row.region) for each in known]
            known = [condition for condition in narrowed if condition is not None]
        return known

    def _options(self, row: Row, command: str) -> None:
        """Everything else that the row says, each by the rules of its command."""
        if row.side:
            self._try("side", view_content.sides_of, row.side)
        body = row.body or plates.DEFAULT_BODY
        if (views := self._try("body", plates.views, body)) is not None and row.view and row.view not in views:
            self._fault("view", str(unknown("view", row.view, views)))
        if row.landscape and row.portrait:
            self._fault("portrait", "does not go with landscape")
        self._try("size", sheets.sheet, row.size or "slide", row.dpi, turn_of(row))
        theme = row.theme or themes.DEFAULT
        if self._try("theme", self._once, ("theme", theme), themes.named, theme) is not None and row.skin:
            self._try("skin", self._once, ("theme", theme, row.skin), themes.named, theme, row.skin)
        self._try("layers", layers.parse_layers, row.layers)
        self._choice("labels", "kind of labels", row.labels, label_columns.LABELS)
        self._choice("points", "kind of points", row.points, point_numbers.HOW)
        self._choice("text", "kind of text", row.text, TEXT)
        self._choice("alt", "way to give the description", row.alt, ALT)
        self._choice("format", "format", row.format, KINDS)
        self._choice("paper", "paper", row.paper, PAPERS)
        if row.format and row.output:
            self._fault("format", "goes without `output`, whose ending says what it is")
        if row.no_points and row.points not in ("", "none"):
            self._fault("no-points", f"does not go with points {row.points!r}")
        if row.points == "list" and row.labels == "none":
            self._fault("points", "the list of points stands with the names: it can't be had with labels 'none'")
        if command == "handout":
            self._of_handout(row)
        elif command == "slides":
            self._of_slides(row)

    def _of_handout(self, row: Row) -> None:
        if row.clinic:
            self._try("clinic", self._once, ("clinic", row.clinic), clinic.load, Path(row.clinic))
        for name in ("name", "address", "colour"):
            if value := getattr(row, name):
                self._try(name, clinic.of, None, {name: value})
        for name in ("patient", "date", "title"):
            self._try(name, clinic.line, name, getattr(row, name))

    def _of_slides(self, row: Row) -> None:
        if row.layout and not row.template:
            self._fault("layout", "needs a template")
        elif row.template:
            from ..export.pptx import deck

            path = Path(row.template)
            if self._try("template", self._once, ("deck", path), deck.of_template, path) and row.layout:
                self._try("layout", deck.of_template, path, row.layout)

    def _inputs(self, row: Row) -> list[Path]:
        found = list[Path]()
        for column, path in self._try("theme", lambda: list(inputs.of(row))) or []:
            self._try(column, self._once, ("hash", path), _hash, path)
            found.append(path)
        return list(dict.fromkeys(found))

    def _staged(self, row: Row, subjects: list[Condition]) -> None:
        """Whether there is a muscle to show. A row that insists neither on a view nor on layers always has one."""
        body = row.body or plates.DEFAULT_BODY
        if not (row.view or row.layers or is_own(body)):
            return
        column = "view" if row.view else "layers" if row.layers else "plates"
        for subject in subjects:
            asked = ("stage", msgspec.json.encode(subject), row.side, body, row.view, row.layers)
            self._try(column, self._once, asked, _staged, subject, row.side or None, body, row.view or None, row.layers)

    # --- faults ---------------------------------------------------------------------------------------------------

    def _fault(self, column: str, message: str) -> None:
        self._faults.append((column, message))

    def _choice(self, column: str, kind: str, value: str, choices: tuple[str, ...]) -> None:
        if value and value not in choices:
            self._fault(column, str(unknown(kind, value, choices)))

    def _try(self, column: str, call: Callable[..., Any], *arguments: Any) -> Any:
        """What the call gives; None where it finds a fault, which then is the column's."""
        try:
            return call(*arguments)
        except BodymapError as error:
            message = str(error)
            for lead in (f"--{column} ", f"--{column}: ", f"{column}: ", "--"):
                if message.startswith(lead):
                    message = message.removeprefix(lead)
                    break
            self._fault(column, message)
        except OSError as error:
            self._fault(column, f"{error.filename}: {(error.strerror or str(error)).lower()}")
        return None

    def _once(self, key: Any, call: Callable[..., Any], *arguments: Any) -> Any:
        """The call, made once for all rows that need it; its fault too."""
        if key not in self._known:
            try:
                self._known[key] = call(*arguments)
            except BodymapError as error:
                self._known[key] = error
        found = self._known[key]
        if isinstance(found, BodymapError):
            raise found
        return found

    @staticmethod
    def _failing(call: Callable[..., Any], *arguments: Any) -> bool:
        try:
            call(*arguments)
        except BodymapError:
            return True
        return False


def everything(bodies: str, sides: str, own: tuple[Path, ...] = ()) -> Iterator[RawRow]:
    """The rows of `--all`: every condition on each of the bodies and the sides.

    Args:
        bodies: bodies by name with commas between, or `all`; empty for the usual one.
        sides: `left`, `right` and `both` (in one picture) with commas between, or `all` three; empty for what the
            condition itself says.
        own: folders of the user's own conditions, which are in it too.

    Raises:
        BodymapError: there is no such body or side.
    """
    every_body = _listed("body", bodies, plates.bodies(), "bodymap list bodies")
    every_side = _listed("side", sides, view_content.SIDES, "")
    rows = [(id, body, side) for id in conditions.ids(own) for body in every_body for side in every_side]
    for number, (id, body, side) in enumerate(rows, 1):
        yield RawRow(number, {"condition": id, "body": body, "side": side})


def _listed(kind: str, text: str, choices: tuple[str, ...], listing: str) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))
    if names == ("all",):
        return choices
    for name in names:
        if name not in choices:
            raise unknown(kind, name, (*choices, "all"), listing=listing)
    return names or ("",)


def _named(name: str, shelf: dict[str, Path], own: tuple[Path, ...]) -> str:
    """What a worker knows a condition by, that has no shelf of the user's: its id, or its file. What is none stays."""
    if conditions.is_file(name):
        return name
    ids = [name] if name in shelf else conditions.called(name, own)
    if len(ids) != 1:
        return name  # it is a fault, or may mean several, which is told
    return ids[0] if shelf[ids[0]].parent == assets() / "conditions" else str(shelf[ids[0]])


def _hash(path: Path) -> str:
    return sha256(inputs.read(path)).hexdigest()


def _staged(subject: Condition, side: str | None, body: str, view: str | None, shown: str) -> None:
    """The first steps of `scene.plan`, which find out whether there is something to see.

    Raises:
        BodymapError: no plate of those asked for shows a main muscle, or the layers leave none.
    """
    cast, seen = view_content.entries_of(subject), view_content.plates_of(subject, body, view)
    scene.view_contents(subject, cast, seen, view_content.sides_of(side), view, layers.parse_layers(shown))
