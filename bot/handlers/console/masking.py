"""Personal data on the console's pages: the same masking as everywhere."""

from __future__ import annotations

from bot.referral.masking import masked

__all__ = ["masked"]
