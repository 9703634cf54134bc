"""The way to a reckoned day: which time limit, from when, confirmed by a button, then the result."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.assistant import Assistant
from bot.calculator import Calculator
from bot.conversation import (
    Answer,
    AskPlace,
    Channel,
    Choice,
    Citizen,
    Emergency,
    Inquiry,
    Note,
    OutOfScope,
    Reply,
    Smalltalk,
    Verb,
)
from bot.deadlines.loader import load_rules
from bot.deadlines.talk import (
    DeadlineAskDate,
    DeadlineConfirm,
    DeadlineFile,
    DeadlineMenu,
    DeadlineResult,
    MyReminders,
    ReminderCancelled,
    ReminderSet,
)
from bot.deadlines.words import When
from bot.delivery import Message
from bot.faq.understood import Danger, Found, Talk
from bot.faq.understood import OutOfScope as NotOurs
from bot.handlers.wording import describe, describe_reminder
from bot.reception import Reception
from bot.referral.directory import Directory
from bot.referral.loader import load_divisions, load_stations
from bot.reminders import Reminders
from bot.storage.work import SqlWorks
from tests.deadlines.conftest import DATA
from tests.fakes import entry, knowledge

NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
ANNA = Citizen(Channel.TELEGRAM, "4711")
KIOSK = Citizen(Channel.KIOSK, "k1")
INJURY = entry("safety-injury-deadline")
QUESTION = "2026年3月5日在工地摔伤，申请工伤认定到什么时候?"
CONFIRMED = Choice(Verb.DEADLINE_DAY, "injury-worker@20260305")
REMIND = Choice(Verb.REMIND, "injury-worker@20260305")

Say = Callable[..., Awaitable[Reply]]


@pytest.fixture(scope="module")
def directory() -> Directory:
    gazetteer = load_divisions(DATA / "divisions.csv")
    return Directory(load_stations(DATA / "stations.csv", gazetteer), gazetteer)


@pytest.fixture
def say(works: SqlWorks, directory: Directory) -> Say:
    faq = knowledge(INJURY)
    faq.interpreter.meanings |= {
        "工伤期限": Found(INJURY.id, 0.95),
        "3月5日受的伤，还来得及吗": Found(INJURY.id, 0.95),
        "3月5日受伤，工伤认定期限": Found(INJURY.id, 0.95),
        "谢谢": Talk("thanks"),
        "😀": NotOurs("junk"),
        "？？": NotOurs("junk"),
        "\u200b": NotOurs("blank"),
    }
    faq.interpreter.dangers["3月5日的火还在烧"] = Danger(
        "fire", ("119",), ("快跑", "捂住口鼻", "不坐电梯"), INJURY.id
    )
    calculator = Calculator(load_rules(DATA / "deadlines.yaml"), Reminders(describe_reminder))
    assistant = Assistant(faq, Reception(lambda: directory, None), calculator=calculator)
    count = iter(range(1000))

    async def ask(
        text: str = "", *, press: Choice | None = None, citizen: Citizen = ANNA, now: datetime = NOW
    ) -> Reply:
        async with works.writing() as work:
            inquiry = Inquiry(citizen, now, text, press)
            return (await assistant.respond(work, inquiry, key=f"test:{next(count)}")).reply

    return ask


def codes(message: Message) -> list[str]:
    return [one.code for row in message.buttons for one in row]


async def test_a_question_with_its_date_is_confirmed_before_anything_is_reckoned(say: Say) -> None:
    reply = await say(QUESTION)
    assert isinstance(reply, DeadlineConfirm)
    assert reply.rule.id == "injury-worker"
    assert reply.options == (When.on(date(2026, 3, 5)),)
    message = describe(reply)
    assert codes(message) == [CONFIRMED.code]
    assert "2027" not in message.text


async def test_the_confirmed_day_gives_the_last_day_with_its_steps(say: Say) -> None:
    reply = await say(press=CONFIRMED)
    assert isinstance(reply, DeadlineResult)
    assert reply.due.last_day == date(2027, 3, 5)
    text = describe(reply).text
    for part in (
        "2027年3月5日（星期五）",
        "还剩 102 天",
        "第17条",
        "第202条",
        "放假调休安排还没有公布",
        "2026年4月7日",
    ):
        assert part in text


async def test_what_is_past_says_what_can_still_be_done(say: Say) -> None:
    reply = await say(press=Choice(Verb.DEADLINE_DAY, "injury-worker@20240305"))
    message = describe(reply)
    assert "已经过了" in message.text
    assert "现在还能做什么" in message.text
    assert not any(code.startswith(("remind:", "ics:")) for code in codes(message))


async def test_an_uncertain_day_gives_the_earliest_and_the_latest(say: Say) -> None:
    assert isinstance(await say(press=Choice(Verb.DEADLINE_RULE, "injury-worker")), DeadlineAskDate)
    confirm = await say("三月份")
    assert isinstance(confirm, DeadlineConfirm)
    assert not confirm.options[0].is_exact
    result = await say(press=Choice(Verb.DEADLINE_DAY, f"injury-worker@{confirm.options[0].code}"))
    assert isinstance(result, DeadlineResult)
    assert result.latest is not None
    assert (result.due.last_day, result.latest.last_day) == (date(2027, 3, 1), date(2027, 3, 31))
    assert "请以最早的为准" in describe(result).text


@pytest.mark.parametrize(
    ("said", "problem"), [("三月初五", "lunar"), ("2月30日", "impossible"), ("不知道呀", "unclear")]
)
async def test_a_day_that_cannot_be_taken_is_asked_back(say: Say, said: str, problem: str) -> None:
    await say(press=Choice(Verb.DEADLINE_RULE, "reconsideration"))
    reply = await say(said)
    assert isinstance(reply, DeadlineAskDate)
    assert reply.problem == problem
    again = await say("昨天")
    assert isinstance(again, DeadlineConfirm)
    assert again.options == (When.on(date(2026, 11, 22)),)


async def test_an_entry_with_one_time_limit_goes_straight_to_the_day_said_before(say: Say) -> None:
    assert isinstance(await say("工伤期限"), Answer)
    menu = await say(press=Choice(Verb.DEADLINES, INJURY.id))
    assert isinstance(menu, DeadlineMenu)
    assert [rule.id for rule in menu.rules] == ["injury-worker", "injury-employer"]


async def test_the_found_entry_names_the_time_limit_where_the_words_do_not(say: Say) -> None:
    reply = await say("3月5日受的伤，还来得及吗")
    assert isinstance(reply, DeadlineMenu)
    chosen = await say(press=Choice(Verb.DEADLINE_RULE, "injury-employer"))
    assert isinstance(chosen, DeadlineConfirm)
    assert chosen.options == (When.on(date(2026, 3, 5)),)


async def test_the_answer_of_the_faq_is_one_press_away(say: Say) -> None:
    reply = await say("3月5日受伤，工伤认定期限")
    assert isinstance(reply, DeadlineConfirm)
    assert codes(describe(reply))[-1] == f"entry:{INJURY.id}"
    assert isinstance(await say(press=Choice(Verb.ENTRY, INJURY.id)), Answer)


@pytest.mark.parametrize("yes", ["对", "是的。", "就是那天", "1", "嗯嗯", "确认"])
async def test_the_day_may_be_confirmed_by_typing(say: Say, yes: str) -> None:
    await say(QUESTION)
    reply = await say(yes)
    assert isinstance(reply, DeadlineResult)
    assert reply.due.last_day == date(2027, 3, 5)


async def test_a_typed_number_picks_from_the_menu(say: Say) -> None:
    await say(press=Choice(Verb.DEADLINES, INJURY.id))
    reply = await say("2")
    assert isinstance(reply, DeadlineAskDate)
    assert reply.rule.id == "injury-employer"
    # Now a day is awaited: a bare number is one.
    again = await say("2")
    assert isinstance(again, DeadlineConfirm)
    assert again.options == (When.on(date(2026, 11, 2)),)


async def test_two_days_in_one_question_are_offered_to_choose(say: Say) -> None:
    reply = await say("2025年3月5日摔伤，4月2日才住院，申请工伤认定期限到哪天")
    assert isinstance(reply, DeadlineConfirm)
    assert len(codes(describe(reply))) == 2


async def test_another_day_can_be_told_after_the_result(say: Say) -> None:
    await say(QUESTION)
    result = describe(await say(press=CONFIRMED))
    again = next(code for code in codes(result) if code.startswith("dlr:"))
    verb, _, value = again.partition(":")
    assert isinstance(await say(press=Choice(Verb(verb), value)), DeadlineAskDate)


async def test_danger_comes_before_the_calculator(say: Say) -> None:
    assert isinstance(await say("3月5日的火还在烧"), Emergency)


async def test_while_a_day_is_awaited_other_words_are_answered_as_ever(say: Say) -> None:
    await say(press=Choice(Verb.DEADLINE_RULE, "reconsideration"))
    assert isinstance(await say("谢谢"), Smalltalk)
    await say(press=Choice(Verb.DEADLINE_RULE, "reconsideration"))
    assert isinstance(await say("工伤期限"), Answer)


async def test_the_calculator_can_be_asked_for_by_name(say: Say) -> None:
    reply = await say("帮我算期限")
    assert isinstance(reply, DeadlineMenu)
    assert reply.is_general
    assert 5 <= len(reply.rules) <= 12


@pytest.mark.parametrize(
    "value",
    ["", "nothing@20260305", "injury-worker@", "injury-worker@20260230", "injury-worker@18000101", "@"],
)
@pytest.mark.parametrize("verb", [Verb.DEADLINE_DAY, Verb.REMIND, Verb.DEADLINE_FILE])
async def test_a_made_up_button_is_out_of_date(say: Say, verb: Verb, value: str) -> None:
    assert await say(press=Choice(verb, value)) == Note("stale")


async def test_the_calendar_file_holds_the_last_day(say: Say) -> None:
    reply = await say(press=Choice(Verb.DEADLINE_FILE, "injury-worker@20260305"))
    assert isinstance(reply, DeadlineFile)
    assert "DTSTART;VALUE=DATE:20270305" in reply.content
    assert reply.path == "/deadlines/injury-worker@20260305.ics"
    assert describe(reply).document is not None


async def test_a_reminder_is_set_listed_and_cancelled(say: Say) -> None:
    assert REMIND.code in codes(describe(await say(press=CONFIRMED)))
    made = await say(press=REMIND)
    assert isinstance(made, ReminderSet)
    assert [one.day for one in made.reminder.times] == [date(2027, 2, 3), date(2027, 2, 26), date(2027, 3, 4)]
    assert await say(press=REMIND) == made
    listed = await say(press=Choice(Verb.REMINDERS))
    assert isinstance(listed, MyReminders)
    assert listed.reminders == (made.reminder,)
    assert made.reminder.what in describe(listed).text
    gone = await say(press=Choice(Verb.CANCEL_REMINDER, made.reminder.code))
    assert isinstance(gone, ReminderCancelled)
    assert (await say(press=Choice(Verb.REMINDERS))).reminders == ()  # type: ignore[union-attr]


async def test_nobody_cancels_another_ones_reminder(say: Say) -> None:
    made = await say(press=REMIND)
    assert isinstance(made, ReminderSet)
    other = Citizen(Channel.TELEGRAM, "4712")
    assert await say(press=Choice(Verb.CANCEL_REMINDER, made.reminder.code), citizen=other) == Note("stale")
    assert (await say(press=Choice(Verb.REMINDERS))).reminders  # type: ignore[union-attr]


async def test_a_kiosk_leaves_no_reminder_behind(say: Say) -> None:
    shown = describe(await say(press=CONFIRMED, citizen=KIOSK))
    assert REMIND.code not in codes(shown)
    assert any(code.startswith("ics:") for code in codes(shown))
    assert await say(press=REMIND, citizen=KIOSK) == Note("no_reminder")


async def test_on_the_eve_no_reminder_is_promised(say: Say) -> None:
    eve = datetime(2027, 3, 4, 6, 0, tzinfo=UTC)
    assert REMIND.code not in codes(describe(await say(press=CONFIRMED, now=eve)))
    assert await say(press=REMIND, now=eve) == Note("no_reminder")


async def test_erasing_takes_the_reminders_too_and_export_shows_them(say: Say) -> None:
    await say(press=REMIND)
    exported = await say(press=Choice(Verb.EXPORT))
    assert isinstance(exported, Note)
    assert "2027-03-05" in exported.value
    await say(press=Choice(Verb.ERASE_CONFIRMED))
    assert (await say(press=Choice(Verb.REMINDERS))).reminders == ()  # type: ignore[union-attr]


async def test_an_old_reminder_is_not_listed(say: Say) -> None:
    await say(press=REMIND)
    later = NOW + timedelta(days=400)
    assert (await say(press=Choice(Verb.REMINDERS), now=later)).reminders == ()  # type: ignore[union-attr]


async def test_a_day_without_any_rule_is_left_to_the_faq(say: Say) -> None:
    reply = await say("2026年3月5日买的彩票，兑奖到什么时候")
    assert isinstance(reply, AskPlace)
    assert reply.reason == "unknown"


@pytest.mark.parametrize("said", ["😀", "？？", "\u200b"])
async def test_junk_is_no_day_and_the_day_is_still_awaited(say: Say, said: str) -> None:
    await say(press=Choice(Verb.DEADLINE_RULE, "reconsideration"))
    assert isinstance(await say(said), OutOfScope)
    assert isinstance(await say("昨天"), DeadlineConfirm)
