"""What one try to send a notice came to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Sent:
    """The server took it."""

    sent_ref: str


@dataclass(frozen=True)
class Blocked:
    """The person shut us out."""


@dataclass(frozen=True)
class Gone:
    """There is no such chat any more."""


@dataclass(frozen=True)
class Failed:
    """The server will never take it."""

    why: str


@dataclass(frozen=True)
class Doubtful:
    """It may or may not have gone out: nobody sends it again by themselves."""

    why: str


@dataclass(frozen=True)
class NotNow:
    """It surely did not go out; again after `seconds`. `whole_channel`: nobody else may send until then."""

    seconds: float
    why: str
    whole_channel: bool = False


Attempt = Sent | Blocked | Gone | Failed | Doubtful | NotNow
