"""Forms of money. `once` is the uid that the new row will have, so that a form sent twice keeps one row."""

from app.features.funding.domain import years
from app.features.partnership import interface as partnership
from app.kernel.clock import today
from app.kernel.references import new_uid
from app.web.fields import (
    Checkbox,
    Hidden,
    Money,
    NearDate,
    Number,
    Radios,
    Select,
    SelectChoice,
    TextArea,
    TextField,
    choice,
)
from app.web.forms import Form, Group, Repeating

NO_NAMES = "An organisation or a job, not a person’s name"
LINES_OWN = "As the line has it"


def codes(name: str) -> list[SelectChoice]:
    return [choice(one.code, one.label, hint=one.hint or None) for one in partnership.code_list(name)]


def near_years() -> list[SelectChoice]:
    now = years.year_of(today())
    return [choice(str(year), years.year_words(year)) for year in range(now - 1, now + 4)]


class Once(Form):
    once = Hidden(default=new_uid)


class GrantForm(Once):
    name = TextField("What the grant is called", required="Enter what the grant is called", max_length=200)
    source = Select(
        "Who gives the money",
        choices=lambda: codes("fund_source"),
        blank="Select one",
        required="Select who gives the money",
    )
    reference = TextField("Their reference", hint="Leave it empty when there is none", width=20, max_length=60)
    amount = Money("Amount", required="Enter the amount")
    core_amount = Money("Core part", hint="Only where part of it is an addition that match is not asked of")
    match_year = Number(
        "Year of the programme",
        hint="1, 2 or 3, where match is asked for. Leave it empty when none is",
        least=1,
        most=3,
    )
    starts_on = NearDate("First day", required="Enter the first day")
    ends_on = NearDate("Last day", required="Enter the last day")
    signed_on = NearDate("Agreement signed on", hint="Leave it empty while it is not", past=True)
    confirmed_on = NearDate("Confirmed on", hint="When whoever gives the money confirmed it", past=True)


class SettleForm(Form):
    signed_on = NearDate("Agreement signed on", past=True)
    confirmed_on = NearDate("Confirmed on", hint="When whoever gives the money confirmed it", past=True)


class ExtendForm(Form):
    ends_on = NearDate("New last day", required="Enter the new last day")
    reason = TextArea("Why it runs longer", rows=3, required="Enter why it runs longer", max_length=1000)


AMOUNTS, WORKED_OUT = "AMOUNTS", "WORKED_OUT"


class AreaShare(Group):
    amount = Money("Amount")
    population = Number("Population", least=0, most=100_000_000, width=10)
    crimes = Number("Recorded serious violent crimes", least=0, most=10_000_000, width=10)
    agreed_on = NearDate("Local agreement signed on", past=True)


class SharesForm(Form):
    how = Radios(
        "How it is shared out",
        choices=[
            choice(AMOUNTS, "The amounts were decided: enter them"),
            choice(WORKED_OUT, "Work the amounts out from population and recorded serious violent crime"),
        ],
        required="Select how the grant is shared out",
    )
    weight = Number("How much population counts", hint="The rest is crime", least=0, most=100, suffix="%")
    period = TextField("Which months or year the figures are of", max_length=100, width=20)
    areas = Repeating(AreaShare, "Areas", item="Area", least=1, most=60)


class LineForm(Once):
    grant_uid = Select("Grant", choices=[], blank="Select one", required="Select the grant it is paid from")
    year = Select("Financial year", choices=near_years, required="Select a year")
    name = TextField("What the line is called", required="Enter what the line is called", max_length=120)
    kind = Select(
        "What the money is for",
        choices=lambda: codes("budget_kind"),
        blank="Select one",
        required="Select what the money is for",
    )
    intervention_uid = Select("Intervention", choices=[], blank="None, or several")
    amount = Money("Budget", required="Enter the budget")


class ChangeLineForm(Form):
    ver = Hidden()
    name = TextField("What the line is called", required="Enter what the line is called", max_length=120)
    amount = Money("Budget", required="Enter the budget", nought=True)


class CommitmentForm(Once):
    what = TextField("What is paid for", required="Enter what is paid for", max_length=200)
    payee = TextField("Who is paid", hint=NO_NAMES, required="Enter who is paid", max_length=200)
    amount = Money("Amount", required="Enter the amount")
    starts_on = NearDate("First day", required="Enter the first day")
    ends_on = NearDate("Last day", required="Enter the last day")
    confirmed_on = NearDate("Signed by both on", hint="Leave it empty while it is not", past=True)
    anyway = Checkbox("Go on although the money ends before")


class ConfirmForm(Form):
    confirmed_on = NearDate("Signed by both on", past=True, required="Enter the day both had signed")


class EndForm(Form):
    ended_on = NearDate("First day without it", required="Enter the first day without it")
    reason = TextArea("Why it ends", rows=3, required="Enter why it ends", max_length=1000)


