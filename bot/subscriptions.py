"""A citizen subscribes to notices by topic and area, with proof, and leaves with one tap."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any, Literal, Protocol

from bot.conversation import Channel, Citizen, Inquiry, Note, Reply, Verb
from bot.notices.notice import TOPICS
from bot.notices.quiet import DEFAULT_QUIET, QuietHours
from bot.notices.talk import (
    CannotSubscribe,
    Subscriber,
    Subscription,
    SubscriptionArea,
    SubscriptionConsent,
    SubscriptionMenu,
    Unsubscribed,
)
from bot.referral.directory import Directory

VERBS = frozenset({Verb.SUBSCRIPTIONS, Verb.UNSUBSCRIBE})
# Channels where a citizen can be written to unasked.
WRITABLE = frozenset({Channel.TELEGRAM, Channel.WECHAT})
CITY_CODE = "5301"
OptOutReason = Literal["self", "blocked", "gone"]
ConsentText = Callable[[str, str], str]
_WANTS_IN = re.compile(r"^\s*(?:我?要?)(?:订阅|关注)(?:一?下?)(?:通知|提醒|消息|推送)?\s*[。!！]?\s*$")
_WANTS_OUT = re.compile(
    r"^\s*(?:TD|我?要?(?:退订|取消订阅|不要再发(?:通知)?了?))(?:全部|通知|推送)?\s*[。!！]?\s*$",
    re.IGNORECASE,
)
_QUIET = re.compile(r"^quiet/(\d{1,2})-(\d{1,2})$")


class Subscribers(Protocol):
    """Who subscribed to what."""

    async def opt_in(
        self, citizen: Citizen, topic: str, division_code: str, consent_text: str, now: datetime
    ) -> None:
        """Keep a subscription with its proof."""

    async def opt_out(
        self, citizen: Citizen, now: datetime, *, topic: str | None = None, why: OptOutReason = "self"
    ) -> int:
        """End running subscriptions; returns how many."""

    async def get(self, citizen: Citizen) -> Subscriber | None:
        """The citizen's running subscriptions."""

    async def set_quiet(self, citizen: Citizen, quiet: QuietHours) -> None:
        """The citizen's own quiet hours."""

    async def export(self, citizen: Citizen) -> list[dict[str, Any]]:
        """All subscriptions with their proof."""


class SubscribersWork(Protocol):
    """The store that subscribing touches."""

    @property
    def subscribers(self) -> Subscribers:
        """Subscribers."""


class Subscriptions:
    """Answers 订阅 and 退订. Codes of buttons: `topic`, `topic@area`, `topic@area!` (this area), `…+` (agreed)."""

    def __init__(self, directory: Callable[[], Directory], consent_text: ConsentText) -> None:
        self._directory = directory
        self._consent_text = consent_text

    async def on_words(self, work: SubscribersWork, inquiry: Inquiry) -> Reply | None:
        """What the words mean here; None where they mean nothing."""
        if _WANTS_OUT.match(inquiry.text):
            return await self._leave(work, inquiry, "")
        if _WANTS_IN.match(inquiry.text):
            return await self._menu(work, inquiry.citizen)
        return None

    async def on_choice(self, work: SubscribersWork, inquiry: Inquiry) -> Reply:
        """One of the buttons of VERBS."""
        assert inquiry.choice is not None
        value = inquiry.choice.value
        if inquiry.choice.verb is Verb.UNSUBSCRIBE:
            return await self._leave(work, inquiry, value)
        if inquiry.citizen.channel not in WRITABLE:
            return CannotSubscribe()
        if not value:
            return await self._menu(work, inquiry.citizen)
        if found := _QUIET.match(value):
            return await self._set_quiet(work, inquiry, int(found[1]), int(found[2]))
        topic, _, area = value.partition("@")
        if topic not in TOPICS:
            return Note("stale")
        return await self._on_area(work, inquiry, topic, area or CITY_CODE)

    # ------------------------------------------------------------ private

    async def _on_area(self, work: SubscribersWork, inquiry: Inquiry, topic: str, area: str) -> Reply:
        code, sign = (area[:-1], area[-1]) if area[-1] in "!+" else (area, "")
        tree = self._directory().gazetteer
        here = tree.get(code)
        if here is None:
            return Note("stale")
        below = tree.children(code)
        if not sign and below:
            return SubscriptionArea(topic, here, below)
        consent = self._consent_text(TOPICS[topic], tree.path_name(code))
        if sign != "+":
            return SubscriptionConsent(topic, code, consent)
        await work.subscribers.opt_in(inquiry.citizen, topic, code, consent, inquiry.asked_at)
        return await self._menu(work, inquiry.citizen, "in")

    async def _menu(
        self, work: SubscribersWork, citizen: Citizen, changed: Literal["", "in", "quiet", "out"] = ""
    ) -> Reply:
        if citizen.channel not in WRITABLE:
            return CannotSubscribe()
        subscriber = await work.subscribers.get(citizen)
        if subscriber is None:
            return SubscriptionMenu((), DEFAULT_QUIET, changed)
        tree = self._directory().gazetteer
        names = tuple(
            (one.topic, tree.path_name(one.division_code) if one.division_code in tree else one.division_code)
            for one in subscriber.running
        )
        return SubscriptionMenu(names, subscriber.quiet, changed)

    async def _leave(self, work: SubscribersWork, inquiry: Inquiry, topic: str) -> Reply:
        # A button under a notice carries the notice's number: whoever presses it wants no more of them.
        only = topic if topic in TOPICS else None
        count = await work.subscribers.opt_out(inquiry.citizen, inquiry.asked_at, topic=only)
        if only and await work.subscribers.get(inquiry.citizen) is not None:
            return await self._menu(work, inquiry.citizen, "out")
        return Unsubscribed(count)

    async def _set_quiet(self, work: SubscribersWork, inquiry: Inquiry, start: int, end: int) -> Reply:
        if start > 23 or end > 23:
            return Note("stale")
        await work.subscribers.set_quiet(inquiry.citizen, QuietHours(start * 60, end * 60))
        return await self._menu(work, inquiry.citizen, "quiet")


__all__ = ["OptOutReason", "Subscriber", "Subscribers", "Subscription", "Subscriptions"]
