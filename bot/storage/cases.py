"""Cases, their messages and their moves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, func, insert, select, update

from bot.conversation import Citizen
from bot.desk import NewCase
from bot.referral.case import (
    Case,
    CaseMove,
    CaseState,
    CaseSummary,
    Clock,
    Move,
    Step,
    require_move,
)
from bot.referral.masking import bare
from bot.storage import audit
from bot.storage.case_messages import SqlCaseMessages
from bot.storage.files import SqlCaseFiles
from bot.storage.inquiries import short_code
from bot.storage.tables import case_messages, case_moves, case_ratings, cases
from bot.storage.upsert import upsert

_OVER = (CaseState.CLOSED.value, CaseState.WITHDRAWN.value)
_UNCLAIMED = tuple(state.value for state in CaseState if state.is_unclaimed)


class SqlCases(SqlCaseMessages):
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
            **_clock_row(new.clock),
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
        values = {"state": after.value, "changed_at": now, **changes}
        if clock is not None:
            values |= _clock_row(clock)
        changed = update(cases).where(cases.c.id == case.id).values(**values).returning(cases)
        moved = (await self._connection.execute(changed)).one()
        await audit.append(
            self._connection, case.id, CaseMove(move, present.state, after, actor, reason, now)
        )
        return case_of_row(moved)

    async def set_clock(self, case: Case, clock: Clock) -> None:
        """Another clock, without a move."""
        changed = update(cases).where(cases.c.id == case.id)
        await self._connection.execute(changed.values(**_clock_row(clock)))

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

    async def rate(self, case: Case, which: int, stars: int, now: datetime) -> None:
        """The citizen's rating on closing (1) or a week later (2); a second one replaces it."""
        key = {"case_id": case.id, "round": which}
        await upsert(self._connection, case_ratings, key, {"stars": stars, "at": now})

    async def ratings(self, case: Case) -> dict[int, int]:
        """Stars by round."""
        query = select(case_ratings).where(case_ratings.c.case_id == case.id)
        return {row.round: row.stars for row in (await self._connection.execute(query)).all()}

    async def joined_to(self, case: Case) -> list[Case]:
        """The running cases under this lead case, oldest first, locked."""
        query = select(cases).where(cases.c.lead_id == case.id, cases.c.state.not_in(_OVER))
        rows = (await self._connection.execute(query.order_by(cases.c.id).with_for_update())).all()
        return [case_of_row(row) for row in rows]

    async def neighbours(self, case: Case, since: datetime, limit: int) -> list[Case]:
        """Running cases of the same station that came since, newest first, without this one."""
        query = select(cases).where(
            cases.c.station_id == case.station_id,
            cases.c.id != case.id,
            cases.c.opened_at >= since,
            cases.c.state.not_in(_OVER),
        )
        rows = (await self._connection.execute(query.order_by(cases.c.id.desc()).limit(limit))).all()
        return [case_of_row(row) for row in rows]

    async def waiting_at(self, station_id: str) -> int:
        """How many unclaimed cases wait at a station."""
        query = select(func.count()).where(cases.c.station_id == station_id, cases.c.state.in_(_UNCLAIMED))
        return int((await self._connection.execute(query)).scalar_one())

    async def due(self, now: datetime, limit: int) -> list[str]:
        """The numbers of cases whose clock asks for a look, the longest waiting first."""
        query = select(cases.c.number).where(cases.c.look_at <= now).order_by(cases.c.look_at).limit(limit)
        return list((await self._connection.execute(query)).scalars())

    async def overdue(self, station_ids: Sequence[str] | None, now: datetime, limit: int = 200) -> list[Case]:
        """Cases of these stations (None: of all) whose step should have been done, the latest first."""
        query = select(cases).where(
            cases.c.due_at <= now, cases.c.state.not_in((*_OVER, CaseState.WAITING_CITIZEN.value))
        )
        if station_ids is not None:
            query = query.where(cases.c.station_id.in_(station_ids))
        rows = (await self._connection.execute(query.order_by(cases.c.due_at).limit(limit))).all()
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

    async def of_stations(
        self, station_ids: Sequence[str] | None, states: Sequence[CaseState] = (), limit: int = 200
    ) -> list[Case]:
        """Cases of these stations (None: of all), the last changed first."""
        query = select(cases).order_by(cases.c.changed_at.desc()).limit(limit)
        if station_ids is not None:
            query = query.where(cases.c.station_id.in_(station_ids))
        if states:
            query = query.where(cases.c.state.in_([state.value for state in states]))
        return [case_of_row(row) for row in (await self._connection.execute(query)).all()]

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
        return [case_of_row(row) for row in (await self._connection.execute(query)).all()]

    async def changed_since(self, moment: datetime, limit: int = 1000) -> list[Case]:
        """Cases changed at or after `moment`, newest first."""
        query = select(cases).where(cases.c.changed_at >= moment)
        newest = query.order_by(cases.c.changed_at.desc()).limit(limit)
        return [case_of_row(row) for row in (await self._connection.execute(newest)).all()]

    async def of_citizen(self, citizen: Citizen) -> tuple[CaseSummary, ...]:
        """The citizen's cases, newest first, with what the station answered."""
        query = (
            select(cases)
            .where(cases.c.channel == citizen.channel.value, cases.c.citizen_id == citizen.id)
            .order_by(cases.c.id.desc())
            .limit(20)
        )
        found = [case_of_row(row) for row in (await self._connection.execute(query)).all()]
        return tuple([await self.summary(case) for case in found])

    async def summary(self, case: Case) -> CaseSummary:
        """What the citizen sees of a case."""
        said = await self.messages(case)
        lead = await self._unlocked(case.lead_id) if case.lead_id is not None else None
        return CaseSummary(
            case.number,
            case.state,
            case.station_name,
            case.question,
            case.opened_at,
            case.changed_at,
            said,
            clock=lead.clock if lead and not case.state.is_over else case.clock,
            held_since=case.held_since,
            closed_at=case.closed_at,
            is_joined=case.lead_id is not None,
            has_phone=case.phone is not None,
            result=await self._result(case),
            stars=max((await self.ratings(case)).items(), default=(0, None))[1],
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
        over = select(cases.c.id).where(
            cases.c.channel == citizen.channel.value,
            cases.c.citizen_id == citizen.id,
            cases.c.state.in_((CaseState.CLOSED.value, CaseState.WITHDRAWN.value)),
        )
        theirs = tuple((await self._connection.execute(over)).scalars())
        await SqlCaseFiles(self._connection).forget(theirs)
        await self._connection.execute(delete(case_messages).where(case_messages.c.case_id.in_(theirs)))
        await self._connection.execute(
            update(cases)
            .where(cases.c.id.in_(theirs))
            .values(
                question="（已按本人要求删除）", citizen_id="", pickup_hash=None, phone=None, withheld=None
            )
        )

    async def _one(self, condition: Any) -> Case | None:
        row = (await self._connection.execute(select(cases).where(condition).with_for_update())).first()
        return None if row is None else case_of_row(row)

    async def _result(self, case: Case) -> str:
        """What the case was closed with, as the citizen was told."""
        if case.state is not CaseState.CLOSED:
            return ""
        closing = select(case_moves.c.reason).where(
            case_moves.c.case_id == case.id, case_moves.c.move == Move.CLOSE.value
        )
        newest = closing.order_by(case_moves.c.id.desc()).limit(1)
        return str((await self._connection.execute(newest)).scalar() or "")

    async def _unlocked(self, case_id: int) -> Case | None:
        row = (await self._connection.execute(select(cases).where(cases.c.id == case_id))).first()
        return None if row is None else case_of_row(row)


def _clock_row(clock: Clock) -> dict[str, Any]:
    return {
        "step": clock.step.value,
        "due_at": clock.due_at,
        "look_at": clock.look_at,
        "nudges": clock.nudges,
        "left_minutes": clock.left_minutes,
    }


def case_of_row(row: Row[Any]) -> Case:
    """A case of its row."""
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
        clock=Clock(Step(row.step), row.due_at, row.look_at, row.nudges, row.left_minutes),
        held_since=row.held_since,
        closed_at=row.closed_at,
        closed_by=row.closed_by,
        barred_closer=row.barred_closer,
        lead_id=row.lead_id,
        phone=row.phone,
        withheld=tuple(row.withheld or ()),
    )
