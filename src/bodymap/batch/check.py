"""Turns rows into jobs, or lists every error in every row with its line and column, before any work starts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Set
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec

from .. import scene
from ..body import bodies, plates
from ..content import layers, picture_content
from ..errors import BodymapError, FileError, one_of, unknown
from ..export.handout import clinic
from ..files.disk import assets
from ..files.tables import RawRow
from ..finding.request import chart
from ..knowledge import chart_input, chart_sides, charts, condition_library, conditions
from ..knowledge.anatomy import ViewLike
from ..knowledge.chart_sides import SideLike
from ..knowledge.charts import Chart
from ..knowledge.requested_side import check_side
from ..layout import sheets
from ..options.calls import build
from ..options.records import FOR_PATIENTS, HandoutOptions, RenderOptions
from ..style import theme as themes
from ..style import theme_files
from . import inputs, naming
from .columns import Row, columns, command_of, given
from .jobs import Job, below, each_path, is_own
from .versions import here
from .work import marks_of


class Checker:
    """Checks the rows of one table. What several rows refer to is looked up only once.

    Args:
        label: name of the table in messages.
        base: the folder that the rows' own files are relative to.
        own: folders with the user's own conditions, for every row.
    """

    def __init__(self, label: str, base: Path, own: tuple[Path, ...] = ()) -> None:
        self.label, self.base, self.own = label, base, own
        self._results: dict[Any, Any] = {}
        self._errors = list[tuple[str, str]]()

    def jobs(
        self, rows: Iterable[tuple[RawRow, Row]], bad_lines: Set[int] = frozenset()
    ) -> tuple[list[Job], list[FileError]]:
        """Return the jobs of the rows without errors, and the errors in the others.

        Args:
            rows: the records, each with the raw row that it comes from.
            bad_lines: the lines of rows that already have an error. They are checked too, but don't become jobs.
        """
        jobs, errors = list[Job](), list[FileError]()
        for place, row in rows:
            job = self._job(place.line, row)
            if job is not None and place.line not in bad_lines:
                jobs.append(job)
            errors += (
                FileError(self.label, message, line=place.lines.get(column, place.line), field=column)
                for column, message in dict.fromkeys(self._errors)
            )
        clashes = dict(naming.collisions((job.line, job.files) for job in jobs))
        errors += (FileError(self.label, message, line=line, field="output") for line, message in clashes.items())
        return [job for job in jobs if job.line not in clashes], errors

    def _job(self, line: int, row: Row) -> Job | None:
        self._errors = []
        row = self._usual(row)
        command = command_of(row)
        for name in given(row):
            if command not in (commands := columns()[name].commands):
                self._add(name, f"applies to {one_of(commands)}, not {command}")
        files = self._try("output", naming.outputs, row)
        resolved = self._resolved(row)
        subjects = self._subjects(resolved, command)
        self._options(resolved, command)
        own = [] if self._errors else self._inputs(resolved)
        if not self._errors:
            self._contents(resolved, subjects)
        if self._errors or files is None:
            return None
        hashes = [self._once(("hash", path), _hash, path) for path in own]
        key = sha256(msgspec.json.encode([given(row), files, hashes, here().key], order="deterministic")).hexdigest()
        placed = each_path(resolved, lambda name: str(inputs.plain(Path(name).absolute())))
        reported = {name: value for name, value in given(row).items() if name != "patient"}
        return Job(line, placed, files, key, tuple(str(inputs.plain(path.absolute())) for path in own), reported)

    # --- columns --------------------------------------------------------------------------------------------------

    def _usual(self, row: Row) -> Row:
        """Return the row with body, size, theme and skin spelt as in the library."""
        body = row.body if row.plates or not row.body else self._try("body", bodies.known, row.body)
        theme = row.theme if theme_files.is_file(row.theme) else row.theme.casefold()
        size = "-".join(row.size.casefold().split())
        return msgspec.structs.replace(row, body=body or "", theme=theme, skin=row.skin.casefold(), size=size)

    def _resolved(self, row: Row) -> Row:
        """Return the row with paths to the user's own files: conditions in their folders, plates, the clinic's file."""
        resolved = below(row, self.base)
        own = (*map(Path, resolved.own), *self.own)
        files: dict[str, Path] | None = self._try(
            "conditions", self._once, ("files", own), condition_library.files, own
        )
        names = resolved.condition
        if files is not None:
            names = tuple(self._once(("named", name, own), _named, name, files, own) for name in names)
        body = resolved.body
        if resolved.plates:
            wanted = body or bodies.DEFAULT_BODY
            body = self._try("plates", plates.in_folder, Path(resolved.plates), wanted) or body
        who = resolved.clinic
        if not who and command_of(row) == "handout" and (beside := self.base / clinic.FILE).is_file():
            who = str(beside)
        return msgspec.structs.replace(resolved, condition=names, body=body, clinic=who, own=(), plates="")

    def _subjects(self, row: Row, command: str) -> list[Chart]:
        """Return the charts that the row is about."""
        loaded = [self._try("condition", self._once, ("condition", n), chart_input.load, n) for n in row.condition]
        known = [chart for chart in loaded if chart is not None]
        marks, single = marks_of(row), command in ("render", "card")
        for name in ("muscle", "point", "structure") if single and row.condition else ():
            if getattr(row, name):
                self._add(name, "can't be combined with a condition; give one or the other")
        if marks.given and not (single and row.condition):
            made = self._try("muscle", self._once, ("marks", marks), chart, None, marks)
            known = [made, *known] if made else known
        elif not row.condition:
            self._add("condition", "is missing; so is `muscle`")
        if len(row.condition) > 1 and command in ("render", "card"):
            self._add("condition", f"a {'picture' if command == 'render' else command} shows only one condition")
        for name in () if marks.given else ("pain", "title") if single else ("pain",):
            if getattr(row, name):
                self._add(name, "needs `muscle` in place of a condition")
        if row.region:
            if not row.condition:
                self._add("region", "needs a condition")
            narrowed = [self._try("region", _in_region, each, row.region) for each in known if each.condition]
            known = [chart for chart in narrowed if chart is not None]
        self._try("side", check_side, known, row.side or None)
        return known

    def _options(self, row: Row, command: str) -> None:
        """Check all other columns by the rules of the row's command."""
        body = row.body or bodies.DEFAULT_BODY
        if (views := self._try("body", plates.views, body)) is not None and row.view and row.view not in views:
            self._add("view", str(unknown("view", row.view, views)))
        self._try("size", sheets.sheet, row.size or "slide", row.dpi, row.orientation)
        theme = row.theme or themes.DEFAULT
        if self._try("theme", self._once, ("theme", theme), theme_files.named, theme) is not None and row.skin:
            self._try("skin", self._once, ("theme", theme, row.skin), theme_files.named, theme, row.skin)
        self._try("layers", layers.parse_layers, row.layers)
        if row.id_prefix:
            self._try("id-prefix", lambda: RenderOptions(id_prefix=row.id_prefix))
        if row.format and row.output:
            self._add("format", "can't be combined with `output`, whose ending says what it is")
        if row.points == "list" and row.labels == "none":
            self._add("points", "the list of points is part of the labels, so it needs labels")
        if row.points == "list" and row.labels == "blank":
            self._add("points", "the list of points names the muscles; with blank lines use numbers")
        self._try("key", scene.check_key, "blank" if row.quiz else row.labels, row.key)
        if command == "handout":
            self._handout(row)
        elif command == "slides":
            self._slides(row)

    def _handout(self, row: Row) -> None:
        if row.clinic:
            self._try("clinic", self._once, ("clinic", row.clinic), clinic.load, Path(row.clinic))
        for name in ("name", "address", "colour"):
            if value := getattr(row, name):
                self._try(name, clinic.of, None, {name: value})
        for name in ("patient", "date", "title"):
            self._try(name, clinic.line, name, getattr(row, name))
        for name in FOR_PATIENTS if row.audience else ():
            if value := getattr(row, name):
                self._try(name, build, HandoutOptions, None, {"audience": row.audience, name: value})

    def _slides(self, row: Row) -> None:
        if row.layout and not row.template:
            self._add("layout", "needs a template")
        elif row.template:
            from ..export.pptx import deck

            path = Path(row.template)
            if self._try("template", self._once, ("deck", path), deck.of_template, path) and row.layout:
                self._try("layout", deck.of_template, path, row.layout)

    def _inputs(self, row: Row) -> list[Path]:
        """Return the user's own files that the row is made from."""
        paths = list[Path]()
        for column, path in self._try("theme", lambda: list(inputs.of(row))) or []:
            self._try(column, self._once, ("hash", path), _hash, path)
            paths.append(path)
        return list(dict.fromkeys(paths))

    def _contents(self, row: Row, subjects: list[Chart]) -> None:
        """Check that there is a muscle to show. There always is if the row sets neither view, layers nor plates."""
        body = row.body or bodies.DEFAULT_BODY
        if not (row.view or row.layers or is_own(body)):
            return
        column = "view" if row.view else "layers" if row.layers else "plates"
        for subject in subjects:
            key = ("contents", msgspec.json.encode(subject), row.side, body, row.view, row.layers)
            asked = (row.side or None, body, row.view or None, row.layers)
            self._try(column, self._once, key, _check_contents, subject, *asked)

    # --- errors ---------------------------------------------------------------------------------------------------

    def _add(self, column: str, message: str) -> None:
        self._errors.append((column, message))

    def _try(self, column: str, call: Callable[..., Any], *arguments: Any) -> Any:
        """Return the result of the call, or None if it raises an error, which is then recorded for its column."""
        try:
            return call(*arguments)
        except BodymapError as error:
            own = "" if isinstance(error, FileError) else error.field.replace("_", "-")
            self._add(own if own in columns() else column, str(error))
        except OSError as error:
            self._add(column, f"{error.filename}: {(error.strerror or str(error)).lower()}")
        return None

    def _once(self, key: Any, call: Callable[..., Any], *arguments: Any) -> Any:
        """Make the call once for all rows that need its result. If it raises an error, raise it for each row."""
        if key not in self._results:
            try:
                self._results[key] = call(*arguments)
            except BodymapError as error:
                self._results[key] = error
        result = self._results[key]
        if isinstance(result, BodymapError):
            raise result
        return result


