"""What every test shares: a cache of its own, and a bounded, repeatable Hypothesis."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from . import plans
from .programs import skip_without

settings.register_profile("bodymap", derandomize=True, max_examples=80, deadline=None, database=None)
settings.load_profile("bodymap")


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Plates are compiled once for the whole run, by whichever process needs them first, and into no one's own cache.

    Pictures that several files look at are planned once, too.
    """
    base = tmp_path_factory.getbasetemp()
    whole = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BODYMAP_CACHE", str(whole / "cache"))
        patch.setenv(plans.FOLDER, str(whole / "plans"))
        patch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)  # hundreds of commands would compile bodymap anew
        yield


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        skip_without(item)


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A folder with a small, faultless library: two muscles, one of them in two parts, and one source."""
    (tmp_path / "muscles").mkdir()
    (tmp_path / "sources.yaml").write_text(SOURCES, encoding="utf-8")
    (tmp_path / "muscles" / "shoulder.yaml").write_text(SHOULDER, encoding="utf-8")
    return tmp_path


SOURCES = """\
gray-2020: {authors: S. Standring (ed.), title: Gray's Anatomy, year: 2020, where: Elsevier}
"""

SHOULDER = """\
region: shoulder
muscles:
  - id: infraspinatus
    name: Infraspinatus
    latin: Musculus infraspinatus
    ta2: 2458
    fma: FMA:32546
    layer: intermediate
    origin: infraspinous fossa
    insertion: greater tubercle
    action: turns the arm out
    points:
      - {number: 1, site: below the middle of the spine of the scapula, sources: [{key: gray-2020, where: p. 1}]}
      - {number: 2, site: beside the medial border}
    referral: {core: front of the shoulder, spillover: outer arm, evidence: chart, sources: [{key: gray-2020}]}
    sources: [{key: gray-2020, where: ch. 48}]
  - {id: deltoid, name: Deltoid, latin: Musculus deltoideus, layer: superficial,
     parts: [deltoid-anterior, deltoid-posterior]}
  - {id: deltoid-anterior, name: Anterior deltoid, latin: Pars clavicularis, layer: superficial, parent: deltoid}
  - {id: deltoid-posterior, name: Posterior deltoid, latin: Pars spinalis, layer: superficial, parent: deltoid}
"""
