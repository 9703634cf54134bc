"""A notice goes out: drafted, tested on oneself, released by a second person, sent, corrected; or stopped."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Protocol

from bot.conversation import Channel
from bot.delivery import Message, Outbox, Recipient
from bot.desk import Role, StaffMember
from bot.notices.notice import (
    TEXT_LIMIT,
    TOPICS,
    Audience,
    Broadcast,
    BroadcastState,
    Content,
    Draft,
    NoticeParcel,
    RecipientState,
)
from bot.notices.quiet import local_minute, may_send_on
from bot.notices.timing import Cron, next_due
from bot.referral.workdays import LOCAL_ZONE

ENQUEUE_CHUNK = 5000
# A released audience may grow a little until the notice is due; one that became another has to be looked at again.
_GROWTH = 1.2
_GROWTH_LEAST = 50
# Longer than any request to a server takes.
DOUBT_AFTER = timedelta(seconds=60)
AUTHORS = frozenset({Role.LEAD, Role.DISTRICT, Role.CITY, Role.EDITOR, Role.ADMIN})
RELEASERS = frozenset({Role.LEAD, Role.DISTRICT, Role.CITY, Role.ADMIN})
_RUNNING = (BroadcastState.RELEASED, BroadcastState.SENDING, BroadcastState.PAUSED, BroadcastState.HELD)
Wording = Callable[[int, Content], Message]


class BroadcastRefused(Exception):
    """The act is not allowed now; `str()` says why, in Chinese."""


class Broadcasts(Protocol):
    """Where broadcasts are kept."""

    async def add(self, draft: Draft, author_id: int, now: datetime) -> Broadcast:
        """Keep a new draft."""

    async def add_occurrence(self, series: Broadcast, due_at: datetime, valid_until: datetime | None) -> None:
        """One time of a series, made once."""

    async def get(self, broadcast_id: int) -> Broadcast | None:
        """The broadcast, locked until the transaction ends."""

    async def in_states(
        self, states: Iterable[BroadcastState], *, not_ended: bool = False
    ) -> list[Broadcast]:
        """Those in any of these states; with `not_ended` only those whose end was not written down."""

    async def rewrite(self, broadcast_id: int, draft: Draft) -> None:
        """Replace the words of a draft."""

    async def change(self, broadcast_id: int, **values: Any) -> None:
        """Set columns."""

    async def seen(self, broadcast_id: int) -> Broadcast | None:
        """The broadcast, to be looked at only."""

    async def log(self, broadcast_id: int, move: str, staff_id: int | None, said: str, now: datetime) -> None:
        """Write down who did what."""


class Recipients(Protocol):
    """The rows of those who get a broadcast."""

    async def count_audience(self, audience: Audience) -> int:
        """How many people an audience is at this moment."""

    async def enqueue(self, broadcast_id: int, audience: Audience, limit: int) -> bool:
        """Write the next rows; says whether all are written."""

    async def next_waiting(
        self, broadcast_ids: Sequence[int], channel: str, now: datetime, minute: int, limit: int
    ) -> list[NoticeParcel]:
        """Those that may be written to at this minute of the day."""

    async def doubt(self, taken_before: datetime | None = None) -> int:
        """Those whose sender is gone become unknown."""

    async def cancel_waiting(self, broadcast_id: int) -> int:
        """None of those that wait goes out."""

    async def counts(self, broadcast_id: int) -> dict[RecipientState, int]:
        """How many are in each state."""

    async def has_open(self, broadcast_id: int) -> bool:
        """Whether any waits or is under way."""


class BroadcastWork(Protocol):
    """The stores that broadcasts touch."""

    @property
    def broadcasts(self) -> Broadcasts:
        """Broadcasts."""

    @property
    def recipients(self) -> Recipients:
        """Their recipients."""

    @property
    def outbox(self) -> Outbox:
        """For the test message."""


class Broadcasting:
    """The acts of staff and of the clock on broadcasts, each inside the caller's transaction."""

    def __init__(
        self, wording: Wording, cron: Cron, area_of: Callable[[StaffMember], str] | None = None
    ) -> None:
        """`area_of` gives the code of the division to which a member of a district or a station is bound."""
        self._wording = wording
        self._cron = cron
        self._area_of = area_of

    # ------------------------------------------------------------ whose area

    async def is_in_area(self, work: BroadcastWork, member: StaffMember, audience: Audience) -> bool:
        """Whether all that an audience reaches lies in the member's own area."""
        area = self._area(member)
        if area is None:
            return True
        divisions = (await self._reached(work, audience)).divisions
        return bool(divisions) and all(one.startswith(area) for one in divisions)

    async def touches_area(self, work: BroadcastWork, member: StaffMember, audience: Audience) -> bool:
        """Whether it reaches anybody in the member's own area, others perhaps too."""
        area = self._area(member)
        divisions = (await self._reached(work, audience)).divisions
        if area is None or not divisions:
            return True
        return any(one.startswith(area) or area.startswith(one) for one in divisions)

    def _area(self, member: StaffMember) -> str | None:
        is_bound = member.role in {Role.STATION, Role.LEAD, Role.DISTRICT}
        return self._area_of(member) if is_bound and self._area_of else None

    async def _reached(self, work: BroadcastWork, audience: Audience) -> Audience:
        """A correction reaches those of what it corrects."""
        while audience.same_as is not None:
            corrected = await work.broadcasts.seen(audience.same_as)
            if corrected is None:
                break
            audience = corrected.draft.audience
        return audience

    async def _require_in_area(self, work: BroadcastWork, member: StaffMember, audience: Audience) -> None:
        if not await self.is_in_area(work, member, audience):
            raise BroadcastRefused(
                "只能发给、只能处理自己区县（站点）范围内的通知。建议：地区写自己的范围，或请市级来做"
            )

    # ------------------------------------------------------------ before it goes out

    async def draft(self, work: BroadcastWork, member: StaffMember, draft: Draft, now: datetime) -> Broadcast:
        """Keep a new draft. Raises BroadcastRefused, TimeUnclear."""
        _require_role(member, AUTHORS)
        await self._require_in_area(work, member, draft.audience)
        self._require_sound(draft, now)
        made = await work.broadcasts.add(draft, member.id, now)
        await work.broadcasts.log(made.id, "draft", member.id, draft.name, now)
        return made

    async def rewrite(
        self, work: BroadcastWork, member: StaffMember, broadcast_id: int, draft: Draft, now: datetime
    ) -> Broadcast:
        """Other words for a draft; it has to be tested anew. Raises BroadcastRefused, TimeUnclear."""
        _require_role(member, AUTHORS)
        await self._require_in_area(work, member, draft.audience)
        self._require_sound(draft, now)
        broadcast = await self._in_state(work, broadcast_id, BroadcastState.DRAFT)
        await self._require_in_area(work, member, broadcast.draft.audience)
        await work.broadcasts.rewrite(broadcast.id, draft)
        # Who wrote the last words is the one who may not release them.
        await work.broadcasts.change(broadcast.id, author_id=member.id)
        await work.broadcasts.log(broadcast.id, "rewrite", member.id, draft.name, now)
        return await self._get(work, broadcast.id)

    async def test(
        self, work: BroadcastWork, member: StaffMember, broadcast_id: int, recipient: Recipient, now: datetime
    ) -> Broadcast:
        """Send it to oneself, exactly as citizens will see it. Raises BroadcastRefused."""
        _require_role(member, AUTHORS)
        broadcast = await self._in_state(work, broadcast_id, BroadcastState.DRAFT)
        await self._require_in_area(work, member, broadcast.draft.audience)
        message = self._wording(broadcast.id, broadcast.draft.content)
        key = f"broadcast/{broadcast.id}/test/{now.isoformat()}"
        await work.outbox.put(recipient, message, key=key, now=now)
        await work.broadcasts.change(broadcast.id, tested_hash=broadcast.text_hash)
        await work.broadcasts.log(broadcast.id, "test", member.id, "", now)
        return await self._get(work, broadcast.id)

    async def release(
        self,
        work: BroadcastWork,
        member: StaffMember,
        broadcast_id: int,
        *,
        text_hash: str,
        count: int,
        now: datetime,
    ) -> Broadcast:
        """A second person lets it go, bound to the text and the audience's size that they saw.
        Raises BroadcastRefused."""
        _require_role(member, RELEASERS)
        broadcast = await self._in_state(work, broadcast_id, BroadcastState.DRAFT)
        await self._require_in_area(work, member, broadcast.draft.audience)
        if broadcast.author_id == member.id:
            raise BroadcastRefused("写通知的人不能自己放行，请另一位同事来放行")
        if broadcast.text_hash != text_hash:
            raise BroadcastRefused("内容在您看过以后改了，请重新看一遍再放行")
        if not broadcast.is_tested:
            raise BroadcastRefused("这份内容还没有试发过，请先试发给自己看")
        present = await work.recipients.count_audience(broadcast.draft.audience)
        if present != count:
            raise BroadcastRefused(f"人数在您看过以后变了（现在 {present} 人），请重新看一遍再放行")
        if present == 0:
            raise BroadcastRefused("没有一个订阅者符合这个范围")
        due_at = self._first_due(broadcast.draft, now)
        if broadcast.valid_until is not None and broadcast.valid_until <= max(due_at, now):
            raise BroadcastRefused("有效期在发送之前就过了，请改时间")
        await work.broadcasts.change(
            broadcast.id,
            state=BroadcastState.RELEASED,
            released_by=member.id,
            released_count=present,
            due_at=due_at,
        )
        await work.broadcasts.log(broadcast.id, "release", member.id, f"{present} 人", now)
        return await self._get(work, broadcast.id)

    async def correct(
        self, work: BroadcastWork, member: StaffMember, broadcast_id: int, text: str, now: datetime
    ) -> Broadcast:
        """A correction to those who got (or may have got) a notice; the notice itself stops.
        It is a draft of its own: another person releases it. Raises BroadcastRefused."""
        _require_role(member, AUTHORS)
        broadcast = await self._get(work, broadcast_id)
        await self._require_in_area(work, member, broadcast.draft.audience)
        if broadcast.started_at is None:
            raise BroadcastRefused("这个通知还没有发过，直接改草稿或取消就行")
        if broadcast.state is BroadcastState.SENDING:
            await self.pause(work, member, broadcast_id, now)
        content = replace(broadcast.draft.content, text=f"【更正】{text.strip()}")
        draft = Draft(f"更正：{broadcast.draft.name}"[:80], content, Audience(same_as=broadcast.id))
        return await self.draft(work, member, draft, now)

    # ------------------------------------------------------------ while it goes out

    async def pause(self, work: BroadcastWork, member: StaffMember, broadcast_id: int, now: datetime) -> None:
        """Nothing more goes out until it is resumed. Raises BroadcastRefused."""
        _require_role(member, AUTHORS)
        broadcast = await self._in_state(work, broadcast_id, BroadcastState.SENDING, BroadcastState.RELEASED)
        await self._require_in_area(work, member, broadcast.draft.audience)
        await self._move(work, broadcast, BroadcastState.PAUSED, member.id, "", now)

    async def resume(
        self,
        work: BroadcastWork,
        member: StaffMember,
        broadcast_id: int,
        now: datetime,
        valid_until: datetime | None = None,
    ) -> None:
        """Go on after a pause, or send all the same what was held. Raises BroadcastRefused."""
        _require_role(member, RELEASERS)
        broadcast = await self._in_state(work, broadcast_id, BroadcastState.PAUSED, BroadcastState.HELD)
        await self._require_in_area(work, member, broadcast.draft.audience)
        until = valid_until or broadcast.valid_until
        if until is not None and until <= now:
            raise BroadcastRefused("有效期已经过了；确实还要发，请写新的有效期")
        count = await work.recipients.count_audience(broadcast.draft.audience)
        await work.broadcasts.change(broadcast.id, valid_until=until, released_count=count)
        state = BroadcastState.SENDING if broadcast.started_at else BroadcastState.RELEASED
        await self._move(work, broadcast, state, member.id, "", now, name="resume")

    async def cancel(
        self, work: BroadcastWork, member: StaffMember, broadcast_id: int, now: datetime
    ) -> None:
        """Stop for good, at once however many wait: their rows are settled by `finish_cancelled`.
        Raises BroadcastRefused."""
        _require_role(member, AUTHORS)
        broadcast = await self._in_state(work, broadcast_id, BroadcastState.DRAFT, *_RUNNING)
        await self._require_in_area(work, member, broadcast.draft.audience)
        await self._move(work, broadcast, BroadcastState.CANCELLED, member.id, "", now)

    async def finish_cancelled(self, work: BroadcastWork, now: datetime) -> None:
        """Settle the rows that a cancelled broadcast will not reach any more."""
        for seen in await work.broadcasts.in_states([BroadcastState.CANCELLED], not_ended=True):
            stopped = await work.recipients.cancel_waiting(seen.id)
            await work.broadcasts.change(seen.id, ended_at=now, why=f"{stopped} 人没有发" if stopped else "")

    # ------------------------------------------------------------ the clock

    async def start_due(self, work: BroadcastWork, now: datetime) -> int:
        """Start what is due, hold what became stale, make the occurrences of series; returns how many changed."""
        changed = 0
        for seen in await work.broadcasts.in_states([BroadcastState.RELEASED]):
            broadcast = await work.broadcasts.get(seen.id)
            if broadcast is None or broadcast.state is not BroadcastState.RELEASED:
                continue
            if broadcast.due_at is None or broadcast.due_at > now:
                continue
            await self._start(work, broadcast, now)
            changed += 1
        return changed

    async def enqueue_next(self, work: BroadcastWork) -> bool:
        """Write recipients of one broadcast that lacks some; False where none does."""
        for seen in await work.broadcasts.in_states([BroadcastState.SENDING]):
            if seen.is_enqueued:
                continue
            broadcast = await work.broadcasts.get(seen.id)
            if broadcast is not None and broadcast.state is BroadcastState.SENDING:
                await work.recipients.enqueue(broadcast.id, broadcast.draft.audience, ENQUEUE_CHUNK)
                return True
        return False

    async def end_finished(self, work: BroadcastWork, now: datetime) -> None:
        """Doubt what dead senders left, hold what ran past its time, and call done what is done."""
        await work.recipients.doubt(now - DOUBT_AFTER)
        for seen in await work.broadcasts.in_states([BroadcastState.SENDING]):
            broadcast = await work.broadcasts.get(seen.id)
            if broadcast is None or broadcast.state is not BroadcastState.SENDING:
                continue
            if broadcast.is_enqueued and not await work.recipients.has_open(broadcast.id):
                await work.broadcasts.change(broadcast.id, ended_at=now)
                await self._move(work, broadcast, BroadcastState.DONE, None, "", now)
            elif broadcast.valid_until is not None and broadcast.valid_until <= now:
                why = "有效期过了，还有人没有收到"
                await self._move(work, broadcast, BroadcastState.HELD, None, why, now)

    # ------------------------------------------------------------ private

    async def _start(self, work: BroadcastWork, broadcast: Broadcast, now: datetime) -> None:
        if broadcast.is_series:
            return await self._next_of_series(work, broadcast, now)
        why = await self._why_not_now(work, broadcast, now)
        if why:
            return await self._move(work, broadcast, BroadcastState.HELD, None, why, now)
        await work.broadcasts.change(broadcast.id, started_at=now)
        return await self._move(work, broadcast, BroadcastState.SENDING, None, "", now)

    async def _next_of_series(self, work: BroadcastWork, series: Broadcast, now: datetime) -> None:
        """The occurrence that is due; of several that came while nobody was there only the last one."""
        timing = series.draft.timing
        due_at = series.due_at
        assert due_at is not None
        following = next_due(timing.recurrence, due_at, self._cron)
        while following is not None and following <= now:
            due_at, following = following, next_due(timing.recurrence, following, self._cron)
        hours = timing.valid_hours
        valid_until = due_at + timedelta(hours=hours) if hours else None
        await work.broadcasts.add_occurrence(series, due_at, valid_until)
        is_over = following is None or (series.valid_until is not None and following > series.valid_until)
        if is_over:
            await work.broadcasts.change(series.id, ended_at=now)
            return await self._move(work, series, BroadcastState.DONE, None, "", now)
        return await work.broadcasts.change(series.id, due_at=following)

    async def _why_not_now(self, work: BroadcastWork, broadcast: Broadcast, now: datetime) -> str:
        if broadcast.valid_until is not None and broadcast.valid_until <= now:
            return "到时间时服务没有运行，有效期已过"
        if broadcast.series_id is not None:
            return ""
        count = await work.recipients.count_audience(broadcast.draft.audience)
        released = broadcast.released_count or 0
        if count > max(released * _GROWTH, released + _GROWTH_LEAST):
            return f"放行时 {released} 人，现在 {count} 人，请再看一遍"
        return ""

    async def _move(
        self,
        work: BroadcastWork,
        broadcast: Broadcast,
        state: BroadcastState,
        staff_id: int | None,
        why: str,
        now: datetime,
        *,
        name: str = "",
    ) -> None:
        await work.broadcasts.change(broadcast.id, state=state, why=why)
        await work.broadcasts.log(broadcast.id, name or state.value, staff_id, why, now)

    async def _get(self, work: BroadcastWork, broadcast_id: int) -> Broadcast:
        broadcast = await work.broadcasts.get(broadcast_id)
        if broadcast is None:
            raise BroadcastRefused(f"没有编号为 {broadcast_id} 的通知")
        return broadcast

    async def _in_state(self, work: BroadcastWork, broadcast_id: int, *states: BroadcastState) -> Broadcast:
        broadcast = await self._get(work, broadcast_id)
        if broadcast.state not in states:
            raise BroadcastRefused(f"这个通知现在{_PRESENT[broadcast.state]}，不能这样操作")
        return broadcast

    def _first_due(self, draft: Draft, now: datetime) -> datetime:
        if not draft.timing.recurrence:
            return draft.timing.due_at or now
        due_at = next_due(draft.timing.recurrence, now, self._cron)
        if due_at is None:
            raise BroadcastRefused("这个时间规则以后不会再到")
        return due_at

    def _require_sound(self, draft: Draft, now: datetime) -> None:
        content = draft.content
        if not content.text.strip():
            raise BroadcastRefused("通知没有写内容")
        if len(content.text) > TEXT_LIMIT:
            raise BroadcastRefused(f"内容太长了（{len(content.text)} 字），最多 {TEXT_LIMIT} 字")
        for address in (content.link, content.picture):
            if address and not (address.startswith(("https://", "http://")) and len(address) <= 500):
                raise BroadcastRefused("链接和图片地址要以 https:// 开头，最多 500 字")
        unknown = [topic for topic in draft.audience.topics if topic not in TOPICS]
        if unknown:
            raise BroadcastRefused(f"没有“{unknown[0]}”这个主题。建议：{'、'.join(TOPICS.values())}")
        self._first_due(draft, now)


