"""`legalbot deadline RULE DATE`: the last day of a statutory time limit, step by step."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from bot.deadlines.arithmetic import EARLIEST_EVENT, LATEST_EVENT, Due, reckon
from bot.deadlines.asking import rules_asked
from bot.deadlines.loader import RuleFaults, Rules, load_rules
from bot.deadlines.reminding import local_day
from bot.deadlines.rule import Rule
from bot.deadlines.words import Puzzle, When, read_dates
from bot.handlers.wording.deadline import DRAFT, WEEKDAYS, due_text, period_in_words
from bot.settings import Settings


class _CannotReckon(Exception):
    """Why there is no result; `str()` is one line with the cure."""


def add_parser(commands: Any) -> None:
    """Register the command."""
    parser = commands.add_parser("deadline", help="算法定期限 / reckon a statutory time limit")
    parser.add_argument(
        "rule", nargs="?", metavar="RULE", help="期限编号或说法，不写则列出全部 / rule id or words"
    )
    parser.add_argument(
        "date", nargs="?", metavar="DATE", help="起算的日子，如 2026-03-05、上个月15号 / event"
    )
    parser.add_argument(
        "--today", type=date.fromisoformat, metavar="DAY", help="把这一天当作今天 / reckon as of"
    )
    parser.add_argument("--json", action="store_true", help="输出 JSON / one JSON object")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Print the result; 1 where rule or date cannot be understood."""
    try:
        rules = load_rules(settings.data_dir / "deadlines.yaml")
        if args.rule is None:
            return _list(rules)
        _reckon(args, rules, args.today or local_day(datetime.now(UTC)))
    except (RuleFaults, _CannotReckon) as why:
        print(why, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{Path(error.filename).name} 打不开：{error.strerror}。", file=sys.stderr)
        return 1
    return 0


def _list(rules: Rules) -> int:
    for rule in rules.all:
        print(f"{rule.id:28}{period_in_words(rule.period)}\t{rule.what}（{rule.event}）{rule.laws[0].title}")
    return 0


def _reckon(args: argparse.Namespace, rules: Rules, today: date) -> None:
    rule = _rule(args.rule, rules)
    when = _when(args.date or "", today, rule)
    dues = [reckon(rule, day) for day in dict.fromkeys((when.first, when.last))]
    if args.json:
        shown = [_plain(due, today) for due in dues]
        print(json.dumps(shown[0] if len(shown) == 1 else shown, ensure_ascii=False))
        return
    print(f"【{rule.what}】{rule.who}")
    if len(dues) > 1:
        print(f"日子不确定：按最早和最晚各算一次，请以最早的 {min(due.last_day for due in dues)} 为准。")
    print("\n\n".join(due_text(due, today) for due in dues))
    print(DRAFT)


def _rule(said: str, rules: Rules) -> Rule:
    found = (rules.by_id[said],) if said in rules.by_id else rules_asked(said, rules)
    if len(found) == 1:
        return found[0]
    if found:
        raise _CannotReckon("有几种期限，请写编号：" + "、".join(f"{one.id}（{one.label}）" for one in found))
    raise _CannotReckon(f"没有“{said}”这种期限。建议：用 legalbot deadline 列出全部编号")


def _when(said: str, today: date, rule: Rule) -> When:
    mentions = read_dates(said, today, rule.toward, expecting=True)
    if len(mentions) != 1:
        raise _CannotReckon(f"没看懂日期“{said}”。建议：写成 2026-03-05，从“{rule.event}”算起")
    meaning = mentions[0].meaning
    if isinstance(meaning, Puzzle):
        why = {"lunar": "像是农历", "impossible": "没有这一天", "range": "太早或太晚"}[meaning.kind]
        raise _CannotReckon(f"“{mentions[0].text}”{why}。建议：写公历，如 2026-03-05")
    if not EARLIEST_EVENT <= meaning.first <= meaning.last <= LATEST_EVENT:
        raise _CannotReckon(f"“{said}”太早或太晚，算不了。")
    return meaning


def _plain(due: Due, today: date) -> dict[str, Any]:
    return {
        "rule": due.rule.id,
        "event": due.event.isoformat(),
        "direction": due.rule.direction.value,
        "last_day": due.last_day.isoformat(),
        "weekday": f"星期{WEEKDAYS[due.last_day.weekday()]}",
        "nominal_day": due.nominal_day.isoformat(),
        "safe_day": due.safe_day.isoformat(),
        "may_move": due.may_move,
        "days_left": due.days_left(today),
        "laws": [law.title for law in due.rule.laws],
        "steps": [
            {"kind": step.kind.value, "day": step.day.isoformat(), "law": step.law} for step in due.steps
        ],
        "text": due_text(due, today),
    }
