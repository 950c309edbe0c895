"""The pages of packs as one blueprint."""

from flask import Blueprint

bp = Blueprint("packs", __name__, url_prefix="/packs", template_folder="templates")
