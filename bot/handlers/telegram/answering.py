"""Answering: one update, one transaction: read it, ask the assistant or the desk, put the answer into the outbox."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, assert_never

from telegram import Bot, Update

from bot.conversation import CaseAdded, Channel, Citizen, Inquiry, Note
from bot.delivery import Message, Parcel, Recipient
from bot.handlers.telegram import sentences
from bot.handlers.telegram.coming import (
    ChatMoved,
    Coming,
    Linking,
    Nothing,
    OnDuty,
    Place,
    Pressed,
    Said,
    Unlinking,
)
from bot.handlers.telegram.completing import completed
from bot.handlers.telegram.ports import ChannelWork, Responder
from bot.handlers.telegram.reading import Me, read_update
from bot.handlers.telegram.staff_chat import StaffChat
from bot.handlers.telegram.turn import Turn, station_at
from bot.handlers.telegram.unreadable import UNREADABLE, read_unreadable
from bot.handlers.wording import describe
from bot.outcome import Outcome
from bot.referral.case import Case, CaseMessage


@dataclass(frozen=True)
class Answering:
    """Answers updates inside the caller's transaction."""

    assistant: Responder
    staff_chat: StaffChat

    async def answer(self, work: ChannelWork, key: str, coming: Coming, now: datetime) -> str:
        """Do what the update asks for; returns what the presser of a button is shown at once ("" for nothing)."""
        match coming:
            case Said():
                await self._on_said(work, key, coming, now)
            case Pressed():
                turn = Turn(work, key, now, coming.place, coming.message_id)
                return await self.staff_chat.press(turn, coming)
            case Linking():
                turn = Turn(work, key, now, coming.place, coming.message_id)
                await self.staff_chat.link(turn, coming)
            case Unlinking():
                turn = Turn(work, key, now, coming.place, coming.message_id)
                await self.staff_chat.unlink(turn, coming)
            case OnDuty():
                turn = Turn(work, key, now, coming.place, coming.message_id)
                await self.staff_chat.on_duty(turn, coming)
            case ChatMoved():
                await move_chat(work, str(coming.old_chat_id), str(coming.new_chat_id))
            case Nothing():
                pass
            case _:
                assert_never(coming)
        return ""

    async def _on_said(self, work: ChannelWork, key: str, said: Said, now: datetime) -> None:
        station_id = await station_at(work, said.place)
        # A position is the staff's own where it answers a case's message.
        is_words = said.choice is None and (said.point is None or said.quoted is not None)
        if station_id is not None and is_words:
            turn = Turn(work, key, now, said.place, said.message_id)
            return await self.staff_chat.say(turn, said, station_id)
        if said.place.is_private:
            return await self._on_citizen(work, key, said, now)
        if said.is_command:
            return await _put(work, said.place, sentences.GROUP_COMMAND, f"{key}/0", now)
        return None

    async def _on_citizen(self, work: ChannelWork, key: str, said: Said, now: datetime) -> None:
        if said.is_stale_button:
            return await _put(work, said.place, describe(Note("stale")), f"{key}/0", now)
        if said.refusal:
            await _put(work, said.place, describe(Note(said.refusal)), _note_key(f"{key}/file", said), now)
            if not said.text:
                return None
        if said.point is not None:
            await _put(work, said.place, sentences.LOCATION_THANKS, f"{key}/thanks", now)
        outcome = await self.assistant.respond(work, _inquiry(said, now), key=key)
        if isinstance(outcome.reply, CaseAdded):
            # People talk now: the bot is silent, as long as what they say gets through.
            if said.unsupported and said.attachment is None:
                note = describe(Note("not_relayed", said.unsupported))
                await _put(work, said.place, note, _note_key(f"{key}/file", said), now)
            return None
        if said.is_edit and not said.text:
            return None
        return await _put(work, said.place, _worded(said, outcome), _reply_key(key, said), now)


