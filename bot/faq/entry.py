"""An Entry: one vetted question with its answer and the articles that the answer rests on."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

ANSWER_LIMIT = 520
LABEL_LIMIT = 16
LEAST_VARIANTS = 12

_ENTRY_ID = r"^(property|safety|service)(-[a-z0-9]+)+$"
_ARTICLE = re.compile(r"^(\d{1,4})(之[一二三四五六七八九十]+)?$")
_HOTLINE = r"^\d{3,8}$|^\d{4}-\d{7,8}$"


class Domain(StrEnum):
    """The three fields of law and service that the FAQ covers."""

    PROPERTY = "property"
    SAFETY = "safety"
    SERVICE = "service"


class Urgency(StrEnum):
    """How soon the citizen must act."""

    NORMAL = "normal"
    TIME_LIMITED = "time_limited"
    EMERGENCY = "emergency"


def _text(value: str) -> str:
    if not value.strip():
        raise ValueError("不能是空的")
    return value.strip()


def _no_truth_value(value: Any) -> Any:
    if isinstance(value, bool):
        raise ValueError("YAML 把没加引号的 no/yes/on/off 读成了真假值，请加引号")
    return value


def _article(value: Any) -> str:
    _no_truth_value(value)
    text = str(value).strip().removeprefix("第").replace("条", "")
    if not _ARTICLE.match(text):
        raise ValueError("条号应写成数字，如 944，或 134之一")
    return text


Text = Annotated[str, BeforeValidator(_no_truth_value), AfterValidator(_text)]
Article = Annotated[str, BeforeValidator(_article)]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Citation(_Strict):
    """One article of one law."""

    law: Text
    article: Article

    @property
    def title(self) -> str:
        """The citation as it is printed: 《民法典》第944条."""
        number, _, suffix = self.article.partition("之")
        return f"《{self.law.strip('《》')}》第{number}条" + (f"之{suffix}" if suffix else "")


class DeadlineNote(_Strict):
    """A statutory time limit named by an entry, in words."""

    what: Text
    period: Text
    start: Text = Field(alias="from")
    law: Text | None = None
    article: Article | None = None


class Competent(_Strict):
    """A body, other than a legal service station, that is competent in the matter."""

    body: Text
    hotline: Annotated[str, Field(pattern=_HOTLINE)] | None = None


class ChecklistItem(_Strict):
    """A paper to bring and where it comes from."""

    item: Text
    source: Text


class Review(_Strict):
    """Who answers for the entry. Only a person's recorded approval makes it approved."""

    status: Literal["draft", "approved"] = "draft"
    by: Text | None = None
    on: date | None = None
    expires_on: date | None = None

    def model_post_init(self, _context: Any) -> None:
        """An approval without a name and a day is no approval."""
        if self.status == "approved" and not (self.by and self.on):
            raise ValueError("approved 必须写明 by（谁）和 on（哪一天）")


class Entry(_Strict):
    """One vetted question and answer; ids are readable and never change."""

    id: Annotated[str, Field(pattern=_ENTRY_ID)]
    domain: Domain
    question: Text
    label: Annotated[Text, Field(max_length=LABEL_LIMIT)]
    variants: Annotated[tuple[Text, ...], Field(min_length=LEAST_VARIANTS)]
    answer: Annotated[Text, Field(max_length=ANSWER_LIMIT)]
    more: Text | None = None
    citations: Annotated[tuple[Citation, ...], Field(min_length=1)]
    station_level: Literal["village", "township", "county", "city"]
    urgency: Urgency = Urgency.NORMAL
    deadline: tuple[DeadlineNote, ...] = ()
    competent: Annotated[tuple[Competent, ...], Field(min_length=1)]
    checklist: tuple[ChecklistItem, ...] = ()
    related: tuple[str, ...] = ()
    review: Review = Review()

    @property
    def content_hash(self) -> str:
        """SHA-256 over all that a citizen may read: says later which text was given."""
        shown = self.model_dump(mode="json", exclude={"variants", "related", "label"})
        return hashlib.sha256(json.dumps(shown, ensure_ascii=False, sort_keys=True).encode()).hexdigest()

    @property
    def hotlines(self) -> tuple[str, ...]:
        """The numbers of the competent bodies, each once, in order."""
        return tuple(dict.fromkeys(body.hotline for body in self.competent if body.hotline))
