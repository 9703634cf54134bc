"""What a citizen's text says of its matter: the named place (estate, work site, employer) and what went wrong there."""

from __future__ import annotations

import re
from collections.abc import Mapping

_LETTERS = re.compile(r"[^\w]+")
_KINDS: Mapping[str, str] = {
    "estate": "物业服务公司|物业管理公司|物业公司|"
    "小区|花园|家园|嘉园|雅苑|佳苑|苑|公寓|大厦|广场|华府|府邸|名城|新城|国际|公馆|山庄|庭院|家属院|家属区|"
    "宿舍|名邸|尚品|雅居|院子|城邦|半岛|里弄|天下|城(?![市区管乡里中墙])",
    "site": "工地|项目部|项目|标段",
    "employer": "有限公司|公司|集团|工厂|加工厂|砖厂|化工厂|厂|煤矿|矿山|酒店|饭店|餐厅|超市|商场|市场|学校|幼儿园|医院",
}
_NAMED = re.compile(
    "|".join(rf"(?P<{kind}>[\u4e00-\u9fffA-Za-z0-9]{{2,12}}?(?:{ends})+)" for kind, ends in _KINDS.items())
)
_ENDS = {kind: re.compile(rf"(?:{ends})$") for kind, ends in _KINDS.items()}
# What comes before a name in a sentence; a division's suffix ends what is not the name itself.
_BEFORE = re.compile(
    r"^.*(?:区|县|街道|社区|镇|乡|路|大道|号)(?=[\u4e00-\u9fff]{2})|"
    r"^.*?(?:请问|你好|您好|住在|家住|搬到|租在|租住|位于|反映|投诉|听说|因为|关于|我家|我们|咱们|昆明市?)(?=[\u4e00-\u9fffA-Za-z])|"
    r"^(?:买了|买的|在|是|的|了|我|咱|住|到|给|跟|被|从|家)(?=[\u4e00-\u9fffA-Za-z]{2})"
)
_NO_NAMES = re.compile(
    r"^(?:这个|那个|这边|那边|这儿|那儿|这里|这|那|本|我们|全|整个|老旧|老|新|旧|同一个|同|一个|几个|每个|各个|隔壁|旁边|对面|附近|有的|有些|"
    r"很多|所有|别的|其他|封闭式?|安置|商品房|高档|普通|某|物业|开发商|电力|供电|自来水|供水|燃气|房地产|搬家|快递|外卖|保洁|大|小|用工|劳务|服务|管理|保险|建筑|施工|上|下|"
    r"新开的?|个|装修|家里|楼下|楼上)*$"
)
# Where a name stands that ends in no such word: 我是紫云青鸟的业主, 住在大商汇, 云南映象6栋, 实力心城的物业.
_WORD = r"[\u4e00-\u9fffA-Za-z0-9]"
_CONTEXTS = (
    re.compile(rf"是({_WORD}{{2,9}}?)的?(?:业主|住户|居民|租户|房东|员工|工人|职工)"),
    re.compile(
        rf"(?:住在|家住|我住|我家在|家在|租在|租住|位于|搬到|关于|投诉|反映|举报)({_WORD}{{2,9}}?)"
        r"(?=[，,。.；;！!？?\s0-9一二三四五六七八九十]|的|里|小区|物业|这|$)"
    ),
    re.compile(
        rf"({_WORD}{{2,9}}?)(?:[0-9一二三四五六七八九十]+(?:栋|幢|号楼|座|期|单元)|这边|这里|那边|这儿)"
    ),
    re.compile(rf"^(?:咱们|我们)?({_WORD}{{3,9}}?)(?:的?物业(?!费)|的?开发商|的?老板|业委会)"),
    re.compile(rf"在({_WORD}{{2,9}}?)(?:买的?了?房|上班|干活|打工|做工)"),
)
_GENERIC = re.compile(
    r"物业公司|物业|公司|小区|开发商|邻居|楼上|楼下|隔壁|老板|单位|电梯|业主|业委会|居委会|社区|村委会|大家|有人|怎么|家里|"
    r"停车|消防|停水|停电|房子|公共|外墙|我|他|她|你|您|们"
)
_TOPICS: Mapping[str, str] = {
    "water_off": r"水龙头|通水|水泵|水管爆|一滴水|停水|断水|(?<!栓)没水|(?<!栓)没有水|不来水|没自来水|水停|缺水|来水",
    "power_off": r"停电|断电|没电|没有电|跳闸|拉闸|电停",
    "heat_gas": r"停气|没气|燃气|天然气|煤气",
    "lift": r"电梯|升降梯",
    "leak": r"漏水|渗水|漏雨|渗漏|泡了|滴水|返潮|屋顶漏",
    "wall_falls": r"外墙|墙皮|瓷砖|墙砖|保温层|掉砖|脱落",
    "fee": r"物管费|收费标准|多收.{0,4}(?:块|元|毛|钱)|每平.{0,6}(?:块|元|毛)|"
    r"(?:物业|管理|服务|停车|车位|垃圾|电梯)费?.{0,6}(?:涨|提价|提高|上调|加价|贵|乱收)"
    r"|(?:涨|提高|上调).{0,6}(?:物业|管理|停车|车位)费",
    "accounts": r"公示|公开|账目|收支|查账|维修资金|维修基金|公共收益|广告收入",
    "committee": r"业委会|业主委员会|业主大会|换物业|选聘",
    "parking": r"车位|停车|车库|占道",
    "charger": r"充电桩|装桩|充电设施",
    "fire_way": r"消防通道|消防栓|灭火器|疏散|堵了通道|楼道堆|飞线|电动车.{0,4}(?:上楼|充电|进楼)",
    "noise": r"噪音|噪声|太吵|吵得|扰民|施工到半夜|半夜施工|睡不着|震动",
    "smell": r"臭|油烟|异味|熏|污水|下水道|化粪池|垃圾",
    "safety_guard": r"保安|门禁|监控|陌生人|被偷|小偷",
    "wages": r"工资|工钱|欠薪|薪水|不发钱|拖欠|血汗钱",
    "injury": r"工伤|受伤|摔伤|砸伤|压伤|摔下来|砸到",
    "contract": r"劳动合同|没签合同|不签合同",
    "insurance": r"社保|五险|工伤保险|养老保险",
    "overtime": r"加班|休息日|超时上班",
    "protection": r"安全帽|安全绳|防护|安全带|脚手架|护栏|口罩|粉尘|职业病",
    "handover": r"交房|延期|逾期|交付|烂尾|收房|房产证|产权证|办证",
    "building_fault": r"裂缝|开裂|质量问题|空鼓|下沉|偷工减料",
    "green": r"绿化|草坪|树.{0,3}(?:砍|挡)|毁绿",
    "animals": r"狗|犬|不拴绳|养鸡|宠物|遛狗",
    "lock": r"锁门|锁了|换锁|锁.{0,4}门",
}
_TOPIC_PATTERNS = {name: re.compile(pattern) for name, pattern in _TOPICS.items()}
_STOP = re.compile(
    r"怎么办|咋个办|咋办|怎么|咋个|请问|能不能|可以|有没有|谁来管|找谁|没人管|管不管|我们|我家|咱们|大家|业主|小区|物业|"
    r"已经|一直|现在|这个|那个|都|了|的|吗|呢|啊|吧|是|我|在|说|也|就|不|没|有|给|要|被|让|天|个|月"
)


