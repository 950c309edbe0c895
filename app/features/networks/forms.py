"""Forms of networks. Code lists are read when a form is shown."""

from collections.abc import Callable

from app.features.networks.domain import Standing
from app.features.partnership import interface as partnership
from app.web import forms
from app.web.fields import (
    Checkboxes,
    Hidden,
    NearDate,
    Radios,
    Select,
    SelectChoice,
    TextArea,
    TextField,
    choice,
    choices,
)


def listed(name: str) -> Callable[[], list[SelectChoice]]:
    return lambda: partnership.code_choices(name)


EVIDENCE = "What was seen, said or recorded. Music, clothes, likes and who somebody’s family is are no evidence"
STANDINGS = {
    Standing.MEMBER: "A member",
    Standing.MENTIONED: "Only mentioned, not a member",
    Standing.LEFT_OUT: "Leave out",
}
NOBODY = "NOBODY"
CONTEXT_WEIGHTS = {"0": "Not at all", "1": "A little", "2": "Much", "3": "Most of all"}


class PurposeForm(forms.Form):
    purpose = TextArea(
        "Why these people are looked at together",
        hint="What is to be prevented, and why looking at each of them alone would not do",
        required="Enter why these people are looked at together",
        rows=4,
    )
    expires_on = NearDate(
        "Last day", hint="It stops by itself after this day", required="Enter the last day", future=True
    )


class BasisForm(forms.Form):
    code = Radios(
        "Kind of evidence", choices=listed("evidence_basis"), required="Select what kind of evidence it is", small=True
    )
    grade = Radios("How sure is this?", choices=listed("info_grade"), required="Select how sure this is", small=True)
    detail = TextArea("What was seen or said", hint=EVIDENCE, required="Enter what was seen or said", rows=3)
    seen_on = NearDate("Day of the evidence", required="Enter the day of the evidence", past=True)


class SaidForm(forms.Form):
    """What somebody, or a link, rests on."""

    grade = Radios("How sure is this?", choices=listed("info_grade"), required="Select how sure this is", small=True)
    basis = Checkboxes(
        "How this is known", choices=listed("evidence_basis"), required="Select how this is known", small=True
    )
    evidence = TextArea("The evidence", hint=EVIDENCE, required="Enter what the evidence is", rows=3)
    evidenced_on = NearDate("Day of the latest evidence", required="Enter the day of the evidence", past=True)
    expires_on = NearDate(
        "Expires on", hint="Unless renewed with fresh evidence", required="Enter when this expires", future=True
    )


class FindForm(forms.Form):
    words = TextField(
        "Find a person of this area",
        hint="A name in any spelling, with a date of birth if you know it. Or a reference",
        required="Enter a name or a reference",
        autocomplete="off",
        spellcheck=False,
        width=30,
    )


class MemberForm(SaidForm):
    """Who was found, and what they rest on. `words` is what was looked for."""

    words = Hidden()
    person_uid = Radios("Who is it?", required="Select who it is, or that nobody of these is meant")
    position = Select("Position in the network", choices=listed("network_position"), blank="Not known")
    since = NearDate("Part of it since", hint="If known", past=True)


class DecideForm(SaidForm):
    standing = Radios("What to make of this", choices=choices(STANDINGS), required="Select what to make of this person")
    position = Select("Position in the network", choices=listed("network_position"), blank="Not known")
    since = NearDate("Part of it since", hint="If known", past=True)
    reason = TextField("If left out, why", width=30)

    def validate_on_submit(self, extra_validators: object = None) -> bool:
        """Whoever is left out needs no basis."""
        if self.is_submitted() and self.standing.data == Standing.LEFT_OUT:
            for name in ("grade", "basis", "evidence", "evidenced_on", "expires_on"):
                self[name].validators = ()
        return super().validate_on_submit(extra_validators)


class IdentifyForm(forms.Form):
    person_uid = Radios("Who is it?", required="Select who it is")


class RenewForm(SaidForm):
    position = Select("Position in the network", choices=listed("network_position"), blank="As it is")


class EndForm(forms.Form):
    reason = TextArea("Why", required="Enter why", rows=3)


