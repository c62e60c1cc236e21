"""Settings: the `YIPANQI_*` environment variables and `.env`, read in one place.

Reads: the process environment and the file `.env` of the working folder.
Does not: create folders or check that they exist (the doctor does).
"""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict, SettingsError

from bot.errors import BadInput

PREFIX = "YIPANQI_"
_SHIPPED_CORPUS = Path(__file__).resolve().parent.parent / "corpus"


class Settings(BaseSettings):
    """What an installation may choose; every field is one `YIPANQI_*` variable of .env.example."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
    )

    home: Path = Field(Path(".yipanqi"), description="folder of all state: index, chat log, locks")
    corpus: Path = Field(_SHIPPED_CORPUS, description="folder of the shipped digests")
    port: int = Field(8000, ge=1, le=65535, description="TCP port of the web server")
    host: str = Field(
        "127.0.0.1", description="address the web server listens on; others than loopback: see .env"
    )
    proxies: str = Field(
        "127.0.0.1", description="addresses of the TLS proxies whose X-Forwarded-* are believed"
    )
    embedding_model: str | None = Field(
        None, description="folder or hub name of a sentence-transformers model; empty: built in"
    )
    database_url: str = Field(
        "", description="PostgreSQL address of the registry; empty: SQLite in the home folder"
    )
    filings_an_hour: int | None = Field(
        None, ge=1, description="reports a unit may file an hour before it opens no new draft"
    )
    uploads_a_day: int = Field(20, ge=1, description="files a person may send in a day")
    chroma_url: str = Field("", description="address of a Chroma server; empty: embedded")
    telegram_token: SecretStr = Field(
        SecretStr(""), description="token of the Telegram bot; empty: no Telegram"
    )
    telegram_api_url: str = Field("https://api.telegram.org", description="address of the Bot API")
    telegram_content: Literal["full", "notices"] = Field(
        "full", description="what may pass through Telegram: everything, or opaque notices only"
    )
    telegram_webhook_secret: SecretStr = Field(
        SecretStr(""),
        description="secret of the webhook on the web server; empty: long polling",
    )
    telegram_webhook_url: str = Field(
        "", description="https address Telegram posts updates to; empty: long polling"
    )
    public_url: str = Field(
        "", description="address people open, for links; empty: loopback with the port"
    )
    session_idle_minutes: int = Field(30, ge=1, le=480, description="a session ends without use")
    session_hours: int = Field(8, ge=1, le=24, description="a session ends in any case")
    reauthentication_minutes: int = Field(
        10, ge=1, le=60, description="how long a password counts for grants and withdrawals"
    )
    demo: bool = Field(False, description="sample registry with one click per role")
    oidc_issuer: str = Field("", description="issuer of single sign-on; empty: none")
    oidc_client_id: str = Field("", description="client id at the issuer")
    oidc_client_secret: SecretStr = Field(
        SecretStr(""), description="client secret at the issuer; empty: public client"
    )
    oidc_claim: str = Field("sub", description="claim of the ID token that names the person")
    oidc_provision: str = Field(
        "", description="unit:role of people who are not known yet; empty: they are refused"
    )
    log_format: Literal["json", "text"] = Field(
        "text", description="logs of the server: text (trouble only) or json (every request)"
    )
    today: date | None = Field(
        None, description="fixed business date, for tests and demonstrations only"
    )


def load_settings(env_file: Path | None = Path(".env")) -> Settings:
    """Read the settings. Raises BadInput naming the variable when a value cannot be used."""
    try:
        return Settings(_env_file=env_file)  # type: ignore[call-arg]  # taken by BaseSettings
    except ValidationError as error:
        first = error.errors()[0]
        name = PREFIX + str(first["loc"][0]).upper()
        raise BadInput(
            f"setting {name} is {first['input']!r}: {first['msg']}",
            code="setting",
            field=name,
            value=str(first["input"]),
        ) from error
    except (SettingsError, OSError, UnicodeDecodeError) as error:
        raise BadInput(f"cannot read {env_file}: {error}", code="env_file", field=".env") from error


def unknown_variables(environment: Mapping[str, str] | Iterable[str]) -> tuple[str, ...]:
    """Names that start with `YIPANQI_` and are no setting, sorted; mostly typing slips."""
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    return tuple(sorted(n for n in environment if n.startswith(PREFIX) and n not in known))