def places_in(text: str) -> dict[str, set[str]]:
    """The names of places in a text by their kind, without what they end in: 金色年华小区 → 金色年华."""
    found: dict[str, set[str]] = {}
    for match in _NAMED.finditer(_LETTERS.sub(" ", text)):
        kind = str(match.lastgroup)
        name = _bare(_ENDS[kind].sub("", match.group()))
        if len(name) >= 2 and not _NO_NAMES.match(name):
            found.setdefault(kind, set()).add(name)
    told = {_bare(name) for context in _CONTEXTS for name in context.findall(text)}
    kept = {
        name for name in told if len(name) >= 2 and not _NO_NAMES.match(name) and not _GENERIC.search(name)
    }
    if kept and not found:
        found["estate"] = {name for name in kept if not topics_in(name)}
    return {kind: names for kind, names in found.items() if names}


def head_of(text: str) -> str:
    """The beginning of a text without greetings, divisions and the like: where a name would stand."""
    return _bare(_LETTERS.sub("", text))


def common_head(one: str, other: str) -> str:
    """What two beginnings share, where that could be a name; else nothing."""
    size = next(
        (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    shared = one[: min(size, 9)]
    is_name = len(shared) >= 3 and not _GENERIC.match(shared) and not topics_in(shared)
    return shared if is_name else ""


def _bare(name: str) -> str:
    while (shorter := _BEFORE.sub("", name)) != name:
        name = shorter
    return name


def topics_in(text: str) -> frozenset[str]:
    """What went wrong, by the words for it."""
    return frozenset(name for name, pattern in _TOPIC_PATTERNS.items() if pattern.search(text))


def pairs_in(text: str, names: set[str]) -> set[str]:
    """Pairs of neighbouring characters, without names and words that every question has."""
    for name in names:
        text = text.replace(name, " ")
    parts = [_LETTERS.sub("", part) for part in re.split(r"[\s，。,.!！?？；;、]", _STOP.sub(" ", text))]
    return {part[at : at + 2] for part in parts for at in range(len(part) - 1)}
