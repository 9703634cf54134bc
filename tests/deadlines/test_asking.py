"""Which questions ask until when, and about which time limit."""

from __future__ import annotations

import re

import pytest

from bot.deadlines.asking import asks_until_when, rules_asked, wants_reckoning
from bot.deadlines.loader import Rules

ASKED = """
3月5日在工地摔伤，申请工伤认定到什么时候 injury-worker
人社局6月2号不予认定，申请复议还来得及吗 reconsideration
3月1号被辞退，申请劳动仲裁最晚几号 labour-arbitration
上周三收到一审判决书，上诉到哪天截止 appeal-judgment
业委会10月8号公示的决定，我想起诉撤销，过期了吗 owners-decision
仲裁裁决书11月3号收到，向法院起诉到几号 award-lawsuit
11月20号告诉我可以听证，最后一天是哪天 penalty-hearing
8月1号签的私了协议，还能反悔吗 revoke-fraud
复议决定11月10日收到的，起诉还有几天 suit-after-reconsideration
支付令昨天收到，最晚哪天要提异议 payment-order
鉴定结论前天拿到，不服的话再次鉴定期限到几号 reappraisal
2023年5月的物业费过了时效没有 property-fee
判决2025年2月生效，申请强制执行到什么时候 enforcement
"""


@pytest.mark.parametrize("line", ASKED.strip().splitlines())
def test_a_question_leads_to_its_rule(rules: Rules, line: str) -> None:
    text, _, rule = line.rpartition(" ")
    assert asks_until_when(text)
    assert rule in [one.id for one in rules_asked(text, rules)]


@pytest.mark.parametrize("text", ["2026年3月5日在工地摔伤，老板不给医药费", "物业费太贵可以不交吗", "你好"])
def test_a_question_about_something_else_asks_no_day(text: str) -> None:
    assert not asks_until_when(text)


@pytest.mark.parametrize(
    "text", ["算期限", "帮我算一下期限", "我想算期限。", "期限计算器".replace("期限", "算期限")]
)
def test_the_calculator_can_be_asked_for(text: str) -> None:
    assert wants_reckoning(text)


def test_a_whole_question_is_not_the_bare_wish() -> None:
    assert not wants_reckoning("工伤认定的期限怎么算")


def test_no_rule_is_asked_for_by_saying_nothing(rules: Rules) -> None:
    for rule in rules.all:
        for pattern in rule.words:
            assert not re.search(pattern, ""), rule.id
