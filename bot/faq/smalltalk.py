"""Words that ask nothing of the FAQ: greetings, thanks, abuse, a wish for a person, other topics, plain noise."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from bot.faq.understood import OutKind, TalkKind

DATA = Path(__file__).parents[2] / "data" / "smalltalk.yaml"
LONGEST_TALK = 30
"""Characters of a message that can be nothing but small talk."""

_ABUSE_ONLY = 14
_NOT_WORDS = re.compile(r"[^0-9a-z㐀-鿿+=]+")
_CLAUSE_END = re.compile(r"[,。;!?，；！？、~ \n]+")
_TAIL = re.compile(r"(呢|啊|呀|哈|嘛|吧|了|哦|噶|啦|哟|嗷|捏|咯|嘞|哒|喽|喔|撒)+$")
_HEAD = re.compile(r"^(呢|啊|呀|哈|嘛|哦|噶|啦|了|嘞|哒)+")
_BEFORE_MORE: tuple[TalkKind, ...] = ("greeting", "thanks", "acknowledged", "praise", "chitchat")
"""Small talk that more of it may follow in the same breath."""


@dataclass(frozen=True)
class SmallTalk:
    """Recognises by patterns that staff keep. Pure."""

    talk: Mapping[TalkKind, re.Pattern[str]]
    human: re.Pattern[str]
    human_within: re.Pattern[str]
    none: re.Pattern[str]
    none_then: re.Pattern[str]
    no_option: re.Pattern[str]
    at_a_loss: re.Pattern[str]
    correction: re.Pattern[str]
    meant: re.Pattern[str]
    back: re.Pattern[str]
    about_answer: re.Pattern[str]
    abuse: re.Pattern[str]
    about_someone: re.Pattern[str]
    elsewhere: re.Pattern[str]
    elsewhere_within: re.Pattern[str]
    other_matters: re.Pattern[str]
    ours: re.Pattern[str]

    def talk_kind(self, cleaned: str) -> TalkKind | None:
        """Which small talk a message is from end to end; None where it is anything more."""
        said = bare(cleaned)
        if not said or len(said) > LONGEST_TALK:
            return None
        return self._whole_kind(said) or self._in_one_breath(said) or self._clause_by_clause(cleaned)

    def _clause_by_clause(self, cleaned: str) -> TalkKind | None:
        """The last of several clauses' small talk (要得，我去看看，谢谢); a complaint outweighs the rest."""
        clauses = [said for clause in _CLAUSE_END.split(cleaned) if (said := bare(clause))]
        if len(clauses) < 2:
            return None
        kinds = [self._whole_kind(said) for said in clauses]
        if any(kind is None for kind in kinds):
            return None
        return "complaint" if "complaint" in kinds else kinds[-1]

    def _whole_kind(self, said: str) -> TalkKind | None:
        without_tail = _TAIL.sub("", said) or said
        return next(
            (
                kind
                for kind, pattern in self.talk.items()
                if pattern.fullmatch(said) or pattern.fullmatch(without_tail)
            ),
            None,
        )

    def wants_human(self, cleaned: str) -> bool:
        """Whether a person is asked for."""
        said = bare(cleaned)
        if self.human.fullmatch(said):
            return True
        return len(said) <= LONGEST_TALK and bool(self.human_within.search(said))

    def refuses_all(self, cleaned: str) -> bool:
        """Whether every option is refused and nothing else is said."""
        return bool(self.none.fullmatch(bare(cleaned)))

    def is_at_a_loss(self, cleaned: str) -> bool:
        """Whether the citizen cannot say what is meant: 我也说不清."""
        return bool(self.at_a_loss.fullmatch(bare(cleaned)))

    def names_no_option(self, cleaned: str) -> bool:
        """Whether it is a yes to the question which one, or a number that was not offered."""
        return bool(self.no_option.fullmatch(bare(cleaned)))

    def after_refusal(self, cleaned: str) -> str | None:
        """What follows a refusal (都不是，是押金的事); None where the message is no refusal with more words."""
        rest = self.none_then.sub("", cleaned)
        return rest if rest != cleaned and len(bare(rest)) >= 2 else None

    def out_kind(self, cleaned: str, *, only_whole: bool = False) -> OutKind | None:
        """Abuse or a topic that is no matter of law; None where neither is plain.

        `only_whole`: a word of another topic says nothing, for the message belongs to a talk.
        """
        said = bare(cleaned)
        if self.abuse.search(said) and len(said) <= _ABUSE_ONLY and not self.about_someone.search(said):
            return "abuse"
        if self.ours.search(said):
            return None
        if self.elsewhere.fullmatch(said) or self.elsewhere.fullmatch(cleaned):
            return "non_legal"
        if only_whole:
            return None
        return "non_legal" if len(said) <= LONGEST_TALK and self.elsewhere_within.search(said) else None

    def is_other_matter(self, cleaned: str) -> bool:
        """Whether the words belong to other fields of law and to none of ours."""
        said = bare(cleaned)
        return bool(self.other_matters.search(said)) and not self.ours.search(said)

    def _in_one_breath(self, said: str) -> TalkKind | None:
        """The second of two pieces of small talk without a pause (清楚了谢谢你)."""
        for kind in _BEFORE_MORE:
            head = self.talk[kind].match(said)
            if head is None or not head.end():
                continue
            rest = self._whole_kind(_HEAD.sub("", said[head.end() :]))
            # 行不行, 好不好 ask; they do not complain after a yes.
            if rest is not None and (rest != "complaint" or (kind == "greeting" and head.end() > 1)):
                return rest
        return None


def bare(cleaned: str) -> str:
    """A cleaned message without blanks and punctuation."""
    return _NOT_WORDS.sub("", cleaned)


@cache
def load_small_talk(path: Path = DATA) -> SmallTalk:
    """The table that staff keep. Raises ValueError, in Chinese, when a pattern cannot be read."""
    table = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    try:
        return SmallTalk(
            talk={kind: re.compile(pattern) for kind, pattern in table["talk"].items()},
            human=re.compile(table["human"]["whole"]),
            human_within=re.compile(table["human"]["within"]),
            none=re.compile(table["none"]),
            none_then=re.compile(table["none_then"]),
            no_option=re.compile(table["no_option"]),
            at_a_loss=re.compile(table["at_a_loss"]),
            correction=re.compile(table["correction"]),
            meant=re.compile(table["meant"]),
            back=re.compile(table["back"]),
            about_answer=re.compile(table["about_answer"]),
            abuse=re.compile(table["abuse"]),
            about_someone=re.compile(table["about_someone"]),
            elsewhere=re.compile(table["non_legal"]["whole"]),
            elsewhere_within=re.compile(table["non_legal"]["within"]),
            other_matters=re.compile(table["other_matters"]["words"]),
            ours=re.compile(table["other_matters"]["ours"]),
        )
    except (KeyError, re.error) as error:
        raise ValueError(f"{path.name} 读不出来：{error}。建议：检查括号是否成对、项目是否齐全") from error
