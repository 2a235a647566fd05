"""The plate maker's commands: build the plates and forms, write a drafting sheet, tidy hand-typed curves."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .plate import Only

PLATES = Path(__file__).parent.parent / "assets" / "plates"


def build(args: argparse.Namespace) -> None:
    from .body import recipes
    from .camera import VIEWS

    out, views = Path(args.out), args.view or list(VIEWS)
    mirrored = [v for v in views if v.endswith("lateral")]  # they share their parts, which are made only once
    together = [mirrored, *([v] for v in views if v not in mirrored)]
    of = frozenset(args.of or ())
    jobs = [(body, group, out, args.only, of) for group in together if group for body in args.body or recipes()]
    bodies = args.body or list(recipes())
    formed = (
        () if {"anterior", "posterior"} & {*views} else views
    )  # the forms of all views need the heights of these two
    if args.jobs == 1 or len(jobs) == 1:
        for job in jobs:
            print(*_written(*job), sep="\n", flush=True)
        for body in () if args.only else bodies:
            print(*_formed(body, out, formed), sep="\n", flush=True)
        return
    with ProcessPoolExecutor(args.jobs) as pool:
        for paths in pool.map(_written, *zip(*jobs, strict=True)):
            print(*paths, sep="\n", flush=True)
        for paths in () if args.only else pool.map(_formed, bodies, [out] * len(bodies), [formed] * len(bodies)):
            print(*paths, sep="\n", flush=True)


def forms(args: argparse.Namespace) -> None:
    from .body import recipes

    bodies = args.body or list(recipes())
    with ProcessPoolExecutor(args.jobs) as pool:
        for paths in pool.map(_formed, bodies, [Path(args.out)] * len(bodies), [args.view or ()] * len(bodies)):
            print(*paths, sep="\n", flush=True)


def _formed(body: str, out: Path, views: Sequence[str] = ()) -> list[Path]:
    """Write the forms of a body, in all views or in some, if all of its plates are there."""
    from . import forms
    from .camera import VIEWS

    return forms.write(body, out, views) if all((out / body / f"{view}.svg").is_file() for view in VIEWS) else []


def _written(body: str, views: list[str], out: Path, only: list[Only] | None, of: frozenset[str]) -> list[Path]:
    from . import plate

    return [plate.write(body, view, out, only or (), of) for view in views]


def sheet(args: argparse.Namespace) -> None:
    from .sheet import sheet as draw

    box = tuple(float(x) for x in args.box.split(",")) if args.box else None
    draw(args.view, args.part, box, tuple(args.only or ()), args.proof, args.body, Path(args.out), args.bones)
    print(args.out)


def tidy(args: argparse.Namespace) -> None:
    from .curves import tidy

    for path in args.files:
        print(f"{path}: {tidy(Path(path))} shapes")


def nodes(args: argparse.Namespace) -> None:
    import xml.etree.ElementTree as ET

    from .curves import SVG, nodes_of

    for path in args.files:
        for element in ET.parse(path).getroot().iter(f"{{{SVG}}}path"):
            print(f"{element.get('id')}: {' ; '.join(nodes_of(element))}")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m platemaker", description=__doc__)
    parser.set_defaults(run=build, body=None, view=None, out=str(PLATES), jobs=2, only=None, of=None)
    commands = parser.add_subparsers()
    c = commands.add_parser("build", help="write plates (all of them by default)")
    c.add_argument("--body", action="append")
    c.add_argument("--view", action="append")
    c.add_argument("--out", default=str(PLATES))
    c.add_argument("--jobs", type=int, default=2)
    for what in ("muscles", "fibres", "structures", "zones", "areas", "features"):
        help = f"make only the {what} of existing plates anew"
        c.add_argument(f"--{what}", dest="only", action="append_const", const=what, help=help)
    c.add_argument("--of", action="append", metavar="ID", help="only the parts of this muscle, structure or area")
    c.set_defaults(run=build)
    c = commands.add_parser("forms", help="write the forms of the muscles on finished plates; build does so too")
    c.add_argument("--body", action="append")
    c.add_argument("--view", action="append")
    c.add_argument("--out", default=str(PLATES))
    c.add_argument("--jobs", type=int, default=2)
    c.set_defaults(run=forms)
    c = commands.add_parser("sheet", help="write a drafting sheet, 4 px a mm")
    c.add_argument("--view", required=True)
    c.add_argument("--part", default="all")
    c.add_argument("--box", help="x0,y0,x1,y1 in mm, in place of a part")
    c.add_argument("--only", action="append", help="the id of a muscle or structure; may be given again")
    c.add_argument("--body", default="neutral-adult", help="with --proof")
    c.add_argument("--proof", action="store_true", help="show what the finished plate has, in place of the curves")
    c.add_argument("--bones", type=float, default=0.5, help="how strong the ghost of the bones is, 0 to 1")
    c.add_argument("-o", "--out", required=True)
    c.set_defaults(run=sheet)
    c = commands.add_parser("tidy", help="turn data-nodes into path data")
    c.add_argument("files", nargs="+")
    c.set_defaults(run=tidy)
    c = commands.add_parser("nodes", help="print paths as the nodes that data-nodes takes")
    c.add_argument("files", nargs="+")
    c.set_defaults(run=nodes)
    args = parser.parse_args()
    try:
        args.run(args)
    except (ValueError, OSError) as fault:
        sys.exit(f"platemaker: {fault}")


if __name__ == "__main__":
    main()
