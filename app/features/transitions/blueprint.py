"""The pages of plans for an age limit."""

from flask import Blueprint

bp = Blueprint("transitions", __name__, url_prefix="/transitions", template_folder="templates")
