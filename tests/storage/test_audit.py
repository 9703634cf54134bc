"""The log proves itself: every case was opened, every move follows the one before, nothing was changed or lost."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from alembic import command
from alembic.config import Config
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, text

from bot.conversation import Channel, Citizen
from bot.desk import NewCase
from bot.referral.case import ALLOWED, Case, CaseMove, CaseState, Move, MoveRefused
from bot.storage import audit
from bot.storage.database import Database
from bot.storage.work import SqlWork, SqlWorks

MIGRATIONS = Path(audit.__file__).parent / "migrations"
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


async def _open(work: SqlWork, origin: str) -> Case:
    return await work.cases.open(
        NewCase(origin, Citizen(Channel.KIOSK, "a"), "S", "站", "问", (), None, "h", None, NOW)
    )


async def _move(work: SqlWork, case: Case, move: Move) -> Case:
    return await work.cases.move(case, move, actor="staff:1", reason="", now=NOW)


async def test_opening_is_the_first_row_and_is_made_once(works: SqlWorks) -> None:
    async with works.writing() as work:
        case = await _open(work, "o")
        await _open(work, "o")
        (opened,) = await work.cases.moves(case)
        assert opened == CaseMove(Move.OPEN, None, CaseState.OPEN, "citizen", "交给站", NOW)
        assert await audit.find_break(work.connection) is None


@pytest.mark.parametrize(
    ("meddling", "said"),
    [
        ("DELETE FROM case_moves WHERE move = 'open' AND case_id = 1", "对不上"),
        ("DELETE FROM case_moves", "删去"),
        ("UPDATE case_moves SET at = '2026-01-01 00:00:00+00:00' WHERE move = 'open'", "对不上"),
        ("UPDATE cases SET state = 'closed' WHERE id = 2", "状态与流转记录不符"),
        ("UPDATE case_moves SET case_id = 9 WHERE id = 1", "对不上"),
    ],
)
async def test_meddling_with_openings_and_states_is_found_out(
    works: SqlWorks, meddling: str, said: str
) -> None:
    async with works.writing() as work:
        first, _ = await _open(work, "1"), await _open(work, "2")
        await _move(work, first, Move.CLAIM)
        await work.connection.execute(text(meddling))
        assert said in str(await audit.find_break(work.connection))


async def test_a_case_slipped_in_without_an_opening_is_found_out(works: SqlWorks) -> None:
    async with works.writing() as work:
        await _open(work, "1")
        columns = (
            "number, origin, station_id, station_name, channel, citizen_id, question, state, pickup_failures, "
            "consent_text_hash, opened_at, changed_at, step, nudges, left_minutes"
        )
        await work.connection.execute(
            text(
                f"INSERT INTO cases ({columns}) SELECT 'KM-X', 'x', station_id, station_name, channel, citizen_id, "
                "question, state, pickup_failures, consent_text_hash, opened_at, changed_at, step, nudges, "
                "left_minutes FROM cases WHERE id = 1"
            )
        )
        assert await audit.find_break(work.connection) == "工单 KM-X 没有提交记录"


async def test_a_log_begun_before_openings_were_logged_stays_valid(works: SqlWorks) -> None:
    """Cases of then have no opening; they go on beside new ones that have."""
    async with works.writing() as work:
        old = [await _open(work, f"old{serial}") for serial in range(3)]
        await work.connection.execute(text("DELETE FROM case_moves"))
        await work.connection.execute(text("DELETE FROM marks WHERE name = 'audit_head'"))
        assert await audit.find_break(work.connection) is None
        await _move(work, old[0], Move.CLAIM)
        assert await audit.find_break(work.connection) is None
        new = await _open(work, "new")
        await _move(work, new, Move.CLAIM)
        await _move(work, old[1], Move.WITHDRAW)
        await _move(work, old[0], Move.CLOSE)
        assert await audit.find_break(work.connection) is None
        assert [one.move for one in await work.cases.moves(old[0])] == [Move.CLAIM, Move.CLOSE]


async def test_a_database_of_the_first_release_goes_on_being_valid_after_its_migration(
    tmp_path: Path,
) -> None:
    """Its moves were chained without openings; new cases have theirs beside them."""
    database = Database(f"sqlite:///{tmp_path / 'old.db'}")
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    async with database.engine.begin() as connection:

        def to_first(sync: Connection) -> None:
            config.attributes["connection"] = sync
            command.upgrade(config, "0001")

        await connection.run_sync(to_first)
        for statement in _OLD_CASE:
            await connection.execute(text(statement))
        row = {
            "case_id": 1,
            "move": "claim",
            "before": "open",
            "after": "claimed",
            "actor": "staff:1",
            "reason": "",
        }
        hashed = audit.chain_hash(audit.GENESIS, at=NOW, **row)  # type: ignore[arg-type]
        values = {**row, "at": NOW.replace(tzinfo=None), "previous": audit.GENESIS, "hash": hashed}
        await connection.execute(
            text(
                "INSERT INTO case_moves (case_id, move, before, after, actor, reason, at, previous_hash, hash) "
                "VALUES (:case_id, :move, :before, :after, :actor, :reason, :at, :previous, :hash)"
            ),
            values,
        )
        await connection.execute(text("INSERT INTO marks VALUES ('audit_head', :hash)"), {"hash": hashed})
    async with database.running(), SqlWorks(database).writing() as work:
        assert await audit.find_break(work.connection) is None
        old = await work.cases.get("KM-OLD")
        assert old is not None
        await _move(work, old, Move.CLOSE)
        await _move(work, await _open(work, "new"), Move.CLAIM)
        assert await audit.find_break(work.connection) is None


_OLD_CASE = (
    "INSERT INTO cases (number, origin, station_id, station_name, channel, citizen_id, question, state, "
    "pickup_failures, consent_text_hash, opened_at, changed_at, step, nudges, left_minutes) VALUES ('KM-OLD', 'old', "
    "'S', '站', 'kiosk', 'a', '问', 'claimed', 0, 'h', '2026-11-20 02:00:00', '2026-11-20 02:00:00', '', 0, 0)",
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.integers(0, 2), st.sampled_from(Move)), max_size=30))
async def test_any_presses_leave_a_log_that_proves_each_case_from_its_opening(
    presses: list[tuple[int, Move]],
) -> None:
    with TemporaryDirectory() as folder:
        async with Database(f"sqlite:///{Path(folder) / 'log.db'}").running() as database:
            await _press(SqlWorks(database), presses)


async def _press(works: SqlWorks, presses: list[tuple[int, Move]]) -> None:
    async with works.writing() as work:
        cases = [await _open(work, str(serial)) for serial in range(3)]
        for which, move in presses:
            before = cases[which].state
            try:
                cases[which] = await _move(work, cases[which], move)
            except MoveRefused:
                assert (before, move) not in ALLOWED
                continue
            assert cases[which].state is ALLOWED[before, move]
        assert await audit.find_break(work.connection) is None
        for case in cases:
            moves = await work.cases.moves(case)
            assert (moves[0].move, moves[0].before, moves[-1].after) == (Move.OPEN, None, case.state)
            assert all(ALLOWED[one.before, one.move] is one.after for one in moves)
