"""The command line of boundaries and postcodes."""

from pathlib import Path

import click

from app.features.geography import commands
from app.features.geography.blueprint import bp
from app.features.geography.queries import list_sets
from app.features.partnership import interface as partnership
from app.kernel.errors import Refused
from app.platform.access import acting_as, system_actor
from app.platform.database import db

FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@bp.cli.command("import")
@click.argument("file", type=FILE)
@click.option("--kind", type=click.Choice(["ward", "lsoa"], case_sensitive=False), required=True)
@click.option("--vintage", required=True, help="Year, or year and month, from which they are: 2019-05.")
@click.option("--area", "area_code", default="", help="Code of the area they are for; left out: the whole hub.")
@click.option("--source", required=True, help="Who publishes them.")
@click.option("--attribution", required=True, help="What the licence asks to stand beside every map.")
@click.option("--code-field", help="The property that is the code, where it is not wd??cd or lsoa??cd.")
@click.option("--name-field", help="The property that is the name, where it is not wd??nm, lsoa??nm, ward or name.")
def import_file(file: Path, kind: str, vintage: str, area_code: str, **more: str) -> None:
    """Take the boundaries of a GeoJSON FILE (longitude and latitude) over."""
    areas = [area.code for area in partnership.list_areas()]
    if area_code and area_code not in areas:
        raise click.ClickException(f"Areas: {', '.join(areas)}")
    with acting_as(system_actor("geography-import", frozenset())) as actor:
        try:
            done = commands.import_boundaries(
                actor=actor, data=file.read_bytes(), kind=kind.upper(), vintage=vintage, area_code=area_code, **more
            )
        except Refused as refused:
            raise click.ClickException(refused.message) from None
        db.session.commit()
    click.echo(f"{done.features} boundaries: {done.added} added, {done.changed} changed, {done.gone} gone.")


@bp.cli.command("import-postcodes")
@click.argument("file", type=FILE)
def import_postcodes(file: Path) -> None:
    """Take over from a CSV FILE which ward and small area each postcode is in."""
    with acting_as(system_actor("geography-postcodes", frozenset())) as actor:
        try:
            done = commands.import_postcodes(actor=actor, data=file.read_bytes())
        except Refused as refused:
            raise click.ClickException(refused.message) from None
        db.session.commit()
    click.echo(f"{done.features} postcodes: {done.added} added, {done.changed} changed.")


@bp.cli.command("list")
def list_all() -> None:
    """Which boundaries there are."""
    for one in list_sets():
        click.echo(
            f"{one.kind} {one.area_code or 'hub'} {one.vintage}: {one.features}. {one.source}. {one.attribution}"
        )
