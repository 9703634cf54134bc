"""How well places are understood: texts of many kinds made from the divisions, each with its right answer.

    python benchmarks/places.py [--seed 7] [--each 60] [--misses 20]

The right answer comes from the generator (the division it wrote about, or all of that name), not from the
code under test. Typing errors that happen to spell another real name are left out. Prints accuracy by
kind, the number of silent choices among several, and the time for each text.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.referral.division import Division, Level, village_short_name, village_stem
from bot.referral.gazetteer import Gazetteer
from bot.referral.loader import load_divisions
from bot.referral.place.lexicon import stem_of

DATA = Path(__file__).resolve().parent.parent / "data"


@dataclass(frozen=True)
class Sample:
    """A text and the set of codes that is right for it; empty: no place (or one outside)."""

    kind: str
    text: str
    right: frozenset[str]
    status: str = ""
    expecting: bool = True

    def is_met(self, status: str, codes: tuple[str, ...]) -> bool:
        wanted = self.status or ("one" if len(self.right) == 1 else "several" if self.right else "none")
        return status == wanted and set(codes) == self.right


class Samples:
    """Makes samples; every choice comes from one seeded generator."""

    def __init__(self, gazetteer: Gazetteer, seed: int) -> None:
        self.tree = gazetteer
        self.dice = random.Random(seed)
        self.counties = [one for one in gazetteer.divisions if one.level is Level.COUNTY]
        self.towns = [one for one in gazetteer.divisions if one.level is Level.TOWNSHIP and not one.is_zone]
        self.villages = [one for one in gazetteer.divisions if one.level is Level.VILLAGE]
        self.by_stem: dict[str, list[Division]] = defaultdict(list)
        for one in gazetteer.divisions:
            self.by_stem[stem_of(one)].append(one)
        self.homophones = _homophones()

    def make(self, each: int) -> Iterator[Sample]:
        makers: list[Callable[[], Sample | None]] = [
            *(
                self.county_town,
                self.town_full,
                self.town_office,
                self.village_full_path,
                self.county_village,
            ),
            *(self.village_said, self.bare_town, self.bare_village, self.town_village, self.reversed_order),
            *(
                self.wrong_kind,
                self.with_city,
                self.spaced,
                self.nearby,
                self.sentence,
                self.sentence_unasked,
            ),
            *(
                self.homophone_county,
                self.homophone_alone,
                self.wrong_char,
                self.missing_char,
                self.extra_char,
            ),
            *(self.typo_in_county, self.traditional, self.outside, self.no_place),
        ]
        for maker in makers:
            made = 0
            for _ in range(each * 20):
                sample = maker()
                if sample is not None:
                    made += 1
                    yield sample
                if made == each:
                    break

    # ------------------------------------------------------------------ literal

    def county_town(self) -> Sample:
        town = self.dice.choice(self.towns)
        return Sample(
            "县区+街道简称", self._county(town) + stem_of(town), self._named(stem_of(town), self._of(town))
        )

    def town_full(self) -> Sample:
        town = self.dice.choice(self.towns)
        same = frozenset(one.code for one in self.towns if one.name == town.name)
        return Sample("街道全名", town.name, same)

    def town_office(self) -> Sample:
        town = self.dice.choice([one for one in self.towns if one.name.endswith("街道")])
        same = frozenset(one.code for one in self.towns if one.name == town.name)
        return Sample("街道办", stem_of(town) + self.dice.choice(["街道办", "街道办事处", "办事处"]), same)

    def village_full_path(self) -> Sample:
        village = self.dice.choice(self.villages)
        path = "".join(one.short_name for one in self.tree.lineage(village.code)[1:])
        return Sample("完整路径", path, frozenset({village.code}))

    def county_village(self) -> Sample:
        village = self.dice.choice(self.villages)
        stem = village_stem(village.name)
        return Sample("县区+村名", self._county(village) + stem, self._named(stem, self._of(village)))

    def village_said(self) -> Sample | None:
        village = self.dice.choice(self.villages)
        stem = village_stem(village.name)
        if len([one for one in self.by_stem[stem] if one.level is Level.VILLAGE]) > 1:
            return None
        return Sample("唯一村全称", village_short_name(village.name), frozenset({village.code}))

    def bare_town(self) -> Sample:
        town = self.dice.choice(self.towns)
        return Sample("街道光名", stem_of(town), self._named(stem_of(town)))

    def bare_village(self) -> Sample:
        stem = village_stem(self.dice.choice(self.villages).name)
        return Sample("村光名", stem, self._named(stem))

    def town_village(self) -> Sample:
        village = self.dice.choice(self.villages)
        town = self.tree[village.parent_code]
        stem = village_stem(village.name)
        text = stem_of(town) + stem
        return Sample("街道+村名", text, frozenset(one.code for one in self._pairs(stem_of(town), stem)))

    def reversed_order(self) -> Sample:
        town = self.dice.choice(self.towns)
        text = f"{town.name}，{self.tree[town.parent_code].name}"
        return Sample("倒着说", text, frozenset({town.code}))

    def wrong_kind(self) -> Sample:
        town = self.dice.choice(self.towns)
        other = self.dice.choice([kind for kind in ("街道", "镇", "乡") if not town.name.endswith(kind)])
        return Sample("街道镇乡说错", self._county(town) + stem_of(town) + other, frozenset({town.code}))

    def with_city(self) -> Sample:
        town = self.dice.choice(self.towns)
        head = self.dice.choice(["昆明市", "云南省昆明市", "昆明"])
        return Sample("带昆明市", head + self.tree[town.parent_code].name + town.name, frozenset({town.code}))

    def spaced(self) -> Sample:
        town = self.dice.choice(self.towns)
        gap = self.dice.choice([" ", "　", "-", "/", "，"])
        return Sample(
            "有空格符号", self._county(town) + gap + stem_of(town), self._named(stem_of(town), self._of(town))
        )

    def nearby(self) -> Sample:
        town = self.dice.choice(self.towns)
        text = stem_of(town) + self.dice.choice(["那边", "附近", "这边", "片区", "这里", "一带"])
        return Sample("……那边", text, self._named(stem_of(town)))

    # ------------------------------------------------------------------ in a sentence

    def sentence(self) -> Sample:
        town = self.dice.choice(self.towns)
        place = self._county(town) + stem_of(town)
        frame = self.dice.choice(
            [
                "我在{}",
                "我家住{}",
                "我是{}的",
                "就在{}这边",
                "家在{}，楼上漏水",
                "你好，我住在{}",
                "{}的，离哪个站近",
                "{}这里有没有站",
            ]
        )
        return Sample("句中", frame.format(place), self._named(stem_of(town), self._of(town)))

    def sentence_unasked(self) -> Sample:
        town = self.dice.choice(self.towns)
        place = self.tree[town.parent_code].name + town.name
        frame = self.dice.choice(
            [
                "我家在{}，物业费涨了一倍怎么办",
                "{}有个工地晚上一直施工",
                "我住{}，电梯坏了三天没人管",
                "请问{}哪里可以调解",
            ]
        )
        return Sample("未问先说", frame.format(place), frozenset({town.code}), expecting=False)

    # ------------------------------------------------------------------ typing errors

    def homophone_county(self) -> Sample | None:
        place = self.dice.choice([*self.towns, *self.villages])
        stem = stem_of(place)
        wrong = self._replace(stem, self.homophones)
        if wrong is None or wrong in self.by_stem:
            return None
        return Sample("同音字有县区", self._county(place) + wrong, self._named(stem, self._of(place)))

    def homophone_alone(self) -> Sample | None:
        place = self.dice.choice([one for one in [*self.towns, *self.villages] if len(stem_of(one)) >= 3])
        wrong = self._replace(stem_of(place), self.homophones)
        if wrong is None or wrong in self.by_stem:
            return None
        return Sample("同音字无县区", wrong, self._named(stem_of(place)))

    def wrong_char(self) -> Sample | None:
        place = self.dice.choice([one for one in [*self.towns, *self.villages] if len(stem_of(one)) >= 3])
        stem = stem_of(place)
        index = self.dice.randrange(len(stem))
        wrong = stem[:index] + self.dice.choice("夫未由申曰且目") + stem[index + 1 :]
        return self._typo("错一字", place, wrong)

    def missing_char(self) -> Sample | None:
        place = self.dice.choice([one for one in [*self.towns, *self.villages] if len(stem_of(one)) >= 3])
        stem = stem_of(place)
        index = self.dice.randrange(len(stem))
        return self._typo("漏一字", place, stem[:index] + stem[index + 1 :])

    def extra_char(self) -> Sample | None:
        place = self.dice.choice([one for one in [*self.towns, *self.villages] if len(stem_of(one)) >= 3])
        stem = stem_of(place)
        index = self.dice.randrange(1, len(stem))
        return self._typo("多一字", place, stem[:index] + stem[index - 1] + stem[index:])

    def typo_in_county(self) -> Sample | None:
        town = self.dice.choice(self.towns)
        county = self.tree[town.parent_code]
        wrong = self._replace(stem_of(county), self.homophones)
        if wrong is None or wrong in self.by_stem:
            return None
        return Sample("县区打错", wrong + stem_of(town), self._named(stem_of(town), county))

    def traditional(self) -> Sample:
        import opencc

        town = self.dice.choice(self.towns)
        text = opencc.OpenCC("s2t").convert(self.tree[town.parent_code].name + stem_of(town))
        return Sample("繁体", text, self._named(stem_of(town), self._of(town)))

    # ------------------------------------------------------------------ not here

    def outside(self) -> Sample:
        text = self.dice.choice(_OUTSIDE.split())
        frame = self.dice.choice(["{}", "我在{}", "我是{}的", "老家{}"])
        return Sample("昆明以外", frame.format(text), frozenset(), "outside")

    def no_place(self) -> Sample:
        return Sample("没有地名", self.dice.choice(_NO_PLACE), frozenset(), "none", self.dice.random() < 0.3)

    # ------------------------------------------------------------------ the right answer

    def _of(self, place: Division) -> Division:
        return next(one for one in self.tree.lineage(place.code) if one.level is Level.COUNTY)

    def _county(self, place: Division) -> str:
        county = self._of(place)
        return self.dice.choice([stem_of(county), county.name, stem_of(county) + county.name[-1]])

    def _named(self, stem: str, county: Division | None = None) -> frozenset[str]:
        """Every division of that name (inside a county), the most general of each lineage; a county first."""
        codes = [one.code for one in self.by_stem[stem] if county is None or one.code.startswith(county.code)]
        if county is not None:
            codes = [code for code in codes if code != county.code]
        general = [
            code for code in codes if not any(code != other and code.startswith(other) for other in codes)
        ]
        counties = [code for code in general if len(code) == 6]
        return frozenset(counties or general)

    def _pairs(self, town: str, village: str) -> list[Division]:
        parents = {one.code for one in self.by_stem[town] if one.level in (Level.TOWNSHIP, Level.COUNTY)}
        inside = [
            one
            for one in self.by_stem[village]
            if any(one.code != parent and one.code.startswith(parent) for parent in parents)
        ]
        return [
            one
            for one in inside
            if not any(one is not two and one.code.startswith(two.code) for two in inside)
        ]

    def _typo(self, kind: str, place: Division, wrong: str) -> Sample | None:
        if any(wrong[i:j] in self.by_stem for i in range(len(wrong)) for j in range(i + 2, len(wrong) + 1)):
            return None
        return Sample(kind, self._county(place) + wrong, self._named(stem_of(place), self._of(place)))

    def _replace(self, stem: str, alike: dict[str, str]) -> str | None:
        index = self.dice.randrange(len(stem))
        others = alike.get(stem[index], "").replace(stem[index], "")
        return stem[:index] + self.dice.choice(others) + stem[index + 1 :] if others else None


def _homophones() -> dict[str, str]:
    alike: dict[str, str] = {}
    for line in (DATA / "pinyin.txt").read_text(encoding="utf-8").splitlines():
        syllable, _, chars = line.partition(" ")
        if not syllable.startswith("#"):
            alike.update(dict.fromkeys(chars.strip(), chars.strip()))
    return alike


_OUTSIDE = """
兰州市安宁区 大理 上海浦东新区 曲靖市麒麟区 玉溪红塔区 五华县 楚雄 丽江古城区 北京朝阳区
成都 贵州贵阳 重庆 红河州个旧 昭通镇雄 保山腾冲 西双版纳 普洱思茅 文山 广东深圳 海南海口
南京鼓楼区 天津和平区 四川攀枝花 越南 瑞丽 会泽 宣威 弥勒 香格里拉 德宏芒市 临沧
"""
_NO_PLACE_LINES = """
物业费太贵可以不交吗 楼上漏水怎么办 把门关上了出不去 两家人想和平解决 开发商的建设手续不齐
老板不给买保险合理吗 保安打人找谁 小区花园被占了 治安太差物业有没有责任 邻居在楼道堆东西
电梯经常坏 发展商跑路了 前进路上摔倒了 工地安全没人管 消防通道被关上了 团结起来换物业
阳光被对面楼挡住 幸福感都没了 我不知道 转人工 你好 谢谢 为什么不可以 多少钱一平
联合几户业主起诉 对方不肯赔 车库积水了谁赔 公共收益去哪了 学府名邸交房逾期 水井盖坏了摔伤人
高空抛物砸了车 业主大会怎么开 太平间的事 半夜施工吵死了 光明正大地收钱 东门的保安不让进
大桥底下可以摆摊吗 同心协力成立业委会 新村民能不能分地 发明专利被抄了 北京路太堵
吃兰州拉面拉肚子 大理石地板裂了 自卫算不算打架 桃花树被砍了 竹林里有垃圾 温泉票能退吗
买了葡萄是坏的 停车场收费标准 西门的垃圾没人清 就在小区里面 我家楼下 不想说 都不是
五楼的水管爆了 物业公司叫长城物业
"""
_NO_PLACE = _NO_PLACE_LINES.split()


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seed", type=int, default=7)
    options.add_argument("--each", type=int, default=60)
    options.add_argument("--misses", type=int, default=2)
    chosen = options.parse_args()
    gazetteer = load_divisions(DATA / "divisions.csv")
    gazetteer.locate("昆明")
    rows: dict[str, list[tuple[Sample, bool, str]]] = defaultdict(list)
    times: list[float] = []
    silent = 0
    for sample in Samples(gazetteer, chosen.seed).make(chosen.each):
        started = time.thread_time()
        found = gazetteer.locate(sample.text, sample.expecting)
        times.append((time.thread_time() - started) * 1000)
        silent += len(sample.right) > 1 and found.status == "one"
        got = f"{found.status} {list(found.divisions)[:6]}"
        rows[sample.kind].append((sample, sample.is_met(found.status, found.divisions), got))
    for kind, results in rows.items():
        print(f"{kind}\t{sum(met for _, met, _ in results)}/{len(results)}")
        for sample, _, got in [row for row in results if not row[1]][: chosen.misses]:
            print(f"    {sample.text!r} right {sorted(sample.right)[:6]} got {got}")
    total = [met for results in rows.values() for _, met, _ in results]
    print(f"all {sum(total)}/{len(total)} = {sum(total) / len(total):.1%}; silent choices: {silent}")
    cuts = statistics.quantiles(times, n=100)
    print(f"ms of processor: p50 {cuts[49]:.2f}, p99 {cuts[98]:.2f}, max {max(times):.2f}")


if __name__ == "__main__":
    main()
