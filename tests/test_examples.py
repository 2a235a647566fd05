"""The examples run, each in a folder of its own, and write what they say."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest
from PIL import Image

EXAMPLES = sorted((Path(__file__).parents[1] / "examples").glob("*.py"))

LEFT = {
    "all_marks": 6,
    "every_side": 6,
    "one_picture": 4,
    "own_figure": 1,
    "paper_and_slides": 3,
}
"""How many files each writes."""


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_the_example_runs(
    example: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    runpy.run_path(str(example), run_name="__main__")
    left = list(tmp_path.iterdir())
    assert len(left) == LEFT[example.stem]
    assert capsys.readouterr().out
    for path in left:
        if path.suffix in (".png", ".webp"):
            with Image.open(path) as picture:
                assert len(picture.getcolors(1 << 24) or ()) > 100, "something is drawn"
