"""A case as its citizen has it: what they see of it, how they rate it, and that its words can be taken out."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select, update

from bot.conversation import Citizen
from bot.delivery import Recipient
from bot.referral.case import Case, CaseState, CaseSummary, Move
from bot.storage.case_messages import SqlCaseMessages
from bot.storage.case_rows import OVER, case_of_row
from bot.storage.files import SqlCaseFiles
from bot.storage.outbox import SqlOutbox
from bot.storage.tables import case_messages, case_moves, case_ratings, cases
from bot.storage.upsert import upsert


class SqlCaseViews(SqlCaseMessages):
    """The citizen's side of cases in a database."""

    async def rate(self, case: Case, which: int, stars: int, now: datetime) -> None:
        """The citizen's rating on closing (1) or a week later (2); a second one replaces it."""
        key = {"case_id": case.id, "round": which}
        await upsert(self._connection, case_ratings, key, {"stars": stars, "at": now})

    async def ratings(self, case: Case) -> dict[int, int]:
        """Stars by round."""
        query = select(case_ratings).where(case_ratings.c.case_id == case.id)
        return {row.round: row.stars for row in (await self._connection.execute(query)).all()}

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

    async def erase(self, citizen: Citizen) -> None:
        """Take the citizen's words out of cases that are over, and out of what was sent about them; the log of moves
        stays, it holds none of them."""
        over = select(cases.c.id).where(
            cases.c.channel == citizen.channel.value,
            cases.c.citizen_id == citizen.id,
            cases.c.state.in_(OVER),
        )
        theirs = tuple((await self._connection.execute(over)).scalars())
        numbers = select(cases.c.number).where(cases.c.id.in_(theirs))
        told = tuple((await self._connection.execute(numbers)).scalars())
        await SqlOutbox(self._connection).forget_told(Recipient(citizen.channel, citizen.id), told)
        await SqlCaseFiles(self._connection).forget(theirs)
        await self._connection.execute(delete(case_messages).where(case_messages.c.case_id.in_(theirs)))
        await self._connection.execute(
            update(cases)
            .where(cases.c.id.in_(theirs))
            .values(
                question="（已按本人要求删除）", citizen_id="", pickup_hash=None, phone=None, withheld=None
            )
        )

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
