"""What a user sees of a batch: a bar with its rate and the time left on a terminal, and a table at the end."""

from __future__ import annotations

from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TaskID, TextColumn
from rich.progress import TimeRemainingColumn as TimeLeft
from rich.table import Table
from rich.text import Text

from ..errors import plain
from .columns import COMMANDS
from .jobs import Job
from .run import BatchState

NAMES = {"render": "pictures", "handout": "handouts", "slides": "slides", "card": "cards"}


class Rate(ProgressColumn):
    """How many a second, or a minute where they are slow."""

    def render(self, task: Task) -> Text:
        """The column of a task."""
        if not task.speed:
            return Text("")
        many, unit = (task.speed, "s") if task.speed >= 1 else (60 * task.speed, "min")
        return Text(f"{many:.1f}/{unit}", style="dim")


class ProgressDisplay:
    """Tells of a batch on standard error: the bar on a terminal, faults as they come, anywhere.

    Args:
        label: what messages call the table.
    """

    def __init__(self, label: str) -> None:
        self.label = label
        self._console = Console(stderr=True, highlight=False, soft_wrap=True)
        columns = (
            TextColumn("{task.description}"),
            BarColumn(None),
            MofNCompleteColumn(),
            Rate(),
            TimeLeft(compact=True),
        )
        self._bar = Progress(*columns, console=self._console, disable=not self._console.is_terminal, expand=True)
        self._task: TaskID | None = None

    def __enter__(self) -> ProgressDisplay:
        if self._console.is_terminal:  # older releases of rich end a bar that is not shown with an empty line
            self._bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._console.is_terminal:
            self._bar.stop()

    def begun(self, tally: BatchState) -> None:
        """The bar begins at what there already is; the rate does not count that."""
        self._task = self._bar.add_task("Drawing", total=len(tally.jobs) - tally.kept)

    def ended(self, job: Job, fault: str) -> None:
        """One more."""
        if fault:
            self.line(f"{self.label}, line {job.line}: {job.name}: {fault}")
        if self._task is not None:
            self._bar.advance(self._task)

    def line(self, text: str) -> None:
        """A line for people, above the bar."""
        self._console.print(f"bodymap: {plain(text)}", markup=False)


def summary(tally: BatchState, skipped: int, console: Console | None = None) -> None:
    """Print what became of a batch, a line a kind.

    Args:
        tally: how it ended.
        skipped: rows with faults, that were no job.
        console: where to; standard output.
    """
    table = Table(box=None, pad_edge=False, header_style="")
    for name in ("", "made", "failed", "size"):
        table.add_column(name, justify="right" if name else "left")
    for command in COMMANDS:
        made, failed, size = tally.of(command)
        if made or failed:
            table.add_row(NAMES[command], str(made), str(failed) if failed else "", in_words(size))
    console = console or Console(highlight=False)
    if table.row_count:
        console.print(table)
    for number, words in ((tally.kept, "of them there before"), (tally.left, "not made yet"), (skipped, "skipped")):
        if number:
            console.print(f"{number} {words}")


def in_words(size: int) -> str:
    """Bytes for people: "23.4 MB"."""
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{size / 1e3:.0f} kB"
