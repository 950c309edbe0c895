"""`flask demo load`: this room has a command and no page."""

import click
from flask import Blueprint

from app.features.demonstration.commands import load_demonstration
from app.kernel.errors import Refused

bp = Blueprint("demonstration", __name__, cli_group="demo")
bp.cli.help = "The demonstration month."


@bp.cli.command("load")
def load() -> None:
    """Load the demonstration month into an empty database."""
    click.echo("Loading the demonstration month")
    try:
        load_demonstration(say=lambda line: click.echo(f"  {line}"))
    except Refused as refused:
        raise click.ClickException(refused.message) from None
    click.echo("The demonstration is ready")
