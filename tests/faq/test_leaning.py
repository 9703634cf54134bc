"""In a talk, what was spoken of weighs as much as what the words say alone."""

from __future__ import annotations

from bot.faq.follow_up import Aspect
from bot.faq.leaning import Setting, near, rank_after
from bot.faq.matcher import Candidate
from tests.fakes import entry

LAST = entry("safety-injury-deadline", related=("safety-injury-materials",))
MATERIALS = entry("safety-injury-materials")
NOTARY = entry("service-notary")


def _setting(lean: int, aspect: Aspect = "", options: tuple[str, ...] = ()) -> Setting:
    return Setting(LAST, {"safety-injury-materials"}, options, aspect, lean, is_lost=True)


def test_the_entry_that_is_about_the_aspect_takes_over() -> None:
    alone = (Candidate("service-notary", 0.1), Candidate("safety-injury-materials", 0.1))
    ranked = rank_after(alone, alone, _setting(2, "papers"))
    assert ranked[0][0] == "safety-injury-materials"


def test_words_that_mean_little_stay_with_the_last_entry() -> None:
    alone = (Candidate("service-notary", 0.05), Candidate("safety-injury-deadline", 0.02))
    together = (Candidate("safety-injury-deadline", 0.5),)
    assert rank_after(alone, together, _setting(2, "who"))[0][0] == "safety-injury-deadline"


def test_a_clear_new_topic_wins_over_the_talk() -> None:
    alone = (Candidate("service-notary", 0.97),)
    ranked = rank_after(alone, alone, _setting(0))
    assert ranked[0][0] == "service-notary"


def test_neighbours_are_those_named_and_those_that_name() -> None:
    faq = {one.id: one for one in (LAST, MATERIALS, NOTARY)}
    assert near(MATERIALS, faq) == {LAST.id}
    assert near(LAST, faq) == {MATERIALS.id}
