"""`flask load-reference`: what a new installation needs before anybody is invited."""

from flask import Flask


def test_what_is_missing_is_added_once(app: Flask) -> None:
    run = app.test_cli_runner().invoke
    first = run(args=["load-reference"])
    assert first.exit_code == 0, first.output
    assert first.output != "0 rows added.\n"  # the database of the tests has everything but the catalogue
    assert run(args=["load-reference"]).output == "0 rows added.\n"


def test_an_administrator_can_be_invited_after_it(app: Flask) -> None:
    run = app.test_cli_runner().invoke
    run(args=["load-reference"])
    invite = ["accounts", "invite-administrator", "--name", "Casper Wray", "--email", "casper@example.org"]
    assert "BNES" in run(args=[*invite, "--area", "NOWHERE"]).output
    assert "Invited" in run(args=[*invite, "--area", "BNES"]).output
