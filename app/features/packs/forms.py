"""Forms of packs."""

from app.web.fields import Radios, TextArea
from app.web.forms import Form


class GatewayForm(Form):
    gateway = Radios("The power it is shared by", required="Select the power it is shared by")
    necessity = TextArea(
        "Why sharing it with the other agencies of this item is necessary",
        hint="What they need it for, and why less would not do",
        required="Enter why sharing it is necessary",
        rows=3,
        max_length=2000,
    )
