"""Whoever is there is seen by the others, and whoever is gone is not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.conversation import Channel
from bot.delivery import Message, Recipient
from bot.storage.database import Database
from bot.storage.work import SqlWorks

NOW = datetime.now(UTC)


async def _living(database: Database) -> frozenset[str]:
    async with database.reading() as connection:
        return await database.presence.living(connection)


async def test_two_see_each_other_until_one_ends(database: Database, database_url: str) -> None:
    async with Database(database_url).running() as other:
        assert other.presence.name in await _living(database)
        assert {database.presence.name, other.presence.name} <= await _living(other)
    assert other.presence.name not in await _living(database)
    assert database.presence.name in await _living(database)


async def test_only_what_a_dead_one_held_is_taken_over(database: Database, database_url: str) -> None:
    works = SqlWorks(database)
    async with works.writing() as work:
        for chat in ("1", "2"):
            await work.outbox.put(Recipient(Channel.TELEGRAM, chat), Message("a"), key=chat, now=NOW)
    async with Database(database_url).running() as other:
        async with SqlWorks(other).writing() as work:
            (held,) = await work.outbox.claim_due(Channel.TELEGRAM, NOW, 1)
        async with works.writing() as work:
            (own,) = await work.outbox.claim_due(Channel.TELEGRAM, NOW, 5)
            assert await work.outbox.held_by_dead(Channel.TELEGRAM) == frozenset()
    assert held.id != own.id
    async with works.writing() as work:
        dead = await work.outbox.held_by_dead(Channel.TELEGRAM)
        assert dead == {other.presence.name}
        assert await work.outbox.release_held_by(Channel.TELEGRAM, dead) == 1
        again = await work.outbox.claim_due(Channel.TELEGRAM, NOW + timedelta(seconds=1), 5)
    assert [one.id for one in again] == [held.id]
