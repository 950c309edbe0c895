"""What every answer says to the browser, and who may send forms."""

import re
from pathlib import Path

import pytest
import structlog
from flask import Flask

from app.platform.logs import init_logs
from app.web import FOLDERS
from app.web.access import public

TEMPLATES = Path(FOLDERS["template_folder"])


def test_every_answer_is_closed_and_not_kept(tiny: Flask) -> None:
    for path in ("/privacy", "/nowhere"):
        headers = tiny.test_client().get(path).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert "Strict-Transport-Security" not in headers


def test_https_only_from_then_on(tiny: Flask) -> None:
    assert "Strict-Transport-Security" in tiny.test_client().get("/privacy", base_url="https://localhost").headers


def test_files_are_kept_only_under_an_address_with_their_digest(tiny: Flask) -> None:
    client = tiny.test_client()
    with client.get("/assets/concord.css") as plain, client.get("/assets/concord.css?v=1") as marked:
        assert plain.headers["Cache-Control"] == "no-cache"
        assert "immutable" in marked.headers["Cache-Control"]
    with client.get("/assets/nothing.css?v=1") as missing:
        assert missing.headers["Cache-Control"] == "no-store"


def test_what_a_script_imports_is_named_with_its_digest_too(tiny: Flask) -> None:
    client = tiny.test_client()
    script = client.get("/assets/concord.js?v=1")
    imported = re.findall(r'"\./([^"]+\.js[^"]*)"', script.get_data(as_text=True))
    assert imported
    assert all(re.fullmatch(r"[\w./-]+\.js\?v=[0-9a-f]{12}", one) for one in imported), imported
    for one in imported:
        with client.get(f"/assets/{one}") as answer:
            assert (answer.status_code, answer.mimetype) == (200, "text/javascript")
    again = client.get("/assets/concord.js?v=1", headers={"If-None-Match": script.headers["ETag"]})
    assert again.status_code == 304
    assert client.get("/assets/nothing.js").status_code == 404


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, 200),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "https://elsewhere.example"}, 403),
        ({"Origin": "http://localhost"}, 200),
        ({"Origin": "null"}, 200),
        ({}, 200),
    ],
)
def test_forms_of_other_sites_are_refused(tiny: Flask, headers: dict[str, str], status: int) -> None:
    tiny.add_url_rule("/send", "send", lambda: "sent", methods=["GET", "POST"])
    assert tiny.test_client().post("/send", headers=headers).status_code == status
    assert tiny.test_client().get("/send", headers=headers).status_code == 200


def test_a_form_without_its_token_is_refused_with_a_page_that_helps(tiny: Flask) -> None:
    tiny.config["WTF_CSRF_ENABLED"] = True
    tiny.add_url_rule("/send", "send", lambda: "sent", methods=["POST"])
    answer = tiny.test_client().post("/send", base_url="https://localhost")
    assert answer.status_code == 400
    assert "open too long" in answer.text


@pytest.mark.parametrize(
    "template", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: str(path.relative_to(TEMPLATES))
)
def test_templates_hold_nothing_the_policy_would_block(template: Path) -> None:
    source = template.read_text(encoding="utf-8")
    assert not re.search(r"<script(?![^>]*\bsrc=)", source)
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", source)
    assert "|safe" not in source.replace(" ", "")


def test_the_log_of_what_nobody_expected_has_none_of_its_words(tiny: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    @tiny.get("/breaks")
    @public("a test")
    def breaks() -> str:
        raise ValueError("Kasper is not a number")

    before = structlog.get_config()
    init_logs("INFO")
    try:
        status = tiny.test_client().get("/breaks").status_code
    finally:
        structlog.configure(**before)  # the stream of this test is closed when it ends
    assert status == 500
    written = capsys.readouterr().err
    assert '"event": "request.failed"' in written
    assert '"problem": "ValueError"' in written
    assert "test_headers.py:" in written
    assert "Kasper" not in written
