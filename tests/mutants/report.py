"""The result in words and as tables, for docs/testing.md."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from .operators import Mutant

BEGIN, END = "<!-- mutants: begin -->", "<!-- mutants: end -->"
"""What `make mutants` writes stands between these lines of docs/testing.md."""

KILLED = ("killed", "timeout", "crash")
"""What ends in one of these was noticed."""


def killed(sample: Sequence[Mutant], results: Mapping[str, Any]) -> float:
    """The share of mutants that were killed."""
    return sum(results[m.name]["outcome"] in KILLED for m in sample) / max(len(sample), 1)


def text(
    sample: Sequence[Mutant], results: Mapping[str, Any], reasons: Mapping[str, str], total: int, source: str
) -> str:
    """The result as Markdown; `source` says which sample of which source was tried."""
    return "\n".join(
        [
            f"{len(sample)} of {total} mutants were tried ({source}); {killed(sample, results):.1%} were killed.",
            "",
            *_by(sample, results, "package", [m.module.split(".")[1] for m in sample]),
            "",
            *_by(sample, results, "change", [m.kind for m in sample]),
            "",
            *_survivors(sample, results, reasons),
        ]
    )


def _by(sample: Sequence[Mutant], results: Mapping[str, Any], title: str, groups: Sequence[str]) -> list[str]:
    counts: dict[str, Counter[str]] = {}
    for mutant, group in zip(sample, groups, strict=True):
        counts.setdefault(group, Counter())[results[mutant.name]["outcome"]] += 1
    rows = [f"| {title} | mutants | killed by a test | crashed or ran too long | survived |", "|---|---|---|---|---|"]
    for group, count in sorted(counts.items()):
        other = count["timeout"] + count["crash"]
        rows.append(f"| {group} | {count.total()} | {count['killed']} | {other} | {count['survived']} |")
    return rows


def _survivors(sample: Sequence[Mutant], results: Mapping[str, Any], reasons: Mapping[str, str]) -> list[str]:
    alive = sorted((m for m in sample if results[m.name]["outcome"] == "survived"), key=lambda m: m.name)
    if not alive:
        return ["No mutant of the sample survived."]
    rows = ["| survivor | why |", "|---|---|"]
    for mutant in alive:
        change = f"{mutant.before} -> {mutant.after}".replace("|", "\\|")
        where = f"{mutant.module.removeprefix('bodymap.')}.{mutant.function}"
        rows.append(f"| {where}: `{change}` | {reasons.get(mutant.name, '**no reason yet**')} |")
    return rows


def into_page(page: Path, words: str) -> None:
    """Put the result into its place in the page."""
    before, _, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    page.write_text(f"{before}{BEGIN}\n{words}\n{END}{after}", encoding="utf-8")
