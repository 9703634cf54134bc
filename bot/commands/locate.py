"""`legalbot locate --jsonl`: places in words to divisions, points to stations."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bot.app import shipped_directory
from bot.referral.directory import Directory
from bot.referral.division import Level
from bot.referral.loader import StationFaults, load_divisions, load_stations
from bot.settings import Settings


def add_parser(commands: Any) -> None:
    """Register the command."""
    parser = commands.add_parser(
        "locate", help="地名找区划，坐标找站点 / places to divisions, points to stations"
    )
    parser.add_argument("text", nargs="*", help="地点 / a place in words")
    parser.add_argument("--jsonl", nargs="?", const="-", metavar="FILE", help="逐行 JSON，- 为标准输入")
    parser.add_argument("--stations", type=Path, metavar="FILE", help="用另一份站点名录 / another directory")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Answer each line."""
    directory = _directory(settings, args.stations)
    if directory is None:
        return 1
    if args.jsonl is None:
        print(json.dumps(_locate(directory, {"text": " ".join(args.text)}), ensure_ascii=False))
        return 0
    if args.jsonl == "-":
        return _locate_lines(directory, sys.stdin)
    with Path(args.jsonl).open(encoding="utf-8-sig") as source:
        return _locate_lines(directory, source)


def _directory(settings: Settings, stations: Path | None) -> Directory | None:
    if stations is None:
        return shipped_directory(settings)
    gazetteer = load_divisions(settings.data_dir / "divisions.csv")
    try:
        return Directory(load_stations(stations, gazetteer), gazetteer)
    except (OSError, StationFaults) as faults:
        print(faults, file=sys.stderr)
        return None


def _locate_lines(directory: Directory, source: Iterable[str]) -> int:
    for number, line in enumerate(source, 1):
        if line.strip():
            print(json.dumps(_locate_line(directory, line, number), ensure_ascii=False), flush=True)
    return 0


def _locate_line(directory: Directory, line: str, number: int) -> dict[str, Any]:
    try:
        return _locate(directory, json.loads(line))
    except (ValueError, KeyError, TypeError, AttributeError):
        cure = '写成 {"text": "官渡关上"} 或 {"lat": 25.04, "lon": 102.7, "level": "township"}'
        return {"error": f"第 {number} 行读不出来。建议：{cure}"}


def _locate(directory: Directory, asked: dict[str, Any]) -> dict[str, Any]:
    kept = {"id": asked["id"]} if "id" in asked else {}
    if "lat" in asked:
        level = Level(asked["level"]) if asked.get("level") else None
        found = directory.nearest(float(asked["lat"]), float(asked["lon"]), level, int(asked.get("limit", 3)))
        stations = [
            {"id": one.id, "level": one.level.value, "distance_km": round(distance_km, 4)}
            for one, distance_km in found
        ]
        return {**kept, "stations": stations}
    located = directory.gazetteer.locate(str(asked["text"]), expecting=bool(asked.get("expecting", True)))
    outside = located.status == "outside"
    answer = {"status": "none" if outside else located.status, "divisions": list(located.divisions)}
    return {**kept, **answer, **({"outside": True} if outside else {})}
