"""The blueprint of minutes, apart from its pages so that each file of pages can add to it."""

from flask import Blueprint

bp = Blueprint("minutes", __name__, url_prefix="/meetings/<uid:meeting_uid>/minutes", template_folder="templates")
