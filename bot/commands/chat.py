"""`legalbot chat`: talk with the service in the terminal; cases opened here are real ones."""

from __future__ import annotations

import argparse
import asyncio
import getpass
import uuid
from datetime import UTC, datetime
from typing import Any

from bot.app import Service, running
from bot.commands.ask import plain
from bot.conversation import Channel, Choice, Citizen, Inquiry, Verb, read_choice
from bot.delivery import Message
from bot.handlers.wording import describe
from bot.settings import Settings

_COMMANDS = {
    "/start": Verb.START,
    "/help": Verb.HELP,
    "/my": Verb.MY,
    "我的": Verb.MY,
    "/human": Verb.HUMAN,
    "/station": Verb.STATION,
    "/privacy": Verb.PRIVACY,
    "/deadline": Verb.DEADLINES,
    "/reminders": Verb.REMINDERS,
}
_HINT = "直接打字提问；带方括号的选项，打出选项的字（或前面的数字）就等于按它。/help 看用法，Ctrl+D 结束。"


def add_parser(commands: Any) -> None:
    """Register the command."""
    parser = commands.add_parser("chat", help="在终端里对话 / talk in the terminal")
    parser.set_defaults(run=run)


def run(_args: argparse.Namespace, settings: Settings) -> int:
    """Talk until the input ends."""
    asyncio.run(_talk(settings))
    return 0


async def _talk(settings: Settings) -> None:
    citizen = Citizen(Channel.TERMINAL, getpass.getuser()[:60])
    async with running(settings) as service:
        shown = await _say(service, Inquiry(citizen, datetime.now(UTC), choice=Choice(Verb.START)))
        print(f"{shown.text}\n\n{_HINT}")
        while True:
            try:
                words = (await asyncio.to_thread(input, "\n您：")).strip()
            except EOFError:
                print()
                return
            shown = await _say(service, _read(citizen, words, shown))
            print(f"\n{plain(shown)}")


def _read(citizen: Citizen, words: str, shown: Message) -> Inquiry:
    pressed = {button.label: button.code for row in shown.buttons for button in row}.get(
        words.strip("［］[]")
    )
    choice = read_choice(pressed) if pressed else None
    if words in _COMMANDS:
        choice = Choice(_COMMANDS[words])
    return Inquiry(citizen, datetime.now(UTC), words, choice)


async def _say(service: Service, inquiry: Inquiry) -> Message:
    async with service.works.writing() as work:
        outcome = await service.assistant.respond(work, inquiry, key=f"terminal:{uuid.uuid4()}")
    return describe(outcome.reply)
