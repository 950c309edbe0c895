"""Files of the tracker, as the worker writes them and whoever asked for one opens it."""

from typing import cast

from flask import Flask

from app.features.partnership.interface import every_area_uid
from app.features.tracker.jobs import write_waiting
from app.platform.access import bind_actor, system_actor
from app.platform.database import db
from app.platform.workbook import unlocked
from tests.pages import Page


def write_files(app: Flask) -> int:
    """Do what the worker would do about files now. Returns how many were written."""
    with app.app_context():
        bind_actor(system_actor("tracker-write", every_area_uid()))
        try:
            return cast("int", write_waiting())
        finally:
            db.session.remove()


def file_of(page: Page) -> bytes:
    """The file behind the page of an export, once it is written; a locked one is opened with the password shown."""
    page = page.pages.get(page.path)
    data = page.follow("Download the file").response.get_data()
    if "Show the password" not in page.text:
        return data
    return unlocked(data, page.submit("Show the password").select("code")[0])
