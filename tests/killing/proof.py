"""What is true after the story, however often the service died: nothing lost, nothing done twice, all with a next step."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from sqlalchemy import select

from bot.storage import audit
from bot.storage.tables import case_messages, cases, outbox
from bot.storage.work import SqlWork
from tests.killing.hits import first_line
from tests.killing.story import CASES
from tests.killing.town import Town

# Every move and every word of the story's three cases.
MOVES = (
    (
        "claim open claimed", "reply claimed claimed", "citizen_adds claimed claimed",
        "ask_citizen claimed waiting_citizen", "citizen_adds waiting_citizen claimed", "transfer claimed transferred",
        "claim transferred claimed", "hand_back claimed open", "escalate open escalated", "claim escalated claimed",
        "reply claimed claimed", "close claimed closed", "reopen closed reopened", "claim reopened claimed",
        "close claimed closed",
    ),
    (
        "claim open claimed", "ask_citizen claimed waiting_citizen", "citizen_adds waiting_citizen claimed",
        "close claimed closed", "reopen closed reopened", "withdraw reopened withdrawn",
    ),
    ("withdraw open withdrawn",),
)  # fmt: skip
SAID = (
    (
        "citizen: 我在官渡区关上街道", "staff: 请带合同甲", "citizen: 好的乙", "staff: 请说门牌丙", "citizen: 二栋丁",
        "staff: 我们来办辛",
    ),
    ("citizen: 我在官渡区太和街道",),
    ("citizen: 我在盘龙区拓东街道", "staff: 请说楼号子", "citizen: 三栋丑"),
)  # fmt: skip
# What is logged beside the story's own moves: a case is looked at or begun.
_LOGGED_ASIDE = ("open ", "look ", "view ", "reveal ")
_VARIES = re.compile(r"KM\d{6}-[0-9A-Z]{5}|\d+|[A-F0-9]{10}")


@dataclass(frozen=True)
class Outcome:
    """What came of a story whose cases are as they must be: what each chat was told, without what differs each time,
    how many messages came more than once, how many of these although the server had acknowledged the first, and how
    many messages there were."""

    chats: dict[int, tuple[str, ...]]
    doubled: int
    acknowledged: int
    sent: int


async def outcome_of(town: Town) -> Outcome:
    """The outcome. Raises AssertionError where the database contradicts itself or what people saw."""
    async with town.works.reading() as work:
        assert await audit.find_break(work.connection) is None
        numbers = (await work.connection.execute(select(cases.c.number).order_by(cases.c.id))).scalars().all()
        assert len(numbers) == CASES, f"{len(numbers)} cases"
        moves: list[tuple[str, ...]] = []
        said: list[tuple[str, ...]] = []
        for number in numbers:
            case = await work.cases.get(number)
            assert case is not None
            assert case.state.is_over or case.clock.look_at is not None, "a case without next step"
            steps = await work.cases.moves(case)
            assert case.state is steps[-1].after
            written = [f"{one.move} {one.before} {one.after}" for one in steps]
            moves.append(tuple(one for one in written if not one.startswith(_LOGGED_ASIDE)))
            said.append(await _said(work, case.id))
        doubled, acknowledged, sent = await _doubled(work, town)
    chats = {chat: _told(town.people.texts(chat)) for chat in sorted(town.telegram.world.chats)}
    assert tuple(sorted(moves)) == tuple(sorted(MOVES)), moves
    assert tuple(sorted(said)) == tuple(sorted(SAID)), said
    return Outcome(chats, doubled, acknowledged, sent)


async def _said(work: SqlWork, case_id: int) -> tuple[str, ...]:
    query = select(case_messages).where(case_messages.c.case_id == case_id).order_by(case_messages.c.id)
    return tuple(f"{row.author}: {row.text}" for row in (await work.connection.execute(query)).all())


async def _doubled(work: SqlWork, town: Town) -> tuple[int, int, int]:
    """How many messages came more than once, how many of these were acknowledged the first time, and how many there
    should be; each row must have arrived."""
    rows = (await work.connection.execute(select(outbox))).all()
    assert all(row.state == "sent" for row in rows), [(row.state, row.failure) for row in rows]
    wanted = Counter((row.address, first_line(row.message["text"])) for row in rows)
    seen = Counter(
        (str(chat), first_line(text))
        for chat in town.telegram.world.chats
        for text in town.people.texts(chat)
    )
    lost = wanted - seen
    assert not lost, f"marked as sent and never seen: {lost}"
    # The keyboard that asks for a place is a message of its own, with other words.
    twice = Counter({what: count for what, count in (seen - wanted).items() if what in wanted})
    return sum(twice.values()), sum((twice - town.telegram.unanswered).values()), len(rows)


def _told(texts: list[str]) -> tuple[str, ...]:
    """What a chat was told, a message that came twice in a row counted once."""
    plain = [_VARIES.sub("#", text) for text in texts]
    return tuple(text for position, text in enumerate(plain) if position == 0 or plain[position - 1] != text)
