"""Draws docs/gallery afresh: every theme, every sheet, and one picture as each program shows it. `make pictures`."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from base64 import b64encode
from io import BytesIO
from pathlib import Path

from PIL import Image

import bodymap
from bodymap.cli.app import app
from bodymap.export import image
from bodymap.finding import named_muscles
from bodymap.layout.sheets import NAMED
from bodymap.picture import Picture
from bodymap.style import theme

HERE = Path(__file__).parent

TALL = 620
"""How tall a picture of the gallery is, in pixels."""

SHEETS = (*NAMED, "a4-landscape", "letter-landscape", "a5-landscape", "slide-portrait")

OF_A_SHEET = ("thumb-and-wrist-overuse", "both")
"""What the sheets show: two figures, which each sheet has to find its own room for."""

INSETS = {
    "hand": (["trapezius-upper", "dorsal-interossei-hand"], {"side": "right", "points": "list"}),
    "head": (["soleus", "suboccipital-group"], {"side": "both", "theme": "dark"}),
    "hands": (["opponens-pollicis", "adductor-pollicis", "lumbricals-hand"], {"side": "both"}),
}
"""Muscles of which a figure would show some small, and how they are drawn."""

INTRODUCTION = """\
# The gallery of looks, sheets and files

Drawn by [make.py](make.py) with `make pictures`. Every condition is in [another gallery](../conditions/README.md).
"""


def main() -> None:
    """Draw all, and write the page that shows them."""
    rows = [INTRODUCTION, "## Themes\n"]
    for name in theme.themes():
        picture = bodymap.render("desk-neck-and-upper-back", theme=name, size="slide", dpi=96)
        rows.append(entry(keep(pixels(picture), f"theme-{name}"), f"`--theme {name}`", picture.alt))
    rows.append("## Sheets\n\nEach is laid out for itself: nothing is scaled to fit.\n")
    for sheet in SHEETS:
        picture = bodymap.render(OF_A_SHEET[0], side=OF_A_SHEET[1], size=sheet, dpi=96)
        rows.append(entry(keep(pixels(picture), f"sheet-{sheet}"), f"`--size {sheet}`", picture.alt))
    rows += insets()
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
    rows.append("## Paper, talk and web page\n\nAs other programs show what the other commands write.\n")
    for name, (words, found) in written().items():
        if found is not None:
            rows.append(entry(keep(found, f"file-{name}"), words, words))
    (HERE / "README.md").write_text("\n".join(rows), encoding="utf-8")


def insets() -> list[str]:
    """Small parts, once more and larger."""
    rows = ["## Insets\n\nA hand or the head that a figure would show small; two forearms have a figure each.\n"]
    for name, (muscles, options) in INSETS.items():
        condition = named_muscles.condition(muscles, points=True)
        picture = bodymap.render(condition, size="slide", dpi=96, **options)
        words = " ".join(f"--muscle {muscle}" for muscle in muscles)
        rows.append(entry(keep(pixels(picture), f"inset-{name}"), f"`{words}`", picture.alt))
    return rows


def written() -> dict[str, tuple[str, Image.Image | None]]:
    """The first page or slide of a handout, of one in large print, of a deck; and a card."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        commands = {
            "handout": ["handout", "tennis-elbow", "--side", "right"],
            "handout-letter": ["handout", "low-back-pain", "--paper", "letter"],
            "handout-large": ["handout", "stiff-neck", "--side", "left", "--large"],
            "slides": ["slides", "desk-neck-and-upper-back", "tennis-elbow"],
            "card": ["card", "plantar-fasciitis", "--side", "right"],
        }
        kinds = {"slides": ".pptx", "card": ".html"}
        found = {}
        for name, words in commands.items():
            target = place / f"{name}{kinds.get(name, '.pdf')}"
            app([*words, "-o", str(target)], standalone_mode=False)
            found[name] = f"`bodymap {' '.join(words)}`", first_sight(target)
        return found


def first_sight(path: Path) -> Image.Image | None:
    """The first page of a file as another program shows it; None where there is no such program."""
    if path.suffix == ".html":
        return page_in_chromium(path.read_text(encoding="utf-8"), (1280, 900))
    if path.suffix == ".pptx":
        office = shutil.which("soffice")
        if not office:
            print("soffice is not installed: the slides are left out")
            return None
        profile = f"-env:UserInstallation={(path.parent / 'office').as_uri()}"
        convert = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(path.parent), str(path)]
        subprocess.run(convert, check=True, capture_output=True)
        path = path.with_suffix(".pdf")
    return first_page(path, page=2 if path.stem == "slides" else 1)


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
    svg = image.encode(picture.scene, "svg").decode()
    source = b64encode(svg.encode()).decode()
    style = f"margin:0;background:{ground}"
    return page_in_chromium(
        f'<body style="{style}"><img src="data:image/svg+xml;base64,{source}" width="1280"></body>', (1280, 720)
    )


def page_in_chromium(page: str, size: tuple[int, int]) -> Image.Image | None:
    """A page as a browser shows it; None where there is no browser."""
    chromium = shutil.which("chromium")
    if not chromium:
        print("chromium is not installed: what it would show is left out")
        return None
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "x.html").write_text(page, encoding="utf-8")
        command = [chromium, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
        command += [f"--user-data-dir={place / 'profile'}", f"--window-size={size[0]},{size[1]}"]
        command += [f"--screenshot={place / 'x.png'}", (place / "x.html").as_uri()]
        subprocess.run(command, check=True, capture_output=True)
        with Image.open(place / "x.png") as found:
            return found.convert("RGB")


def by_poppler(picture: Picture) -> Image.Image | None:
    """The PDF as it prints; None where there is no pdftoppm."""
    with tempfile.TemporaryDirectory() as folder:
        picture.save(Path(folder) / "x.pdf")
        return first_page(Path(folder) / "x.pdf")


def first_page(path: Path, page: int = 1) -> Image.Image | None:
    """A page of a PDF, by pdftoppm; None where there is none."""
    pdftoppm = shutil.which("pdftoppm")
    if not pdftoppm:
        print("pdftoppm is not installed: the PDF is left out")
        return None
    at = ["-f", str(page), "-l", str(page)]
    subprocess.run([pdftoppm, "-r", "96", *at, "-png", str(path), str(path.with_suffix(""))], check=True)
    [printed] = path.parent.glob(f"{path.stem}-*.png")
    with Image.open(printed) as found:
        return found.convert("RGB")


if __name__ == "__main__":
    main()
