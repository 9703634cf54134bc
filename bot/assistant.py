"""A citizen asks, and gets a Reply: an entry's text, a question back, a station; danger comes first of all."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any, Protocol, assert_never

from bot.calculator import VERBS as CALCULATOR_VERBS
from bot.calculator import Calculator
from bot.casework import CaseworkWork
from bot.conversation import (
    Answer,
    Citizen,
    Clarify,
    Dialogue,
    Emergency,
    Inquiry,
    LawTexts,
    More,
    Note,
    OutOfScope,
    Reply,
    Smalltalk,
    Verb,
)
from bot.faq.entry import Entry
from bot.faq.loader import Faq
from bot.faq.memory import Memory, Turn
from bot.faq.statutes import LawBook
from bot.faq.understood import Close, Danger, Found, NoneOfThese, Talk, Understood, Unknown, WantsHuman
from bot.faq.understood import OutOfScope as NotOurs
from bot.inquiry_record import InquiryRecord
from bot.outcome import Outcome
from bot.reception import Reception
from bot.reminders import ReminderStore
from bot.subscriptions import VERBS as SUBSCRIPTION_VERBS
from bot.subscriptions import Subscribers, Subscriptions

ROOT_ENTRY_FOR_PLACES = "service-nearest-station"
LONGEST_PICK = 8
ENTRY_FOR_HUMANS = "service-human-agent"


class Interpreter(Protocol):
    """What a text means, given what was said before; pure."""

    def read(self, text: str, memory: Memory) -> Understood:
        """Never raises, whatever the text is."""

    def danger(self, text: str, memory: Memory) -> Danger | None:
        """The danger lane alone: it holds whatever else is off."""


class Knowledge(Protocol):
    """The FAQ that is live at this moment; swapped as a whole when the file changes."""

    @property
    def faq(self) -> Faq:
        """All entries."""

    @property
    def interpreter(self) -> Interpreter:
        """What reads texts against them."""


class Conversations(Protocol):
    """The running conversation of each citizen."""

    async def load(self, citizen: Citizen) -> Dialogue:
        """The citizen's dialogue, or a new one."""

    async def save(self, citizen: Citizen, dialogue: Dialogue, now: datetime) -> None:
        """Replace it."""

    async def erase(self, citizen: Citizen) -> None:
        """Forget it."""


class Inquiries(Protocol):
    """What was asked and what was answered on it."""

    async def record(self, record: InquiryRecord) -> str:
        """Keep an inquiry; returns its short code."""

    async def give_feedback(self, citizen: Citizen, code: str, feedback: str) -> bool:
        """Mark the citizen's own inquiry as useful or unsolved."""

    async def export(self, citizen: Citizen) -> list[dict[str, Any]]:
        """All that is kept of the citizen's inquiries."""

    async def erase(self, citizen: Citizen) -> None:
        """Forget them."""


class AssistantWork(CaseworkWork, Protocol):
    """The stores that one inquiry touches, in one transaction."""

    @property
    def conversations(self) -> Conversations:
        """Running conversations."""

    @property
    def inquiries(self) -> Inquiries:
        """Recorded inquiries."""

    @property
    def reminders(self) -> ReminderStore:
        """Reminders of last days."""

    @property
    def subscribers(self) -> Subscribers:
        """Subscribers to notices."""


