"""The generic ranker is fitted on pairs, and its numbers come back from their file."""

from pathlib import Path

import numpy as np
import pytest

from bot.faq.matcher.generic.fitted import GenericFit, load_generic_fit, save_generic_fit
from bot.faq.matcher.generic.fitting import crossed, fit_pairs
from bot.faq.matcher.generic.index import build_index
from bot.faq.matcher.generic.ranking import GenericRanking

THINGS = [
    *("烤箱", "冰箱", "空调", "耳机", "键盘", "雨伞", "帐篷", "吉他"),
    *("钢琴", "相机", "台灯", "水壶", "窗帘", "沙发", "地毯", "轮胎"),
]
PAIRS = [(f"{thing}怎么清洗", f"如何清洗{thing}呢") for thing in THINGS] + [
    (f"{thing}哪里买便宜", f"便宜的{thing}在哪儿买") for thing in THINGS
]
OFF_TOPIC = ["明天会下雨吗", "谁写的红楼梦", "一加一等于几", "讲个笑话", "我心情不好", "帮我写首诗"]


@pytest.fixture(scope="module")
def fit() -> GenericFit:
    return fit_pairs(PAIRS, OFF_TOPIC, "a test")


def test_the_fit_finds_pairs_and_tells_other_topics_apart(fit: GenericFit) -> None:
    ranking = GenericRanking(build_index([(question, [question]) for question, _ in PAIRS]), fit)
    matches = [ranking.match(paraphrase, 3) for _, paraphrase in PAIRS]
    hits = [
        match.first is not None and match.first.entry_id == question
        for match, (question, _) in zip(matches, PAIRS, strict=True)
    ]
    assert sum(hits) > 0.9 * len(hits)
    alien = max(ranking.match(text, 1).in_scope for text in OFF_TOPIC)
    assert float(np.median([match.in_scope for match in matches])) > alien


def test_fitting_twice_gives_the_same_numbers(fit: GenericFit) -> None:
    again = fit_pairs(PAIRS, OFF_TOPIC, "a test")
    assert np.array_equal(again.ranker, fit.ranker)
    assert again.pairs_hash == fit.pairs_hash


def test_other_pairs_have_another_name(fit: GenericFit) -> None:
    assert fit_pairs(PAIRS[:-1], OFF_TOPIC, "a test", ["随便一句"]).pairs_hash != fit.pairs_hash


def test_near_misses_differ_in_one_word_and_are_never_one_of_the_texts() -> None:
    texts = ["烤箱怎么清洗", "羊驼吃什么草料", "烤箱吃什么草料"]
    made = crossed(texts, 6)
    assert {"草料怎么清洗", "烤箱吃什么烤箱"} <= set(made)
    assert not set(made) & set(texts)


def test_the_file_gives_back_what_was_fitted(fit: GenericFit, tmp_path: Path) -> None:
    save_generic_fit(fit, tmp_path / "fitted.json")
    back = load_generic_fit(tmp_path / "fitted.json")
    assert np.allclose(back.ranker, fit.ranker, atol=1e-3)
    assert np.allclose(back.scope, fit.scope, atol=1e-3)
    assert (back.fitted_on, back.pairs_hash) == ("a test", fit.pairs_hash)


def test_a_file_that_cannot_be_read_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "fitted.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ValueError, match="fit_generic"):
        load_generic_fit(tmp_path / "fitted.json")
