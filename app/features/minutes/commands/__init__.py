"""What may be done with minutes. The events they record are declared here."""

from app.platform import audit

audit.declare("minutes.drafted", facts={"items"})
audit.declare("minutes.saved", facts={"part_uid", "number"})
audit.declare("minutes.sent_to_chair")
audit.declare("minutes.given_back")
audit.declare("minutes.approved")
audit.declare("minutes.issued", facts={"round", "parts", "recipients", "notifiers"})
audit.declare("minutes.urgent_issued", facts={"recipients"})
audit.declare("minutes.told", facts={"kind", "round", "user_uid", "agency_uid", "parts"})
audit.declare("minutes.read", facts={"round"})
audit.declare("minutes.correction_proposed", facts={"part_uid"})
audit.declare("minutes.correction_answered", facts={"part_uid", "accepted"})
audit.declare("minutes.locked")
audit.declare("minutes.viewed", facts={"items"})
audit.declare("minutes.urgent_viewed", facts={"items"})
audit.declare("minutes.document_made", facts={"items", "round"})
