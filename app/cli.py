"""The command line of the person who runs Concord."""

import sys
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from app.features.partnership.interface import every_area_uid
from app.platform import audit
from app.platform.access import acting_as, system_actor
from app.platform.database import db
from app.platform.jobs.worker import run_worker
from app.platform.vault import Purpose, current_vault
from config import Settings

keys = AppGroup("keys", help="Encryption keys.")
audits = AppGroup("audit", help="The audit.")

audit.declare("keys.rotated", facts={"version", "count"})


def init_cli(app: Flask) -> None:
    app.cli.add_command(keys)
    app.cli.add_command(audits)
    app.cli.add_command(worker)


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings


@keys.command("rotate")
@click.option("--resume", is_flag=True, help="Finish a rotation that was cut short; add no new version.")
def rotate(resume: bool) -> None:
    """Add a key version and rewrap every data key under it, while the service runs."""
    vault = current_vault()
    version = vault.keyring.active(Purpose.DATA).number if resume else vault.rotate()
    done = 0
    while batch := vault.rewrap():
        done += batch
        click.echo(f"\r{done} data keys rewrapped", nl=False)
    with acting_as(system_actor("keys-rotate", frozenset())):
        audit.record("keys.rotated", version=version, count=done)
        db.session.commit()
    click.echo(f"\rVersion {version} is active; {done} data keys rewrapped.")


@keys.command("status")
def status() -> None:
    """How many data keys stand under which version."""
    vault = current_vault()
    active = vault.keyring.active(Purpose.DATA).number
    for version, count in sorted(vault.store.count_by_version().items()):
        click.echo(f"version {version}: {count} data keys{' (active)' if version == active else ' to rewrap'}")


@audits.command("verify")
@click.option("--checkpoints", type=click.Path(path_type=Path), help="Folder of the checkpoints to compare with.")
def verify(checkpoints: Path | None) -> None:
    """Check the chain, every sealed row and the checkpoints. Exits 1 when something is not as it was written."""
    report = audit.verify(checkpoints or _settings().checkpoint_dir)
    for finding in report.findings:
        click.echo(str(finding))
    click.echo(f"{report.entries} entries and {report.rows} sealed rows checked, {len(report.findings)} findings.")
    if report.findings:
        sys.exit(1)


@audits.command("checkpoint")
def checkpoint() -> None:
    """Sign the end of the chain and write it outside the database."""
    size = audit.write_checkpoint(_settings().checkpoint_dir)
    click.echo(f"Checkpoint at {size} entries.")


@click.command("worker")
def worker() -> None:
    """Run jobs until told to stop."""
    settings = _settings()
    run_worker(
        current_app._get_current_object(),  # type: ignore[attr-defined]  # noqa: SLF001 - the worker outlives the context
        lock_file=settings.instance_dir / "worker.lock",
        every_area=every_area_uid,
    )
