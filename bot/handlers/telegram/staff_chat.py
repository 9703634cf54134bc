"""The staff's side of a chat: link it to a station, take a case, answer by replying, close with a reason."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime

from bot.conversation import Channel
from bot.delivery import Message, Recipient
from bot.desk import PUSH_CHANNELS, Desk, DeskWording, NoSuchCase, Role, StaffMember
from bot.handlers.telegram import sentences
from bot.handlers.telegram.coming import Author, Linking, Place, Pressed, Quoted, Said, Unlinking
from bot.handlers.telegram.layout import CLOSE_REASON
from bot.handlers.telegram.ports import ChannelWork, Directories
from bot.referral.case import Case, MoveRefused

_NUMBER = re.compile(r"KM\d{6}-[0-9A-Z]{5}")
_CLOSE_PROMPT = re.compile(r"【办结工单 (KM\d{6}-[0-9A-Z]{5})】")
_CLOSE = re.compile(r"^\s*办结\s*[:：]\s*", re.DOTALL)
_ASK = re.compile(r"^\s*(?:待补充|请补充)\s*[:：]\s*", re.DOTALL)
_HAND_BACK = re.compile(r"^\s*退回\s*[:：]\s*", re.DOTALL)


@dataclass(frozen=True)
class Turn:
    """One act in a staff chat: its transaction, its key, its moment, and where it was done."""

    work: ChannelWork
    key: str
    now: datetime
    place: Place
    reply_to: int | None

    async def tell(self, message: Message, *, case_number: str | None = None) -> None:
        """Put an answer to the act into the outbox."""
        await self.tell_at(self.place.address, message, case_number=case_number, reply_to=self.reply_to)

    async def tell_at(
        self, address: str, message: Message, *, case_number: str | None = None, reply_to: int | None = None
    ) -> None:
        """Put a message to a chat into the outbox, once for each act and chat."""
        await self.work.outbox.put(
            Recipient(Channel.TELEGRAM, address),
            message,
            key=f"{self.key}/{address}",
            now=self.now,
            case_number=case_number,
            reply_to=str(reply_to) if reply_to else None,
        )


async def station_at(work: ChannelWork, place: Place) -> str | None:
    """The station that a chat, or this topic of it, is linked to."""
    for address in dict.fromkeys((place.address, str(place.chat_id))):
        station_id = await work.staff.station_of_chat(address)
        if station_id is not None:
            return station_id
    return None


class StaffChat:
    """Turns what staff do in a linked chat into acts of the desk."""

    def __init__(self, desk: Desk, wording: DeskWording, directory: Directories) -> None:
        self._desk = desk
        self._wording = wording
        self._directory = directory

    async def link(self, turn: Turn, linking: Linking) -> None:
        """`/link CODE`."""
        if linking.author.is_anonymous:
            return await turn.tell(sentences.ANONYMOUS)
        if not linking.code:
            return await turn.tell(sentences.NO_CODE)
        invitation = await turn.work.staff.take_invitation(linking.code.upper(), "chat", turn.now)
        if invitation is None or invitation.station_id is None:
            return await turn.tell(sentences.BAD_CODE)
        await turn.work.staff.link_chat(turn.place.address, invitation.station_id, turn.now)
        station = self._directory().get(invitation.station_id)
        return await turn.tell(sentences.linked(station.name if station else invitation.station_id))

    async def unlink(self, turn: Turn, unlinking: Unlinking) -> None:
        """`/unlink`."""
        if unlinking.author.is_anonymous:
            return await turn.tell(sentences.ANONYMOUS)
        if await station_at(turn.work, turn.place) is None:
            return await turn.tell(sentences.NOT_LINKED)
        for address in dict.fromkeys((turn.place.address, str(turn.place.chat_id))):
            await turn.work.staff.unlink_chat(address)
        return await turn.tell(sentences.UNLINKED)

    # ------------------------------------------------------------ buttons

    async def press(self, turn: Turn, pressed: Pressed) -> str:
        """接单 or 办结; returns what the presser is shown."""
        station_id = await station_at(turn.work, turn.place)
        if station_id is None:
            return sentences.NOT_LINKED.text
        member = await self._member(turn, pressed.author, station_id)
        if isinstance(member, Message):
            return member.text
        try:
            if pressed.verb == "staff-claim":
                return await self._claim(turn, member, pressed.number)
            case = await self._desk.seen_by(turn.work, member, pressed.number)
        except NoSuchCase:
            return sentences.NO_SUCH_CASE
        if case.state.is_over:
            return f"工单 {case.number} 已经结束了。"
        await turn.tell(sentences.ask_close_reason(case.number), case_number=case.number)
        return "请回复机器人刚发的消息，写明办理结果。"

    async def _claim(self, turn: Turn, member: StaffMember, number: str) -> str:
        try:
            case = await self._desk.claim(turn.work, member, number, now=turn.now)
        except MoveRefused as refused:
            return await self._why_not_taken(turn, member, number, refused)
        here = turn.place.address
        taken = self._wording.case_taken(case, member.name)
        for chat in dict.fromkeys((here, *await turn.work.staff.chats_of(case.station_id))):
            reply_to = turn.reply_to if chat == here else None
            await turn.tell_at(chat, taken, case_number=case.number, reply_to=reply_to)
        return f"您已接单：{case.number}"

    async def _why_not_taken(self, turn: Turn, member: StaffMember, number: str, refused: MoveRefused) -> str:
        case = await self._desk.seen_by(turn.work, member, number)
        if case.state.is_over or case.claimed_by is None:
            return f"{refused}。"
        if case.claimed_by == member.id:
            return sentences.already_yours(case.number)
        holder = await turn.work.staff.get(case.claimed_by)
        return sentences.taken_by(case.number, holder.name if holder else "同事")

    # ------------------------------------------------------------ words

    async def say(self, turn: Turn, said: Said, station_id: str) -> None:
        """Words in a linked chat: a reply to a case's message goes to the citizen, other talk is the staff's own."""
        if said.quoted is None:
            return await turn.tell(sentences.HINT) if said.place.is_private else None
        about = await self._about(turn, said.quoted)
        if about is None:
            return await turn.tell(sentences.WHICH_CASE)
        if not said.text.strip():
            return await turn.tell(sentences.WORDS_ONLY, case_number=about[0])
        member = await self._member(turn, said.author, station_id)
        if isinstance(member, Message):
            return await turn.tell(member)
        number, is_closing = about
        return await turn.tell(
            await self._done(turn, member, number, said, is_closing=is_closing), case_number=number
        )

    async def _done(
        self, turn: Turn, member: StaffMember, number: str, said: Said, *, is_closing: bool
    ) -> Message:
        act, text = self._act(said, is_closing=is_closing)
        try:
            return await act(turn, member, number, text)
        except NoSuchCase:
            return sentences.not_done(number, sentences.NO_SUCH_CASE)
        except MoveRefused as refused:
            return sentences.not_done(number, str(refused))

    def _act(
        self, said: Said, *, is_closing: bool
    ) -> tuple[Callable[[Turn, StaffMember, str, str], Awaitable[Message]], str]:
        text = said.text.strip()
        for sign, act in ((_CLOSE, self._close), (_ASK, self._ask), (_HAND_BACK, self._hand_back)):
            if sign.match(text):
                return act, sign.sub("", text)
        if is_closing:
            return self._close, text
        return self._reply, f"（更正）{text}" if said.is_edit else text

    async def _reply(self, turn: Turn, member: StaffMember, number: str, text: str) -> Message:
        case = await self._desk.reply(turn.work, member, number, text, key=turn.key, now=turn.now)
        return sentences.passed_on(number, _is_pushed(case))

    async def _ask(self, turn: Turn, member: StaffMember, number: str, text: str) -> Message:
        await self._desk.ask_citizen(turn.work, member, number, text, key=turn.key, now=turn.now)
        return sentences.asked(number)

    async def _close(self, turn: Turn, member: StaffMember, number: str, text: str) -> Message:
        await self._desk.close(turn.work, member, number, text, now=turn.now)
        return sentences.closed(number)

    async def _hand_back(self, turn: Turn, member: StaffMember, number: str, text: str) -> Message:
        await self._desk.hand_back(turn.work, member, number, text, now=turn.now)
        return sentences.handed_back(number)

    # ------------------------------------------------------------ who, and about what

    async def _member(self, turn: Turn, author: Author, station_id: str) -> StaffMember | Message:
        """Being in a station's chat is what makes one its staff; or the reason why this one is not."""
        if author.is_anonymous:
            return sentences.ANONYMOUS
        account = str(author.user_id)
        member = await turn.work.staff.of_telegram(account)
        if member is not None:
            return member if member.sees_all else replace(member, station_id=station_id)
        if await turn.work.staff.was_dismissed(account):
            return sentences.DISMISSED
        name = author.first_name.strip()[:60] or "工作人员"
        return await turn.work.staff.admit(name, Role.STATION, station_id, turn.now, account)

    @staticmethod
    async def _about(turn: Turn, quoted: Quoted) -> tuple[str, bool] | None:
        """The case of a message of ours, and whether a reply to it closes the case."""
        recipient = Recipient(Channel.TELEGRAM, turn.place.address)
        known = await turn.work.outbox.sent_message(recipient, str(quoted.message_id))
        if known is not None and known[1] is not None:
            return known[1], known[0].tone == CLOSE_REASON
        # Not on record: an earlier part of a long message, or one sent just before a crash. Its text tells.
        found = _NUMBER.search(quoted.text)
        return (found.group(), bool(_CLOSE_PROMPT.search(quoted.text))) if found else None


def _is_pushed(case: Case) -> bool:
    return case.channel in {channel.value for channel in PUSH_CHANNELS}
