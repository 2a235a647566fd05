"""A line of text that asks of the renderer no more than it needs."""

from __future__ import annotations

from typing import Any

from matplotlib.colors import to_rgba
from matplotlib.text import Text


class Words(Text):
    """One level line on its baseline: matplotlib's Text lays a line out before it draws it, which takes as long again.

    The width is measured where the line is not aligned at its left, and the halo is all that may lie around it.
    """

    def draw(self, renderer: Any) -> None:  # noqa: D102 (as Text has it)
        text = self.get_text()
        if not text or not self.get_visible():
            return
        renderer.open_group("text", self.get_gid())
        x, y = self.get_transform().transform(self.get_position())
        share = {"left": 0.0, "center": 0.5, "right": 1.0}[self.get_horizontalalignment()]
        if share:
            x -= share * renderer.get_text_width_height_descent(text, self.get_fontproperties(), False)[0]
        if renderer.flipy():
            y = renderer.get_canvas_width_height()[1] - y
        gc = renderer.new_gc()
        gc.set_foreground(to_rgba(self.get_color()), isRGBA=True)
        gc.set_alpha(self.get_alpha())
        gc.set_antialiased(self.get_antialiased())
        gc.set_snap(self.get_snap())
        self._set_gc_clip(gc)  # type: ignore[attr-defined]
        pen = renderer
        if effects := self.get_path_effects():
            from matplotlib.patheffects import PathEffectRenderer  # here: most pictures have a ground, and so no halo

            pen = PathEffectRenderer(effects, renderer)
        pen.draw_text(gc, x, y, text, self.get_fontproperties(), 0.0, ismath=False, mtext=self)
        gc.restore()
        renderer.close_group("text")
        self.stale = False
