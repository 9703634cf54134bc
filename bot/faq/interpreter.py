"""What a citizen's text means, given what was said before. Pure."""

from __future__ import annotations

import re

from bot.faq import decision
from bot.faq.loader import Faq
from bot.faq.matcher import Candidate, Matcher
from bot.faq.matcher.fitted import Thresholds
from bot.faq.memory import Memory
from bot.faq.understood import (
    Close,
    Danger,
    Found,
    NoneOfThese,
    OutOfScope,
    Talk,
    Understood,
    Unknown,
    WantsHuman,
)

_HUMAN = re.compile(r"^(我要|请|帮我)?(转|找|要|接)?(人工|真人|工作人员|客服)(服务|客服)?[。！!]*$")
_NONE = re.compile(r"^(以上)?都?(不是|不对|没有)[。！!]*$")
_GREETING = re.compile(r"^(你好|您好|在吗|早上好|下午好|晚上好|hi|hello|哈喽)[呀啊吗。！!~]*$", re.IGNORECASE)
_THANKS = re.compile(r"^(多?谢谢?|感谢)[你您了啦啊。！!~]*$")
_NUMBER = re.compile(r"^第?([1-4一二三四])个?[。.、]?$")
_DIGITS = {"一": 1, "二": 2, "三": 3, "四": 4}


class Interpreter:
    """Reads a text against one FAQ; implements `assistant.Interpreter`."""

    def __init__(self, faq: Faq, matcher: Matcher, thresholds: Thresholds) -> None:
        self._faq = faq
        self._matcher = matcher
        self._thresholds = thresholds

    def danger(self, text: str) -> Danger | None:
        """The danger lane."""
        return None

    def read(self, text: str, memory: Memory) -> Understood:
        """What the text means."""
        words = text.strip()
        if not words:
            return OutOfScope("blank")
        chosen = _chosen(words, memory)
        if chosen is not None:
            return Found(chosen, 1.0, (Candidate(chosen, 1.0),))
        match = self._matcher.match(words)
        if memory.options and _NONE.match(words):
            return NoneOfThese(match.candidates)
        if _HUMAN.match(words):
            return WantsHuman(match.candidates)
        if _GREETING.match(words):
            return Talk("greeting", match.candidates)
        if _THANKS.match(words):
            return Talk("thanks", match.candidates)
        decided = decision.decide(match, self._thresholds)
        if isinstance(decided, decision.Sure):
            return Found(decided.entry_id, decided.confidence, match.candidates)
        if isinstance(decided, decision.Close) and memory.clarified < 2:
            return Close(decided.entry_ids, match.candidates)
        return Unknown(match.candidates)


def _chosen(words: str, memory: Memory) -> str | None:
    found = _NUMBER.match(words)
    if not found:
        return None
    position = _DIGITS.get(found[1]) or int(found[1])
    return memory.options[position - 1] if position <= len(memory.options) else None
