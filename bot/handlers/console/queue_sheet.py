"""Cases as a CSV sheet for spreadsheet programs: UTF-8 with its mark, numbers masked, no cell a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping

from bot.handlers.console.masking import masked
from bot.handlers.console.states import STAFF_STATE_NAMES
from bot.referral.case import Case
from bot.referral.workdays import LOCAL_ZONE

_HEAD = ("工单号", "状态", "站点", "提交时间", "最近变动", "经办人", "应办时限", "还剩")
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")


def sheet(
    cases: Iterable[Case],
    names: Mapping[int, str],
    left: Callable[[Case], str],
    *,
    reads_words: bool,
    is_cut: bool = False,
) -> bytes:
    """One line for each case; the masked question only where `reads_words`; a last one where there are more."""
    text = io.StringIO(newline="")
    rows = csv.writer(text)
    rows.writerow((*_HEAD, "问题（号码已遮盖）") if reads_words else _HEAD)
    for case in cases:
        cells = [
            case.number,
            STAFF_STATE_NAMES[case.state],
            case.station_name,
            f"{case.opened_at.astimezone(LOCAL_ZONE):%Y-%m-%d %H:%M}",
            f"{case.changed_at.astimezone(LOCAL_ZONE):%Y-%m-%d %H:%M}",
            names.get(case.claimed_by, "") if case.claimed_by else "",
            f"{case.clock.due_at.astimezone(LOCAL_ZONE):%Y-%m-%d %H:%M}" if case.clock.due_at else "",
            left(case),
            *([masked(case.question)] if reads_words else []),
        ]
        rows.writerow([harmless(cell) for cell in cells])
    if is_cut:
        rows.writerow(["（工单太多，没有列完：请先按站点、状态或关键词筛选，再导出）"])
    return text.getvalue().encode("utf-8-sig")


def harmless(cell: str) -> str:
    """The cell with an apostrophe before it where a spreadsheet program would take it for a formula."""
    return f"'{cell}" if cell.lstrip(" \u3000\xa0\ufeff").startswith(_FORMULA) else cell
