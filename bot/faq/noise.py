"""Messages that no one can read anything in: blanks, signs, code, other scripts, mashed keys, the same again and again."""

from __future__ import annotations

import re
import unicodedata

from bot.faq import pinyin
from bot.faq.understood import OutKind

_CODE = re.compile(
    r"<\s*/?\s*(script|img|iframe|svg|body|html|div|b|i|a|style|input|form|p|h\d)\b|javascript:|onerror\s*=|alert\s*\("
    r"|\bselect\b.{1,60}\bfrom\b|\b(drop|truncate|alter)\s+table\b|\bunion\s+select\b|\binsert\s+into\b|'\s*or\s*'?1'?\s*=|--\s*$"
    r"|\{\{.*\}\}|\$\{.*\}|\{\s*\"[\w-]+\"\s*:|<\?php|\bimport\s+(os|sys)\b|\brm\s+-rf\b|\bsudo\s|/etc/passwd|\.\./\.\./"
    r"|ignore (all |any )?(the )?(previous|above|prior)|system prompt|you are now|\bjailbreak\b|\bprompt\b"
    r"|(忽略|无视|忘记|忘掉|跳过|绕过)(掉)?(你)?(之前|前面|以上|上面|先前|所有|一切|全部)(的|所有)*.{0,4}(指令|提示|规则|设定|要求|限制|命令|内容|话)"
    r"|(你的|输出|告诉我|显示|打印|泄露|重复)(你的)?(系统)?(提示词|系统提示|初始指令|内部指令|源代码|密钥|后台密码|数据库密码)"
    r"|(你现在|从现在起|接下来你|现在开始你?)(就)?(是|扮演|假装)|(扮演|假装)(你是|成)?(一个|一位|我)|开发者模式|越狱模式|%[0-9a-f]{2}%[0-9a-f]{2}|\\x[0-9a-f]{2}|\\u[0-9a-f]{4}",
    re.IGNORECASE | re.DOTALL,
)
_BROKEN = re.compile(r"锟斤拷|烫烫烫|屯屯屯|\ufffd")
"""What is left of a text that was read in another encoding."""
_PARTICLES = re.compile(r"[的了吧呢吗嘛么呀哇噻地着之乎者也而以]+|[a-z]|([a-z])\1+")
_CHINESE = re.compile(r"[㐀-鿿]")
_LATIN = re.compile(r"[a-zA-Z]+")
_KNOWN_LATIN = 3
_LONG = 400
_FEW_DIFFERENT = 0.08
_STRANGE = 3


def noise_kind(raw: str, cleaned: str) -> OutKind | None:
    """`blank` or `junk` where nothing can be read in the message; `cleaned` is the message after `text.clean`."""
    if not raw.strip() or not any(_is_seen(char) for char in raw[:2000]):
        return "blank"
    if (
        _CODE.search(raw[:2000])
        or _BROKEN.search(raw[:2000])
        or _PARTICLES.fullmatch(cleaned.strip(" .。!?"))
    ):
        return "junk"
    letters = [char for char in cleaned if char.isalpha()]
    if not letters:
        return "junk"
    if _is_repeated(raw) or _is_foreign(letters) or _is_gibberish(cleaned):
        return "junk"
    return "junk" if not _CHINESE.search(cleaned) and _is_mashed(cleaned) else None


def _is_gibberish(cleaned: str) -> bool:
    """Whether most Chinese signs are such as nobody uses, and there are some of them."""
    written = set(_CHINESE.findall(cleaned[:_LONG]))
    strange = sum(sign not in pinyin.merged_sounds() for sign in written)
    return strange >= _STRANGE and strange * 2 > len(written)


def _is_seen(char: str) -> bool:
    return unicodedata.category(char)[0] not in "CZ"


def _is_repeated(raw: str) -> bool:
    core = "".join(raw.split())
    if len(core) < 12:
        return len(core) >= 6 and len(set(core)) == 1
    return len(set(core[:2000])) <= max(3, int(min(len(core), _LONG) * _FEW_DIFFERENT)) and len(
        core
    ) >= 12 * (len(set(core[:2000])) // 3 + 1)


def _is_foreign(letters: list[str]) -> bool:
    ours = sum(1 for char in letters if _CHINESE.match(char) or (char.isascii() and char.isalpha()))
    return ours * 2 < len(letters)


def _is_mashed(cleaned: str) -> bool:
    runs = [run.lower() for run in _LATIN.findall(cleaned)]
    spelled = sum(len(run) for run in runs if len(run) > 1 and pinyin.split_pinyin(run[:60]))
    total = sum(map(len, runs))
    if not total:
        return True
    return total > _KNOWN_LATIN and spelled * 2 < total
