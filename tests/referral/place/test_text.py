"""Place texts in one spelling."""

from __future__ import annotations

import pytest

from bot.referral.place.text import MAX_CHARS, plain_place


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("　官渡 　关上\n", "官渡 关上"),
        ("呈貢區", "呈贡区"),
        ("石林彞族自治縣", "石林彝族自治县"),
        ("麥竜", "麦龙"),
        ("官渡\u200b区", "官渡区"),
        ("Ｇｕａｎｄｕ", "guandu"),
        ("", ""),
    ],
)
def test_width_script_and_spaces_do_not_matter(typed: str, plain: str) -> None:
    assert plain_place(typed) == plain


def test_a_very_long_text_is_cut() -> None:
    assert len(plain_place("关上" * 5000)) == MAX_CHARS
