"""The command line of the person who runs Concord."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, TextIO

import click
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext
from sqlalchemy import select

from app.features.funding.interface import load_figures
from app.features.interventions.interface import load_catalogue
from app.features.partnership.interface import every_area_uid, load_reference
from app.features.recorded_crime.interface import load_proposed_harm
from app.features.risk.interface import load_models
from app.features.subjects.interface import FIELDS, Subject, erase_subject, fit_files
from app.kernel.clock import now
from app.kernel.errors import Refused
from app.platform import audit, resealing
from app.platform.access import acting_as, system_actor
from app.platform.database import db
from app.platform.jobs.worker import run_worker
from app.platform.mail import note_returned, read_notice
from app.platform.vault import Purpose, VaultError, current_vault
from app.web.access_matrix import as_markdown
from config import REPOSITORY, Settings

keys = AppGroup("keys", help="Encryption keys.")
audits = AppGroup("audit", help="The audit.")
subjects = AppGroup("subjects", help="People, networks and places of concern.")
matchings = AppGroup("matching", help="Whether two records are of one person.")
mails = AppGroup("mail", help="Mail.")

LARGEST_NOTICE = 1024 * 1024
"""Bytes of a report that are read: it begins with what is needed."""

audit.declare("keys.version-destroyed", facts={"version"})
audit.declare("keys.rotated", facts={"version", "count"})


def init_cli(app: Flask) -> None:
    app.cli.add_command(keys)
    app.cli.add_command(audits)
    app.cli.add_command(subjects)
    app.cli.add_command(matchings)
    app.cli.add_command(mails)
    app.cli.add_command(load_reference_files)
    app.cli.add_command(worker)
    app.cli.add_command(write_access_matrix)


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


@keys.command("reseal")
@click.option(
    "--started", type=click.DateTime(["%Y-%m-%dT%H:%M:%S"]), help="Go on with the run that started then (UTC)."
)
def reseal(started: datetime | None) -> None:
    """Seal every record under a fresh data key, one subject at a time, while the service runs."""
    moment = (started.replace(tzinfo=UTC) if started else now()).replace(microsecond=0)
    click.echo(f"If this is cut short, go on with --started {moment:%Y-%m-%dT%H:%M:%S}")
    done = 0
    with acting_as(system_actor("keys-reseal", every_area_uid())):
        for done in resealing.reseal(moment):
            click.echo(f"\r{done} subjects resealed", nl=False)
    click.echo(f"\r{done} subjects resealed.")


@keys.command("destroy-version")
@click.argument("number", type=int)
def destroy_version(number: int) -> None:
    """Destroy a key version that nothing stands under. Backups of the key store made before then still hold it."""
    try:
        current_vault().destroy_version(number)
    except VaultError as refused:
        raise click.ClickException(str(refused)) from None
    with acting_as(system_actor("keys-destroy", frozenset())):
        audit.record("keys.version-destroyed", version=number)
        db.session.commit()
    click.echo(f"Version {number} is destroyed.")


@matchings.command("fit")
@click.argument("files", type=click.File(encoding="utf-8-sig"), nargs=-1, required=True)
@click.option("--first-day", type=click.DateTime(["%Y-%m-%d"]), required=True, help="From when the version counts.")
@click.option("--note", required=True, help="What the pairs are and who labelled them. Do not name anybody.")
@click.option("--keep", multiple=True, type=click.Choice(FIELDS), help="A field whose weights stay. More than once.")
@click.option("--folder", type=click.Path(path_type=Path, file_okay=False, exists=True), required=True)
def fit_weights(files: tuple[TextIO, ...], first_day: datetime, note: str, keep: tuple[str, ...], folder: Path) -> None:
    """Fit weights on labelled pairs (CSV FILES), and write every version with the new one into --folder. It counts for
    nobody until somebody puts the two files in the place of those in app/features/subjects/reference."""
    try:
        fitted = fit_files(files, valid_from=first_day.date(), fitted_on=note, folder=folder, keep=keep)
    except Refused as refused:
        raise click.ClickException(refused.message) from None
    for line in fitted:
        click.echo(line)


@mails.command("returned")
@click.argument("files", type=click.File("rb"), nargs=-1, required=True)
def returned(files: tuple[BinaryIO, ...]) -> None:
    """Read delivery reports from files ("-" is standard input), and show the mails they are about as not arrived."""
    noted = 0
    with acting_as(system_actor("mail-returned", every_area_uid())):
        for file in files:
            notice = read_notice(file.read(LARGEST_NOTICE))
            noted += notice is not None and note_returned(*notice)
        if noted:
            audit.record("mail.returned", count=noted)
        db.session.commit()
    click.echo(f"{noted} of {len(files)} noted as not arrived.")


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


@audits.command("adopt-restored")
@click.option("--reason", prompt="Why was an older backup restored? Do not name anybody", help="Kept in the audit.")
@click.option("--yes", "sure", is_flag=True, help="Do not ask again.")
def adopt_restored(reason: str, sure: bool) -> None:
    """Go on with a database restored from an older backup: say what is lost, record it, begin checkpoints anew."""
    folder = _settings().checkpoint_dir
    try:
        lost = audit.find_lost(folder)
        click.echo(f"Lost: entries {lost.first} to {lost.last} of the audit, and whatever they tell of.")
        if not sure:
            click.confirm("They are in no part of this database. Go on without them?", abort=True)
        with acting_as(system_actor("audit-adopt-restored", frozenset())):
            kept = audit.adopt(folder, lost, reason)
    except Refused as refused:
        raise click.ClickException(refused.message) from None
    click.echo(f"Recorded. The checkpoints of before are in {kept}: keep them with the record of the restore.")


@click.command("load-reference")
@with_appcontext
def load_reference_files() -> None:
    """Add what the reference files have and is not there: areas, lists, numbers, interventions, figures, models."""
    with acting_as(system_actor("load-reference", frozenset())) as actor:
        added = load_reference(actor=actor) + load_catalogue() + load_proposed_harm(actor=actor) + load_figures()
        db.session.commit()
    with acting_as(system_actor("load-reference", every_area_uid())) as actor:
        added += load_models(actor=actor)
        db.session.commit()
    click.echo(f"{added} rows added.")


@click.command("worker")
def worker() -> None:
    """Run jobs until told to stop."""
    settings = _settings()
    run_worker(
        current_app._get_current_object(),  # type: ignore[attr-defined]  # noqa: SLF001 - the worker outlives the context
        lock_file=settings.instance_dir / "worker.lock",
        every_area=every_area_uid,
    )


@click.command("access-matrix")
@click.option("--file", type=click.Path(path_type=Path), default=REPOSITORY / "docs" / "access-matrix.md")
@with_appcontext
def write_access_matrix(file: Path) -> None:
    """Write which role may open which page, from the routes and the roles as they are."""
    file.write_text(as_markdown(current_app), encoding="utf-8")
    click.echo(f"Written to {file}")


@subjects.command("erase")
@click.argument("reference")
@click.option("--reason", prompt="Why is this subject erased? Do not name them", help="Kept in the audit.")
@click.confirmation_option(prompt="This cannot be undone, and backups will not bring it back. Erase?")
def erase(reference: str, reason: str) -> None:
    """Erase the person, network or place REFERENCE (P-2026-0001) for good, in every backup too."""
    with acting_as(system_actor("subjects-erase", every_area_uid())) as actor:
        subject = db.session.scalar(select(Subject).where(Subject.reference == reference))
        if subject is None:
            raise click.ClickException(f"There is no {reference}")
        try:
            erase_subject(actor=actor, subject=subject, reason=reason)
        except Refused as refused:
            raise click.ClickException(str(refused)) from refused
        db.session.commit()
    click.echo(f"{reference} is erased.")
