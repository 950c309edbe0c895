"""Words and colours for the state of minutes."""

from app.features.minutes.domain import course

STATES = {
    course.DRAFT: ("Draft", "grey"),
    course.WITH_CHAIR: ("With the chair", "yellow"),
    course.APPROVED: ("Approved, not issued", "blue"),
    course.CORRECTIONS: ("Issued, open to corrections", "turquoise"),
    course.TO_SIGN: ("Issued, waiting for the chair’s signature", "yellow"),
    course.LOCKED: ("Signed and locked", "green"),
}
