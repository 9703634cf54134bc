"""Composition root: the only module that knows every part; nested lifecycles."""

from __future__ import annotations

import asyncio
import gc
import logging
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import structlog

from bot.assistant import Assistant
from bot.broadcast import Broadcasting
from bot.broadcast_ticks import BroadcastTicks
from bot.calculator import Calculator
from bot.deadlines.loader import Rules, load_rules
from bot.desk import Desk, OverdueTicks
from bot.faq.knowledge import KnowledgeBase
from bot.faq.loader import Faq
from bot.faq.statutes import LawBook
from bot.faq.statutes.standing import stand_all
from bot.handlers.case_files import no_messenger
from bot.handlers.console.first_admin import first_admin_link
from bot.handlers.cron import next_cron
from bot.handlers.schedule import ticking
from bot.handlers.telegram import Broadcasting as TelegramBroadcasting
from bot.handlers.telegram import TelegramAccess, TelegramChannel, Webhook
from bot.handlers.telegram.shared_pace import SharedPace
from bot.handlers.web import build_web, serving
from bot.handlers.web.deadline_file import deadline_routes
from bot.handlers.wording import (
    ChineseDesk,
    consent_text,
    describe_notice,
    describe_reminder,
    subscription_consent,
)
from bot.housekeeping import DirectoryUpkeep, FaqUpkeep, Forgetting
from bot.law_upkeep import LawUpkeep, today, weigh_entries
from bot.publishing import EditionTicks
from bot.reception import Reception
from bot.referral.clock_settings import load_clocks
from bot.referral.directory import Directory
from bot.referral.gazetteer import Gazetteer
from bot.referral.loader import load_divisions, load_stations
from bot.referral.register import StationRegister
from bot.referral.station_edit import edited
from bot.reminders import Reminders, ReminderTicks
from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.leader import Leadership
from bot.storage.memory import MemoryWork
from bot.storage.work import SqlWorks
from bot.subscriptions import Subscriptions

LONGEST_TURN_SECONDS = 0.0005
"""How long a thread in the background may compute before whoever answers citizens gets its turn (Python's own: 0.005)."""


@dataclass(frozen=True)
class Service:
    """The parts that channels need, wired."""

    settings: Settings
    database: Database
    works: SqlWorks
    knowledge: KnowledgeBase
    stations: StationRegister
    laws: LawBook
    rules: Rules
    desk: Desk
    assistant: Assistant


@asynccontextmanager
async def running(settings: Settings) -> AsyncIterator[Service]:
    """The service without its channels: database migrated, FAQ and directory loaded."""
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(Database(settings.database).running())
        works = SqlWorks(database)
        knowledge = await asyncio.to_thread(
            KnowledgeBase.load, settings.faq_path, settings.cache_dir, settings.encoder_dir, _tell_of_learning
        )
        register = StationRegister(await load_directory(settings, works))
        async with works.writing() as work:
            laws = await weigh_entries(work, knowledge.faq, today())
        desk = Desk(ChineseDesk(), register, load_clocks(settings.data_dir / "clocks.yaml"))
        rules = load_rules(settings.data_dir / "deadlines.yaml")
        calculator = Calculator(rules, Reminders(describe_reminder))
        subscriptions = Subscriptions(register, subscription_consent)
        reception = Reception(register, desk, consent_text)
        assistant = Assistant(knowledge, reception, laws, calculator, subscriptions)
        yield Service(settings, database, works, knowledge, register, laws, rules, desk, assistant)


def _tell_of_learning() -> None:
    print("第一次启动要学习问答库，约需一分钟，请稍候……", flush=True)


async def serve(settings: Settings) -> None:
    """Run the service with all its channels until it is told to stop."""
    set_up_logging(settings)
    sys.setswitchinterval(LONGEST_TURN_SECONDS)
    async with AsyncExitStack() as stack:
        service = await stack.enter_async_context(running(settings))
        telegram = build_telegram(service)
        site = build_web(
            works=service.works,
            assistant=service.assistant,
            desk=service.desk,
            knowledge=service.knowledge,
            stations=service.stations,
            settings=settings,
            wake=telegram.wake if telegram else lambda: None,
            laws=service.laws,
            fetch=telegram.fetch if telegram else no_messenger,
        )
        site.add_routes(deadline_routes(service.rules))
        if telegram is not None:
            site.add_routes(telegram.routes)
        await stack.enter_async_context(serving(site, settings.host, settings.port))
        if telegram is not None:
            await stack.enter_async_context(telegram.running())
        wake = telegram.wake if telegram else lambda: None
        reminding = ReminderTicks(Reminders(describe_reminder), service.works.writing, wake)
        editions = EditionTicks(service.knowledge, service.works.writing)
        overdue = OverdueTicks(service.desk, service.works.writing, service.works.reading, wake)
        leader = await stack.enter_async_context(Leadership(service.database).running())
        broadcasts = BroadcastTicks(
            Broadcasting(describe_notice, next_cron), service.works.writing, lambda: leader.is_leader
        )
        parts = (*build_upkeep(service), reminding, editions, overdue, broadcasts)
        await stack.enter_async_context(ticking(*parts))
        await announce(service)
        # What was loaded stays for good: to look through it for garbage would only make citizens wait.
        gc.freeze()
        await _told_to_stop()


