"""A citizen subscribes by topic and area on agreed words, changes quiet hours, and leaves with one tap."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.conversation import Channel, Choice, Citizen, Inquiry, Note, Reply, Verb
from bot.handlers.wording import describe, subscription_consent
from bot.notices.talk import (
    CannotSubscribe,
    SubscriptionArea,
    SubscriptionConsent,
    SubscriptionMenu,
    Unsubscribed,
)
from bot.referral.directory import Directory
from bot.referral.loader import load_divisions
from bot.storage.work import SqlWorks
from bot.subscriptions import Subscriptions

DATA = Path(__file__).parents[1] / "data"
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def directory() -> Directory:
    gazetteer = load_divisions(DATA / "divisions.csv")
    return Directory((), gazetteer)


@pytest.fixture
def subscriptions(directory: Directory) -> Subscriptions:
    return Subscriptions(lambda: directory, subscription_consent)


async def _press(
    works: SqlWorks, subscriptions: Subscriptions, code: str, channel: Channel = Channel.TELEGRAM
) -> Reply:
    verb, _, value = code.partition(":")
    inquiry = Inquiry(Citizen(channel, "5"), NOW, choice=Choice(Verb(verb), value))
    async with works.writing() as work:
        return await subscriptions.on_choice(work, inquiry)


def _code(reply: Reply, label: str) -> str:
    return next(one.code for row in describe(reply).buttons for one in row if label in one.label)


async def test_from_topic_to_area_to_consent_by_buttons_alone(
    works: SqlWorks, subscriptions: Subscriptions
) -> None:
    menu = await _press(works, subscriptions, "sub")
    assert isinstance(menu, SubscriptionMenu)
    city = await _press(works, subscriptions, _code(menu, "安全生产"))
    assert isinstance(city, SubscriptionArea)
    county = await _press(works, subscriptions, _code(city, "官渡区"))
    township = await _press(works, subscriptions, _code(county, "关上街道"))
    consent = await _press(works, subscriptions, _code(township, "整个关上街道"))
    assert isinstance(consent, SubscriptionConsent)
    async with works.reading() as work:
        assert await work.subscribers.get(Citizen(Channel.TELEGRAM, "5")) is None
    done = await _press(works, subscriptions, _code(consent, "同意"))
    assert isinstance(done, SubscriptionMenu)
    assert done.running == (("safety", "官渡区 关上街道"),)
    async with works.reading() as work:
        (proof,) = await work.subscribers.export(Citizen(Channel.TELEGRAM, "5"))
    assert proof["consent_text"] == consent.consent_text
    assert proof["opted_in_at"] == NOW.isoformat()


async def test_every_button_fits_telegrams_64_bytes(works: SqlWorks, subscriptions: Subscriptions) -> None:
    city = await _press(works, subscriptions, "sub:property")
    for reply in (await _press(works, subscriptions, "sub"), city):
        assert all(len(one.code.encode()) <= 64 for row in describe(reply).buttons for one in row)


async def test_the_button_under_a_notice_ends_all_at_once(
    works: SqlWorks, subscriptions: Subscriptions
) -> None:
    await _press(works, subscriptions, "sub:safety@5301+")
    await _press(works, subscriptions, "sub:lecture@530111+")
    assert await _press(works, subscriptions, "unsub:12") == Unsubscribed(2)
    assert await _press(works, subscriptions, "unsub:12") == Unsubscribed(0)


async def test_one_topic_can_be_left_alone(works: SqlWorks, subscriptions: Subscriptions) -> None:
    await _press(works, subscriptions, "sub:safety@5301+")
    await _press(works, subscriptions, "sub:lecture@5301+")
    left = await _press(works, subscriptions, "unsub:safety")
    assert isinstance(left, SubscriptionMenu)
    assert [topic for topic, _ in left.running] == ["lecture"]


async def test_quiet_hours_of_ones_own(works: SqlWorks, subscriptions: Subscriptions) -> None:
    await _press(works, subscriptions, "sub:safety@5301+")
    menu = await _press(works, subscriptions, "sub:quiet/22-7")
    assert isinstance(menu, SubscriptionMenu)
    assert "22:00 到 7:00" in describe(menu).text


@pytest.mark.parametrize("channel", [Channel.KIOSK, Channel.TERMINAL])
async def test_a_kiosks_visitor_leaves_no_subscription(
    works: SqlWorks, subscriptions: Subscriptions, channel: Channel
) -> None:
    assert await _press(works, subscriptions, "sub:safety@5301+", channel) == CannotSubscribe()
    async with works.reading() as work:
        assert await work.subscribers.get(Citizen(channel, "5")) is None


@pytest.mark.parametrize("code", ["sub:nothing", "sub:safety@999999", "sub:safety@+", "sub:quiet/30-99"])
async def test_a_forged_button_does_nothing(works: SqlWorks, subscriptions: Subscriptions, code: str) -> None:
    assert await _press(works, subscriptions, code) == Note("stale")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("退订", Unsubscribed),
        ("TD", Unsubscribed),
        ("订阅通知", SubscriptionMenu),
        ("怎么退订物业的停车包月", type(None)),
        ("我订阅的报纸没送到", type(None)),
    ],
)
async def test_words_that_mean_it_and_words_that_do_not(
    works: SqlWorks, subscriptions: Subscriptions, text: str, kind: Callable[..., object]
) -> None:
    async with works.writing() as work:
        reply = await subscriptions.on_words(work, Inquiry(Citizen(Channel.TELEGRAM, "5"), NOW, text=text))
    assert type(reply) is kind
