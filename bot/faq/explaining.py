"""Tells staff, in Chinese, which signals chose which entry."""

from bot.faq.matcher import CandidateSignals, Explanation

WORDS = {
    "margin": "分类器",
    "char": "字面相似",
    "sound": "读音相似",
    "sense": "含义相似",
    "nearest": "最像的问法",
    "nearest_mean": "相近问法平均",
    "covered": "用字覆盖",
    "covered_sound": "读音覆盖",
    "covered_sense": "含义覆盖",
    "string": "整句相似",
    "partial": "部分相似",
    "spoken": "整句读音",
    "semantic": "语义编码",
}


def describe(told: Explanation) -> str:
    """How the text was read, then every candidate with its closest phrasing and its signals, best first."""
    if not told.candidates:
        return "没有读出可以匹配的内容。"
    head = [
        f"读作：{told.plain}",
        f"含义：{'、'.join(told.senses) or '（没有认出）'}",
        f"属于服务范围的把握：{told.in_scope:.0%}",
    ]
    return "\n".join([*head, *(_candidate(place, one) for place, one in enumerate(told.candidates, 1))])


def _candidate(place: int, one: CandidateSignals) -> str:
    signals = "  ".join(f"{WORDS[name]} {value:.2f}" for name, value in one.signals.items())
    return (
        f"{place}. {one.entry_id}（把握 {one.confidence:.0%}）\n   最像的问法：{one.phrasing}\n   {signals}"
    )
