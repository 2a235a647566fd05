from __future__ import annotations

from pathlib import Path

import pytest

from bodymap.errors import BodymapError
from bodymap.files.disk import assets
from bodymap.knowledge import anatomy
from bodymap.knowledge.anatomy import Citation, Evidence, Layer, Referral, TriggerPoint, load


def edited(library: Path, old: str, new: str, file: str = "muscles/shoulder.yaml") -> str:
    """The message of the library after one edit."""
    path = library / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) >= 1, f"{old!r} is not in the fixture"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BodymapError) as caught:
        load(library)
    return str(caught.value)


def test_a_muscle_is_read_whole(library: Path) -> None:
    muscle = load(library).muscle("infraspinatus")
    assert (muscle.name, muscle.latin, muscle.ta2, muscle.fma) == (
        "Infraspinatus", "Musculus infraspinatus", 2458, "FMA:32546",
    )  # fmt: skip
    assert (muscle.layer, muscle.region) == (Layer.INTERMEDIATE, "shoulder")
    assert muscle.points[0] == TriggerPoint(
        1, "below the middle of the spine of the scapula", (Citation("gray-2020", "p. 1"),)
    )
    assert muscle.referral == Referral(
        "front of the shoulder", Evidence.CHART, "outer arm", sources=(Citation("gray-2020"),)
    )  # fmt: skip


def test_a_muscle_in_parts_is_drawn_as_its_parts(library: Path) -> None:
    atlas = load(library)
    assert [muscle.id for muscle in atlas.drawn("deltoid")] == ["deltoid-anterior", "deltoid-posterior"]
    assert [muscle.id for muscle in atlas.drawn("infraspinatus")] == ["infraspinatus"]


def test_an_unknown_muscle_is_answered_with_the_nearest_by_any_name(library: Path) -> None:
    with pytest.raises(BodymapError) as caught:
        load(library).muscle("pars clavicularis")
    assert str(caught.value) == (
        "unknown muscle 'pars clavicularis'; did you mean 'deltoid-anterior'?"
        " It may be infraspinatus, deltoid, deltoid-anterior or deltoid-posterior."
    )


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("key: gray-2020, where: p. 1", "key: grey-2020",
         "muscles/shoulder.yaml: muscles[0] (infraspinatus): points[0].sources: unknown source 'grey-2020'; "
         "did you mean 'gray-2020'? It may be gray-2020."),
        ("chart, sources: [{key: gray-2020}]", "chart, sources: [{key: gray}]",
         "muscles/shoulder.yaml: muscles[0] (infraspinatus): referral.sources: unknown source 'gray'; "
         "did you mean 'gray-2020'? It may be gray-2020."),
        ("evidence: chart", "evidence: guess",
         "muscles/shoulder.yaml, line 15: muscles[0].referral.evidence: unknown value 'guess'. "
         "It may be chart, experiment or review."),
        ("layer: intermediate", "layer: middle",
         "muscles/shoulder.yaml, line 8: muscles[0].layer: unknown value 'middle'. "
         "It may be superficial, intermediate or deep."),
        ("fma: FMA:32546", "fma: 32546",
         "muscles/shoulder.yaml, line 7: muscles[0].fma: 32546 does not fit; it must be an FMA id, as FMA:32519"),
        ("number: 2", "number: 3", "muscles/shoulder.yaml: muscles[0] (infraspinatus): points: the numbers must run 1, 2, 3 …"),
        ("parts: [deltoid-anterior, ", "parts: [deltoid-middle, ",
         "muscles/shoulder.yaml: muscles[1] (deltoid): parts: unknown muscle 'deltoid-middle'; "
         "did you mean 'deltoid'? It may be infraspinatus, deltoid, deltoid-anterior or deltoid-posterior."),
        ("parent: deltoid}", "parent: infraspinatus}",
         "muscles/shoulder.yaml: muscles[1] (deltoid): parts: 'deltoid-anterior' has the parent 'infraspinatus', "
         "not 'deltoid'"),
        ("parent: deltoid}", "parent: deltoideus}",
         "muscles/shoulder.yaml: muscles[2] (deltoid-anterior): parent: unknown muscle 'deltoideus'; "
         "did you mean 'deltoid'? It may be infraspinatus, deltoid, deltoid-anterior or deltoid-posterior."),
        ("id: deltoid,", "id: deltoid, parent: deltoid-anterior,",
         "muscles/shoulder.yaml: muscles[1] (deltoid): parent: deltoid -> deltoid-anterior -> deltoid runs in a circle"),
        ("{id: deltoid-posterior", "{id: infraspinatus",
         "muscles/shoulder.yaml: muscles[3] (infraspinatus): muscles/shoulder.yaml: muscles[0] (infraspinatus) "
         "holds this id already"),
        ("region: shoulder", "regin: shoulder",
         "muscles/shoulder.yaml, line 1: unknown field 'regin'; did you mean 'region'? It may be region or muscles."),
    ],
)  # fmt: skip
def test_a_fault_is_said_with_its_file_and_field(library: Path, old: str, new: str, message: str) -> None:
    assert edited(library, old, new) == message


def test_a_source_is_checked_too(library: Path) -> None:
    assert edited(library, "year: 2020", "year: soon", "sources.yaml") == (
        "sources.yaml, line 1: gray-2020.year: 'soon' does not fit; it must be a year, as 2019"
    )


def test_an_empty_folder_names_the_file_that_is_missing(tmp_path: Path) -> None:
    with pytest.raises(BodymapError, match=r"^sources\.yaml: no such file or directory$"):
        load(tmp_path)


def test_the_atlas_is_parsed_once_and_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BODYMAP_CACHE", str(tmp_path / "cache"))
    first = anatomy.load(assets())
    monkeypatch.setattr(anatomy, "_parsed", lambda raw: pytest.fail("parsed again"))
    assert anatomy.load(assets()) == first
    for kept in (tmp_path / "cache").iterdir():
        kept.write_bytes(b"spoilt")
    monkeypatch.undo()
    monkeypatch.setenv("BODYMAP_CACHE", str(tmp_path / "cache"))
    assert anatomy.load(assets()) == first
