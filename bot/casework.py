"""A citizen's own cases: consent asked, opened, continued, rated, withdrawn, exported."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Protocol

from bot.conversation import (
    AskConsent,
    CaseAdded,
    CaseOpened,
    Choice,
    Citizen,
    Dialogue,
    Inquiry,
    MyCases,
    Note,
    Reply,
    Verb,
)
from bot.desk import Cases, Desk, DeskWork, NoSuchCase
from bot.outcome import Outcome
from bot.referral.case import CaseMessage, MoveRefused
from bot.referral.directory import Directory, Serving

_RATING = re.compile(r"([A-Z0-9-]{5,20}):([12]):([1-5])")
_PHONE_BACK_WORDS = re.compile(
    r"^\s*(请|我要|帮我)?(收回|撤回)(我的)?(电话|手机号?|号码)(号码?)?\s*[。！!？?]?\s*$"
)
_MY_WORDS = re.compile(r"^\s*(我的|我的工单|查工单|查询工单)\s*[。！!？?]?\s*$")


class ErasableCases(Cases, Protocol):
    """Cases whose words the citizen can have erased."""

    async def erase(self, citizen: Citizen) -> None:
        """Take the citizen's words out of finished cases."""


class CaseworkWork(DeskWork, Protocol):
    """The stores that a citizen's cases touch."""

    @property
    def cases(self) -> ErasableCases:
        """Where cases are kept."""


class Casework:
    """What a citizen does with cases, through the desk (None: no cases are taken)."""

    def __init__(
        self,
        directory: Callable[[], Directory],
        desk: Desk | None,
        consent_text: Callable[[AskConsent], str],
    ) -> None:
        self._current_directory = directory
        self._desk = desk
        self._consent_text = consent_text

    async def relay(
        self, work: CaseworkWork, inquiry: Inquiry, dialogue: Dialogue, key: str
    ) -> tuple[Outcome, Dialogue] | None:
        """While a case runs, the citizen's words go to its station; None where no case takes them."""
        if self._desk is None or dialogue.case_number is None:
            return None
        text, has_files = inquiry.text.strip(), bool(inquiry.attachments or inquiry.files)
        if not (text or has_files or inquiry.is_edit):
            return None
        try:
            case = await self._desk.citizen_adds(
                work,
                inquiry.citizen,
                dialogue.case_number,
                text,
                key=inquiry.ref or key,
                now=inquiry.asked_at,
                attachments=inquiry.attachments,
                files=inquiry.files,
                is_album=inquiry.is_album,
                is_edit=inquiry.is_edit,
            )
        except MoveRefused as refused:
            return (Outcome(Note("case_done", str(refused))), dialogue) if inquiry.files else None
        except NoSuchCase:
            return None
        return Outcome(CaseAdded(case.number)), dialogue

    async def refuse_unreadable(
        self, work: CaseworkWork, inquiry: Inquiry, dialogue: Dialogue, kind: str
    ) -> Outcome | None:
        """What cannot be passed on to the station of a running case is said to whoever sent it; None where no case
        runs."""
        if self._desk is None or dialogue.case_number is None:
            return None
        case = await work.cases.get(dialogue.case_number)
        is_theirs = case is not None and (case.channel, case.citizen_id) == (
            inquiry.citizen.channel.value,
            inquiry.citizen.id,
        )
        return Outcome(Note("not_relayed", kind)) if case and is_theirs and not case.state.is_over else None

    async def asks_to_take_phone_back(self, work: CaseworkWork, inquiry: Inquiry) -> Outcome | None:
        """“收回电话” typed as words: of all the citizen's cases."""
        if self._desk is None or not _PHONE_BACK_WORDS.match(inquiry.text):
            return None
        out = [one.number for one in await self._desk.cases_of(work, inquiry.citizen) if one.has_phone]
        for number in out:
            await self._desk.take_phone_back(work, inquiry.citizen, number, now=inquiry.asked_at)
        return Outcome(Note("phone_back" if out else "no_phone_out"))

    async def asks_for_cases(self, work: CaseworkWork, inquiry: Inquiry) -> Outcome | None:
        """“我的” typed as words: where the citizen's cases stand."""
        if self._desk is None or not _MY_WORDS.match(inquiry.text):
            return None
        return Outcome(await self.my_cases(work, inquiry.citizen))

    async def erase(self, work: CaseworkWork, citizen: Citizen) -> None:
        """Take the citizen's words out of finished cases."""
        await work.cases.erase(citizen)

    async def export(
        self,
        work: CaseworkWork,
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
                    {
                        "author": one.author,
                        "text": one.text,
                        "files": [file.label for file in one.attachments],
                        "at": one.at.isoformat(),
                    }
                    for one in case.messages
                ],
            }
            for case in await work.cases.of_citizen(citizen)
        ]
        kept = {"inquiries": inquiries, "cases": cases, "reminders": reminders}
        return Note("export", json.dumps(kept, ensure_ascii=False, indent=1))

    def ask_consent(self, dialogue: Dialogue, station_id: str) -> tuple[Outcome, Dialogue]:
        """What would be passed on to whom, before anything is."""
        station = self._current_directory().get(station_id)
        if self._desk is None or station is None:
            return Outcome(Note("no_desk" if self._desk is None else "stale")), dialogue
        asking = replace(dialogue, pending="consent", case_station_id=station_id)
        return Outcome(AskConsent(Serving(station, None, ""), dialogue.question)), asking

    async def open(
        self, work: CaseworkWork, inquiry: Inquiry, dialogue: Dialogue, key: str
    ) -> tuple[Outcome, Dialogue]:
        """Open the case that the citizen has just agreed to."""
        station = self._current_directory().get(dialogue.case_station_id or "")
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

    async def my_cases(self, work: CaseworkWork, citizen: Citizen) -> Reply:
        """Where the citizen's cases stand."""
        return MyCases(() if self._desk is None else await self._desk.cases_of(work, citizen))

    async def on_own_case(
        self, work: CaseworkWork, inquiry: Inquiry, dialogue: Dialogue
    ) -> tuple[Outcome, Dialogue]:
        """A pressed button about one case of the citizen's own."""
        choice = inquiry.choice
        assert choice is not None
        if self._desk is None:
            return Outcome(Note("no_desk")), dialogue
        try:
            if choice.verb in {Verb.RATE, Verb.RELEASE, Verb.TAKE_BACK}:
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
    async def _on_side_act(desk: Desk, work: CaseworkWork, inquiry: Inquiry, choice: Choice) -> Note:
        if choice.verb is Verb.RELEASE:
            case = await desk.release_phone(work, inquiry.citizen, choice.value, now=inquiry.asked_at)
            return Note("phone_given", choice.value) if case else Note("phone_missing")
        if choice.verb is Verb.TAKE_BACK:
            case = await desk.take_phone_back(work, inquiry.citizen, choice.value, now=inquiry.asked_at)
            return Note("phone_back" if case else "no_phone_out")
        found = _RATING.fullmatch(choice.value)
        if found is None:
            return Note("stale")
        number, which, stars = found[1], int(found[2]), int(found[3])
        await desk.rate(work, inquiry.citizen, number, which, stars, now=inquiry.asked_at)
        return Note("rated")
