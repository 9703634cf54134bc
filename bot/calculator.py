"""From a question until when to a reckoned day: which time limit, from which day, confirmed, then the result."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.conversation import Choice, Dialogue, Inquiry, Note, Reply, Verb, read_choice
from bot.deadlines.arithmetic import EARLIEST_EVENT, LATEST_EVENT, Due, reckon
from bot.deadlines.asking import asks_until_when, rules_asked, wants_reckoning
from bot.deadlines.ics import calendar_file
from bot.deadlines.loader import Rules
from bot.deadlines.reminding import local_day
from bot.deadlines.rule import Rule
from bot.deadlines.talk import (
    AskProblem,
    DeadlineAskDate,
    DeadlineConfirm,
    DeadlineFile,
    DeadlineMenu,
    DeadlineResult,
    MyReminders,
    ReminderCancelled,
    ReminderSet,
)
from bot.deadlines.words import Mention, Puzzle, When, read_dates
from bot.deadlines.words.when import read_when
from bot.faq.understood import Found, OutOfScope, Talk, Understood, WantsHuman
from bot.outcome import Outcome
from bot.reminders import Reminders, ReminderWork, can_remind

VERBS = frozenset(
    {
        Verb.DEADLINES,
        Verb.DEADLINE_RULE,
        Verb.DEADLINE_DAY,
        Verb.DEADLINE_FILE,
        Verb.REMIND,
        Verb.REMINDERS,
        Verb.CANCEL_REMINDER,
    }
)
MOST_OPTIONS = 4
# A question is taken to the calculator only with a date at least as good as a month.
_PRECISE = timedelta(days=45)
_SHORT_TEXT = 40
_YES = re.compile(r"^(对|是|就是|没错|正确|确认|确定|嗯|好|可以)+(的|啊|呢|这天|那天|这一天)*$")

Answered = tuple[Outcome, Dialogue]


class Calculator:
    """Leads a citizen to a reckoned day; keeps nothing but the rule that a date is awaited for."""

    def __init__(self, rules: Rules, reminders: Reminders) -> None:
        self._rules = rules
        self._reminders = reminders

    # ------------------------------------------------------------ words

    def on_words(self, inquiry: Inquiry, dialogue: Dialogue, understood: Understood) -> Answered | None:
        """What the words mean to the calculator; None where they mean nothing to it."""
        text, today = inquiry.text, local_day(inquiry.asked_at)
        if wants_reckoning(text):
            return self._menu(self._common(), dialogue, is_general=True)
        asked = self._asked(text, today, understood) if asks_until_when(text) else ()
        if asked:
            waiting = replace(dialogue, question=text[:1000])
            several = len(asked) > 1
            outcome, after = (
                self._menu(asked, waiting) if several else self._on_rule(asked[0], today, waiting)
            )
            entry_id = _entry_of(asked, understood)
            if isinstance(outcome.reply, DeadlineConfirm) and isinstance(understood, Found):
                outcome = replace(outcome, reply=replace(outcome.reply, entry_id=understood.entry_id))
            return replace(outcome, entry_id=entry_id, candidates=understood.candidates), replace(
                after, entry_id=entry_id
            )
        if dialogue.pending != "deadline":
            return None
        picked = _picked(text, dialogue.deadline_choices)
        if picked is not None:
            return self._on_picked(picked, inquiry, dialogue)
        awaited = self._rules.by_id.get(dialogue.deadline_rule or "")
        if awaited is None:
            return None
        return self._on_date(awaited, text, today, dialogue, understood)

    def _on_picked(self, picked: Choice, inquiry: Inquiry, dialogue: Dialogue) -> Answered:
        """An offered choice that was typed instead of pressed."""
        rule_id, _, code = picked.value.partition("@")
        rule, when = self._rules.by_id.get(rule_id), read_when(code)
        if rule is None:
            return Outcome(Note("stale")), dialogue
        if when is None:
            return self._on_rule(rule, local_day(inquiry.asked_at), dialogue)
        result = self._result(inquiry, reckon(rule, when.first), when)
        return _reply(result, rule), _done(dialogue)

    def _asked(self, text: str, today: date, understood: Understood) -> tuple[Rule, ...]:
        """The rules that a question with a date is about."""
        if not any(_is_precise(one) for one in read_dates(text, today)):
            return ()
        by_entry = self._rules.of_entry(understood.entry_id) if isinstance(understood, Found) else ()
        return rules_asked(text, self._rules) or by_entry

    def _on_date(
        self, rule: Rule, text: str, today: date, dialogue: Dialogue, understood: Understood
    ) -> Answered | None:
        """An answer to 「从哪天算」; None where it is something else altogether."""
        mentions = read_dates(text, today, rule.toward, expecting=True)
        is_noise = isinstance(understood, OutOfScope) and not any(char.isdigit() for char in text)
        is_something_else = is_noise or isinstance(understood, Found | Talk | WantsHuman)
        if len(text) > _SHORT_TEXT or (not mentions and is_something_else):
            return None
        if not mentions:
            return _reply(DeadlineAskDate(rule, "unclear", text), rule), dialogue
        return self._dated(rule, mentions, today, dialogue)

    def _on_rule(self, rule: Rule, today: date, dialogue: Dialogue) -> Answered:
        """Ask for the day, or confirm the one that the question named already."""
        mentions = read_dates(dialogue.question, today, rule.toward)
        return self._dated(rule, mentions, today, dialogue)

    def _dated(self, rule: Rule, mentions: tuple[Mention, ...], today: date, dialogue: Dialogue) -> Answered:
        waiting = replace(dialogue, pending="deadline", deadline_rule=rule.id, deadline_choices=())
        days = [one.meaning for one in mentions if isinstance(one.meaning, When)]
        options = tuple(dict.fromkeys(one for one in days if _is_in_range(one)))[:MOST_OPTIONS]
        if options:
            codes = tuple(Choice(Verb.DEADLINE_DAY, f"{rule.id}@{one.code}").code for one in options)
            return _reply(DeadlineConfirm(rule, options, today), rule), replace(
                waiting, deadline_choices=codes
            )
        puzzle = next((one for one in mentions if isinstance(one.meaning, Puzzle)), None)
        problem: AskProblem = "range" if days else ""
        if puzzle is not None and isinstance(puzzle.meaning, Puzzle):
            problem = puzzle.meaning.kind
        heard = puzzle.text if puzzle else mentions[0].text if mentions else ""
        return _reply(DeadlineAskDate(rule, problem, heard), rule), waiting

    # ------------------------------------------------------------ buttons

    async def on_choice(self, work: ReminderWork, inquiry: Inquiry, dialogue: Dialogue) -> Answered:
        """One of the calculator's own buttons (see VERBS)."""
        assert inquiry.choice is not None
        verb, value = inquiry.choice.verb, inquiry.choice.value
        if verb is Verb.DEADLINES:
            return self._on_entry(value, inquiry, dialogue)
        if verb is Verb.REMINDERS:
            return Outcome(await self._running(work, inquiry)), dialogue
        if verb is Verb.CANCEL_REMINDER:
            cancelled = await work.reminders.cancel(inquiry.citizen, value, inquiry.asked_at)
            reply: Reply = ReminderCancelled(cancelled.what) if cancelled else Note("stale")
            return Outcome(reply), dialogue
        if verb is Verb.DEADLINE_RULE:
            # `rule@`: from another day than the one that was said.
            rule = self._rules.by_id.get(value.rstrip("@"))
            if rule is None:
                return Outcome(Note("stale")), dialogue
            if value.endswith("@"):
                return self._dated(rule, (), local_day(inquiry.asked_at), dialogue)
            return self._on_rule(rule, local_day(inquiry.asked_at), dialogue)
        return await self._on_day(work, inquiry, dialogue, verb, value)

    def _on_entry(self, entry_id: str, inquiry: Inquiry, dialogue: Dialogue) -> Answered:
        rules = self._rules.of_entry(entry_id)
        if len(rules) == 1:
            return self._on_rule(rules[0], local_day(inquiry.asked_at), dialogue)
        return self._menu(rules or self._common(), dialogue, is_general=not rules)

    async def _on_day(
        self, work: ReminderWork, inquiry: Inquiry, dialogue: Dialogue, verb: Verb, value: str
    ) -> Answered:
        rule_id, _, code = value.partition("@")
        rule, when = self._rules.by_id.get(rule_id), read_when(code)
        if rule is None or when is None or not _is_in_range(when):
            return Outcome(Note("stale")), dialogue
        due = reckon(rule, when.first)
        reply: Reply
        if verb is Verb.REMIND:
            reply = await self._remind(work, inquiry, due, when)
        elif verb is Verb.DEADLINE_FILE:
            reply = deadline_file(due, when, inquiry.asked_at)
        else:
            reply = self._result(inquiry, due, when)
        return _reply(reply, rule), _done(dialogue)

    def _result(self, inquiry: Inquiry, due: Due, when: When) -> DeadlineResult:
        beside = tuple(reckon(other, when.first) for other in self._rules.alongside(due.rule))
        return DeadlineResult(
            when,
            due,
            None if when.is_exact else reckon(due.rule, when.last),
            beside,
            local_day(inquiry.asked_at),
            can_remind(inquiry.citizen, due, inquiry.asked_at),
        )

    async def _remind(self, work: ReminderWork, inquiry: Inquiry, due: Due, when: When) -> Reply:
        reminder = await self._reminders.set(work, inquiry.citizen, due, when.code, inquiry.asked_at)
        return ReminderSet(reminder) if reminder else Note("no_reminder")

    async def _running(self, work: ReminderWork, inquiry: Inquiry) -> MyReminders:
        running = await work.reminders.running(inquiry.citizen, inquiry.asked_at)
        return MyReminders(running, local_day(inquiry.asked_at))

    def _common(self) -> tuple[Rule, ...]:
        return tuple(rule for rule in self._rules.all if rule.is_common)

    @staticmethod
    def _menu(rules: tuple[Rule, ...], dialogue: Dialogue, *, is_general: bool = False) -> Answered:
        entry_id = rules[0].entries[0] if rules and not is_general else None
        codes = tuple(Choice(Verb.DEADLINE_RULE, rule.id).code for rule in rules)
        waiting = replace(dialogue, pending="deadline", deadline_rule=None, deadline_choices=codes)
        return Outcome(DeadlineMenu(rules, is_general), entry_id=entry_id), waiting


