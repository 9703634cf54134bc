"""Check the FAQ against a Corpus: citations that do not hold are faults, figures that no cited article has are doubts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.faq.entry import Citation, DeadlineNote, Entry
from bot.faq.fault import Fault
from bot.faq.loader import Faq
from bot.faq.statutes.corpus import Corpus, year_in_name
from bot.faq.statutes.figures import Figure, figures_in, lawful_figures
from bot.faq.statutes.statute import Statute

Place = tuple[str | int, ...]
LineOf = Callable[[Place], int]
_CHECKED_UNITS = {"个工作日", "日", "个月", "年", "岁", "小时", "%", "‰", "倍", "分数", "元"}
# A question that somebody might put is no statement of law.
_ASKED = re.compile(r"“[^”]*[？?][^”]*”")
_LOOK = "对照条文核实；条文对的话改这里，条文不够的话补一条引用"


@dataclass(frozen=True)
class Findings:
    """`faults` must be mended; `warnings` must be looked at."""

    faults: tuple[Fault, ...] = ()
    warnings: tuple[Fault, ...] = ()


def check_law(faq: Faq, corpus: Corpus, line_of: LineOf) -> Findings:
    """Check every citation and every figure; `line_of` says where a path of the file stands."""
    faults: list[Fault] = []
    warnings: list[Fault] = []
    for position, entry in enumerate(faq.entries):
        at = ("entries", position)
        for n, citation in enumerate(entry.citations):
            where = line_of((*at, "citations", n))
            if found := citation_fault(citation, corpus):
                faults.append(Fault(where, f"条目 {entry.id}", *found))
            warnings += [
                Fault(where, f"条目 {entry.id}", message, cure)
                for message, cure in _cautions(citation, corpus)
            ]
        for n, note in enumerate(entry.deadline):
            if found := _note_fault(note, corpus):
                faults.append(Fault(line_of((*at, "deadline", n)), f"条目 {entry.id}", *found))
        warnings += [
            Fault(line_of((*at, *place)), f"条目 {entry.id}", message, _LOOK)
            for place, message in _figure_doubts(entry, corpus)
        ]
    return Findings(tuple(sorted(faults)), tuple(sorted(warnings)))


def citation_fault(citation: Citation, corpus: Corpus) -> tuple[str, str] | None:
    """(what is wrong, how to cure it), or None where the citation holds on the corpus's day."""
    statute = corpus.find(citation.law)
    if statute is None:
        return _unknown_law(citation.law, corpus)
    return (
        _not_in_force(citation.law, statute, corpus)
        or _wrong_year(citation, statute)
        or _missing_article(citation, statute)
    )


def _note_fault(note: DeadlineNote, corpus: Corpus) -> tuple[str, str] | None:
    """What is wrong with the law that a deadline names, which may stand without an article."""
    if note.law is None:
        return None
    if note.article is not None:
        return citation_fault(Citation(law=note.law, article=note.article), corpus)
    statute = corpus.find(note.law)
    return _not_in_force(note.law, statute, corpus) if statute else _unknown_law(note.law, corpus)


def _not_in_force(law: str, statute: Statute, corpus: Corpus) -> tuple[str, str] | None:
    name = f"《{law.strip('《》')}》"
    if statute.is_superseded(corpus.day):
        newer = corpus.title_of(statute.superseded_by)
        return (
            f"{name}已在 {statute.superseded_date} 失效",
            f"改引{newer}里对应的条文" if newer else "改引现行法",
        )
    if statute.is_upcoming(corpus.day):
        return f"{name}到 {statute.effective_date} 才施行", "先引现在有效的规定，到施行那天再改"
    return None


def _unknown_law(law: str, corpus: Corpus) -> tuple[str, str]:
    retired = corpus.retired(law)
    if retired is None:
        return f"法条库里没有《{law.strip('《》')}》", "检查名称；名称没错就先把这部法律导入法条库"
    message = f"《{law.strip('《》')}》已在 {retired.retired_date} 废止（{retired.basis}）"
    return message, f"改引{corpus.title_of(retired.replaced_by)}里对应的条文"


