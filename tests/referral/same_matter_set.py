"""Generated questions of owners and workers: each of a place and of what went wrong there, told in many ways."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.referral.same_matter import LIKELY, Matter, likeness

ESTATES = (
    "金色年华小区", "银海畅园小区", "滇池名邸", "世纪城", "春城慧谷花园", "翠湖雅苑", "北辰财富家园", "江东和谐家园",
    "万科魅力之城", "西苑公寓", "昆钢家属院", "福海大厦", "荷塘月色小区", "新迎小区", "东风广场", "幸福里小区",
)  # fmt: skip
EMPLOYERS = (
    "云天化工厂", "滇中建材公司", "宏达电子厂", "锦绣大酒店", "昆阳砖厂", "佳佳食品有限公司", "盛世家具厂", "华兴煤矿",
)  # fmt: skip
OPENINGS = (
    "",
    "我是{p}的业主，",
    "我住{p}，",
    "官渡区{p}，",
    "请问{p}",
    "我们{p}",
    "{p}这边",
    "你好，我家在{p}3栋，",
)
ENDINGS = ("", "，怎么办？", "，没人管", "，该找谁", "，请帮帮我们", "，物业不理人", "，急")
ESTATE_TOPICS: Mapping[str, Sequence[str]] = {
    "property-water": ("停水三天了", "家里没水用了好几天", "从周一开始断水", "自来水停了一直不来水"),
    "property-lift": ("电梯坏了两个星期没修", "电梯老是关人", "三部电梯停了两部", "电梯一直不修，老人下不了楼"),
    "property-fee-increase": (
        "物业费突然涨价", "物业要把物业费从一块二提高到两块", "没开会就涨物业费", "物业费上调没有征求意见"
    ),
    "property-wall": ("外墙瓷砖往下掉", "外墙脱落砸了车", "墙皮掉下来差点砸到人", "楼上外墙的砖掉了好几块"),
    "property-accounts": ("物业从来不公开账目", "公共收益一分没公示", "要查账物业不给看", "小区广告收入去哪了从不公开"),
    "property-noise": ("楼下烧烤店半夜太吵", "夜里施工噪音睡不着", "广场舞噪声扰民", "旁边工程半夜施工吵得睡不着"),
    "property-fire": ("消防通道停满了车", "消防通道被铁门堵住", "消防栓没有水", "楼道堆满杂物影响疏散"),
}  # fmt: skip
WORK_TOPICS: Mapping[str, Sequence[str]] = {
    "safety-wages": ("拖欠我们三个月工资", "工资一直不发", "欠薪半年了", "干完活工钱没给"),
    "safety-dust": ("车间粉尘大不发口罩", "粉尘很大没有防护", "不给防护用品", "粉尘呛人，体检也不做"),
    "safety-overtime": ("天天加班没有加班费", "强迫加班到晚上十点", "周末加班不给钱", "每天加班四个小时"),
    "safety-insurance": ("一直不给交社保", "五险都没买", "社保断了半年", "入职两年没有社保"),
}  # fmt: skip
# Other places, many of them without 小区 or the like in their name, and other words.
HELD_OUT_ESTATES = (
    "紫云青鸟", "星耀水乡", "丽阳星城", "时光俊园", "金尚俊园", "大商汇", "南亚风情园", "保利六合", "云南映象", "颐庆园小区",
    "创意英国花园", "实力心城", "中铁云时代广场", "俊发城", "马街摩尔城", "润城第一大道",
)  # fmt: skip
HELD_OUT_TOPICS: Mapping[str, Sequence[str]] = {
    "property-water": ("两天了水龙头一滴水都没有", "水管爆了到今天还没通水", "物业说水泵坏了全楼没水喝"),
    "property-lift": ("坐电梯老是往下坠，吓死人", "电梯门关不上还在用", "二单元电梯停用一个月了"),
    "property-fee-increase": ("物业贴通知说下个月每平米多收五毛", "物管费凭什么说涨就涨", "物业公司单方面提高收费标准"),
    "property-parking-fee": ("地下车位只卖不租", "不买车位就不让车进", "开发商强卖停车位"),
    "property-charger": ("物业不让装充电桩", "装充电桩物业不盖章", "电力公司说要物业同意才能装桩"),
    "property-handover": ("说好六月交房到现在没动静", "开发商延期交付一年多", "拿了钥匙三年房产证还办不下来"),
    "property-dogs": ("遛狗不拴绳咬到小孩", "有人在楼里养了七八条大狗", "邻居家大狼狗天天不拴绳"),
}  # fmt: skip
# Written third. Its first measurement was 0.66 right of those shown and 0.77 of the same shown (seed 1); after it a
# fault in comparing ends of names was mended and one context (在…买房、上班) added, so it is no clean measure any more.
FRESH_ESTATES = (
    "湖畔之梦", "香槟小镇", "水岸御园", "同德极少墅", "广福小区", "枫林盛景", "红塔家园", "佴家湾社区", "中海学府路八号",
    "融城优郡", "滨江俊园", "严家地",
)  # fmt: skip
FRESH_TOPICS: Mapping[str, Sequence[str]] = {
    "property-gas": ("天然气一个星期没通", "燃气公司停气不给说法", "做饭没气"),
    "property-roof": ("顶楼下雨就漏雨", "屋顶防水坏了漏得一塌糊涂", "顶层天花板渗水"),
    "property-rubbish": ("垃圾堆成山没人清", "垃圾房臭得开不了窗", "垃圾好几天不清运"),
    "property-ebike": ("电动车都推上楼充电", "有人飞线给电动车充电", "电动车进楼道充电随时会着火"),
    "property-theft": ("连着三家被偷", "监控全是坏的小偷随便进", "保安形同虚设，家里进了小偷"),
    "property-committee": ("想成立业委会街道不批", "业委会选举票数造假", "业主大会一直开不起来"),
}  # fmt: skip
FRESH_OPENINGS = (
    "{p}，",
    "{p}",
    "咱们{p}",
    "我在{p}买的房，",
    "反映一下{p}的问题：",
    "{p}5幢，",
    "我是{p}的住户，",
)
# Written last and measured once; no rule was changed after it.
UNSEEN_ESTATES = (
    "棕榈湾", "雨龙佳园", "都市时光", "桃源半山", "明通巷12号院", "大树营小区", "呈贡吾悦华府",
    "彩云里", "环城南路铁路宿舍", "石闸村回迁房",
)  # fmt: skip
UNSEEN_TOPICS: Mapping[str, Sequence[str]] = {
    "property-power": ("三天两头跳闸", "一到晚上就没电", "变压器烧了没人换"),
    "property-sewage": ("化粪池满了往外冒", "下水道反味", "粪水漫到一楼"),
    "property-parking-fee": ("停车费从三百涨到五百", "临时停车乱收费", "自己的车位还要交管理费"),
    "property-repair-fund": ("维修基金被动用没通知", "维修资金用到哪里去了", "没签字就动了维修资金"),
    "property-guard": ("夜里没有保安巡逻", "大门坏了谁都能进", "门禁坏了半年"),
    "property-trees": ("把几十年的大树砍了", "绿化带改成停车位", "草坪全被铲平"),
}  # fmt: skip
UNSEEN_OPENINGS = (
    "{p}",
    "{p}的",
    "本人家住{p}，",
    "{p}业主反映，",
    "想咨询{p}",
    "租的房子在{p}，",
    "{p}2单元，",
)


@dataclass(frozen=True)
class Told:
    """One question with what it is about."""

    matter: Matter
    place: str
    topic: str


@dataclass(frozen=True)
class Measured:
    """Shares of 0 to 1: of pairs shown, how many are right; of pairs that are the same, how many are shown."""

    precision: float
    recall: float


def told(
    chance: random.Random,
    place: str,
    topic: str,
    ways: Sequence[str],
    entry: str | None,
    openings: Sequence[str] = OPENINGS,
) -> Told:
    """One question of this matter."""
    way, opening, ending = chance.choice(ways), chance.choice(openings), chance.choice(ENDINGS)
    text = opening.format(p=place) + way + ending if opening else f"{place}{way}{ending}"
    return Told(Matter(text, entry), place, topic)


def generated(seed: int, entries: float) -> list[Told]:
    """Three questions for each place and topic. The bot had given the right entry to the share `entries`, to the
    others none."""
    chance = random.Random(seed)
    found: list[Told] = []
    for places, topics in ((ESTATES, ESTATE_TOPICS), (EMPLOYERS, WORK_TOPICS)):
        for place in places:
            for topic, ways in topics.items():
                for _ in range(3):
                    entry = topic if chance.random() < entries else None
                    found.append(told(chance, place, topic, ways, entry))
    return found


def held_out(seed: int, entries: float) -> list[Told]:
    """The same of other places and in other words."""
    chance = random.Random(seed)
    return [
        told(chance, place, topic, ways, topic if chance.random() < entries else None)
        for place in HELD_OUT_ESTATES
        for topic, ways in HELD_OUT_TOPICS.items()
        for _ in range(3)
    ]


def fresh(seed: int, entries: float) -> list[Told]:
    """The same once more, of other places and in other words."""
    chance = random.Random(seed)
    return [
        told(chance, place, topic, ways, topic if chance.random() < entries else None, FRESH_OPENINGS)
        for place in FRESH_ESTATES
        for topic, ways in FRESH_TOPICS.items()
        for _ in range(3)
    ]


def unseen(seed: int, entries: float) -> list[Told]:
    """The measure that counts: no rule was written with these at hand."""
    chance = random.Random(seed)
    return [
        told(chance, place, topic, ways, topic if chance.random() < entries else None, UNSEEN_OPENINGS)
        for place in UNSEEN_ESTATES
        for topic, ways in UNSEEN_TOPICS.items()
        for _ in range(4)
    ]


def measure(questions: Sequence[Told]) -> Measured:
    """All pairs."""
    shown = right = same = 0
    for position, one in enumerate(questions):
        for other in questions[position + 1 :]:
            is_same = (one.place, one.topic) == (other.place, other.topic)
            is_shown = likeness(one.matter, other.matter) >= LIKELY
            same, shown, right = same + is_same, shown + is_shown, right + (is_same and is_shown)
    return Measured(right / max(shown, 1), right / max(same, 1))


def mistakes(questions: Sequence[Told], limit: int = 20) -> list[tuple[str, str, str]]:
    """Pairs judged wrongly, for a look."""
    found = []
    for position, one in enumerate(questions):
        for other in questions[position + 1 :]:
            is_same = (one.place, one.topic) == (other.place, other.topic)
            if is_same != (likeness(one.matter, other.matter) >= LIKELY):
                found.append(("missed" if is_same else "wrong", one.matter.text, other.matter.text))
    return found[:limit]
