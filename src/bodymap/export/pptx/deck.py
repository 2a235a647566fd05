"""Reads and writes the PowerPoint file: our own master or a user's, its layouts, their free space, reproducible bytes.

Uses python-pptx. Nothing here depends on what the pictures show.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.oxml.ns import qn
from pptx.util import Emu, Pt

from ...errors import BodymapError, one_of, unknown
from ...files.disk import contents
from ...style.theme import Theme

KINDS = (".pptx", ".potx")
MOST_BYTES = 64 * 1024 * 1024

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""First bytes of a password-protected PowerPoint file, or of one from before 2007."""

LONGEST = 255
"""Maximum length of a document property, in characters."""

FACE = "Arial"
"""Typeface of our own master: available everywhere, or replaced by one with the same widths."""

TITLES = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)
FEET = (PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER)

SUMMARY, PICTURE = (76.0, 44.0), (98.0, 422.0)
"""Top and height of the summary and of the picture in our own layout, pt."""

FAR = 31.6
"""Margin of our own layouts, pt: the same as the picture's, so that its legend lines up with the title."""


@dataclass(frozen=True)
class Place:
    """A box on a slide, in EMU."""

    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True)
class Deck:
    """A presentation without slides, with the layouts for pictures and for the opening slide."""

    file: Any
    layout: Any
    opening: Any
    label: str

    @property
    def own(self) -> bool:
        """Whether the deck uses our own master."""
        return not self.label


def new(look: Theme) -> Deck:
    """Return a 16:9 deck on our own master, in the theme's colours."""
    file: Any = Presentation()
    file.slide_width, file.slide_height = Pt(960), Pt(540)
    keep = {"Title Slide", "Title Only"}
    for layout in list(file.slide_layouts):
        if layout.name not in keep:
            file.slide_layouts.remove(layout)
    opening, layout = file.slide_layouts
    _master(file.slide_master)
    for each in (opening, layout):
        for shape in list(each.placeholders):
            if shape.placeholder_format.type in FEET:
                shape._element.getparent().remove(shape._element)
    title, subtitle = opening.placeholders
    _put(title, FAR, 150, 960 - 2 * FAR, 110)
    _put(subtitle, FAR, 270, 960 - 2 * FAR, 90)
    first = subtitle._element.txBody.find(qn("a:lstStyle")).find(qn("a:lvl1pPr"))
    first.set("algn", "l")
    first.find(qn("a:defRPr")).set("sz", "2000")
    body = subtitle._element.txBody.find(qn("a:bodyPr"))
    for side in ("lIns", "rIns"):
        body.set(side, "0")
    _summary(layout)
    layout.name = "Picture"
    _colours(file, look)
    return Deck(file, layout, opening, "")


def of_template(path: Path, layout: str | None = None) -> Deck:
    """Return a deck on a user's own master, from a .pptx or .potx without its slides.

    Raises:
        BodymapError: the file can't be read, is not a presentation, or has no layout with room for a picture.
    """
    if path.suffix.lower() not in KINDS:
        raise BodymapError(f"{path}: is not a slide template; it may be {one_of(KINDS)}")
    raw = contents(path, most=MOST_BYTES, label=str(path))
    if raw.startswith(COMPOUND):
        raise BodymapError(
            f"{path}: is locked with a password or in an old format; save it without a password, as .pptx or .potx"
        )
    try:
        package = _as_presentation(raw, path)
        _rehearse(_deck(package, path, layout))
        return _deck(package, path, layout)
    except (BodymapError, MemoryError):
        raise
    except Exception as error:
        # A damaged file can fail anywhere: in the archive, in its XML, in a value that python-pptx reads lazily.
        raise BodymapError(f"{path}: is not a presentation, or it is damaged") from error


def _deck(package: bytes, path: Path, layout: str | None) -> Deck:
    """Return a deck on the master of a presentation, without its slides."""
    file: Any = Presentation(BytesIO(package))
    _emptied(file)
    titled = [each for master in file.slide_masters for each in master.slide_layouts if _title(each) is not None]
    if layout is not None and layout not in [each.name for each in titled]:
        raise unknown("layout", layout, [each.name for each in titled], where=str(path), field="layout")
    if not titled:
        raise BodymapError(f"{path}: none of its layouts has a title; a slide needs one")
    chosen = next((each for each in titled if each.name == layout), None) or _fitting(titled)
    openings = [each for each in titled if each._element.get("type") == "title"]
    return Deck(file, chosen, openings[0] if openings else chosen, str(path))


def _rehearse(deck: Deck) -> None:
    """Make trial slides on a user's master, so that it fails before the real work and not after it."""
    room(deck)
    for layout in (deck.layout, deck.opening):
        slide = add(deck, layout)
        slide.shapes.title.text = "Title"
        slide.shapes.add_textbox(0, 0, 1, 1).text_frame.text = "Words"
        slide.notes_slide.notes_text_frame.text = "Notes"
        for shape in list(slide.placeholders):
            if shape.placeholder_format.type not in (*TITLES, *FEET):
                shape._element.getparent().remove(shape._element)
    Presentation(BytesIO(saved(deck, "Title", "Words")))


