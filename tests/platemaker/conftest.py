"""Tests of the plate maker need its packages and the mesh; where they can't be had they are skipped, never in CI."""

from __future__ import annotations

import importlib.util
import os

import pytest

NEEDED = ("scipy", "numba", "contourpy", "shapely", "anny")
MISSING = [name for name in NEEDED if importlib.util.find_spec(name) is None]

if MISSING and not os.environ.get("CI"):
    collect_ignore_glob = ["test_*.py"]


def pytest_report_header() -> str | None:
    if MISSING:
        return f"plate maker: NOT TESTED, missing {', '.join(MISSING)} (see platemaker/requirements.txt)"
    return None


@pytest.fixture(scope="session")
def canonical() -> str:
    return "neutral-adult"
