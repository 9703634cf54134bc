"""Derives data/outside_places.csv: python scripts/build_outside_places.py DIST_FOLDER of china-division 2.7.0

Names of provinces, prefectures and counties outside Kunming, so that 兰州市安宁区 is not taken for 安宁市.
`short` is given where the short form alone is understood as that place (provinces, prefectures, counties of
Yunnan) and is not the name of a place in Kunming; for provinces and a few capitals it is given in any case.
"""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Iterable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bot.referral.loader import load_divisions
from bot.referral.place.lexicon import stem_of

DATA = Path(__file__).resolve().parent.parent / "data"
_KUNMING, _YUNNAN = "5301", "53"
_PEOPLES = (
    "蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎"
    " 傈僳 佤 畲 拉祜 水 东乡 纳西 景颇 柯尔克孜 土"
    " 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 普米 塔吉克 怒 鄂温克 德昂 保安 裕固 独龙 鄂伦春 各"
)
_PEOPLE = (
    "|".join(sorted((name + "族" for name in _PEOPLES.split()), key=len, reverse=True))
    + "|蒙古|哈萨克|柯尔克孜"
)
_KIND = "特别行政区|自治区|自治州|自治县|地区|省|市|盟|州|县|区"
_SHORT = re.compile(rf"^(.{{2,}}?)(?:{_PEOPLE}|维吾尔)*(?:{_KIND})$")
# Names that are everyday words (城区), kinds of administration, or words that our shorter names begin.
_UNFIT = re.compile(
    r"^(?:城区|郊区|矿区|新城区|老城区|市中区|市辖区|县|.*(?:开发区|园区|管理区|直辖.*|示范区|产业区))$"
)
_WORDS = frozenset({"日照", "四平", "大同", "保定", "永平", "广安", "安定"})
_ALWAYS_SHORT = frozenset({"河南", "河北", "江西", "长春"})


def main(folder: Path) -> None:
    """Write the file."""
    gazetteer = load_divisions(DATA / "divisions.csv")
    ours = {stem_of(division) for division in gazetteer.divisions}
    rows: dict[str, str] = {}
    for name, code in _names(folder):
        if code.startswith(_KUNMING) or name == "云南省" or len(name) < 3 or _UNFIT.match(name):
            continue
        short = _short(name) if len(code) < 6 or code.startswith(_YUNNAN) else ""
        if short in _WORDS or (short in ours and short not in _ALWAYS_SHORT):
            short = ""
        rows[name] = rows.get(name) or short
    with (DATA / "outside_places.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["name", "short"])
        writer.writerows(sorted(rows.items()))
    print(len(rows), "names", sum(1 for short in rows.values() if short), "short")


def _names(folder: Path) -> Iterable[tuple[str, str]]:
    for file_name in ("provinces.csv", "cities.csv", "areas.csv"):
        with (folder / file_name).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                yield row["name"], row["code"]


def _short(name: str) -> str:
    found = _SHORT.match(name)
    return found[1] if found else ""


if __name__ == "__main__":
    main(Path(sys.argv[1]))
