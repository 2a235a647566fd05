"""Themes and skins by name, and themes from files."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any

import msgspec

from ..errors import BodymapError, unknown
from ..files import disk_cache
from ..files.disk import assets, contents
from ..files.fields import At, Choices, Id
from ..files.validation import MOST_BYTES, Validated, parse, validate
from . import font_files, logos
from .theme import CLEAR, DEFAULT, FORMAT, SCALES, WEIGHTS, Fonts, Marks, Skin, Theme

# --- by name --------------------------------------------------------------------------------------------------------


def themes() -> tuple[str, ...]:
    """Return the names of bodymap's own themes, the default one first."""
    found = sorted(path.stem for path in (assets() / "themes").glob("*.yaml"))
    return (DEFAULT, *(name for name in found if name != DEFAULT))


def skins() -> dict[str, Skin]:
    """Return bodymap's skin tones by id, the neutral one first."""
    return _looks().skins


class _ThemeFiles(msgspec.Struct, frozen=True):
    skins: dict[str, Skin]
    themes: dict[str, Theme]


@cache
def _looks() -> _ThemeFiles:
    """Return bodymap's own skins and themes, compiled."""
    paths = [assets() / "skins.yaml", *(assets() / "themes" / f"{name}.yaml" for name in themes())]
    raw = {path.stem: contents(path, most=MOST_BYTES, label=path.name) for path in paths}
    return disk_cache.compiled("looks", FORMAT, _ThemeFiles, raw.values(), lambda: _parsed(raw))


def _parsed(raw: dict[str, bytes]) -> _ThemeFiles:
    """Return the skins and themes in files, given by name, the skins first."""
    first, *names = raw
    skins = parse(raw[first], dict[Id, Skin], label=f"{first}.yaml")
    found: dict[str, Theme] = {}

    def made(name: str) -> Theme:
        if name not in found:
            fill = None if name == DEFAULT else partial(_filled, like=made)
            found[name] = validate(raw[name], Theme, label=f"{name}.yaml", known=_known(skins), fill=fill).whole()
        return found[name]

    return _ThemeFiles(skins, {name: made(name) for name in names})


def is_file(name: str) -> bool:
    """Return whether a theme's name is a file."""
    return name.lower().endswith((".yaml", ".yml"))


def named(name: str, skin: str | None = None) -> Theme:
    """Return the theme with that name or in that file, with a skin of `skins` or else its own.

    Raises:
        BodymapError: there is no such theme, the file is faulty, or the theme does not allow skins.
    """
    if not is_file(name) and name not in themes():
        if name.strip().casefold() not in themes():
            raise unknown("theme", name, themes(), listing="bodymap list themes", field="theme")
        name = name.strip().casefold()
    found = load(Path(name)) if is_file(name) else _looks().themes[name]
    skin = skin or found.skin
    return found if skin is None else on_skin(found, skin)


def on_skin(theme: Theme, skin: str) -> Theme:
    """Return the theme with a skin tone.

    Raises:
        BodymapError: there is no such skin, or the theme does not allow skins.
    """
    from .colour import contrast  # here: it imports numpy, which a list does not need

    if skin not in skins():
        if skin.strip().casefold() not in skins():
            raise unknown("skin", skin, skins(), field="skin")
        skin = skin.strip().casefold()
    if theme.reversed is None:
        raise BodymapError(
            f"the theme {theme.name!r} draws no skin, so {skin!r} can't be used", field="skin", value=skin
        )
    tone = skins()[skin]
    body = {name: getattr(tone, name) for name in ("body_light", "body_shade", "outline", "contour", "locator")}
    if contrast(tone.outline, theme.paper) < CLEAR:
        del body["outline"]  # it would be a dark line on a dark slide
    found = msgspec.structs.replace(theme, **body)
    edge = theme.primary.edge
    if min(contrast(edge, tone.body_light), contrast(edge, tone.body_shade)) >= CLEAR:
        return found
    turned = {name: getattr(theme.reversed, name) for name in Marks.__struct_fields__}
    ranks = tuple(msgspec.structs.replace(rank, edge=theme.reversed.primary.edge) for rank in theme.ranks)
    return msgspec.structs.replace(found, ranks=ranks, **turned)


# --- from a file ----------------------------------------------------------------------------------------------------


