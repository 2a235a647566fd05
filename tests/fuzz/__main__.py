"""`python -m tests.fuzz TARGET [--seconds N | --runs N]`: a target under the coverage-guided fuzzer (atheris, libFuzzer).

What it finds is written beside, as `crash-…`, `timeout-…` or `oom-…`; put it into `tests/fuzz/found/<target>/` with the mending.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import atheris

GEOMETRY = ("backends", "body.geometry", "content", "display", "finding", "layout", "pages", "scene")
"""What computes with arrays, and is run without being followed: atheris 3.0 never frees the outcome of a comparison of
arrays, so that each picture that is planned would cost 6 MB. None of it reads what a stranger wrote."""


def unfollowed() -> list[str]:
    """The modules of `GEOMETRY`, each by its name, as atheris asks for them."""
    package = find_spec("bodymap")
    assert package
    assert package.origin
    root = Path(package.origin).parent
    names = (".".join(path.relative_to(root.parent).with_suffix("").parts) for path in root.rglob("*.py"))
    inner = tuple(f"bodymap.{each}." for each in GEOMETRY)
    return [name.removesuffix(".__init__") for name in names if f"{name}.".startswith(inner)]


with atheris.instrument_imports(include=["bodymap"], exclude=unfollowed()):
    from tests.fuzz import targets

SECONDS = 2
"""An input may take so long; a command line a few times that, since some plan many pictures."""

MEGABYTES = 500
"""So much memory it may take, at its height, beyond what was taken when it began."""

IN_ALL = 1500
"""So many may a run take in the end: the fuzzer's own, what it keeps of what it has tried, and one input at its height."""


def main() -> None:
    """Fuzz one target; leaves with libFuzzer's exit code, 0 where nothing was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description="Fuzz one target.")
    parser.add_argument("target", choices=targets.TARGETS)
    parser.add_argument("--seconds", type=int, default=0, help="So long.")
    parser.add_argument("--runs", type=int, default=-1, help="So many inputs.")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--corpus", type=Path, help="A folder that keeps what reached new code.")
    parser.add_argument("--finds", type=Path, default=Path(), help="The folder that a find is written into.")
    parser.add_argument("--slowest", type=int, default=SECONDS, help="Seconds that one input may take.")
    wanted = parser.parse_args()
    target = targets.TARGETS[wanted.target]
    with tempfile.TemporaryDirectory(prefix="bodymap-seeds-") as folder, targets.undrawn():
        seeds = Path(folder) / "seeds"
        seeds.mkdir()
        for number, seed in enumerate((*target.seeds, *(path.read_bytes() for path in target.found(wanted.target)))):
            (seeds / f"{number:03}").write_bytes(seed)
            target.run(seed)  # what is read and imported once does not count as slow
        tokens = Path(folder) / "tokens"
        tokens.write_text("".join(f'"{_escaped(token)}"\n' for token in target.tokens), encoding="ascii")
        wanted.finds.mkdir(parents=True, exist_ok=True)
        corpora = [str(seeds)]
        if wanted.corpus:
            wanted.corpus.mkdir(parents=True, exist_ok=True)
            corpora.insert(0, str(wanted.corpus))
        slowest = wanted.slowest * (5 if wanted.target == "command" else 1)
        longest = max(4096, 2 * max(map(len, target.seeds)))
        flags = [
            f"-dict={tokens}",
            f"-seed={wanted.seed}",
            f"-runs={wanted.runs}",
            f"-max_total_time={wanted.seconds}",
            f"-timeout={slowest}",
            f"-rss_limit_mb={IN_ALL}",
            f"-max_len={longest}",
            f"-artifact_prefix={wanted.finds}/",
            "-print_final_stats=1",
            "-verbosity=1",
        ]
        atheris.Setup([sys.argv[0], *flags, *corpora], lambda data: weighed(target.run, data))
        atheris.Fuzz()


def weighed(run: Callable[[bytes], None], data: bytes) -> None:
    """Try an input, and hold it to the memory that it may take."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the height is measured from here on
    before = _megabytes("VmRSS")
    run(data)
    grown = _megabytes("VmHWM") - before
    assert grown < MEGABYTES, f"took {grown} MB more"


def _megabytes(what: str) -> int:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    [line] = [line for line in lines if line.startswith(f"{what}:")]
    return int(line.split()[1]) // 1024


def _escaped(token: bytes) -> str:
    """A token as libFuzzer's dictionaries have it."""
    return "".join(f"\\x{byte:02x}" for byte in token[:60])


if __name__ == "__main__":
    main()
