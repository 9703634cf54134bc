"""The staff's side of a chat: link it to a station, take a case, answer by replying, and all else by buttons."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.conversation import Channel
from bot.delivery import Message, Recipient
from bot.desk import Desk, DeskWording, NoSuchCase, Role, StaffMember
from bot.handlers.telegram import sentences
from bot.handlers.telegram.coming import Author, Linking, OnDuty, Pressed, Quoted, Said, Unlinking
from bot.handlers.telegram.layout import STAFF_PROMPT
from bot.handlers.telegram.ports import Directories
from bot.handlers.telegram.staff_acts import WordedActs
from bot.handlers.telegram.turn import Turn, station_at
from bot.referral.case import MoveRefused

_NUMBER = re.compile(r"KM\d{6}-[0-9A-Z]{5}")
_PROMPT = re.compile(r"^【(办结|请补充|退回|上报|转办|接替)工单 (KM\d{6}-[0-9A-Z]{5})】")
_ACTS = {name: act for act, name in sentences.PROMPT_NAMES.items()}
_REASON = re.compile(r"\n原因：(.*)\Z", re.DOTALL)


class StaffChat:
    """Turns what staff do in a linked chat into acts of the desk."""

    def __init__(self, desk: Desk, wording: DeskWording, directory: Directories) -> None:
        self._desk = desk
        self._wording = wording
        self._directory = directory
        self._acts = WordedActs(desk, wording, directory)

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
        station_id = await station_at(turn.work, turn.place)
        if station_id is None:
            return await turn.tell(sentences.NOT_LINKED)
        member = await self._member(turn, unlinking.author, station_id)
        if isinstance(member, Message):
            return await turn.tell(member)
        for address in dict.fromkeys((turn.place.address, str(turn.place.chat_id))):
            await turn.work.staff.unlink_chat(address)
        return await turn.tell(sentences.UNLINKED)

    async def on_duty(self, turn: Turn, here: OnDuty) -> None:
        """`/here`: a station that counted as silent gets new cases again."""
        station_id = await station_at(turn.work, turn.place)
        if station_id is None:
            return await turn.tell(sentences.NOT_LINKED)
        member = await self._member(turn, here.author, station_id)
        if isinstance(member, Message):
            return await turn.tell(member)
        await turn.work.pulses.acted(station_id, turn.now)
        return await turn.tell(sentences.HERE)

    # ------------------------------------------------------------ buttons

    async def press(self, turn: Turn, pressed: Pressed) -> str:
        """A button under a case; returns what the presser is shown."""
        station_id = await station_at(turn.work, turn.place)
        if station_id is None:
            return sentences.NOT_LINKED.text
        member = await self._member(turn, pressed.author, station_id)
        if isinstance(member, Message):
            return member.text
        try:
            return await self._pressed(turn, member, pressed)
        except NoSuchCase:
            return sentences.NO_SUCH_CASE
        except MoveRefused as refused:
            return f"{refused}。"

    async def _pressed(self, turn: Turn, member: StaffMember, pressed: Pressed) -> str:
        number = pressed.number
        match pressed.verb:
            case "staff-claim":
                return await self._claim(turn, member, number)
            case "staff-show":
                _, found = await self._desk.reveal(turn.work, member, number, now=turn.now)
                return sentences.numbers(found)
            case "staff-join":
                case = await self._desk.join(turn.work, member, number, pressed.value, now=turn.now)
                await turn.tell(sentences.joined(case.number, pressed.value), case_number=pressed.value)
                return "已并入。"
            case "staff-to":
                return await self._chosen(turn, member, pressed)
        case = await self._desk.seen_by(turn.work, member, number)
        if case.state.is_over:
            return f"工单 {case.number} 已经结束了。"
        prompt = sentences.prompt(pressed.verb.removeprefix("staff-"), case.number)
        await turn.tell(prompt, case_number=case.number)
        return "请回复机器人刚发的那条消息。"

    async def _chosen(self, turn: Turn, member: StaffMember, pressed: Pressed) -> str:
        """One of several stations; the reason stands in our own message above the buttons."""
        station = self._directory().get(pressed.value)
        reason = _REASON.search(pressed.text)
        if station is None or reason is None:
            return "这个按钮已经过时了，请重新点“转办”。"
        done = await self._acts.give(turn, member, pressed.number, station, reason[1])
        await turn.tell(done, case_number=pressed.number)
        return f"已转给{station.name}。"

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
        if said.album and not said.is_edit:
            # One word for all its pictures is enough.
            turn = replace(turn, key=said.ref)
        if said.quoted is None:
            return await self._say_unquoted(turn, said, station_id)
        about = await self._about(turn, said.quoted)
        if about is None:
            return await turn.tell(sentences.WHICH_CASE)
        return await self._say_about(turn, said, station_id, *about)

    async def _say_unquoted(self, turn: Turn, said: Said, station_id: str) -> None:
        """The further pictures of an album whose first one was a reply; else the staff's own talk."""
        case = await turn.work.cases.of_message(said.ref) if said.album else None
        if case is not None:
            return await self._say_about(turn, said, station_id, case.number, "")
        return await turn.tell(sentences.HINT) if said.place.is_private else None

    async def _say_about(self, turn: Turn, said: Said, station_id: str, number: str, prompted: str) -> None:
        lost = sentences.FILE_REFUSED[said.refusal] if said.refusal else None
        if lost is None and said.attachment is None and (said.unsupported or said.point):
            lost = sentences.WORDS_ONLY
        if lost is not None:
            aside = replace(turn, key=f"{turn.key}/lost")
            await aside.tell(lost, case_number=number)
        if not said.text.strip() and said.attachment is None:
            return None if lost else await turn.tell(sentences.WORDS_ONLY, case_number=number)
        member = await self._member(turn, said.author, station_id)
        if isinstance(member, Message):
            return await turn.tell(member)
        return await turn.tell(await self._done(turn, member, number, said, prompted), case_number=number)

    async def _done(self, turn: Turn, member: StaffMember, number: str, said: Said, prompted: str) -> Message:
        try:
            return await self._acts.do(turn, member, number, said, prompted)
        except NoSuchCase:
            return sentences.not_done(number, sentences.NO_SUCH_CASE)
        except MoveRefused as refused:
            return sentences.not_done(number, str(refused))

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
    async def _about(turn: Turn, quoted: Quoted) -> tuple[str, str] | None:
        """The case of a message of ours, and the act that it prompted for ("" for none)."""
        recipient = Recipient(Channel.TELEGRAM, turn.place.address)
        known = await turn.work.outbox.sent_message(recipient, str(quoted.message_id))
        if known is not None and known[1] is not None:
            asked = _PROMPT.match(known[0].text) if known[0].tone == STAFF_PROMPT else None
            return known[1], _ACTS[asked[1]] if asked else ""
        in_album = await turn.work.outbox.case_of_part(recipient, str(quoted.message_id))
        if in_album is not None:
            return in_album, ""
        # Not on record: an earlier part of a long message, or one sent just before a crash. Its text tells.
        found, asked = _NUMBER.search(quoted.text), _PROMPT.match(quoted.text)
        return (found.group(), _ACTS[asked[1]] if asked else "") if found else None
