"""Phrasings of one entry that say nearly the same."""

from bot.faq.matcher.paraphrases import paraphrase_pairs, single_phrasings
from bot.faq.synonyms import Synonyms
from tests.faq.matcher.conftest import ENTRIES


def test_every_phrasing_becomes_an_entry_of_its_own() -> None:
    singles = single_phrasings(ENTRIES)
    assert len(singles) == sum(len(phrasings) for _, phrasings, _ in ENTRIES)
    assert len({entry_id for entry_id, _, _ in singles}) == len(singles)


def test_pairs_are_alike_of_one_entry_and_share_no_phrasing() -> None:
    pairs = paraphrase_pairs(single_phrasings(ENTRIES), Synonyms({}, {}))
    assert pairs
    assert all(one.split(".")[0] == other.split(".")[0] for one, other in pairs)
    used = [entry_id for pair in pairs for entry_id in pair]
    assert len(used) == len(set(used))
