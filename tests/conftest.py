"""Fixtures every room shares."""

from __future__ import annotations

import os
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real ledgers beside the project; skips, saying so, where it is absent."""
    folder = SHARED / "data" / "ledgers"
    if not folder.is_dir():
        pytest.skip("../shared/data is not on this machine")
    return folder


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, Any]:
    """Where DUEWISE_REQUIRE names "browser" or "shared", a test that wants it and skips has failed."""
    report = yield
    required = os.environ.get("DUEWISE_REQUIRE", "").split()
    fixtures = getattr(item, "fixturenames", ())
    wants = {
        "browser": item.get_closest_marker("browser"),
        "shared": "shared" in fixtures or item.get_closest_marker("shared_data"),
    }
    if report.skipped and any(wants[name] for name in required):
        report.outcome = "failed"
        report.longrepr = f"skipped where DUEWISE_REQUIRE={' '.join(required)!r} forbids it: {report.longrepr}"
    return report


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Bytes are named by their place: packed ones hold the time of packing, and each worker packs its own."""
    return argname if isinstance(val, bytes) else None


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Generator[None, Any, Any]:
    """The same for a file that skips as a whole: where DUEWISE_REQUIRE is set, every extra is installed."""
    report = yield
    if report.skipped and os.environ.get("DUEWISE_REQUIRE"):
        report.outcome = "failed"
        report.longrepr = f"skipped as a whole: {collector.nodeid}: {report.longrepr}"
    return report
