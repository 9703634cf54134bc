"""The danger lane: people hurt or about to be, told apart from past accidents, claims and figures of speech."""

from bot.faq.danger.lane import DangerLane, load_danger_lane
from bot.faq.danger.verdict import Verdict

__all__ = ["DangerLane", "Verdict", "load_danger_lane"]
