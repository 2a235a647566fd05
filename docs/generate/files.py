"""The reference of the files that bodymap reads, from the records that they are read into."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import msgspec

from bodymap.batch.columns import listing
from bodymap.export.handout.clinic import Clinic
from bodymap.files.disk import assets
from bodymap.knowledge.chart_files import ChartFile
from bodymap.knowledge.conditions import Condition
from bodymap.style.theme import Theme

from .command_line import sentence


def page() -> Iterator[str]:
    """The page of all files."""
    yield "# Files"
    yield "The files that bodymap reads, field by field. A field without a default is required."
    yield "## Condition"
    yield (
        "A YAML file, one condition each. `bodymap new my-elbow` writes the file below, ready to draw, together with a "
        "JSON Schema by which editors complete and check it. `bodymap check my-elbow.yaml` lists every error in it."
    )
    yield f"```yaml\n{template('condition', 'my-elbow')}```"
    yield from records(Condition)
    yield "## Chart"
    yield (
        "A YAML or JSON file with the field `chart`: what is on one body. `bodymap new left-shoulder --chart` writes "
        "the file below, ready to draw, together with a JSON Schema. `bodymap check left-shoulder.yaml` lists every "
        "error in it. Wherever a condition is named, the file can be named too. [Say exactly what is on this "
        "body](../how-to/charts.md) shows how to use it."
    )
    yield f"```yaml\n{template('chart', 'left-shoulder')}```"
    yield from records(ChartFile)
    yield "## Theme"
    yield (
        "A YAML file. It says only what differs from the theme it is `like`; `clinic`, printed below, is complete. "
        "`bodymap check my-theme.yaml` lists every error in it, and everything that would be hard to read."
    )
    yield f"```yaml\n{(assets() / 'themes' / 'clinic.yaml').read_text(encoding='utf-8')}```"
    yield from records(Theme)
    yield "## clinic.toml"
    yield (
        "A TOML file that says who gives a handout. It is read from the folder you work in, or from where `--clinic` "
        "says. Every field is optional."
    )
    yield from records(Clinic)
    yield "## Batch table"
    yield (
        "Each row of the table of `bodymap batch` is one output, and each column an option. "
        "`bodymap batch --columns` prints this list, and `bodymap schema batch` a JSON Schema for editors. "
        "[A batch from a table](../how-to/batch.md) shows how to write one."
    )
    rows = [["Column", "Holds", "Used by", "Description"]]
    rows += [[f"`{name}`", kind, goes, escaped(about)] for name, kind, goes, about in listing()]
    yield table(rows)


def template(kind: str, id: str) -> str:
    """What `bodymap new` writes."""
    text = (assets() / "templates" / f"{kind}.yaml").read_text(encoding="utf-8")
    name = id.replace("-", " ").capitalize()
    return text.format(schema=f"bodymap-{kind}.schema.json", file=f"{id}.yaml", id=id, name=name)


# --- records --------------------------------------------------------------------------------------------------------


def records(root: type) -> Iterator[str]:
    """A record and those in it: what each is, and a table of its fields."""
    _, schemas = msgspec.json.schema_components([root], ref_template="#{name}")
    found = classes(root)
    for name in sorted(schemas, key=list(found).index):
        if "properties" not in schemas[name]:
            continue
        if found[name] is not root:
            yield f"### {name}"
        yield about(found[name])
        head = ["Field", "Holds", "Default", "Description"]
        rows = [head, *_fields(found[name], schemas[name], schemas)]
        yield table(rows if attributes(found[name]) else [row[:3] for row in rows])


@cache
def classes(root: type) -> dict[str, type]:
    """The records and enums that a record is made of, itself first, by their names."""
    found: dict[str, type] = {}

    def visit(kind: Any) -> None:
        if isinstance(kind, msgspec.inspect.StructType):
            if kind.cls.__name__ in found:
                return
            found[kind.cls.__name__] = kind.cls
            for field in kind.fields:
                visit(field.type)
        elif isinstance(kind, msgspec.inspect.EnumType):
            found.setdefault(kind.cls.__name__, kind.cls)
        for name in ("type", "item_type", "key_type", "value_type"):
            if isinstance(inner := getattr(kind, name, None), msgspec.inspect.Type):
                visit(inner)
        for inner in (*getattr(kind, "types", ()), *(getattr(kind, "item_types", ()) or ())):
            visit(inner)

    visit(msgspec.inspect.type_info(root))
    return found


def about(record: type) -> str:
    """What a record is: its docstring without the section of its attributes."""
    return inspect.cleandoc(record.__doc__ or "").partition("\nAttributes:")[0].strip()


def attributes(record: type) -> dict[str, str]:
    """What each field of a record is: the `Attributes:` section of its docstring."""
    text = inspect.cleandoc(record.__doc__ or "").partition("\nAttributes:\n")[2]
    entries = re.findall(r"^ {4}(\w+): (.*(?:\n {8}.*)*)", text, re.MULTILINE)
    return {name: " ".join(words.split()) for name, words in entries}


def _fields(record: type, schema: dict[str, Any], schemas: dict[str, Any]) -> Iterator[list[str]]:
    words = attributes(record)
    names = {field.encode_name: field.name for field in msgspec.structs.fields(record)}
    for name, field in schema["properties"].items():
        default = "" if name in schema.get("required", ()) else _default(field.get("default"))
        yield [f"`{name}`", holds(field, schemas), default, escaped(words.get(names[name], ""))]


def _default(value: Any) -> str:
    return "none" if value in (None, "", [], {}, ()) else "see there" if isinstance(value, dict) else f"`{value}`"


def holds(field: dict[str, Any], schemas: dict[str, Any]) -> str:
    """What a field holds, in words, from its JSON Schema."""
    if "anyOf" in field:
        return " or ".join(dict.fromkeys(holds(f, schemas) for f in field["anyOf"] if f.get("type") != "null"))
    if "$ref" in field:
        name = field["$ref"].removeprefix("#")
        if choices := schemas[name].get("enum"):
            return " or ".join(f"`{choice}`" for choice in choices)
        return f"[{name}](#{name.lower()})"
    if "enum" in field:
        return " or ".join(f"`{choice}`" for choice in field["enum"])
    if field.get("type") == "array":
        return f"a list: {holds(field['items'], schemas)}" if "items" in field else "a list"
    if field.get("type") == "object":
        values = field.get("additionalProperties")
        return f"a mapping to {holds(values, schemas)}" if values else "a mapping"
    if "description" in field:
        return escaped(field["description"])
    limit = f", at most {field['maxLength']} letters" if "maxLength" in field else ""
    return {"string": "text", "integer": "a whole number", "number": "a number", "boolean": "`true` or `false`"}.get(
        field.get("type", ""), "text"
    ) + limit


def table(rows: list[list[str]]) -> str:
    """A table in Markdown, its first row as the head."""
    lines = [f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in rows]
    return "\n".join([lines[0], f"|{' :-- |' * len(rows[0])}", *lines[1:]])


def escaped(text: str) -> str:
    r"""A sentence for a page, in which `*` and `<` outside of code mark nothing."""
    pieces = (sentence(text) if text[:1].isupper() else text).split("`")
    for index in range(0, len(pieces), 2):
        pieces[index] = pieces[index].replace("<", r"\<").replace("*", r"\*")
    return "`".join(pieces)
