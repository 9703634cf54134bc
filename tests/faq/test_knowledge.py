"""A changed FAQ is live at once, learnt elsewhere, and nobody waits for it."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest

from bot.faq.edit import FaqSource
from bot.faq.knowledge import KnowledgeBase
from bot.faq.matcher import cache as stored
from bot.faq.memory import Memory
from bot.faq.understood import Found

RAW = (Path(__file__).parents[1] / "data" / "small_faq.yaml").read_bytes()
LEAK = "property-leak-upstairs"
NEW = "灯孔里往下滴黄汤"


@pytest.fixture
def knowledge(tmp_path: Path) -> KnowledgeBase:
    path = tmp_path / "legal_faq.yaml"
    path.write_bytes(RAW)
    return KnowledgeBase.load(path, tmp_path / "cache")


def edited() -> bytes:
    return FaqSource.read(RAW).with_variant(LEAK, NEW).raw


def found(knowledge: KnowledgeBase, text: str) -> str | None:
    understood = knowledge.interpreter.read(text, Memory())
    return understood.entry_id if isinstance(understood, Found) else None


async def test_a_new_phrasing_is_found_before_it_is_learnt(knowledge: KnowledgeBase) -> None:
    before = knowledge.matcher
    assert await knowledge.take_up_apart(edited()) == ()
    assert knowledge.is_behind
    assert knowledge.matcher is before
    assert found(knowledge, NEW) == LEAK


async def test_learning_happens_in_another_process_and_the_matcher_is_exchanged(
    knowledge: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    def here(*_: object) -> None:
        raise AssertionError("learnt in the process that answers citizens")

    before = knowledge.matcher
    await knowledge.take_up_apart(edited())
    monkeypatch.setattr(stored, "save_index", here)
    await knowledge.learn()
    assert not knowledge.is_behind
    assert knowledge.matcher is not before
    first = knowledge.matcher.match(NEW).first
    assert first is not None
    assert first.entry_id == LEAK


async def test_the_old_matcher_answers_while_the_new_one_learns(knowledge: KnowledgeBase) -> None:
    answered, longest, last = 0, 0.0, time.perf_counter()
    await knowledge.take_up_apart(edited())
    learning = asyncio.create_task(knowledge.learn())
    while not learning.done():
        assert found(knowledge, NEW) == LEAK
        answered += 1
        await asyncio.sleep(0.005)
        longest, last = max(longest, time.perf_counter() - last), time.perf_counter()
    await learning
    assert answered > 20
    # The figure itself is for benchmarks/pauses.py: on a busy machine anything may be late.
    assert longest < 2.0


async def test_a_faulty_file_changes_nothing_and_its_faults_are_told(knowledge: KnowledgeBase) -> None:
    live = knowledge.faq
    faults = await knowledge.take_up_apart(RAW[: len(RAW) // 2])
    assert faults
    assert knowledge.faults == faults
    assert knowledge.faq is live
    assert not knowledge.is_behind


async def test_a_file_that_lost_most_entries_is_not_taken(knowledge: KnowledgeBase) -> None:
    source = FaqSource.read(RAW)
    for entry in reversed(knowledge.faq.entries[4:]):
        source = source.without(entry.id)
    (fault,) = await knowledge.take_up_apart(source.raw)
    assert "只存了一半" in fault.message


async def test_what_is_learnt_of_an_older_file_is_not_put_in_place_of_a_newer_one(
    knowledge: KnowledgeBase,
) -> None:
    await knowledge.take_up_apart(edited())
    learning = asyncio.create_task(knowledge.learn())
    await asyncio.sleep(0.05)
    await knowledge.take_up_apart(RAW)
    live = knowledge.faq
    await learning
    assert knowledge.faq is live
    assert knowledge.is_behind
