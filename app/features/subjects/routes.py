"""The command line of subjects; they have no pages of their own."""

import click
from flask import Blueprint
from sqlalchemy import select

from app.features.partnership.interface import every_area_uid
from app.features.subjects.erasure import erase_subject
from app.features.subjects.models import Subject
from app.platform.access import acting_as, system_actor
from app.platform.database import db

bp = Blueprint("subjects", __name__, cli_group="subjects")


@bp.cli.command("erase")
@click.argument("reference")
@click.option("--reason", prompt="Why is this subject erased? Do not name them", help="Kept in the audit.")
@click.confirmation_option(prompt="This cannot be undone, and backups will not bring it back. Erase?")
def erase(reference: str, reason: str) -> None:
    """Erase the person, network or place REFERENCE (P-2026-0001) for good, in every backup too."""
    with acting_as(system_actor("subjects-erase", every_area_uid())) as actor:
        subject = db.session.scalar(select(Subject).where(Subject.reference == reference))
        if subject is None:
            raise click.ClickException(f"There is no {reference}")
        erase_subject(actor=actor, subject=subject, reason=reason)
        db.session.commit()
    click.echo(f"{reference} is erased.")
