"""The desk: the acts of citizens, of staff and of time on a case, in one."""

from __future__ import annotations

from bot.desk.overdue import TimeActs


class Desk(TimeActs):
    """The acts on a case, each one short transaction of the caller's; messages go through the outbox."""