class ActualForm(Once):
    amount = Money("Amount", hint="Like 1,234.50", required="Enter the amount")
    came_back = Checkbox("This is money that came back")
    paid_on = NearDate("Paid on", past=True, required="Enter the day it was paid")
    what = TextField("What was paid for", hint="Write no names of people", required="Enter what was paid for")
    commitment_uid = Select("Under which commitment", choices=[], blank="None")
    intervention_uid = Select("Intervention", choices=[], blank=LINES_OWN)


class ReverseForm(Form):
    reason = TextArea(
        "What was wrong",
        hint="The row stays, and another takes it off. Then enter the right figure.",
        rows=3,
        required="Enter what was wrong",
        max_length=1000,
    )


class ForecastForm(Once):
    amount = Money("What it will come to by the end of the year", required="Enter an amount", nought=True)


class UnderspendForm(Once):
    amount = Money("Amount", required="Enter the amount")
    use = Radios(
        "What is to become of it",
        choices=lambda: codes("underspend_use"),
        required="Select what is to become of it",
    )
    reason = TextArea("Why it will not be spent", rows=3, required="Enter why it will not be spent", max_length=1000)


class AnswerForm(Form):
    agreed = Radios(
        "Answer", choices=[choice("YES", "Agreed"), choice("NO", "Refused")], required="Select the answer", inline=True
    )
    decided_on = NearDate("Answered on", past=True, required="Enter the day of the answer")
    answer = TextArea("What the answer says", rows=3, required="Enter what the answer says", max_length=1000)


class MatchForm(Once):
    grant_uid = Select("Grant", choices=[], blank="Select one", required="Select the grant it is for")
    contributor = TextField("Who gave it", hint=NO_NAMES, required="Enter who gave it", max_length=200)
    kind = Radios("What was given", choices=lambda: codes("match_kind"), required="Select what was given")
    amount = Money("What it is worth", required="Enter what it is worth")
    given_on = NearDate("Given on", past=True, required="Enter the day it was given")
    evidence = TextArea(
        "What shows it",
        hint="A letter, a timesheet, a ledger: say where it is kept",
        rows=3,
        required="Enter what shows it",
        max_length=1000,
    )
    valuation = TextArea("How it was valued", hint="For what is not money", rows=3, max_length=1000)
    intervention_uid = Select("Intervention", choices=[], blank="None, or several")


class ApplicationForm(Once):
    line_uid = Select("Line of the budget", choices=[], blank="Select one", required="Select the line it is paid from")
    organisation = TextField("Organisation", required="Enter which organisation asks", max_length=200)
    purpose = TextArea("What it is for", rows=4, required="Enter what it is for", max_length=4000)
    asked = Money("Amount asked for", required="Enter the amount asked for")
    received_on = NearDate("Received on", past=True, required="Enter the day it was received")
    intervention_uid = Select("Intervention", choices=[], blank="None in the catalogue")


class DecisionForm(Form):
    conflict = Radios(
        "Do you have an interest in this organisation?",
        choices=[choice("NO", "No"), choice("YES", "Yes")],
        hint="You, your family or your employer: a post, money, or a close tie",
        required="Select whether you have an interest",
        inline=True,
    )
    interest = TextArea("What the interest is, and who decided in your place", rows=3, max_length=1000)
    agreed = Radios(
        "Decision",
        choices=[choice("YES", "Award"), choice("NO", "Refuse")],
        required="Select the decision",
        inline=True,
    )
    reason = TextArea("Why", rows=3, required="Enter why", max_length=2000)
    amount = Money("Amount awarded", hint="For an award")
    starts_on = NearDate("First day of the award", hint="For an award")
    ends_on = NearDate("Last day of the award", hint="For an award")
    conditions = TextArea("Conditions", hint="For an award. Say so when there are none", rows=3, max_length=2000)


class ReasonForm(Form):
    reason = TextArea("Why", rows=3, required="Enter why", max_length=1000)


class ReportForm(Form):
    received_on = NearDate("Received on", past=True, required="Enter the day it was received")
    spent = Money("Spent so far", required="Enter what was spent so far", nought=True)
    people = Number("How many people it says were reached", least=0, most=100_000, required="Enter how many people")
    note = TextArea("Note", hint="Write no names of people", rows=3, max_length=2000)


class TakeBackForm(Form):
    amount = Money("Amount taken back", required="Enter the amount taken back")
    reason = TextArea("Why it is taken back", rows=3, required="Enter why it is taken back", max_length=1000)


class EvaluateForm(Form):
    finding = TextArea(
        "What it came to",
        hint="What changed may be associated with the work. It does not show that the work caused it.",
        rows=5,
        required="Enter what it came to",
        max_length=4000,
    )
