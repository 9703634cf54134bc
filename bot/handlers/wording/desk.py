"""What the desk sends of its own accord: to the station's chats, and to the citizen."""

from __future__ import annotations

from bot.conversation import Verb
from bot.delivery import Button, Message
from bot.handlers.wording.buttons import button, rows
from bot.referral.case import STATE_NAMES, Case, CaseMessage

STAFF_CLAIM = "staff-claim"
STAFF_CLOSE = "staff-close"
_WHO = {"citizen": "群众", "staff": "我方", "system": "系统"}


class ChineseDesk:
    """Implements `desk.DeskWording`."""

    def new_case(self, case: Case, said: tuple[CaseMessage, ...]) -> Message:
        """To the station: a case is there. A reply to this message goes to the citizen."""
        talk = "\n".join(f"{_WHO[one.author]}：{one.text[:300]}" for one in said[-8:])
        text = (
            f"【新工单 {case.number}】{case.station_name}\n问题：{case.question[:600]}\n"
            + (f"此前对话：\n{talk}\n" if talk else "")
            + "点“接单”；直接回复（引用）本条消息，内容会送到群众那里。"
        )
        return Message(text, (self._staff_buttons(case),))

    def citizen_added(self, case: Case, text: str) -> Message:
        """To the station: the citizen wrote more."""
        return Message(
            f"【工单 {case.number}】群众补充：\n{text}\n\n回复（引用）本条消息即可答复。",
            (self._staff_buttons(case),),
        )

    def citizen_withdrew(self, case: Case) -> Message:
        """To the station: nothing is left to do."""
        return Message(f"【工单 {case.number}】群众已撤回，不用再办。")

    def citizen_reopened(self, case: Case, reason: str) -> Message:
        """To the station: it was not solved."""
        return Message(f"【工单 {case.number}】群众说没解决，已重开。{reason}", (self._staff_buttons(case),))

    def case_taken(self, case: Case, by: str) -> Message:
        """To the station's chat: who has it."""
        return Message(
            f"【工单 {case.number}】{by} 已接单（{STATE_NAMES[case.state]}）。回复（引用）本条消息即可答复群众。"
        )

    def case_claimed(self, case: Case) -> Message:
        """To the citizen: somebody has it."""
        return Message(
            f"【工单 {case.number}】{case.station_name}已接单，正在办理。", rows((Verb.MY, "我的工单"))
        )

    def staff_replied(self, case: Case, text: str) -> Message:
        """To the citizen: the station's answer."""
        return Message(
            f"【工单 {case.number}】{case.station_name}回复：\n{text}\n\n要补充直接打字；问别的事点下面按钮。",
            rows((Verb.MY, "我的工单"), (Verb.NEW_QUESTION, "问机器人别的问题")),
        )

    def staff_asked(self, case: Case, text: str) -> Message:
        """To the citizen: the station needs something from them."""
        return Message(f"【工单 {case.number}】{case.station_name}请您补充：\n{text}\n\n直接打字回复就行。")

    def case_closed(self, case: Case, reason: str) -> Message:
        """To the citizen: closed, and how to open it again."""
        reopen = button("没解决，重开", Verb.REOPEN, case.number)
        why = f"\n办理结果：{reason}" if reason else ""
        return Message(
            f"【工单 {case.number}】{case.station_name}已办结。{why}\n如果没有解决，点“没解决，重开”。",
            ((reopen,),),
        )

    def case_moved(self, case: Case, reason: str) -> Message:
        """To the citizen: another station has it now."""
        why = f"原因：{reason}\n" if reason else ""
        return Message(f"【工单 {case.number}】已转到{case.station_name}办理。\n{why}您不用重复说明。")

    @staticmethod
    def _staff_buttons(case: Case) -> tuple[Button, ...]:
        claim = Button("接单", f"{STAFF_CLAIM}:{case.number}")
        return (claim, Button("办结", f"{STAFF_CLOSE}:{case.number}"))
