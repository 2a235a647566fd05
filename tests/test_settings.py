"""Matplotlib's settings, styles and environment variables change no byte of ours, and we change none of theirs."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
import textwrap
import warnings
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from pathlib import Path
from threading import Barrier
from typing import Any

import matplotlib as mpl
import matplotlib.style
import pytest
from cycler import cycler
from matplotlib.patheffects import withStroke
from msgspec.structs import replace

import bodymap
from bodymap.export import image
from bodymap.export.handout import handout
from bodymap.finding import named_muscles
from bodymap.knowledge import condition_library
from bodymap.scene import Scene, plan
from tests import manikin
from tests.faults import ROOT, as_anyone, run

KINDS = ("png", "svg", "pdf")

# --- another value for every setting --------------------------------------------------------------------------------

CHOSEN: dict[str, Any] = {
    "axes.prop_cycle": cycler(color=["#ff0000"]),
    "backend": "pdf",  # without a look at which are there
    "boxplot.bootstrap": 100,
    "image.cmap": "Reds",
    "path.effects": [withStroke(linewidth=9, foreground="red")],
    "path.sketch": (9.0, 40.0, 3.0),
    "ps.usedistiller": "ghostscript",
    "savefig.bbox": "tight",
}
"""What no guess finds, or what does most harm."""

UNCHANGED: dict[str, str] = {}
"""Settings that take no other value here, each with the reason."""

ODD: tuple[Any, ...] = (
    31.5, 3, 0.25, "#fe01dc", ["nonsense"], [3.0, 2.0], "none", "--", "x-large", "black", "bold", "nonsense", "serif",
    True, "1999-01-01", "s", "round", "bevel", (0.5, 0.5), 42,
)  # fmt: skip
"""Guesses, tried in this order until one is taken."""


def others(name: str) -> Iterator[Any]:
    """Values that a setting might take instead of what it has."""
    if name in CHOSEN:
        yield CHOSEN[name]
        return
    now = mpl.rcParams[name]
    if isinstance(now, bool):
        yield not now
    if isinstance(now, int | float):
        yield from (now * 2 + 1, now / 2, now + 1, 1, 0)
    if isinstance(now, list) and now:
        yield now[::-1] if now[::-1] != now else now * 2
    yield from known_words(name)
    yield from ODD


def known_words(name: str) -> list[str]:
    """The words of a setting that takes some words only, which it names where it refuses another."""
    with mpl.rc_context():
        try:
            mpl.rcParams[name] = "\0no such word"
        except (ValueError, TypeError) as refused:
            return re.findall(r"'([\w.+ -]+)'", str(refused).rpartition("[")[2])
    return []


def changed() -> tuple[dict[str, Any], set[str]]:
    """Every setting with another value than it has, and those for which there is none."""
    found: dict[str, Any] = {}
    for name in mpl.rcParams:
        for value in others(name):
            with mpl.rc_context():
                before = mpl.rcParams[name]
                try:
                    mpl.rcParams[name] = value
                except (ValueError, TypeError, KeyError, AttributeError, RuntimeError):
                    continue
                if mpl.rcParams[name] != before:
                    found[name] = value
                    break
    return found, set(mpl.rcParams) - set(found)


@pytest.fixture(autouse=True)
def _settings_as_they_were() -> Iterator[None]:
    """Whatever a test does to the settings is undone, and a setting that is going away may be tried too."""
    with warnings.catch_warnings(), mpl.rc_context():
        warnings.simplefilter("ignore", mpl.MatplotlibDeprecationWarning)
        yield


def test_every_setting_has_another_value() -> None:
    found, unchanged = changed()
    assert unchanged == set(UNCHANGED)
    assert len(found) > 250


# --- the same bytes -------------------------------------------------------------------------------------------------


@pytest.fixture
def _manikin(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    manikin.install(tmp_path_factory.mktemp("library"), monkeypatch)
    yield
    manikin.forget()


def forget() -> None:
    """Make what draws start afresh, as a new process would: nothing may be left from before the settings changed."""
    for name, module in list(sys.modules.items()):
        if name.startswith(("bodymap.backends", "bodymap.display", "bodymap.style.fonts", "bodymap.style.matplotlib")):
            for value in vars(module).values():
                if hasattr(value, "cache_clear"):
                    value.cache_clear()
    from bodymap.backends import matplotlib_modules

    matplotlib_modules._FACES.__dict__.clear()


def outputs() -> dict[str, str]:
    """What is written of pictures with words, halos, images, hatching and a colour map, each as its hash."""
    forget()
    condition = condition_library.load("yoke-ache")
    muscles = tuple(replace(m, intensity=value) for m, value in zip(condition.muscles, (0.9, 0.2), strict=True))
    scenes = {
        "plain": plan(condition, size="480x270"),
        "clear": wordless(plan(replace(condition, muscles=muscles), size="320x180", transparent=True)),
        "hatched": wordless(plan(condition, size="320x180", theme="print")),
    }
    found = {f"{name}.{kind}": image.encode(scene, kind) for name, scene in scenes.items() for kind in KINDS}
    found["handout"] = handout.encode([condition])
    return {name: hashlib.sha256(data).hexdigest() for name, data in found.items()}


def wordless(scene: Scene) -> Scene:
    """A picture without its page and its names: a PDF takes most of its time for fonts."""
    figures = tuple(replace(figure, letters=(), caption=None) for figure in scene.figures)
    return replace(scene, figures=figures, labels=(), texts=(), legend=(), locators=())


def differences(expected: Mapping[str, str]) -> set[str]:
    """The outputs that differ from what is expected, and "settings" where drawing changed one."""
    before = dict(mpl.rcParams)
    found = outputs()
    changed = {"settings"} if dict(mpl.rcParams) != before else set()
    return {name for name in expected if found[name] != expected[name]} | changed


STYLES = 4
"""How many styles are used on top of each other."""

BUNDLES = ("font|text|mathtext", "path|lines|patch|hatch|markers", "image|savefig|figure", "pdf|ps|svg|pgf|agg|backend")


@pytest.mark.slow
@pytest.mark.usefixtures("_manikin")
def test_no_setting_changes_a_byte_or_is_changed() -> None:
    """All at once; then in bundles, since one setting may keep another from being asked for."""
    with mpl.rc_context(mpl.rcParamsDefault):
        expected = outputs()
    found, _ = changed()
    for bundle in (".*", *(rf"({names})\b.*" for names in BUNDLES)):
        chosen = {name: value for name, value in found.items() if re.fullmatch(bundle, name)}
        assert chosen
        with mpl.rc_context(chosen):
            assert differences(expected) == set(), bundle


@pytest.mark.slow
@pytest.mark.usefixtures("_manikin")
def test_no_style_changes_a_byte_or_is_changed() -> None:
    with mpl.rc_context(mpl.rcParamsDefault):
        expected = outputs()
    styles = [*mpl.style.available, "default"]
    assert len(styles) > 20
    for n in range(0, len(styles), STYLES):
        some = styles[n : n + STYLES]
        with mpl.style.context(some):
            assert differences(expected) == set(), some


@pytest.mark.usefixtures("_manikin")
def test_a_change_would_be_seen() -> None:
    """What `differences` finds where a byte or a setting does change."""
    expected = outputs()
    assert differences({**expected, "plain.png": "another"}) == {"plain.png"}
    drawn = handout.encode

    def careless(*arguments: Any) -> bytes:
        mpl.rcParams["font.size"] = 31
        return drawn(*arguments)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(handout, "encode", careless)
        assert differences(expected) == {"settings"}


def test_the_settings_of_the_renderers_are_all_that_they_ask_for() -> None:
    """A renderer that asks for another setting would get the KeyError of our own table, never the host's value."""
    from bodymap.backends.matplotlib_modules import SETTINGS, renderer_module

    for name in ("backend_agg", "backend_pdf"):
        module = renderer_module(name)
        source = Path(str(module.__file__)).read_text(encoding="utf-8")
        asked = set(re.findall(r"rcParams\[['\"]([\w.]+)['\"]\]", source))
        assert {name for name in asked if not name.startswith("text.latex")} <= set(SETTINGS), "but for TeX"
        assert module.mpl.rcParams is SETTINGS  # type: ignore[attr-defined]
        assert module is not sys.modules.get(f"matplotlib.backends.{name}")


