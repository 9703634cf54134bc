"""An edit of the FAQ file changes what it must and not a letter more."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.faq.edit import CannotEdit, FaqSource
from bot.faq.entry import Entry
from bot.faq.fault import FaqFaults
from bot.faq.loader import read_faq

RAW = (Path(__file__).parent.parent / "data" / "small_faq.yaml").read_bytes()
LEAK = "property-leak-upstairs"
FAQ = read_faq(RAW)
COMMENTED = """# 开头的话
entries:
  # 漏水这一条由李律师管
  - id: property-a   # 编号不要改
    domain: property
    question: 甲？
    label: 甲
    variants:
{variants}
      # 下面这句是群众原话
      - 天花板滴水咋个整   # 原话
    answer: |-
      第一行
      # 这是解答里的字，不是注释
    # 引用核对过
    citations: [{{law: 民法典, article: 1}}]
    station_level: township
    competent: [{{body: 街道办}}]
  # 文件末尾的话
""".format(variants="\n".join(f"      - 问法{n}" for n in range(11)))


def added(before: bytes, after: bytes) -> list[str]:
    return [line for line in after.decode().splitlines() if line not in before.decode().splitlines()]


def test_a_variant_is_one_more_line() -> None:
    edited = FaqSource.read(RAW).with_variant(LEAK, "  水从楼上  淌下来\n了 ")
    assert [line.strip() for line in added(RAW, edited.raw)] == ["- 水从楼上 淌下来 了"]
    assert edited.raw.count(b"\n") == RAW.count(b"\n") + 1


def test_comments_and_order_survive() -> None:
    source = FaqSource.read(COMMENTED.encode())
    entry = read_faq(COMMENTED.encode()).by_id["property-a"]
    changed = entry.model_copy(update={"answer": "换了解答", "variants": (*entry.variants, "新问法")})
    text = source.with_entry(changed).text
    for comment in (
        "开头的话",
        "由李律师管",
        "编号不要改",
        "群众原话",
        "# 原话",
        "引用核对过",
        "文件末尾的话",
    ):
        assert comment in text
    assert "不是注释" not in text
    assert text.index("引用核对过") < text.index("citations")


def test_a_text_that_looks_like_a_comment_is_kept_with_its_answer() -> None:
    source = FaqSource.read(COMMENTED.encode())
    assert read_faq(source.with_variant("property-a", "问").raw).entries[0].answer.endswith("不是注释")


def test_removed_and_new_keys_go_where_they_belong() -> None:
    entry = FAQ.by_id[LEAK]
    without = FaqSource.read(RAW).with_entry(entry.model_copy(update={"more": None, "related": ()}))
    assert read_faq(without.raw).by_id[LEAK].more is None
    again = without.with_entry(entry)
    assert read_faq(again.raw).entries == FAQ.entries


@pytest.mark.parametrize(
    "change",
    [lambda raw: b"\xef\xbb\xbf" + raw, lambda raw: raw.replace(b"\n", b"\r\n")],
    ids=["bom", "crlf"],
)
def test_the_bytes_keep_their_ways(change: object) -> None:
    raw = change(RAW)  # type: ignore[operator]
    source = FaqSource.read(raw)
    assert source.raw == raw
    edited = source.with_variant(LEAK, "新问法").raw
    assert edited.startswith(raw[:3])
    assert (b"\r\n" in edited) == (b"\r\n" in raw)
    assert b"\r\r" not in edited


def test_a_new_entry_goes_to_the_end() -> None:
    new = FAQ.entries[0].model_copy(
        update={
            "id": "property-new-one",
            "variants": tuple(f"全新的问法{n}" for n in range(12)),
            "label": "新",
        }
    )
    edited = FaqSource.read(RAW).with_entry(new)
    assert edited.text.startswith(FaqSource.read(RAW).text)
    assert read_faq(edited.raw).entries == (*FAQ.entries, new)


def test_an_entry_can_be_taken_out() -> None:
    last = FAQ.entries[-1].id
    assert last not in read_faq(FaqSource.read(RAW).without(last).raw).by_id


def test_the_same_variant_again_is_refused_with_its_place() -> None:
    known = FAQ.by_id[LEAK].variants[0]
    with pytest.raises(FaqFaults, match=r"重复"):
        FaqSource.read(RAW).with_variant("property-parking-fee", known)


def test_an_unknown_entry_is_refused() -> None:
    with pytest.raises(CannotEdit, match="没有条目"):
        FaqSource.read(RAW).with_variant("property-unknown", "问")


def test_an_entry_on_one_line_is_left_to_a_person() -> None:
    line = COMMENTED.split("entries:")[0]
    variants = ", ".join(f"问{n}" for n in range(12))
    raw = (
        f"{line}entries:\n- {{id: property-a, domain: property, question: 甲, label: 甲, variants: [{variants}], "
        "answer: 答, citations: [{law: 民法典, article: 1}], station_level: city, competent: [{body: 街道}]}\n"
    ).encode()
    with pytest.raises(CannotEdit, match="每个键写一行"):
        FaqSource.read(raw).with_variant("property-a", "新")


words = st.text(
    st.characters(
        codec="utf-8", exclude_categories=("Cs", "Cc", "Co", "Cn"), exclude_characters="\ufeff\u2028\u2029"
    ),
    min_size=1,
    max_size=30,
).filter(lambda text: text.strip() and any(letter.isalnum() for letter in text))


@settings(max_examples=25, deadline=None)
@given(text=words, answer=st.lists(words, min_size=1, max_size=4), more=words)
def test_whatever_is_written_reads_back_the_same(text: str, answer: list[str], more: str) -> None:
    values = {"question": text, "answer": "\n".join(answer), "more": more, "label": text[:16]}
    entry = Entry.model_validate({**FAQ.by_id[LEAK].model_dump(), **values})
    assert read_faq(FaqSource.read(RAW).with_entry(entry).raw).by_id[LEAK] == entry
