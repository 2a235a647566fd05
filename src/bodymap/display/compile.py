"""Turn a planned picture into a display list: the only place where marks get geometry, style, order and names."""

from __future__ import annotations

from .. import describe
from ..layout.records import Figure
from ..layout.sheets import NAMED
from ..scene import Scene
from .bodies import figure_group
from .furniture import inset_frame, legend_sample, locator_group, logo_group, name_group, pills, rules, words
from .nameless import without_names
from .records import Display, Group, Item
from .styles import Styles


def compile_scene(scene: Scene) -> Display:
    """Return the display list of a picture, from back to front.

    In a transparent picture, text and frames have halos and cut edges fade to nothing; otherwise edges fade to the
    paper.
    """
    theme, halo = scene.theme, scene.transparent
    styles = Styles(theme)
    whys = {entry.muscle: entry.why for entry in scene.muscles}
    whys |= {entry.structure: entry.why for entry in scene.structures}
    items = (
        *(figure_group(shown, styles, whys, transparent=scene.transparent) for shown in scene.all_figures),
        *(locator_group(locator, styles, halo=halo) for locator in scene.locators),
        *(legend_sample(key, styles, halo=halo) for key in scene.legend),
        *(inset_frame(inset, styles, halo=halo) for inset in scene.insets),
        *(name_group(label, styles, halo=halo) for label in scene.labels),
        *rules(scene.rules, styles),
        *([logo_group(scene.logo)] if scene.logo else []),
        *_words(scene, styles, halo=halo),
    )
    if scene.blank:
        asked = {entry.muscle: entry.number for entry in scene.muscles}
        items = without_names(items, asked | {entry.structure: entry.number for entry in scene.structures})
    return Display(
        width=scene.sheet.width,
        height=scene.sheet.height,
        dpi=scene.sheet.dpi,
        unit="pt" if scene.sheet.kind in NAMED else "px",
        paper="" if scene.transparent else theme.paper,
        theme_paper=theme.paper,
        title=scene.title,
        alt=describe.alt(scene),
        description=describe.long(scene),
        items=items,
        styles=styles.styles,
        fonts=styles.fonts,
    )


def _words(scene: Scene, styles: Styles, *, halo: bool) -> tuple[Group, ...]:
    """Return the text of figures, locators, legend entries and the page."""
    captions = [group for shown in scene.all_figures for group in figure_words(shown, styles, halo=halo)]
    letters = [
        Group("page", words(locator.letters, styles, halo=halo), part=f"letters.{locator.view}")
        for locator in scene.locators
    ]
    legend = [Group("legend", words(key.lines, styles, halo=halo), part=f"legend.{key.kind}") for key in scene.legend]
    page: tuple[Item, ...] = (*pills(scene.texts, styles), *words(scene.texts, styles, halo=halo))
    groups = (*captions, *letters, *legend, Group("page", page, part="words"))
    return tuple(group for group in groups if group.items)


def figure_words(shown: Figure, styles: Styles, *, halo: bool) -> tuple[Group, ...]:
    """Return the numbers of a figure's trigger points, its orientation letters and its caption."""
    around = [text for text in (*shown.letters, shown.caption) if text]
    return (
        Group("points", words(shown.numerals, styles, halo=True), part=f"numbers.{shown.view}"),
        Group("page", words(around, styles, halo=halo), part=f"caption.{shown.view}"),
    )