# --- threads --------------------------------------------------------------------------------------------------------


def test_eight_threads_draw_what_one_draws() -> None:
    """Every kind of file at once, an SVG's words as paths and as text, in every thread in another order."""
    scene = bodymap.render("tennis-elbow", size="320x180", side="right").scene
    clear = wordless(replace(scene, transparent=True))
    jobs = [(scene, kind, text) for kind, text in [*product(KINDS, ["paths"]), ("svg", "text")]]
    jobs += [(clear, kind, "paths") for kind in KINDS]
    expected = [image.encode(one, kind, text=text) for one, kind, text in jobs]
    assert len(set(expected)) == len(jobs)
    before, start = dict(mpl.rcParams), Barrier(8)

    def worker(shift: int) -> list[bytes]:
        start.wait()
        order = [(n + shift) % len(jobs) for n in range(len(jobs))]
        found = {n: image.encode(jobs[n][0], jobs[n][1], text=jobs[n][2]) for n in order}
        return [found[n] for n in range(len(jobs))]

    with ThreadPoolExecutor(8) as threads:
        for found in threads.map(worker, range(8)):
            assert found == expected
    assert dict(mpl.rcParams) == before


COLD = """
    import hashlib, sys
    from threading import Barrier, Thread
    import bodymap
    from bodymap.export import image

    count = int(sys.argv[1])
    start, scene, found = Barrier(count), bodymap.render("tennis-elbow", size="320x180").scene, set()

    def work(kinds):
        start.wait()
        data = {kind: image.encode(scene, kind) for kind in kinds}
        found.add(hashlib.sha256(b"".join(data[kind] for kind in sorted(data))).hexdigest())

    kinds = ("png", "svg", "pdf")
    threads = [Thread(target=work, args=(kinds[n % 3:] + kinds[:n % 3],)) for n in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(*found)
"""


