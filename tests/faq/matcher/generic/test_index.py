"""The nearest texts are found, in an order that never changes."""

from bot.faq.matcher.generic import index as indexes
from bot.faq.matcher.generic.index import Index, build_index, find_near
from bot.faq.matcher.generic.wording import read_wording


def test_the_nearest_text_comes_first(index: Index) -> None:
    near = find_near(read_wording("蓝牙耳机怎么连接"), index)
    assert index.plains[int(near.texts[0])] == "怎样连接蓝牙耳机"


def test_a_text_that_is_looked_past_is_not_found(index: Index) -> None:
    question = read_wording("怎样连接蓝牙耳机")
    assert 0 in find_near(question, index).texts
    assert 0 not in find_near(question, index, [0]).texts


def test_ties_fall_to_the_earlier_text() -> None:
    same = build_index([(str(number), ["狗咬人", "狗咬人!"]) for number in range(60)])
    assert find_near(read_wording("狗咬人"), same).texts.tolist() == list(range(indexes.LOOKED_AT))


def test_entries_without_a_readable_phrasing_are_left_out() -> None:
    assert build_index([("one", ["。。。"]), ("two", ["狗咬人", "狗咬人", ""])]).entry_ids == ("two",)
    assert build_index([]).entry_ids == ()


def test_pinyin_is_read_with_the_words_of_the_entries(index: Index) -> None:
    assert index.read("jiaozi duoshaoqian").plain == "饺子多少钱"
    assert index.read("wifi").plain == "wifi"
