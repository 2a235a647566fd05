"""Shows the progress of a batch: a progress bar on a terminal, and a table at the end."""

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
    """Files per second, or per minute if there is less than one per second."""

    def render(self, task: Task) -> Text:
        """Return the text of the column for a task."""
        if not task.speed:
            return Text("")
        rate, unit = (task.speed, "s") if task.speed >= 1 else (60 * task.speed, "min")
        return Text(f"{rate:.1f}/{unit}", style="dim")


class ProgressDisplay:
    """Shows a batch on standard error: a progress bar if that is a terminal, and errors as they occur.

    Args:
        label: name of the table in messages.
        quiet: whether to show errors only.
    """

    def __init__(self, label: str, *, quiet: bool = False) -> None:
        self.label = label
        self._console = Console(stderr=True, highlight=False, soft_wrap=True)
        columns = (
            TextColumn("{task.description}"),
            BarColumn(None),
            MofNCompleteColumn(),
            Rate(),
            TimeLeft(compact=True),
        )
        self._visible = self._console.is_terminal and not quiet
        self._bar = Progress(*columns, console=self._console, disable=not self._visible, expand=True)
        self._task: TaskID | None = None

    def __enter__(self) -> ProgressDisplay:
        if self._visible:  # older releases of rich end a bar that is not shown with an empty line
            self._bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._visible:
            self._bar.stop()

    def begun(self, state: BatchState) -> None:
        """Start the bar; jobs that were done before don't count."""
        self._task = self._bar.add_task("Drawing", total=len(state.jobs) - state.resumed)

    def ended(self, job: Job, fault: str) -> None:
        """Count one more job, and show its error."""
        if fault:
            self.line(f"{self.label}, line {job.line}: {job.name}: {fault}")
        if self._task is not None:
            self._bar.advance(self._task)

    def line(self, text: str) -> None:
        """Print a line above the bar."""
        self._console.print(f"bodymap: {plain(text)}", markup=False)


def summary(state: BatchState, skipped: int, console: Console | None = None) -> None:
    """Print the result of a batch, one line per kind of file.

    Args:
        state: the final state of the batch.
        skipped: number of rows with errors, which didn't become jobs.
        console: where to print; standard output by default.
    """
    table = Table(box=None, pad_edge=False, header_style="")
    for name in ("", "made", "failed", "size"):
        table.add_column(name, justify="right" if name else "left")
    for command in COMMANDS:
        made, failed, size = state.of(command)
        if made or failed:
            table.add_row(NAMES[command], str(made), str(failed) if failed else "", in_words(size))
    console = console or Console(highlight=False)
    if table.row_count:
        console.print(table)
    for number, words in ((state.resumed, "already there"), (state.left, "not made yet"), (skipped, "skipped")):
        if number:
            console.print(f"{number} {words}")


def in_words(size: int) -> str:
    """Return a number of bytes in readable form, e.g. "23.4 MB"."""
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{size / 1e3:.0f} kB"
