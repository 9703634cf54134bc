"""From an open question to a station and a case: where is the citizen, who serves there, do they agree."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any, Literal, Protocol

from bot.conversation import (
    AskConsent,
    AskPlace,
    CaseAdded,
    CaseOpened,
    Choice,
    Citizen,
    Dialogue,
    Inquiry,
    More,
    MyCases,
    Note,
    Refer,
    Reply,
    Verb,
)
from bot.desk import Cases, Desk, DeskWork, NoSuchCase
from bot.faq.entry import Entry
from bot.faq.memory import Turn
from bot.faq.understood import Found, Understood
from bot.outcome import Outcome
from bot.referral.case import CaseMessage, MoveRefused
from bot.referral.directory import Directory, Serving
from bot.referral.division import Division, Level
from bot.referral.opening import opening_of
from bot.referral.place.located import Located

Reason = Literal["unknown", "unsolved", "human", "station"]
CITY_CODE = "5301"
_CONSENT_WORDS = re.compile(
    r"^(我?同意.{0,4}|是的?|好的?|可以|行|要|确认|提交|嗯+|ok)[。！!~ ]*$", re.IGNORECASE
)
_DECLINE_WORDS = re.compile(r"^(我?不同意|不|不用了?|不要了?|算了|取消|先不|不提交|不需要)[。！!~ ]*$")
_RATING = re.compile(r"([A-Z0-9-]{5,20}):([12]):([1-5])")
_MY_WORDS = re.compile(r"^\s*(我的|我的工单|查工单|查询工单)\s*[。！!？?]?\s*$")
_AROUND_A_PLACE = re.compile(
    r"[\s，,。.!！？?、~]|我们?家?|人?现?在|住在?|这边|这里|这点|那边|附近|旁边|这儿|的|啊|呢|噶|嘛|是|位于|就|家|边|里|昆明市?|云南省?"
)


class ErasableCases(Cases, Protocol):
    """Cases whose words the citizen can have erased."""

    async def erase(self, citizen: Citizen) -> None:
        """Take the citizen's words out of finished cases."""


class ReceptionWork(DeskWork, Protocol):
    """The stores that a referral touches."""

    @property
    def cases(self) -> ErasableCases:
        """Where cases are kept."""