def build_telegram(service: Service) -> TelegramChannel | None:
    """The Telegram channel where a token is set; a token that could never be one is said in one line."""
    settings = service.settings
    if settings.telegram_bot_token is None:
        return None
    token = settings.telegram_bot_token.get_secret_value()
    access = TelegramAccess(token, settings.telegram_base_url, settings.telegram_proxy)
    secret = settings.telegram_webhook_secret
    webhook = None
    if settings.telegram_webhook_url:
        webhook = Webhook(settings.telegram_webhook_url, secret.get_secret_value() if secret else None)
    try:
        return TelegramChannel(
            access,
            service.works,
            service.assistant,
            service.desk,
            ChineseDesk(),
            service.stations,
            webhook=webhook,
            is_only_sender=service.database.is_sqlite,
            pace=SharedPace(service.works),
            broadcasting=TelegramBroadcasting(service.works, describe_notice),
        )
    except ValueError as error:
        print(f"Telegram 没有启动：{error}。其他渠道照常服务。", file=sys.stderr, flush=True)
        return None


def build_upkeep(service: Service) -> tuple[FaqUpkeep, DirectoryUpkeep, LawUpkeep, Forgetting]:
    """What is done again and again while the service runs."""

    async def stamp() -> str:
        async with service.works.reading() as work:
            return f"{await work.stations.stamp()}/{await work.station_edits.stamp()}"

    async def load() -> Directory:
        gazetteer = service.stations.current.gazetteer
        return await load_directory(service.settings, service.works, gazetteer)

    return (
        FaqUpkeep(service.knowledge),
        DirectoryUpkeep(service.stations, stamp, load),
        LawUpkeep(service.laws, service.knowledge, service.works.writing, service.works.reading),
        Forgetting(service.works.writing),
    )


async def announce(service: Service) -> None:
    """Print where the service is, and the way in for the first administrator."""
    address = service.settings.address
    lines = [f"群众咨询（自助终端）：{address}/", f"工作人员值班台：{address}/console"]
    own = service.settings.kiosk_station
    if own and service.stations().get(own) is None:
        lines.append(f"注意：名录里没有编号为 {own} 的站点，LEGALBOT_KIOSK_STATION 没有生效。")
    link = await first_admin_link(service.works, address, datetime.now(UTC))
    if link:
        lines.append(f"第一位管理员的一次性登录链接：{link}")
    print("\n".join(lines), flush=True)


async def load_directory(
    settings: Settings, works: SqlWorks, gazetteer: Gazetteer | None = None
) -> Directory:
    """The imported directory, or the shipped one where none was imported, with what staff set at their stations."""
    gazetteer = gazetteer or load_divisions(settings.data_dir / "divisions.csv")
    async with works.reading() as work:
        imported = await work.stations.load(gazetteer)
        former = await work.stations.former()
        edits = await work.station_edits.values()
    listed = imported or load_stations(settings.data_dir / "stations.csv", gazetteer)
    return Directory(edited(listed, edits), gazetteer, former)


def shipped_directory(settings: Settings) -> Directory:
    """The directory of the data folder."""
    gazetteer = load_divisions(settings.data_dir / "divisions.csv")
    return Directory(load_stations(settings.data_dir / "stations.csv", gazetteer), gazetteer)


def build_offline_assistant(settings: Settings) -> tuple[Assistant, MemoryWork]:
    """An assistant that opens no channel and no case and keeps nothing: for `legalbot ask`."""
    knowledge = KnowledgeBase.load(settings.faq_path, settings.cache_dir, settings.encoder_dir)
    register = StationRegister(shipped_directory(settings))
    laws = asyncio.run(offline_laws(settings, knowledge.faq))
    rules = load_rules(settings.data_dir / "deadlines.yaml")
    calculator = Calculator(rules, Reminders(describe_reminder))
    return Assistant(knowledge, Reception(register, None, consent_text), laws, calculator), MemoryWork()


async def offline_laws(settings: Settings, faq: Faq) -> LawBook:
    """The law book as the service has it, without keeping anything; empty where there is no database."""
    book = LawBook()
    database = Database(settings.database)
    if database.is_missing:
        return book
    async with database.running(), SqlWorks(database).reading() as work:
        corpus = await work.statutes.load(today())
        before = await work.standings.load()
    if not corpus.is_empty:
        book.take(corpus, stand_all(faq.entries, corpus, before))
    return book


def set_up_logging(settings: Settings) -> None:
    """Log to standard error: constant messages with fields, never a citizen's words."""
    level = logging.getLevelNamesMapping().get(settings.log_level.upper(), logging.INFO)
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    # Libraries at INFO write addresses that hold the bot's token.
    logging.basicConfig(level=max(level, logging.WARNING), stream=sys.stderr)
    logging.getLogger("apscheduler").setLevel(logging.ERROR)


async def _told_to_stop() -> None:
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    await stop.wait()
