"""Functions that take options as a record, as keywords, or as both."""

from collections.abc import Callable, Collection, Mapping
from functools import wraps
from inspect import Parameter, Signature, get_annotations
from typing import Any, ForwardRef, TypeVar, cast, get_args

import msgspec

from ..errors import BodymapError, BodymapTypeError, alike, unknown
from .option import Options, kind_of, options_of
from .records import FigureOptions, RenderOptions

T = TypeVar("T", bound=Options)

F = TypeVar("F", bound=Callable[..., Any])


def build(record: type[T], options: Options | None, given: Mapping[str, Any]) -> T:
    """The record of options that a call was given as a record, as keywords, or as both; keywords win.

    Raises:
        BodymapError: a keyword is not an option, or a value is not one of its choices.
        BodymapTypeError: a value has the wrong Python type.
    """
    if options is not None and not isinstance(options, record):
        raise BodymapTypeError(
            f"options must be {record.__name__}, not {kind_of(options)}", field="options", value=options
        )
    for name in given:
        if name not in record.__struct_fields__:
            raise _no_option(record, name)
    return record(**given) if options is None else msgspec.structs.replace(options, **given)


OF_CHARTS = (
    *("title", "summary", "note", "marks", "condition"),
    *("muscle", "muscles", "point", "pain", "area", "structure", "spot"),
)
"""Names that people try as an option, but that belong to a chart."""


EXAMPLES = {"data": "{'soleus': 0.3}", "found": "bodymap.frequency([['low-back']])"}
"""What an error shows for the first argument of a call that takes no chart, by its name."""


def _no_option(record: type[Options], name: str) -> BodymapError:
    """Return the error for a keyword that is not an option of a call."""
    options = record.__struct_fields__
    if name in OF_CHARTS and issubclass(record, FigureOptions):
        chart = "bodymap.Chart((bodymap.ChartMark(muscle='soleus'),), title='Calf')"
        message = f"{name!r} is not an option but part of the chart, the first argument, e.g. {chart}"
        return BodymapError(message, field=name, choices=options)
    listing = "" if alike(name, options) else f"help(bodymap.{record.__name__})"
    return unknown("option", name, options, listing=listing, field=name)


def of_figure(options: FigureOptions) -> RenderOptions:
    """Return the options of a picture that has the body, the view and the look that a document was asked for."""
    return RenderOptions(**{name: getattr(options, name) for name in FigureOptions.__struct_fields__})


def takes(record: type[Options], without: Collection[str] = ()) -> Callable[[F], F]:
    """Show the options of a record in the signature of a function that takes them as `**keywords`."""

    def shown(function: F) -> F:
        from inspect import signature

        written = signature(function)
        fixed = [p for p in written.parameters.values() if p.kind is not Parameter.VAR_KEYWORD]
        more = [
            Parameter(
                option.name, Parameter.KEYWORD_ONLY, default=option.default, annotation=_annotation(record, option.name)
            )
            for option in options_of(record).values()
            if option.name not in without
        ]
        first = fixed[0]

        @wraps(function)
        def checked(*arguments: Any, **given: Any) -> Any:
            if not arguments and first.name not in given and first.default is Parameter.empty:
                for name in given:
                    if name not in written.parameters and name not in record.__struct_fields__:
                        raise _no_option(record, name)
                example = EXAMPLES.get(first.name, "'tennis-elbow'")
                message = f"{function.__name__}() needs {first.name} first, e.g. {example}"
                raise BodymapTypeError(message, field=first.name)
            return function(*arguments, **given)

        checked.__signature__ = Signature([*fixed, *more], return_annotation=written.return_annotation)  # type: ignore[attr-defined]
        return cast("F", checked)

    return shown


def _annotation(record: type[Options], name: str) -> Any:
    """The type of a field, without what is said about it."""
    hints = (get_annotations(base).get(name) for base in record.__mro__ if issubclass(base, Options))
    kind = get_args(next(hint for hint in hints if hint is not None))[0]
    return kind.__forward_arg__ if isinstance(kind, ForwardRef) else kind
