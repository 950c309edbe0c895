"""Being invited, signing in with a passphrase and a second factor, and forgetting them: every page on the way."""

import re
from collections.abc import Callable

import pyotp
import pytest
from playwright.sync_api import Page

from app.features.accounts.jobs import send_mail
from app.kernel.clock import now
from app.platform.access import acting_as
from tests.browser.checks import NARROW, faults_of
from tests.browser.conftest import DESKTOP, Site
from tests.browser.filling import heading, press
from tests.conftest import Mailbox
from tests.factories.accounts import make_user, the_system

ADDRESS = "b.quill@example.org"
PASSPHRASE, OTHER = "teapot lantern gravel", "marble umbrella thursday"
WITHOUT_A_STEP = (
    "/account/sign-in",
    "/account/forgotten",
    "/account/forgotten/sent",
    "/account/not-admitted?why=SUSPENDED",
    "/account/signed-out",
    "/accessibility",
    "/privacy",
    "/cookies",
)


@pytest.fixture
def mailed(site: Site) -> Callable[[], str]:
    """`mailed()`: the path of the newest link that was mailed."""
    mailbox = Mailbox(site.app, site.app.extensions["settings"].mail_dir)

    def newest() -> str:
        with site.app.app_context(), acting_as(the_system()):
            while send_mail():  # a meeting's invitations may stand in front
                pass
        found = re.search(r"http://localhost(/\S+)", mailbox.to(ADDRESS)[-1].get_content())
        assert found
        return found[1]

    return newest


def test_coming_in(site: Site, page: Page, problems: list[str], mailed: Callable[[], str]) -> None:
    wrong: list[str] = []

    def look(title: str) -> None:
        assert heading(page) == title
        for width in (NARROW, DESKTOP["width"]):
            page.set_viewport_size({"width": width, "height": DESKTOP["height"]})
            wrong.extend(f"{title} at {width}: {fault}" for fault in faults_of(page, problems))

    with site.app.app_context():
        make_user(name="Bernadette Quill", email=ADDRESS, activated=False)

    for path in WITHOUT_A_STEP:
        page.goto(path)
        look(heading(page))

    page.goto(mailed())
    look("Choose a passphrase")
    page.get_by_label("Passphrase").first.fill(PASSPHRASE)
    press(page, "Continue")
    look("Set up a second factor")
    secret = "".join((page.locator(".concord-secret").text_content() or "").split())  # in a part that is closed
    page.locator("[name=code]").fill(code(secret))
    press(page, "Continue")
    look("Keep your recovery codes")
    recovery_codes = page.locator(".concord-codes li").all_inner_texts()

    page.goto("/account/passphrase")
    look(heading(page))
    page.goto("/account/recovery-codes")
    look(heading(page))
    press(page, "Sign out")

    give_passphrase(page, PASSPHRASE)
    look(heading(page))
    page.locator("a[href*='recovery-code']").click()
    look(heading(page))
    page.locator("[name=recovery_code]").fill(recovery_codes[0])
    page.locator("main form button[type=submit]").click()
    page.get_by_role("button", name="Sign out").wait_for()
    press(page, "Sign out")

    page.goto("/account/forgotten")
    page.locator("[name=email]").fill(ADDRESS)
    page.locator("main form button[type=submit]").click()
    page.goto(mailed())
    look(heading(page))
    page.locator("[name=passphrase]").fill(OTHER)
    page.locator("main form button[type=submit]").click()
    look(heading(page))
    give_passphrase(page, OTHER)
    assert page.locator("[name=code]").count()
    assert wrong == []


def give_passphrase(page: Page, passphrase: str) -> None:
    page.goto("/account/sign-in")
    page.get_by_text("Sign in with a passphrase").click()
    page.locator("[name=email]").fill(ADDRESS)
    page.locator("[name=passphrase]").fill(passphrase)
    page.locator("[name=submit]").click()


def code(secret: str) -> str:
    return str(pyotp.TOTP(secret).generate_otp(int(now().timestamp()) // 30))