def everything(bodies_text: str, sides: str, own: tuple[Path, ...] = ()) -> Iterator[RawRow]:
    """Yield a row for every condition on each of the bodies and sides.

    Args:
        bodies_text: names of bodies separated by commas, or `all`; empty for the default body.
        sides: `left`, `right` and `both` (in one picture) separated by commas, or `all` three; empty for the
            side that a condition is shown on if none is named.
        own: folders with the user's own conditions, which are included.

    Raises:
        BodymapError: there is no such body or side.
    """
    every_body = _listed("body", bodies_text, bodies.bodies(), "bodies")
    every_side = _listed("side", sides, picture_content.SIDES, "sides")
    rows = [(id, body, side) for id in condition_library.ids(own) for body in every_body for side in every_side]
    for number, (id, body, side) in enumerate(rows, 1):
        yield RawRow(number, {"condition": id, "body": body, "side": side})


def _listed(kind: str, text: str, choices: tuple[str, ...], field: str) -> tuple[str, ...]:
    """Return the choices that a comma-separated list names."""
    typed = [name.strip() for name in text.split(",") if name.strip()]
    if [name.casefold() for name in typed] == ["all"]:
        return choices
    return tuple(dict.fromkeys(_chosen(kind, name, choices, field) for name in typed)) or ("",)


