"""Whatever is said fits every channel: text and buttons within their limits, a next step always named."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from bot.conversation import (
    Answer,
    AskConsent,
    AskPlace,
    CaseAdded,
    CaseOpened,
    Clarify,
    Emergency,
    More,
    MyCases,
    Note,
    OutOfScope,
    Refer,
    Reply,
    Smalltalk,
    read_choice,
)
from bot.faq.entry import Entry, Review
from bot.faq.loader import load_faq
from bot.faq.understood import Danger
from bot.handlers.wording import describe, hotlines_in
from bot.referral.case import CaseMessage, CaseState, CaseSummary
from bot.referral.directory import Directory
from bot.referral.loader import load_divisions, load_stations
from bot.referral.opening import Opening
from tests.fakes import entry

DATA = Path(__file__).parents[3] / "data"
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
GAZETTEER = load_divisions(DATA / "divisions.csv")
DIRECTORY = Directory(load_stations(DATA / "stations.csv", GAZETTEER), GAZETTEER)
ENTRY = entry("property-fee-test", more="更多说明。", checklist=[{"item": "合同", "source": "自己保存"}])
SERVING = DIRECTORY.serving("530111001", "township")
DANGER = Danger("fire", ("119", "120"), ("快跑", "捂住口鼻", "不坐电梯"))


def _case(state: CaseState) -> CaseSummary:
    said = (CaseMessage("citizen", "漏水", NOW), CaseMessage("staff", "请带合同来", NOW))
    return CaseSummary(f"KM261123-{state.upper()[:5]}", state, "关上站", "漏水" * 200, NOW, NOW, said)


REPLIES: list[Reply] = [
    Answer(ENTRY, "ABCDEFG", 0.9, entry("safety-injury-test")),
    Clarify((ENTRY, entry("safety-injury-test"))),
    Emergency(DANGER, ENTRY),
    Emergency(DANGER),
    Smalltalk("greeting"),
    OutOfScope("junk"),
    AskPlace("unknown", DIRECTORY.children_for_buttons("5301")),
    AskPlace("several", (GAZETTEER["530112"], GAZETTEER["530125"]), ("西山区 马街", "宜良县 马街")),
    AskPlace("outside", DIRECTORY.children_for_buttons("5301"), understood="兰州市"),
    Refer(SERVING, "unsolved", "官渡区 关上街道", ENTRY, DIRECTORY.children_for_buttons("530111")),
    Refer(DIRECTORY.serving((25.04, 102.71), "village"), "station"),
    AskConsent(SERVING, "楼上漏水" * 100),
    CaseOpened("KM261123-ABCDE", "关上站", "12345678"),
    CaseOpened("KM261123-ABCDE", "关上站"),
    CaseAdded("KM261123-ABCDE"),
    MyCases(()),
    MyCases(tuple(_case(state) for state in CaseState)),
    More(ENTRY),
    *(Note(name) for name in ("welcome", "help", "privacy", "useful", "declined", "unsupported", "stale")),
    *(Note(name) for name in ("erase_confirm", "erased", "export", "new_question", "case_done", "no_desk")),
    *(
        Note(name)
        for name in (
            "rated",
            "phone_given",
            "phone_missing",
            "not_a_photo",
            "too_big",
            "phone_back",
            "no_phone_out",
            "not_relayed",
            "files_need_case",
        )
    ),
]


@pytest.mark.parametrize("reply", REPLIES, ids=lambda reply: type(reply).__name__)
def test_every_reply_fits_every_channel(reply: Reply) -> None:
    message = describe(reply)
    assert message.text.strip()
    buttons = [button for row in message.buttons for button in row]
    assert len({button.code for button in buttons}) == len(buttons)
    for button in buttons:
        assert 0 < len(button.label) <= 60
        assert len(button.code.encode()) <= 64
        assert read_choice(button.code) is not None


def test_every_shipped_answer_fits_one_telegram_message_and_its_buttons() -> None:
    for one in load_faq(DATA / "legal_faq.yaml").entries:
        message = describe(Answer(one, "ABCDEFG", 0.9))
        laws = "、".join(law.title for law in message.laws)
        assert len((message.text + laws).encode("utf-16-le")) // 2 < 3900, one.id
        assert all(len(button.code.encode()) <= 64 for row in message.buttons for button in row), one.id


def test_clarification_has_at_most_four_options_and_none_of_these() -> None:
    labels = [button.label for row in describe(Clarify((ENTRY,) * 1)).buttons for button in row]
    assert labels[-1] == "都不是"


def test_emergency_starts_with_the_numbers() -> None:
    message = describe(Emergency(DANGER, ENTRY))
    assert re.match(r"【紧急】请马上打电话：119", message.text)
    assert hotlines_in(message)[:2] == ["119", "120"]
    assert message.tone == "emergency"


def test_draft_says_that_no_lawyer_has_seen_it() -> None:
    assert "没有经过律师审核" in describe(Answer(ENTRY, "ABCDEFG", 0.9)).text


def test_approved_entry_says_by_whom_and_when() -> None:
    approved: Entry = ENTRY.model_copy(
        update={"review": Review(status="approved", by="李律师", on=date(2026, 11, 1))}
    )
    shown = describe(Answer(approved, "ABCDEFG", 0.9)).text
    assert "李律师" in shown
    assert "2026-11-01" in shown


def test_answer_ends_with_useful_unsolved_and_a_person() -> None:
    labels = [button.label for button in describe(Answer(ENTRY, "ABCDEFG", 0.9)).buttons[-1]]
    assert labels == ["有用", "没解决", "转人工"]


def test_unverified_station_tells_to_confirm_first() -> None:
    assert "12348" in describe(Refer(SERVING, "station")).text
    assert "还没有核实" in describe(Refer(SERVING, "station")).text


def test_nobodys_account_is_shown_with_a_case() -> None:
    assert "citizen" not in describe(MyCases((_case(CaseState.CLOSED),))).text


SHANGHAI = timezone(timedelta(hours=8))


@pytest.mark.parametrize(
    ("opening", "words"),
    [
        (Opening("open", until=datetime(2026, 11, 23, 17, 0, tzinfo=SHANGHAI)), ["现在开门", "17:00"]),
        (
            Opening("closed", next_at=datetime(2026, 11, 24, 9, 0, tzinfo=SHANGHAI)),
            ["11月24日（周二）09:00", "12348", "110"],
        ),
        (Opening("closed"), ["说不准", "12348"]),
        (Opening("calendar_unknown", year=2028), ["2028", "还没有公布", "12348"]),
    ],
)
def test_card_says_whether_the_station_is_open_and_who_answers_until_then(
    opening: Opening, words: list[str]
) -> None:
    shown = describe(Refer(replace(SERVING, opening=opening), "station")).text
    assert all(word in shown for word in words)


def test_card_of_a_station_without_hours_says_nothing_of_hours() -> None:
    assert "开门" not in describe(Refer(replace(SERVING, opening=Opening("not_given")), "station")).text
