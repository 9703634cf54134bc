"""What comes in from a browser is read, or refused in Chinese; it never breaks."""

import contextlib
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.conversation import Choice, Point, Verb
from bot.desk import MESSAGE_LIMIT
from bot.handlers.kiosk.reading import BadRequest, Said, read_pickup, read_pickup_act, read_said

ID = "0123456789abcdef"
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
ANYTHING = SCALARS | st.lists(SCALARS, max_size=3) | st.dictionaries(st.text(), SCALARS, max_size=3)


def test_words_are_words() -> None:
    assert read_said({"id": ID, "text": "物业费\n太贵"}) == Said(ID, text="物业费\n太贵")


def test_a_button_is_a_choice() -> None:
    assert read_said({"id": ID, "choice": "place:530111"}).choice == Choice(Verb.PLACE, "530111")


def test_a_position_is_a_point() -> None:
    assert read_said({"id": ID, "lat": 25, "lon": 102.7}).point == Point(25.0, 102.7)


@pytest.mark.parametrize(("typed", "verb"), [("/my", Verb.MY), (" /Human ", Verb.HUMAN)])
def test_a_command_that_our_texts_name_may_be_typed(typed: str, verb: Verb) -> None:
    assert read_said({"id": ID, "text": typed}).choice == Choice(verb)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"id": ID},
        {"id": "short", "text": "好"},
        {"id": ID, "text": 5},
        {"id": ID, "text": "好", "choice": "my"},
        {"id": ID, "lat": "25", "lon": 102},
        {"id": ID, "lat": True, "lon": 102},
        {"id": ID, "lat": float("nan"), "lon": 102},
        {"id": ID, "lat": 91, "lon": 102},
        {"id": ID, "lat": 25},
    ],
)
def test_what_cannot_be_read_is_refused_in_chinese(body: dict[str, Any]) -> None:
    with pytest.raises(BadRequest, match=r"[一-鿿]"):
        read_said(body)


def test_what_no_database_takes_is_taken_out() -> None:
    assert read_said({"id": ID, "text": "a\x00b\ud800"}).text == "ab?"


# A busy machine makes slow examples; that is no fault.
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(["id", "text", "choice", "lat", "lon", "x"]), ANYTHING))
def test_any_object_is_read_or_refused(body: dict[str, Any]) -> None:
    with contextlib.suppress(BadRequest):
        assert read_said(body).id == body["id"]


@pytest.mark.parametrize(
    "number", ["KM261123-7DVW3", "km261123 7dvw3", "２６１１２３７ＤＶＷ３", " KM261123—7DVW3 "]
)
def test_a_case_number_is_read_as_people_type_it(number: str) -> None:
    found = read_pickup({"number": number, "code": "1234 5678"})
    assert (found.number, found.code) == ("KM261123-7DVW3", "12345678")


@pytest.mark.parametrize(
    ("number", "code"), [("", "12345678"), ("KM1", "12345678"), ("KM261123-7DVW3", "1234")]
)
def test_a_wrong_form_is_said_before_it_is_looked_up(number: str, code: str) -> None:
    with pytest.raises(BadRequest):
        read_pickup({"number": number, "code": code})


def test_nothing_to_add_is_refused() -> None:
    body = {"id": ID, "number": "KM261123-7DVW3", "code": "12345678", "act": "add", "text": "  "}
    with pytest.raises(BadRequest, match="补充"):
        read_pickup_act(body)


def test_what_is_too_long_is_refused_and_not_cut_off() -> None:
    longest = "长" * MESSAGE_LIMIT
    assert read_said({"id": ID, "text": longest}).text == longest
    pickup = {"id": ID, "number": "KM261123-7DVW3", "code": "12345678", "act": "add"}
    assert read_pickup_act({**pickup, "text": longest}).text == longest
    with pytest.raises(BadRequest, match="太长"):
        read_said({"id": ID, "text": longest + "长"})
    with pytest.raises(BadRequest, match="太长"):
        read_pickup_act({**pickup, "text": longest + "长"})
