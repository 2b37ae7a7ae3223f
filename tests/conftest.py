"""Fixtures every room shares."""

from __future__ import annotations

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real ledgers beside the project; skips, saying so, where it is absent."""
    folder = SHARED / "data" / "ledgers"
    if not folder.is_dir():
        pytest.skip("../shared/data is not on this machine")
    return folder
