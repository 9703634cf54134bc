"""`legalbot ask`: what the citizen would read, for one question or for lines of JSON."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO

from bot.app import build_offline_assistant
from bot.assistant import Assistant
from bot.conversation import Channel, Citizen, Inquiry
from bot.delivery import Message
from bot.handlers.wording import describe, hotlines_in
from bot.outcome import Outcome
from bot.settings import Settings
from bot.storage.memory import MemoryWork


def add_parser(commands: Any) -> None:
    """Register the command."""
    parser = commands.add_parser("ask", help="问一句，看群众会读到什么 / what a citizen would read")
    parser.add_argument("text", nargs="*", help="问题 / the question")
    parser.add_argument(
        "--jsonl",
        nargs="?",
        const="-",
        metavar="FILE",
        help="逐行 JSON，- 为标准输入 / one JSON object a line",
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Print the answer(s)."""
    if args.jsonl is None and not args.text:
        print("请写出问题，例如：legalbot ask 物业费太贵可以不交吗", file=sys.stderr)
        return 2
    assistant, work = build_offline_assistant(settings)
    if args.jsonl is None:
        message, _ = asyncio.run(_ask(assistant, work, " ".join(args.text), "once"))
        print(plain(message))
        return 0
    if args.jsonl == "-":
        return asyncio.run(_answer_lines(assistant, work, sys.stdin, sys.stdout))
    with Path(args.jsonl).open(encoding="utf-8-sig") as source:
        return asyncio.run(_answer_lines(assistant, work, source, sys.stdout))


def plain(message: Message) -> str:
    """A message as a terminal shows it: text, articles, then what can be pressed elsewhere."""
    parts = [message.text]
    if message.laws:
        parts.append("法律依据：" + "、".join(law.title for law in message.laws))
    labels = [button.label for row in message.buttons for button in row]
    if labels:
        parts.append("［" + "］［".join(labels) + "］")
    return "\n\n".join(parts)


async def _answer_lines(assistant: Assistant, work: MemoryWork, source: Iterable[str], target: TextIO) -> int:
    for number, line in enumerate(source, 1):
        if line.strip():
            target.write(
                json.dumps(await _answer_line(assistant, work, line, number), ensure_ascii=False) + "\n"
            )
            target.flush()
    return 0


async def _answer_line(assistant: Assistant, work: MemoryWork, line: str, number: int) -> dict[str, Any]:
    try:
        asked = json.loads(line)
        text = asked["text"]
        if not isinstance(text, str):
            raise TypeError("text")
    except (ValueError, KeyError, TypeError):
        cure = '每行一个对象，如 {"text": "物业费太贵可以不交吗"}'
        return {"id": None, "error": f"第 {number} 行读不出来。建议：{cure}"}
    session = str(asked["session"]) if asked.get("session") is not None else f"line {number}"
    message, outcome = await _ask(assistant, work, text, session)
    return {
        "id": asked.get("id"),
        "kind": outcome.kind,
        "entry": outcome.entry_id,
        "confidence": round(outcome.confidence, 4),
        "candidates": [
            {"entry": one.entry_id, "confidence": round(one.confidence, 4)} for one in outcome.candidates[:5]
        ],
        "hotlines": hotlines_in(message),
        "divisions": list(outcome.divisions),
        "text": plain(message),
    }


async def _ask(assistant: Assistant, work: MemoryWork, text: str, session: str) -> tuple[Message, Outcome]:
    inquiry = Inquiry(Citizen(Channel.TERMINAL, session), datetime.now(UTC), text)
    outcome = await assistant.respond(work, inquiry, key=session)
    return describe(outcome.reply), outcome
