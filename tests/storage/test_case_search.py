"""A search finds what staff may read: numbers, places, words; never what is masked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.conversation import Channel, Citizen
from bot.desk import NewCase, SearchWord
from bot.referral.case import CaseMessage, CaseState
from bot.storage.work import SqlWorks

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@pytest.fixture
async def numbers(works: SqlWorks) -> list[str]:
    """Three cases: two at S, one at T."""
    told = (
        ("S", "关上街道站", "邻居的狗咬人，电话13888888888", "伤口在左手"),
        ("S", "关上街道站", "物业费 100% 乱收_费", "身份证530111199001011234"),
        ("T", "五华区中心", "Elevator 坏了", "还是坏的"),
    )
    found = []
    async with works.writing() as work:
        for serial, (station, name, question, said) in enumerate(told):
            at = NOW + timedelta(minutes=serial)
            message = CaseMessage("citizen", said, at)
            citizen = Citizen(Channel.TELEGRAM, "a")
            case = await work.cases.open(
                NewCase(f"o{serial}", citizen, station, name, question, (message,), None, "h", None, at)
            )
            found.append(case.number)
    return found


async def find(works: SqlWorks, *words: SearchWord, in_words: bool = True) -> list[str]:
    async with works.reading() as work:
        return [one.number for one in await work.search.find(None, (), words, 50, in_words=in_words)]


@pytest.mark.parametrize(
    ("typed", "positions"),
    [
        ("狗咬", [0]),
        ("左手", [0]),
        ("elevator", [2]),
        ("关上", [1, 0]),
        ("五华区", [2]),
        ("100%", [1]),
        ("收_费", [1]),
        ("%", [1]),
        ("_", [1]),
        ("13888888888", []),
        ("8888888", []),
        ("19900101", []),
        ("138******88", [0]),
        ("坏了", [2]),
        ("没有的词", []),
    ],
)
async def test_words(works: SqlWorks, numbers: list[str], typed: str, positions: list[int]) -> None:
    assert await find(works, SearchWord(typed)) == [numbers[position] for position in positions]


async def test_numbers_in_either_case(works: SqlWorks, numbers: list[str]) -> None:
    assert await find(works, SearchWord(numbers[0].lower())) == [numbers[0]]
    assert await find(works, SearchWord(numbers[0][-5:]), in_words=False) == [numbers[0]]


async def test_a_word_that_names_stations_means_their_cases_and_every_word_must_hold(
    works: SqlWorks, numbers: list[str]
) -> None:
    at_s = SearchWord("官渡区", ("S",))
    assert await find(works, at_s) == [numbers[1], numbers[0]]
    assert await find(works, at_s, SearchWord("物业费")) == [numbers[1]]
    assert await find(works, at_s, SearchWord("elevator")) == []


async def test_who_may_not_read_words_finds_none_by_them(works: SqlWorks, numbers: list[str]) -> None:
    assert await find(works, SearchWord("狗咬"), in_words=False) == []
    assert await find(works, SearchWord("关上"), in_words=False) == [numbers[1], numbers[0]]


async def test_only_in_the_given_stations_and_states_and_not_more_than_wanted(
    works: SqlWorks, numbers: list[str]
) -> None:
    async with works.reading() as work:
        search = work.search
        assert await search.find(("T",), (), [SearchWord("狗咬")], 50, in_words=True) == []
        assert await search.find((), (), [SearchWord("狗咬")], 50, in_words=True) == []
        assert await search.find(None, (CaseState.CLOSED,), [SearchWord("狗咬")], 50, in_words=True) == []
        assert len(await search.find(None, (), [], 2, in_words=True)) == 2


async def test_a_case_behind_many_masked_ones_is_found(works: SqlWorks) -> None:
    async with works.writing() as work:
        for serial in range(620):
            question = "编号 888880 的房子" if serial == 0 else f"电话 1388888{serial:04d}"
            at = NOW + timedelta(seconds=serial)
            await work.cases.open(
                NewCase(
                    f"o{serial}", Citizen(Channel.KIOSK, "a"), "S", "站", question, (), None, "h", None, at
                )
            )
    async with works.reading() as work:
        found = await work.search.find(None, (), [SearchWord("888880")], 10, in_words=True)
    assert [one.question for one in found] == ["编号 888880 的房子"]