def _chosen(kind: str, name: str, choices: tuple[str, ...], field: str) -> str:
    try:
        return str(columns()[kind].option.accept(name)) if kind == "side" else bodies.known(name)  # type: ignore[union-attr]
    except BodymapError:
        raise unknown(kind, name, (*choices, "all"), field=field) from None


def _named(name: str, files: dict[str, Path], own: tuple[Path, ...]) -> str:
    """Return the id or file of a condition, for workers that don't know the user's folders."""
    plain, side = chart_sides.apart(name)
    if chart_sides.is_file(plain):
        return name
    ids = [plain] if plain in files else condition_library.called(plain, own)
    if len(ids) != 1:
        return name  # unknown or ambiguous, which is reported later
    return (ids[0] if files[ids[0]].parent == assets() / "conditions" else str(files[ids[0]])) + side


def _in_region(chart: Chart, region: str) -> Chart:
    """Return the chart of a condition, narrowed to one of its regions."""
    return charts.of_condition(conditions.in_region(chart.subject, region), chart.side)


def _hash(path: Path) -> str:
    return sha256(inputs.read(path)).hexdigest()


def _check_contents(subject: Chart, side: SideLike | None, body: str, view: ViewLike | None, shown: str) -> None:
    """Run the first steps of `scene.plan`, which check that there is something to show.

    Raises:
        BodymapError: none of the requested plates shows a main muscle, or the layers hide them all.
    """
    scene.content_of(subject, side=side, body=body, view=view, layers=shown)
