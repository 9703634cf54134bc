"""The law book gives texts to answers and names the entries whose law moved."""

from __future__ import annotations

from bot.faq.loader import Faq
from bot.faq.statutes import LawBook
from bot.faq.statutes.standing import Standing
from tests.fakes import entry
from tests.statutes import DAY, corpus, statute

FEE = entry("property-fee")


def test_without_statutes_there_is_no_text_and_no_doubt() -> None:
    book = LawBook()
    assert book.cited(FEE) == ()
    assert not book.needs_review(FEE)
    assert book.to_review(Faq((FEE,), "0" * 64)) == ()


def test_cited_texts_come_in_the_entrys_order_and_unknown_ones_are_left_out() -> None:
    book = LawBook()
    book.take(corpus(), {})
    one = entry("property-fee", citations=[{"law": "民法典", "article": n} for n in (1254, 7, 944)])
    assert [law.title for law in book.cited(one)] == ["《民法典》第1254条", "《民法典》第944条"]


def test_kept_reasons_are_listed_for_staff() -> None:
    book = LawBook()
    book.take(corpus(), {FEE.id: Standing({}, ("变了",), DAY)})
    assert book.needs_review(FEE)
    (listed,) = book.to_review(Faq((FEE, entry("property-other")), "0" * 64))
    assert (listed.entry, listed.reasons, listed.since) == (FEE, ("变了",), DAY)


def test_new_entry_on_dead_law_is_doubted_before_it_was_ever_weighed() -> None:
    book = LawBook()
    book.take(corpus(statute(superseded=True, superseded_date="2026-01-01")), {})
    assert book.needs_review(FEE)
