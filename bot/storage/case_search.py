"""Finding cases by number, place, and the words that staff may read: what is masked on the page cannot be found."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.desk import SearchWord
from bot.referral.case import Case, CaseState
from bot.referral.masking import masked
from bot.storage.case_rows import case_of_row
from bot.storage.tables import case_messages, cases

_PAGE = 300


class SqlCaseSearch:
    """Searches in a database."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def find(
        self,
        station_ids: Sequence[str] | None,
        states: Sequence[CaseState],
        words: Sequence[SearchWord],
        limit: int,
        *,
        in_words: bool,
    ) -> list[Case]:
        """Cases of these stations (None: of all) that hold every word, the last changed first. Only with `in_words`
        in what was written."""
        query = select(cases).order_by(cases.c.changed_at.desc(), cases.c.id.desc()).limit(_PAGE)
        if station_ids is not None:
            query = query.where(cases.c.station_id.in_(station_ids))
        if states:
            query = query.where(cases.c.state.in_([state.value for state in states]))
        for word in words:
            query = query.where(or_(*_may_hold(word, in_words=in_words)))
        found: list[Case] = []
        for offset in range(0, 1_000_000, _PAGE):
            page = [case_of_row(row) for row in (await self._connection.execute(query.offset(offset))).all()]
            # The database looks at the words as they were written; what is masked is left out here.
            texts = await self._texts(page) if in_words and words else {}
            found += [one for one in page if all(_holds(word, one, texts.get(one.id, ())) for word in words)]
            if len(page) < _PAGE or len(found) >= limit:
                break
        return found[:limit]

    async def _texts(self, page: Sequence[Case]) -> dict[int, list[str]]:
        texts = {one.id: [masked(one.question)] for one in page}
        said = select(case_messages.c.case_id, case_messages.c.text)
        query = said.where(case_messages.c.case_id.in_(texts))
        for case_id, text in (await self._connection.execute(query)).all():
            texts[case_id].append(masked(text))
        return texts


def _may_hold(word: SearchWord, *, in_words: bool) -> list[ColumnElement[bool]]:
    like = _pattern(word.text)
    conditions: list[ColumnElement[bool]] = [
        cases.c.number.ilike(like, escape="\\"),
        cases.c.station_name.ilike(like, escape="\\"),
    ]
    if word.station_ids:
        conditions.append(cases.c.station_id.in_(word.station_ids))
    if in_words:
        conditions.append(cases.c.question.ilike(like, escape="\\"))
        conditions.append(
            exists().where(
                case_messages.c.case_id == cases.c.id, case_messages.c.text.ilike(like, escape="\\")
            )
        )
    return conditions


def _pattern(text: str) -> str:
    """Stars stand for what is masked on the page."""
    escaped = re.sub(r"([\\%_])", r"\\\1", text)
    return "%" + re.sub(r"\*+", "%", escaped) + "%"


def _holds(word: SearchWord, case: Case, texts: Sequence[Any]) -> bool:
    if case.station_id in word.station_ids:
        return True
    text = word.text.casefold()
    return any(text in one.casefold() for one in (case.number, case.station_name, *texts))
