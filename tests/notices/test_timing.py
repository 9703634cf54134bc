"""Times as staff write them become moments; rules come again on the right days."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.handlers.cron import next_cron
from bot.notices.timing import TimeUnclear, is_recurring, next_due, read_once
from bot.referral.workdays import LOCAL_ZONE


def _local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL_ZONE)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-12-01 09:00", "2026-12-01T09:00"),
        ("2026年12月1日 上午9点半", "2026-12-01T09:30"),
        ("2026/12/01 下午3:05".replace("/", "-"), "2026-12-01T15:05"),
        ("2026.12.1", "2026-12-01T09:00"),
        ("2026-12-01T18:00:00", "2026-12-01T18:00"),
    ],
)
def test_a_moment_is_read_as_local_time(text: str, moment: str) -> None:
    assert read_once(text) == _local(moment)


def test_at_once_is_no_moment() -> None:
    assert read_once("立即") is None


@pytest.mark.parametrize("text", ["明天", "2026-02-30 9:00", "2026-12-01 25:00", "每天", "12月1日"])
def test_what_is_no_moment_is_said(text: str) -> None:
    with pytest.raises(TimeUnclear):
        read_once(text)


@pytest.mark.parametrize(
    ("rule", "after", "due"),
    [
        # 1–3 January 2026 is the New Year's holiday, and Sunday the 4th is worked instead.
        ("每月第一个工作日 9:00", "2025-12-15T00:00", "2026-01-04T09:00"),
        ("每月第一个工作日 9:00", "2026-01-04T09:00", "2026-02-02T09:00"),
        ("每月首个工作日", "2026-09-30T10:00", "2026-10-08T09:00"),
        ("每月最后一个工作日 17:00", "2026-05-01T00:00", "2026-05-29T17:00"),
        ("每个月第二个工作日 上午10点", "2026-06-01T00:00", "2026-06-02T10:00"),
        ("每年6月1日 9:00", "2026-06-01T09:00", "2027-06-01T09:00"),
        ("每年2月29日 9:00", "2026-03-01T00:00", "2028-02-29T09:00"),
        ("每年1月1日 0:00", "2026-12-31T23:59", "2027-01-01T00:00"),
        ("每周一 9:00", "2026-11-23T09:00", "2026-11-30T09:00"),
        ("每周日 20:30", "2026-11-23T09:00", "2026-11-29T20:30"),
        ("每月31日 9:00", "2026-02-01T00:00", "2026-02-28T09:00"),
        ("每天 8:30", "2026-11-23T08:30", "2026-11-24T08:30"),
        ("每个工作日 9:00", "2026-09-30T09:00", "2026-10-08T09:00"),
        ("cron 0 9 * * 1", "2026-11-23T09:00", "2026-11-30T09:00"),
        ("cron: 0 9 * * 0", "2026-11-23T09:00", "2026-11-29T09:00"),
        ("cron 30 8 * * 1-5", "2026-11-27T09:00", "2026-11-30T08:30"),
        ("cron 0 9 1 6 *", "2026-11-27T09:00", "2027-06-01T09:00"),
        ("cron 0 9 * * 5-7", "2026-11-28T09:00", "2026-11-29T09:00"),
    ],
)
def test_a_rule_comes_again(rule: str, after: str, due: str) -> None:
    assert is_recurring(rule)
    assert next_due(rule, _local(after), next_cron) == _local(due)


@pytest.mark.parametrize(
    "rule",
    [
        "每月第三十个工作日 9:00",
        "每年2月30日",
        "每逢佳节",
        "每天 25:00",
        "cron 0 9 1 * 1",
        "cron 99 * * * *",
        "cron 0 9 * * 9",
        "cron 0 9",
    ],
)
def test_a_rule_that_means_nothing_is_said(rule: str) -> None:
    with pytest.raises(TimeUnclear):
        next_due(rule, datetime.now(UTC), next_cron)


_MOMENTS = st.datetimes(_local("2020-01-01").replace(tzinfo=None), _local("2026-12-31").replace(tzinfo=None))


@given(_MOMENTS, st.sampled_from(["每月第一个工作日 9:00", "每周三 7:05", "每月31日", "cron 5 4 * * 0"]))
def test_the_next_time_is_later_and_there_is_none_between(moment: datetime, rule: str) -> None:
    after = moment.replace(tzinfo=UTC)
    due = next_due(rule, after, next_cron)
    assert due is not None
    assert due > after
    assert next_due(rule, due - timedelta(seconds=1), next_cron) == due
    assert next_due(rule, after + (due - after) / 2, next_cron) == due
