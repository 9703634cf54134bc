"""Which entry answers a question, and how sure that is: `Matcher.from_entries(…).match(text)`."""

from bot.faq.matcher.engine import Matcher
from bot.faq.matcher.lessons import Lessons, load_lessons
from bot.faq.matcher.match import Candidate, CandidateSignals, Explanation, Match

__all__ = ["Candidate", "CandidateSignals", "Explanation", "Lessons", "Match", "Matcher", "load_lessons"]
