"""Draws docs/gallery afresh: every theme, every sheet, and one picture as each program shows it. `make pictures`."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image

import bodymap
from bodymap import theme
from bodymap.export import image
from bodymap.picture import Picture
from bodymap.sheets import NAMED

HERE = Path(__file__).parent

TALL = 620
"""How tall a picture of the gallery is, in pixels."""

SHEETS = (*NAMED, "a4-landscape", "letter-landscape", "a5-landscape", "slide-portrait")

OF_A_SHEET = ("thumb-and-wrist-overuse", "both")
"""What the sheets show: two figures, which each sheet has to find its own room for."""

INTRODUCTION = """\
# The gallery of looks, sheets and files

Drawn by [make.py](make.py) with `make pictures`. Every condition is in [another gallery](../conditions/README.md).
"""


def main() -> None:
    """Draw all, and write the page that shows them."""
    rows = [INTRODUCTION, "## Themes\n"]
    for name in theme.themes():
        picture = bodymap.render("desk-neck-and-upper-back", theme=name, sheet="slide", dpi=96)
        rows.append(entry(keep(pixels(picture), f"theme-{name}"), f"`--theme {name}`", picture.alt))
    rows.append("## Sheets\n\nEach is laid out for itself: nothing is scaled to fit.\n")
    for sheet in SHEETS:
        picture = bodymap.render(OF_A_SHEET[0], side=OF_A_SHEET[1], sheet=sheet, dpi=96)
        rows.append(entry(keep(pixels(picture), f"sheet-{sheet}"), f"`--size {sheet}`", picture.alt))
    rows.append("## Files\n\nThe same picture as PNG, and as other programs show its other files.\n")
    picture = bodymap.render("tennis-elbow", side="right", dpi=96)
    clear = bodymap.render("tennis-elbow", side="right", dpi=96, transparent=True)
    shown = {
        "png": ("PNG", pixels(picture)),
        "svg": ("SVG, in Chromium", in_chromium(picture, "white")),
        "pdf": ("PDF, by pdftoppm", by_poppler(picture)),
        "transparent-white": ("`--transparent`, PNG on white", pixels(clear, "white")),
        "transparent-black": ("`--transparent --theme dark`, PNG on black", pixels(dark(), "black")),
        "transparent-svg": ("`--transparent --theme dark`, SVG on black in Chromium", in_chromium(dark(), "black")),
    }
    for name, (words, found) in shown.items():
        if found is not None:
            rows.append(entry(keep(found, f"file-{name}"), words, picture.alt))
    (HERE / "README.md").write_text("\n".join(rows), encoding="utf-8")


def dark() -> Picture:
    """What is to lie on a dark slide."""
    return bodymap.render("tennis-elbow", side="right", dpi=96, transparent=True, theme="dark")


def entry(path: Path, words: str, alt: str) -> str:
    """A picture of the page."""
    return f"{words}\n\n![{alt}]({path.name})\n"


def keep(picture: Image.Image, name: str) -> Path:
    """Write a picture, small enough for a page."""
    target = HERE / f"{name}.webp"
    size = round(picture.width * TALL / picture.height), TALL
    picture.convert("RGB").resize(size, Image.Resampling.LANCZOS).save(target, quality=82, method=6)
    print(target.relative_to(HERE.parents[1]))
    return target


def pixels(picture: Picture, ground: str = "white") -> Image.Image:
    """A picture on a ground."""
    with Image.open(BytesIO(image.encode(picture.scene, "png"))) as found:
        flat = Image.new("RGB", found.size, ground)
        flat.paste(found, mask=found.getchannel("A") if found.mode == "RGBA" else None)
    return flat


def in_chromium(picture: Picture, ground: str) -> Image.Image | None:
    """The SVG as a browser shows it; None where there is no browser."""
    chromium = shutil.which("chromium")
    if not chromium:
        print("chromium is not installed: the SVG is left out")
        return None
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        picture.save(place / "x.svg")
        page = place / "x.html"
        page.write_text(f'<body style="margin:0;background:{ground}"><img src="x.svg" width="1280"></body>')
        command = [chromium, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
        command += [f"--user-data-dir={place / 'profile'}", "--window-size=1280,720"]
        command += [f"--screenshot={place / 'x.png'}", page.as_uri()]
        subprocess.run(command, check=True, capture_output=True)
        with Image.open(place / "x.png") as found:
            return found.convert("RGB")


def by_poppler(picture: Picture) -> Image.Image | None:
    """The PDF as it prints; None where there is no pdftoppm."""
    pdftoppm = shutil.which("pdftoppm")
    if not pdftoppm:
        print("pdftoppm is not installed: the PDF is left out")
        return None
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        picture.save(place / "x.pdf")
        subprocess.run([pdftoppm, "-r", "96", "-png", str(place / "x.pdf"), str(place / "x")], check=True)
        [printed] = place.glob("x*.png")
        with Image.open(printed) as found:
            return found.convert("RGB")


if __name__ == "__main__":
    main()
