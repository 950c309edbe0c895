"""The settings refuse what is unsafe, and say why in one line without the secret."""

import base64
from pathlib import Path

import pytest

from config import REPOSITORY, ConfigError, Settings, is_loopback

NAMES = [name.upper() for name in Settings.model_fields]


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("INSTANCE_DIR", str(tmp_path))
    return monkeypatch


def write_key(file: Path, content: bytes = base64.b64encode(b"k" * 32), mode: int = 0o600) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    file.chmod(mode)


def test_everything_lives_under_the_instance_folder(tmp_path: Path) -> None:
    settings = Settings()

    assert settings.database_url == settings.migration_database_url == f"sqlite:///{tmp_path}/data/concord.db"
    assert settings.key_store_url == f"sqlite:///{tmp_path}/keys/keys.db"
    assert settings.key_file == tmp_path / "secrets/root.key"
    assert settings.checkpoint_dir == tmp_path / "checkpoints"
    assert settings.mail_dir == tmp_path / "mail"
    assert settings.database_file == tmp_path / "data/concord.db"


def test_without_any_variable_the_instance_folder_is_in_the_repository(environment: pytest.MonkeyPatch) -> None:
    environment.delenv("INSTANCE_DIR")
    assert Settings().instance_dir == REPOSITORY / "instance"


def test_the_public_address_follows_the_port(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("PORT", "8123")
    assert Settings().public_url == "http://127.0.0.1:8123"


def test_postgresql_is_reached_through_psycopg_and_keeps_its_own_key_store(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("DATABASE_URL", "postgresql://concord:pass%40word@db/concord")
    settings = Settings()

    assert settings.database_url == "postgresql+psycopg://concord:pass%40word@db/concord"
    assert settings.key_store_url == settings.migration_database_url == settings.database_url
    assert settings.database_file is None
    assert not settings.uses_sqlite


def test_migrations_may_use_the_owner_role(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("DATABASE_URL", "postgresql://web@db/concord")
    environment.setenv("MIGRATION_DATABASE_URL", "postgresql://owner@db/concord")
    assert Settings().migration_database_url == "postgresql+psycopg://owner@db/concord"


def test_settings_cannot_be_changed_and_do_not_show_passwords() -> None:
    settings = Settings(database_url="postgresql://web:hunter2@db/concord")

    with pytest.raises(Exception, match="frozen"):
        settings.port = 1
    assert "hunter2" not in repr(settings)


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("PUBLIC_URL", "http://concord.example.org", "PUBLIC_URL must be https"),
        ("PUBLIC_URL", "http://0.0.0.0:8000", "PUBLIC_URL must be https"),
        ("PUBLIC_URL", "https://concord.example.org/app", "PUBLIC_URL must be only a scheme"),
        ("PUBLIC_URL", "concord", "PUBLIC_URL must be a web address"),
        ("FLASK_DEBUG", "1", "FLASK_DEBUG must not be set"),
        ("DATABASE_URL", "mysql://root:hunter2@db/concord", "DATABASE_URL must begin with"),
        ("DATABASE_URL", "hunter2", "DATABASE_URL is not a database URL"),
        ("DATABASE_URL", "sqlite://", "DATABASE_URL must name a file"),
        ("MIGRATION_DATABASE_URL", "postgresql://db/concord", "MIGRATION_DATABASE_URL must be the same kind"),
        ("MAIL_BACKEND", "smtp", "SMTP_HOST must be set"),
        ("SMTP_PASSWORD_FILE", "/nowhere", "SMTP_PASSWORD_FILE is missing"),
        ("PORT", "hunter2", "PORT "),
        ("PORT", "0", "PORT "),
        ("LOG_LEVEL", "loud", "LOG_LEVEL "),
    ],
)
def test_what_is_unsafe_or_wrong_is_refused_in_one_line(
    environment: pytest.MonkeyPatch, name: str, value: str, message: str
) -> None:
    environment.setenv(name, value)

    with pytest.raises(ConfigError) as refusal:
        Settings()

    assert str(refusal.value).startswith(message)
    assert "\n" not in str(refusal.value)
    assert "hunter2" not in str(refusal.value)


@pytest.mark.parametrize("address", ["https://concord.example.org", "http://localhost:8000", "http://[::1]:8000"])
def test_cookies_are_secure_exactly_when_the_address_is(environment: pytest.MonkeyPatch, address: str) -> None:
    environment.setenv("PUBLIC_URL", address + "/")
    settings = Settings()

    assert settings.public_url == address
    assert settings.cookie_secure is address.startswith("https")
    assert settings.public_host_is_loopback is not settings.cookie_secure


@pytest.mark.parametrize("folder", ["data", "data/below", "keys"])
def test_the_key_file_is_kept_apart_from_what_it_opens(
    environment: pytest.MonkeyPatch, tmp_path: Path, folder: str
) -> None:
    environment.setenv("KEY_FILE", str(tmp_path / folder / "root.key"))
    with pytest.raises(ConfigError, match="KEY_FILE must not be in the"):
        Settings()


def test_the_key_store_is_kept_apart_from_the_database(environment: pytest.MonkeyPatch, tmp_path: Path) -> None:
    environment.setenv("KEY_STORE_URL", f"sqlite:///{tmp_path}/data/keys.db")
    with pytest.raises(ConfigError, match="KEY_STORE_URL must not be in the database's folder"):
        Settings()


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o666, 0o700])
def test_a_key_file_that_others_may_read_is_refused(tmp_path: Path, mode: int) -> None:
    write_key(tmp_path / "secrets/root.key", mode=mode)
    with pytest.raises(ConfigError, match="KEY_FILE may be read by others"):
        Settings()


@pytest.mark.parametrize("mode", [0o600, 0o400])
def test_the_root_key_is_read(tmp_path: Path, mode: int) -> None:
    write_key(tmp_path / "secrets/root.key", mode=mode)
    assert Settings().root_key() == b"k" * 32


@pytest.mark.parametrize(
    ("content", "message"), [(b"not base64!", "is not base64"), (base64.b64encode(b"short"), "must hold 32 bytes")]
)
def test_a_damaged_root_key_is_refused(tmp_path: Path, content: bytes, message: str) -> None:
    write_key(tmp_path / "secrets/root.key", content)
    with pytest.raises(ConfigError, match=message):
        Settings().root_key()


def test_a_missing_root_key_is_refused_only_when_it_is_needed() -> None:
    settings = Settings()
    with pytest.raises(ConfigError, match="KEY_FILE is missing"):
        settings.root_key()


@pytest.mark.parametrize(
    ("host", "answer"), [("127.0.0.1", True), ("127.8.8.8", True), ("0.0.0.0", False), ("example.org", False)]
)
def test_loopback(host: str, answer: bool) -> None:
    assert is_loopback(host) is answer
