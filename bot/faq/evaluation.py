"""How good the matcher is on labelled questions: right at first, wrong answers, calibration, by kind of question."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.faq.decision import Decision, Lost, Sure, decide
from bot.faq.matcher import Match, Matcher
from bot.faq.matcher.fitted import Thresholds
from bot.faq.matcher.lessons import OTHER_LEGAL
from bot.faq.matcher.questions import Case

SERVICE = "service-"
"""Entries about the service itself: harmless as an answer to something out of scope."""


@dataclass(frozen=True)
class Outcome:
    """One question with what the matcher made of it."""

    case: Case
    match: Match
    decision: Decision

    @property
    def is_first_right(self) -> bool:
        """Whether the first candidate is right."""
        first = self.match.first
        return first is not None and first.entry_id in self.case.right

    @property
    def is_answered(self) -> bool:
        """Whether an entry was given as the answer."""
        return isinstance(self.decision, Sure)

    @property
    def is_harmful(self) -> bool:
        """Whether an entry of the matter was given to a question that is none of it."""
        decision = self.decision
        return (
            not self.case.is_in_scope
            and isinstance(decision, Sure)
            and not decision.entry_id.startswith(SERVICE)
        )

    def is_right_within(self, places: int) -> bool:
        """Whether a right entry is among the first so many candidates."""
        return any(candidate.entry_id in self.case.right for candidate in self.match.candidates[:places])


@dataclass(frozen=True)
class Figures:
    """Shares 0–1 over some questions in scope; `wrong` is the share of wrong entries among answers."""

    count: int
    first: float
    three: float
    answered: float
    wrong: float
    lost: float


@dataclass(frozen=True)
class Bin:
    """Questions whose confidence falls together: their mean confidence against how many were right."""

    count: int
    confidence: float
    right: float


def evaluate(matcher: Matcher, thresholds: Thresholds, cases: Iterable[Case]) -> list[Outcome]:
    """Match and decide every case."""
    outcomes = []
    for case in cases:
        match = matcher.match(case.text)
        outcomes.append(Outcome(case, match, decide(match, thresholds)))
    return outcomes


def figures(outcomes: Sequence[Outcome]) -> Figures:
    """Figures over all outcomes given."""
    answered = [one for one in outcomes if one.is_answered]
    return Figures(
        count=len(outcomes),
        first=_share(one.is_first_right for one in outcomes),
        three=_share(one.is_right_within(3) for one in outcomes),
        answered=_share(one.is_answered for one in outcomes),
        wrong=_share(not one.is_first_right for one in answered),
        lost=_share(isinstance(one.decision, Lost) for one in outcomes),
    )


def by_slice(outcomes: Sequence[Outcome]) -> dict[str, Figures]:
    """Figures of each kind of question, in order of first appearance."""
    slices = dict.fromkeys(one.case.slice for one in outcomes)
    return {name: figures([one for one in outcomes if one.case.slice == name]) for name in slices}


def confusions(outcomes: Sequence[Outcome], most: int = 10) -> list[tuple[str, str, int]]:
    """(right entry, entry put first instead, times), most frequent first."""
    pairs = Counter(
        (min(one.case.right), one.match.candidates[0].entry_id)
        for one in outcomes
        if one.case.right and one.match.candidates and not one.is_first_right
    )
    return [
        (right, found, times)
        for (right, found), times in sorted(pairs.items(), key=lambda row: (-row[1], row[0]))
    ][:most]


def reliability(outcomes: Sequence[Outcome], bins: int = 10) -> list[Bin]:
    """Equal-width bins of confidence; empty ones are left out."""
    held: list[list[tuple[float, bool]]] = [[] for _ in range(bins)]
    for one in outcomes:
        first = one.match.first
        if first is not None:
            held[min(int(first.confidence * bins), bins - 1)].append((first.confidence, one.is_first_right))
    return [
        Bin(len(rows), sum(chance for chance, _ in rows) / len(rows), _share(right for _, right in rows))
        for rows in held
        if rows
    ]


def calibration_error(outcomes: Sequence[Outcome], bins: int = 10) -> float:
    """Mean distance between confidence and share right, over the bins, weighted by their size (ECE)."""
    found = reliability(outcomes, bins)
    total = sum(one.count for one in found)
    return sum(one.count * abs(one.confidence - one.right) for one in found) / total if total else 0.0


def rejection(outcomes: Sequence[Outcome]) -> float:
    """Chance that a question in scope has a higher `in_scope` than one out of scope (AUROC); 0.5 says nothing."""
    inside = sorted(one.match.in_scope for one in outcomes if one.case.right)
    outside = [one.match.in_scope for one in outcomes if not one.case.right]
    if not inside or not outside:
        return 0.5
    wins = sum(sum(value > other for value in inside) + 0.5 * inside.count(other) for other in outside)
    return wins / (len(inside) * len(outside))


def table(outcomes: Sequence[Outcome]) -> str:
    """The figures as a Markdown table in Chinese, with what was out of scope in the last lines."""
    inside = [one for one in outcomes if one.case.is_in_scope]
    outside = [one for one in outcomes if not one.case.is_in_scope]
    rows = [("全部", figures(inside)), *by_slice(inside).items()]
    lines = [
        "| 类别 | 题数 | 首位正确 | 前三含正确 | 直接作答 | 作答中错误 | 转介 |",
        "|---|---|---|---|---|---|---|",
    ]
    lines += [_line(name, row) for name, row in rows]
    lines.append(f"\n把握的校准误差（10 档）：{calibration_error(inside):.3f}")
    if outside:
        harmful = sum(one.is_harmful for one in outside)
        other = [one for one in outside if one.case.right == frozenset([OTHER_LEGAL])]
        lines.append(
            f"范围外 {len(outside)} 题：答成物业或安全生产条目 {harmful} 题（{harmful / len(outside):.1%}）"
        )
        lines.append(f"其他法律问题首位为「其他法律事务」：{_share(one.is_first_right for one in other):.1%}")
        lines.append(f"识别范围外的 AUROC：{rejection(outcomes):.3f}")
    return "\n".join(lines)


def _line(name: str, row: Figures) -> str:
    shares = (row.first, row.three, row.answered, row.wrong, row.lost)
    return f"| {name} | {row.count} | " + " | ".join(f"{share:.1%}" for share in shares) + " |"


def curve(outcomes: Sequence[Outcome]) -> str:
    """The reliability curve as text: one line per bin, a bar as long as the share right, a mark at the confidence."""
    lines = []
    for one in reliability(outcomes):
        bar = "█" * round(one.right * 40)
        mark = round(one.confidence * 40)
        drawn = bar.ljust(41, "·")
        lines.append(f"{one.confidence:.2f} {drawn[:mark]}|{drawn[mark + 1 :]} {one.right:.2f} ({one.count})")
    return "\n".join(lines)


def _share(hits: Iterable[bool]) -> float:
    listed = list(hits)
    return sum(listed) / len(listed) if listed else 0.0
