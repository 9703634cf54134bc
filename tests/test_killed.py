"""The real service is killed again and again while citizens and staff work: no case, word or answer is lost.

The long version, with every call and many commits, is `python -m benchmarks.kills`.
"""

from __future__ import annotations

import asyncio
import random
from pathlib import Path

from tests.killing.databases import new_postgres, new_sqlite
from tests.killing.hits import Hits
from tests.killing.proof import Outcome, outcome_of
from tests.killing.story import live
from tests.killing.town import Plan, town
from tests.running import small_data


async def test_a_whole_story_survives_kills_at_calls_and_at_commits(
    tmp_path: Path, postgres_url: str
) -> None:
    data = small_data(tmp_path / "data", 3)

    async def outcome(plan: Plan, url: str) -> tuple[Outcome, int]:
        async with town(plan, data, tmp_path / "var", url) as running:
            await running.through(live(running))
            await running.through(running.rest())
            return await outcome_of(running), running.deaths

    at_calls = Plan(Hits(0.12, chance=random.Random(3)), most=5)
    at_commits = Plan(commits=(8, 24), is_webhook=True, most=5)
    urls = await new_sqlite(tmp_path), await new_postgres(postgres_url)
    (first, deaths), (second, more_deaths) = await asyncio.gather(
        outcome(at_calls, urls[0]), outcome(at_commits, urls[1])
    )
    # How many calls and commits a story has is not settled to the last: five deaths are meant, two are enough.
    assert min(deaths, more_deaths) >= 2
    assert first.chats == second.chats
    assert first.sent == second.sent
    # Twice came at most what was under way at a death: one message for each chat that was written to.
    assert first.doubled <= 2 * deaths
    assert second.doubled <= 2 * more_deaths
