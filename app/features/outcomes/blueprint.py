"""The blueprint of outcomes. Without a prefix: the address of a link for feedback tells nothing."""

from flask import Blueprint

bp = Blueprint("outcomes", __name__, template_folder="templates")
