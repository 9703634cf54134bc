"""How dates are written: one pattern for each way, tried in this order at each place of a text."""

from __future__ import annotations

import re

_CN = "〇零○一二三四五六七八九"
_N = r"(?:\d{1,2}|[一二三四五六七八九十廿卅]{1,3})"
_SMALL = r"(?:\d{1,3}|[一二两三四五六七八九十]{1,3})"
_YEAR = rf"(?:(?:19|20)\d{{2}}|[{_CN}]{{4}})"
_SHORT_YEAR = rf"(?:\d{{4}}|\d{{2}}|[{_CN}]{{4}}|[{_CN}]{{2}})"
_REL_YEAR = r"大前年|前年|去年|上一年|上年|今年|本年|当年|明年|后年"
_REL_MONTH = r"上上个?月|上个?月|本月|这个?月|当月|下个?月"
_PART = r"上旬|中旬|下旬|月初|月中|月底|月末|初|中|底|末"
_DAY_MARK = r"[日号]"

_WAYS: dict[str, str] = {
    # Lunar ways of speaking: asked back, never converted.
    "lunar": rf"(?:(?:{_YEAR}年|{_REL_YEAR})的?)?(?:(?:农历|阴历|旧历|古历)"
    rf"(?:(?:{_N}|正|冬|腊)月)?(?:初?{_N}|廿{_N}?)?[日号]?"
    rf"|(?:正|冬|腊)月(?:初{_N}|{_N})?|(?:闰?{_N})月(?:初[一二三四五六七八九十]|廿[一二三四五六七八九]?)"
    r"|大年[初三一二四五六七八]\S?|大年三十|年三十|除夕|春节|过年|元宵节?|端午节?|中秋节?|重阳节?|清明节?)",
    "full": rf"(?<!\d)(?P<y>{_SHORT_YEAR})\s*年\s*(?P<m>{_N})\s*月\s*份?(?P<d>{_N})\s*(?P<mark>{_DAY_MARK})?(?![\d个年天])",
    "numeric": r"(?<![\d.])(?P<y>(?:19|20)\d{2})\s*[-./、]\s*(?P<m>\d{1,2})\s*[-./、]\s*(?P<d>\d{1,2})(?![\d])",
    "compact": r"(?<!\d)(?P<y>(?:19|20)\d{2})(?P<m>0[1-9]|1[0-2])(?P<d>[0-3]\d)(?!\d)",
    "rel_year_day": rf"(?P<ry>{_REL_YEAR})的?\s*(?P<m>{_N})\s*月\s*份?(?P<d>{_N})\s*(?P<mark>{_DAY_MARK})?(?![\d个年天])",
    "festival": rf"(?:(?P<y>{_YEAR})年|(?P<ry>{_REL_YEAR}))?的?(?P<feast>元旦|五一|劳动节|国庆节?|"
    r"十一(?=那天|假|长假|期间|放假|当天|前|后))"
    r"(?P<long>期间|假期|长假|放假)?",
    "month_day": rf"(?<![\d个])(?P<m>{_N})\s*月\s*份?(?P<d>{_N})\s*(?P<mark>{_DAY_MARK})?(?![\d个年天])",
    "rel_month_day": rf"(?P<rm>{_REL_MONTH})的?\s*(?P<d>{_N})\s*{_DAY_MARK}",
    "year_month": rf"(?<!\d)(?:(?P<y>{_SHORT_YEAR})\s*年|(?P<ry>{_REL_YEAR}))的?\s*(?P<m>{_N})\s*月份?的?(?P<part>{_PART})?",
    "rel_month": rf"(?P<rm>{_REL_MONTH})(?P<part>{_PART})?(?!\d)",
    "half_year": rf"(?<!\d)(?:(?P<y>{_SHORT_YEAR})\s*年|(?P<ry>{_REL_YEAR}))(?P<half>上半年|下半年|年初|年底|年末|初|底|末)",
    "year": rf"(?<!\d)(?P<y>(?:19|20)\d{{2}})\s*年(?!\s*\d)|(?P<ry>{_REL_YEAR})",
    "ago": rf"(?P<n>{_SMALL}|半)\s*个?(?P<unit>天|日|周|星期|礼拜|月|年)(?:多)?(?:以前|之前|前)",
    "day_word": r"大前[天日]|前[天日]|昨[天日晚]|今[天日早晚]|明[天日]|大后[天日]|后[天日]",
    "weekday": r"(?P<w>上上|上|这|本|下)个?(?:周|星期|礼拜)(?P<wd>[一二三四五六日天])|"
    r"(?:周|星期|礼拜)(?P<wd2>[一二三四五六日天])",
    "week": r"(?P<ww>上上|上|这|本)个?(?:周|星期|礼拜)(?![一二三四五六日天末])",
    "month": rf"(?<![\d个第])(?P<m>(?:1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九]))\s*月"
    rf"(?:份的?(?P<part>{_PART})?|(?P<part2>上旬|中旬|下旬|初|底|末)(?![一二三四五六七八九十])|(?!\d))",
    "day": r"(?<![\d月第楼栋幢#])(?P<d>(?:[12]\d|3[01]|[1-9]|二?十[一二三四五六七八九]?|三十一?|[一二三四五六七八九]))号"
    r"(?![楼院线门栋幢令码店馆地房厂机车铺商站公路])",
}
# Only where a date was asked for: a bare 3.5 or 15日 means a date there and nowhere else.
_SHORT_WAYS: dict[str, str] = {
    "short_full": r"^\s*(?P<y>\d{2})[-./](?P<m>\d{1,2})[-./](?P<d>\d{1,2})\s*$",
    "short_year_month": r"^\s*(?P<y>(?:19|20)\d{2})[-./](?P<m>\d{1,2})\s*$",
    "short_month_day": r"^\s*(?P<m>\d{1,2})[-./](?P<d>\d{1,2})\s*$",
    "short_day": rf"^\s*(?P<d>{_N})\s*[日号]?\s*$",
}

WAYS = tuple((name, re.compile(pattern)) for name, pattern in _WAYS.items())
SHORT_WAYS = tuple((name, re.compile(pattern)) for name, pattern in _SHORT_WAYS.items())

BETWEEN = re.compile(r"^\s*(?:到|至|--?|—+|~|或者?|还是)\s*$")
RANGE_TAIL = re.compile(rf"\s*(?:到|至|--?|—+|~)\s*(?P<d>{_N})\s*[日号]")
ABOUT_BEFORE = re.compile(r"(?:大概|大约|好像|可能|差不多|应该)是?在?$")
ABOUT_AFTER = re.compile(r"^\s*(?:左右|前后|上下|那几天|附近)")
