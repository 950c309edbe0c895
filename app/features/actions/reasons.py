"""Why an action was not done: because circumstances changed, or because it was not delivered.

The difference matters to whoever reads numbers: after the first nothing is owed any more, after the second the need
is still there. Which reason belongs where is data, in the code list `not_done_reason`.
"""

from enum import StrEnum

from app.features.partnership import interface as partnership


class NotDone(StrEnum):
    CIRCUMSTANCES = "CIRCUMSTANCES"
    NOT_DELIVERED = "NOT_DELIVERED"


GROUPS = {
    NotDone.CIRCUMSTANCES: "Circumstances changed",
    NotDone.NOT_DELIVERED: "Not delivered, the need is still there",
}


def not_done_group(code: str) -> NotDone:
    """The group of a reason. One that an area added without a group counts as not delivered: nothing is made to look
    settled by leaving a word out."""
    item = partnership.code_item("not_done_reason", code)
    settled = item is not None and item.attributes.get("group") == NotDone.CIRCUMSTANCES
    return NotDone.CIRCUMSTANCES if settled else NotDone.NOT_DELIVERED
