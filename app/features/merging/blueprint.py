"""The blueprint of merging, apart from its pages so that each file of pages can add to it."""

from flask import Blueprint

bp = Blueprint("merging", __name__, url_prefix="/people", template_folder="templates")
