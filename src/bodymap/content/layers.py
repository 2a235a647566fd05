"""Layers: the parts of a picture that can be shown or hidden."""

from __future__ import annotations

import msgspec

from ..errors import BodymapError, unknown
from ..options import checks


class Layers(msgspec.Struct, frozen=True):
    """The layers that can be shown or hidden. The main figure, its superficial muscles and its letters always show.

    `deep`: muscles that lie under others; `points`: trigger points; `pain`: rings where it hurts; `zones`: dots where
    the pain may spread; `areas`: the areas where it hurts, outlined; `structures`: tendons, nerves, joints and the
    like; `bones`: bones; `fibres`: strokes along a muscle; `others`: faint lines of the other muscles; `locator`: the
    small whole body beside a crop; `insets`: enlarged views of small parts.
    """

    deep: bool = True
    points: bool = True
    pain: bool = True
    zones: bool = True
    areas: bool = False
    structures: bool = True
    bones: bool = True
    fibres: bool = True
    others: bool = True
    locator: bool = True
    insets: bool = True

    def __post_init__(self) -> None:
        """Check that each is True or False.

        Raises:
            BodymapTypeError: one is not.
        """
        for name in self.__struct_fields__:
            checks.switch(getattr(self, name), name)


NAMES: tuple[str, ...] = Layers.__struct_fields__

STARTS = {"all": True, "none": False}
"""Words that may come first in a list of layers, and whether all layers then start out shown."""


def parse_layers(text: str) -> Layers:
    """Parse a list of layers: "areas,-fibres" changes the default layers, "none,points" starts from none.

    An empty list means the default layers. `none` leaves the muscles, those that lie under others too, so that none is
    lost by the way; `-deep` leaves these out.

    Raises:
        BodymapError: if a name is not a layer, or `all` or `none` does not come first.
    """
    layers: dict[str, bool] = msgspec.structs.asdict(Layers())
    for place, word in enumerate(part.strip() for part in text.split(",") if text.strip()):
        name = word.removeprefix("-")
        if word in STARTS:
            if place:
                raise BodymapError(f"{word!r} can only come first", field="layers", value=text)
            layers = dict.fromkeys(NAMES, STARTS[word]) | {"deep": True}
        elif name in NAMES:
            layers[name] = word == name
        else:
            raise unknown("layer", name, (*NAMES, *STARTS), field="layers")
    return Layers(**layers)
