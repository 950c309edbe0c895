"""Typed settings from the environment. Whatever is unsafe stops the program here, with one line that says why."""

import base64
import binascii
import ipaddress
import stat
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

REPOSITORY = Path(__file__).resolve().parent
KEY_BYTES = 32


class ConfigError(Exception):
    """The settings do not allow Concord to start. The text is one line and holds no secret."""


class Settings(BaseSettings):
    """Everything that differs between one installation and another. `docs/operating.md` has the table.

    Each field is read from the environment variable of the same name in capitals.
    """

    model_config = SettingsConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)

    instance_dir: Path = REPOSITORY / "instance"
    port: int = Field(8000, ge=1, le=65535)
    public_url: str = Field(default_factory=lambda data: f"http://127.0.0.1:{data['port']}")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    flask_debug: str = ""

    database_url: str = Field(
        default_factory=lambda data: f"sqlite:///{data['instance_dir'] / 'data' / 'concord.db'}", repr=False
    )
    migration_database_url: str = Field(default_factory=lambda data: data["database_url"], repr=False)
    key_store_url: str = Field(
        default_factory=lambda data: (
            f"sqlite:///{data['instance_dir'] / 'keys' / 'keys.db'}"
            if data["database_url"].startswith("sqlite")
            else data["database_url"]
        ),
        repr=False,
    )
    key_file: Path = Field(default_factory=lambda data: data["instance_dir"] / "secrets" / "root.key")
    checkpoint_dir: Path = Field(default_factory=lambda data: data["instance_dir"] / "checkpoints")

    mail_backend: Literal["file", "smtp", "notify"] = "file"
    mail_dir: Path = Field(default_factory=lambda data: data["instance_dir"] / "mail")
    mail_from: str = "concord@localhost"
    smtp_host: str | None = None
    smtp_port: int = Field(587, ge=1, le=65535)
    smtp_user: str | None = None
    smtp_password_file: Path | None = None
    notify_url: str = "https://api.notifications.service.gov.uk"
    notify_key_file: Path | None = None
    notify_template: str | None = None
    mail_retry_minutes: int = Field(2, ge=1)
    mail_retry_longest_minutes: int = Field(360, ge=1)
    mail_most_tries: int = Field(20, ge=1)

    def __init__(self, **values: Any) -> None:
        try:
            super().__init__(**values)
        except ValidationError as error:
            raise ConfigError(_one_line(error)) from None

    @field_validator("instance_dir", "key_file", "checkpoint_dir", "mail_dir", "smtp_password_file", "notify_key_file")
    @classmethod
    def _absolute(cls, path: Path | None) -> Path | None:
        return path if path is None else (REPOSITORY / path.expanduser()).resolve()

    @field_validator("log_level", mode="before")
    @classmethod
    def _capitals(cls, level: object) -> object:
        return level.upper() if isinstance(level, str) else level

    @field_validator("flask_debug")
    @classmethod
    def _never_debug(cls, flag: str) -> str:
        if flag.strip().lower() not in ("", "0", "false", "no", "off"):
            raise ValueError("must not be set: the debugger would show personal data to anybody")
        return ""

    @field_validator("database_url", "migration_database_url", "key_store_url")
    @classmethod
    def _known_database(cls, text: str) -> str:
        try:
            url = make_url(text)
        except ArgumentError:
            raise ValueError("is not a database URL") from None
        match url.get_backend_name():
            case "postgresql":
                url = url.set(drivername="postgresql+psycopg")
            case "sqlite" if url.database and url.database != ":memory:":
                url = url.set(drivername="sqlite", database=str((REPOSITORY / url.database).resolve()))
            case "sqlite":
                raise ValueError("must name a file, because the web server and the worker share it")
            case _:
                raise ValueError("must begin with sqlite:/// or postgresql://")
        return url.render_as_string(hide_password=False)

    @field_validator("public_url", "notify_url")
    @classmethod
    def _safe_origin(cls, text: str) -> str:
        parts = urlsplit(text)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("must be a web address such as https://concord.example.org")
        if parts.path not in ("", "/") or parts.query or parts.fragment or "@" in parts.netloc:
            raise ValueError("must be only a scheme, a host and perhaps a port")
        if parts.scheme == "http" and not is_loopback(parts.hostname):
            raise ValueError("must be https, unless the host is this machine only")
        return f"{parts.scheme}://{parts.netloc}"

    @model_validator(mode="after")
    def _databases_of_one_kind(self) -> "Settings":
        if make_url(self.migration_database_url).get_backend_name() != make_url(self.database_url).get_backend_name():
            raise ValueError("MIGRATION_DATABASE_URL must be the same kind of database as DATABASE_URL")
        if self.mail_backend == "smtp" and not self.smtp_host:
            raise ValueError("SMTP_HOST must be set when MAIL_BACKEND is smtp")
        if self.mail_backend == "notify" and not (self.notify_key_file and self.notify_template):
            raise ValueError("NOTIFY_KEY_FILE and NOTIFY_TEMPLATE must be set when MAIL_BACKEND is notify")
        return self

    @model_validator(mode="after")
    def _keys_kept_apart(self) -> "Settings":
        database, key_store = (_file_of(url) for url in (self.database_url, self.key_store_url))
        if database and key_store and key_store.is_relative_to(database.parent):
            raise ValueError("KEY_STORE_URL must not be in the database's folder: the two are backed up apart")
        for name, file in (("database", database), ("key store", key_store)):
            if file and self.key_file.is_relative_to(file.parent):
                raise ValueError(
                    f"KEY_FILE must not be in the {name}'s folder: one copied folder would open everything"
                )
        if self.key_file.exists():
            _check_only_owner_reads(self.key_file, "KEY_FILE")
        if self.smtp_password_file:
            _check_only_owner_reads(self.smtp_password_file, "SMTP_PASSWORD_FILE")
        if self.notify_key_file:
            _check_only_owner_reads(self.notify_key_file, "NOTIFY_KEY_FILE")
        return self

    @property
    def cookie_secure(self) -> bool:
        """Whether cookies are sent over TLS only. It follows from PUBLIC_URL, so it cannot be switched off."""
        return self.public_url.startswith("https:")

    @property
    def public_host_is_loopback(self) -> bool:
        """Whether only people on this machine are served."""
        return is_loopback(urlsplit(self.public_url).hostname or "")

    @property
    def uses_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")

    @property
    def database_file(self) -> Path | None:
        """Where the SQLite database is; None with PostgreSQL."""
        return _file_of(self.database_url)

    @property
    def key_store_file(self) -> Path | None:
        """Where the SQLite key store is; None with PostgreSQL."""
        return _file_of(self.key_store_url)

    def root_key(self) -> bytes:
        """The 32 bytes of the root key. Raises ConfigError when the file is missing, damaged or readable by others."""
        try:
            _check_only_owner_reads(self.key_file, "KEY_FILE")
            key = base64.b64decode(self.key_file.read_bytes().strip(), validate=True)
        except ValueError as error:
            reason = "KEY_FILE is not base64" if isinstance(error, binascii.Error) else str(error)
            raise ConfigError(f"{reason} ({self.key_file})") from None
        except OSError as error:
            raise ConfigError(f"KEY_FILE cannot be read: {error.strerror} ({self.key_file})") from None
        if len(key) != KEY_BYTES:
            raise ConfigError(f"KEY_FILE must hold {KEY_BYTES} bytes in base64 ({self.key_file})")
        return key

    def smtp_password(self) -> str | None:
        return self.smtp_password_file.read_text().strip() if self.smtp_password_file else None

    def notify_key(self) -> str:
        return self.notify_key_file.read_text().strip() if self.notify_key_file else ""


def is_loopback(host: str) -> bool:
    """Whether `host` (a name or an address) is this machine and nothing else."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _file_of(url: str) -> Path | None:
    parsed: URL = make_url(url)
    return Path(parsed.database) if parsed.get_backend_name() == "sqlite" and parsed.database else None


def _check_only_owner_reads(file: Path, name: str) -> None:
    if not file.is_file():
        raise ValueError(f"{name} is missing")
    if stat.S_IMODE(file.stat().st_mode) not in (0o600, 0o400):
        raise ValueError(f"{name} may be read by others: its mode must be 600 or 400")


def _one_line(error: ValidationError) -> str:
    """The first problem, with the environment variable's name and without its value, which may be a secret."""
    problem = error.errors(include_url=False, include_context=False, include_input=False)[0]
    message = problem["msg"].removeprefix("Value error, ")
    name = "_".join(str(part) for part in problem["loc"]).upper()
    return f"{name} {message}" if name else message
