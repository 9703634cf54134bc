"""Cues are written by staff; what they write is read, or refused with the place of the fault."""

from __future__ import annotations

import pytest

from bot.faq.danger.cues import compile_cue, quick


def test_dots_leave_room_for_a_few_characters_and_none_past_the_end_of_a_sentence() -> None:
    cue = compile_cue("井…{人}", {"人": "工友|师傅"})
    assert cue.search("井底下有个师傅")
    assert not cue.search("井盖修好了。师傅走了")


def test_a_cue_that_cannot_be_read_is_named_in_the_error() -> None:
    with pytest.raises(ValueError, match="说法「\\(火」读不出来"):
        compile_cue("(火", {})


def test_an_unknown_group_is_named_in_the_error() -> None:
    with pytest.raises(ValueError, match="花括号"):
        compile_cue("{没有这组}着火", {})


@pytest.mark.parametrize("group", ["人|老倌|娃|小[张王]", "工友|师傅", "火.?烟|血", "人"])
def test_a_quickened_group_has_the_same_words(group: str) -> None:
    slow, fast = compile_cue("{组}到", {"组": group}), compile_cue("{组}到", {"组": quick(group)})
    for text in ("人到", "老倌到", "小王到", "师傅到", "火到", "火大烟到", "到", "倌到"):
        assert bool(fast.search(text)) is bool(slow.search(text)), text
