"""`flask demo load` and `flask demo year`: this room has commands and no page."""

import click
from flask import Blueprint

from app.features.demonstration.commands import load_demonstration
from app.features.demonstration.year.loading import SEED, load_year
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


@bp.cli.command("year")
@click.option("--seed", default=SEED, show_default=True, help="The same seed gives the same figures.")
def year(seed: int) -> None:
    """Add a year of interventions to a demonstration: 600 people, 9,000 sessions, 15,000 contacts, money."""
    click.echo("Loading the demonstration year")
    try:
        load_year(seed=seed, say=lambda line: click.echo(f"  {line}"))
    except Refused as refused:
        raise click.ClickException(refused.message) from None
    click.echo("The year is there")