def may_go_out(broadcast: Broadcast, now: datetime) -> bool:
    """Whether messages of a running broadcast may go out at this moment."""
    if broadcast.valid_until is not None and broadcast.valid_until <= now:
        return False
    if not broadcast.draft.timing.working_days_only:
        return True
    return may_send_on(now.astimezone(LOCAL_ZONE).date())


async def next_parcels(
    work: BroadcastWork, channel: Channel, now: datetime, limit: int
) -> list[NoticeParcel]:
    """Recipients of running broadcasts whose message may go out now, at most `limit`."""
    sending = await work.broadcasts.in_states([BroadcastState.SENDING])
    ids = [one.id for one in sending if may_go_out(one, now)]
    return await work.recipients.next_waiting(ids, channel.value, now, local_minute(now), limit)


_PRESENT = {
    BroadcastState.DRAFT: "还是草稿",
    BroadcastState.RELEASED: "已经放行",
    BroadcastState.SENDING: "正在发送",
    BroadcastState.PAUSED: "暂停着",
    BroadcastState.HELD: "没有发，等人决定",
    BroadcastState.DONE: "已经发完",
    BroadcastState.CANCELLED: "已经取消",
}


def _require_role(member: StaffMember, roles: frozenset[Role]) -> None:
    if member.role not in roles:
        raise BroadcastRefused("您的角色不能做这件事，请找负责人或管理员")
