"""Forms of forums."""

from app.features.forums.domain.leading import COPY, NONE, SVOG
from app.features.forums.domain.transfers import KINDS
from app.features.partnership import interface as partnership
from app.web.fields import NearDate, Radios, Select, TextArea, TextField, Upload, choice, choices
from app.web.forms import Form


class ListForm(Form):
    forum_code = Select("Whose list", required="Select whose list it is", blank="Select a group")
    list_for = NearDate("Day of that group’s meeting", hint="Leave empty when the list says nothing of it")
    file = Upload(
        "The list, as a CSV file",
        hint="The first line names the columns: record_id, ref, name, dob, lead_worker_role",
        required="Choose a file",
        accept=".csv,text/csv",
    )


class SameForm(Form):
    same_as = Radios("Is this somebody the group holds?", required="Select whether this is somebody the group holds")


class LeadForm(Form):
    forum_code = Select("Other group", required="Select the other group", blank="Select a group")
    to_code = Radios(
        "Who is to lead",
        choices=[
            choice(SVOG, "This group leads, the other has a copy"),
            choice("OTHER", "The other group leads, we have a copy"),
        ],
        required="Select who is to lead",
    )
    reason = TextArea("Why", hint="People decide. The usual lead is only a suggestion", required="Enter why", rows=4)


class HoldForm(Form):
    forum_code = Select("Other group", required="Select the other group", blank="Select a group")
    role = Radios(
        "Does it hold the same person, network or place?",
        choices=[choice(COPY, "Yes"), choice(NONE, "No longer")],
        required="Select whether it does",
        inline=True,
    )
    reference = TextField("Its own reference", width=20)
    worker = TextField("Its lead worker’s role")
    discussed_on = NearDate("When it last talked about them", past=True)


class NameForm(Form):
    name = TextField("Who of the other group said so", required="Enter who of the other group said so")


class OwnForm(Form):
    """Somebody of the other group acknowledges with their own account: nothing is asked."""


class BridgeForm(Form):
    forum_code = Select("Until which group meets", required="Select the other group", blank="Select a group")
    starts_on = NearDate("From", required="Enter the first day")
    ends_on = NearDate("Until that group’s next meeting", required="Enter the day of its next meeting", future=True)
    plan = TextArea("The safety plan about violence", required="Enter the safety plan", rows=6)
    owner = TextField("Who leads the plan", required="Enter who leads the plan")


class TransferForm(Form):
    forum_code = Select("Other group", required="Select the other group", blank="Select a group")
    kind = Radios("What is meant", choices=choices(KINDS), required="Select what is meant")
    reason = TextArea("Why", required="Enter why the case goes there", rows=4)


class SendForm(Form):
    contact = TextField(
        "Who receives it, and how to reach them", required="Enter who receives it, and how to reach them"
    )
    gateway = Select("Legal gateway", required="Select the legal gateway", blank="Select a gateway")
    wanted = TextArea("What we want from them", required="Enter what we want from them", rows=3)
    safety_plan = TextArea(
        "The safety plan in force", required="Enter the safety plan in force, or that there is none", rows=4
    )
    not_shared = TextArea(
        "What must not be shared on", required="Enter what must not be shared, or that there is nothing", rows=3
    )

    def offer(self, agency_type: str) -> None:
        self.gateway.choices = [choice(one.code, one.label) for one in partnership.gateways_for(agency_type)]


class AnswerForm(Form):
    accepted = Radios(
        "What did they answer?",
        choices=[choice("Y", "They accept"), choice("N", "They decline")],
        required="Select what they answered",
        inline=True,
    )
    name = TextField("Who answered for the group", required="Enter who answered for the group")
    answer = TextArea("What they said", hint="Needed when they decline", rows=3)


class MemberForm(Form):
    forum_code = Select("Group", required="Select the group", blank="Select a group")
    user_uid = Select("Person with an account", required="Select somebody with an account", blank="Select a person")