def deadline_file(due: Due, when: When, now: datetime) -> DeadlineFile:
    """The last day (of the earliest event, where that is uncertain) for the citizen's own calendar."""
    value = f"{due.rule.id}@{when.code}"
    law = "、".join(place.title for place in due.rule.laws)
    content = calendar_file(
        f"{value}@legalbot",
        f"最后一天：{due.rule.what}",
        f"从{due.event.isoformat()}起算，依据{law}。稳妥起见在 {due.safe_day.isoformat()} 以前办。咨询电话 12348。",
        due.last_day,
        now,
    )
    return DeadlineFile(f"{due.rule.id}-{due.last_day:%Y%m%d}.ics", content, f"/deadlines/{value}.ics", due)


def _picked(text: str, codes: tuple[str, ...]) -> Choice | None:
    """The choice that a typed number, or a yes to the only one, stands for."""
    said = text.strip(" \t\n。.、!！~")
    if said.isascii() and said.isdigit() and len(said) <= len(str(len(codes))):
        number = int(said)
        return read_choice(codes[number - 1]) if 1 <= number <= len(codes) else None
    return read_choice(codes[0]) if len(codes) == 1 and _YES.match(said) else None


def _done(dialogue: Dialogue) -> Dialogue:
    return replace(dialogue, pending="", deadline_rule=None, deadline_choices=())


def _entry_of(rules: tuple[Rule, ...], understood: Understood) -> str:
    """The entry that the matcher found, where one of the rules belongs to it; else the first rule's own."""
    found = understood.entry_id if isinstance(understood, Found) else ""
    return found if any(found in rule.entries for rule in rules) else rules[0].entries[0]


def _is_precise(mention: Mention) -> bool:
    meaning = mention.meaning
    return isinstance(meaning, Puzzle) or meaning.last - meaning.first <= _PRECISE


def _is_in_range(when: When) -> bool:
    return EARLIEST_EVENT <= when.first <= when.last <= LATEST_EVENT


def _reply(reply: Reply, rule: Rule) -> Outcome:
    return Outcome(reply, entry_id=rule.entries[0])