def room(deck: Deck) -> tuple[Place, Place]:
    """Return the boxes for the summary and the picture on the deck's layout: below the title and above the footer.

    Raises:
        BodymapError: the layout leaves too little room.
    """
    if deck.file.slide_width is None or deck.file.slide_height is None:
        raise BodymapError(f"{deck.label}: doesn't say how large its slides are")
    wide, high = int(deck.file.slide_width), int(deck.file.slide_height)
    if deck.own:
        left, width = Pt(FAR), wide - 2 * Pt(FAR)
        return Place(left, Pt(SUMMARY[0]), width, Pt(SUMMARY[1])), Place(0, Pt(PICTURE[0]), wide, Pt(PICTURE[1]))
    title = _title(deck.layout)
    if None in (title.left, title.top, title.width, title.height):
        raise BodymapError(f"{deck.label}: the layout {deck.layout.name!r} doesn't say where its title is")
    top = title.top + title.height
    feet = [s.top for s in deck.layout.placeholders if s.placeholder_format.type in FEET and (s.top or 0) > high // 2]
    bottom = min([high, *feet])
    words = Place(title.left, top, title.width, high // 11)
    picture = Place(0, top + words.height, wide, bottom - top - words.height)
    if picture.height < 0.45 * high:
        names = [each.name for each in deck.layout.slide_master.slide_layouts if _title(each) is not None]
        raise BodymapError(
            f"{deck.label}: the layout {deck.layout.name!r} leaves no room for a picture under its title; "
            f"try another layout: {one_of(names)}",
            field="layout",
            value=deck.layout.name,
            choices=names,
        )
    return words, picture


def saved(deck: Deck, title: str, words: str) -> bytes:
    """Return the bytes of the deck. The same slides give the same bytes, without dates or people's names."""
    properties = deck.file.core_properties
    for child in list(properties._element):
        properties._element.remove(child)
    properties.title, properties.subject, properties.language = _short(title), _short(words), "en"
    package = deck.file.part.package
    for id, relation in list(package._rels.items()):
        if relation.reltype.endswith(("/thumbnail", "/extended-properties")):
            package.drop_rel(id)
    for id, relation in list(deck.file.part.rels.items()):
        if relation.reltype.endswith("/printerSettings"):
            deck.file.part.rels.pop(id)
    out = BytesIO()
    deck.file.save(out)
    return _timeless(out.getvalue())


def _short(text: str) -> str:
    """Return a document property, shortened to what the format allows."""
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"


def add(deck: Deck, layout: Any) -> Any:
    """Add a slide, with the slide number and footer of its layout, as PowerPoint does."""
    slide = deck.file.slides.add_slide(layout)
    for shape in layout.placeholders:
        kind = shape.placeholder_format.type
        if kind == PP_PLACEHOLDER.SLIDE_NUMBER or (kind == PP_PLACEHOLDER.FOOTER and shape.text_frame.text.strip()):
            slide.shapes._spTree.append(deepcopy(shape._element))
    for number, element in enumerate(slide.shapes._spTree.iter(qn("p:cNvPr")), 1):
        element.set("id", str(number))
    return slide


# --- our own master -------------------------------------------------------------------------------------------------


def _master(master: Any) -> None:
    boxes = {
        PP_PLACEHOLDER.TITLE: (FAR, 22, 960 - 2 * FAR, 52),
        PP_PLACEHOLDER.BODY: (FAR, 104, 960 - 2 * FAR, 380),
        PP_PLACEHOLDER.DATE: (FAR, 506, 200, 22),
        PP_PLACEHOLDER.FOOTER: (280, 506, 400, 22),
        PP_PLACEHOLDER.SLIDE_NUMBER: (720, 506, 200, 22),
    }
    for shape in master.placeholders:
        _put(shape, *boxes[shape.placeholder_format.type])
    styles = master._element.find(qn("p:txStyles"))
    title = styles.find(qn("p:titleStyle")).find(qn("a:lvl1pPr"))
    title.set("algn", "l")
    title.find(qn("a:defRPr")).set("sz", "3000")
    title.find(qn("a:defRPr")).set("b", "1")
    for shape in master.placeholders:
        if shape.placeholder_format.type == PP_PLACEHOLDER.TITLE:
            body = shape._element.txBody.find(qn("a:bodyPr"))
            body.set("anchor", "b")
            for side in ("lIns", "rIns"):
                body.set(side, "0")


def _summary(layout: Any) -> None:
    """Add a placeholder for the summary to the layout; a body placeholder, so that it follows a change of theme."""
    shape = layout.shapes._spTree.add_placeholder(9, "Summary", PP_PLACEHOLDER.BODY, "horz", "quarter", 13)
    placed = next(s for s in layout.placeholders if s.placeholder_format.idx == 13)
    _put(placed, FAR, SUMMARY[0], 960 - 2 * FAR, SUMMARY[1])
    frame = placed.text_frame
    frame.text = "What it is, in a sentence or two"
    body = shape.txBody.find(qn("a:bodyPr"))
    for side in ("lIns", "rIns"):
        body.set(side, "0")
    level = shape.txBody.get_or_add_lstStyle() if hasattr(shape.txBody, "get_or_add_lstStyle") else None
    level = level if level is not None else shape.txBody.find(qn("a:lstStyle"))
    first = _child(level, "a:lvl1pPr", marL="0", indent="0", algn="l")
    before = _child(first, "a:spcBef")
    _child(before, "a:spcPts", val="0")
    _child(first, "a:buNone")
    _child(first, "a:defRPr", sz="1500")


def _child(parent: Any, tag: str, **attributes: str) -> Any:
    found = parent.makeelement(qn(tag), attributes)
    parent.append(found)
    return found


def _put(shape: Any, left: float, top: float, width: float, height: float) -> None:
    shape.left, shape.top, shape.width, shape.height = Pt(left), Pt(top), Pt(width), Pt(height)


def _colours(file: Any, look: Theme) -> None:
    """Set the theme colours and the typeface of our own master."""
    from lxml import etree

    part = next(r.target_part for r in file.slide_master.part.rels.values() if r.reltype.endswith("/theme"))
    root = etree.fromstring(part.blob)
    chosen = {
        "dk1": look.ink,
        "lt1": look.paper,
        "dk2": look.quiet,
        "lt2": look.body_light,
        "accent1": look.primary.fill,
        "accent2": look.secondary.fill,
        "accent3": look.pain.dot,
        "accent4": look.outline,
        "accent5": look.area.edge,
        "accent6": look.body_shade,
    }
    scheme = next(root.iter(qn("a:clrScheme")))
    scheme.set("name", "bodymap")
    for name, colour in chosen.items():
        slot = scheme.find(qn(f"a:{name}"))
        for child in list(slot):
            slot.remove(child)
        _child(slot, "a:srgbClr", val=colour.lstrip("#").upper())
    fonts = next(root.iter(qn("a:fontScheme")))
    fonts.set("name", "bodymap")
    for latin in fonts.iter(qn("a:latin")):
        latin.set("typeface", FACE)
    part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


# --- a user's own master --------------------------------------------------------------------------------------------


def _title(layout: Any) -> Any:
    return next((s for s in layout.placeholders if s.placeholder_format.type in TITLES), None)


def _fitting(layouts: list[Any]) -> Any:
    """Return the layout with a title and as little else as possible; PowerPoint's type for it is titleOnly."""
    by_type = [each for each in layouts if each._element.get("type") == "titleOnly"]

    def beside(layout: Any) -> int:
        return sum(s.placeholder_format.type not in (*TITLES, *FEET) for s in layout.placeholders)

    return by_type[0] if by_type else min(layouts, key=beside)


def _as_presentation(raw: bytes, path: Path) -> bytes:
    """Return a template as a presentation; they differ only in the declared content type."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(raw)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        if sum(info.file_size for info in old.infolist()) > 8 * MOST_BYTES:
            raise ValueError("a bomb, not a presentation")
        if any(info.flag_bits & 1 for info in old.infolist()):
            raise BodymapError(f"{path}: is locked with a password; save it without one")
        for name in dict.fromkeys(old.namelist()):
            data = old.read(name)
            if name == "[Content_Types].xml":
                data = data.replace(b"presentationml.template.main+xml", b"presentationml.presentation.main+xml")
            new.writestr(name, data)
    return out.getvalue()


def _emptied(file: Any) -> None:
    """Remove the slides, and the sections and custom shows that refer to them."""
    ids = file.slides._sldIdLst
    for entry in list(ids):
        file.part.drop_rel(entry.rId)
        ids.remove(entry)
    root = file.part._element
    for tag in ("p:custShowLst", "p:extLst"):
        for found in root.findall(qn(tag)):
            root.remove(found)


# --- bytes ----------------------------------------------------------------------------------------------------------


def _timeless(raw: bytes) -> bytes:
    """Return the archive with its parts sorted and a fixed date on each."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(raw)) as old, zipfile.ZipFile(out, "w") as new:
        for name in _ordered(old.namelist()):
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            # Compressing again what is already compressed only makes it larger.
            packed = name.endswith((".png", ".jpg", ".jpeg"))
            info.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            new.writestr(info, old.read(name))
    return out.getvalue()


def _ordered(names: list[str]) -> Iterator[str]:
    first = "[Content_Types].xml"
    yield first
    yield from sorted(name for name in names if name != first)


def emu(value: float) -> Emu:
    """Return a length rounded to whole EMU."""
    return Emu(round(value))