class Reception:
    """Refers citizens to stations; opens and continues cases through the desk (None: none are taken)."""

    def __init__(
        self,
        directory: Callable[[], Directory],
        desk: Desk | None,
        consent_text: Callable[[AskConsent], str] = lambda ask: ask.question,
    ) -> None:
        self._current_directory = directory
        self._desk = desk
        self._consent_text = consent_text

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
        work: ReceptionWork,
        inquiry: Inquiry,
        dialogue: Dialogue,
        understood: Understood,
        entry: Entry | None,
        key: str,
    ) -> tuple[Outcome, Dialogue] | None:
        """What the words mean to a running referral; None where they mean nothing to it."""
        if dialogue.pending == "consent" and _CONSENT_WORDS.match(inquiry.text.strip()):
            return await self._open(work, inquiry, dialogue, key)
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
        if located.status == "none" or len(text) > 30:
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
        self, work: ReceptionWork, inquiry: Inquiry, dialogue: Dialogue, entry: Entry | None, key: str
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
                return self._ask_consent(dialogue, choice.value, entry)
            case Verb.CONSENT:
                return await self._open(work, inquiry, dialogue, key)
            case Verb.DECLINE:
                return Outcome(Note("declined")), replace(dialogue, pending="")
            case Verb.NEW_QUESTION:
                return Outcome(Note("new_question")), replace(
                    dialogue, case_number=None, pending="", question=""
                )
            case Verb.MORE:
                reply: Reply = More(entry) if entry else Note("stale")
                return Outcome(reply, entry_id=entry.id if entry else None), dialogue
            case Verb.MY:
                return Outcome(await self._my_cases(work, inquiry.citizen)), dialogue
            case Verb.WITHDRAW | Verb.REOPEN | Verb.RATE | Verb.RELEASE:
                return await self._on_own_case(work, inquiry, dialogue)
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

    # ------------------------------------------------------------ cases

    async def relay(
        self, work: ReceptionWork, inquiry: Inquiry, dialogue: Dialogue, key: str
    ) -> tuple[Outcome, Dialogue] | None:
        """While a case runs, the citizen's words go to its station; None where no case takes them."""
        if self._desk is None or dialogue.case_number is None:
            return None
        text, attachment = inquiry.text.strip(), inquiry.attachment
        if not text and attachment is None:
            return None
        if attachment is not None and not await self._takes_files(work, dialogue.case_number):
            return Outcome(Note("no_way_for_files")), dialogue
        try:
            case = await self._desk.citizen_adds(
                work,
                inquiry.citizen,
                dialogue.case_number,
                f"（更正）{text}" if inquiry.is_edit else text,
                key=key,
                now=inquiry.asked_at,
                attachment=attachment,
            )
        except (MoveRefused, NoSuchCase):
            return None
        return Outcome(CaseAdded(case.number)), dialogue

    async def asks_for_cases(self, work: ReceptionWork, inquiry: Inquiry) -> Outcome | None:
        """“我的” typed as words: where the citizen's cases stand."""
        if self._desk is None or not _MY_WORDS.match(inquiry.text):
            return None
        return Outcome(await self._my_cases(work, inquiry.citizen))

    @staticmethod
    async def _takes_files(work: ReceptionWork, number: str) -> bool:
        """Photos stay on their messenger: a station without a chat there cannot see them."""
        case = await work.cases.get(number)
        return case is None or case.state.is_over or bool(await work.staff.chats_of(case.station_id))

    async def erase(self, work: ReceptionWork, citizen: Citizen) -> None:
        """Take the citizen's words out of finished cases."""
        await work.cases.erase(citizen)

    async def export(
        self,
        work: ReceptionWork,
        citizen: Citizen,
        inquiries: list[dict[str, Any]],
        reminders: list[dict[str, Any]],
    ) -> Note:
        """All that is kept of a citizen, as JSON text."""
        cases = [
            {
                "number": case.number,
                "station": case.station_name,
                "state": case.state.value,
                "question": case.question,
                "opened_at": case.opened_at.isoformat(),
                "messages": [
                    {"author": one.author, "text": one.text, "at": one.at.isoformat()}
                    for one in case.messages
                ],
            }
            for case in await work.cases.of_citizen(citizen)
        ]
        kept = {"inquiries": inquiries, "cases": cases, "reminders": reminders}
        return Note("export", json.dumps(kept, ensure_ascii=False, indent=1))

    def _ask_consent(
        self, dialogue: Dialogue, station_id: str, entry: Entry | None
    ) -> tuple[Outcome, Dialogue]:
        station = self._directory.get(station_id)
        if self._desk is None or station is None:
            return Outcome(Note("no_desk" if self._desk is None else "stale")), dialogue
        asking = replace(dialogue, pending="consent", case_station_id=station_id)
        return Outcome(AskConsent(Serving(station, None, ""), dialogue.question)), asking

    async def _open(
        self, work: ReceptionWork, inquiry: Inquiry, dialogue: Dialogue, key: str
    ) -> tuple[Outcome, Dialogue]:
        station = self._directory.get(dialogue.case_station_id or "")
        if self._desk is None or station is None or dialogue.pending != "consent":
            return Outcome(Note("no_desk" if self._desk is None else "stale")), dialogue
        consent = self._consent_text(AskConsent(Serving(station, None, ""), dialogue.question))
        said = tuple(
            CaseMessage("citizen", turn.text, inquiry.asked_at) for turn in dialogue.memory.turns if turn.text
        )
        opened = await self._desk.open(
            work,
            inquiry.citizen,
            origin=key,
            station_id=station.id,
            station_name=station.name,
            question=dialogue.question or "（未写明问题，请工作人员询问）",
            said=said,
            entry_id=dialogue.entry_id,
            consent_text=consent,
            now=inquiry.asked_at,
        )
        reply = CaseOpened(opened.number, opened.station_name, opened.pickup_code)
        return Outcome(reply), replace(dialogue, pending="", case_number=opened.number)

    async def _my_cases(self, work: ReceptionWork, citizen: Citizen) -> Reply:
        return MyCases(() if self._desk is None else await self._desk.cases_of(work, citizen))

    async def _on_own_case(
        self, work: ReceptionWork, inquiry: Inquiry, dialogue: Dialogue
    ) -> tuple[Outcome, Dialogue]:
        choice = inquiry.choice
        assert choice is not None
        if self._desk is None:
            return Outcome(Note("no_desk")), dialogue
        try:
            if choice.verb in {Verb.RATE, Verb.RELEASE}:
                return Outcome(await self._on_side_act(self._desk, work, inquiry, choice)), dialogue
            if choice.verb is Verb.WITHDRAW:
                case = await self._desk.withdraw(work, inquiry.citizen, choice.value, now=inquiry.asked_at)
            else:
                case = await self._desk.reopen(
                    work, inquiry.citizen, choice.value, "没解决", now=inquiry.asked_at
                )
        except (MoveRefused, NoSuchCase) as refused:
            return Outcome(Note("case_done", str(refused))), dialogue
        running = None if case.state.is_over else case.number
        return Outcome(MyCases((await work.cases.summary(case),))), replace(dialogue, case_number=running)

    @staticmethod
    async def _on_side_act(desk: Desk, work: ReceptionWork, inquiry: Inquiry, choice: Choice) -> Note:
        if choice.verb is Verb.RELEASE:
            case = await desk.release_phone(work, inquiry.citizen, choice.value, now=inquiry.asked_at)
            return Note("phone_given" if case else "phone_missing")
        found = _RATING.fullmatch(choice.value)
        if found is None:
            return Note("stale")
        number, which, stars = found[1], int(found[2]), int(found[3])
        await desk.rate(work, inquiry.citizen, number, which, stars, now=inquiry.asked_at)
        return Note("rated")

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