def test_eight_threads_may_be_the_first_to_draw() -> None:
    """A new process, in which matplotlib is first imported by eight threads at once."""
    told = []
    for count in ("1", "8"):
        command = [sys.executable, "-c", textwrap.dedent(COLD), count]
        made = subprocess.run(command, check=True, capture_output=True, text=True, timeout=120)
        assert made.stderr == ""
        told.append(made.stdout.split())
    assert told[0] == told[1]
    assert len(told[0]) == 1


# --- the surroundings of a process ----------------------------------------------------------------------------------

OUTPUTS = tuple(f"x.{kind}" for kind in KINDS)


def files(folder: Path, **more: Any) -> dict[str, str]:
    """The hashes of what the command line writes in a folder, where it must say nothing."""
    arguments = [part for name in OUTPUTS for part in ("-o", name)]
    made = run("render", "tennis-elbow", "--size", "320x180", *arguments, cwd=folder, **more)
    assert (made.returncode, made.stdout, made.stderr.decode()) == (0, b"", "")
    return {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in OUTPUTS}


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return files(tmp_path_factory.mktemp("usual"))


def rc_file(settings: Mapping[str, Any]) -> str:
    """Settings as a matplotlibrc has them; what can't be written there is left out."""
    lines = []
    for name, value in settings.items():
        if name in ("path.effects", "backend_fallback", "figure.hooks"):
            continue
        told = ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
        lines.append(f"{name}: {value!r}" if name == "axes.prop_cycle" else f'{name}: "{told}"')
    return "\n".join(lines)


RC = {
    "a tight box": b"savefig.bbox: tight",
    "a black page": b"savefig.facecolor: black",
    "images beside an SVG": b"svg.image_inline: False",
    "no embedded fonts": b"pdf.use14corefonts: True",
    "not text": b"\xff\xfe\x00 binary",
    "unknown settings": b"no.such: 1\nlines.linewidth: thick\n: :\n",
    "a missing backend": b"backend: module://nowhere",
}


@pytest.mark.parametrize("name", RC)
def test_a_matplotlibrc_in_the_folder_has_no_effect(name: str, tmp_path: Path, usual: dict[str, str]) -> None:
    (tmp_path / "matplotlibrc").write_bytes(RC[name])
    assert files(tmp_path) == usual
    assert sorted(path.name for path in tmp_path.iterdir()) == ["matplotlibrc", *sorted(OUTPUTS)]


