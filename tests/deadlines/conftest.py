"""The shipped rules."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.deadlines.loader import Rules, load_rules

DATA = Path(__file__).parents[2] / "data"


@pytest.fixture(scope="session")
def rules() -> Rules:
    return load_rules(DATA / "deadlines.yaml")
