"""The changes that are tried: each turns one expression of a module into another one that would be wrong.

A module is parsed, one node of its tree is changed, and the tree is compiled; no file is written. Docstrings, type
annotations, `TYPE_CHECKING` blocks, decorators, messages (f-strings and whatever stands in a `raise`) and lines that
say `# pragma: no mutate` are left alone.
"""

from __future__ import annotations

import ast
import copy
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from hashlib import sha256
from types import CodeType
from typing import NamedTuple

PRAGMA = "# pragma: no mutate"
"""Stands at the end of a line that is left alone, followed by the reason."""

IGNORED_NAMES = frozenset(("FORMAT", "__all__", "__version__"))
"""Module variables that are left alone: a cache's format number may be any number."""

IGNORED_KEYWORDS = frozenset(("strict", "dtype", "frozen"))
"""Arguments that are left alone: `strict` of `zip` only says what is always true."""


class Mutant(NamedTuple):
    """One change of a module. `index` finds it again in the same source; `name` stays when other code changes."""

    module: str
    function: str
    line: int
    kind: str
    before: str
    after: str
    nth: int
    index: int

    @property
    def name(self) -> str:
        """What the change is, without line numbers: the key of results and of notes on survivors."""
        nth = f" ({self.nth})" if self.nth > 1 else ""
        return f"{self.module}.{self.function}: {self.before} -> {self.after}{nth}"

    def rank(self, seed: int) -> bytes:
        """The sample takes the lowest ranks, so that a change elsewhere in the source leaves it as it is."""
        return sha256(f"{seed} {self.name}".encode()).digest()


class _Change(NamedTuple):
    """A change of a node of the tree, not yet made."""

    node: ast.AST
    kind: str
    make: Callable[[], ast.AST]
    function: str
    shown: ast.AST


BINARY: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult, ast.Pow: ast.Mult, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd, ast.BitXor: ast.BitAnd,
}  # fmt: skip

OPPOSITE: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.GtE, ast.GtE: ast.Lt, ast.Gt: ast.LtE, ast.LtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip

BOUNDARY: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
}  # fmt: skip
"""Tried only where one side is a whole number or a length: of measured numbers no two are equal but by chance."""

SMALL = 3
"""Whole numbers up to this count or index something, and become one more; larger ones are lengths, and are doubled."""

CALLS = {
    "min": "max", "max": "min", "any": "all", "all": "any", "floor": "ceil", "ceil": "floor", "minimum": "maximum",
    "maximum": "minimum", "argmin": "argmax", "argmax": "argmin", "startswith": "endswith", "endswith": "startswith",
    "cos": "sin", "sin": "cos",
}  # fmt: skip

EMPTY: dict[str, ast.expr] = {
    "bool": ast.Constant(value=False),
    "int": ast.Constant(value=0),
    "float": ast.Constant(value=0.0),
    "str": ast.Constant(value=""),
    "list": ast.List(elts=[], ctx=ast.Load()),
    "dict": ast.Dict(keys=[], values=[]),
    "tuple": ast.Tuple(elts=[], ctx=ast.Load()),
}
"""What a function returns instead, by the first word of its annotation; None where the word is not one of these."""


def mutants(source: str, module: str) -> list[Mutant]:
    """Return every change of a module that is tried, in the order of the source."""
    seen: Counter[tuple[str, str, str]] = Counter()
    found = []
    for index, change in enumerate(_changes(ast.parse(source), source)):
        before = _text(change.shown)
        new = change.make()
        after = _text(new)
        if change.shown is not change.node:
            _Replaced(change.node, new).visit(change.shown)
            after = _text(change.shown)
            _Replaced(new, change.node).visit(change.shown)
        seen[change.function, before, after] += 1
        nth = seen[change.function, before, after]
        found.append(
            Mutant(module, change.function, change.node.lineno, change.kind, before, after, nth, index)  # type: ignore[attr-defined]
        )
    return found


def compiled(source: str, index: int, path: str) -> CodeType:
    """Compile a module with the change of that index."""
    tree = ast.parse(source)
    change = next(change for i, change in enumerate(_changes(tree, source)) if i == index)
    tree = _Replaced(change.node, change.make()).visit(tree)
    return compile(ast.fix_missing_locations(tree), path, "exec", dont_inherit=True)


class _Replaced(ast.NodeTransformer):
    """Puts one node in the place of another."""

    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, ast.copy_location(new, old)

    def visit(self, node: ast.AST) -> ast.AST:
        return self.new if node is self.old else self.generic_visit(node)


LONG = 90
"""Longer expressions are cut off in reports."""


def _text(node: ast.AST) -> str:
    words = " ".join(ast.unparse(node).split())
    return words if len(words) <= LONG else f"{words[: LONG - 2]} …"


def _shown(parent: ast.AST, child: ast.AST) -> ast.AST:
    """What a report shows of a change: a number or a name says little without the expression around it."""
    small = isinstance(child, ast.Constant | ast.Slice | ast.UnaryOp | ast.Name)
    return parent if small and isinstance(parent, ast.expr) and len(ast.unparse(parent)) < LONG else child


def _changes(tree: ast.Module, source: str) -> Iterator[_Change]:
    """Every change of a tree, always in the same order."""
    left_alone = {n for n, line in enumerate(source.splitlines(), 1) if PRAGMA in line}
    yield from _within(tree, "module", None, left_alone)


