"""Powers at places that end soon, in the day's mail of coordinators (`reminders`)."""

from collections.abc import Iterator
from datetime import date, timedelta

from app.features.partnership import interface as partnership
from app.features.places import queries
from app.features.reminders import interface as reminders
from app.kernel.days import day_words
from app.platform.access import Actor, Role
from app.web.addresses import public_link

GROUP = "Powers at places that end soon"


def waiting(actor: Actor, on: date) -> Iterator[reminders.Line]:
    """Coordinators hear of each power before its last day: to extend it, or to plan what follows."""
    if Role.COORD not in actor.roles:
        return
    for area_uid in sorted(actor.area_uids):
        until = on + timedelta(days=partnership.number("place.power_warning", area_uid))
        for code, ends_on, case_uid, reference in queries.powers_ending(area_uid, on, until):
            what = f"{partnership.code_label('rules_in_force', code)}, last day {day_words(ends_on)}"
            yield reminders.Line(GROUP, reference, what, ends_on, public_link("places.place", case_uid=case_uid))


reminders.add_source("places", waiting)
