"""SqlWork: every store on one transaction, so that what belongs together is kept or lost together."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.broadcasts import SqlBroadcasts
from bot.storage.case_figures import SqlCaseFigures
from bot.storage.case_search import SqlCaseSearch
from bot.storage.cases import SqlCases
from bot.storage.conversations import SqlConversations
from bot.storage.database import Database
from bot.storage.drafts import SqlDrafts
from bot.storage.duty import SqlDuty
from bot.storage.editions import SqlEditions
from bot.storage.files import SqlCaseFiles
from bot.storage.inbox import SqlInbox
from bot.storage.inquiries import SqlInquiries
from bot.storage.misses import SqlMisses
from bot.storage.outbox import SqlOutbox
from bot.storage.presence import Presence
from bot.storage.pulses import SqlPulses
from bot.storage.recipients import SqlRecipients
from bot.storage.reminders import SqlReminders
from bot.storage.reply_templates import SqlReplyTemplates
from bot.storage.send_budget import SqlSendBudget
from bot.storage.staff import SqlStaff
from bot.storage.standings import SqlStandings
from bot.storage.station_edits import SqlStationEdits
from bot.storage.station_ties import SqlStationTies
from bot.storage.stations import SqlStations
from bot.storage.statutes import SqlStatutes
from bot.storage.subscribers import SqlSubscribers


class SqlWork:
    """The stores of one transaction."""

    def __init__(self, connection: AsyncConnection, presence: Presence | None = None) -> None:
        self.connection = connection
        self.presence = presence or Presence()
        self.conversations = SqlConversations(connection)
        self.inquiries = SqlInquiries(connection)
        self.cases = SqlCases(connection)
        self.search = SqlCaseSearch(connection)
        self.figures = SqlCaseFigures(connection)
        self.files = SqlCaseFiles(connection)
        self.staff = SqlStaff(connection)
        self.inbox = SqlInbox(connection)
        self.duty = SqlDuty(connection)
        self.replies = SqlReplyTemplates(connection)
        self.pulses = SqlPulses(connection)
        self.outbox = SqlOutbox(connection, self.presence)
        self.stations = SqlStations(connection)
        self.station_edits = SqlStationEdits(connection)
        self.station_ties = SqlStationTies(connection)
        self.reminders = SqlReminders(connection)
        self.statutes = SqlStatutes(connection)
        self.subscribers = SqlSubscribers(connection)
        self.broadcasts = SqlBroadcasts(connection)
        self.recipients = SqlRecipients(connection)
        self.budget = SqlSendBudget(connection)
        self.standings = SqlStandings(connection)
        self.editions = SqlEditions(connection)
        self.drafts = SqlDrafts(connection)
        self.misses = SqlMisses(connection)


class SqlWorks:
    """Opens units of work on a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def writing(self) -> AbstractAsyncContextManager[SqlWork]:
        """A unit of work that may write: kept at its end, undone on an exception."""
        return self._open(self._database.writing())

    def reading(self) -> AbstractAsyncContextManager[SqlWork]:
        """A unit of work that only reads."""
        return self._open(self._database.reading())

    @asynccontextmanager
    async def _open(self, opening: AbstractAsyncContextManager[AsyncConnection]) -> AsyncIterator[SqlWork]:
        async with opening as connection:
            yield SqlWork(connection, self._database.presence)
