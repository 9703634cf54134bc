"""How long the service stands still while its FAQ is exchanged: a real process on a real socket, the shipped FAQ.

    python benchmarks/pauses.py [--seconds 60]

Two visitors look at it all the time: one asks /healthz again and again (what it waits is how long the event loop stood
still), one asks questions. Meanwhile an answer of the FAQ file is changed, is taken up, is learnt and is exchanged.
"""

import argparse
import asyncio
import shutil
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np

from bot.faq.knowledge import build_edition
from bot.faq.loader import load_faq
from tests.running import DATA, RunningService, running_service

QUESTIONS = ("物业费涨价合理吗", "楼上漏水谁赔", "工伤认定要什么材料", "灭火器过期了怎么办")
REST_SECONDS = 0.002


async def main() -> None:
    """Print the longest waits before, during and after the exchange."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=60.0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        data, var = Path(name) / "data", Path(name) / "var"
        await asyncio.to_thread(_lay_out, data, var)
        async with running_service(data, var) as service:
            await _watch(service, "at rest", 10.0)
            file = data / "legal_faq.yaml"
            text = file.read_text(encoding="utf-8")
            draft = file.with_suffix(".new")
            draft.write_text(
                text.replace("variants:\n", "variants:\n  - 这句问法是刚刚加的\n", 1), encoding="utf-8"
            )
            draft.replace(file)
            await _watch(service, "while it is exchanged", options.seconds)
            await _watch(service, "afterwards", 10.0)


async def _watch(service: RunningService, name: str, seconds: float) -> None:
    end = time.perf_counter() + seconds
    looked, asked = await asyncio.gather(_look(service, end), _ask(service, end))
    print(f"{name}: {_told('loop', looked)}; {_told('answer', asked)}", flush=True)


async def _look(service: RunningService, end: float) -> list[float]:
    waits: list[float] = []
    while time.perf_counter() < end:
        started = time.perf_counter()
        async with service.client.get(f"{service.address}/healthz") as response:
            await response.read()
        waits.append(time.perf_counter() - started)
        await asyncio.sleep(REST_SECONDS)
    return waits


async def _ask(service: RunningService, end: float) -> list[float]:
    waits: list[float] = []
    while time.perf_counter() < end:
        started = time.perf_counter()
        await service.say(QUESTIONS[len(waits) % len(QUESTIONS)])
        waits.append(time.perf_counter() - started)
        await asyncio.sleep(0.1)
    return waits


def _told(name: str, waits: list[float]) -> str:
    p50, p99 = np.quantile(waits, [0.5, 0.99]) * 1000
    return (
        f"{name} {len(waits)} times, p50 {p50:.1f} ms, p99 {p99:.1f} ms, longest {max(waits) * 1000:.0f} ms"
    )


def _lay_out(data: Path, var: Path) -> None:
    shutil.copytree(DATA, data)
    # The service is looked at while it runs: what it learns at its very first start is learnt before.
    build_edition(load_faq(data / "legal_faq.yaml"), var / "cache")


if __name__ == "__main__":
    asyncio.run(main())
