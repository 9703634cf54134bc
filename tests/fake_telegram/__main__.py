"""The fake server by hand: people type on the terminal, the bot under test connects to the printed address."""

# ruff: noqa: T201 - it talks on the terminal
from __future__ import annotations

import argparse
import asyncio
import sys

from tests.fake_telegram.server import TOKEN, FakeTelegram

HELP = "words: say as chat 42 · @-100 words: say in group -100 · !label: press a button · loc LAT LON · quit"


async def main(port: int, token: str) -> None:
    fake = FakeTelegram(token)
    async with fake.running(port):
        print(f"TELEGRAM_BASE_URL={fake.url}\nTELEGRAM_BOT_TOKEN={token}\n{HELP}", flush=True)
        seen: dict[int, int] = {}
        showing = asyncio.create_task(_show(fake, seen))
        while line := await asyncio.to_thread(sys.stdin.readline):
            if line.strip() == "quit":
                break
            await _act(fake, line.strip())
        showing.cancel()


async def _act(fake: FakeTelegram, line: str) -> None:
    chat = 42
    if line.startswith("@"):
        head, _, line = line[1:].partition(" ")
        chat = int(head)
    try:
        if line.startswith("!"):
            await fake.people.press(chat, line[1:], user=42)
        elif line.startswith("loc "):
            lat, lon = line.split()[1:3]
            await fake.people.share_location(chat, float(lat), float(lon))
        elif line:
            await fake.people.say(chat, line, user=42)
    except (AssertionError, KeyError, ValueError) as error:
        print(f"?? {error}")


async def _show(fake: FakeTelegram, seen: dict[int, int]) -> None:
    while True:
        for chat_id in list(fake.world.chats):
            messages = fake.people.from_bot(chat_id)
            for message in messages[seen.get(chat_id, 0) :]:
                rows = message.get("reply_markup", {}).get("inline_keyboard", [])
                print(
                    f"[{chat_id}] {message['text']}\n   {[[one['text'] for one in row] for row in rows]}",
                    flush=True,
                )
            seen[chat_id] = len(messages)
        async with fake.world.changed:
            await fake.world.changed.wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.fake_telegram")
    parser.add_argument("--port", type=int, default=8081)
    parser.add_argument("--token", default=TOKEN)
    arguments = parser.parse_args()
    asyncio.run(main(arguments.port, arguments.token))
