"""Lists of the police as they come, loaded as somebody with a browser does; and what the worker does about them."""

import csv
import io
from typing import Any

from flask import Flask

from app.features.partnership.interface import every_area_uid
from app.features.police_list import jobs
from app.platform.access import bind_actor, system_actor
from app.platform.database import db
from tests.factories.governance import turn_on_police_list
from tests.pages import Page, Pages

ROW: dict[str, str] = {
    "svapp_ref": "SVA-1", "extract_at": "2026-10-29T05:30:00Z", "area_code": "BNES", "nominal_ref": "NR-1",
    "surname": "FERNSBY", "forenames": "ROBIN", "dob": "2011-04-07", "sex": "M", "home_postcode": "BA2 1AA",
    "ward": "Twerton", "role_victim": "1", "role_suspect": "0", "victim_events_12m": "2", "suspect_events_12m": "0",
    "ocg_flag": "0", "model_name": "Child repeat victim", "model_version": "3.2", "model_band": "HIGH",
    "model_score": "71", "handling_code": "P", "handling_conditions": "", "gsc": "OFFICIAL-SENSITIVE",
    "expires_on": "2027-01-27",
}  # fmt: skip


def listed(*rows: dict[str, str]) -> bytes:
    """A CSV file of rows, each as `ROW` but for what is given; a reference of its own each."""
    full = [ROW | {"svapp_ref": f"SVA-{number}", "nominal_ref": f"NR-{number}"} | row
            for number, row in enumerate(rows, start=1)]  # fmt: skip
    held = io.StringIO()
    writer = csv.DictWriter(held, list(dict.fromkeys(key for row in full for key in row)))
    writer.writeheader()
    writer.writerows(full)
    return held.getvalue().encode()


def upload(pages: Pages, data: bytes, name: str = "list.csv", *, status: int = 200, password: str = "") -> Page:
    """Load a file, in an area that may. Returns the page that follows."""
    with pages.client.application.app_context():
        turn_on_police_list()
    form = pages.get("/police-list").form_data("Load the list")
    headers = {"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"}
    sent: dict[str, Any] = form | {"file": (io.BytesIO(data), name), "password": password}
    return pages._page(pages.client.post("/police-list", data=sent, headers=headers, follow_redirects=True), status)


def work(app: Flask, job: Any = jobs.read_waiting) -> int:
    """Do what the worker would do now. Returns how many it did."""
    with app.app_context():
        bind_actor(system_actor("police-list", every_area_uid()))
        try:
            return int(job())
        finally:
            db.session.remove()
