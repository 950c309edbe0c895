"""What `scripts/run` may delete: the instance folder of a demonstration, and nothing else."""

import contextlib
import sqlite3
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType

import pytest

from config import REPOSITORY, ConfigError, Settings
from tests.keys import make_root_key


@pytest.fixture(scope="module")
def prepare() -> ModuleType:
    loader = SourceFileLoader("prepare", str(REPOSITORY / "scripts" / "prepare"))
    spec = spec_from_loader("prepare", loader)
    assert spec
    module = module_from_spec(spec)
    loader.exec_module(module)
    return module


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(instance_dir=tmp_path / "instance")


def fill(settings: Settings) -> None:
    assert settings.database_file
    settings.database_file.parent.mkdir(parents=True, exist_ok=True)
    settings.database_file.touch()
    make_root_key(settings)


def test_a_demonstration_is_deleted_with_its_key(prepare: ModuleType, settings: Settings) -> None:
    marker = prepare.Marker(settings)
    marker.begin()
    fill(settings)
    marker.finish()

    prepare.start_over(settings, marker)

    assert not settings.instance_dir.exists()


def test_what_was_not_made_as_a_demonstration_stays(prepare: ModuleType, settings: Settings) -> None:
    fill(settings)
    assert settings.database_file
    with contextlib.closing(sqlite3.connect(settings.database_file)) as connection:
        connection.execute("CREATE TABLE alembic_version (version_num text)")
    with pytest.raises(ConfigError, match="not made as a demonstration"):
        prepare.start_over(settings, prepare.Marker(settings))
    assert settings.database_file.exists()


def test_a_folder_with_other_files_does_not_become_a_demonstration(prepare: ModuleType, settings: Settings) -> None:
    settings.instance_dir.mkdir()
    (settings.instance_dir / "letters.txt").touch()
    with pytest.raises(ConfigError, match="holds other files"):
        prepare.Marker(settings).begin()


def test_the_key_stays_while_another_demonstration_needs_it(prepare: ModuleType, settings: Settings) -> None:
    other = Settings(instance_dir=settings.instance_dir, database_url="postgresql://db/concord")
    for one in (settings, other):
        prepare.Marker(one).begin()
        prepare.Marker(one).finish()
    fill(settings)

    prepare.start_over(settings, prepare.Marker(settings))

    assert settings.key_file.exists()
    assert settings.database_file
    assert not settings.database_file.exists()
    assert not prepare.Marker(settings).present
    assert prepare.Marker(other).present


def test_an_interrupted_demonstration_is_known(prepare: ModuleType, settings: Settings) -> None:
    marker = prepare.Marker(settings)
    assert not marker.interrupted
    marker.begin()
    assert marker.interrupted
    marker.finish()
    assert not marker.interrupted


def test_nothing_is_deleted_on_postgresql(prepare: ModuleType, tmp_path: Path) -> None:
    settings = Settings(instance_dir=tmp_path, database_url="postgresql://db/concord")
    with pytest.raises(ConfigError, match="dropdb and createdb"):
        prepare.start_over(settings, prepare.Marker(settings))


def test_a_root_key_is_made_once_and_for_its_owner_alone(prepare: ModuleType, settings: Settings) -> None:
    prepare.make_folders(settings)
    prepare.make_root_key(settings)
    first = settings.root_key()
    prepare.make_root_key(settings)
    assert settings.root_key() == first
    assert settings.key_file.stat().st_mode & 0o777 == 0o600


def test_a_port_in_use_is_told(prepare: ModuleType) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(ConfigError, match="cannot be used"):
            prepare.require_free_port(taken.getsockname()[1])


def test_only_a_database_of_the_newest_form_is_not_migrated(prepare: ModuleType, settings: Settings) -> None:
    fill(settings)
    newest = max(file.name for file in (REPOSITORY / "migrations" / "versions").glob("*.py"))[:4]
    found = [prepare.form_of(settings) == prepare.newest_form()]
    for version in ("0001", newest):
        with contextlib.closing(sqlite3.connect(str(settings.database_file))) as connection:
            connection.executescript(
                f"create table if not exists alembic_version (version_num); delete from alembic_version;"
                f"insert into alembic_version values ('{version}')"
            )
        found.append(prepare.form_of(settings) == prepare.newest_form())
    assert found == [False, False, True]
