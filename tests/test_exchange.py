"""While a changed FAQ is checked, learnt and exchanged, the service goes on answering, in one version or the other."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from tests.running import read_faq, running_service, small_data, write_faq

QUESTION = "物业服务差，可以不交或者少交物业费吗"
NEW = "换上的新解答：先看合同。"
LONGEST_WAIT_SECONDS = 5.0
"""A busy machine makes anybody wait; a service that stood still until it had learnt would make them wait longer."""


async def test_every_question_is_answered_while_the_file_is_exchanged(tmp_path: Path) -> None:
    data, var = small_data(tmp_path / "data"), tmp_path / "var"
    entries = read_faq(data)
    async with running_service(data, var) as service:
        old = _vetted(await service.say(QUESTION))
        learnt = set((var / "cache").glob("matcher-*.npz"))
        entries[0]["answer"] = f"{NEW}\n" + entries[0]["answer"][:300]
        entries[0]["variants"].append("保洁一个月来一回，凭啥收我全额")
        write_faq(data, entries)
        versions: list[bool] = []
        end = asyncio.get_running_loop().time() + 60
        while asyncio.get_running_loop().time() < end:
            said = await asyncio.wait_for(service.say(QUESTION), LONGEST_WAIT_SECONDS)
            assert said["kind"] == "answer"
            versions.append(NEW in _vetted(said))
            assert versions[-1] or _vetted(said) == old
            if set((var / "cache").glob("matcher-*.npz")) > learnt:
                break
            await asyncio.sleep(0.05)
    assert versions[0] is False, "the first answers are of the old file"
    assert versions[-1] is True, "the new text does not wait until its phrasings are learnt"
    assert versions == sorted(versions), "once the new version was given, the old one never is again"
    assert len(versions) > 5


def _vetted(said: dict[str, Any]) -> str:
    """An answer without the number that each one has of its own."""
    text: str = said["message"]["text"]
    return text.partition("解答编号")[0]
