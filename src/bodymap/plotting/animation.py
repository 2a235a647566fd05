"""`animate`: values on a body that change, as a GIF, WebP or MP4 with one scale and a clock."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from os import PathLike
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Unpack

import numpy as np
from PIL import Image

from .. import words
from ..errors import BodymapError, BodymapTypeError, one_of, quoted
from ..export.targets import no_folder, place
from ..files.disk import write
from ..layout.plot_figures import aspect_of
from ..options import checks
from ..options.calls import takes
from ..options.option import kind_of
from . import films, frames
from .body_facets import grouped
from .body_plot import BodyPlot, draw, every_artist, paint_values
from .figures import BAR, HEIGHT, PAD, TICKS, TITLE, look_of, new_figure, style_bar, write_title
from .options import PlotKeywords, PlotOptions
from .panel import COLOURS_ALONE, PanelData, described, legend
from .preparation import asked_for, prepare
from .scale import ColourScale
from .values import Value

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..content.plot_content import PlotView
    from ..pages.plot_page import Entry

ENDINGS = (".gif", ".webp", ".mp4")
"""The files that an animation can be written to."""

WIDTH = 640
"""Width of a picture, pixels."""

NARROWEST, WIDEST = 64, 4096
"""Least and greatest width of a picture, pixels."""

FASTEST = 60
"""Greatest number of frames per second."""

CLOCK = 0.3
"""Height of the line with the clock, in."""

CLOCK_SIZE = 10.0
"""Size of the clock's type, pt."""

MOST = 5_000
"""Maximum number of frames."""

COLOURS = 256
"""Number of colours of a GIF."""

MOST_DIGITS = 3
"""Maximum number of digits after the point of a time, s."""

SCALE_COLOURS = 95
"""Number of colours of a GIF that are taken from the scale."""

SAMPLES = 6
"""Number of frames from which the colours of a GIF are chosen."""


@dataclass(frozen=True, eq=False, repr=False)
class BodyAnimation:
    """Values on a body that change from frame to frame. Nothing is drawn before it is saved.

    Attributes:
        frames: what the clock says in each frame.
        values: for each frame, the value of each part by its name.
        scale: the scale that all frames share.
    """

    frames: tuple[str, ...]
    values: tuple[Mapping[str, Value], ...]
    scale: ColourScale
    _panels: tuple[PanelData, ...]
    _views: tuple[PlotView, ...]
    _options: PlotOptions
    _entries: tuple[Entry, ...]

    def save(self, path: str | PathLike[str], *, fps: float = 12.0, width: int = WIDTH) -> Path:
        """Write the animation to a file: .gif, .webp, or .mp4 if the program ffmpeg is installed.

        Args:
            path: the file.
            fps: frames per second.
            width: the width in pixels.

        Raises:
            BodymapError: the ending is unknown, the path can't be written to, or there is no ffmpeg.
        """
        target = Path(path)
        no_folder(target)
        if target.suffix.lower() not in ENDINGS:
            raise BodymapError(
                f"{target}: unknown kind of animation {quoted(target.suffix)}; it may be {one_of(ENDINGS)}"
            )
        if not 0 < checks.number(fps, "fps") <= FASTEST:
            raise BodymapError(
                f"an animation has up to {FASTEST} frames per second, not {fps:g}", field="fps", value=fps
            )
        if not NARROWEST <= checks.number(width, "width", "a number of pixels") <= WIDEST:
            raise BodymapError(
                f"an animation is from {NARROWEST} to {WIDEST} pixels wide, not {width:g}", field="width", value=width
            )
        place(target)
        make = {".gif": _gif, ".webp": _webp, ".mp4": _mp4}[target.suffix.lower()]
        write(target, make(self, fps, width))
        return target

    def pixels(self, width: int = WIDTH) -> Iterator[NDArray[np.uint8]]:
        """Yield the frames one after the other, (height, width, 3) uint8 RGB. Only one is held at a time."""
        still = _still(self, width)
        for name, values in zip(self.frames, self.values, strict=True):
            yield still.frame(name, values)

    @property
    def alt(self) -> str:
        """A short text for people who can't see the animation."""
        alt = described(self._panels[0], self._options)
        return words.text("plot.frames", number=len(self), first=self.frames[0], last=self.frames[-1], alt=alt)

    def __len__(self) -> int:
        """Return the number of frames."""
        return len(self._panels)

    def __repr__(self) -> str:
        return f"<bodymap animation: {len(self)} frames>"


