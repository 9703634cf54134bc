"""What the desk sends of its own accord: to the citizen here, to the station in the other half."""

from __future__ import annotations

from bot.conversation import Verb
from bot.delivery import Button, Message
from bot.handlers.wording.buttons import button, rows
from bot.handlers.wording.clock import describe_next_step
from bot.handlers.wording.staff import StationSentences
from bot.referral.case import Case, CaseMessage, labels_of

_MY = (Verb.MY, "我的工单")


class ChineseDesk(StationSentences):
    """Implements `desk.DeskWording`."""

    def case_claimed(self, case: Case) -> Message:
        """To the citizen: somebody has it."""
        return Message(
            f"【工单 {case.number}】{case.station_name}已接单，正在办理。\n{describe_next_step(case.clock)}",
            rows(_MY),
        )

    def staff_replied(self, case: Case, said: CaseMessage) -> Message:
        """To the citizen: the station's answer."""
        words = said.text or labels_of(said.attachments)
        buttons = rows(_MY, (Verb.NEW_QUESTION, "问机器人别的问题"))
        return Message(
            f"【工单 {case.number}】{case.station_name}回复：\n{words}\n\n要补充直接打字；问别的事点下面按钮。",
            buttons if case.phone else (*buttons, (_release(case),)),
            attachments=said.attachments,
        )

    def staff_asked(self, case: Case, text: str) -> Message:
        """To the citizen: the station needs something from them."""
        return Message(
            f"【工单 {case.number}】{case.station_name}请您补充：\n{text}\n\n直接打字回复就行，也可以发照片。",
            () if case.phone else ((_release(case),),),
        )

    def case_closed(self, case: Case, reason: str) -> Message:
        """To the citizen: closed, how to rate it, and how to open it again."""
        why = f"\n办理结果：{reason}" if reason else ""
        return Message(
            f"【工单 {case.number}】{case.station_name}已办结。{why}\n"
            "请您打个分（1 最差，5 最好）。如果没有解决，30 天内点“没解决，重开”。",
            (_stars(case, 1), (button("没解决，重开", Verb.REOPEN, case.number),)),
        )

    def really_solved(self, case: Case) -> Message:
        """To the citizen, a week after closing."""
        return Message(
            f"【工单 {case.number}】办结一周了，事情真的解决了吗？\n"
            "请再打个分（1 最差，5 最好）；没解决就点“没解决，重开”。",
            (_stars(case, 2), (button("没解决，重开", Verb.REOPEN, case.number),)),
        )

    def case_moved(self, case: Case, reason: str) -> Message:
        """To the citizen: another station has it now."""
        why = f"原因：{reason}\n" if reason else ""
        return Message(
            f"【工单 {case.number}】已转到{case.station_name}办理。\n{why}您不用重复说明。\n"
            f"{describe_next_step(case.clock)}",
            rows(_MY),
        )

    def case_joined(self, case: Case) -> Message:
        """To the citizen: worked together with the same matter of others."""
        return Message(
            f"【工单 {case.number}】还有别人也在反映同一件事，{case.station_name}会一起办理。"
            "您的工单号不变，有结果一样告诉您；别人看不到您写的内容。",
            rows(_MY),
        )

    def citizen_told_of_delay(self, case: Case) -> Message:
        """To the citizen: the station was reminded."""
        return Message(
            f"【工单 {case.number}】{case.station_name}超过了时限，系统已经催办；"
            "再不处理会自动交给上一级站点。着急可以打 12348。",
            rows(_MY),
        )

    def citizen_reminded(self, case: Case) -> Message:
        """To the citizen: the station waits for you."""
        return Message(
            f"【工单 {case.number}】{case.station_name}还在等您补充。直接打字或发照片就行；不想办了可以在“我的工单”里撤回。",
            rows(_MY),
        )


def _stars(case: Case, which: int) -> tuple[Button, ...]:
    return tuple(button(f"{stars}分", Verb.RATE, f"{case.number}:{which}:{stars}") for stars in range(1, 6))


def _release(case: Case) -> Button:
    return button("让经办人看到我的电话", Verb.RELEASE, case.number)
