"""A small FAQ that every test of the matcher may ask."""

import pytest

from bot.faq.matcher import Lessons, Matcher
from bot.faq.matcher.index import EntryTexts

ENTRIES: list[EntryTexts] = [
    (
        "leak",
        [
            "楼上漏水怎么办",
            "卫生间漏水泡了我家天花板",
            "楼上的水管爆了",
            "天花板滴水",
            "楼上邻居不修漏水",
            "漏水赔偿",
        ],
        "先保留照片，再请楼上的住户检查水管。\n谈不成可以起诉，要求赔偿损失。",
    ),
    (
        "dog",
        [
            "被邻居家的狗咬了",
            "狗咬伤谁赔",
            "遛狗没牵绳咬了我家小孩",
            "打狂犬疫苗的钱谁出",
            "流浪狗咬人",
            "狗主人不认账",
        ],
        "养狗的人要赔偿医药费。\n先到医院打疫苗，保留发票。",
    ),
    (
        "fee",
        [
            "物业费涨价合理吗",
            "物业单方面涨物业费",
            "物业费从一块涨到两块",
            "不同意涨价能不交吗",
            "物业涨价没开会",
            "涨物业费",
        ],
        "涨物业费要由业主共同决定。\n没有经过业主大会的涨价可以不同意。",
    ),
    (
        "injury",
        [
            "上班时手被机器夹断了算工伤吗",
            "怎么申请工伤认定",
            "公司不给报工伤",
            "工伤认定要什么材料",
            "搬货扭了腰算工伤吗",
            "工伤",
        ],
        "单位应当在三十日内申请工伤认定。\n单位不报的，自己可以申请。",
    ),
]
NEGATIVES = ("今天天气怎么样", "讲个笑话", "哪家米线好吃", "股票会涨吗", "你好", "谢谢")


@pytest.fixture(scope="session")
def matcher() -> Matcher:
    """A matcher over ENTRIES, learnt afresh."""
    return Matcher.from_entries(ENTRIES, lessons=Lessons(negatives=NEGATIVES))
