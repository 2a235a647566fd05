"""Python functions that draw a chart or a condition, as a picture or into a matplotlib Axes."""

from __future__ import annotations

from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import msgspec

from . import describe
from .errors import BodymapError, BodymapTypeError
from .formats import TextMode
from .knowledge.chart_input import ChartLike, as_chart
from .layout.sheets import Sheet
from .options.calls import build, takes
from .options.keywords import DrawKeywords, RenderKeywords
from .options.option import kind_of
from .options.records import DrawOptions, RenderOptions
from .scene import Scene, plan, plan_with_key

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


_USUAL = RenderOptions()


@dataclass(frozen=True, repr=False)
class Picture:
    """A planned picture. Nothing is drawn until it is saved or shown. `options` are the ones it was planned with.

    `key` is the picture with the answers, if it has blank lines and a key was asked for.
    """

    scene: Scene
    options: RenderOptions = _USUAL
    key: Scene | None = None

    def save(
        self,
        *paths: str | PathLike[str],
        text: TextMode | None = None,
        id_prefix: str | None = None,
        sidecar: bool = False,
    ) -> Path:
        """Write the picture to one or more files. The ending sets the format: .png, .jpg, .webp, .svg or .pdf.

        A key becomes the second page of a PDF, else a second file: x-key.png beside x.png.

        Args:
            paths: the files to write.
            text: how an SVG stores its text, as `paths` or `text`; None to use the picture's options.
            id_prefix: prefix for every id in an SVG; None to use the picture's options.
            sidecar: also write the description, next to the first file, as x.alt.txt.

        Returns:
            The first path.

        Raises:
            BodymapError: an ending is unknown or a path can't be written to; then no file is written.
        """
        from .export import image  # imported here because it loads matplotlib

        if not paths:
            raise BodymapError("name a file to write", field="paths")
        for path in paths:
            if not isinstance(path, str | PathLike):
                raise BodymapTypeError(f"a path must be text or a Path, not {kind_of(path)}", field="paths", value=path)
        targets = [Path(path) for path in paths]
        changes = {"text": text, "id_prefix": id_prefix}
        asked_for = build(RenderOptions, self.options, {name: v for name, v in changes.items() if v is not None})
        svg = {"text": asked_for.text, "id_prefix": asked_for.id_prefix}
        image.save(self.scene, *targets, key=self.key, sidecar=sidecar, **svg)
        return targets[0]

    def figure(self) -> Figure:
        """Return the picture as a matplotlib Figure."""
        from .backends import axes
        from .export import image

        return axes.figure(image.displayed(self.scene))

    @property
    def alt(self) -> str:
        """A short text for people who can't see the picture."""
        return describe.alt(self.scene)

    @property
    def description(self) -> str:
        """A description of the picture in plain sentences, from the whole to the details."""
        return describe.long(self.scene)

    def __repr__(self) -> str:
        width, height = self.scene.sheet.pixels
        side = "both sides" if len(self.scene.sides) == 2 else f"{self.scene.sides[0]} side"
        return f"<bodymap picture: {self.scene.title or self.scene.condition}, {side}, {width} x {height}>"

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        """Show the picture in a notebook, with its alt text for people who can't see it."""
        from .export import image, notebook

        width, _ = self.scene.sheet.pixels
        return notebook.image_bundle(image.encode(self.scene, "png"), width, self.alt, repr(self))


@takes(RenderOptions)
def render(chart: ChartLike, options: RenderOptions | None = None, **keywords: Unpack[RenderKeywords]) -> Picture:
    """Plan the picture of a chart or a condition.

    Args:
        chart: a chart; or a condition, its id or name, which a side may follow (`sciatica@left`), its file, or a
            mapping with its fields.
        options: the options of the picture.
        keywords: single options, which override `options`; see `RenderOptions`.

    Raises:
        BodymapError: something requested does not exist.
        BodymapTypeError: a value has the wrong Python type.
    """
    asked_for = build(RenderOptions, options, keywords)
    scene, key = plan_with_key(as_chart(chart), asked_for)
    return Picture(scene, asked_for, key)


@takes(DrawOptions)
def draw(
    chart: ChartLike, options: DrawOptions | None = None, *, ax: Axes, **keywords: Unpack[DrawKeywords]
) -> list[Artist]:
    """Draw the picture of a chart or a condition into a matplotlib Axes, and return the artists.

    The picture is laid out for the current size of the Axes, with type in real points. The axis is turned off, and the
    units of the Axes become points. The rest of the figure and matplotlib's settings are not changed.

    Args:
        chart: a chart; or a condition, its id or name, which a side may follow (`sciatica@left`), its file, or a
            mapping with its fields.
        options: the options of the picture.
        ax: the Axes to draw into.
        keywords: single options, which override `options`; see `DrawOptions`.

    Raises:
        BodymapError: something requested does not exist, or the Axes is too small.
        BodymapTypeError: a value has the wrong Python type.
    """
    from .backends import axes
    from .export import image

    for option in ("size", "orientation", "dpi"):
        if option in keywords:
            raise BodymapError(f"{option} can't be set: the Axes decides it", field=option)
    if not hasattr(ax, "get_position"):
        raise BodymapTypeError(f"ax must be a matplotlib Axes, not {kind_of(ax)}", field="ax", value=ax)
    figure = ax.get_figure(root=True)
    if figure is None:
        raise BodymapError("the Axes belongs to no figure", field="ax")
    width, height = (figure.get_size_inches() * 72 * ax.get_position().size).tolist()
    sheet = Sheet("axes", width, height, float(figure.dpi))
    asked_for = msgspec.structs.asdict(build(DrawOptions, options, keywords))
    scene = plan(as_chart(chart), RenderOptions(**asked_for, size=sheet))
    return axes.draw(image.displayed(scene), ax)
