"""Staff, their one-time invitations, console sessions and linked messenger chats. Codes are kept as hashes only."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.desk import Invitation, Role, StaffMember
from bot.storage.tables import invitations, staff, staff_chats, staff_sessions
from bot.storage.upsert import upsert

INVITATION_LIFE = timedelta(days=7)
SESSION_LIFE = timedelta(hours=12)


def hashed(secret: str) -> str:
    """SHA-256 of a random code: such codes need no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()


class SqlStaff:
    """Staff in a database; implements `desk.StaffRoll`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def has_anyone(self) -> bool:
        """Whether any member of staff was ever admitted."""
        return bool((await self._connection.execute(select(func.count()).select_from(staff))).scalar())

    async def get(self, staff_id: int) -> StaffMember | None:
        """An active member of staff."""
        row = (
            await self._connection.execute(select(staff).where(staff.c.id == staff_id, staff.c.is_active))
        ).first()
        return None if row is None else StaffMember(row.id, row.name, Role(row.role), row.station_id)

    async def everyone(self) -> list[StaffMember]:
        """All active staff, by name."""
        rows = (
            await self._connection.execute(select(staff).where(staff.c.is_active).order_by(staff.c.name))
        ).all()
        return [StaffMember(row.id, row.name, Role(row.role), row.station_id) for row in rows]

    async def names(self) -> dict[int, str]:
        """The names of all staff who ever were, by id."""
        return {row.id: row.name for row in (await self._connection.execute(select(staff))).all()}

    async def named(self, name: str, role: Role, station_id: str | None) -> StaffMember | None:
        """The active member of this name, role and station: a second invitation is for the same person."""
        query = select(staff.c.id).where(
            staff.c.name == name,
            staff.c.role == role.value,
            staff.c.station_id.is_not_distinct_from(station_id),
            staff.c.is_active,
        )
        found = (await self._connection.execute(query.order_by(staff.c.id).limit(1))).scalar()
        return None if found is None else await self.get(found)

    async def dismiss(self, staff_id: int) -> None:
        """End a member's access at once, and what invitations to the console they still have."""
        member = await self.get(staff_id)
        if member is not None:
            await self._connection.execute(
                delete(invitations).where(
                    invitations.c.purpose == "console",
                    invitations.c.name == member.name,
                    invitations.c.role == member.role.value,
                    invitations.c.station_id.is_not_distinct_from(member.station_id),
                    invitations.c.used_at.is_(None),
                )
            )
        await self._connection.execute(update(staff).where(staff.c.id == staff_id).values(is_active=False))
        await self._connection.execute(delete(staff_sessions).where(staff_sessions.c.staff_id == staff_id))

    async def admit(
        self, name: str, role: Role, station_id: str | None, now: datetime, telegram_user: str | None = None
    ) -> StaffMember:
        """Add a member of staff."""
        row = {
            "name": name,
            "role": role.value,
            "station_id": station_id,
            "telegram_user": telegram_user,
            "is_active": True,
            "created_at": now,
        }
        result = await self._connection.execute(insert(staff).values(**row).returning(staff.c.id))
        return StaffMember(int(result.scalar_one()), name, role, station_id)

    async def of_telegram(self, telegram_user: str) -> StaffMember | None:
        """The active member who acts from this Telegram account."""
        query = select(staff.c.id).where(staff.c.telegram_user == telegram_user, staff.c.is_active)
        found = (await self._connection.execute(query)).scalar()
        return None if found is None else await self.get(found)

    async def telegram_of(self, staff_id: int) -> str | None:
        """The Telegram account from which a member acts; None where none is known."""
        query = select(staff.c.telegram_user).where(staff.c.id == staff_id)
        return (await self._connection.execute(query)).scalar()

    async def was_dismissed(self, telegram_user: str) -> bool:
        """Whether the member who acted from this Telegram account was dismissed."""
        query = select(staff.c.id).where(staff.c.telegram_user == telegram_user, ~staff.c.is_active)
        return (await self._connection.execute(query)).scalar() is not None

    async def station_of(self, staff_id: int, station_id: str) -> None:
        """Move a member to another station."""
        await self._connection.execute(
            update(staff).where(staff.c.id == staff_id).values(station_id=station_id)
        )

    # ------------------------------------------------------------ invitations

    async def invite(self, invitation: Invitation, now: datetime) -> str:
        """A one-time code for a console login (`purpose` console) or to link a staff chat (`purpose` chat)."""
        code = secrets.token_urlsafe(24) if invitation.purpose == "console" else secrets.token_hex(5).upper()
        row = {
            "code_hash": hashed(code),
            "purpose": invitation.purpose,
            "name": invitation.name,
            "role": invitation.role.value,
            "station_id": invitation.station_id,
            "expires_at": now + INVITATION_LIFE,
        }
        await self._connection.execute(insert(invitations).values(**row))
        return code

    async def peek_invitation(self, code: str, purpose: str, now: datetime) -> Invitation | None:
        """The invitation of an unused code, which stays unused."""
        query = select(invitations).where(
            invitations.c.code_hash == hashed(code.strip()),
            invitations.c.purpose == purpose,
            invitations.c.used_at.is_(None),
            invitations.c.expires_at > now,
        )
        row = (await self._connection.execute(query)).first()
        return None if row is None else Invitation(row.purpose, row.name, Role(row.role), row.station_id)

    async def take_invitation(self, code: str, purpose: str, now: datetime) -> Invitation | None:
        """Use up a code: the first to come gets the invitation, everyone else None."""
        mine = update(invitations).where(
            invitations.c.code_hash == hashed(code.strip()),
            invitations.c.purpose == purpose,
            invitations.c.used_at.is_(None),
            invitations.c.expires_at > now,
        )
        if not (await self._connection.execute(mine.values(used_at=now))).rowcount:
            return None
        query = select(invitations).where(invitations.c.code_hash == hashed(code.strip()))
        row = (await self._connection.execute(query)).one()
        return Invitation(row.purpose, row.name, Role(row.role), row.station_id)

    # ------------------------------------------------------------ console sessions

    async def log_in(self, staff_id: int, now: datetime) -> str:
        """A new session; returns its token."""
        token = secrets.token_urlsafe(32)
        row = {"token_hash": hashed(token), "staff_id": staff_id, "expires_at": now + SESSION_LIFE}
        await self._connection.execute(insert(staff_sessions).values(**row))
        return token

    async def of_session(self, token: str, now: datetime) -> StaffMember | None:
        """Whose session this token is, while it lives."""
        query = select(staff_sessions.c.staff_id).where(
            staff_sessions.c.token_hash == hashed(token), staff_sessions.c.expires_at > now
        )
        found = (await self._connection.execute(query)).scalar()
        return None if found is None else await self.get(found)

    async def log_out(self, token: str) -> None:
        """End a session."""
        await self._connection.execute(
            delete(staff_sessions).where(staff_sessions.c.token_hash == hashed(token))
        )

    # ------------------------------------------------------------ messenger chats

    async def link_chat(self, chat_id: str, station_id: str, now: datetime) -> None:
        """This chat belongs to this station from now on."""
        await upsert(
            self._connection, staff_chats, {"chat_id": chat_id}, {"station_id": station_id, "linked_at": now}
        )

    async def unlink_chat(self, chat_id: str) -> None:
        """This chat belongs to no station any more."""
        await self._connection.execute(delete(staff_chats).where(staff_chats.c.chat_id == chat_id))

    async def rename_chat(self, old_chat_id: str, new_chat_id: str) -> None:
        """A chat has another address now. One that is linked already keeps its own station."""
        station_id = await self.station_of_chat(new_chat_id)
        if station_id is not None:
            is_same = station_id == await self.station_of_chat(old_chat_id)
            return await self.unlink_chat(old_chat_id) if is_same else None
        moved = update(staff_chats).where(staff_chats.c.chat_id == old_chat_id)
        await self._connection.execute(moved.values(chat_id=new_chat_id))
        return None

    async def station_of_chat(self, chat_id: str) -> str | None:
        """The station that a chat is linked to."""
        query = select(staff_chats.c.station_id).where(staff_chats.c.chat_id == chat_id)
        return (await self._connection.execute(query)).scalar()

    async def chats_of(self, station_id: str) -> tuple[str, ...]:
        """The chats linked to a station."""
        query = select(staff_chats.c.chat_id).where(staff_chats.c.station_id == station_id)
        return tuple((await self._connection.execute(query)).scalars())
