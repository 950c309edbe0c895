"""The blueprint of meetings, apart from its pages so that each file of pages can add to it."""

from flask import Blueprint

bp = Blueprint("meetings", __name__, url_prefix="/meetings", template_folder="templates")
