"""Concord: case management for multi-agency Serious Violence Operational Groups.

`create_app` wires the storeys together and does nothing else.
"""

from datetime import timedelta
from functools import cache
from importlib import import_module

from flask import Flask
from flask_migrate import Migrate
from sqlalchemy import create_engine
from werkzeug.middleware.proxy_fix import ProxyFix

from app.cli import init_cli
from app.features.accounts import interface as accounts
from app.platform import session as database_session
from app.platform.database import db, prepare_engine
from app.platform.database.work import init_unit_of_work
from app.platform.hardening import harden_process
from app.platform.identity import init_identity
from app.platform.logs import init_logs
from app.platform.mail import FileSender, NotifySender, Patience, Sender, SmtpSender, init_mail
from app.platform.vault import init_vault
from app.web import FOLDERS, init_web
from app.web.access import init_access
from app.web.health import init_health
from config import Settings

ROOMS = (
    "partnership",
    "geography",
    "accounts",
    "recorded_crime",
    "diary",
    "reminders",
    "subjects",
    "cases",
    "incidents",
    "transitions",
    "assurance",
    "actions",
    "returns",
    "forums",
    "merging",
    "providers",
    "interventions",
    "governance",
    "risk",
    "networks",
    "places",
    "referrals",
    "alerts",
    "sessions",
    "outcomes",
    "funding",
    "reach",
    "notifications",
    "police_list",
    "meetings",
    "packs",
    "minutes",
    "tracker",
    "escalation",
    "reporting",
    "demonstration",
)
"""Rooms of `features`, lower first."""

PARTS = ("models", "commands", "jobs", "panel", "routes")
"""What a room may bring that must be imported to be known."""


def create_app(settings: Settings | None = None) -> Flask:
    """The application for `settings` (by default those of the environment). Raises ConfigError when they are unsafe."""
    harden_process()
    settings = settings or Settings()
    app = Flask(__name__, **FOLDERS)
    app.extensions["settings"] = settings
    app.config.from_mapping(
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        # A connection is opened anew every hour: SQLite then plans by fresh statistics.
        # Every role reads by conditions of its own, so there are more statements to keep compiled than is usual.
        # One that the server closed, as it does when it is started anew, is found out before a form is lost to it.
        SQLALCHEMY_ENGINE_OPTIONS={
            "hide_parameters": True,
            "pool_recycle": 3_600,
            "pool_pre_ping": True,
            "query_cache_size": 2_000,
        },
        MAX_CONTENT_LENGTH=16 * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=4 * 1024 * 1024,
        MAX_FORM_PARTS=20_000,
    )
    init_logs(settings.log_level)
    _init_data(app, settings)
    init_unit_of_work(app)
    init_web(app)
    _open_rooms(app)
    if not settings.public_host_is_loopback:
        # The server listens on the loopback only, so a proxy stands in front: it says who asks, and for what.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)  # type: ignore[method-assign]
    return app


def _init_data(app: Flask, settings: Settings) -> None:
    for file in (settings.database_file, settings.key_store_file):
        if file is not None:
            file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    db.init_app(app)
    Migrate(app, db, directory="migrations")
    database_session.listen()
    with app.app_context():
        prepare_engine(db.engine, as_application=True)
    key_store = create_engine(settings.key_store_url, hide_parameters=True, pool_pre_ping=True)
    prepare_engine(key_store, as_application=True)
    init_vault(app, root_key=settings.root_key(), engine=key_store)
    init_identity(app, settings.instance_dir)
    init_mail(app, _sender(settings), _patience(settings))


def _sender(settings: Settings) -> Sender:
    match settings.mail_backend:
        case "smtp":
            return SmtpSender(
                settings.smtp_host or "",
                settings.smtp_port,
                settings.smtp_user,
                settings.smtp_password(),
                settings.mail_from,
            )
        case "notify":
            return NotifySender(settings.notify_url, settings.notify_key(), settings.notify_template or "")
        case _:
            return FileSender(settings.mail_dir, settings.mail_from)


def _patience(settings: Settings) -> Patience:
    return Patience(
        timedelta(minutes=settings.mail_retry_minutes),
        timedelta(minutes=settings.mail_retry_longest_minutes),
        settings.mail_most_tries,
    )


def _open_rooms(app: Flask) -> None:
    accounts.init_sessions(app)
    init_access(app, sign_in=accounts.ask_to_sign_in)
    init_health(app)
    for room in ROOMS:
        for part in PARTS:
            _import_if_there(f"app.features.{room}.{part}")
        routes = _import_if_there(f"app.features.{room}.routes")
        if routes is not None:
            app.register_blueprint(routes.bp)
    init_cli(app)


@cache
def _import_if_there(name: str):  # type: ignore[no-untyped-def]
    try:
        return import_module(name)
    except ModuleNotFoundError as missing:
        if missing.name != name:
            raise
        return None
