"""The count of a year by another way: plain SQL over the tables. What lies sealed is from the generator’s list."""

from collections import Counter
from datetime import date
from typing import Any

from sqlalchemy import text

from app.features.demonstration.year.shapes import Year
from app.platform.access import acting_as, system_actor
from app.platform.database import db

ATTENDED = "('P', 'L', 'PP', 'V', 'OUT')"
CAME = f"""
  FROM session_attendance a
  JOIN intervention_session s ON s.uid = a.session_uid
  JOIN intervention i ON i.uid = s.intervention_uid
  JOIN intervention_link l ON l.uid = a.referral_uid
  JOIN case_file c ON c.uid = l.case_uid
 WHERE s.happened AND s.cancelled_on IS NULL AND a.code IN {ATTENDED} AND s.held_on BETWEEN :since AND :until
"""
OF_PERSON = CAME + " AND a.participant_uid IS NULL"


class Independent:
    """Figures of a span of days, by code of the intervention; "ALL" for everybody once."""

    def __init__(self, area_uid: str, since: date, until: date) -> None:
        self.area_uid, self.since, self.until = area_uid, since, until

    def ask(self, sql: str, **more: Any) -> list[Any]:
        with acting_as(system_actor("test", frozenset({self.area_uid}))):
            values = {"since": self.since.isoformat(), "until": self.until.isoformat(), **more}
            if db.engine.dialect.name == "postgresql":
                values |= {"since": self.since, "until": self.until}
            return list(db.session.connection().execute(text(sql), values).all())

    def by_code(self, sql: str, over_all: str = "") -> dict[str, int]:
        found = {str(code): int(number or 0) for code, number in self.ask(sql)}
        if over_all:
            found["ALL"] = int(self.ask(over_all)[0][0] or 0)
        return {code: number for code, number in found.items() if number}

    def people(self) -> dict[str, int]:
        counted = "SELECT {} count(DISTINCT c.subject_uid)" + OF_PERSON
        return self.by_code(counted.format("i.code,") + " GROUP BY i.code", counted.format(""))

    def one_to_one(self) -> dict[str, int]:
        alone = "SELECT i.code, count(DISTINCT c.subject_uid)" + OF_PERSON + " AND s.mode = 'ONE' GROUP BY i.code"
        return self.by_code(alone)

    def parents(self) -> dict[str, int]:
        came = "SELECT i.code, count(DISTINCT a.participant_uid)" + CAME
        return self.by_code(came + " AND a.participant_uid IS NOT NULL GROUP BY i.code")

    def minutes(self) -> dict[str, int]:
        return self.by_code("SELECT i.code, sum(a.minutes)" + OF_PERSON + " GROUP BY i.code")

    def dosage(self) -> dict[tuple[str, str], int]:
        """By code and band: everybody’s minutes so far, of what is planned."""
        rows = self.ask(
            f"""SELECT code, CASE WHEN share < 25 THEN 'U25' WHEN share < 50 THEN '25' WHEN share < 80 THEN '50'
                                  ELSE '80' END AS band, count(*)
                  FROM (SELECT i.code AS code, c.subject_uid AS person,
                               sum(a.minutes) * 100 / max(i.sessions_planned * i.minutes_planned) AS share
                        {OF_PERSON} GROUP BY i.code, c.subject_uid) AS had
                 GROUP BY code, band"""
        )
        return {(code, band): number for code, band, number in rows}

    def sessions(self) -> dict[str, int]:
        return self.by_code(
            """SELECT i.code, count(*) FROM intervention_session s JOIN intervention i ON i.uid = s.intervention_uid
                WHERE s.happened AND s.held_on BETWEEN :since AND :until GROUP BY i.code"""
        )

    def contacts(self) -> dict[str, int]:
        tallied = """FROM contact_tally t JOIN intervention i ON i.uid = t.intervention_uid
                    WHERE t.held_on BETWEEN :since AND :until AND i.kinds NOT LIKE '%CMP%'"""
        return self.by_code(
            f"SELECT i.code, sum(t.people) {tallied} GROUP BY i.code", f"SELECT sum(t.people) {tallied}"
        )

    def waiting(self) -> dict[str, int]:
        return self.by_code(
            """SELECT i.code, count(DISTINCT c.subject_uid) FROM intervention_link l
                 JOIN intervention i ON i.uid = l.intervention_uid JOIN case_file c ON c.uid = l.case_uid
                WHERE l.referred_on <= :until AND (l.declined_on IS NULL OR l.declined_on > :until)
                  AND (l.started_on IS NULL OR l.started_on > :until) AND (l.ended_on IS NULL OR l.ended_on > :until)
                GROUP BY i.code"""
        )

    def waited(self) -> int:
        """Days, over all."""
        rows = self.ask(
            "SELECT started_on, referred_on FROM intervention_link WHERE started_on BETWEEN :since AND :until"
        )
        return sum((_day(started) - _day(referred)).days for started, referred in rows)

    def completed(self) -> dict[str, int]:
        return self.by_code(
            """SELECT i.code, count(*) FROM intervention_link l JOIN intervention i ON i.uid = l.intervention_uid
                WHERE l.ended_on BETWEEN :since AND :until
                  AND l.end_reason IN ('COMPLETED_PLANNED', 'COMPLETED_EARLY_POSITIVE') GROUP BY i.code"""
        )

    def measured(self) -> int:
        """Referrals that ended with some outcome scored at both ends, over all."""
        return int(self.ask(
            """SELECT count(DISTINCT b.referral_uid) FROM outcome_measure b
                 JOIN outcome_measure e ON e.referral_uid = b.referral_uid AND e.outcome = b.outcome AND e.tool = b.tool
                 JOIN intervention_link l ON l.uid = b.referral_uid
                WHERE b.point = 'BASELINE' AND e.point = 'EXIT' AND b.missing_reason IS NULL
                  AND e.missing_reason IS NULL AND l.ended_on BETWEEN :since AND :until"""
        )[0][0])  # fmt: skip

    def spent(self) -> dict[str, int]:
        return self.by_code(
            """SELECT i.code, sum(p.amount) FROM funding_actual p JOIN intervention i ON i.uid = p.intervention_uid
                WHERE p.paid_on BETWEEN :since AND :until GROUP BY i.code"""
        )

    def matched(self) -> int:
        return int(self.ask("SELECT sum(amount) FROM funding_match WHERE given_on BETWEEN :since AND :until")[0][0])

    def bands(self, year: Year) -> Counter[str]:
        """Ages over all, by the generator's dates of birth and the day each person was first seen."""
        order = self.ask("SELECT subject_uid FROM case_file ORDER BY reference")
        born = {uid: one.dob for (uid,), one in zip(order, year.people, strict=True)}
        first = self.ask("SELECT c.subject_uid, min(s.held_on)" + OF_PERSON + " GROUP BY c.subject_uid")
        return Counter(_band(born[uid], _day(on)) for uid, on in first)


def _day(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)


def _band(born: date | None, on: date) -> str:
    if born is None:
        return "NK"
    years = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    for code, top in (("U10", 9), ("10_14", 14), ("15_17", 17), ("18_24", 24)):
        if years <= top:
            return code
    return "25"
