"""`python -m tests.fuzz TARGET [--seconds N | --runs N]`: a target under the coverage-guided fuzzer (atheris, libFuzzer).

What it finds is written beside, as `crash-…`, `timeout-…` or `oom-…`; put it into `tests/fuzz/found/<target>/` with the mending.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["bodymap"]):
    from tests.fuzz import targets

SECONDS = 2
"""An input may take so long; a command line a few times that, since some plan many pictures."""

MEGABYTES = 500
"""So much memory it may take beyond what was taken before."""


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
            f"-rss_limit_mb={16 * MEGABYTES}",  # of the whole run: the fuzzer keeps more with every input
            f"-max_len={longest}",
            f"-artifact_prefix={wanted.finds}/",
            "-print_final_stats=1",
            "-verbosity=1",
        ]
        atheris.Setup([sys.argv[0], *flags, *corpora], lambda data: weighed(target.run, data))
        atheris.Fuzz()


def weighed(run: Callable[[bytes], None], data: bytes) -> None:
    """Try an input, and hold it to the memory that it may take."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    run(data)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < MEGABYTES * 1024, f"took {grown // 1024} MB more"


def _escaped(token: bytes) -> str:
    """A token as libFuzzer's dictionaries have it."""
    return "".join(f"\\x{byte:02x}" for byte in token[:60])


if __name__ == "__main__":
    main()
