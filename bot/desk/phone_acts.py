"""The citizen's phone: shown to who works the case once they say so, and taken back."""

from __future__ import annotations

from datetime import datetime

from bot.conversation import Citizen
from bot.desk.arriving import Arriving
from bot.desk.ports import DeskWork
from bot.referral.case import Case, Move, MoveRefused
from bot.referral.masking import phone_in


class PhoneActs(Arriving):
    """Each act is one short transaction of the caller's."""

    async def release_phone(
        self, work: DeskWork, citizen: Citizen, number: str, *, now: datetime
    ) -> Case | None:
        """Let who works this case see the phone that the citizen wrote last; None where none was written.
        Raises NoSuchCase, MoveRefused."""
        case = await self._own(work, citizen, number)
        if case.state.is_over:
            raise MoveRefused("工单已经结束")
        said = [one.text for one in await work.cases.messages(case) if one.author == "citizen"]
        phone = next((found for text in reversed([case.question, *said]) if (found := phone_in(text))), None)
        if phone is None:
            return None
        case = await self._move(work, case, Move.GIVE_PHONE, actor="citizen", now=now)
        await work.cases.keep_phone(case, phone)
        key = f"{number}/phone/{now.isoformat()}"
        await self._tell_station(work, case, self._wording.citizen_gave_phone(case), key, now)
        return case

    async def take_phone_back(
        self, work: DeskWork, citizen: Citizen, number: str, *, now: datetime
    ) -> Case | None:
        """Nobody is shown the released phone any more, not even where the citizen's own words hold it; None where
        none was released. Raises NoSuchCase, MoveRefused."""
        case = await self._own(work, citizen, number)
        if case.phone is None:
            return None
        case = await self._move(work, case, Move.TAKE_PHONE_BACK, actor="citizen", now=now)
        await work.cases.withhold_phone(case)
        key = f"{number}/phone-back/{now.isoformat()}"
        await self._tell_station(work, case, self._wording.citizen_took_phone_back(case), key, now)
        return case
