"""What a station reads in its chats. Whatever a citizen wrote is masked: the chat is many people's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.delivery import Button, Message
from bot.handlers.wording.clock import STAFF_STEPS, describe_moment
from bot.referral.case import (
    MOVE_NAMES,
    STATE_NAMES,
    Attachment,
    Case,
    CaseMessage,
    CaseState,
    Move,
    Step,
    labels_of,
)
from bot.referral.masking import masked

STAFF_CLAIM = "staff-claim"
STAFF_CLOSE = "staff-close"
_MOST_FILES = 10
_WHO = {"citizen": "群众", "staff": "我方", "system": "系统"}


class StationSentences:
    """The half of `desk.DeskWording` that goes to stations."""

    def new_case(self, case: Case, said: tuple[CaseMessage, ...], likely: Sequence[Case] = ()) -> Message:
        """To the station: a case is there. A reply to this message goes to the citizen."""
        talk = "\n".join(f"{_WHO[one.author]}：{masked(one.shown)[:300]}" for one in said[-8:])
        same = "".join(f"\n· {one.number} {masked(one.question)[:40]}" for one in likely[:3])
        text = (
            f"【新工单 {case.number}】{case.station_name}\n问题：{masked(case.question)[:600]}\n"
            + (f"此前对话：\n{talk}\n" if talk else "")
            + (f"可能是同一件事：{same}\n点“并入”可以一起办。\n" if same else "")
            + f"{_due(case)}点“接单”；直接回复（引用）本条消息，内容会送到群众那里。"
        )
        joins = tuple(
            (Button(f"并入 {one.number}", f"staff-join:{case.number}:{one.number}"),) for one in likely[:3]
        )
        # A station that a case was given to has seen none of its pictures.
        files = tuple(one for message in said for one in _masked_files(message))
        return Message(text, (*_buttons(case), *joins), attachments=files[-_MOST_FILES:])

    def to_duty(self, message: Message, names: Sequence[str], day: date) -> Message:
        """The message with who is on duty under its first line."""
        head, _, rest = message.text.partition("\n")
        told = f"值班（{day.month}月{day.day}日）：{'、'.join(names)}"
        return replace(message, text="\n".join(part for part in (head, told, rest) if part))

    def citizen_added(self, case: Case, said: CaseMessage) -> Message:
        """To the station: the citizen wrote more, or sent files."""
        files = _masked_files(said)
        return Message(
            f"【工单 {case.number}】群众补充：\n{masked(said.text) or labels_of(files)}\n\n"
            "回复（引用）本条消息即可答复。",
            _buttons(case),
            attachments=files,
        )

    def citizen_withdrew(self, case: Case) -> Message:
        """To the station: nothing is left to do."""
        return Message(f"【工单 {case.number}】群众已撤回，不用再办。")

    def citizen_reopened(self, case: Case, reason: str) -> Message:
        """To the station: it was not solved."""
        return Message(
            f"【工单 {case.number}】群众说没解决，已重开。{masked(reason.removeprefix('没解决'))}\n"
            f"上次办结的人不能再一个人办结，要由同事或上级来办结。\n{_due(case)}".strip(),
            _buttons(case),
        )

    def citizen_gave_phone(self, case: Case) -> Message:
        """To the station: a phone was released, to be looked at by who works the case."""
        show = Button("看号码（会留记录）", f"staff-show:{case.number}")
        return Message(f"【工单 {case.number}】群众愿意让经办人看到电话。经办人点“看号码”。", ((show,),))

    def citizen_took_phone_back(self, case: Case) -> Message:
        """To the station: the phone is not theirs to see any more."""
        return Message(
            f"【工单 {case.number}】群众收回了电话，从现在起谁都看不到这个号码了；请不要再打，已经抄下的请划掉。"
        )

    def citizen_rated(self, case: Case, stars: int) -> Message:
        """To the station: how content the citizen is."""
        return Message(f"【工单 {case.number}】群众评价：{stars} 分（满分 5 分）。")

    def case_taken(self, case: Case, by: str) -> Message:
        """To the station's chat: who has it."""
        return Message(
            f"【工单 {case.number}】{by} 已接单（{STATE_NAMES[case.state]}）。"
            f"{_due(case)}回复（引用）本条消息即可答复群众。",
            _buttons(case),
        )

    def case_free(self, case: Case) -> Message:
        """To the station's chat: nobody has it any more."""
        return Message(
            f"【工单 {case.number}】已退回，等同事接单。\n{_due(case)}问题：{masked(case.question)[:200]}",
            _buttons(case),
        )

    def case_given(self, case: Case, move: Move, reason: str) -> Message:
        """To the station that no longer has it."""
        why = f"原因：{masked(reason)}" if reason else ""
        return Message(
            f"【工单 {case.number}】已{MOVE_NAMES[move]}到{case.station_name}，本站不用再办。{why}"
        )

    def station_reminded(self, case: Case) -> Message:
        """To the station: overdue."""
        what = STAFF_STEPS.get(case.clock.step, "处理")
        due = f"（应在 {describe_moment(case.clock.due_at)} 前）" if case.clock.due_at else ""
        return Message(
            f"【催办 工单 {case.number}】还没有{what}{due}。再不处理会自动上报。\n问题：{masked(case.question)[:200]}",
            _buttons(case),
        )

    def waiting_stopped(self, case: Case) -> Message:
        """To the station: the citizen did not answer, decide."""
        return Message(
            f"【工单 {case.number}】提醒过群众，一直没有补充。请决定下一步：继续办，或写明原因办结。",
            _buttons(case),
        )

    def station_fell_silent(self, station_name: str, days: int) -> Message:
        """To a silent station, and to those above it."""
        return Message(
            f"【站点没有回应】{station_name}连续 {days} 个工作日没有处理工单，新工单会先交给上一级。"
            "本站的人在任何工单上接单或回复一次，或发 /here，就恢复派单。"
        )


def _masked_files(said: CaseMessage) -> tuple[Attachment, ...]:
    return tuple(replace(one, caption=masked(one.caption), name=masked(one.name)) for one in said.attachments)


def _due(case: Case) -> str:
    what = STAFF_STEPS.get(case.clock.step)
    if what is None or case.clock.due_at is None or case.clock.step is Step.CITIZEN:
        return ""
    return f"请在 {describe_moment(case.clock.due_at)} 前{what}。\n"


def _buttons(case: Case) -> tuple[tuple[Button, ...], ...]:
    def one(label: str, verb: str) -> Button:
        return Button(label, f"{verb}:{case.number}")

    away = (one("转办", "staff-move"), one("上报", "staff-up"))
    if case.state.is_over:
        return ()
    if case.state.is_unclaimed:
        return ((one("接单", STAFF_CLAIM), one("办结", STAFF_CLOSE)), away)
    ask = () if case.state is CaseState.WAITING_CITIZEN else (one("待补充", "staff-ask"),)
    return (
        (one("办结", STAFF_CLOSE), *ask, one("退回", "staff-back")),
        (*away, one("接替", "staff-sub"), one("看号码", "staff-show")),
    )
