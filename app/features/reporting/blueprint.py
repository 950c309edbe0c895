"""The blueprints of reporting, apart from the routes so that these may be in more than one file."""

from flask import Blueprint

bp = Blueprint("reporting", __name__, template_folder="templates")
audit_bp = Blueprint("audit", __name__, url_prefix="/audit")
"""Within `bp`, so that its pages stand under their own entry in the menu."""
