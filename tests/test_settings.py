"""Settings are read once; whoever runs the service in a container can set them all as well."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot.settings import Settings

COMPOSE = Path(__file__).parents[1] / "compose.yaml"


def _names() -> set[str]:
    return {str(field.validation_alias) for field in Settings.model_fields.values()}


def test_the_container_is_given_every_setting() -> None:
    bot = yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))["services"]["bot"]
    assert set(bot["environment"]) == _names()


def test_an_empty_value_is_the_default(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in _names():
        monkeypatch.delenv(name, raising=False)
    plain = Settings()
    for name in _names():
        monkeypatch.setenv(name, "")
    assert Settings() == plain