class Assistant:
    """Answers inquiries. What concerns stations and cases is the Reception's."""

    def __init__(
        self,
        knowledge: Knowledge,
        reception: Reception,
        laws: LawBook | None = None,
        calculator: Calculator | None = None,
        subscriptions: Subscriptions | None = None,
    ) -> None:
        self._knowledge = knowledge
        self._reception = reception
        self._laws = laws or LawBook()
        self._calculator = calculator
        self._subscriptions = subscriptions

    async def respond(self, work: AssistantWork, inquiry: Inquiry, *, key: str) -> Outcome:
        """Answer one inquiry in the caller's transaction; `key` names it, the same on a second try."""
        dialogue = await work.conversations.load(inquiry.citizen)
        if inquiry.station_id:
            dialogue = replace(dialogue, station_id=inquiry.station_id)
        outcome, after = await self._respond(work, inquiry, dialogue, key)
        await work.conversations.save(inquiry.citizen, after, inquiry.asked_at)
        return outcome

    async def _respond(
        self, work: AssistantWork, inquiry: Inquiry, dialogue: Dialogue, key: str
    ) -> tuple[Outcome, Dialogue]:
        if inquiry.choice is not None:
            if self._subscriptions is not None and inquiry.choice.verb in SUBSCRIPTION_VERBS:
                return Outcome(await self._subscriptions.on_choice(work, inquiry)), dialogue
            return await self._on_choice(work, inquiry, dialogue, key)
        if inquiry.point is not None:
            # Asked where they are, citizens answer us; otherwise people talk, and nobody is shown where one stands.
            unasked = dialogue.pending != "place"
            refused = await self._refused(work, inquiry, dialogue, "location") if unasked else None
            entry = self._entry(dialogue.entry_id)
            return (refused, dialogue) if refused else self._reception.on_point(inquiry, dialogue, entry)
        if inquiry.attachments or inquiry.files:
            return await self._on_files(work, inquiry, dialogue, key)
        if inquiry.unsupported:
            refused = await self._refused(work, inquiry, dialogue, inquiry.unsupported)
            return refused or Outcome(Note("unsupported", inquiry.unsupported)), dialogue
        return await self._on_text(work, inquiry, dialogue, key)

    async def _refused(
        self, work: AssistantWork, inquiry: Inquiry, dialogue: Dialogue, kind: str
    ) -> Outcome | None:
        return await self._reception.casework.refuse_unreadable(work, inquiry, dialogue, kind)

    async def _on_files(
        self, work: AssistantWork, inquiry: Inquiry, dialogue: Dialogue, key: str
    ) -> tuple[Outcome, Dialogue]:
        """Files are for people: a running case takes them; the words beside them are heard in any case."""
        relayed = await self._reception.casework.relay(work, inquiry, dialogue, key)
        heard = self._knowledge.interpreter.danger(inquiry.text, dialogue.memory) if inquiry.text else None
        is_danger = heard is not None
        if relayed is not None and not is_danger:
            return relayed
        if not inquiry.text:
            kind = inquiry.attachments[0].kind if inquiry.attachments else "document"
            note = Note("files_need_case") if inquiry.files else Note("unsupported", kind)
            return Outcome(note), dialogue
        words = replace(inquiry, attachments=(), files=(), is_album=False)
        return await self._on_text(work, words, dialogue, key)

    # ------------------------------------------------------------ words

    async def _on_text(
        self, work: AssistantWork, inquiry: Inquiry, dialogue: Dialogue, key: str
    ) -> tuple[Outcome, Dialogue]:
        interpreter = self._knowledge.interpreter
        # 我在官渡关上 is where somebody is, however much it sounds like a gas tap turned off.
        danger = interpreter.danger(inquiry.text, dialogue.memory)
        is_asked = dialogue.pending == "place"
        if danger is not None and self._reception.names_only_a_place(inquiry.text, is_asked=is_asked):
            danger = None
        mine = await self._reception.casework.asks_for_cases(
            work, inquiry
        ) or await self._reception.casework.asks_to_take_phone_back(work, inquiry)
        if mine is not None:
            return mine, dialogue
        if self._subscriptions is not None and danger is None:
            subscribing = await self._subscriptions.on_words(work, inquiry)
            if subscribing is not None:
                return Outcome(subscribing), dialogue
        # In danger the station learns of it as well, but the citizen is answered at once.
        relayed = await self._reception.casework.relay(work, inquiry, dialogue, key)
        if danger is None and relayed is not None:
            return relayed
        understood: Understood = danger or interpreter.read(inquiry.text, dialogue.memory)
        if danger is None:
            placed = await self._reception.on_words(
                work, inquiry, dialogue, understood, self._entry(dialogue.entry_id), key
            )
            if placed is not None:
                return placed
        dialogue = self._reception.notice_place(inquiry.text, dialogue)
        if self._calculator is not None and danger is None:
            reckoned = self._calculator.on_words(inquiry, dialogue, understood)
            if reckoned is not None:
                return await self._kept(work, inquiry, *reckoned)
        return await self._on_understood(work, inquiry, dialogue, understood)

    async def _on_understood(
        self, work: AssistantWork, inquiry: Inquiry, dialogue: Dialogue, understood: Understood
    ) -> tuple[Outcome, Dialogue]:
        outcome, dialogue = self._decide(inquiry, dialogue, understood)
        return await self._kept(
            work, inquiry, replace(outcome, reply=self._with_laws(outcome.reply)), dialogue
        )

    async def _kept(
        self, work: AssistantWork, inquiry: Inquiry, outcome: Outcome, dialogue: Dialogue
    ) -> tuple[Outcome, Dialogue]:
        """The outcome, after the inquiry and its turn of the dialogue were recorded."""
        entry = self._entry(outcome.entry_id)
        also = outcome.reply.also.id if isinstance(outcome.reply, Answer) and outcome.reply.also else None
        said = Turn(inquiry.text[:300], outcome.kind, entry.id if entry else None, also)
        options = tuple(one.id for one in outcome.reply.entries) if isinstance(outcome.reply, Clarify) else ()
        code = await work.inquiries.record(self._record(inquiry, dialogue, outcome, entry))
        if isinstance(outcome.reply, Answer):
            outcome = replace(outcome, reply=replace(outcome.reply, code=code))
        divisions = self._reception.divisions_in(inquiry.text)
        memory = dialogue.memory
        after = memory.beside(said) if _is_in_passing(outcome.reply) else memory.after(said, options)
        dialogue = replace(dialogue, memory=after, answer_code=code)
        return replace(outcome, divisions=outcome.divisions or divisions), dialogue

    def _decide(
        self, inquiry: Inquiry, dialogue: Dialogue, understood: Understood
    ) -> tuple[Outcome, Dialogue]:
        candidates = understood.candidates
        match understood:
            case Danger():
                entry = self._entry(understood.entry_id)
                reply = Emergency(understood, entry)
                return Outcome(reply, candidates, entry_id=understood.entry_id), _asking(
                    dialogue, inquiry, entry
                )
            case Found():
                return self._answer(inquiry, dialogue, understood)
            case Close():
                entries = tuple(entry for one in understood.entry_ids if (entry := self._entry(one)))
                return Outcome(Clarify(entries), candidates), _asking(dialogue, inquiry, None)
            case Talk():
                return Outcome(Smalltalk(understood.kind), candidates), replace(dialogue, pending="")
            case NotOurs():
                return Outcome(OutOfScope(understood.kind), candidates), dialogue
            case WantsHuman():
                outcome, after = self._reception.refer(
                    "human", inquiry, dialogue, self._entry(dialogue.entry_id)
                )
                return replace(outcome, candidates=candidates, entry_id=ENTRY_FOR_HUMANS), after
            case NoneOfThese() | Unknown():
                asked = dialogue if isinstance(understood, NoneOfThese) else _asking(dialogue, inquiry, None)
                outcome, after = self._reception.refer("unknown", inquiry, asked, None)
                return replace(outcome, candidates=candidates), after
            case _:
                assert_never(understood)

    def _answer(self, inquiry: Inquiry, dialogue: Dialogue, found: Found) -> tuple[Outcome, Dialogue]:
        entry = self._entry(found.entry_id)
        if entry is None:
            outcome, after = self._reception.refer("unknown", inquiry, _asking(dialogue, inquiry, None), None)
            return replace(outcome, candidates=found.candidates), after
        reply = Answer(entry, "", found.confidence, self._entry(found.also))
        after = _asking(dialogue, inquiry, entry)
        if entry.id == ROOT_ENTRY_FOR_PLACES:
            after = replace(after, pending="place")
        return Outcome(reply, found.candidates, entry_id=entry.id), after

    # ------------------------------------------------------------ buttons

    async def _on_choice(
        self, work: AssistantWork, inquiry: Inquiry, dialogue: Dialogue, key: str
    ) -> tuple[Outcome, Dialogue]:
        choice = inquiry.choice
        assert choice is not None
        match choice.verb:
            case Verb.ENTRY:
                entry = self._entry(choice.value)
                if entry is None:
                    return Outcome(Note("stale")), dialogue
                asked = replace(inquiry, text=dialogue.question or entry.question)
                return await self._on_understood(work, asked, dialogue, Found(entry.id, 1.0))
            case Verb.NONE_OF_THESE:
                return await self._on_understood(
                    work, replace(inquiry, text=dialogue.question), dialogue, NoneOfThese()
                )
            case Verb.USEFUL | Verb.UNSOLVED:
                code = choice.value or dialogue.answer_code or ""
                await work.inquiries.give_feedback(inquiry.citizen, code, choice.verb.value)
                if choice.verb is Verb.USEFUL:
                    return Outcome(Note("useful")), dialogue
                return self._reception.refer("unsolved", inquiry, dialogue, self._entry(dialogue.entry_id))
            case Verb.LAW:
                return Outcome(self._law_texts(choice.value)), dialogue
            case verb if self._calculator is not None and verb in CALCULATOR_VERBS:
                return await self._calculator.on_choice(work, inquiry, dialogue)
            case Verb.ERASE_CONFIRMED:
                await work.subscribers.opt_out(inquiry.citizen, inquiry.asked_at)
                await work.conversations.erase(inquiry.citizen)
                await work.inquiries.erase(inquiry.citizen)
                await work.reminders.erase(inquiry.citizen)
                await self._reception.casework.erase(work, inquiry.citizen)
                return Outcome(Note("erased")), Dialogue(station_id=dialogue.station_id)
            case Verb.EXPORT:
                kept = await work.inquiries.export(inquiry.citizen)
                reminders = await work.reminders.export(inquiry.citizen)
                reminders += await work.subscribers.export(inquiry.citizen)
                return Outcome(
                    await self._reception.casework.export(work, inquiry.citizen, kept, reminders)
                ), dialogue
            case _:
                entry = self._entry(choice.value) or self._entry(dialogue.entry_id)
                outcome, after = await self._reception.on_choice(work, inquiry, dialogue, entry, key)
                return replace(outcome, reply=self._with_laws(outcome.reply)), after

    # ------------------------------------------------------------ law

    def _with_laws(self, reply: Reply) -> Reply:
        """An entry's text with the law texts under it, and whether those moved."""
        if not isinstance(reply, Answer | More):
            return reply
        moved = self._laws.needs_review(reply.entry)
        return replace(reply, laws=self._laws.cited(reply.entry), law_moved=moved)

    def _law_texts(self, asked: str) -> Reply:
        """The articles of an entry, or the one at a place in its citations: `entry-id` or `entry-id#0`."""
        entry_id, _, place = asked.partition("#")
        entry = self._entry(entry_id)
        laws = self._laws.cited(entry) if entry else ()
        if entry is not None and place:
            titles = {one.title for n, one in enumerate(entry.citations) if str(n) == place}
            laws = tuple(one for one in laws if one.title in titles)
        return LawTexts(entry, laws) if entry and laws else Note("stale")

    # ------------------------------------------------------------ private

    def _entry(self, entry_id: str | None) -> Entry | None:
        return self._knowledge.faq.by_id.get(entry_id) if entry_id else None

    @staticmethod
    def _record(inquiry: Inquiry, dialogue: Dialogue, outcome: Outcome, entry: Entry | None) -> InquiryRecord:
        reply = outcome.reply
        return InquiryRecord(
            citizen=inquiry.citizen,
            text=inquiry.text[:2000],
            kind=outcome.kind,
            entry_id=outcome.entry_id,
            entry_hash=entry.content_hash if entry else None,
            confidence=outcome.confidence,
            candidates=outcome.candidates,
            division_code=dialogue.division_code,
            asked_at=inquiry.asked_at,
            given=reply.entry if isinstance(reply, Answer) else None,
            laws=reply.laws if isinstance(reply, Answer) else (),
            law_moved=isinstance(reply, Answer) and reply.law_moved,
        )


def _is_in_passing(reply: Reply) -> bool:
    """Whether the citizen may still choose from what was offered before: 唉, 吃了没 change nothing, 谢谢 ends it."""
    if isinstance(reply, Smalltalk):
        return reply.kind not in ("thanks", "bye")
    return isinstance(reply, OutOfScope)


def _asking(dialogue: Dialogue, inquiry: Inquiry, entry: Entry | None) -> Dialogue:
    """The dialogue with this inquiry as the question that a later referral is about."""
    picked = entry is not None and entry.id in dialogue.memory.options and len(inquiry.text) <= LONGEST_PICK
    # "2" or "第二个" picks an option; what the citizen asked was said before.
    question = (dialogue.question if picked else inquiry.text[:1000]) or dialogue.question
    return replace(dialogue, question=question, entry_id=entry.id if entry else None, pending="")
