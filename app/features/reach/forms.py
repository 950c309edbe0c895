"""Forms of the return."""

from app.features.partnership import interface as partnership
from app.web.fields import Checkbox, Hidden, Radios, Select, TextArea, choice
from app.web.forms import Form


class BeginForm(Form):
    quarter = Select("Quarter", choices=[], required="Select a quarter")


class VersionForm(Form):
    """A press of a button on a page that says which version of the row it shows."""

    ver = Hidden()


class WordsForm(VersionForm):
    risks = TextArea("Risks", hint="What may keep it from being delivered. Nobody’s name", rows=4, max_length=2000)
    case_study = TextArea(
        "Case study",
        hint="Put together from several people, so that nobody can be recognised. Nobody’s name",
        rows=6,
        max_length=4000,
    )
    composed = Checkbox("Several people’s stories make up the case study, and a second person has read it")


class SendBackForm(VersionForm):
    why = TextArea(
        "What has to be put right",
        hint="Interventions and figures, nobody’s name",
        required="Enter what has to be put right",
        rows=4,
        max_length=2000,
    )


class AgainForm(Form):
    why = TextArea("What is corrected, and why", hint="Figures and dates, nobody’s name", rows=4, max_length=2000)


class FileForm(Form):
    tier = Radios("Who it is for", choices=[], required="Select who it is for")

    def offer(self, tiers: list[str]) -> None:
        self.tier.choices = [
            choice(one.code, one.label, hint=one.hint or None)
            for one in partnership.code_list("release_tier")
            if one.code in tiers
        ]