def read_payload(payload: Any, bot: Bot, me: Me) -> Coming:
    """What a stored update is to us; one of a form that we do not know is Nothing, unless it can be told at least that
    somebody sent something which cannot be passed on."""
    try:
        return read_update(Update.de_json(completed(payload), bot), me)
    except UNREADABLE:
        return read_unreadable(payload, bot, me)


async def move_chat(work: ChannelWork, old: str, new: str) -> None:
    """A group has a new id: its link and what waits for it go along."""
    await work.staff.rename_chat(old, new)
    await work.outbox.readdress(Channel.TELEGRAM, old, new)


async def tell_of_failure(work: ChannelWork, parcel: Parcel, why: str, now: datetime) -> None:
    """Words of a case that do not get through: the station's chats are told, or the citizen where no chat is left."""
    case = await work.cases.get(parcel.case_number) if parcel.case_number else None
    if case is None:
        return None
    chats = await work.staff.chats_of(case.station_id)
    if parcel.recipient.address != case.citizen_id:
        return await _tell_citizen_of_failure(work, case, parcel, chats, why, now)
    # The console shows it too: a station may have no chat.
    note = CaseMessage("system", f"有一条发给群众的消息没有送到：{why}。", now)
    await work.cases.add_message(case, note, key=f"undelivered/{parcel.id}")
    for chat in (one for one in chats if one != parcel.recipient.address):
        await work.outbox.put(
            Recipient(Channel.TELEGRAM, chat),
            sentences.undelivered(case.number, why),
            key=f"undelivered/{parcel.id}/{chat}",
            now=now,
            case_number=case.number,
        )
    return None


async def _tell_citizen_of_failure(
    work: ChannelWork, case: Case, parcel: Parcel, chats: tuple[str, ...], why: str, now: datetime
) -> None:
    """Nobody at the station reads it in a chat: it stays in the case, where the console shows it."""
    is_last = not any(chat != parcel.recipient.address for chat in chats)
    if not is_last or case.state.is_over or not case.citizen_id:
        return
    # Once a day is enough.
    key = f"undelivered/{case.number}/station/{now:%Y%m%d}"
    note = CaseMessage("system", f"有内容没能送到服务站的工作群（{why}）；都记在工单里，网页上能看到。", now)
    await work.cases.add_message(case, note, key=key)
    if case.channel != Channel.TELEGRAM.value:
        return
    recipient = Recipient(Channel.TELEGRAM, case.citizen_id)
    await work.outbox.put(recipient, sentences.unread(case.number, case.station_name), key=key, now=now)


def _inquiry(said: Said, now: datetime) -> Inquiry:
    return Inquiry(
        Citizen(Channel.TELEGRAM, str(said.place.chat_id)),
        now,
        text=said.text,
        choice=said.choice,
        point=said.point,
        unsupported="" if said.text else said.unsupported,
        attachments=(said.attachment,) if said.attachment else (),
        is_edit=said.is_edit,
        is_album=said.album is not None,
        ref=said.ref,
    )


def _worded(said: Said, outcome: Outcome) -> Message:
    message = describe(outcome.reply).without_law_texts()
    is_urgent = outcome.kind == "emergency"
    return (
        message
        if is_urgent or not said.is_edit
        else replace(message, text=f"{sentences.EDIT_SEEN}\n{message.text}")
    )


def _reply_key(key: str, said: Said) -> str:
    # An album comes as one update for each picture: one kind note for all of them is enough.
    is_note = said.album and not said.text and (said.unsupported or said.attachment)
    return _note_key(f"{key}/0", said) if is_note else f"{key}/0"


def _note_key(key: str, said: Said) -> str:
    return f"tg:album:{said.place.chat_id}:{said.album}" if said.album else key


async def _put(work: ChannelWork, place: Place, message: Message, key: str, now: datetime) -> None:
    await work.outbox.put(Recipient(Channel.TELEGRAM, place.address), message, key=key, now=now)
