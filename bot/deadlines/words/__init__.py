"""Dates as people write them: 3月5号, 上个月15号, 2026.3.5, 去年五一; lunar ones are asked back."""

from bot.deadlines.words.reader import read_dates
from bot.deadlines.words.when import Mention, Puzzle, When

__all__ = ["Mention", "Puzzle", "When", "read_dates"]
