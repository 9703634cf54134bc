"""What was learnt comes back from its file, and only for the content it was learnt from."""

from pathlib import Path

import pytest

from bot.faq.matcher import Lessons, Matcher, cache
from bot.faq.matcher.cache import content_hash, load_index
from bot.faq.matcher.lessons import NO_LESSONS
from bot.faq.synonyms import Synonyms
from tests.faq.matcher.conftest import ENTRIES, NEGATIVES

LESSONS = Lessons(negatives=NEGATIVES)
TEXTS = ["楼上漏水", "loushui zenme ban", "被狗咬了", "公伤认定", "今天天气怎么样"]


def test_a_second_start_matches_just_as_the_first(tmp_path: Path) -> None:
    first = Matcher.from_entries(ENTRIES, lessons=LESSONS, cache=tmp_path)
    assert len(list(tmp_path.glob("matcher-*.npz"))) == 1
    second = Matcher.from_entries(ENTRIES, lessons=LESSONS, cache=tmp_path)
    assert [second.match(text) for text in TEXTS] == [first.match(text) for text in TEXTS]


def test_what_was_learnt_at_set_up_is_not_learnt_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own, at_setup = tmp_path / "own", tmp_path / "setup"
    monkeypatch.setattr(cache, "AT_SETUP", at_setup)
    first = Matcher.from_entries(ENTRIES, lessons=LESSONS, cache=at_setup)
    second = Matcher.from_entries(ENTRIES, lessons=LESSONS, cache=own)
    assert not own.exists()
    assert [second.match(text) for text in TEXTS] == [first.match(text) for text in TEXTS]
    Matcher.from_entries([*ENTRIES, ("cat", ["猫咬人了"], "")], lessons=LESSONS, cache=own)
    assert len(list(own.glob("matcher-*.npz"))) == 1


def test_a_changed_phrasing_is_learnt_anew(tmp_path: Path) -> None:
    Matcher.from_entries(ENTRIES[:2], cache=tmp_path)
    Matcher.from_entries([ENTRIES[0], ("dog", ["狗咬人了", "狗咬"], "")], cache=tmp_path)
    assert len(list(tmp_path.glob("matcher-*.npz"))) == 2


def test_a_broken_file_is_built_anew(tmp_path: Path) -> None:
    Matcher.from_entries(ENTRIES[:2], cache=tmp_path)
    (path,) = tmp_path.glob("matcher-*.npz")
    path.write_bytes(path.read_bytes()[:1000])
    assert load_index(path) is None
    assert Matcher.from_entries(ENTRIES[:2], cache=tmp_path).match("漏水").candidates


def test_only_the_newest_files_are_kept(tmp_path: Path) -> None:
    for number in range(5):
        Matcher.from_entries(
            [ENTRIES[0], ("dog", ["狗咬人了", f"狗咬{'了' * number}人"], "")], cache=tmp_path
        )
    assert len(list(tmp_path.glob("matcher-*.npz"))) == 3
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.parametrize("lessons", [Lessons({"leak": ("渗水",)}), Lessons(negatives=("你好",))])
def test_lessons_and_words_belong_to_the_content(lessons: Lessons) -> None:
    bare = content_hash(ENTRIES, NO_LESSONS, Synonyms({}, {}))
    assert content_hash(ENTRIES, lessons, Synonyms({}, {})) != bare
    assert content_hash(ENTRIES, NO_LESSONS, Synonyms({"咋": "怎么"}, {})) != bare
    assert content_hash(ENTRIES, NO_LESSONS, Synonyms({}, {})) == bare
