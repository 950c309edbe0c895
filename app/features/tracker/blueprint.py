"""The pages of the tracker as one blueprint."""

from flask import Blueprint

bp = Blueprint("tracker", __name__, url_prefix="/actions/tracker", template_folder="templates")
