"""kill -9 at every call of the Bot API, at commits and at any moment, on SQLite and PostgreSQL, polling and webhook.

`python -m benchmarks.kills [--rounds 1] [--database PostgreSQL]`; figures: deaths, seconds, messages, how many came
twice, and how many of these although Telegram had acknowledged the first: death fell between its answer and our mark.
A loss ends it with 1.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import tempfile
import time
from pathlib import Path

from tests.killing.databases import new_postgres, new_sqlite
from tests.killing.hits import Hits, Moment
from tests.killing.proof import Outcome, outcome_of
from tests.killing.story import live
from tests.killing.town import Plan, town
from tests.postgres import running_postgres
from tests.running import small_data

_MOMENTS: tuple[Moment, ...] = ("before", "done", "answered")
_KINDS = ("SQLite", "PostgreSQL")


def plans(seed: int) -> dict[str, Plan]:
    """Ways to die."""
    chance = random.Random
    return {
        "calm": Plan(),
        **{
            f"every call, {moment}": Plan(Hits(1.0, (moment,), chance(seed)), is_webhook=moment == "done")
            for moment in _MOMENTS
        },
        "each 5th to 20th commit": Plan(commits=(5, 20), chance=chance(seed)),
        "each 5th to 20th commit, webhook": Plan(commits=(5, 20), is_webhook=True, chance=chance(seed)),
        "after 0 to 1 second": Plan(seconds=(0.0, 1.0), chance=chance(seed)),
        "after 0 to 1 second, webhook": Plan(seconds=(0.0, 1.0), is_webhook=True, chance=chance(seed)),
    }


async def main(rounds: int, kinds: tuple[str, ...]) -> int:
    """Returns how many stories went wrong."""
    wrong = 0
    with tempfile.TemporaryDirectory() as name, running_postgres() as cluster:
        folder = Path(name)
        data = small_data(folder / "data", 3)
        calm: Outcome | None = None
        for seed in range(rounds):
            for kind in kinds:
                for way, plan in plans(seed).items():
                    url = await new_sqlite(folder) if kind == "SQLite" else await new_postgres(cluster)
                    began_at = time.monotonic()
                    try:
                        outcome, deaths = await _outcome(plan, data, folder / "var", url)
                    except AssertionError as error:
                        wrong += 1
                        print(f"{kind:<11} {way:<34} WRONG {str(error)[:300]}", flush=True)
                        continue
                    calm = calm or outcome
                    same = "as when calm" if outcome.chats == calm.chats else "CHATS DIFFER"
                    wrong += outcome.chats != calm.chats
                    print(
                        f"{kind:<11} {way:<34} deaths {deaths:3d}  {time.monotonic() - began_at:5.0f} s  "
                        f"messages {outcome.sent}  lost 0  twice {outcome.doubled:2d} "
                        f"(acknowledged {outcome.acknowledged})  {same}",
                        flush=True,
                    )
    return wrong


async def _outcome(plan: Plan, data: Path, var: Path, url: str) -> tuple[Outcome, int]:
    async with town(plan, data, var, url) as running:
        await running.through(live(running))
        await running.through(running.rest())
        return await outcome_of(running), running.deaths


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m benchmarks.kills")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--database", choices=_KINDS, help="only this one")
    wish = parser.parse_args()
    kinds = (wish.database,) if wish.database else _KINDS
    sys.exit(min(asyncio.run(main(wish.rounds, kinds)), 1))
