"""A Statute: one version of one law, with the text of its articles."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from datetime import date
from functools import cached_property
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from bot.faq.statutes.numerals import write_number


def _text(value: str) -> str:
    if not value.strip():
        raise ValueError("不能是空的")
    return value.strip()


Text = Annotated[str, AfterValidator(_text)]


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Article(_Record):
    """One article; `suffix` is 之一 … of an article that was slipped in later."""

    number: Annotated[int, Field(ge=1, le=9999, strict=True)]
    suffix: Annotated[str, Field(pattern=r"^(之[一二三四五六七八九十]+)?$")] = ""
    chapter: str = ""
    caption: str = ""
    text: Text

    @property
    def key(self) -> str:
        """As a FAQ entry cites it: 944, 134之一."""
        return f"{self.number}{self.suffix}"

    @property
    def label(self) -> str:
        """As the law itself writes it: 第九百四十四条."""
        return f"第{write_number(self.number)}条{self.suffix}"

    @cached_property
    def text_hash(self) -> str:
        """SHA-256 over the words; blanks and line ends do not count."""
        return hashlib.sha256(re.sub(r"\s+", "", self.text).encode()).hexdigest()


class Statute(_Record):
    """One version of one law; `text_available` is false where only its name and dates are known."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
    title: Annotated[Text, Field(max_length=200)]
    short_title: str = ""
    aliases: tuple[Text, ...] = ()
    issuer: str | None = None
    level: str = ""
    version_date: date | None = None
    effective_date: date | None = None
    version_note: str | None = None
    text_available: bool
    superseded: bool = False
    superseded_by: str | None = None
    superseded_date: date | None = None
    superseded_basis: str | None = None
    currency_warning: str | None = None
    currency_warning_articles: tuple[int, ...] = ()
    source_defect: str | None = None
    source: str | None = None
    article_count: int | None = None
    articles: tuple[Article, ...]

    def model_post_init(self, _context: Any) -> None:
        """What must hold between the fields."""
        counted = Counter(article.key for article in self.articles)
        twice = [key for key, count in counted.items() if count > 1]
        if twice:
            raise ValueError(f"条号重复：{'、'.join(twice[:5])}")
        if self.text_available != bool(self.articles):
            raise ValueError("text_available 和 articles 对不上：有正文才写 true")
        if self.article_count is not None and self.article_count != len(self.articles):
            raise ValueError(
                f"article_count 写的是 {self.article_count}，实有 {len(self.articles)} 条，文件可能不完整"
            )
        if self.superseded and self.superseded_date is None:
            raise ValueError("superseded 为 true 时必须写明 superseded_date")

    @cached_property
    def by_key(self) -> dict[str, Article]:
        """Articles by the key under which they are cited."""
        return {article.key: article for article in self.articles}

    @cached_property
    def digest(self) -> str:
        """SHA-256 over all that is kept: tells two versions apart."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()

    @property
    def names(self) -> tuple[str, ...]:
        """Every name under which it may be cited."""
        return tuple(dict.fromkeys(name for name in (self.title, self.short_title, *self.aliases) if name))

    @property
    def last_label(self) -> str:
        """The label of the last article; empty without text."""
        return self.articles[-1].label if self.articles else ""

    def is_superseded(self, day: date) -> bool:
        """Whether it may no longer be cited on this day."""
        return self.superseded and (self.superseded_date is None or self.superseded_date <= day)

    def is_upcoming(self, day: date) -> bool:
        """Whether it is not yet in force on this day."""
        return self.effective_date is not None and self.effective_date > day

    def has_currency_warning(self, article: int) -> bool:
        """Whether the warning is about this article."""
        return bool(self.currency_warning) and article in (self.currency_warning_articles or (article,))


class RetiredName(_Record):
    """The name of a repealed law that people still cite, and the id of the law that replaced it."""

    name: Text
    replaced_by: str
    retired_date: date
    basis: str = ""
