"""The calendar part of a mail: kept without anybody's address, addressed when it is sent."""

import icalendar


def method_of(calendar: bytes) -> str:
    """REQUEST, CANCEL or PUBLISH."""
    return str(icalendar.Calendar.from_ical(calendar)["method"])


def addressed(calendar: bytes, *, organiser: str, attendee: str) -> bytes:
    """`calendar` from the service's address to one recipient. Nobody reads who else was told."""
    made = icalendar.Calendar.from_ical(calendar)
    for event in made.walk("VEVENT"):
        sender = icalendar.vCalAddress(f"mailto:{organiser}")
        sender.params["CN"] = "Concord"
        event.add("organizer", sender)
        receiver = icalendar.vCalAddress(f"mailto:{attendee}")
        receiver.params["ROLE"] = "REQ-PARTICIPANT"
        receiver.params["PARTSTAT"] = "NEEDS-ACTION"
        receiver.params["RSVP"] = "FALSE"  # who comes is said in Concord
        event.add("attendee", receiver)
    written: bytes = made.to_ical()
    return written
