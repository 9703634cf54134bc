"""A case arrives at a station: its chats are told, with the cases that are likely about the same matter."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.desk.acting import Acting
from bot.desk.ports import DeskWork
from bot.referral.case import Case
from bot.referral.same_matter import LIKELY, Matter, likeness

_SAME_MATTER_DAYS = 30
_MOST_NEIGHBOURS = 200


class Arriving(Acting):
    """What happens where a case is new."""

    async def likely_same(self, work: DeskWork, case: Case) -> list[Case]:
        """Running cases of the same station that are likely about the same matter; leads first."""
        since = case.opened_at - timedelta(days=_SAME_MATTER_DAYS)
        near = await work.cases.neighbours(case, since, _MOST_NEIGHBOURS)
        mine = Matter(case.question, case.entry_id)
        scored = [(likeness(mine, Matter(one.question, one.entry_id)), one) for one in near]
        likely = [(score, one) for score, one in scored if score >= LIKELY and one.lead_id is None]
        return [one for _, one in sorted(likely, key=lambda pair: (-pair[0], pair[1].id))][:5]

    # ------------------------------------------------------------ private

    async def _arrives(self, work: DeskWork, case: Case, key: str, now: datetime) -> None:
        """A case is new at its station: its chats are told, and its silence counts from here."""
        await work.pulses.case_came(case.station_id, now)
        if await work.staff.chats_of(case.station_id):
            said, likely = await work.cases.messages(case), await self.likely_same(work, case)
            await self._tell_duty(work, case, self._wording.new_case(case, said, likely), key, now)