@takes(PlotOptions)
def animate(
    data: Any,
    options: PlotOptions | None = None,
    *,
    frame: str,
    clock: str | None = None,
    muscle: str | None = None,
    side: str | None = None,
    value: str | None = None,
    norm: Any = None,
    palette: Any = None,
    **keywords: Unpack[PlotKeywords],
) -> BodyAnimation:
    """Make an animation of values on a body: one frame for each value of a column, all on one scale.

    Args:
        data: a table, as for `plot`, such as a .sto file of OpenSim.
        options: the options of the plots.
        frame: the column that says which frame a row belongs to, such as time.
        clock: how the frame is written, as a format: "{:.2f} s". Without it, a time is in seconds.
        muscle: the column of names.
        side: the column of sides.
        value: the column of values.
        norm: a norm of matplotlib.
        palette: for classes, their colours.
        keywords: single options, which override `options`; see `PlotOptions`.

    Raises:
        BodymapError: as for `plot`, or there are too many frames.
        BodymapTypeError: a value has the wrong Python type.
    """
    if not isinstance(clock, str | None):
        raise BodymapTypeError(f"clock must be a format or None, not {kind_of(clock)}", field="clock", value=clock)
    asked, cmap = asked_for(options, keywords)
    if asked.labels is not None:
        raise BodymapError("an animation has no names and values on its parts; leave labels out", field="labels")
    rows = frames.read(data, frames.Columns(muscle, side, value), (frame,))
    groups = grouped(rows, None, frame, most=MOST)
    ready = prepare(rows, asked, groups=tuple(groups.values()), cmap=cmap, norm=norm, palette=palette)
    panels = ready.panels
    names = _clock([name for _, name in groups], frame, clock)
    values = tuple({part.name: own for part, own in panel.values.items()} for panel in panels)
    # The legend also explains a part without a value if the part is in some frames alone.
    every = {part for panel in panels for part in panel.values}
    whole = [PanelData({part: panel.values.get(part) for part in every}) for panel in panels]
    entries = legend(whole, ready.scale, COLOURS_ALONE, asked)
    return BodyAnimation(names, values, ready.scale, panels, ready.views, asked, entries)


def _clock(names: Sequence[str], frame: str, clock: str | None) -> tuple[str, ...]:
    """Return what the clock says in each frame: a format filled in, seconds if it is a time, else the value as it is.

    Raises:
        BodymapError: the format doesn't fit.
    """
    numbers = [frames.number(name) for name in names]
    if clock is None:
        if frame != "time" or None in numbers:
            return tuple(f"{frame} {name}" for name in names)
        exact = (d for d in range(MOST_DIGITS) if all(abs(n - round(n, d)) < 1e-9 for n in numbers if n))
        digits = next(exact, MOST_DIGITS)
        return tuple(f"{number:.{digits}f} s" for number in numbers)
    try:
        return tuple(clock.format(name if n is None else n) for name, n in zip(names, numbers, strict=True))
    except (ValueError, IndexError, KeyError):
        raise BodymapError(
            f"the clock {quoted(clock)} can't write {quoted(names[0])}; use a format such as '{{:.2f}} s'",
            field="clock",
        ) from None


# --- frames ---------------------------------------------------------------------------------------------------------


class _Still:
    """A figure that is drawn once, and whose colours are changed from frame to frame."""

    def __init__(self, plot: BodyPlot, clock: Any, scale: ColourScale) -> None:
        """Take over a plot and the text of the clock."""
        self._plot, self._clock, self._scale = plot, clock, scale
        every = {artist.get_gid(): artist for artist in every_artist(plot.ax.get_children())}
        self._hatches: dict[str, list[Any]] = {}
        self._grounds: dict[str, list[Any]] = {}
        for name, artists in plot.artists.items():
            found = [every.get(f"{artist.get_gid()}.hatch") for artist in artists]
            self._hatches[name] = [hatch for hatch in found if hatch is not None]
            self._grounds[name] = [artist.get_facecolor() for artist in artists]  # type: ignore[attr-defined]

    def frame(self, name: str, values: Mapping[str, Value]) -> NDArray[np.uint8]:
        """Return the pixels of a frame."""
        for part, artists in self._plot.artists.items():
            missing = values.get(part) is None
            for hatch in self._hatches[part]:
                hatch.set_visible(missing)
            for artist, ground in zip(artists, self._grounds[part], strict=True) if missing else ():
                artist.set_facecolor(ground)  # type: ignore[attr-defined]
        paint_values(self._plot.artists, values, self._scale)
        self._clock.set_text(name)
        canvas: Any = self._plot.figure.canvas
        canvas.draw()
        return np.asarray(canvas.buffer_rgba())[..., :3].copy()


