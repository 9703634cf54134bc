"""Personal data in what citizens write is masked, every occurrence: identity cards, bank cards, phones, plates."""

from __future__ import annotations

import re

_DIGIT = r"[0-9０-９]"
_SEPARATED = rf"{_DIGIT}(?:[ \-－　]?{_DIGIT})"
_IDENTITY_CARD = (
    rf"(?<!{_DIGIT})(?:{_SEPARATED}{{16}}[ \-－　]?[0-9０-９XxＸｘ]|{_DIGIT}{{15}})(?![0-9０-９A-Za-z])"
)
_BANK_CARD = rf"(?<!{_DIGIT}){_SEPARATED}{{15,18}}(?!{_DIGIT})"
_MOBILE = rf"(?<!{_DIGIT})[1１][3-9３-９](?:[ \-－　]?{_DIGIT}){{9}}(?!{_DIGIT})"
_LANDLINE = rf"(?<!{_DIGIT})[0０]{_DIGIT}{{2,3}}[ \-－　]?{_DIGIT}{{7,8}}(?!{_DIGIT})"
_PLATE = (
    r"[京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新]"
    r"[A-HJ-NP-Za-hj-np-z][·• \-]?[A-HJ-NP-Za-hj-np-z0-9]{5,6}(?![A-Za-z0-9])"
)
_PERSONAL = re.compile("|".join((_IDENTITY_CARD, _BANK_CARD, _MOBILE, _LANDLINE, _PLATE)))


def masked(text: str) -> str:
    """The text with such numbers reduced to their first and last characters."""
    return _PERSONAL.sub(_cover, text)


def _cover(found: re.Match[str]) -> str:
    text = found[0]
    shown = 3 if len(text) >= 11 else 2
    return text[:shown] + "*" * max(len(text) - shown - 2, 3) + text[-2:]
