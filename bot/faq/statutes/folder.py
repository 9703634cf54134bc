"""Read a folder of statutes, one JSON file each: all of it, or every fault in it at once."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, TypeAdapter, ValidationError

from bot.faq.fault import Fault
from bot.faq.pydantic_faults import describe_error
from bot.faq.statutes.corpus import normalize_name
from bot.faq.statutes.statute import RetiredName, Statute

RETIRED_NAMES = "retired-names.json"
_NOT_STATUTES = {"index.json", RETIRED_NAMES}
_MOST_PER_FILE = 5


@dataclass(frozen=True)
class StatuteFolder:
    """All statutes of a folder; `retired` is None where it has no list of retired names."""

    statutes: tuple[Statute, ...]
    retired: tuple[RetiredName, ...] | None


class StatuteFaults(Exception):
    """The folder cannot be taken; `faults` names every bad file."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        super().__init__("\n".join(map(say, faults)))


def say(fault: Fault) -> str:
    """A fault with its file, and its line where that is known."""
    line = f" 第 {fault.line} 行" if fault.line else ""
    return f"{fault.where}{line}：{fault.message}。建议：{fault.cure}"


def read_folder(folder: Path) -> StatuteFolder:
    """Read and check every file. Raises StatuteFaults with all faults; a folder without statutes is one."""
    if not folder.is_dir():
        raise StatuteFaults([Fault(0, str(folder), "不是文件夹，或打不开", "写明法条库所在的文件夹")])
    faults: list[Fault] = []
    statutes: dict[str, Statute] = {}
    for path in sorted(folder.glob("*.json")):
        if path.name not in _NOT_STATUTES and (statute := _read(path, Statute, faults)):
            statutes[path.name] = statute
    if not statutes and not faults:
        faults.append(Fault(0, folder.name, "里面没有法律的 JSON 文件", "检查文件夹是否选对"))
    faults += _across(statutes)
    retired = _read_retired(folder / RETIRED_NAMES, faults)
    if faults:
        raise StatuteFaults(faults)
    return StatuteFolder(tuple(statutes.values()), retired)


def _read_retired(path: Path, faults: list[Fault]) -> tuple[RetiredName, ...] | None:
    return _read(path, TypeAdapter(tuple[RetiredName, ...]), faults) if path.exists() else None


def _read(path: Path, kind: Any, faults: list[Fault]) -> Any:
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            return kind.model_validate(data)
        return kind.validate_python(data)
    except UnicodeDecodeError:
        faults.append(Fault(0, path.name, "不是 UTF-8 文字", "另存为 UTF-8 编码"))
    except json.JSONDecodeError as error:
        faults.append(Fault(error.lineno, path.name, "JSON 写法不对", "重新取一份完整的文件"))
    except OSError as error:
        faults.append(Fault(0, path.name, f"打不开（{error.strerror}）", "检查权限"))
    except RecursionError:
        faults.append(Fault(0, path.name, "JSON 嵌套太深", "重新取一份完整的文件"))
    except ValidationError as error:
        faults += [Fault(0, path.name, *_described(detail)) for detail in error.errors()[:_MOST_PER_FILE]]
    return None


def _described(detail: Any) -> tuple[str, str]:
    message, _ = describe_error(detail)
    place = ".".join(str(part) for part in detail["loc"])
    return f"{message}（{place}）" if place else message.removeprefix("条目 "), "对照 README 的格式改正"


def _across(statutes: dict[str, Statute]) -> list[Fault]:
    """Ids and names that two files claim."""
    faults: list[Fault] = []
    owners: dict[str, str] = {}
    ids: dict[str, str] = {}
    for file, statute in statutes.items():
        if statute.id in ids:
            message = f"编号 {statute.id} 和 {ids[statute.id]} 相同"
            faults.append(Fault(0, file, message, "一部法律只留一个文件"))
            continue
        ids[statute.id] = file
        for name in {normalize_name(name): name for name in statute.names}.values():
            owner = owners.setdefault(normalize_name(name), file)
            if owner != file:
                faults.append(Fault(0, file, f"名称“{name}”在 {owner} 里也有", "一个名称只能属于一部法律"))
    return faults
