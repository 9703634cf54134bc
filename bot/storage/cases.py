"""Cases: opened, locked, moved with a row of the log for each move."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update

from bot.desk import NewCase
from bot.referral.case import (
    Case,
    CaseMove,
    CaseState,
    Clock,
    Move,
    require_move,
)
from bot.referral.masking import bare
from bot.storage import audit
from bot.storage.case_lists import SqlCaseLists
from bot.storage.case_rows import OVER, case_of_row, clock_row
from bot.storage.case_views import SqlCaseViews
from bot.storage.inquiries import short_code
from bot.storage.tables import case_messages, case_moves, cases


class SqlCases(SqlCaseViews, SqlCaseLists):
    """Cases in a database; implements `desk.Cases`."""

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
            **clock_row(new.clock),
        }
        await self._connection.execute(insert(cases).values(**row))
        case = await self.get(str(row["number"]))
        assert case is not None
        after = require_move(None, Move.OPEN)
        opened = CaseMove(Move.OPEN, None, after, "citizen", f"交给{new.station_name}", new.opened_at)
        await audit.append(self._connection, case.id, opened)
        for position, message in enumerate(new.messages):
            await self.add_message(case, message, key=f"{new.origin}/said/{position}")
        return case

    async def get(self, number: str) -> Case | None:
        """The case of this number, locked against other writers until the transaction ends."""
        return await self._one(cases.c.number == number.strip().upper())

    async def of_message(self, key: str) -> Case | None:
        """The case that a message of this key belongs to, locked likewise."""
        found = select(case_messages.c.case_id).where(case_messages.c.key == key)
        case_id = (await self._connection.execute(found)).scalar()
        return None if case_id is None else await self.by_id(case_id)

    async def by_id(self, case_id: int) -> Case | None:
        """The case of this id, locked likewise."""
        return await self._one(cases.c.id == case_id)

    async def move(
        self,
        case: Case,
        move: Move,
        *,
        actor: str,
        reason: str,
        now: datetime,
        clock: Clock | None = None,
        **changes: Any,
    ) -> Case:
        """Make a move of the table, log it, and apply `changes` to the case.
        Raises MoveRefused where the case's present state does not allow it."""
        present = await self.get(case.number)
        assert present is not None
        after = require_move(present.state, move)
        await self._hold_joined(case)
        values = {"state": after.value, "changed_at": now, **changes}
        if clock is not None:
            values |= clock_row(clock)
        changed = update(cases).where(cases.c.id == case.id).values(**values).returning(cases)
        moved = (await self._connection.execute(changed)).one()
        await audit.append(
            self._connection, case.id, CaseMove(move, present.state, after, actor, reason, now)
        )
        return case_of_row(moved)

    async def set_clock(self, case: Case, clock: Clock) -> None:
        """Another clock, without a move."""
        changed = update(cases).where(cases.c.id == case.id)
        await self._connection.execute(changed.values(**clock_row(clock)))

    async def keep_phone(self, case: Case, phone: str) -> None:
        """The citizen released this phone for this case."""
        still = [one for one in case.withheld if one != bare(phone)]
        values = {"phone": phone[:40], "withheld": still or None}
        await self._connection.execute(update(cases).where(cases.c.id == case.id).values(**values))

    async def withhold_phone(self, case: Case) -> None:
        """The citizen took the phone back: nobody is shown it any more."""
        withheld = [*case.withheld, bare(case.phone)] if case.phone else list(case.withheld)
        values = {"phone": None, "withheld": list(dict.fromkeys(withheld)) or None}
        await self._connection.execute(update(cases).where(cases.c.id == case.id).values(**values))

    async def joined_to(self, case: Case) -> list[Case]:
        """The running cases under this lead case, oldest first, locked."""
        query = select(cases).where(cases.c.lead_id == case.id, cases.c.state.not_in(OVER))
        rows = (await self._connection.execute(query.order_by(cases.c.id).with_for_update())).all()
        return [case_of_row(row) for row in rows]

    async def moves(self, case: Case) -> tuple[CaseMove, ...]:
        """All moves of a case, oldest first."""
        query = select(case_moves).where(case_moves.c.case_id == case.id).order_by(case_moves.c.id)
        return tuple(
            CaseMove(
                Move(row.move),
                CaseState(row.before) if row.before else None,
                CaseState(row.after),
                row.actor,
                row.reason,
                row.at,
            )
            for row in (await self._connection.execute(query)).all()
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

    async def _hold_joined(self, case: Case) -> None:
        """Lock the cases under this one before the log's head: whoever holds one of them may be waiting for the head,
        and would wait for ever if we held it already."""
        if self._connection.dialect.name == "postgresql":
            joined = select(cases.c.id).where(cases.c.lead_id == case.id)
            await self._connection.execute(joined.order_by(cases.c.id).with_for_update())

    async def _one(self, condition: Any) -> Case | None:
        row = (await self._connection.execute(select(cases).where(condition).with_for_update())).first()
        return None if row is None else case_of_row(row)
