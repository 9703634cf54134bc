"""Whether a message leans on what was said before, and what it asks about that: time, papers, place, money, who."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Aspect = Literal["", "time", "papers", "place", "cost", "who", "refused", "objection", "proof", "more"]

_LEAN = re.compile(
    r"^(那|这|以后|之后|往后|今后|这个|这些|那个|它|他们?|她|要是|如果|假如|万一|还有|可是|但是?|不过|所以|然后|再|又|也|接下来|下一步|还要|还能|还是|结果|后来|现在|人家|对方|"
    r"老板(也|又|还|说|讲|不)|物业(也|又|还|说|讲|不)|公司(也|又|还|说|讲|不)|单位(也|又|还|说|讲|不)|为什么|为啥|凭什么|凭啥|什么意思|啥意思|我(是|要是|没|不|就|也|已经|都|还)|没(有)?|不(给|肯|去|交|认|行|同意|服|来|理|管))"
)
_TRAIL = re.compile(r"(呢|那个|那条|咋办呢|怎么办呢|咧|喃)$")
_ASPECTS: tuple[tuple[Aspect, re.Pattern[str]], ...] = (
    ("objection", re.compile(r"(不服|不满意|不认可|有异议|不公平|想(复议|上诉)|太低|评低了)")),
    (
        "refused",
        re.compile(
            r"(不(给|批|同意|肯|理|管|认|签|来|配合|答应|办|受理|接|赔|交|开|盖章|承认|让)|拒绝|拖着|被拒|不通过|没(通过|批|过|认上|认定|成|办成|下来|同意)|推(来|脱)|躲着|跑了|耍赖|反悔|不见人)"
        ),
    ),
    (
        "time",
        re.compile(
            r"(多久|多长时间|几(天|个?月|年|个工作日|个星期|周|日)|什么时候|啥时候|哪天|何时|期限|时限|过期|来得及|时间|多少(天|日|时间)|等(几|多)|截止|最晚|超过)"
        ),
    ),
    (
        "papers",
        re.compile(
            r"(材料|手续|证件|文件|资料|带(什么|啥|哪样|哪些|些)|准备(什么|啥|哪样|哪些|些)|(要|需要|交)(什么|啥|哪样|哪些)(东西|证明|证|单子)?|身份证|申请(书|表)|表格|复印件|怎么(写|填))"
        ),
    ),
    ("proof", re.compile(r"(证据|证明|录音|录像|截图|拍照|凭证|拿什么证)")),
    (
        "place",
        re.compile(
            r"((去|到|在|上|克|找|向)(哪|什么地方|谁|哪个|什么部门|啥部门)|哪(里|点|儿|个)(办|申请|交|递|管|问|查|部门|窗口|单位)|地址|电话(是)?(多少|哪个|几)|打(哪个|什么|啥)电话|哪个部门|归(谁|哪))"
        ),
    ),
    (
        "who",
        re.compile(
            r"((谁|哪个|哪家|哪方)(来)?(给|出|付|负责|承担|赔|掏|交|管|证明|申请|办|修|去)|(谁|哪个)$|该谁|由谁)"
        ),
    ),
    (
        "cost",
        re.compile(
            r"(多少钱|几多钱|收费|要钱|收钱|花钱|免费|费用|贵不贵|多少(元|块|万)|交多少|几块|赔多少|能(拿|赔|领|得)多少)"
        ),
    ),
    (
        "more",
        re.compile(
            r"(具体|详细|然后|接着|下一步|第一步|怎么(办|做|弄|走|申请|操作|算)|咋(办|整|做|弄|个)|流程|步骤|程序|还有(吗|没|别的)|注意(什么|啥|哪样)|举个例)"
        ),
    ),
)
_ASKS = re.compile(
    r"吗|么$|不[呢啊嘛]?$|没(有|得)?$|咋|怎|哪|啥|什么|多少|多久|好多|好久|几|谁|能|可以|呢$|要不要|是不是|给是|给能|合不合"
)
_SHORT = 10
_MEDIUM = 20


@dataclass(frozen=True, slots=True)
class FollowUp:
    """How much a message leans on the talk (0 stands alone, 1 leans, 2 means nothing alone), and what it asks."""

    lean: int
    aspect: Aspect


def aspects_asked(said: str) -> frozenset[Aspect]:
    """Everything that a message or a question asks about a matter; 怎么办 asks nothing in particular."""
    return frozenset(name for name, pattern in _ASPECTS if name != "more" and pattern.search(said))


def asks(said: str) -> bool:
    """Whether a message without blanks and punctuation asks anything; 老板不给盖章 only tells."""
    return bool(_ASKS.search(said))


def refers_back(said: str) -> bool:
    """Whether the words themselves point at what was said before (那…, 老板不…, …呢)."""
    return bool(_LEAN.match(said)) or bool(_TRAIL.search(said))


def read_follow_up(said: str) -> FollowUp:
    """Reads a message without blanks and punctuation."""
    aspect: Aspect = next((name for name, pattern in _ASPECTS if pattern.search(said)), "")
    leans = refers_back(said)
    if len(said) <= _SHORT and (aspect or leans):
        return FollowUp(2, aspect)
    if leans and len(said) <= _MEDIUM * 2:
        return FollowUp(1, aspect)
    if len(said) <= _SHORT or (aspect and len(said) <= _MEDIUM):
        return FollowUp(1, aspect)
    return FollowUp(0, aspect)