def _still(animation: BodyAnimation, width: int) -> _Still:
    """Return the figure of an animation: with each part, hatched if its value is missing in some frame."""
    panels, options, views, scale = animation._panels, animation._options, animation._views, animation.scale
    every = dict.fromkeys(part for panel in panels for part in panel.values)
    lacking = {part for part in every for panel in panels if panel.values.get(part) is None}
    usual = {part: value for panel in panels for part, value in panel.values.items() if value is not None}
    first = PanelData({part: None if part in lacking else usual[part] for part in every})
    aspect = aspect_of(views)
    top, foot = (TITLE if options.title else 0.0) + PAD, CLOCK
    high = HEIGHT - top - foot
    bar = 0.0 if scale.classes else BAR + TICKS + (0.2 if options.label else 0.0)
    body = max(high * aspect * 1.02, 2.4)
    wide = body + 2 * PAD + bar
    theme = look_of(options)
    figure = new_figure(wide, HEIGHT, theme)
    figure.set_dpi(width / figure.get_size_inches()[0])
    ax = figure.add_axes((PAD / wide, foot / HEIGHT, body / wide, high / HEIGHT))
    plot = draw(first, views, scale, options, ax, animation._entries)
    if bar:
        beside = ((PAD + body + 0.1) / wide, (foot + 0.25 * high) / HEIGHT, BAR / wide, 0.5 * high / HEIGHT)
        style_bar(plot.colorbar(cax=figure.add_axes(beside)), theme)
    middle = (PAD + body / 2) / wide
    if options.title:
        write_title(figure, options.title, (middle, 1 - 0.55 * TITLE / HEIGHT), theme)
    clock = write_title(figure, "", (middle, 0.45 * CLOCK / HEIGHT), theme, CLOCK_SIZE)
    return _Still(plot, clock, scale)


# --- files ----------------------------------------------------------------------------------------------------------


def _gif(animation: BodyAnimation, fps: float, width: int) -> bytes:
    """Return a GIF whose frames all have the same colours, chosen from some of them."""
    return films.gif(animation.pixels(width), _palette(animation, width), fps)


def _webp(animation: BodyAnimation, fps: float, width: int) -> bytes:
    return films.webp(animation.pixels(width), fps)


def _palette(animation: BodyAnimation, width: int) -> NDArray[np.uint8]:
    """Return the colours of a GIF, (n, 3): those of its scale, and the most frequent of some frames."""
    step = max(len(animation) // SAMPLES, 1)
    chosen = set(range(0, len(animation), step))
    still, pairs = _still(animation, width), list(zip(animation.frames, animation.values, strict=True))
    some = [still.frame(*pairs[n]) for n in sorted(chosen)]
    scale = _colours(animation.scale)
    frequent = Image.fromarray(np.concatenate(some)).quantize(COLOURS - len(scale), method=Image.Quantize.MEDIANCUT)
    others = np.array(frequent.getpalette() or [], dtype=np.uint8).reshape(-1, 3)
    return np.concatenate([scale, others])[:COLOURS]


def _colours(scale: ColourScale) -> NDArray[np.uint8]:
    """Return white and colours of a scale from end to end, (n, 3), which a GIF shows as they are."""
    cmap = scale.mappable.cmap
    steps = np.arange(len(scale.classes)) if scale.classes else np.linspace(0, 1, SCALE_COLOURS)
    own = np.round(np.asarray(cmap(steps))[:, :3] * 255).astype(np.uint8)
    return np.concatenate([np.full((1, 3), 255, dtype=np.uint8), own])


def _mp4(animation: BodyAnimation, fps: float, width: int) -> bytes:
    """Return an MP4 in H.264, made by ffmpeg.

    Raises:
        BodymapError: there is no ffmpeg, or it fails.
    """
    program = shutil.which("ffmpeg")
    if program is None:
        raise BodymapError("MP4 needs the program ffmpeg, which is not installed; write .webp or .gif", field="path")
    made = animation.pixels(width + width % 2)
    first = next(made)
    rows, columns = (n - n % 2 for n in first.shape[:2])
    with TemporaryDirectory() as folder:
        path = Path(folder) / "animation.mp4"
        raw = ("-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{columns}x{rows}", "-r", f"{fps:g}", "-i", "-")
        coded = ("-an", "-c:v", "libx264", "-pix_fmt", "yuv420p", "-crf", "18")
        bare = ("-map_metadata", "-1", "-fflags", "+bitexact", "-flags:v", "+bitexact")  # no versions in the file
        command = (program, "-loglevel", "error", "-y", *raw, *coded, *bare, str(path))
        with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as running:  # noqa: S603
            assert running.stdin is not None  # noqa: S101 (it is a pipe)
            try:
                for pixels in chain((first,), made):
                    running.stdin.write(np.ascontiguousarray(pixels[:rows, :columns]).tobytes())
            except BrokenPipeError:
                pass
            _, said = running.communicate()
        if running.returncode or not path.exists():
            raise BodymapError(f"ffmpeg failed: {' '.join(said.decode(errors='replace').split())[:200]}", field="path")
        return path.read_bytes()
