"""What is said on the way to a subscription: which topic, which area, on which words, and out again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.notices.quiet import QuietHours
from bot.referral.division import Division


@dataclass(frozen=True)
class Subscription:
    """A running opt-in."""

    topic: str
    division_code: str
    opted_in_at: datetime


@dataclass(frozen=True)
class Subscriber:
    """A citizen's running subscriptions and quiet hours."""

    quiet: QuietHours
    running: tuple[Subscription, ...]


@dataclass(frozen=True)
class SubscriptionMenu:
    """What is subscribed, by topic and area name, and what can be."""

    running: tuple[tuple[str, str], ...]
    quiet: QuietHours
    changed: Literal["", "in", "quiet", "out"] = ""


@dataclass(frozen=True)
class SubscriptionArea:
    """Which area for this topic? `here` is the area opened so far, `below` its parts."""

    topic: str
    here: Division
    below: tuple[Division, ...]


@dataclass(frozen=True)
class SubscriptionConsent:
    """What the citizen agrees to, before anything is kept."""

    topic: str
    division_code: str
    consent_text: str


@dataclass(frozen=True)
class Unsubscribed:
    """Nothing of that kind is sent any more."""

    count: int


@dataclass(frozen=True)
class CannotSubscribe:
    """This channel cannot be written to unasked (a kiosk is left behind)."""


SubscriptionReply = SubscriptionMenu | SubscriptionArea | SubscriptionConsent | Unsubscribed | CannotSubscribe
