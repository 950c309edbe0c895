"""Forms of plans for an age limit."""

from app.features.partnership.interface import code_choices
from app.web.fields import Hidden, NearDate, Radios, TextArea, TextField
from app.web.forms import Form


class PlanForm(Form):
    ver = Hidden()
    service = TextField("Which service takes over", width=30)
    leads = TextField("Who leads there", hint="Their name, job and how to reach them", width=30)
    accepted_on = NearDate("The day they accepted", past=True)
    wants = TextArea("What the person wants", hint="In their own words", rows=4, max_length=4000)
    consent = Radios(
        "What did the person say to being handed on?", choices=lambda: code_choices("consent_to_service"), small=True
    )
