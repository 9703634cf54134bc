"""Settings: frozen, read once from the environment or `.env`."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

_ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """All that an operator can set; the README lists the same names."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", frozen=True, env_ignore_empty=True)

    telegram_bot_token: SecretStr | None = Field(None, validation_alias="TELEGRAM_BOT_TOKEN")
    telegram_base_url: str = Field("https://api.telegram.org", validation_alias="TELEGRAM_BASE_URL")
    telegram_proxy: str | None = Field(None, validation_alias="TELEGRAM_PROXY")
    telegram_webhook_url: str | None = Field(None, validation_alias="TELEGRAM_WEBHOOK_URL")
    telegram_webhook_secret: SecretStr | None = Field(None, validation_alias="TELEGRAM_WEBHOOK_SECRET")

    host: str = Field("127.0.0.1", validation_alias="LEGALBOT_HOST")
    port: int = Field(8080, validation_alias="LEGALBOT_PORT")
    public_url: str | None = Field(None, validation_alias="LEGALBOT_PUBLIC_URL")
    data_dir: Path = Field(_ROOT / "data", validation_alias="LEGALBOT_DATA")
    var_dir: Path = Field(Path("var"), validation_alias="LEGALBOT_VAR")
    database_url: str | None = Field(None, validation_alias="LEGALBOT_DATABASE_URL")
    encoder_dir: Path | None = Field(None, validation_alias="LEGALBOT_ENCODER")
    kiosk_station: str | None = Field(None, validation_alias="LEGALBOT_KIOSK_STATION")
    kiosk_idle_seconds: int = Field(180, validation_alias="LEGALBOT_KIOSK_IDLE_SECONDS", ge=10)
    log_level: str = Field("INFO", validation_alias="LEGALBOT_LOG_LEVEL")

    @field_validator("data_dir")
    @classmethod
    def _is_there(cls, folder: Path) -> Path:
        if not folder.is_dir():
            raise ValueError("no such folder")
        return folder

    @property
    def faq_path(self) -> Path:
        """The FAQ file."""
        return self.data_dir / "legal_faq.yaml"

    @property
    def cache_dir(self) -> Path:
        """Where what was learnt from the FAQ is kept by content."""
        return self.var_dir / "cache"

    @property
    def database(self) -> str:
        """The database's URL; embedded SQLite where none is set."""
        return self.database_url or f"sqlite:///{self.var_dir / 'legalbot.db'}"

    @property
    def address(self) -> str:
        """Where people open the pages."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")
