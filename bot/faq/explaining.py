"""Tells staff, in Chinese, which signals chose which entry."""

from bot.faq.matcher import CandidateSignals, Explanation

WORDS = {
    "margin": "分类器",
    "nearest": "最像的问法",
    "covered": "用字覆盖",
    "covered_sound": "读音覆盖",
    "string": "整句相似",
    "partial": "部分相似",
    "spoken": "整句读音",
    "odds": "用字倾向",
    "odds_sound": "读音倾向",
    "odds_sense": "含义倾向",
    "odds_pairs": "同现字倾向",
    "other_law": "其他法律",
    "other_law_length": "其他法律·篇幅",
    "other_law_margin": "其他法律·分类器",
    "other_law_odds": "其他法律·用字倾向",
    "other_law_pairs": "其他法律·同现字倾向",
    "semantic": "语义编码",
    "letters_like": "字面相似",
    "letters_covered": "问话用字被覆盖",
    "letters_covers": "问法用字被说到",
    "letters_more": "问法多出的罕见字",
    "letters_less": "问法缺少的罕见字",
    "sounds_like": "读音相似",
    "sounds_covered": "问话读音被覆盖",
    "sounds_covers": "问法读音被说到",
    "words_like": "用词相似",
    "words_covered": "问话用词被覆盖",
    "words_covers": "问法用词被说到",
    "meant_like": "词义相似",
    "meant_covered": "问话词义被覆盖",
    "meant_covers": "问法词义被说到",
    "meant_more": "问法多出的罕见词",
    "meant_less": "问法缺少的罕见词",
    "string_shown": "原文相似",
    "string_senses": "词义整句相似",
    "string_in_order": "词义不论语序相似",
    "length": "长短之差",
    "longer": "问法更长",
    "asks_apart": "所问不同",
    "asks_clash": "所问冲突",
    "asks_only_one": "只有一方发问",
    "figures_differ": "数字字母不同",
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
    signals = "  ".join(
        f"{WORDS[name]} {value:.2f}"
        for name, value in one.signals.items()
        if value or not name.startswith("other_law")
    )
    return (
        f"{place}. {one.entry_id}（把握 {one.confidence:.0%}）\n   最像的问法：{one.phrasing}\n   {signals}"
    )
