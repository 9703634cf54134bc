"""Measure the danger lane, small talk and scope, dialogues and double questions on a folder of JSONL files.

python scripts/eval_dialogue.py FOLDER (danger.jsonl, oos.jsonl, dialogues.jsonl, multi.jsonl); prints what is wrong.
"""

from __future__ import annotations

import asyncio
import json
import sys
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

from bot.app import build_offline_assistant
from bot.assistant import Assistant
from bot.conversation import Channel, Citizen, Clarify, Emergency, Inquiry
from bot.outcome import Outcome
from bot.settings import Settings
from bot.storage.memory import MemoryWork

_OPEN = {"refer", "out_of_scope"}
_sessions = count()


class Talk:
    """One citizen's conversation with an offline assistant."""

    def __init__(self, assistant: Assistant, work: MemoryWork) -> None:
        self._assistant = assistant
        self._work = work
        self._citizen = Citizen(Channel.TERMINAL, f"talk {next(_sessions)}")

    async def say(self, text: str) -> Outcome:
        """The outcome of one message."""
        inquiry = Inquiry(self._citizen, datetime.now(UTC), text)
        return await self._assistant.respond(self._work, inquiry, key="key")


async def measure_all(folder: Path, assistant: Assistant, work: MemoryWork) -> None:
    """Print the four figures with every wrong line above its figure."""
    for name, measure in (("danger", _danger), ("oos", _oos), ("multi", _multi), ("dialogues", _dialogues)):
        path = folder / f"{name}.jsonl"
        if path.exists():
            lines = [
                json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()
            ]
            await measure(lines, assistant, work)


async def _danger(lines: list[dict[str, Any]], assistant: Assistant, work: MemoryWork) -> None:
    tally: dict[str, list[bool]] = {"emergency": [], "not_emergency": []}
    for line in lines:
        outcome = await Talk(assistant, work).say(line["text"])
        found = isinstance(outcome.reply, Emergency)
        numbers = set(outcome.reply.danger.hotlines) if isinstance(outcome.reply, Emergency) else set()
        tally[line["expect"]].append(found and (not line["numbers"] or bool(numbers & set(line["numbers"]))))
        if tally[line["expect"]][-1] != (line["expect"] == "emergency"):
            print("  danger", line["expect"], line["text"], sorted(numbers))
    _share("danger found", tally["emergency"])
    _share("danger false alarms", tally["not_emergency"])


async def _oos(lines: list[dict[str, Any]], assistant: Assistant, work: MemoryWork) -> None:
    right = []
    for line in lines:
        text = line["text"]
        text = text if isinstance(text, str) else text["repeat"] * text["times"]
        outcome = await Talk(assistant, work).say(text)
        is_answer = outcome.kind in ("answer", "emergency")
        wrong_field = is_answer and not (outcome.entry_id or "").startswith("service-")
        right.append(not wrong_field)
        if line["kind"] == "other_legal":
            right[-1] = outcome.kind in _OPEN or outcome.entry_id == "service-other-legal-matters"
        if not right[-1] or (line["kind"] != "other_legal" and outcome.kind in ("answer", "clarify")):
            print(
                "  oos", "" if right[-1] else "WRONG", line["kind"], text[:40], outcome.kind, outcome.entry_id
            )
    _share("out of scope right", right)


async def _multi(lines: list[dict[str, Any]], assistant: Assistant, work: MemoryWork) -> None:
    right = []
    for line in lines:
        outcome = await Talk(assistant, work).say(line["text"])
        ids = [one.entry_id for one in outcome.candidates[:4]]
        right.append(set(line["topics"]) <= set(ids) and ids[0] in line["topics"])
        if not right[-1]:
            print("  multi", line["text"], line["topics"], outcome.kind, ids)
    _share("double questions right", right)


async def _dialogues(lines: list[dict[str, Any]], assistant: Assistant, work: MemoryWork) -> None:
    right: list[bool] = []
    for line in lines:
        talk = Talk(assistant, work)
        offered: tuple[str, ...] = ()
        for turn in line["turns"]:
            outcome = await talk.say(turn["user"])
            verdict = _turn_is_right(turn["expect"], outcome, offered)
            offered = (
                tuple(one.id for one in outcome.reply.entries) if isinstance(outcome.reply, Clarify) else ()
            )
            if verdict is None:
                continue
            right.append(verdict)
            if not verdict:
                near = [one.entry_id for one in outcome.candidates[:4]]
                print(
                    "  dialogue",
                    line["id"],
                    turn["user"],
                    turn["expect"],
                    outcome.kind,
                    outcome.entry_id,
                    near,
                )
    _share("dialogue turns right", right)


def _turn_is_right(expect: dict[str, Any], outcome: Outcome, offered: tuple[str, ...]) -> bool | None:
    allowed = set(expect.get("also_ok", []))
    if expect.get("kind") == "option":
        place = expect["option"] - 1
        return None if place >= len(offered) else outcome.entry_id in {offered[place], *allowed}
    if "topic" in expect:
        if outcome.kind in ("answer", "emergency") and outcome.entry_id in {expect["topic"], *allowed}:
            return True
        return outcome.kind in expect.get("also_kind", [])
    if "division" in expect and not set(expect["division"]) <= set(outcome.divisions):
        return False
    kinds = {expect["kind"], *expect.get("also_kind", [])} | (
        {"refer"} if expect["kind"] in ("case", "place") else set()
    )
    return outcome.kind in kinds or outcome.entry_id in allowed


def _share(name: str, right: list[bool]) -> None:
    print(f"{name}: {sum(right)}/{len(right)} = {sum(right) / max(len(right), 1):.3f}")


if __name__ == "__main__":
    asyncio.run(measure_all(Path(sys.argv[1]), *build_offline_assistant(Settings())))
