"""The danger lane finds people in danger and leaves the past, claims, drills and figures of speech alone."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.faq.danger import load_danger_lane

PRESENT = [
    ("厨房着火了，火苗窜上天花板", "fire", "119"),
    ("隔壁冒浓烟，有老人还在里面", "fire", "119"),
    ("屋里一股煤气味，不敢开灯", "gas", "119"),
    ("热水器边上洗澡的姑娘喊不答应", "gas", "120"),
    ("我和娃娃被关在电梯里，门打不开", "elevator", "119"),
    ("高压线断了掉在积水里，娃娃们要过路", "electric", "95598"),
    ("师傅遭电打了，手甩不脱", "electric", "120"),
    ("沼气池里下去的人没上来，喊也不应", "confined_space", "119"),
    ("氨气泄漏，工人咳得站不住", "chemical", "119"),
    ("脚手架垮了，底下压着三个人", "collapse", "119"),
    ("师傅的手绞进搅拌机里拔不出来", "injury", "120"),
    ("血止不住，人快不行了", "injury", "120"),
    ("我爸胸口疼得直冒冷汗", "illness", "120"),
    ("老奶突然倒地，口吐白沫", "illness", "120"),
    ("不想活了，药都准备好了", "self_harm", "12356"),
    ("她站在天台边说要跳下去", "self_harm", "110"),
    ("老公喝醉了掐我脖子，我躲在厕所", "domestic", "110"),
    ("他提着菜刀在楼道追人", "violence", "110"),
    ("一群人把我堵在屋里不让走，手机没电了", "held", "110"),
    ("娃娃锁在车里，晒得不会动了", "child", "119"),
    ("有人掉进河里了，不会游泳", "water", "119"),
    ("我爹被毒蛇咬了，腿肿起来", "bite", "120"),
    ("meiqi louqi le", "gas", "119"),
    ("電梯困住兩個人", "elevator", "119"),
    ("煤七味大得很，从厨房出来的", "gas", "119"),
]
CALM = [
    "",
    "去年电梯困了我一个小时，物业要赔吗",
    "前年工地塌方压断了腿，现在能要多少钱",
    "气死我了，物业电话打爆了都没人接",
    "业主群炸了锅",
    "停车费贵得要命",
    "消防演练要不要全体参加",
    "万一煤气爆炸保险赔不赔",
    "邻居家失火烧坏了我家窗户，找谁赔",
    "触电死亡的赔偿标准是什么",
    "上班时自杀算不算工伤",
    "进污水井作业要办什么手续",
    "物业费涨价合法吗",
    "煤气公司换表收费合理吗",
    "灭火器过期了找谁换",
    "手指被机器压断评几级伤残",
    "梦见房子着火，是什么兆头",
    "申请法律援助要什么材料",
]


@pytest.mark.parametrize(("text", "kind", "number"), PRESENT)
def test_a_present_danger_gets_a_number_to_call(text: str, kind: str, number: str) -> None:
    danger = load_danger_lane().read(text)
    assert danger is not None
    assert number in danger.hotlines, kind


def test_most_dangers_are_named_by_their_own_kind() -> None:
    lane = load_danger_lane()
    named = [(danger := lane.read(text)) is not None and danger.kind == kind for text, kind, _ in PRESENT]
    assert sum(named) >= len(PRESENT) * 0.8


@pytest.mark.parametrize("text", CALM)
def test_what_is_over_claimed_drilled_or_only_said_so_is_no_danger(text: str) -> None:
    assert load_danger_lane().read(text) is None


def test_the_same_accident_is_a_danger_now_and_none_when_it_is_long_past() -> None:
    lane = load_danger_lane()
    assert lane.read("工友刚才从架子上摔下来，流血不止") is not None
    assert lane.read("工友三年前从架子上摔下来，流血不止，后来评了九级") is None


@pytest.mark.parametrize(
    ("dialect", "standard"),
    [
        ("他下克清池子，半天没得动静", "他下去清池子，半天没有动静"),
        ("我遭人关在地窖头", "我被人关在地窖里"),
        ("厂头漏气，里头有人", "厂里漏气，里面有人"),
    ],
)
def test_words_of_kunming_are_weighed_as_the_standard_words(dialect: str, standard: str) -> None:
    lane = load_danger_lane()
    assert lane.weigh(dialect) == lane.weigh(standard)


@pytest.mark.parametrize("text", ["他休克了", "一千克", "电线头疼", "遭到解雇", "坦克"])
def test_standard_words_that_hold_a_word_of_dialect_stay(text: str) -> None:
    assert load_danger_lane().weigh(text).told == text


def test_a_guard_who_holds_people_leads_to_the_entry_about_guards() -> None:
    danger = load_danger_lane().read("保安把我关在值班室不让走，快来救我")
    assert danger is not None
    assert danger.entry_id == "property-guard-violence"


@pytest.mark.parametrize(
    ("text", "kind", "first"),
    [
        ("工友触电倒在配电箱边上，叫不应", "electric", "120"),
        ("高压线断了垂在路中间，还在打火", "electric", "95598"),
        ("我不想活了", "self_harm", "12356"),
        ("他喝了敌敌畏，说不想活了", "self_harm", "120"),
        ("她站在天台边上要跳下去", "self_harm", "110"),
        ("全家吃了野生菌，我爸在说胡话", "food", "120"),
        ("公交车撞到树上，好几个人在流血", "traffic", "120"),
        ("我男人又打我，我流血了", "domestic", "110"),
        ("电梯停在半中间，我们出不去", "elevator", "119"),
        ("沼气池下去的人没上来，喊不应", "confined_space", "119"),
    ],
)
def test_the_first_number_is_the_one_that_this_danger_calls_for(text: str, kind: str, first: str) -> None:
    danger = load_danger_lane().read(text)
    assert danger is not None
    assert (danger.kind, danger.hotlines[0]) == (kind, first)


def test_every_kind_has_three_short_steps_and_only_known_numbers() -> None:
    known = {"110", "119", "120", "122", "12338", "12350", "12356", "95598"}
    for kind in load_danger_lane().kinds.values():
        assert set(kind.danger.hotlines) <= known
        assert len(kind.danger.steps) == 3
        assert all(len(step) <= 60 for step in kind.danger.steps), kind.name


def test_reading_a_story_takes_no_time_that_a_citizen_would_notice() -> None:
    lane = load_danger_lane()
    story = "我们小区的物业一直不公示账目，电梯里的广告钱也不知道去了哪里，" * 9
    lane.read(story)
    started = time.perf_counter()
    for _ in range(20):
        lane.read(story)
    assert (time.perf_counter() - started) / 20 < 0.05


@given(st.text(max_size=200))
def test_any_text_at_all_is_read_without_an_error(text: str) -> None:
    lane = load_danger_lane()
    assert lane.weigh(text).is_danger == (lane.read(text) is not None)
