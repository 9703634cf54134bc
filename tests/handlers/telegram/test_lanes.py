"""Lanes: order inside, freedom between, and one that fails stops nothing."""

from __future__ import annotations

import asyncio
from collections import defaultdict

from bot.handlers.telegram.lanes import Lanes
from tests.handlers.waiting import until

Item = tuple[str, int]


async def test_order_inside_a_lane_and_a_bound_over_all() -> None:
    done: dict[str, list[int]] = defaultdict(list)
    running = most = 0

    async def work(item: Item) -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0.002 * (5 - item[1]))
        done[item[0]].append(item[1])
        running -= 1

    lanes: Lanes[Item] = Lanes(work, most_at_once=4)
    for n in range(5):
        for lane in "abcdefgh":
            lanes.put(lane, (lane, n))
    await until(lambda: sum(len(one) for one in done.values()) == 40)
    await lanes.close(1)
    assert all(one == [0, 1, 2, 3, 4] for one in done.values())
    assert most == 4


async def test_a_failing_item_stops_neither_its_lane_nor_others() -> None:
    done: list[int] = []

    async def work(item: Item) -> None:
        if item[1] == 0:
            raise RuntimeError
        done.append(item[1])

    lanes: Lanes[Item] = Lanes(work)
    for n in range(3):
        lanes.put("a", ("a", n))
    await until(lambda: len(done) == 2)
    await lanes.close(1)
    assert done == [1, 2]


async def test_closing_lets_the_running_one_finish_and_starts_no_other() -> None:
    done: list[int] = []

    async def work(item: Item) -> None:
        await asyncio.sleep(0.1)
        done.append(item[1])

    lanes: Lanes[Item] = Lanes(work)
    lanes.put("a", ("a", 0))
    lanes.put("a", ("a", 1))
    await asyncio.sleep(0.02)
    await lanes.close(2)
    lanes.put("a", ("a", 2))
    await asyncio.sleep(0.2)
    assert done == [0]