def load(path: Path) -> Theme:
    """Return the theme in a file. Paths of its fonts and logo are relative to the file's folder.

    Raises:
        BodymapError: the file can't be read, is faulty, or names a missing or unreadable font or logo.
    """
    found = check(path)
    theme = found.whole()
    own = theme.fonts
    fonts = {weight: _beside(path, name) for weight in WEIGHTS if (name := getattr(own, weight))}
    more = tuple(_beside(path, name) for name in own.fallback)
    logo = _beside(path, theme.logo) if theme.logo else None
    return msgspec.structs.replace(theme, fonts=Fonts(**fonts, fallback=more), logo=logo)


def check(path: Path) -> Validated[Theme]:
    """Return all errors of a theme's file at once, those of its fonts and logo too, or the theme if there are none."""
    text = contents(path, most=MOST_BYTES, label=str(path))
    found = validate(
        text, Theme, label=str(path), known=_known(skins()), fill=partial(_filled, like=_looks().themes.__getitem__)
    )
    if (theme := found.record) is None:
        return found
    faults = tuple(found.fault(at, message, value) for at, message, value in _faults(path, theme))
    return msgspec.structs.replace(found, faults=faults, record=None if faults else theme)


def _faults(path: Path, theme: Theme) -> Iterator[tuple[At, str, object]]:
    """Yield the errors that a theme's types can't express."""
    if not theme.ranks:
        yield ("ranks",), "must hold at least one style", None
    sizes = msgspec.structs.asdict(theme.type)
    name, smallest = min(((name, size) for name, size in sizes.items() if name != "least"), key=lambda item: item[1])
    if theme.type.least > smallest:
        message = f"{theme.type.least:g} is larger than {name}, {smallest:g}; no text can be smaller than this"
        yield ("type", "least"), message, theme.type.least
    named: list[tuple[At, str | None]] = [(("fonts", weight), getattr(theme.fonts, weight)) for weight in WEIGHTS]
    named += [(("fonts", "fallback", index), name) for index, name in enumerate(theme.fonts.fallback)]
    for at, file in (*named, (("logo",), theme.logo)):
        if file and (reason := _unusable(path.parent / file, font=at[0] == "fonts")):
            wanted = "a font (.ttf, .otf)" if at[0] == "fonts" else "a picture (.png, .jpg, .webp)"
            yield at, f"{file!r}: {reason}; name {wanted} beside the theme", file


def _unusable(target: Path, *, font: bool) -> str:
    """Return why a font or a logo can't be used; empty if it can."""
    if not target.exists():
        return "no such file"
    try:
        font_files.check(target) if font else logos.pixels(target)
    except BodymapError as error:
        return str(error).removeprefix(f"{target}: ")
    return ""


def looks_like_one(path: Path) -> bool:
    """Return whether a file is meant to be a theme: it has fields of a theme but no `muscles`, unlike a condition."""
    text = contents(path, most=MOST_BYTES, label=str(path)).decode("utf-8", "replace")
    fields = set(re.findall(r"^(\w+)\s*:", text, re.MULTILINE))
    return "muscles" not in fields and bool(fields & {*Theme.__struct_fields__} - {"name"})


def _known(tones: Collection[str]) -> Mapping[str, Choices]:
    return {
        "theme": Choices("theme", themes(), {}, "bodymap list themes"),
        "skin": Choices("skin", tones, {}, "bodymap list skins"),
        "scale": Choices("colour map", SCALES, {}, ""),
    }


def _filled(data: Any, *, like: Callable[[str], Theme]) -> Any:
    """Return the data of a file, completed from the theme that it is like."""
    if not isinstance(data, dict):
        return data
    name = data.get("like", DEFAULT)
    base = msgspec.to_builtins(like(name if name in themes() else DEFAULT))  # an unknown name is reported later
    own = ("name", "about", "like")
    return _over({key: value for key, value in base.items() if value is not None and key not in own}, data)


def _over(base: dict[str, Any], data: dict[Any, Any]) -> dict[Any, Any]:
    """Return `base` updated with `data`, nested mappings included."""
    found = dict(base)
    for key, value in data.items():
        under = base.get(key)
        found[key] = _over(under, value) if isinstance(under, dict) and isinstance(value, dict) else value
    return found


def _beside(path: Path, name: str) -> str:
    """Return the full path of a file that a theme names."""
    return str((path.parent / name).resolve())
