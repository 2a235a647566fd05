"""JSON Schema of a condition or a chart, so that editors can complete and check it while you type."""

from __future__ import annotations

from collections.abc import Iterable
from inspect import cleandoc
from typing import Any

import msgspec

from ..files.json_text import json
from ..knowledge.anatomy import Atlas, atlas
from ..knowledge.areas import Areas, areas
from ..knowledge.chart_files import ChartFile
from ..knowledge.chart_marks import KINDS as MARKS
from ..knowledge.conditions import Condition
from ..knowledge.flags import flags
from ..knowledge.groups import groups
from ..knowledge.structures import structures

KINDS: dict[str, type[msgspec.Struct]] = {"condition": Condition, "chart": ChartFile}
"""The kinds of files that have a schema, each with its record."""


def text(kind: str = "condition") -> str:
    """Return the schema of a kind of file as text, with all known muscles and areas."""
    return json(schema(kind, atlas(), areas())) + "\n"


def schema(kind: str, atlas: Atlas, areas: Areas) -> dict[str, Any]:
    """Return the schema of a kind of file, one of `KINDS`, that can use these muscles and areas."""
    (reference,), definitions = msgspec.json.schema_components([KINDS[kind]], ref_template="#/$defs/{name}")
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": f"A {kind} of bodymap"}
    definitions = {name: _named(part, list(atlas.muscles), list(areas.areas)) for name, part in definitions.items()}
    if "Citation" in definitions:
        definitions["Citation"]["properties"]["key"] = {
            "description": "a work of sources.yaml",
            "enum": list(atlas.sources),
        }
    if kind == "chart":
        # One kind of mark each; the types of the fields can't express that.
        definitions["ChartMark"]["oneOf"] = [{"required": [name]} for name in MARKS]
    return {**head, **reference, "$defs": definitions}


def _named(part: Any, muscles: Iterable[str], areas: Iterable[str]) -> Any:
    """Return a record's schema with the names that its fields accept."""
    if "description" in part:
        part["description"] = cleandoc(part["description"])  # Python before 3.13 keeps the docstring's indents
    fields = part.get("properties", {})
    if "muscle" in fields:
        fields["muscle"] = {"description": "a muscle of the atlas, or a group", "enum": [*muscles, *groups().groups]}
    for name in ("hurts", "spreads"):
        if name in fields:
            fields[name]["items"] = {"description": "an area of the skin", "enum": areas}
    if "structure" in fields:
        fields["structure"] = {"description": "a structure of the atlas", "enum": list(structures().structures)}
    if "pain" in fields:
        (plain,) = (option for option in fields["pain"]["anyOf"] if option.get("type") == "array")
        plain["items"] = {"description": "an area of the skin where it hurts", "enum": areas}
    if "area" in fields:
        fields["area"] = {"description": "an area of the skin", "enum": areas}
    if "propertyNames" in fields.get("points", {}):
        fields["points"]["propertyNames"] = {"enum": muscles}
    if "flags" in fields:
        fields["flags"]["items"] = {"description": "a flag of assets/flags.yaml", "enum": list(flags().flags)}
    return part
