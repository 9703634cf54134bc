"""Personal data in what citizens write is masked, every occurrence: identity cards, bank cards, phones, plates."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_DIGIT = r"[0-9０-９]"
_GAP = r"[ \-－—–.·　]?"
_SEPARATED = rf"{_DIGIT}(?:{_GAP}{_DIGIT})"
_IDENTITY_CARD = (
    rf"(?<!{_DIGIT})(?:{_SEPARATED}{{16}}{_GAP}[0-9０-９XxＸｘ]|{_DIGIT}{{15}})(?![0-9０-９A-Za-z])"
)
_BANK_CARD = rf"(?<!{_DIGIT}){_SEPARATED}{{15,18}}(?!{_DIGIT})"
_COUNTRY = r"(?:[+＋]?(?:86|８６)[ \-－　]?)?"
_MOBILE = rf"(?<!{_DIGIT}){_COUNTRY}[1１][3-9３-９](?:{_GAP}{_DIGIT}){{9}}(?!{_DIGIT})"
_LANDLINE = (
    rf"(?<!{_DIGIT})[(（]?[0０]{_DIGIT}{{2,3}}[)）]?[ \-－—　]?{_DIGIT}(?:{_GAP}{_DIGIT}){{6,7}}(?!{_DIGIT})"
)
# Without its area code a fixed line is told from other numbers by what stands before it.
_BEFORE_LOCAL = "|".join(
    rf"(?<={name}{link})"
    for name in ("电话", "座机", "固话")
    for link in ("", "是", "为", "：", ":", "是：", "号", "号是", "号：", "号码", "号码是", "号码：")
)
_LOCAL = rf"(?:{_BEFORE_LOCAL})[2-9２-９]{_DIGIT}{{3}}{_GAP}{_DIGIT}{{3,4}}(?!{_DIGIT})"
_PLATE = (
    r"[京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新]"
    r"[A-HJ-NP-Za-hj-np-z][·•・ \-]?[A-HJ-NP-Za-hj-np-z0-9]{5,6}(?![A-Za-z0-9])"
)
# Many digits in a row of a length that is none of these: whatever it is, it is nobody else's business.
_LONG_NUMBER = rf"(?<!{_DIGIT}){_DIGIT}{{11,}}(?!{_DIGIT})[XxＸｘ]?"
_PERSONAL = re.compile(
    "|".join((_IDENTITY_CARD, _MOBILE, _BANK_CARD, _LANDLINE, _PLATE, _LONG_NUMBER, _LOCAL))
)
_PHONE = re.compile("|".join((_MOBILE, _LANDLINE)))


def masked(text: str) -> str:
    """The text with such numbers reduced to their first and last characters."""
    return _PERSONAL.sub(_cover, text)


def covering(text: str, numbers: Iterable[str]) -> str:
    """The text with these numbers alone reduced so, however they are written."""
    covered = {bare(one) for one in numbers}
    return _PERSONAL.sub(lambda found: _cover(found) if bare(found[0]) in covered else found[0], text)


def bare(number: str) -> str:
    """The digits of a phone number, without the country's: the same for each way of writing it."""
    digits = "".join(one for one in unicodedata.normalize("NFKC", number) if one.isdigit())
    return digits[2:] if len(digits) == 13 and digits.startswith("86") else digits


def personal_in(text: str) -> tuple[str, ...]:
    """What `masked` covers, each once, in order."""
    return tuple(dict.fromkeys(found[0] for found in _PERSONAL.finditer(text)))


def phone_in(text: str) -> str | None:
    """The last phone number in a text."""
    # An identity card may have a phone's digits inside it: what is masked as a whole is looked at as a whole.
    phones = [one for one in personal_in(text) if _PHONE.fullmatch(one)]
    return phones[-1] if phones else None


def _cover(found: re.Match[str]) -> str:
    text = found[0]
    shown = 3 if len(text) >= 11 else 2
    return text[:shown] + "*" * max(len(text) - shown - 2, 3) + text[-2:]
