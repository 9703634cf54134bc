"""From an open question to a station and a case: where is the citizen, who serves there, do they agree."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any, Literal

from bot.casework import Casework, CaseworkWork
from bot.conversation import (
    AskConsent,
    AskPlace,
    Dialogue,
    Inquiry,
    More,
    Note,
    Refer,
    Reply,
    Verb,
)
from bot.desk import Desk
from bot.faq.entry import Entry
from bot.faq.memory import Memory, Turn
from bot.faq.understood import Found, Understood
from bot.outcome import Outcome
from bot.referral.directory import Directory, Serving
from bot.referral.division import Division, Level
from bot.referral.opening import opening_of
from bot.referral.place.located import Located

Reason = Literal["unknown", "unsolved", "human", "station"]
CITY_CODE = "5301"
LONGEST_PLACE = 30
"""Characters of a message that can be nothing but a place."""

_CONSENT_WORDS = re.compile(
    r"^(我?同意.{0,4}|是的?|好的?|可以|行|要|确认|提交|嗯+|ok)[。！!~ ]*$", re.IGNORECASE
)
_DECLINE_WORDS = re.compile(r"^(我?不同意|不|不用了?|不要了?|算了|取消|先不|不提交|不需要)[。！!~ ]*$")
_AROUND_A_PLACE = re.compile(
    r"[\s，,。.!！？?、~]|我们?家?|人?现?在|住在?|这边|这里|这点|那边|附近|旁边|这儿|的|啊|呢|噶|嘛|是|位于|就|家|边|里|昆明市?|云南省?"
)


class Reception:
    """Refers citizens to stations; what concerns their cases is the Casework's."""

    def __init__(
        self,
        directory: Callable[[], Directory],
        desk: Desk | None,
        consent_text: Callable[[AskConsent], str] = lambda ask: ask.question,
    ) -> None:
        self._current_directory = directory
        self.casework = Casework(directory, desk, consent_text)

    # ------------------------------------------------------------ where

    def refer(
        self, reason: Reason, inquiry: Inquiry, dialogue: Dialogue, entry: Entry | None
    ) -> tuple[Outcome, Dialogue]:
        """The nearest right station, or the question where the citizen is."""
        serving = self._serving(dialogue, entry, inquiry.asked_at)
        if serving is None:
            return self._ask_place(reason, dialogue, entry)
        return self._referred(reason, serving, dialogue, entry)

    def on_point(self, inquiry: Inquiry, dialogue: Dialogue, entry: Entry | None) -> tuple[Outcome, Dialogue]:
        """The citizen shared a position."""
        return self.refer("station", inquiry, dialogue.with_place(None, inquiry.point), entry)

    async def on_words(
        self,
        work: CaseworkWork,
        inquiry: Inquiry,
        dialogue: Dialogue,
        understood: Understood,
        entry: Entry | None,
        key: str,
    ) -> tuple[Outcome, Dialogue] | None:
        """What the words mean to a running referral; None where they mean nothing to it."""
        if dialogue.pending == "consent" and _CONSENT_WORDS.match(inquiry.text.strip()):
            return await self.casework.open(work, inquiry, dialogue, key)
        if dialogue.pending == "consent" and _DECLINE_WORDS.match(inquiry.text.strip()):
            return Outcome(Note("declined")), replace(dialogue, pending="")
        return self._on_place_words(inquiry, dialogue, understood, entry)

    def notice_place(self, text: str, dialogue: Dialogue) -> Dialogue:
        """Keep a place that was named in passing."""
        located = self._locate(text)
        return replace(dialogue, division_code=located.divisions[0]) if located.status == "one" else dialogue

    def divisions_in(self, text: str) -> tuple[str, ...]:
        """The codes of the divisions that a text names."""
        return self._locate(text).divisions

    def names_only_a_place(self, text: str, *, is_asked: bool = False) -> bool:
        """Whether the words say where somebody is and nothing else; `is_asked`: we asked for it, so 关上 is a place."""
        return len(text) <= LONGEST_PLACE and self._is_only_place(text, self._locate(text, is_asked))

    def _on_place_words(
        self, inquiry: Inquiry, dialogue: Dialogue, understood: Understood, entry: Entry | None
    ) -> tuple[Outcome, Dialogue] | None:
        expecting = dialogue.pending == "place"
        located = self._locate(inquiry.text, expecting)
        is_question = isinstance(understood, Found) and understood.entry_id != "service-nearest-station"
        if located.status == "none":
            return None
        if not (self._is_only_place(inquiry.text, located) or (expecting and not is_question)):
            return None
        said = Turn(inquiry.text[:100], "refer", None)
        dialogue = replace(
            dialogue, memory=replace(dialogue.memory, turns=(*dialogue.memory.turns, said)[-8:])
        )
        outcome, after = self._on_located(located, inquiry, dialogue, entry)
        return (
            replace(
                outcome,
                divisions=located.divisions,
                candidates=understood.candidates,
                entry_id="service-nearest-station",
            ),
            after,
        )

    def _on_located(
        self, located: Located, inquiry: Inquiry, dialogue: Dialogue, entry: Entry | None
    ) -> tuple[Outcome, Dialogue]:
        waiting = replace(dialogue, pending="place")
        if located.status == "outside":
            return Outcome(
                AskPlace("outside", self._below(CITY_CODE), understood=located.outside_name, entry=entry)
            ), waiting
        tree = self._directory.gazetteer
        if located.status == "several":
            options = tuple(tree[code] for code in located.divisions[:8])
            return Outcome(AskPlace("several", options, located.understood[:8], entry=entry)), waiting
        return self.refer("station", inquiry, dialogue.with_place(located.divisions[0]), entry)

    def _is_only_place(self, text: str, located: Located) -> bool:
        if located.status == "none" or len(text) > LONGEST_PLACE:
            return False
        if located.status == "outside":
            return len(_AROUND_A_PLACE.sub("", text.replace(located.outside_name, ""))) <= 1
        tree = self._directory.gazetteer
        names = {name for code in located.divisions for name in _names_of(tree[code], tree.ancestors(code))}
        rest = text
        for name in sorted(names, key=len, reverse=True):
            rest = rest.replace(name, "")
        return len(_AROUND_A_PLACE.sub("", rest)) <= 1

    # ------------------------------------------------------------ buttons

    async def on_choice(
        self, work: CaseworkWork, inquiry: Inquiry, dialogue: Dialogue, entry: Entry | None, key: str
    ) -> tuple[Outcome, Dialogue]:
        """A pressed button that is about stations, cases or the service itself."""
        choice = inquiry.choice
        assert choice is not None
        match choice.verb:
            case Verb.HUMAN | Verb.STATION:
                reason: Reason = "human" if choice.verb is Verb.HUMAN else "station"
                if choice.verb is Verb.STATION and choice.value == "other":
                    dialogue = replace(dialogue, division_code=None, point=None, station_id=None)
                    return self._ask_place(reason, dialogue, entry)
                return self.refer(reason, inquiry, dialogue, entry)
            case Verb.PLACE:
                return self._on_place_button(inquiry, dialogue, entry, choice.value)
            case Verb.CASE:
                return self.casework.ask_consent(dialogue, choice.value)
            case Verb.CONSENT:
                return await self.casework.open(work, inquiry, dialogue, key)
            case Verb.DECLINE:
                return Outcome(Note("declined")), replace(dialogue, pending="")
            case Verb.NEW_QUESTION:
                # Where the citizen is stays known; what was spoken of shall not colour the new question.
                return Outcome(Note("new_question")), replace(
                    dialogue, case_number=None, pending="", question="", entry_id=None, memory=Memory()
                )
            case Verb.MORE:
                reply: Reply = More(entry) if entry else Note("stale")
                return Outcome(reply, entry_id=entry.id if entry else None), dialogue
            case Verb.MY:
                return Outcome(await self.casework.my_cases(work, inquiry.citizen)), dialogue
            case Verb.WITHDRAW | Verb.REOPEN | Verb.RATE | Verb.RELEASE | Verb.TAKE_BACK:
                return await self.casework.on_own_case(work, inquiry, dialogue)
            case Verb.START:
                return Outcome(Note("welcome")), Dialogue(
                    station_id=dialogue.station_id, case_number=dialogue.case_number
                )
            case Verb.HELP:
                return Outcome(Note("help")), dialogue
            case Verb.PRIVACY:
                return Outcome(Note("privacy")), dialogue
            case Verb.ERASE:
                return Outcome(Note("erase_confirm")), dialogue
            case _:
                return Outcome(Note("stale")), dialogue

    def _on_place_button(
        self, inquiry: Inquiry, dialogue: Dialogue, entry: Entry | None, code: str
    ) -> tuple[Outcome, Dialogue]:
        if code not in self._directory.gazetteer:
            return Outcome(Note("stale")), dialogue
        return self.refer("station", inquiry, dialogue.with_place(code), entry)

    # ------------------------------------------------------------ private

    def _ask_place(self, reason: Reason, dialogue: Dialogue, entry: Entry | None) -> tuple[Outcome, Dialogue]:
        ask = AskPlace(reason, self._below(CITY_CODE), entry=entry)
        return Outcome(ask), replace(dialogue, pending="place")

    @property
    def _directory(self) -> Directory:
        return self._current_directory()

    def _locate(self, text: str, expecting: bool = False) -> Located:
        return self._directory.gazetteer.locate(text[:300], expecting)

    def _below(self, code: str) -> tuple[Division, ...]:
        return self._directory.children_for_buttons(code)

    def _serving(self, dialogue: Dialogue, entry: Entry | None, at: datetime) -> Serving | None:
        level = Level(entry.station_level) if entry else Level.TOWNSHIP
        topic = entry.id if entry else None
        if dialogue.point is not None:
            return self._directory.serving((dialogue.point.lat, dialogue.point.lon), level, topic, at)
        if dialogue.division_code in self._directory.gazetteer:
            return self._directory.serving(str(dialogue.division_code), level, topic, at)
        station = self._directory.get(dialogue.station_id or "")
        return (
            Serving(station, None, "这台终端所在的站点。", (), opening_of(station.hours, at))
            if station
            else None
        )

    def _referred(
        self, reason: Reason, serving: Serving, dialogue: Dialogue, entry: Entry | None
    ) -> tuple[Outcome, Dialogue]:
        code = dialogue.division_code
        known = code in self._directory.gazetteer
        understood = self._directory.gazetteer.path_name(str(code)) if known else ""
        deeper = self._below(str(code)) if known else ()
        refer = Refer(serving, reason, understood, entry, deeper)
        return Outcome(refer), replace(dialogue, pending="")


def _names_of(division: Division, ancestors: Any) -> set[str]:
    names = set()
    for one in (division, *ancestors):
        stem = re.sub(r"(彝族|苗族|回族)+自治县$", "", one.short_name)
        names |= {one.name, one.short_name, stem, re.sub(r"(街道|社区|乡|镇|村|区|县|市)$", "", stem)}
    return {name for name in names if len(name) >= 2}
