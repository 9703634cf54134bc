"""The service as a newcomer sees it: started by one command, asked over HTTP, its FAQ edited while it runs."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

import pytest

from tests.running import free_port, printed_lines, read_faq, running_service, small_data, write_faq

PATIENCE_SECONDS = 60.0
QUESTION = "物业服务差，可以不交或者少交物业费吗"


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A data folder and a var folder whose FAQ was learnt once."""
    folder = tmp_path_factory.mktemp("service")
    return small_data(folder / "data"), folder / "var"


async def test_first_start_prints_both_addresses_and_the_administrators_link(
    folders: tuple[Path, Path],
) -> None:
    async with running_service(*folders) as service:
        learning, kiosk, console, link = await printed_lines(service, 4)
        assert "第一次启动" in learning
        assert kiosk.endswith(f"{service.address}/")
        assert console.endswith(f"{service.address}/console")
        assert f"{service.address}/console/join/" in link
        assert (await service.say(QUESTION))["kind"] == "answer"


async def test_edit_takes_effect_without_a_restart(folders: tuple[Path, Path]) -> None:
    data, var = folders
    entries = read_faq(data)
    async with running_service(data, var) as service:
        entries[0]["answer"] = "新写的解答：先看合同。\n" + entries[0]["answer"][:300]
        write_faq(data, entries)
        assert await service.wait_until(QUESTION, "新写的解答", PATIENCE_SECONDS)


async def test_new_entry_and_its_phrasings_are_found_without_a_restart(folders: tuple[Path, Path]) -> None:
    data, var = folders
    entries = read_faq(data)
    new = {
        **entries[0],
        "id": "property-moon-test",
        "question": "月亮上的房子归谁？",
        "label": "月亮上的房子",
    }
    new["variants"] = [f"月亮上第{n}号房子漏风归谁管" for n in range(12)]
    new["answer"] = "月亮上的事另说。"
    async with running_service(data, var) as service:
        write_faq(data, [*entries, new])
        assert await service.wait_until("月亮上的房子漏风归谁管", "月亮上的事另说", PATIENCE_SECONDS)
        write_faq(data, entries)
        assert await service.wait_until_not("月亮上的房子漏风归谁管", "月亮上的事另说", PATIENCE_SECONDS)


async def test_faulty_file_never_goes_live_and_a_mended_one_does(folders: tuple[Path, Path]) -> None:
    data, var = folders
    entries = read_faq(data)
    whole = (data / "legal_faq.yaml").read_bytes()
    async with running_service(data, var) as service:
        for broken in (
            whole[: len(whole) // 2],
            b"entries: [",
            "问答".encode("gbk"),
            b"",
            whole + b"  answer: twice\n",
        ):
            (data / "legal_faq.yaml").write_bytes(broken)
            await asyncio.sleep(1.5)
            assert (await service.say(QUESTION))["kind"] == "answer"
        entries[0]["answer"] = "修好以后的解答。"
        write_faq(data, entries)
        assert await service.wait_until(QUESTION, "修好以后的解答", PATIENCE_SECONDS)


async def test_bad_telegram_token_is_said_and_the_kiosk_goes_on(folders: tuple[Path, Path]) -> None:
    async with running_service(*folders, TELEGRAM_BOT_TOKEN="nonsense") as service:
        assert (await service.say("你好"))["message"]["text"]


async def test_a_kiosk_station_that_the_list_does_not_have_is_said(folders: tuple[Path, Path]) -> None:
    async with running_service(*folders, LEGALBOT_KIOSK_STATION="X9") as service:
        assert any(
            "X9" in line and "LEGALBOT_KIOSK_STATION" in line for line in await printed_lines(service, 4)
        )


async def test_unreachable_telegram_does_not_stop_the_kiosk(folders: tuple[Path, Path]) -> None:
    nowhere = f"http://127.0.0.1:{free_port()}"
    async with running_service(*folders, TELEGRAM_BOT_TOKEN="1:abc", TELEGRAM_BASE_URL=nowhere) as service:
        assert (await service.say("你好"))["message"]["text"]


async def test_case_survives_a_kill_between_every_two_steps(
    folders: tuple[Path, Path], tmp_path: Path
) -> None:
    port, database_url = free_port(), f"sqlite:///{tmp_path / 'killed.db'}"
    cookies: dict[str, str] = {}
    said = []
    for step in (
        {"text": "转人工"},
        {"text": "官渡区关上街道"},
        {"choice": "case:S530111001"},
        {"choice": "consent"},
    ):
        async with running_service(*folders, port=port, LEGALBOT_DATABASE_URL=database_url) as service:
            service.client.cookie_jar.update_cookies(cookies)
            said.append(await service.say(**step))
            cookies = {cookie.key: cookie.value for cookie in service.client.cookie_jar}
            service.kill()
    assert "工单号" in said[-1]["message"]["text"]
    async with running_service(*folders, port=port, LEGALBOT_DATABASE_URL=database_url) as service:
        service.client.cookie_jar.update_cookies(cookies)
        assert "KM" in (await service.say(choice="my"))["message"]["text"]


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="looks at child processes through /proc")
async def test_stopped_while_a_file_is_checked_it_ends_quietly_with_its_child(
    folders: tuple[Path, Path], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    data = shutil.copytree(folders[0], tmp_path / "data")
    entries = read_faq(data)
    entries[0]["answer"] = "停下来以前改的。"
    async with running_service(data, folders[1]) as service:
        capfd.readouterr()
        write_faq(data, entries)
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not (children := _children(service.process.pid)):  # noqa: ASYNC110 - another process
                await asyncio.sleep(0.02)
    assert service.process.returncode == 0
    assert not _alive(children)
    assert "Traceback" not in capfd.readouterr().err


def _alive(processes: list[str]) -> list[str]:
    return [one for one in processes if Path(f"/proc/{one}").exists()]


def _children(process: int) -> list[str]:
    threads = Path(f"/proc/{process}/task").iterdir()
    return [child for one in threads for child in (one / "children").read_text().split()]
