"""The log of case moves as a hash chain: a row changed, lost or slipped in breaks it. Opening a case is its first."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.referral.case import CaseMove, CaseState, Move
from bot.storage.tables import case_moves, cases, marks
from bot.storage.upsert import insert_once

GENESIS = "0" * 64
_HEAD = "audit_head"


async def append(connection: AsyncConnection, case_id: int, move: CaseMove) -> None:
    """Add a move to the chain; holding the head row keeps writers one after the other."""
    head = select(marks.c.value).where(marks.c.name == _HEAD).with_for_update()
    previous = (await connection.execute(head)).scalar()
    if previous is None:
        await insert_once(connection, marks, {"name": _HEAD, "value": GENESIS}, "name")
        previous = str((await connection.execute(head)).scalar_one())
    row: dict[str, Any] = {
        "case_id": case_id,
        "move": move.move.value,
        "before": move.before.value if move.before else "",
        "after": move.after.value,
        "actor": move.actor,
        "reason": move.reason,
        "at": move.at,
    }
    hashed = chain_hash(previous, **row)
    await connection.execute(insert(case_moves).values(**row, previous_hash=previous, hash=hashed))
    await connection.execute(update(marks).where(marks.c.name == _HEAD).values(value=hashed))


def chain_hash(
    previous: str, *, case_id: int, move: str, before: str, after: str, actor: str, reason: str, at: datetime
) -> str:
    """SHA-256 over the previous hash and all that the row says."""
    said = [previous, case_id, move, before, after, actor, reason, int(at.timestamp() * 1_000_000)]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


async def hold_still(connection: AsyncConnection) -> None:
    """Let this transaction, which has just begun, see one moment: cases go on moving while they are verified."""
    if connection.dialect.name == "postgresql":
        await connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))


async def find_break(connection: AsyncConnection) -> str | None:
    """None where the log is whole, else where it breaks, in Chinese."""
    rows = (await connection.execute(select(case_moves).order_by(case_moves.c.id))).all()
    broken = _first_broken(rows)
    if broken is not None:
        return f"第 {broken} 号流转记录与前一条对不上"
    head = (await connection.execute(select(marks.c.value).where(marks.c.name == _HEAD))).scalar() or GENESIS
    last = rows[-1].hash if rows else GENESIS
    if head != last:
        return "最后的流转记录被删去了"
    kept = (await connection.execute(select(cases.c.id, cases.c.number, cases.c.state))).all()
    return _first_unproven(rows, kept)


def _first_unproven(rows: Sequence[Row[Any]], kept: Iterable[Row[Any]]) -> str | None:
    """What the moves do not account for: a case nobody opened, a gap between two moves, another state than the last.
    Openings are logged since some day: cases from before it, which have lower ids, need none."""
    since = min((row.case_id for row in rows if row.move == Move.OPEN.value), default=None)
    states: dict[int, str] = {}
    for row in rows:
        is_new = row.case_id not in states and since is not None and row.case_id >= since
        if is_new and row.move != Move.OPEN.value:
            return f"第 {row.id} 号流转记录所属的工单没有提交记录"
        if states.get(row.case_id, row.before) != row.before:
            return f"第 {row.id} 号流转记录与这个工单的前一步接不上"
        states[row.case_id] = row.after
    for case in sorted(kept, key=lambda one: int(one.id)):
        if case.id not in states and since is not None and case.id >= since:
            return f"工单 {case.number} 没有提交记录"
        if states.get(case.id, CaseState.OPEN.value) != case.state:
            return f"工单 {case.number} 现在的状态与流转记录不符"
    return None


def _first_broken(rows: Iterable[Row[tuple[object, ...]]]) -> int | None:
    previous = GENESIS
    for row in rows:
        said = {
            key: getattr(row, key) for key in ("case_id", "move", "before", "after", "actor", "reason", "at")
        }
        if row.previous_hash != previous or row.hash != chain_hash(previous, **said):
            return int(row.id)
        previous = row.hash
    return None
