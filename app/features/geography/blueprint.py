"""The blueprint of boundaries: it has commands and no page; the map is with the places."""

from flask import Blueprint

bp = Blueprint("geography", __name__, cli_group="geography")
bp.cli.help = "Boundaries of wards and small areas, and postcodes."
