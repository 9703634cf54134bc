"""A citizen and a station over the real service: question, place, consent, case, answer."""

from __future__ import annotations

import shutil
from pathlib import Path

import yaml

from bot.app import running
from bot.handlers.telegram import TelegramAccess, TelegramChannel
from bot.handlers.telegram.pace import Pace
from bot.handlers.wording import ChineseDesk
from bot.settings import Settings
from tests.fake_telegram import TOKEN, FakeTelegram
from tests.handlers.telegram.service import chat_code

CITIZEN, STAFF, WANG = 42, -100500, 501


def _small_data(folder: Path) -> Path:
    """The shipped data with the first few entries only: learning all of them takes too long for one test."""
    shipped = Settings().data_dir
    shutil.copytree(shipped, folder)
    faq = yaml.load((shipped / "legal_faq.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    entries = faq["entries"][:12]
    ids = {entry["id"] for entry in entries}
    for entry in entries:
        entry["related"] = [one for one in entry.get("related", []) if one in ids]
    text = yaml.safe_dump({**faq, "entries": entries}, allow_unicode=True, sort_keys=False)
    (folder / "legal_faq.yaml").write_text(text, encoding="utf-8")
    return folder


async def test_from_the_question_to_the_stations_answer(fake: FakeTelegram, tmp_path: Path) -> None:
    data = _small_data(tmp_path / "data")
    settings = Settings(LEGALBOT_VAR=tmp_path / "var", LEGALBOT_DATA=data)
    async with running(settings) as service:
        channel = TelegramChannel(
            TelegramAccess(TOKEN, fake.url),
            service.works,
            service.assistant,
            service.desk,
            ChineseDesk(),
            service.stations,
            is_only_sender=True,
            pace=Pace(100_000),
        )
        async with channel.running():
            people = fake.people
            station = service.stations().at_division("530111001")[0]
            await people.say(STAFF, f"/link {await chat_code(service.works, station.id)}", user=WANG)
            await people.wait_for(STAFF, f"已绑定：{station.name}")

            await people.say(CITIZEN, "/start")
            await people.wait_for(CITIZEN, "您好")
            await people.say(CITIZEN, "/human")
            await people.wait_for(CITIZEN, "哪个区县")
            await people.say(CITIZEN, "我在官渡区关上街道")
            await people.wait_for(CITIZEN, station.name)
            await people.press(CITIZEN, "提交工单")
            await people.wait_for(CITIZEN, "需要您同意")
            await people.press(CITIZEN, "同意，提交工单")
            await people.wait_for(CITIZEN, "工单号")

            case = await people.wait_for(STAFF, "【新工单")
            await people.say(STAFF, "您好，请带合同来站里", user=WANG, reply_to=case)
            await people.wait_for(CITIZEN, "您好，请带合同来站里")
            await people.say(CITIZEN, "好的，明天来")
            await people.wait_for(STAFF, "群众补充：\n好的，明天来")
            await people.say(CITIZEN, "/my")
            await people.wait_for(CITIZEN, "办理中")
