"""The command line of recorded crime."""

from pathlib import Path

import click

from app.features.recorded_crime import commands
from app.features.recorded_crime.blueprint import bp
from app.features.recorded_crime.domain.course import STATE_NAMES, State, state_of
from app.features.recorded_crime.models import CrimeFile
from app.features.recorded_crime.reading import read_file
from app.kernel.errors import Refused
from app.platform.access import acting_as, system_actor
from app.platform.database import db

FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
MOST_BYTES = 100 * 1024 * 1024


@bp.cli.command("import")
@click.argument("file", type=FILE)
@click.option("--replace", is_flag=True, help="Replace the month when it is there with other numbers.")
def import_file(file: Path, replace: bool) -> None:
    """Count the rows of a monthly street-level FILE (.csv or .csv.gz)."""
    if file.stat().st_size > MOST_BYTES:
        raise click.ClickException("Choose a file of one month of one force: this one is far larger")
    data = file.read_bytes()
    with acting_as(system_actor("recorded-crime-import", frozenset())) as actor:
        try:
            row, new = commands.take_in(actor=actor, data=data)
            if new:
                read_file(row, data, lambda rows: click.echo(f"\r{rows:,} rows read", nl=False))
            if replace and state_of(row) is State.DIFFERS:
                commands.replace_month(actor=actor, file=row)
        except Refused as refused:
            raise click.ClickException(refused.message) from None
        db.session.commit()
        _say(row)


def _say(row: CrimeFile) -> None:
    facts, differs, state = row.facts, row.differs, state_of(row)
    if facts:
        click.echo(
            f"\r{row.month:%B %Y}, {row.force}: {facts['rows']:,} rows, {facts['counted']:,} crimes counted. "
            f"{facts['without_location']:,} rows without location, {facts['without_id']:,} without crime ID, "
            f"{facts['repeated']:,} repeated, {facts['not_understood']:,} not understood."
        )
    if differs:
        click.echo(f"Beside the month that was there: {differs['more']:,} more, {differs['fewer']:,} fewer.")
    click.echo(STATE_NAMES[state] + (". Give --replace to replace it." if state is State.DIFFERS else "."))


@bp.cli.command("load-harm")
@click.argument("file", type=FILE)
def load_harm(file: Path) -> None:
    """Load a table of harm: a CSV FILE with list, code, weight, source, valid_from and valid_to."""
    with acting_as(system_actor("recorded-crime-harm", frozenset())) as actor:
        try:
            added, changed = commands.load_harm(actor=actor, data=file.read_bytes())
        except Refused as refused:
            raise click.ClickException(refused.message) from None
        db.session.commit()
    click.echo(f"{added} weights added, {changed} changed.")
