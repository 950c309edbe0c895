"""A referral has its outcome when everything expected at its end was measured, or has a reason why not."""

from app.features.outcomes.domain import points
from app.features.outcomes.domain.points import Point
from app.features.outcomes.sheets import Sheet
from app.features.referrals import interface as referrals
from app.platform.access import Actor


def tell_referral(actor: Actor, sheet: Sheet) -> None:
    """The end first: somebody is followed up whose outcome is known."""
    referral = sheet.referral
    if _is_done(sheet, Point.EXIT) and referral.outcome_on is None:
        referrals.record_outcome(actor=actor, referral=referral)
    if _is_done(sheet, Point.MONTHS_3) and referral.outcome_on is not None and referral.followed_up_on is None:
        referrals.follow_up(actor=actor, referral=referral)


def _is_done(sheet: Sheet, point: Point) -> bool:
    return points.find(sheet.windows, point) is not None and sheet.is_complete(point)
