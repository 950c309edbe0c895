"""Forms of the catalogue."""

from app.features.partnership.interface import code_choices
from app.web.fields import Select
from app.web.forms import Form


class FilterForm(Form):
    """What the catalogue shows; sent in the address, so without a token."""

    class Meta:
        csrf = False

    area = Select("Area", choices=[], blank="Any area")
    kind = Select("Kind", choices=lambda: code_choices("intervention_kind"), blank="Any kind")


class ProviderForm(Form):
    agency_uid = Select(
        "Provider in the partnership",
        choices=[],
        blank="None: it is not in the partnership",
        hint="People of this agency see who is referred to it.",
    )
