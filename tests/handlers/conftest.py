"""The small FAQ and the directory, read once; a served web for each test."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.faq.knowledge import KnowledgeBase
from bot.referral.directory import Directory
from bot.referral.loader import load_divisions, load_stations
from bot.storage.work import SqlWorks
from tests.handlers.site import PlainKnowledge, Site, Visitor, served, served_on

SMALL_FAQ = Path(__file__).parent.parent / "data" / "small_faq.yaml"
DATA = Path(__file__).parent.parent.parent / "data"


@pytest.fixture(scope="session")
def small_knowledge() -> KnowledgeBase:
    return PlainKnowledge.load(SMALL_FAQ, None)


@pytest.fixture(scope="session")
def directory() -> Directory:
    gazetteer = load_divisions(DATA / "divisions.csv")
    return Directory(load_stations(DATA / "stations.csv", gazetteer), gazetteer)


@pytest.fixture
async def site(tmp_path: Path, small_knowledge: KnowledgeBase, directory: Directory) -> AsyncIterator[Site]:
    async with served(tmp_path, small_knowledge, directory) as running:
        yield running


@pytest.fixture
async def any_site(
    works: SqlWorks, small_knowledge: KnowledgeBase, directory: Directory
) -> AsyncIterator[Site]:
    """A served web, once on each kind of database."""
    async with served_on(works, small_knowledge, directory) as running:
        yield running


@pytest.fixture
async def citizen(site: Site) -> AsyncIterator[Visitor]:
    """Somebody who opened the kiosk page."""
    async with site.browser() as visitor:
        await visitor.page("/")
        yield visitor