def _wrong_year(citation: Citation, statute: Statute) -> tuple[str, str] | None:
    year = year_in_name(citation.law)
    held = {day.year for day in (statute.version_date, statute.effective_date) if day}
    if year is None or not held or year in held:
        return None
    return f"引的是 {year} 年的文本，现行的是 {max(held)} 年的", "名称里不写年份，并核对条号有没有变"


def _missing_article(citation: Citation, statute: Statute) -> tuple[str, str] | None:
    if not statute.text_available or citation.article in statute.by_key:
        return None
    known = f"（法条库注明：{statute.source_defect}）" if statute.source_defect else ""
    return f"{citation.title}不存在，最后一条是{statute.last_label}{known}", "核对条号"


def _cautions(citation: Citation, corpus: Corpus) -> Iterator[tuple[str, str]]:
    statute = corpus.find(citation.law)
    if statute is None or citation_fault(citation, corpus):
        return
    if not statute.text_available:
        yield f"法条库里没有《{statute.title}》的正文", "拿官方文本人工核对"
    number = int(citation.article.partition("之")[0])
    if statute.has_currency_warning(number):
        warning = (statute.currency_warning or "").rstrip("。；")
        yield f"{citation.title}要留意：{warning}", "人工核对是否仍然适用"


def _figure_doubts(entry: Entry, corpus: Corpus) -> Iterator[tuple[Place, str]]:
    """Figures of the answer, the longer matter and the periods that no cited article has."""
    texts = [_article_text(citation, corpus) for citation in entry.citations]
    if not all(texts):
        return  # A law without text may well hold the figure; that citation is named on its own.
    lawful = lawful_figures("\n".join(texts))
    yield from _missing(("answer",), "解答", entry.answer, lawful)
    yield from _missing(("more",), "更多说明", entry.more or "", lawful)
    for n, note in enumerate(entry.deadline):
        if not _is_without_text(note.law, corpus):
            own = lawful_figures(_note_text(note, corpus))
            yield from _missing(("deadline", n, "period"), "期限", note.period, lawful | own)


def _missing(place: Place, name: str, text: str, lawful: frozenset[Figure]) -> Iterator[tuple[Place, str]]:
    for figure in sorted(figures_in(_ASKED.sub("，", text))):
        if figure.unit in _CHECKED_UNITS and not stands_in(figure, lawful):
            yield place, f"{name}里的“{figure}”在所引的条文里找不到{_alike(figure, lawful)}"


def stands_in(figure: Figure, lawful: frozenset[Figure]) -> bool:
    """Whether the law has this figure, or the same one in other words: 12 个月 and 1 年."""
    if figure in lawful:
        return True
    if figure.unit == "个月":
        return Figure(figure.value / 12, "年") in lawful
    if figure.unit == "年":
        return Figure(figure.value * 12, "个月") in lawful
    if figure.unit in {"%", "分数"}:
        share = figure.value / 100 if figure.unit == "%" else figure.value
        return Figure(round(share, 6), "分数") in lawful or Figure(round(share * 100, 4), "%") in lawful
    return False


def _alike(figure: Figure, lawful: frozenset[Figure]) -> str:
    alike = sorted(one for one in lawful if one.unit == figure.unit)
    return f"；条文里有 {'、'.join(map(str, alike[:6]))}" if alike else ""


def _is_without_text(law: str | None, corpus: Corpus) -> bool:
    statute = corpus.find(law) if law else None
    return statute is not None and not statute.text_available


def _note_text(note: DeadlineNote, corpus: Corpus) -> str:
    if not (note.law and note.article):
        return ""
    return _article_text(Citation(law=note.law, article=note.article), corpus)


def _article_text(citation: Citation, corpus: Corpus) -> str:
    article = corpus.article(citation)
    return article.text if article else ""
