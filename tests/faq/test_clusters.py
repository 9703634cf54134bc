"""Texts that ask for the same thing stand together."""

from hypothesis import given
from hypothesis import strategies as st

from bot.faq.clusters import group_alike

SMOKE = ["楼上在阳台抽烟，烟灰老掉我家", "邻居阳台抽烟烟灰掉下来咋个办", "楼上阳台抽烟烟灰掉下来"]
LAMP = ["小区里放孔明灯有没有人管", "有人在小区放孔明灯"]


def test_alike_texts_stand_together_the_largest_group_first() -> None:
    groups = group_alike([LAMP[0], *SMOKE, LAMP[1], "年会抽奖没给我奖品"])
    assert [set(group) for group in groups] == [{1, 2, 3}, {0, 4}, {5}]


def test_the_same_words_are_one_group_whatever_their_marks() -> None:
    assert group_alike(["楼上漏水怎么办？", "请问楼上漏水怎么办", "楼上 漏水 怎么办!!"]) == [[0, 1, 2]]


def test_nothing_gives_nothing() -> None:
    assert group_alike([]) == []


@given(st.lists(st.text(max_size=20), max_size=20))
def test_every_text_is_in_exactly_one_group(texts: list[str]) -> None:
    assert sorted(position for group in group_alike(texts) for position in group) == list(range(len(texts)))