def test_a_matplotlibrc_with_every_setting_has_no_effect(tmp_path: Path, usual: dict[str, str]) -> None:
    found, _ = changed()
    (tmp_path / "matplotlibrc").write_text(rc_file(found), encoding="utf-8")
    taken = subprocess.run(
        [sys.executable, "-c", "import matplotlib as m; print(m.rcParams['pdf.fonttype'], m.rcParams['text.usetex'])"],
        cwd=tmp_path, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert taken.stdout.split() == ["42", "True"], "matplotlib itself reads the file"
    assert files(tmp_path) == usual


@pytest.mark.parametrize(
    "environment",
    [
        {"MPLBACKEND": "module://matplotlib_inline.backend_inline"},
        {"MPLBACKEND": "module://no.such.module"},
        {"MPLBACKEND": "nonsense"},
        {"MPLBACKEND": "TkAgg", "DISPLAY": ""},
        {"SOURCE_DATE_EPOCH": "abc"},
        {"SOURCE_DATE_EPOCH": "99999999999999999999"},
        {"MATPLOTLIBRC": "/no/such/file"},
        {"MPLCONFIGDIR": "/proc/no/such/folder"},
    ],
    ids=lambda environment: " ".join(f"{k}={v}" for k, v in environment.items()),
)
def test_environment_variables_of_matplotlib_have_no_effect(
    environment: dict[str, str], tmp_path: Path, usual: dict[str, str]
) -> None:
    assert files(tmp_path, env=environment) == usual


def test_a_settings_folder_that_may_not_be_written_has_no_effect(tmp_path: Path, usual: dict[str, str]) -> None:
    folder = tmp_path / "settings"
    folder.mkdir(mode=0o500)
    assert files(tmp_path, env={"MPLCONFIGDIR": str(folder), "HOME": str(folder)}, before=as_anyone) == usual
    assert list(folder.iterdir()) == []


def test_a_handout_is_the_same_whatever_the_surroundings(tmp_path: Path) -> None:
    found = []
    for name, environment in (("usual", {}), ("odd", {"MPLBACKEND": "nonsense", "SOURCE_DATE_EPOCH": "abc"})):
        folder = tmp_path / name
        folder.mkdir()
        if environment:
            (folder / "matplotlibrc").write_bytes(b"\xff\xfe\x00 binary")
        made = run("handout", "tennis-elbow", "-o", "x.pdf", cwd=folder, env=environment)
        assert (made.returncode, made.stderr.decode()) == (0, "")
        found.append((folder / "x.pdf").read_bytes())
    assert found[0] == found[1]


HOST = """
    import json, sys
    import bodymap
    bodymap.render("tennis-elbow", size="320x180").save("x.png", "x.svg", "x.pdf")
    import matplotlib, matplotlib.pyplot as plt, os
    print(json.dumps([matplotlib.rcParams["font.size"], os.environ.get("MPLBACKEND"), os.path.basename(os.getcwd())]))
"""


def test_a_host_that_imports_matplotlib_after_us_has_its_own_settings(tmp_path: Path) -> None:
    (tmp_path / "matplotlibrc").write_text("font.size: 31")
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src"), "MPLBACKEND": "pdf"}
    made = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(HOST)],
        cwd=tmp_path, env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert made.stderr == ""
    assert made.stdout == f'[31.0, "pdf", "{tmp_path.name}"]\n'


def test_a_host_that_has_matplotlib_keeps_it_where_one_of_its_modules_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    from bodymap.style import matplotlib_import

    before = {name: module for name, module in sys.modules.items() if name.startswith("matplotlib")}

    def broken(name: str) -> Any:
        raise ValueError(f"{name} is broken")

    monkeypatch.setattr(matplotlib_import, "import_module", broken)
    with pytest.raises(ValueError, match=r"^matplotlib.colors is broken$"):
        matplotlib_import.matplotlib.__wrapped__("colors")
    assert {name: module for name, module in sys.modules.items() if name.startswith("matplotlib")} == before


def test_muscles_of_ones_own_draw_the_same_under_a_style() -> None:
    """The colour map of intensities is matplotlib's own, whatever the settings say of colour maps."""
    condition = named_muscles.chart(["soleus=0.8", "gastrocnemius=0.3"], title="Calf")
    scene = plan(condition, side="right", size="320x180")
    once = image.encode(scene, "png")
    with mpl.rc_context({"image.cmap": "Reds", "image.lut": 3}):
        forget()
        assert image.encode(plan(condition, side="right", size="320x180"), "png") == once
