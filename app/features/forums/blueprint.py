"""The blueprint of forums, apart from its pages so that each file of pages can add to it."""

from flask import Blueprint

bp = Blueprint("forums", __name__, url_prefix="/forums", template_folder="templates")
