"""Frequent replies stand in the reply form, and are read again when their file changes."""

import os
from pathlib import Path

import pytest

from bot.handlers.console.reply_templates import ReplyTemplates, read_templates
from tests.handlers.site import Site, Visitor

DATA = Path(__file__).parents[3] / "data" / "reply_templates.yaml"


async def test_they_stand_in_the_reply_form(site: Site, mediator: Visitor) -> None:
    number = (await site.open_case()).number
    _, page = await mediator.page(f"/console/cases/{number}")
    shown = read_templates(DATA.read_text("utf-8"))
    assert 10 <= len(shown) <= 15
    assert all(f'<option value="{one.text}">{one.name}</option>' in page for one in shown)


def test_a_changed_file_counts_at_once_and_a_faulty_one_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "replies.yaml"
    templates = ReplyTemplates(path)
    assert templates() == ()
    for moment, text in enumerate(("- {name: 好, text: 您好。}", "- {name: 好}", ": [")):
        path.write_text(text, "utf-8")
        os.utime(path, (moment, moment))
        assert [one.text for one in templates()] == ["您好。"]


@pytest.mark.parametrize(
    "text", ["好", "- 好", "- {name: '', text: 好}", "- {name: 好, text: " + "长" * 301 + "}"]
)
def test_a_fault_is_said(text: str) -> None:
    with pytest.raises(ValueError, match=r"列表|第 1 条"):
        read_templates(text)
