"""The blueprint of the police list."""

from flask import Blueprint

bp = Blueprint("police_list", __name__, url_prefix="/police-list", template_folder="templates")
