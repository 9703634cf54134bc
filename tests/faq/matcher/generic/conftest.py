"""Questions of every kind, one phrasing each."""

import pytest

from bot.faq.matcher.generic.index import Index, build_index

ENTRIES = [
    ("bluetooth", ["怎样连接蓝牙耳机"]),
    ("headphones", ["哪个牌子的耳机好"]),
    ("dumplings", ["饺子馅怎么调才好吃"]),
    ("dumpling-cost", ["一斤饺子多少钱"]),
    ("oven", ["烤箱第一次用要注意什么", "新烤箱要先空烤吗"]),
    ("alpaca", ["羊驼是什么动物"]),
    ("lock", ["手机锁屏密码忘了怎么办"]),
]


@pytest.fixture(scope="session")
def index() -> Index:
    return build_index(ENTRIES, ["今天天气怎么样"])
