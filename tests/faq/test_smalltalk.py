"""Small talk, wishes for a person, abuse and other topics are told from questions of law."""

from __future__ import annotations

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.faq.smalltalk import load_small_talk


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("你好呀", "greeting"),
        ("有人在吗", "greeting"),
        ("多谢你了", "thanks"),
        ("好的谢谢", "thanks"),
        ("拜拜", "bye"),
        ("你是真人还是机器人", "who_are_you"),
        ("行我知道了", "acknowledged"),
        ("你还挺专业的", "praise"),
        ("答非所问", "complaint"),
        ("讲个笑话听听", "chitchat"),
    ],
)
def test_small_talk_is_named(said: str, kind: str) -> None:
    assert load_small_talk().talk_kind(said) == kind


@pytest.mark.parametrize("said", ["你好，物业费太高怎么办", "谢谢，那材料要带哪些", "好的，那要去哪里交"])
def test_a_greeting_with_a_question_is_no_small_talk(said: str) -> None:
    assert load_small_talk().talk_kind(said) is None


@pytest.mark.parametrize(
    "said", ["转人工", "我要找真人", "喊个人来", "莫跟我讲机器话", "帮我接一下客服", "不想跟机器人说"]
)
def test_a_person_is_asked_for(said: str) -> None:
    assert load_small_talk().wants_human(said)


@pytest.mark.parametrize("said", ["我找物业的人他们不理", "工伤认定要找谁", "人工湖的水脏"])
def test_a_question_about_people_asks_for_no_person(said: str) -> None:
    assert not load_small_talk().wants_human(said)


def test_a_refusal_may_be_followed_by_what_is_meant() -> None:
    talk = load_small_talk()
    assert talk.refuses_all("都不是")
    assert talk.after_refusal("都不是，是押金的事") == "押金的事"
    assert talk.after_refusal("都不是") is None


@pytest.mark.parametrize("said", ["明天会下雨吗", "米线怎么煮", "春眠不觉晓下一句", "社保卡余额在哪看"])
def test_city_life_is_not_ours(said: str) -> None:
    assert load_small_talk().out_kind(said) == "non_legal"


@pytest.mark.parametrize("said", ["维修基金怎么查", "物业骂我是废物，能告吗", "楼下烧烤店油烟大"])
def test_words_of_ours_are_not_sent_away(said: str) -> None:
    assert load_small_talk().out_kind(said) is None


def test_abuse_is_abuse() -> None:
    assert load_small_talk().out_kind("傻逼机器人") == "abuse"


def test_other_fields_of_law_are_known_unless_ours_is_named_too() -> None:
    talk = load_small_talk()
    assert talk.is_other_matter("丈夫出轨要离婚")
    assert talk.is_other_matter("公司拖欠我两个月工资")
    assert not talk.is_other_matter("工伤期间公司拖欠工资")


@given(st.text(max_size=100))
def test_any_text_is_read_without_an_error(said: str) -> None:
    talk = load_small_talk()
    talk.talk_kind(said)
    talk.wants_human(said)
    talk.out_kind(said)


@pytest.mark.parametrize(
    ("said", "kind"), [("行，我回去准备材料，多谢", "thanks"), ("好嘛，说了等于没说", "complaint")]
)
def test_small_talk_of_several_clauses(said: str, kind: str) -> None:
    assert load_small_talk().talk_kind(said) == kind


def test_thanks_before_a_question_are_no_small_talk() -> None:
    assert load_small_talk().talk_kind("谢谢，那维修基金咋个查") is None


@pytest.mark.parametrize("said", ["好嘛谢谢你", "要得，谢谢", "那就谢谢了"])
def test_thanks_may_begin_as_people_speak_here(said: str) -> None:
    assert load_small_talk().talk_kind(said) == "thanks"


@pytest.mark.parametrize(
    ("said", "goes_back"),
    [
        ("说回刚才那个", True),
        ("说回公证的事", True),
        ("前面快递那个，怎么取证", True),
        ("刚才那个问题再说一下", True),
        ("回到家发现门被撬了", False),
        ("刚才下班路上被车撞了", False),
        ("前面的车挡着我", False),
    ],
)
def test_going_back_is_told_from_what_happened_before(said: str, goes_back: bool) -> None:
    found = load_small_talk().back.match(said)
    assert bool(found and found.end()) is goes_back


@pytest.mark.parametrize(
    ("said", "is_none"), [("是", True), ("第9个", True), ("是租客", False), ("好吵", False)]
)
def test_a_mere_yes_names_no_option(said: str, is_none: bool) -> None:
    assert load_small_talk().names_no_option(said) is is_none


@pytest.mark.parametrize(
    ("said", "is_lost"),
    [("我也说不清", True), ("不晓得选哪个", True), ("不知道怎么申请", False), ("不清楚多久", False)],
)
def test_being_at_a_loss_is_told_from_asking(said: str, is_lost: bool) -> None:
    assert load_small_talk().is_at_a_loss(said) is is_lost


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("清楚了谢谢你", "thanks"),
        ("哈哈你还挺聪明", "praise"),
        ("好嘞晓得了", "acknowledged"),
        ("那我晓得咋个整了", "acknowledged"),
        ("我回去跟家里商量一下", "acknowledged"),
        ("换个问题", "acknowledged"),
        ("多谢你家", "thanks"),
        ("暂时没有别的了", "bye"),
        ("讲得很清楚", "praise"),
        ("看不明白你说的", "complaint"),
    ],
)
def test_small_talk_in_one_breath_and_as_people_here_say_it(said: str, kind: str) -> None:
    assert load_small_talk().talk_kind(said) == kind


@pytest.mark.parametrize(
    "said",
    ["行不行", "好不好", "可以不", "我考虑一下要不要起诉", "天气热有补贴吗", "没有合同", "我看看维修资金"],
)
def test_what_begins_like_small_talk_may_ask(said: str) -> None:
    assert load_small_talk().talk_kind(said) is None


@pytest.mark.parametrize(
    "said", ["问" * 30, "好的" * 15, "想问" * 15, "先再要得" * 7 + "问", "谢谢你好" * 7 + "吗"]
)
def test_repeated_words_are_read_at_once(said: str) -> None:
    start = perf_counter()
    load_small_talk().talk_kind(said)
    assert perf_counter() - start < 0.2
