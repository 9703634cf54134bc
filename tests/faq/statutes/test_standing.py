"""An entry needs review from the day its law moves until a person stands behind it again."""

from __future__ import annotations

from datetime import date

from bot.faq.statutes.standing import Standing, confirm, stand, stand_all
from tests.fakes import entry
from tests.statutes import DAY, corpus, statute

FEE = entry("property-fee")
CHANGED = statute(version_date="2026-11-01", effective_date="2026-11-01", articles={"944": "完全不同。"})
GONE = statute(superseded=True, superseded_by="x", superseded_date="2026-11-01")
FIRST = stand(FEE, corpus(), None)


def approved(on: str) -> object:
    return {"status": "approved", "by": "李律师", "on": on}


def test_entry_seen_for_the_first_time_stands_on_the_text_of_that_day() -> None:
    assert not FIRST.needs_review
    assert FIRST.articles == {"《民法典》第944条": statute().by_key["944"].text_hash}


def test_same_text_in_a_new_version_needs_no_review() -> None:
    same = statute(version_date="2026-11-01", effective_date="2026-11-01")
    assert not stand(FEE, corpus(same), FIRST).needs_review


def test_changed_text_needs_review_from_that_day_on() -> None:
    moved = stand(FEE, corpus(CHANGED), FIRST)
    assert moved.reasons == ("《民法典》第944条的文字变了（2026-11-01 的文本）",)
    assert moved.since == DAY
    later = stand(FEE, corpus(CHANGED, day=date(2026, 12, 1)), moved)
    assert (later.needs_review, later.since) == (True, DAY)


def test_text_that_comes_back_needs_no_review() -> None:
    assert not stand(FEE, corpus(), stand(FEE, corpus(CHANGED), FIRST)).needs_review


def test_article_that_vanishes_needs_review() -> None:
    assert stand(FEE, corpus(statute(articles={"1": "一。"})), FIRST).needs_review


def test_superseded_law_needs_review_and_cannot_be_confirmed_away() -> None:
    moved = stand(FEE, corpus(GONE), FIRST)
    assert moved.needs_review
    assert confirm(FEE, corpus(GONE), moved).needs_review


def test_confirmed_entry_stands_on_the_new_text() -> None:
    moved = stand(FEE, corpus(CHANGED), FIRST)
    confirmed = confirm(FEE, corpus(CHANGED), moved)
    assert not confirmed.needs_review
    assert not stand(FEE, corpus(CHANGED), confirmed).needs_review
    assert stand(FEE, corpus(), confirmed).needs_review


def test_editing_the_words_alone_does_not_lift_the_review() -> None:
    moved = stand(FEE, corpus(CHANGED), FIRST)
    assert stand(entry("property-fee", answer="改过的解答。"), corpus(CHANGED), moved).needs_review


def test_citing_another_article_lifts_it() -> None:
    both = statute(
        version_date="2026-11-01", effective_date="2026-11-01", articles={"944": "不同。", "945": "另一条。"}
    )
    moved = stand(FEE, corpus(both), FIRST)
    other = entry("property-fee", citations=[{"law": "民法典", "article": 945}])
    assert not stand(other, corpus(both), moved).needs_review


def test_approval_after_the_change_lifts_it_and_one_from_before_does_not() -> None:
    moved = stand(FEE, corpus(CHANGED), FIRST)
    before = entry("property-fee", review=approved("2026-01-05"))
    after = entry("property-fee", review=approved("2026-11-24"))
    assert stand(before, corpus(CHANGED), moved).needs_review
    assert not stand(after, corpus(CHANGED), moved).needs_review


def test_old_approval_does_not_cover_a_later_change() -> None:
    one = entry("property-fee", review=approved("2026-01-05"))
    assert stand(one, corpus(CHANGED), stand(one, corpus(), None)).needs_review


def test_law_that_is_not_loaded_is_not_judged() -> None:
    local = entry("property-fee", citations=[{"law": "昆明市物业管理条例", "article": 3}])
    assert stand(local, corpus(), None) == Standing()


def test_every_entry_is_weighed_and_gone_ones_are_dropped() -> None:
    after = stand_all([FEE], corpus(CHANGED), {FEE.id: FIRST, "property-gone": FIRST})
    assert {key: one.needs_review for key, one in after.items()} == {FEE.id: True}
