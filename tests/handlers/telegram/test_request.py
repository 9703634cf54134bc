"""What a server's answer is to us, whatever its status and its body."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram.error import NetworkError

from bot.handlers.telegram.request import _retry_after, read_answer

OK = b'{"ok":true,"result":[]}'


def test_an_answer_with_a_result_is_itself() -> None:
    assert read_answer(200, OK) == (200, OK)


@pytest.mark.parametrize(
    ("status", "body", "read_as"),
    [
        (200, {"ok": False, "error_code": 403, "description": "Forbidden: bot was kicked"}, 403),
        (200, {"ok": False, "description": "Bad Request"}, 400),
        (200, {"ok": False, "error_code": "x"}, 400),
        (400, {"ok": False, "description": None, "parameters": []}, 400),
        (409, {"ok": False, "error_code": 409}, 409),
    ],
)
def test_an_error_is_an_error_however_it_is_said(status: int, body: object, read_as: int) -> None:
    code, payload = read_answer(status, json.dumps(body).encode())
    assert code == read_as
    assert isinstance(json.loads(payload)["description"], str)


@pytest.mark.parametrize(
    ("status", "read_as"), [(401, 502), (404, 502), (502, 502), (504, 504), (403, 403), (429, 429)]
)
def test_a_gateways_page_says_nothing_of_our_token(status: int, read_as: int) -> None:
    assert read_answer(status, b"<html>nginx</html>") == (read_as, b"{}")


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b"{}", b'{"ok":true}', b"null", b"\xff\xfe"])
def test_a_success_without_a_result_is_none(body: bytes) -> None:
    with pytest.raises(NetworkError):
        read_answer(200, body)


@pytest.mark.parametrize(
    ("body", "header", "seconds"),
    [
        ({"parameters": {"retry_after": 7}}, "", 7),
        ({"parameters": {"retry_after": 0}}, "", 0.1),
        ({"description": "Too Many Requests: retry after 12"}, "", 12),
        ({"description": "slow down"}, "5", 5),
        ({"parameters": {"retry_after": None}}, "Wed, 21 Oct 2026 07:28:00 GMT", 1),
        ({"parameters": {"retry_after": 10**9}}, "", 3600),
        ({}, "", 1),
    ],
)
def test_how_long_to_wait(body: object, header: str, seconds: float) -> None:
    assert _retry_after(json.dumps(body).encode(), header) == seconds


@given(st.integers(200, 599), st.binary(max_size=40))
def test_any_answer_is_read_or_is_a_network_error(status: int, body: bytes) -> None:
    try:
        code, payload = read_answer(status, body)
    except NetworkError:
        return
    assert 200 <= code < 600
    assert isinstance(json.loads(payload), dict)
