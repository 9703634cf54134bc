"""Cases, their messages and their moves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.conversation import Citizen
from bot.desk import NewCase
from bot.referral.case import Case, CaseMessage, CaseMove, CaseState, CaseSummary, Move, require_move
from bot.storage import audit
from bot.storage.inquiries import short_code
from bot.storage.tables import case_messages, case_moves, cases
from bot.storage.upsert import insert_once


class SqlCases:
    """Cases in a database; implements `desk.Cases`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def open(self, new: NewCase) -> Case:
        """Keep a new case; the same `origin` again gives the case that is there."""
        known = await self._one(cases.c.origin == new.origin)
        if known is not None:
            return known
        row = {
            "number": f"KM{new.opened_at:%y%m%d}-{short_code(5)}",
            "origin": new.origin,
            "station_id": new.station_id,
            "station_name": new.station_name,
            "channel": new.citizen.channel.value,
            "citizen_id": new.citizen.id,
            "entry_id": new.entry_id,
            "question": new.question,
            "state": CaseState.OPEN.value,
            "pickup_hash": new.pickup_hash,
            "pickup_failures": 0,
            "consent_text_hash": new.consent_text_hash,
            "opened_at": new.opened_at,
            "changed_at": new.opened_at,
        }
        await self._connection.execute(insert(cases).values(**row))
        case = await self.get(str(row["number"]))
        assert case is not None
        for position, message in enumerate(new.messages):
            await self.add_message(case, message, key=f"{new.origin}/said/{position}")
        return case

    async def get(self, number: str) -> Case | None:
        """The case of this number, locked against other writers until the transaction ends."""
        return await self._one(cases.c.number == number.strip().upper())

    async def move(
        self, case: Case, move: Move, *, actor: str, reason: str, now: datetime, **changes: Any
    ) -> Case:
        """Make a move of the table, log it, and apply `changes` to the case.
        Raises MoveRefused where the case's present state does not allow it."""
        present = await self.get(case.number)
        assert present is not None
        after = require_move(present.state, move)
        values = {"state": after.value, "changed_at": now, **changes}
        await self._connection.execute(update(cases).where(cases.c.id == case.id).values(**values))
        await audit.append(
            self._connection, case.id, CaseMove(move, present.state, after, actor, reason, now)
        )
        moved = await self.get(case.number)
        assert moved is not None
        return moved

    async def add_message(
        self, case: Case, message: CaseMessage, *, key: str, staff_id: int | None = None
    ) -> bool:
        """Add a message; False where one with this key is there already."""
        row = {
            "case_id": case.id,
            "author": message.author,
            "staff_id": staff_id,
            "text": message.text,
            "key": key,
            "at": message.at,
        }
        return await insert_once(self._connection, case_messages, row, "key")

    async def messages(self, case: Case) -> tuple[CaseMessage, ...]:
        """All messages of a case, oldest first."""
        query = select(case_messages).where(case_messages.c.case_id == case.id).order_by(case_messages.c.id)
        return tuple(
            CaseMessage(row.author, row.text, row.at) for row in (await self._connection.execute(query)).all()
        )

    async def moves(self, case: Case) -> tuple[CaseMove, ...]:
        """All moves of a case, oldest first."""
        query = select(case_moves).where(case_moves.c.case_id == case.id).order_by(case_moves.c.id)
        return tuple(
            CaseMove(
                Move(row.move), CaseState(row.before), CaseState(row.after), row.actor, row.reason, row.at
            )
            for row in (await self._connection.execute(query)).all()
        )

    async def of_stations(
        self,
        station_ids: Sequence[str] | None,
        states: Sequence[CaseState] = (),
        search: str = "",
        limit: int = 200,
    ) -> list[Case]:
        """Cases of these stations (None: of all), newest first; `search` looks in number and question."""
        query = select(cases).order_by(cases.c.changed_at.desc()).limit(limit)
        if station_ids is not None:
            query = query.where(cases.c.station_id.in_(station_ids))
        if states:
            query = query.where(cases.c.state.in_([state.value for state in states]))
        if search:
            query = query.where(
                or_(
                    cases.c.number.contains(search.upper(), autoescape=True),
                    cases.c.question.contains(search, autoescape=True),
                )
            )
        return [_case(row) for row in (await self._connection.execute(query)).all()]

    async def counts(self, station_ids: Sequence[str] | None) -> dict[CaseState, int]:
        """How many cases of these stations (None: of all) are in each state."""
        query = select(cases.c.state, func.count()).group_by(cases.c.state)
        if station_ids is not None:
            query = query.where(cases.c.station_id.in_(station_ids))
        return {CaseState(state): count for state, count in (await self._connection.execute(query)).all()}

    async def held_by(self, staff_id: int) -> list[Case]:
        """The running cases that this member of staff has taken."""
        held = (CaseState.CLAIMED.value, CaseState.WAITING_CITIZEN.value)
        query = select(cases).where(cases.c.claimed_by == staff_id, cases.c.state.in_(held))
        return [_case(row) for row in (await self._connection.execute(query)).all()]

    async def changed_since(self, moment: datetime, limit: int = 1000) -> list[Case]:
        """Cases changed at or after `moment`, newest first."""
        query = select(cases).where(cases.c.changed_at >= moment)
        newest = query.order_by(cases.c.changed_at.desc()).limit(limit)
        return [_case(row) for row in (await self._connection.execute(newest)).all()]

    async def of_citizen(self, citizen: Citizen) -> tuple[CaseSummary, ...]:
        """The citizen's cases, newest first, with what the station answered."""
        query = (
            select(cases)
            .where(cases.c.channel == citizen.channel.value, cases.c.citizen_id == citizen.id)
            .order_by(cases.c.id.desc())
            .limit(20)
        )
        found = [_case(row) for row in (await self._connection.execute(query)).all()]
        return tuple([await self.summary(case) for case in found])

    async def summary(self, case: Case) -> CaseSummary:
        """What the citizen sees of a case."""
        said = await self.messages(case)
        return CaseSummary(
            case.number, case.state, case.station_name, case.question, case.opened_at, case.changed_at, said
        )

    async def pick_up(self, number: str, pickup_hash: str, most_failures: int) -> Case | None:
        """The case whose number and pickup code match; a wrong code is counted, too many lock the case."""
        case = await self.get(number)
        if case is None:
            return None
        row = (
            await self._connection.execute(
                select(cases.c.pickup_hash, cases.c.pickup_failures).where(cases.c.id == case.id)
            )
        ).one()
        if row.pickup_failures >= most_failures:
            return None
        if row.pickup_hash == pickup_hash:
            return case
        count = update(cases).where(cases.c.id == case.id).values(pickup_failures=cases.c.pickup_failures + 1)
        await self._connection.execute(count)
        return None

    async def erase(self, citizen: Citizen) -> None:
        """Take the citizen's words out of cases that are over; the log of moves stays, it holds no words."""
        theirs = select(cases.c.id).where(
            cases.c.channel == citizen.channel.value,
            cases.c.citizen_id == citizen.id,
            cases.c.state.in_((CaseState.CLOSED.value, CaseState.WITHDRAWN.value)),
        )
        await self._connection.execute(delete(case_messages).where(case_messages.c.case_id.in_(theirs)))
        await self._connection.execute(
            update(cases)
            .where(cases.c.id.in_(theirs))
            .values(question="（已按本人要求删除）", citizen_id="", pickup_hash=None)
        )

    async def _one(self, condition: Any) -> Case | None:
        row = (await self._connection.execute(select(cases).where(condition).with_for_update())).first()
        return None if row is None else _case(row)


def _case(row: Row[Any]) -> Case:
    return Case(
        id=row.id,
        number=row.number,
        station_id=row.station_id,
        station_name=row.station_name,
        channel=row.channel,
        citizen_id=row.citizen_id,
        entry_id=row.entry_id,
        question=row.question,
        state=CaseState(row.state),
        claimed_by=row.claimed_by,
        opened_at=row.opened_at,
        changed_at=row.changed_at,
    )
