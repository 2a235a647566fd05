"""What an option is: a field of a record, with its help, its choices, and the values that it takes."""

from collections.abc import Mapping
from functools import cache
from inspect import Parameter, Signature, cleandoc, get_annotations
from pathlib import Path
from typing import Any, ForwardRef, NamedTuple, get_args, get_origin

import msgspec

from ..errors import BodymapTypeError, folded, one_of, quoted, readable, unknown


class About(NamedTuple):
    """What a field of a record says about its option.

    `help` is a sentence in the imperative. `choices` is the `Literal` of its values, `noun` what messages call one.
    `default` says how the default reads where that is not a value. `spellings` are other ways to type a choice.
    `record` is the name of a type that Python callers may give in the place of text. `typed` is its name on a
    command line and in a table, if that is not the field's.
    """

    help: str
    choices: Any = None
    noun: str = ""
    default: str = ""
    spellings: Mapping[str, str] = {}
    record: str = ""
    metavar: str = ""
    typed: str = ""


class Option(NamedTuple):
    """An option of a record: its field, and what is known about it.

    `kind` is text, choice, switch, number, path, or, for several values, texts or paths.
    """

    name: str
    kind: str
    default: Any
    choices: tuple[str, ...]
    about: About

    @property
    def help(self) -> str:
        """The sentence of help."""
        return self.about.help

    @property
    def typed(self) -> str:
        """Its name as it is typed on the command line and in a table."""
        return self.about.typed or self.name.replace("_", "-")

    def accept(self, value: Any) -> Any:
        """The value as the record keeps it.

        Raises:
            BodymapError: it is not one of the choices.
            BodymapTypeError: it has the wrong Python type.
        """
        if value is None and self.default is None:
            return None
        if self.about.record and type(value).__name__ == self.about.record:
            return value
        if self.kind == "switch" and isinstance(value, bool):
            return value
        if self.kind == "number" and isinstance(value, int | float) and not isinstance(value, bool):
            return float(value)
        if self.kind == "path" and isinstance(value, str | Path):
            return Path(value)
        if self.kind == "texts" and isinstance(value, list | tuple):
            return tuple(value)
        if self.kind == "paths" and isinstance(value, list | tuple):
            return tuple(map(Path, value))
        if self.kind == "choice" and isinstance(value, str):
            return self._choice(value)
        if self.kind == "text" and isinstance(value, str):
            return readable(value, self.name)
        raise BodymapTypeError(
            f"{self.name} must be {self._wanted()}, not {kind_of(value)}", field=self.name, value=value
        )

    def _choice(self, value: str) -> str:
        if str(value) in self.choices:
            return str(value)
        typed = folded(value)
        spellings = {folded(choice): choice for choice in self.choices} | dict(self.about.spellings)
        if typed in spellings:
            return spellings[typed]
        noun = self.about.noun or self.name
        raise unknown(noun, value, self.choices, field=self.name)

    def _wanted(self) -> str:
        words = {
            "switch": "True or False",
            "number": "a number",
            "path": "a path",
            "text": "text",
            "texts": "a list of texts",
            "paths": "a list of paths",
        }
        kinds = list(map(repr, self.choices)) if self.kind == "choice" else [words[self.kind]]
        kinds += [f"a {self.about.record}"] if self.about.record else []
        return one_of([*kinds, *(["None"] if self.default is None else [])])


class _OptionsMeta(msgspec.StructMeta):
    """The type of records of options, which gives them a signature and a docstring for `help` and for editors.

    msgspec's own signature evaluates every annotation, but some name types that are imported for type checkers alone.
    """

    @property
    def __signature__(cls) -> Signature:  # noqa: N805 (a metaclass)
        options = options_of(cls).values()
        return Signature([Parameter(each.name, Parameter.KEYWORD_ONLY, default=each.default) for each in options])

    @property
    def __doc__(cls) -> str:  # type: ignore[override]  # noqa: N805
        """What the record says of itself, and the help of each option."""
        options = options_of(cls).values() if issubclass(cls, Options) else ()
        lines = [f"    {each.name}: {each.help}" for each in options]
        own = cleandoc(vars(cls).get("__doc__") or "")
        return "\n".join((own, *(("\nAttributes:", *lines) if lines else ())))


class Options(msgspec.Struct, frozen=True, kw_only=True, metaclass=_OptionsMeta):
    """A record of options. Every value is checked, and put into its usual form, when the record is made."""

    def __post_init__(self) -> None:
        for option in options_of(type(self)).values():
            value = getattr(self, option.name)
            if value is not option.default and (accepted := option.accept(value)) is not value:
                msgspec.structs.force_setattr(self, option.name, accepted)


@cache
def options_of(record: type[Options]) -> dict[str, Option]:
    """The options of a record by name, in order."""
    hints = dict[str, Any]()
    for base in reversed(record.__mro__):
        own = get_annotations(base) if issubclass(base, Options) else {}
        hints |= {name: hint for name, hint in own.items() if hasattr(hint, "__metadata__")}
    defaults = dict(zip(record.__struct_fields__, record.__struct_defaults__, strict=True))
    return {name: _option(name, hints[name], default) for name, default in defaults.items()}


def _option(name: str, hint: Any, default: Any) -> Option:
    base, about = get_args(hint)
    kinds = (
        base.__forward_arg__.split(" | ")
        if isinstance(base, ForwardRef)
        else [getattr(k, "__name__", "") for k in get_args(base) or (base,)]
    )
    known = (("bool", "switch"), ("float", "number"), ("Path", "path"))
    kind = next((kind for name, kind in known if name in kinds), "text")
    if get_origin(base) is tuple:
        kind += "s"
    return Option(name, "choice" if about.choices else kind, default, get_args(about.choices), about)


def kind_of(value: Any) -> str:
    """A value of the wrong type as messages show it: "3 (int)"."""
    return f"{quoted(value)} ({type(value).__name__})"
