"""Every setting: its name, its default and one sentence. Each is a variable `HAMDEL_<NAME>`.

`docs/operations.md` lists them all; a test holds it to this table.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator

from app.keys import Keys, KeysError
from app.origins import is_plain
from app.texts import text

PREFIX = "HAMDEL_"
SECRETS = frozenset({"secret", "database_url"})
"""Settings that are variables alone."""


class SettingsError(Exception):
    """The settings do not hold together. `sentences`: each says what to do."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(sentences)
        self.sentences = sentences

    def __str__(self) -> str:
        return "\n".join(self.sentences)


def default_database() -> Path:
    """The platform's folder for a user's data."""
    home = Path.home()
    if sys.platform == "darwin":
        return home / "Library" / "Application Support" / "hamdel" / "hamdel.db"
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    else:
        base = Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share")
    return base / "hamdel" / "hamdel.db"


class Settings(BaseModel):
    """The table of settings."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    host: str = Field("127.0.0.1", description="The address to listen on.")
    port: int = Field(8000, ge=0, le=65535, description="The port; 0 takes a free one.")
    secret: SecretStr | None = Field(
        None,
        description="Signs the agents' tokens (HS256), 32 characters or more; without it the "
        "coach runs open, on this machine only.",
    )
    keys: Path | None = Field(
        None,
        description="A file of keys that check tokens (a JSON Web Key Set), told apart by kid; "
        "what is written to it goes live without a restart.",
    )
    audience: str | None = Field(
        None,
        min_length=1,
        description="The aud that every token must name; without it a token need not name one.",
    )
    origins: tuple[str, ...] = Field(
        (),
        description="The pages that may connect, by comma (https://desk.example.com); pages of "
        "this machine may always while the coach listens on it alone.",
    )
    rules: Path | None = Field(None, description="A folder of rules instead of the shipped ones.")
    reload: bool = Field(
        True, description="Whether rules that are saved go live without a restart."
    )
    database: Path = Field(
        default_factory=default_database,
        description="The SQLite file that keeps the outcomes of findings; by default in the "
        "user's data folder.",
    )
    database_url: SecretStr | None = Field(
        None,
        description="A PostgreSQL database that keeps them instead, "
        "postgresql://user:password@host/name; what else lies beside the file stays there.",
    )
    keep_days: float = Field(
        0, ge=0, le=36500, description="For how many days outcomes are kept; 0: for good."
    )
    draft_chars: int = Field(
        5000, ge=1, le=20000, description="The longest draft, in UTF-16 code units."
    )
    event_bytes: int = Field(
        65536, ge=1024, le=1048576, description="The largest event, and the largest HTTP body."
    )
    history_bytes: int = Field(
        1048576,
        ge=1024,
        le=16777216,
        description="The largest HTTP body on routes that carry a history (POST /v1/review).",
    )
    events_per_second: int = Field(
        50, ge=1, le=10000, description="How many events a second one connection may send."
    )
    frames_per_second: int = Field(
        100,
        ge=1,
        le=10000,
        description="How many pings, pongs and pieces of events a second one connection may send; "
        "then it is closed with 1008.",
    )
    reviews_per_second: int = Field(
        20,
        ge=1,
        le=10000,
        description="How many HTTP reviews a second one agent may ask for; no limit when open.",
    )
    findings: int = Field(
        100, ge=1, le=1000, description="How many findings of a review are sent, the first ones."
    )
    history_messages: int = Field(
        200, ge=1, le=2000, description="How many messages of a conversation are read."
    )
    conversations: int = Field(
        100,
        ge=1,
        le=10000,
        description="How many conversations one connection holds; the least used goes first.",
    )
    connections: int = Field(
        10000, ge=1, le=1000000, description="How many connections at once; then HTTP 503."
    )
    address_connections: int = Field(
        1000,
        ge=1,
        le=1000000,
        description="How many of them from one address; then HTTP 503. Proxies have no such limit.",
    )
    proxies: tuple[str, ...] = Field(
        (),
        description="Addresses or networks of proxies, by comma, whose X-Forwarded-For is "
        "believed; nobody else's is.",
    )
    header_seconds: float = Field(
        10.0, gt=0, le=120, description="How long a client may take to bring a request's headers."
    )
    hello_seconds: float = Field(
        5.0, gt=0, le=60, description="How long a connection may take to say hello."
    )
    send_seconds: float = Field(
        10.0, gt=0, le=120, description="How long a client may take to read what it was sent."
    )
    slow_ms: int = Field(
        100,
        ge=1,
        le=60000,
        description="A review that takes longer is logged: its time, length and session, no text.",
    )
    unread_seconds: int = Field(
        20,
        ge=1,
        le=300,
        description="After how long a client is dropped that reads nothing at all.",
    )
    stop_seconds: int = Field(
        10, ge=1, le=120, description="How long the server takes to stop, at most."
    )

    @field_validator("origins", "proxies", mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:
        if isinstance(value, str):
            return tuple(part.strip().rstrip("/") for part in value.split(",") if part.strip())
        return value

    @field_validator("proxies")
    @classmethod
    def _are_addresses(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for one in value:
            ip_network(one)
        return value

    @field_validator("database_url")
    @classmethod
    def _is_postgres(cls, value: SecretStr | None) -> SecretStr | None:
        try:
            address = urlsplit(value.get_secret_value()) if value else None
        except ValueError:  # What it says of the address may hold the password.
            raise ValueError(text("settings", "not_postgres")) from None
        if address and (address.scheme != "postgresql" or not address.path.strip("/")):
            raise ValueError(text("settings", "not_postgres"))
        return value

    @property
    def keeps_in(self) -> Path | str:
        """Where outcomes are kept: a SQLite file or the address of a PostgreSQL database."""
        url = self.database_url
        return self.database if url is None else url.get_secret_value()

    @property
    def keeps_in_told(self) -> str:
        """The same without user and password, for people."""
        if self.database_url is None:
            return str(self.database)
        address = urlsplit(self.database_url.get_secret_value())
        # A password may hold a slash: all before the last @ is left out.
        return f"postgresql://{(address.netloc + address.path).rpartition('@')[2]}"

    @property
    def open(self) -> bool:
        """Whether anyone on this machine may use the coach without a token."""
        return self.secret is None and self.keys is None

    @property
    def on_loopback(self) -> bool:
        """Whether only this machine can reach the coach."""
        if self.host == "localhost":
            return True
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return False

    @classmethod
    def read(cls, env: Mapping[str, str], **given: object) -> Settings:
        """Settings from variables, overridden by what was given; raises `SettingsError`."""
        values: dict[str, object] = {}
        for variable, value in env.items():
            name = variable.removeprefix(PREFIX).lower()
            if variable.startswith(PREFIX) and value:
                values[name] = value
        values |= {name: value for name, value in given.items() if value is not None}
        try:
            settings = cls.model_validate(values)
        except ValidationError as error:
            raise SettingsError(_sentences(error)) from None
        if wrong := _dangers(settings):
            raise SettingsError(wrong)
        return settings


def _sentences(error: ValidationError) -> list[str]:
    found: list[str] = []
    for problem in error.errors(include_input=False, include_url=False):
        name = str(problem["loc"][0])
        variable = PREFIX + name.upper()
        if problem["type"] == "extra_forbidden":
            found.append(text("settings", "unknown", variable=variable))
            continue
        sentence = Settings.model_fields[name].description
        wrong = problem["msg"]
        found.append(text("settings", "wrong", variable=variable, sentence=sentence, wrong=wrong))
    return found


def _dangers(settings: Settings) -> list[str]:
    """What must not be started, each with what to do."""
    wrong: list[str] = []
    try:
        secret = settings.secret
        Keys.read(None if secret is None else secret.get_secret_value(), settings.keys)
    except KeysError as error:
        wrong.append(str(error))
    if settings.open and not settings.on_loopback:
        wrong.append(text("settings", "secret_missing", host=settings.host))
    if not settings.origins and not settings.on_loopback:
        wrong.append(text("settings", "origins_missing", host=settings.host))
    for origin in settings.origins:
        parts = urlsplit(origin)
        if origin == "*":
            wrong.append(text("settings", "origins_star"))
        elif not is_plain(parts.scheme, parts.netloc, origin):
            wrong.append(text("settings", "origin_shape", origin=origin))
    return wrong
