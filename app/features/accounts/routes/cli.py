"""The command line: the first account of an installation."""

import click

from app.features.accounts import commands
from app.features.accounts.routes import bp
from app.features.partnership import interface as partnership
from app.kernel.errors import Refused
from app.platform.access import Role, acting_as, system_actor
from app.platform.database import db


@bp.cli.command("invite-administrator")
@click.option("--name", prompt="Full name")
@click.option("--email", prompt="Work email address")
@click.option("--area", "area_code", prompt="Code of the area they are in")
def invite_administrator(name: str, email: str, area_code: str) -> None:
    """Invite a system administrator, who then invites everybody else."""
    with acting_as(system_actor("invite-administrator", partnership.every_area_uid())) as actor:
        area = next((area for area in partnership.list_areas() if area.code == area_code), None)
        if area is None:
            raise click.ClickException(f"Areas: {', '.join(area.code for area in partnership.list_areas())}")
        try:
            commands.create_user(
                actor=actor, name=name, email=email, agency_uid=None, area_uid=area.uid, roles=[Role.SYSADMIN]
            )
        except Refused as refused:
            raise click.ClickException(refused.message) from None
        db.session.commit()
    click.echo("Invited. The worker sends the mail.")
