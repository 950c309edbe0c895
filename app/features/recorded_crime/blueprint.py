"""The blueprint of recorded crime."""

from flask import Blueprint

bp = Blueprint(
    "recorded_crime",
    __name__,
    url_prefix="/recorded-crime",
    template_folder="templates",
    cli_group="recorded-crime",
)
bp.cli.help = "Crime recorded by the police, from the open street-level files."
