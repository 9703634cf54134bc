"""The states of a case as staff read them."""

from bot.referral.case import CaseState

STAFF_STATE_NAMES = {
    CaseState.OPEN: "待接单",
    CaseState.CLAIMED: "办理中",
    CaseState.WAITING_CITIZEN: "等群众补充",
    CaseState.TRANSFERRED: "转办来，待接单",
    CaseState.ESCALATED: "上报来，待接单",
    CaseState.CLOSED: "已办结",
    CaseState.REOPENED: "群众重开，待接单",
    CaseState.WITHDRAWN: "群众已撤回",
}
