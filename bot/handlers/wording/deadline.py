"""A reckoned time limit in words: the day first, then how it was counted, what stops it, what can still be done."""

from __future__ import annotations

from datetime import date

from bot.deadlines.arithmetic import Due, Step, StepKind
from bot.deadlines.rule import Direction, Period, Unit
from bot.delivery import LawLine

WEEKDAYS = "一二三四五六日"
_UNITS = {
    Unit.HOURS: "小时",
    Unit.DAYS: "日",
    Unit.WORKING_DAYS: "个工作日",
    Unit.MONTHS: "个月",
    Unit.YEARS: "年",
}
DRAFT = "这是按法条自动推算的日子，期限规则是草稿，还没有经过律师审核；拿不准请打 12348。"


def day_in_words(day: date) -> str:
    """2027年3月5日（星期五）."""
    return f"{day.year}年{day.month}月{day.day}日（星期{WEEKDAYS[day.weekday()]}）"


def period_in_words(period: Period) -> str:
    """1年, 5个工作日."""
    return f"{period.count}{_UNITS[period.unit]}"


def due_text(due: Due, today: date) -> str:
    """All of one reckoned time limit."""
    parts = [headline(due, today), how_counted(due), *_cautions(due)]
    rule = due.rule
    parts.append(f"什么情况会停、会重新算：{rule.pauses}")
    if rule.note:
        parts.append(f"另外：{rule.note}")
    parts.append(f"过期的后果：{rule.lost}" if due.days_left(today) >= 0 else f"现在还能做什么：{rule.late}")
    return "\n".join(parts)


def headline(due: Due, today: date) -> str:
    """The day, its weekday, and how far it is."""
    day, left = day_in_words(due.last_day), due.days_left(today)
    match due.rule.direction:
        case Direction.EARLIEST:
            return f"最早：{day}起可以办。" + (_wait(left) if left > 0 else "现在已经可以申请了。")
        case Direction.LASTING:
            return f"到：{day}为止。" + (_left(left) if left >= 0 else f"已经过了 {-left} 天。")
        case Direction.BEFORE:
            return f"最晚：{day}就要通知或办理。" + (_left(left) if left >= 0 else f"已经过了 {-left} 天。")
        case Direction.AFTER:
            hour = "，接到报告后1小时内" if due.rule.period.unit is Unit.HOURS else ""
            return f"最后一天：{day}{hour}。" + (_left(left) if left >= 0 else f"已经过了 {-left} 天。")


def how_counted(due: Due) -> str:
    """Step by step, each with its article."""
    lines = [f"{n}. {_step(step, due)}" for n, step in enumerate(due.steps, 1)]
    return "怎么算的：\n" + "\n".join(lines)


def laws_of(due: Due) -> tuple[LawLine, ...]:
    """The articles of the rule."""
    return tuple(LawLine(law.title) for law in due.rule.laws)


def _step(step: Step, due: Due) -> str:  # noqa: C901 - one exhaustive match
    day, law = day_in_words(step.day), f"（{step.law}）" if step.law else ""
    period = period_in_words(due.rule.period)
    match step.kind:
        case StepKind.EVENT:
            place = due.rule.laws[0]
            words = f"：“{place.quote}”" if place.quote else ""
            return f"从{day}起算，期限{period}。依据{place.title}{words}。"
        case StepKind.FIRST_DAY:
            return f"开始的当天不算，从第二天{day}开始数{law}。"
        case StepKind.NTH_DAY:
            return f"数到第{due.rule.period.count}天，是{day}。"
        case StepKind.NTH_WORKING_DAY:
            return f"只数工作日，周末和放假不数，第{due.rule.period.count}个工作日是{day}{law}。"
        case StepKind.SAME_DAY:
            return f"按年、月算的，到期月的同一日是最后一天：{day}{law}。"
        case StepKind.MONTH_END:
            return f"到期月没有对应的那一日，月末是最后一天：{day}{law}。"
        case StepKind.HOURS:
            return f"按小时算，从接到报告那一刻起，夜里、节假日都不停{law}。"
        case StepKind.REST:
            return f"{day_in_words(due.nominal_day)}是休息日，顺延到休息结束后的第一天：{day}{law}。"
        case StepKind.WORKED:
            return f"{day}虽然是周末，但调休上班，不顺延{law}。"
        case StepKind.BACK:
            return f"往前倒数{period}，最晚是{day}{law}；往前数的，遇休息日不往后延。"
        case StepKind.FROM_THEN:
            return f"满了以后才可以，所以从{day}起{law}。"
        case StepKind.STAYS:
            return "这是一段持续的时间，不是办事的最后一天，遇休息日不顺延；稳妥起见按这一天算。"


def _cautions(due: Due) -> list[str]:
    cautions = []
    if due.open_years:
        years = "、".join(str(year) for year in due.open_years)
        cautions.append(
            f"注意：{years} 年的放假调休安排还没有公布（或没有收录），这里只按周末和固定节日推算，日子可能会变动。"
        )
    if due.safe_day != due.last_day:
        cautions.append(f"稳妥的做法：在{day_in_words(due.safe_day)}以前办完。")
    return cautions


def _left(days: int) -> str:
    return f"还剩 {days} 天。" if days else "就是今天！"


def _wait(days: int) -> str:
    return f"还要等 {days} 天。"
