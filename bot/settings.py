"""The machine: the settings, read once from the environment and `.env`, and nowhere else."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.origins import is_allowed_origin, is_secure, is_slack_api
from models.database import normalised

SLACK_API = "https://slack.com/api/"
TWO_WAYS = (
    "there are no Slack tokens: set SLACK_BOT_TOKEN and SLACK_APP_TOKEN (or SLACK_SIGNING_SECRET)"
    " to run against Slack, or start `rm-bot sandbox`, which needs none"
)
NO_SENDER = "there is no Slack token: set SLACK_BOT_TOKEN, with which a worker sends"
USER_ID = re.compile(r"[UW][A-Z0-9]{2,}")
_HIGHEST_PORT = 65535

__all__ = ["SandboxOptions", "Settings", "SettingsFault", "is_allowed_origin", "load_settings"]


class SettingsFault(Exception):  # noqa: N818  a fault of the person who set them, told as a list of sentences
    """Some settings are unusable: `faults` holds one plain sentence each, without any value."""

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(self.faults))


class Settings(BaseModel):
    """All the bot is told from outside. Built directly, it reads nothing from the environment."""

    model_config = ConfigDict(frozen=True, validate_by_name=True, hide_input_in_errors=True)

    bot_token: SecretStr | None = Field(None, validation_alias="SLACK_BOT_TOKEN")
    app_token: SecretStr | None = Field(None, validation_alias="SLACK_APP_TOKEN")
    signing_secret: SecretStr | None = Field(None, validation_alias="SLACK_SIGNING_SECRET")
    previous_signing_secret: SecretStr | None = Field(None, validation_alias="SLACK_SIGNING_SECRET_PREVIOUS")
    slack_api_url: str = Field(SLACK_API, validation_alias="SLACK_API_URL")
    database_url: SecretStr | None = Field(None, validation_alias="DATABASE_URL")
    data_dir: Path = Field(Path("var"), validation_alias="RM_DATA_DIR")
    host: str = Field("127.0.0.1", validation_alias="RM_HOST")
    port: int = Field(3000, validation_alias="RM_PORT")
    heartbeat_url: SecretStr | None = Field(None, validation_alias="RM_HEARTBEAT_URL")
    coordinators: Annotated[tuple[str, ...], NoDecode] = Field((), validation_alias="RM_COORDINATORS")

    @field_validator("bot_token")
    @classmethod
    def _is_bot_token(cls, token: SecretStr | None) -> SecretStr | None:
        return _starting(token, r"xoxb-|xoxe\.xoxb-", "SLACK_BOT_TOKEN must be a bot token (xoxb-…)")

    @field_validator("app_token")
    @classmethod
    def _is_app_token(cls, token: SecretStr | None) -> SecretStr | None:
        return _starting(token, "xapp-", "SLACK_APP_TOKEN must be an app-level token (xapp-…)")

    @field_validator("signing_secret", "previous_signing_secret")
    @classmethod
    def _is_one_word(cls, secret: SecretStr | None) -> SecretStr | None:
        if secret is not None and not re.fullmatch(r"[!-~]+", secret.get_secret_value()):
            raise ValueError("a signing secret is one word of plain characters (SLACK_SIGNING_SECRET…)")
        return secret

    @field_validator("slack_api_url")
    @classmethod
    def _is_slack(cls, url: str) -> str:
        if not is_slack_api(url):
            raise ValueError("SLACK_API_URL must be Slack's own (https) or an address on this machine")
        return f"{url.rstrip('/')}/"

    @field_validator("database_url")
    @classmethod
    def _is_known_database(cls, url: SecretStr | None) -> SecretStr | None:
        if url is not None:
            normalised(url.get_secret_value())
        return url

    @field_validator("heartbeat_url")
    @classmethod
    def _is_secure(cls, url: SecretStr | None) -> SecretStr | None:
        if url is not None and not is_secure(url.get_secret_value()):
            raise ValueError("RM_HEARTBEAT_URL must be an https address")
        return url

    @field_validator("data_dir")
    @classmethod
    def _is_no_file(cls, folder: Path) -> Path:
        if folder.exists() and not folder.is_dir():
            raise ValueError("RM_DATA_DIR names a file; it must be a folder")
        return folder

    @field_validator("port", mode="before")
    @classmethod
    def _is_port(cls, port: Any) -> int:
        if not re.fullmatch(r"\d{1,5}", str(port)) or int(port) > _HIGHEST_PORT:
            raise ValueError("RM_PORT must be a number from 0 to 65535")
        return int(port)

    @field_validator("coordinators", mode="before")
    @classmethod
    def _are_user_ids(cls, people: Any) -> tuple[str, ...]:
        listed = people.split(",") if isinstance(people, str) else people
        ids = tuple(person.strip() for person in listed if person.strip())
        if not all(USER_ID.fullmatch(person) for person in ids):
            raise ValueError("RM_COORDINATORS must be Slack user ids with commas between them (U012AB3CD,…)")
        return ids

    @property
    def database_address(self) -> str:
        """Where the data is: `DATABASE_URL`, or an SQLite file in the data folder."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return f"sqlite:///{self.data_dir / 'reverse-mentoring.db'}"

    @property
    def is_sqlite(self) -> bool:
        """Whether the database is a file of this one process."""
        return normalised(self.database_address).get_backend_name() == "sqlite"

    @property
    def sqlite_file(self) -> Path:
        """The database's file, when it is SQLite."""
        return Path(normalised(self.database_address).database or "")

    @property
    def postgres_address(self) -> str:
        """The database as PostgreSQL's own library takes it, when it is PostgreSQL."""
        address = normalised(self.database_address).set(drivername="postgresql")
        return address.render_as_string(hide_password=False)

    @property
    def key_file(self) -> Path:
        """Where the key lies that seals texts."""
        return self.data_dir / "secret.key"

    @property
    def signing_secrets(self) -> tuple[str, ...]:
        """The secrets a signed request may carry: the current one, and the old one while rotating."""
        secrets = (self.signing_secret, self.previous_signing_secret)
        return tuple(secret.get_secret_value() for secret in secrets if secret is not None)

    @property
    def has_slack_token(self) -> bool:
        """Whether a token of a real workspace is set: the sandbox must then not start."""
        return self.bot_token is not None or self.app_token is not None

    @property
    def missing_for_slack(self) -> str | None:
        """What `run` lacks to reach Slack, as one sentence; None when it has all."""
        if self.bot_token is None:
            return TWO_WAYS
        if self.app_token is None and self.signing_secret is None:
            return "set SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP) beside SLACK_BOT_TOKEN"
        return None


class _Environment(BaseSettings, Settings):
    """The same settings, taken from environment variables first and `.env` second."""

    model_config = SettingsConfigDict(env_ignore_empty=True, extra="ignore", env_file_encoding="utf-8")


@dataclass(frozen=True)
class SandboxOptions:
    """What `rm-bot sandbox` was asked for. `database` None means a new file that is thrown away."""

    port: int = 3000
    transport: Literal["http", "socket"] = "http"
    database: Path | None = None


def load_settings(env_file: Path | None = Path(".env")) -> Settings:
    """Read the environment. Raises SettingsFault with every fault at once."""
    try:
        return _Environment(_env_file=env_file)
    except ValidationError as error:
        raise SettingsFault([_sentence(fault) for fault in error.errors()]) from None


def _sentence(fault: Any) -> str:
    if fault["type"] == "value_error":
        return str(fault["ctx"]["error"])
    return f"{fault['loc'][0]}: {fault['msg']}"


def _starting(token: SecretStr | None, prefix: str, fault: str) -> SecretStr | None:
    if token is not None and not re.fullmatch(rf"(?:{prefix})[!-~]+", token.get_secret_value()):
        raise ValueError(fault)
    return token
