"""The right entry comes first, whatever way it is asked for."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.faq.matcher import Matcher
from tests.faq.matcher.conftest import ENTRIES


@pytest.mark.parametrize(
    ("text", "entry_id"),
    [
        ("楼上漏水泡坏了我家吊顶，他们不管", "leak"),
        ("樓上漏水", "leak"),
        ("loushang loushui", "leak"),
        ("楼上楼水怎么办", "leak"),
        ("您好，请问被狗咬了找谁赔？谢谢", "dog"),
        ("狗　咬　伤😡", "dog"),
        ("wyf 涨了", "fee"),
        ("物业说下个月起涨价", "fee"),
        ("机器把手夹了，老板不报工伤", "injury"),
        ("公伤认定", "injury"),
    ],
)
def test_the_entry_is_found(matcher: Matcher, text: str, entry_id: str) -> None:
    match = matcher.match(text)
    assert match.first is not None
    assert match.first.entry_id == entry_id


def test_candidates_come_best_first_and_all_are_chances(matcher: Matcher) -> None:
    match = matcher.match("物业费", limit=5)
    confidences = [candidate.confidence for candidate in match.candidates]
    assert confidences == sorted(confidences, reverse=True)
    assert all(0 <= confidence <= 1 for confidence in confidences)
    assert len(match.candidates) == len(ENTRIES)
    assert len(matcher.match("物业费", limit=2).candidates) == 2


@pytest.mark.parametrize("text", ["", "   ", "。。。！？", "😀😀", "\u200b\u0000", "12345.67"])
def test_nothing_readable_gives_nothing(matcher: Matcher, text: str) -> None:
    match = matcher.match(text)
    assert match.candidates == ()
    assert match.in_scope == 0.0


def test_small_talk_is_less_in_scope_than_a_question(matcher: Matcher) -> None:
    assert matcher.match("今天天气好吗").in_scope < matcher.match("楼上漏水怎么办").in_scope


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=400))
def test_any_text_is_matched_without_error_and_always_alike(matcher: Matcher, text: str) -> None:
    assert matcher.match(text) == matcher.match(text)


def test_a_paste_of_5000_characters_is_read(matcher: Matcher) -> None:
    assert matcher.match("楼上漏水怎么办，" * 700).candidates


def test_explain_names_the_phrasing_and_every_signal(matcher: Matcher) -> None:
    told = matcher.explain("狗咬了我", limit=2)
    assert told.plain == "狗咬了我"
    assert [one.entry_id for one in told.candidates] == [
        one.entry_id for one in matcher.match("狗咬了我", 2).candidates
    ]
    assert "狗" in told.candidates[0].phrasing
    assert {"margin", "nearest", "covered", "string"} <= set(told.candidates[0].signals)
    assert matcher.explain("").candidates == ()


def test_an_id_that_occurs_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="重复"):
        Matcher.from_entries([ENTRIES[0], ENTRIES[0]])


def test_a_matcher_without_entries_finds_nothing() -> None:
    assert Matcher.from_entries([]).match("楼上漏水").candidates == ()


def test_single_phrasings_are_enough_for_retrieval_alone() -> None:
    alone = Matcher.from_entries([(entry_id, phrasings[:1], "") for entry_id, phrasings, _ in ENTRIES])
    first = alone.match("楼上漏水了").first
    assert first is not None
    assert first.entry_id == "leak"


def test_the_shipped_lessons_are_learnt_only_for_the_entries_they_are_about() -> None:
    about = Matcher.from_entries(
        [("property-dog-bite", ["狗咬人"], ""), ("property-leak-upstairs", ["楼上漏水"], "")]
    )
    first = about.match("打疫苗谁出钱").first
    assert first is not None
    assert first.entry_id == "property-dog-bite"
    assert "找不到狗主人" not in Matcher.from_entries(ENTRIES).explain("找不到狗主人").candidates[0].phrasing
