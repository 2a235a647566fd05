"""Tell which muscles of a view have a dashed edge, because other muscles cover them or a part of them."""

from __future__ import annotations

from collections.abc import Iterator

from ..body import forms
from .view_content import ViewContent


def covered(view: ViewContent) -> Iterator[str]:
    """Yield the ids of the muscles that have a window in a view."""
    if not view.windows:
        return
    parts, known = {part.id: part for part in view.plate.parts}, forms.load(view.body, view.view)
    for highlight in view.highlights:
        form = known.of(parts[highlight.part]) if known else None
        if highlight.deep if form is None else len(form.edge.codes) > 0:
            yield highlight.muscle
