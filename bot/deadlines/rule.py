"""A Rule: one reviewed statutory time limit, what it runs from, and what is lost with it."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

ID_LIMIT = 32
LABEL_LIMIT = 16

_LAW_LIMIT = 60


class Unit(StrEnum):
    """What a period is counted in."""

    HOURS = "hours"
    DAYS = "days"
    WORKING_DAYS = "working_days"
    MONTHS = "months"
    YEARS = "years"


class Direction(StrEnum):
    """How the period lies to its event.

    AFTER: act within it; BEFORE: act at least so long before the event; EARLIEST: act only once it is over;
    LASTING: a state that lasts so long.
    """

    AFTER = "after"
    BEFORE = "before"
    EARLIEST = "earliest"
    LASTING = "lasting"


class Counting(StrEnum):
    """Whose rule says how days are counted."""

    CIVIL = "civil"
    CIVIL_PROCEDURE = "civil_procedure"
    ADMINISTRATIVE_PROCEDURE = "administrative_procedure"
    RECONSIDERATION = "reconsideration"
    GENERAL = "general"


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


def _text(value: str) -> str:
    if not value.strip():
        raise ValueError("不能是空的")
    return value.strip()


Text = Annotated[str, AfterValidator(_text)]


class Place(_Strict):
    """One article, with its operative words as they stand in the law ("" where no text could be compared)."""

    law: Annotated[Text, Field(max_length=_LAW_LIMIT)]
    article: Annotated[str, Field(pattern=r"^(\d{1,4})?$")]
    quote: str = ""

    @property
    def title(self) -> str:
        """As it is printed: 《民法典》第188条."""
        return f"《{self.law}》" + (f"第{self.article}条" if self.article else "")


class Period(_Strict):
    """How long: a count of units."""

    count: Annotated[int, Field(ge=1, le=1000)]
    unit: Unit


class Rule(_Strict):
    """One time limit. `words` are patterns that must all occur in a question about it; `entries` name FAQ entries;
    `is_common` ones are offered where nothing was said yet."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=ID_LIMIT)]
    label: Annotated[Text, Field(max_length=LABEL_LIMIT)]
    what: Text
    who: Text
    event: Text
    period: Period
    direction: Direction = Direction.AFTER
    counting: Counting
    laws: Annotated[tuple[Place, ...], Field(min_length=1)]
    pauses: Text
    lost: Text
    late: Text
    note: str = ""
    entries: Annotated[tuple[str, ...], Field(min_length=1)]
    words: Annotated[tuple[Text, ...], Field(min_length=1)]
    alongside: tuple[str, ...] = ()
    is_common: bool = False
    status: Literal["draft", "approved"] = "draft"

    @model_validator(mode="after")
    def _counts_as_the_arithmetic_can(self) -> Rule:
        if self.direction is not Direction.AFTER and self.period.unit in (Unit.HOURS, Unit.WORKING_DAYS):
            raise ValueError("小时和工作日只能用在 direction: after")
        return self

    @property
    def moves(self) -> bool:
        """Whether an end on a day of rest moves to the next working day."""
        return self.direction is Direction.AFTER and self.period.unit is not Unit.HOURS

    @property
    def toward(self) -> Literal["past", "future"]:
        """Where a date without a year lies."""
        return "future" if self.looks_ahead else "past"

    @property
    def looks_ahead(self) -> bool:
        """Whether its event usually lies in the future (a meeting, the end of a contract)."""
        return self.direction is Direction.BEFORE
