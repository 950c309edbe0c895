"""Forms of accounts."""

from app.features.accounts.domain import LEAST_LENGTH
from app.features.partnership import interface as partnership
from app.web.fields import (
    Checkboxes,
    DateParts,
    Email,
    Password,
    Select,
    SelectChoice,
    Submit,
    TextField,
    choice,
)
from app.web.forms import Form


class SignInForm(Form):
    email = Email("Email address", required="Enter your email address", autocomplete="username")
    passphrase = Password("Passphrase", required="Enter your passphrase")
    submit = Submit("Continue")


class CodeForm(Form):
    code = TextField(
        "Code",
        required="Enter the 6 digits that the app shows now",
        hint="The 6 digits that your authenticator app shows now.",
        width=10,
        autocomplete="one-time-code",
        spellcheck=False,
        params={"inputmode": "numeric"},
    )
    submit = Submit("Continue")


class RecoveryForm(Form):
    recovery_code = TextField(
        "Recovery code",
        required="Enter one of your recovery codes",
        hint="One of the codes you kept when you set up your account, like a1b2-c3d4-e5f6. Each works once.",
        width=20,
        autocomplete="off",
        spellcheck=False,
    )
    submit = Submit("Continue")


class ForgottenForm(Form):
    email = Email("Email address", required="Enter your email address", autocomplete="username")
    submit = Submit("Send me a link")


NEW_PASSPHRASE_HINT = f"At least {LEAST_LENGTH} characters. Three or more unrelated words are good and easy to keep."


class NewPassphraseForm(Form):
    passphrase = Password(
        "New passphrase", required="Enter a passphrase", autocomplete="new-password", hint=NEW_PASSPHRASE_HINT
    )
    submit = Submit("Continue")


class ChangePassphraseForm(Form):
    current = Password("Passphrase you use now", required="Enter the passphrase you use now")
    passphrase = Password(
        "New passphrase", required="Enter a new passphrase", autocomplete="new-password", hint=NEW_PASSPHRASE_HINT
    )
    submit = Submit("Change passphrase")


class ConfirmForm(Form):
    """Nothing but the passphrase, before something that matters."""

    current = Password("Passphrase", required="Enter your passphrase")
    submit = Submit("Show new recovery codes")


class DetailsForm(Form):
    name = TextField("Full name", required="Enter the person’s name", autocomplete="off")
    job_title = TextField("Job title", autocomplete="off")
    phone = TextField("Work telephone number", width=20, autocomplete="off")
    submit = Submit("Save")


class RolesForm(Form):
    roles = Checkboxes(
        "Roles",
        required="Select at least one role",
        hint="A change signs the person out. They see the new roles when they sign in again.",
    )
    submit = Submit("Save roles")


class InviteForm(Form):
    name = TextField("Full name", required="Enter the person’s name", autocomplete="off")
    email = Email(
        "Work email address",
        required="Enter the person’s work email address",
        hint="The invitation is sent here. The person signs in with it.",
        autocomplete="off",
    )
    job_title = TextField("Job title", autocomplete="off")
    phone = TextField("Work telephone number", width=20, autocomplete="off")
    area_uid = Select("Area", required="Select an area")
    agency_uid = Select("Organisation", required="Select an organisation")
    roles = Checkboxes("Roles", required="Select at least one role")
    submit = Submit("Send invitation")


class LeaveForm(Form):
    left_on = DateParts(
        "First day without an account",
        required="Enter the first day without an account",
        hint="Today closes the account at once.",
    )
    submit = Submit("Close the account", look="warning")


class HandOverForm(Form):
    to_uid = Select("Colleague who takes it", required="Select the colleague who takes it")


def role_choices(roles: list[str]) -> list[SelectChoice]:
    """With the words and hints of the code list."""
    wanted = set(roles)
    return [
        choice(item.code, item.label, hint=item.hint or None)
        for item in partnership.code_list("user_role")
        if item.code in wanted
    ]


def area_choices(uids: list[str]) -> list[SelectChoice]:
    return [choice(area.uid, area.name) for area in partnership.list_areas() if area.uid in set(uids)]


def agency_choices(area_uids: list[str], *, none: bool) -> list[SelectChoice]:
    """The organisations of the areas; with `none`, also no organisation at all."""
    found = {agency.uid: agency.name for area_uid in area_uids for agency in partnership.agencies_in(area_uid)}
    options = [choice(uid, name) for uid, name in sorted(found.items(), key=lambda item: item[1].casefold())]
    return [choice("NONE", "No organisation (runs the installation)"), *options] if none else options
