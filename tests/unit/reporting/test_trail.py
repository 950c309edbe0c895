"""Words of the audit."""

from app.features.reporting.trail import in_words


def test_events_are_said_in_words() -> None:
    assert in_words("case.viewed") == "Case viewed"
    assert in_words("account.invited-again") == "Account invited again"
    assert in_words("case.agency_given_need") == "Agency given a need to know the case"