def _within(node: ast.AST, function: str, returns: str | None, left_alone: set[int]) -> Iterator[_Change]:
    for field, child in _children(node):
        if getattr(child, "lineno", 0) in left_alone or _skipped(node, field, child):
            continue
        inner, annotation = function, returns
        if isinstance(child, ast.FunctionDef | ast.ClassDef):
            inner = child.name if function == "module" else f"{function}.{child.name}"
            annotation = None
        elif isinstance(child, ast.Assign | ast.AnnAssign) and function == "module":
            inner = ast.unparse(child.targets[0] if isinstance(child, ast.Assign) else child.target).strip("()")
        if isinstance(child, ast.FunctionDef):
            annotation = ast.unparse(child.returns) if child.returns else None
        elif isinstance(child, ast.Lambda):
            annotation = None
        if field in ("test", "ifs") and not isinstance(child, ast.Compare | ast.BoolOp | ast.UnaryOp | ast.Constant):
            yield _Change(child, "condition", partial(ast.UnaryOp, ast.Not(), child), inner, child)
        for kind, make in _of(child, annotation):
            yield _Change(child, kind, make, inner, _shown(node, child))
        yield from _within(child, inner, annotation, left_alone)


def _children(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    for field, value in ast.iter_fields(node):
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield field, child


def _skipped(parent: ast.AST, field: str, child: ast.AST) -> bool:
    """Whether nothing in a node is changed."""
    if field in ("annotation", "returns", "decorator_list", "type_params", "bases", "keywords") and not (
        isinstance(child, ast.keyword) and isinstance(parent, ast.Call)
    ):
        return True
    if isinstance(child, ast.JoinedStr | ast.Raise | ast.Assert | ast.Import | ast.ImportFrom):
        return True
    if isinstance(child, ast.keyword):
        return child.arg in IGNORED_KEYWORDS
    if isinstance(child, ast.If):
        return "TYPE_CHECKING" in ast.unparse(child.test)
    if isinstance(child, ast.Assign) and isinstance(parent, ast.Module):
        names = {name.id for name in child.targets if isinstance(name, ast.Name)}
        return bool(names & IGNORED_NAMES) or _is_type(child.value)
    return False


def _is_type(value: ast.expr) -> bool:
    """Whether a value names a type, as in `Position = tuple[float, float]`."""
    if isinstance(value, ast.BinOp) and isinstance(value.op, ast.BitOr):
        return True
    return (
        isinstance(value, ast.Subscript)
        and isinstance(value.value, ast.Name)
        and not isinstance(value.slice, ast.Constant | ast.Slice | ast.UnaryOp)
    )


def _of(node: ast.AST, returns: str | None) -> Iterator[tuple[str, Callable[[], ast.AST]]]:
    """The changes of one node, each with its kind."""

    def changed(**fields: object) -> Callable[[], ast.AST]:
        def make() -> ast.AST:
            new = copy.copy(node)
            for name, value in fields.items():
                setattr(new, name, value)
            return new

        return make

    match node:
        case ast.BinOp(op=op) | ast.AugAssign(op=op) if type(op) in BINARY and not _joins_text(node):
            yield "arithmetic", changed(op=BINARY[type(op)]())
        case ast.Compare(ops=ops):
            for i, op in enumerate(ops):
                yield "comparison", changed(ops=[*ops[:i], OPPOSITE[type(op)](), *ops[i + 1 :]])
                if type(op) in BOUNDARY and _counts(node):
                    yield "boundary", changed(ops=[*ops[:i], BOUNDARY[type(op)](), *ops[i + 1 :]])
        case ast.BoolOp(op=op):
            yield "and/or", changed(op=ast.Or() if isinstance(op, ast.And) else ast.And())
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield "not", lambda: operand
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            yield "sign", lambda: operand
        case ast.Constant(value=bool() as value):
            yield "constant", changed(value=not value)
        case ast.Constant(value=int() as value):
            yield "constant", changed(value=value * 2 if value > SMALL else value + 1)
        case ast.Constant(value=float() as value):
            yield "constant", changed(value=value * 2 if value else 1.0)
            if value:
                yield "constant", changed(value=value / 2)
        case ast.Slice(lower=lower, upper=upper):
            if lower:
                yield "slice", changed(lower=None)
            if upper:
                yield "slice", changed(upper=None)
        case ast.Call(func=ast.Name(id=name)) if name in CALLS:
            yield "call", changed(func=ast.Name(id=CALLS[name], ctx=ast.Load()))
        case ast.Call(func=ast.Attribute(attr=name, value=value)) if name in CALLS:
            yield "call", changed(func=ast.Attribute(value=value, attr=CALLS[name], ctx=ast.Load()))
        case ast.Continue():
            yield "loop", lambda: ast.Break()
        case ast.Return(value=ast.expr() as value) if not (isinstance(value, ast.Constant) and value.value is None):
            empty = EMPTY.get((returns or "").partition("[")[0], ast.Constant(value=None))
            if ast.dump(empty) != ast.dump(value):
                yield "return", changed(value=copy.deepcopy(empty))


def _joins_text(node: ast.AST) -> bool:
    """Whether `+` or `%` stands beside a text, so that any change is a TypeError."""
    sides = [getattr(node, name, None) for name in ("left", "right", "value")]
    return any(
        isinstance(s, ast.JoinedStr) or (isinstance(s, ast.Constant) and isinstance(s.value, str)) for s in sides
    )


def _counts(node: ast.Compare) -> bool:
    """Whether a comparison is of whole numbers, as far as one can see."""
    return any(
        (isinstance(side, ast.Constant) and type(side.value) is int and side.value > 0)
        or (isinstance(side, ast.Call) and isinstance(side.func, ast.Name) and side.func.id == "len")
        for side in (node.left, *node.comparators)
    )
