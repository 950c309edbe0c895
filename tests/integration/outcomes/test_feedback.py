"""What somebody thinks of the help they had, asked without an account."""

import pytest
from sqlalchemy import select

from app.features.outcomes.models import Feedback
from app.platform.database import db
from tests.conftest import Clock
from tests.integration.outcomes.conftest import COORDINATOR, WORKER, Taken
from tests.pages import Page

ENDED = "This link does not work"


def link(taken: Taken, given_by: str = "SELF") -> str:
    """A new link, as the worker sees it once."""
    page = taken.open(WORKER, "/feedback").submit("Make a link for their phone", given_by=given_by)
    (shown,) = page.select("#link")
    return shown[shown.index("/say/") :]


def test_somebody_answers_once_and_both_sides_read_it(taken: Taken) -> None:
    path = link(taken)
    page = taken.browser().get(path)
    whole = f"{page.response.get_data(as_text=True)} {path}"
    assert not [word for word in ("Robin", "Fernsby", "Canal", "Street to Studio", taken.referral) if word in whole]
    shown = page.document.text_content()
    assert not [word for word in ("Concord", "violence", "OFFICIAL", "Sign") if word in shown]
    assert "Choose an answer, or write something" in str(page.submit("Send").errors())
    assert "They will know that it is from you" in page.text
    done = page.submit("Send", HELPED="YES", SAFE="NO", words="The studio door sticks")
    assert done.heading == "Thank you"
    for again in (page.submit("Send", HELPED="NO", status=404), taken.browser().get(path, status=404)):
        assert again.heading == ENDED
    for reader in (WORKER, COORDINATOR):
        page = taken.open(reader)
        assert page.summary()["Did it help you?"] == "Yes"
        assert page.summary()["Did you feel safe there?"] == "No"
        assert "The studio door sticks" in page.text
    with taken.acting():
        (row,) = db.session.scalars(select(Feedback))
        assert b"sticks" not in row.payload
        assert path.rpartition("/")[2].replace("-", "").encode() not in row.token_digest


@pytest.mark.one_database
def test_what_does_not_work_tells_nothing(taken: Taken, clock: Clock) -> None:
    """Wrong, replaced, taken back and too late look the same."""
    first = link(taken)
    second, of_parent = link(taken), link(taken, "PARENT")
    stranger = taken.browser()
    pages = [stranger.get(path, status=404) for path in (first, "/say/0000-0000-0000-0000", "/say/x")]
    assert "Did it help?" in stranger.get(of_parent).text
    shown = taken.open(WORKER)
    shown = shown.submit("Take the link back")
    assert shown.flash == "The link does not work any more"
    clock.advance(days=15)
    pages += [stranger.get(path, status=404) for path in (second, of_parent)]
    assert len({page.response.get_data() for page in pages}) == 1
    assert pages[0].heading == ENDED


@pytest.mark.one_database
def test_guesses_slow_down_the_guesser_and_not_whoever_holds_a_link(taken: Taken) -> None:
    path = link(taken)
    stranger = taken.browser()
    answers = [stranger.get(f"/say/{number:016}", status=None).status for number in range(12)]
    assert answers[0] == 404
    assert answers[-1] == 429
    assert stranger.get(path).submit("Send", HELPED="YES").heading == "Thank you"


@pytest.mark.one_database
def test_a_device_that_is_handed_over_leads_nowhere_but_to_signing_in(taken: Taken) -> None:
    device, tab = taken.browser(WORKER), taken.browser(WORKER)
    before = taken.path
    page = device.get(f"{before}/feedback").submit("Answer on this device now")
    assert page.heading == "Tell us what you think"
    assert before not in page.response.get_data(as_text=True)
    assert "Sign out" not in page.document.text_content()
    for back in (before, f"{before}/feedback", "/", "/referrals"):
        assert device.get(back).heading == "Sign in"
    done = page.submit("Send", AGAIN="YES")
    assert done.heading == "Thank you"
    assert not [href for href in done.links.values() if "/say" not in href]
    assert tab.get(before).summary()["Would you tell a friend to try it?"] == "Yes"


@pytest.mark.one_database
def test_the_browser_is_told_to_forget_what_it_showed(taken: Taken) -> None:
    device = taken.browser(WORKER)
    form: Page = device.get(f"{taken.path}/feedback")
    answer = device.client.post(f"{form.path}/here", data=form.form_data(), headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 303
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.one_database
def test_an_answer_needs_no_cookie_and_takes_none_from_another_site(taken: Taken) -> None:
    path = link(taken)
    client = taken.app.test_client(use_cookies=False)
    assert client.post(path, data={"HELPED": "YES"}, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert client.post(path, data={"HELPED": "YES"}, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 303
