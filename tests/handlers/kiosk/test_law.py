"""At the kiosk the articles open under the answer, where their texts are loaded."""

from __future__ import annotations

from tests.handlers.site import LEAK, Site, Visitor
from tests.statutes import corpus, statute


async def test_articles_open_with_title_version_and_text(site: Site, citizen: Visitor) -> None:
    entry = site.knowledge.faq.by_id["property-leak-upstairs"]
    cited = entry.citations[0]
    law = statute("any", title=cited.law.strip("《》"), articles={cited.article: "漏水的条文。"})
    site.laws.take(corpus(law), {})
    message = (await citizen.say(LEAK))["message"]
    assert [one["title"] for one in message["laws"]] == [one.title for one in entry.citations]
    assert message["laws"][0]["text"].startswith(
        f"《{law.title}》（2020年5月28日的文本，2021年1月1日起施行）"
    )
    assert message["laws"][0]["text"].endswith("漏水的条文。")
    assert not any("law:" in one["code"] for row in message["buttons"] for one in row)


async def test_without_texts_only_the_titles_stand_there(citizen: Visitor) -> None:
    message = (await citizen.say(LEAK))["message"]
    assert message["laws"]
    assert {one["text"] for one in message["laws"]} == {""}


async def test_moved_law_is_warned_of(site: Site, citizen: Visitor) -> None:
    entry = site.knowledge.faq.by_id["property-leak-upstairs"]
    law = statute("any", title=entry.citations[0].law, superseded=True, superseded_date="2026-01-01")
    site.laws.take(corpus(law), {})
    assert "请先向12348确认" in (await citizen.say(LEAK))["message"]["text"]
