"""What may be done with meetings. The events they record are declared here."""

from app.platform import audit

audit.declare("meeting.series_created", facts={"forum_uid", "weekday", "week"})
audit.declare("meeting.scheduled", facts={"count"})
audit.declare("meeting.extraordinary_convened")
audit.declare("meeting.cancelled")
audit.declare("meeting.agenda_built", facts={"added", "items"})
audit.declare("meeting.attendance_recorded", facts={"attendance", "agency_uid"})
audit.declare("meeting.attendance_removed", facts={"agency_uid"})
audit.declare("meeting.opened", facts={"chair_uid"})
audit.declare("meeting.closed", facts={"items", "quorate"})
audit.declare("meeting.minutes_issued", facts={"items"})
audit.declare("agenda.item_added", facts={"reason"})
audit.declare("agenda.late_item_agreed")
audit.declare("agenda.item_moved", facts={"position"})
audit.declare("agenda.item_withdrawn")
audit.declare("agenda.item_deferred")
audit.declare("agenda.chair_handed", facts={"chair_uid"})
audit.declare("agenda.item_heard", facts={"conflicts"})
audit.declare("agenda.decided", facts={"code"})
audit.declare("agenda.item_viewed")
audit.declare("meeting.minutes_viewed", facts={"items"})
