"""The shipped gazetteer and directory, read once for all tests of the referral."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.referral.directory import Directory
from bot.referral.gazetteer import Gazetteer
from bot.referral.loader import load_divisions, load_stations

DATA = Path(__file__).resolve().parents[2] / "data"


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return load_divisions(DATA / "divisions.csv")


@pytest.fixture(scope="session")
def shipped(gazetteer: Gazetteer) -> Directory:
    return Directory(load_stations(DATA / "stations.csv", gazetteer), gazetteer)
