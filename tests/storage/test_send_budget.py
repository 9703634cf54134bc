"""Turns are spread over all who ask: never more than thirty a second, answers first, a pause holds everyone."""

from __future__ import annotations

import time

from bot.conversation import Channel
from bot.delivery import Refused, Turn
from bot.storage.send_budget import PER_SECOND
from bot.storage.work import SqlWorks

TELEGRAM = Channel.TELEGRAM


async def _take(
    works: SqlWorks, *chats: str, is_answer: bool = True, more: bool = False
) -> list[Turn | Refused]:
    async with works.writing() as work:
        return await work.budget.take(TELEGRAM, chats, is_answer=is_answer, more_answers=more)


def _turns(taken: list[Turn | Refused]) -> list[float]:
    return [one.at for one in taken if isinstance(one, Turn)]


async def test_no_second_holds_more_than_thirty_turns(works: SqlWorks) -> None:
    turns: list[float] = []
    for start in range(0, 90, 9):
        turns += _turns(await _take(works, *(str(start + one) for one in range(9))))
    assert len(turns) == 90
    assert turns == sorted(turns)
    assert all(later - earlier > 1.0 for earlier, later in zip(turns, turns[PER_SECOND:], strict=False))
    assert turns[-1] - turns[0] < 90 / 28


async def test_late_ones_hold_back_those_a_second_after_them(works: SqlWorks) -> None:
    first = _turns(await _take(works, *(str(one) for one in range(30))))
    async with works.writing() as work:
        await work.budget.note_late(TELEGRAM, {first[0]: 0.5, first[1]: 0.5})
    then = _turns(await _take(works, *(str(one) for one in range(100, 130))))
    came = sorted([first[0] + 0.5, first[1] + 0.5, *first[2:], *then])
    assert all(later - earlier > 1.0 for earlier, later in zip(came, came[PER_SECOND:], strict=False))


async def test_one_chat_gets_a_turn_a_second_and_a_group_a_few(works: SqlWorks) -> None:
    (first,) = await _take(works, "42")
    (second,) = await _take(works, "42")
    assert isinstance(first, Turn)
    assert isinstance(second, Refused)
    assert second.is_chats
    assert 0.3 < second.seconds < 1.2
    taken = [(await _take(works, "-100"))[0] for _ in range(6)]
    assert sum(isinstance(one, Turn) for one in taken) == 4


async def test_notices_stand_back_while_answers_wait(works: SqlWorks) -> None:
    await _take(works, "1", more=True)
    (notice,) = await _take(works, "2", is_answer=False)
    assert isinstance(notice, Refused)
    (answer,) = await _take(works, "3")
    assert isinstance(answer, Turn)


async def test_notices_do_not_take_what_lies_far_ahead(works: SqlWorks) -> None:
    for start in range(0, 40, 4):
        await _take(works, *(f"9{start + one}" for one in range(4)), is_answer=False)
    (answer,) = await _take(works, "1")
    assert isinstance(answer, Turn)
    assert answer.go_at - time.monotonic() < 0.6


async def test_a_pause_holds_everyone(works: SqlWorks) -> None:
    async with works.writing() as work:
        await work.budget.pause(TELEGRAM, 5)
        await work.budget.pause(TELEGRAM, 1)
    for is_answer in (True, False):
        (held,) = await _take(works, "1", is_answer=is_answer)
        assert isinstance(held, Refused)
        assert 4 < held.seconds <= 5
