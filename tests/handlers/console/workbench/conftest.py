"""A served web on a FAQ file of its own, and those who keep it."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.desk import Role
from bot.referral.directory import Directory
from tests.handlers.conftest import SMALL_FAQ
from tests.handlers.site import PlainKnowledge, Site, Visitor, served

GOLDEN = """golden:
  - {text: 楼上漏水把我家天花板泡了, entry: property-leak-upstairs}
  - {text: 物业服务太差能不能少交, entry: property-fee-refusal-poor-service}
"""


@pytest.fixture
async def bench_site(tmp_path: Path, directory: Directory) -> AsyncIterator[Site]:
    """The FAQ may be changed: it is this test's own copy."""
    data = tmp_path / "data"
    data.mkdir()
    path = data / "legal_faq.yaml"
    shutil.copy(SMALL_FAQ, path)
    (data / "golden.yaml").write_text(GOLDEN, encoding="utf-8")
    knowledge = PlainKnowledge.load(path, None)
    settings = {"LEGALBOT_DATA": data, "LEGALBOT_VAR": tmp_path / "var"}
    async with served(tmp_path, knowledge, directory, **settings) as running:
        yield running


@pytest.fixture
async def editor(bench_site: Site) -> AsyncIterator[Visitor]:
    """An editor of the FAQ."""
    async with bench_site.browser() as visitor:
        await visitor.join(await bench_site.invitation("陈编辑", Role.EDITOR))
        yield visitor


@pytest.fixture
async def clerk(bench_site: Site) -> AsyncIterator[Visitor]:
    """A member of a station, who may not edit the FAQ."""
    async with bench_site.browser() as visitor:
        await visitor.join(await bench_site.invitation("王调解", Role.STATION, bench_site.station_id))
        yield visitor
