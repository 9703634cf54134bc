"""Typing errors are set right by sound; right texts stay."""

import pytest

from bot.faq.homophones import Homophones
from bot.faq.spelling import learn_spelling
from bot.faq.tokens import general_words, words

TEXTS = [
    "物业公司有哪些义务",
    "物业公司要赔钱吗",
    "尘肺病怎么赔偿",
    "事故要上报吗",
    "单位说是我的责任不赔偿",
    "申请复议还是起诉",
    "工伤认定怎么申请",
    "快递被人冒领了",
] * 40


@pytest.fixture(scope="module")
def errors() -> Homophones:
    return Homophones(learn_spelling(TEXTS, words, general_words()))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("物业公师要赔钱吗", "物业公司要赔钱吗"),
        ("尘费病怎么赔常", "尘肺病怎么赔偿"),
        ("单位说是我的则任", "单位说是我的责任"),
        ("申请复意", "申请复议"),
    ],
)
def test_an_error_of_sound_is_set_right(errors: Homophones, typed: str, meant: str) -> None:
    assert errors.corrected(typed) == meant


@pytest.mark.parametrize("text", [*dict.fromkeys(TEXTS), "苹果香蕉西瓜", "a 1", ""])
def test_a_right_text_stays(errors: Homophones, text: str) -> None:
    assert errors.corrected(text) == text
