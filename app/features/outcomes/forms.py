"""Forms of outcomes, but for those of measures."""

from app.features.outcomes.asking import GIVEN_BY, WORDS
from app.features.partnership import interface as partnership
from app.features.partnership.interface import code_choices
from app.kernel.numbers import whole_number
from app.web.fields import Checkboxes, Hidden, NearDate, Number, Radios, TextArea, TextField, choices
from app.web.forms import Form


class AskForm(Form):
    given_by = Radios("Who is asked?", choices=choices(GIVEN_BY), required="Select who is asked")


class ToolsForm(Form):
    tools = Checkboxes(
        "Tools",
        hint="Goals in the person’s own words are always offered. An outcome without a tool is rated from 0 to 10.",
        choices=[],
        small=True,
    )


class NoToken:
    csrf = False


def said_form(given_by: str) -> type[Form]:
    """A few questions with few answers, and a box. Nothing has to be answered but something."""
    questions = {
        item.code: Radios(_asked(item, given_by), choices=lambda: code_choices("feedback_answer"))
        for item in partnership.code_list("feedback_question")
    }
    words = TextArea("Is there anything you want to say?", rows=4, max_length=WORDS)
    return type("SaidForm", (Form,), {"Meta": NoToken, **questions, "words": words})


def _asked(item: partnership.CodeItem, given_by: str) -> str:
    return str(item.attributes.get("parent", item.label)) if given_by == "PARENT" else item.label


class EvaluationForm(Form):
    kind = Radios("Type", choices=lambda: code_choices("evaluation_type"), required="Select the type")
    evaluator = TextField("Who evaluates", required="Enter who evaluates", hint="An organisation, or a role in one.")
    question = TextArea("What is the question?", required="Enter the question", rows=3, max_length=2_000)
    logic_model = TextArea(
        "Logic model",
        hint="What is done, for whom, what should follow from it, and what that rests on.",
        rows=5,
        max_length=6_000,
    )
    budget = Number("Budget in whole pounds", least=0, most=100_000_000, prefix="£", width=10)
    starts_on = NearDate("Starts")
    ends_on = NearDate("Ends")
    stage = Radios("Stage", choices=lambda: code_choices("evaluation_stage"), required="Select the stage")
    findings = TextArea("What was found", rows=5, max_length=6_000, hint="Name nobody.")
    learning = TextArea("What was learned", rows=4, max_length=6_000)
    published_on = NearDate("Published on", past=True)
    published_where = TextField("Where it can be read", hint="A title and an address.", max_length=300)
    once = Hidden()
    expected_ver = Hidden()


EVALUATION_FIELDS = (
    "kind",
    "evaluator",
    "question",
    "logic_model",
    "budget",
    "starts_on",
    "ends_on",
    "stage",
    "findings",
    "learning",
    "published_on",
    "published_where",
)


def whole(text: str | None) -> int:
    """A number that came back in a hidden field; 0 for anything else, which is no version of a row."""
    return whole_number(text, 0)
