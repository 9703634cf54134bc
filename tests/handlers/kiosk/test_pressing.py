"""What a citizen at a kiosk is told to press."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.conversation import Note
from bot.faq.loader import load_faq
from bot.handlers.kiosk.pressing import pressed_instead
from bot.handlers.kiosk.showing import show_message
from bot.handlers.wording import describe

DATA = Path(__file__).parents[3] / "data"
PAGE = Path(__file__).parents[3] / "bot" / "handlers" / "pages" / "kiosk.html"
SENT = re.compile(r"发送? ?/(?!subscribe)[a-z]+")


@pytest.mark.parametrize(
    ("said", "pressed"),
    [
        ("可以帮您查：发 /station，或者告诉我您在哪里。", "可以帮您查：按“找服务站”，或者告诉我您在哪里。"),
        ("发送 /my 可以随时看", "按“查工单”可以随时看"),
        ("打12348，或发 /human、/station 找工作人员。", "打12348，或按“转人工”“找服务站”找工作人员。"),
        ("或者发 /start 重新开始。", "或者按“重新开始”。"),
        # Another channel's commands, a path and a word that only begins alike.
        ("Telegram 上发 /my；", "Telegram 上发 /my；"),
        ("在手机上找到我们的机器人，发 /subscribe。", "在手机上找到我们的机器人，发 /subscribe。"),
        ("发 /mystery", "发 /mystery"),
        ("物业费太贵", "物业费太贵"),
    ],
)
def test_commands_become_buttons(said: str, pressed: str) -> None:
    assert pressed_instead(said) == pressed


@pytest.mark.parametrize("note", [Note("help"), Note("new_question"), Note("welcome"), Note("privacy")])
def test_no_note_asks_for_a_command(note: Note) -> None:
    shown = show_message(describe(note))["text"]
    assert not SENT.search(shown)
    assert not re.search(r"(?<![a-z])/(?:my|human|station|help|start|privacy)\b", shown), shown


def test_no_answer_asks_for_a_command() -> None:
    answers = [pressed_instead(entry.answer) for entry in load_faq(DATA / "legal_faq.yaml").entries]
    left = [found[0] for one in answers for found in re.finditer(r".{0,12}/[a-z]+\b.{0,6}", one)]
    assert [one for one in left if "Telegram" not in one and "渠道" not in one] == []


def test_every_button_that_is_named_is_on_the_page() -> None:
    page = PAGE.read_text(encoding="utf-8")
    told = pressed_instead("发 /start、/my、/human、/station、/privacy")
    names = re.findall("“(.+?)”", told)
    assert len(names) == 5
    for name in names:
        assert f">{name}</button>" in page