class LinkForm(SaidForm):
    from_uid = Select("First person", required="Select the first person", blank="Select a person")
    from_role = Select("Their part in it", choices=listed("link_role"), blank="Not known")
    to_uid = Select("Second person", required="Select the second person", blank="Select a person")
    to_role = Select("Their part in it", choices=listed("link_role"), blank="Not known")
    kind = Radios("Kind of link", choices=listed("link_type"), required="Select the kind of link", small=True)
    direction = Radios(
        "Which way it goes", choices=listed("link_direction"), required="Select which way it goes", small=True
    )
    strength = Radios(
        "How strong it is", choices=listed("link_strength"), required="Select how strong it is", inline=True, small=True
    )


class RenewLinkForm(SaidForm):
    strength = Radios(
        "How strong it is", choices=listed("link_strength"), required="Select how strong it is", inline=True, small=True
    )


class TensionForm(forms.Form):
    tension_level = Radios("Tension now", choices=listed("tension_level"), required="Select how tense it is")
    trigger_event = TextArea("What set it off", hint="What happened, without judging anybody", rows=3)
    triggered_on = NearDate("When that was", past=True)
    weapons = Checkboxes("Weapons at hand", choices=listed("weapon"), small=True)
    county_lines = Radios("Ties to a county line", choices=listed("county_line_tie"), inline=True, small=True)
    county_line_name = TextField("Name of the line", hint="Police-graded: shown to few", width=20)
    cross_border = TextArea("Other areas that have a part in it", hint="One a line", rows=2)
    platforms = TextArea("Online platforms", hint="One a line", rows=2)


def _weight(label: str) -> Radios:
    return Radios(
        label,
        choices=[choice(code, words) for code, words in CONTEXT_WEIGHTS.items()],
        required=f"Select how much influence this has: {label.lower()}",
        inline=True,
        small=True,
    )


class ContextsForm(forms.Form):
    """The contexts of code list `network_context`, each 0 to 3."""

    peer = _weight("Friends")
    school = _weight("School")
    neighbourhood = _weight("Neighbourhood")
    family = _weight("Family")
    online = _weight("Online")
    strengths = TextArea("Strengths, and who keeps people safe", hint="Added to what is there", rows=3)


class GoalForm(forms.Form):
    context = Select("Where it intervenes", choices=listed("network_context"), required="Select where it intervenes")
    goal = TextArea("What should be different", required="Enter what should be different", rows=2)
    action = TextArea("What is done towards it", required="Enter what is done towards it", rows=2)
    measure = TextArea("How you will know", required="Enter how you will know", rows=2)
    who_agency_uid = Select("Who does it", required="Select who does it", blank="Select an agency")
    who = TextField("Name, if one person does it", width=30)
    review_on = NearDate("Review on", required="Enter when it is reviewed", future=True)


class ReviewForm(forms.Form):
    words = TextArea("What the measure shows", required="Enter what the measure shows", rows=3)
    goes_on = Radios(
        "What follows",
        choices=[choice("YES", "It goes on"), choice("NO", "It ends here")],
        required="Select whether it goes on",
    )
    review_on = NearDate("Next review", hint="If it goes on", future=True)


class PlaceForm(forms.Form):
    reference = TextField(
        "Reference of the place, or of its case", required="Enter the reference of a place", width=20, spellcheck=False
    )
    why = TextArea("How it belongs to the network", required="Enter how the place belongs to the network", rows=2)


class ToldForm(forms.Form):
    """What a notification told, decided together. A field for each person is added by the page."""

    expires_on = NearDate(
        "Expires on",
        hint="For all of those taken over, unless renewed with fresh evidence",
        required="Enter when this expires",
        future=True,
    )


class ChartForm(forms.Form):
    """The filters of the chart: they go into the address, so they are codes, uids and dates only."""

    class Meta:
        csrf = False

    kind = Select("Kind of link", choices=listed("link_type"), blank="Any kind")
    grade = Select("At least this sure", blank="Any grade")
    since = NearDate("Evidence since")
    start = Select("From", blank="Select a person")
    end = Select("To", blank="Select a person")
