"""The first tables, the end of the empty audit, and row-level security by area on PostgreSQL."""

import sqlalchemy as sa
from alembic import op

from app.platform.database import Moment
from app.platform.database.by_area import shut_by_area

revision = "0001"
down_revision = None

BY_AREA = (
    "action",
    "action_update",
    "agenda_item",
    "assurance",
    "attendance",
    "case_entry",
    "case_file",
    "decision",
    "intervention_link",
    "meeting",
    "network_member",
    "notification",
    "notification_message",
    "subject",
)
"""Tables whose rows are seen, on PostgreSQL, only by a transaction that named their area."""


def upgrade() -> None:
    tables()
    connection = op.get_bind()
    connection.execute(sa.text("INSERT INTO audit_head (id, size, mac) VALUES (1, 0, :start)"), {"start": bytes(32)})
    shut_by_area(connection, *BY_AREA)


def tables() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("actor_uid", sa.String(length=26), nullable=False),
        sa.Column("session_ref", sa.String(length=16), nullable=False),
        sa.Column("agency_uid", sa.String(length=26), nullable=False),
        sa.Column("area_uid", sa.String(length=26), nullable=False),
        sa.Column("event", sa.String(length=60), nullable=False),
        sa.Column("object_type", sa.String(length=40), nullable=False),
        sa.Column("object_uid", sa.String(length=26), nullable=False),
        sa.Column("key_uid", sa.String(length=26), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("written", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_audit_entry"),
        info={"grants": "SELECT, INSERT"},
    )
    op.create_index("ix_audit_entry_actor_uid", "audit_entry", ["actor_uid"])
    op.create_index("ix_audit_entry_object_uid", "audit_entry", ["object_uid"])
    op.create_table(
        "audit_head",
        sa.Column("id", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_head"),
        info={"grants": "SELECT, UPDATE"},
    )
    op.create_table(
        "code",
        sa.Column("uid", sa.String(length=26), nullable=False),
        sa.Column("list", sa.String(length=60), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("hint", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("attributes", sa.JSON(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("uid", name="pk_code"),
        sa.UniqueConstraint("list", "code", "valid_from", name="uq_code_list_code_valid_from"),
    )
    op.create_table(
        "hub",
        sa.Column("uid", sa.String(length=26), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("uid", name="pk_hub"),
        sa.UniqueConstraint("code", name="uq_hub_code"),
    )
    op.create_table(
        "installation_mark",
        sa.Column("id", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("made_at", sa.String(length=40), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_installation_mark"),
    )
    op.create_table(
        "intervention",
        sa.Column("uid", sa.String(length=26), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("provider_name", sa.String(length=200), nullable=False),
        sa.Column("provider_agency_uid", sa.String(length=26), nullable=True),
        sa.Column("area_code", sa.String(length=8), nullable=False),
        sa.Column("kinds", sa.String(length=40), nullable=False),
        sa.Column("cohort", sa.String(length=200), nullable=False),
        sa.Column("min_age", sa.Integer(), nullable=True),
        sa.Column("max_age", sa.Integer(), nullable=True),
        sa.Column("mode", sa.String(length=120), nullable=False),
        sa.Column("fund_route", sa.String(length=12), nullable=False),
        sa.Column("factors", sa.JSON(), nullable=False),
        sa.Column("axes", sa.JSON(), nullable=False),
        sa.Column("addresses", sa.String(length=200), nullable=False),
        sa.Column("fund_stream", sa.String(length=120), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("uid", name="pk_intervention"),
        sa.UniqueConstraint("code", name="uq_intervention_code"),
    )
    op.create_index("ix_intervention_area_code", "intervention", ["area_code"])
    op.create_index("ix_intervention_provider_agency_uid", "intervention", ["provider_agency_uid"])
    op.create_table(
        "job_run",
        sa.Column("job", sa.String(length=40), nullable=False),
        sa.Column("due_at", Moment(), nullable=False),
        sa.Column("ran_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("job", "due_at", name="pk_job_run"),
    )
    op.create_table(
        "meeting_series",
        sa.Column("uid", sa.String(length=26), nullable=False),
        sa.Column("area_uid", sa.String(length=26), nullable=False),
        sa.Column("forum_uid", sa.String(length=26), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("week_of_month", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.String(length=5), nullable=False),
        sa.Column("venue", sa.String(length=200), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("uid", name="pk_meeting_series"),
    )
    op.create_index("ix_meeting_series_area_uid", "meeting_series", ["area_uid"])
    op.create_table(
        "outbox_mail",
        sa.Column("to_uid", sa.String(length=26), nullable=False),
        sa.Column("text_name", sa.String(length=40), nullable=False),
        sa.Column("once_key", sa.String(length=120), nullable=True),
        sa.Column("posted_at", Moment(), nullable=False),
        sa.Column("uid", sa.String(length=26), nullable=False),
        sa.Column("key_uid", sa.String(length=26), nullable=False),
        sa.Column("agency_uid", sa.String(length=26), nullable=True),
        sa.Column("area_uid", sa.String(length=26), nullable=False),
        sa.Column("marking", sa.String(length=40), nullable=False),
        sa.Column("ver", sa.Integer(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("uid", name="pk_outbox_mail"),
        sa.UniqueConstraint("once_key", name="uq_outbox_mail_once_key"),
    )
    op.create_index("ix_outbox_mail_agency_uid", "outbox_mail", ["agency_uid"])
    op.create_index("ix_outbox_mail_key_uid", "outbox_mail", ["key_uid"])
    op.create_index("ix_outbox_mail_to_uid", "outbox_mail", ["to_uid"])
    op.create_table(
        "parked_form",
        sa.Column("user_uid", sa.String(length=26), nullable=False),
        sa.Column("parked_at", Moment(), nullable=False),
        sa.Column("uid", sa.String(length=26), nullable=False),
        sa.Column("key_uid", sa.String(length=26), nullable=False),
        sa.Column("agency_uid", sa.String(length=26), nullable=True),
        sa.Column("area_uid", sa.String(length=26), nullable=False),
        sa.Column("marking", sa.String(length=40), nullable=False),
        sa.Column("ver", sa.Integer(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("uid", name="pk_parked_form"),
    )
    op.create_index("ix_parked_form_agency_uid", "parked_form", ["agency_uid"])
    op.create_index("ix_parked_form_key_uid", "parked_form", ["key_uid"])
    op.create_index("ix_parked_form_parked_at", "parked_form", ["parked_at"])
    op.create_index("ix_parked_form_user_uid", "parked_form", ["user_uid"])
    op.create_table(
        "partnership_change",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("token", sa.String(length=26), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_partnership_change"),
    )
    op.create_table(
        "reset_request",
        sa.Column("uid", sa.String(length=26), nullable=False),
        sa.Column("email_token", sa.LargeBinary(), nullable=False),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("uid", name="pk_reset_request"),
    )
    op.create_table(
        "running_number",
        sa.Column("prefix", sa.String(length=8), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("prefix", "year", name="pk_running_number"),
    )
    op.create_table(
        "sign_in_attempt",
        sa.Column("uid", sa.String(length=26), nullable=False),
        sa.Column("token", sa.LargeBinary(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("uid", name="pk_sign_in_attempt"),
    )
    op.create_index("ix_sign_in_attempt_at", "sign_in_attempt", ["at"])
    op.create_index("ix_sign_in_attempt_token", "sign_in_attempt", ["token"])
    op.create_table(
        "subject",
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("reference", sa.String(length=16), nullable=False),
        sa.Column("erased_on", sa.Date(), nullable=True),
        sa.Column("uid", sa.String(length=26), nullable=False),
        sa.Column("key_uid", sa.String(length=26), nullable=False),
        sa.Column("agency_uid", sa.String(length=26), nullable=True),
        sa.Column("area_uid", sa.String(length=26), nullable=False),
        sa.Column("marking", sa.String(length=40), nullable=False),
        sa.Column("ver", sa.Integer(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("uid", name="pk_subject"),
        sa.UniqueConstraint("reference", name="uq_subject_reference"),
    )
    op.create_index("ix_subject_agency_uid", "subject", ["agency_uid"])
    op.create_index("ix_subject_area", "subject", ["area_uid", "kind"])
    op.create_index("ix_subject_key_uid", "subject", ["key_uid"])
    op.create_index("ix_subject_kind", "subject", ["kind"])
    op.create_table(
        "user_account",
        sa.Column("email_token", sa.LargeBinary(), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("invited_at", Moment(), nullable=False),
        sa.Column("activated_at", Moment(), nullable=True),
        sa.Column("suspended_at", Moment(), nullable=True),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("last_seen_on", sa.Date(), nullable=True),
        sa.Column("totp_used", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=26), nullable=False),
        sa.Column("key_uid", sa.String(length=26), nullable=False),
        sa.Column("agency_uid", sa.String(length=26), nullable=True),
        sa.Column("area_uid", sa.String(length=26), nullable=False),
        sa.Column("marking", sa.String(length=40), nullable=False),
        sa.Column("ver", sa.Integer(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("uid", name="pk_user_account"),
        sa.UniqueConstraint("email_token", name="uq_user_account_email_token"),
    )
    op.create_index("ix_user_account_agency_uid", "user_account", ["agency_uid"])
    op.create_index("ix_user_account_area", "user_account", ["area_uid"])
    op.create_index("ix_user_account_key_uid", "user_account", ["key_uid"])
    op.create_table(
        "worker_heartbeat",
        sa.Column("id", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_worker_heartbeat"),
    )
    op.create_table(
        "area",
        sa.Column("uid", sa.String(length=26), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("hub_uid", sa.String(length=26), nullable=False),
        sa.ForeignKeyConstraint(["hub_uid"], ["hub.uid"], name="fk_area_hub_uid_hub"),
        sa.PrimaryKeyConstraint("uid", name="pk_area"),
        sa.UniqueConstraint("code", name="uq_area_code"),
    )
    op.create_table(
        "case_file",
        sa.Column("subject_uid", sa.String(length=26), nullable=False),
        sa.Column("reference", sa.String(length=16), nullable=False),
        sa.Column("subject_kind", sa.String(length=10), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.Column("monitoring_since", sa.Date(), nullable=True),
        sa.Column("step_down_proposed_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("closure_reason", sa.String(length=40), nullable=True),
        sa.Column("on_hold_since", sa.Date(), nullable=True),
        sa.Column("transferred_on", sa.Date(), nullable=True),
        sa.Column("lead_agency_uid", sa.String(length=26), nullable=True),
        sa.Column("lead_user_uid", sa.String(length=26), nullable=True),
        sa.Column("band_cause", sa.String(length=6), nullable=True),
        sa.Column("band_harmed", sa.String(length=6), nullable=True),
        sa.Column("band_exploited", sa.String(length=6), nullable=True),
        sa.Column("band_rank", sa.Integer(), nullable=False),
        sa.Column("under_18", sa.Boolean(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("uid", sa.String(length=26), nullable=False),
        sa.Column("key_uid", sa.String(length=26), nullable=False),
        sa.Column("agency_uid", sa.String(length=26), nullable=True),
        sa.Column("area_uid", sa.String(length=26), nullable=False),
        sa.Column("marking", sa.String(length=40), nullable=False),
        sa.Column("ver", sa.Integer(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["subject_uid"], ["subject.uid"], name="fk_case_file_subject_uid_subject"),
        sa.PrimaryKeyConstraint("uid", name="pk_case_file"),
        sa.UniqueConstraint("reference", name="uq_case_file_reference"),
    )
    op.create_index("ix_case_file_agency_uid", "case_file", ["agency_uid"])
    op.create_index(
        "ix_case_file_area_open", "case_file", ["area_uid", "closed_on", "under_18", "band_rank", "opened_on", "uid"]
    )
    op.create_index("ix_case_file_area_review", "case_file", ["area_uid", "closed_on", "review_on"])
    op.create_index("ix_case_file_area_step_down", "case_file", ["area_uid", "closed_on", "step_down_proposed_on"])
    op.create_index("ix_case_file_key_uid", "case_file", ["key_uid"])
    op.create_index("ix_case_file_subject_uid", "case_file", ["subject_uid"])
    op.create_table(
        "hub_term",
        sa.Column("uid", sa.String(length=26), nullable=False),
        sa.Column("hub_uid", sa.String(length=26), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["hub_uid"], ["hub.uid"], name="fk_hub_term_hub_uid_hub"),
        sa.PrimaryKeyConstraint("uid", name="pk_hub_term"),
        sa.UniqueConstraint("hub_uid", "valid_from", name="uq_hub_term_hub_uid_valid_from"),
    )
    op.create_table(
        "intervention_year",
        sa.Column("uid", sa.String(length=26), nullable=False),
        sa.Column("intervention_uid", sa.String(length=26), nullable=False),
        sa.Column("year", sa.String(length=7), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=24), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["intervention_uid"], ["intervention.uid"], name="fk_intervention_year_intervention_uid_intervention"
        ),
        sa.PrimaryKeyConstraint("uid", name="pk_intervention_year"),
    )
    op.create_index("ix_intervention_year_intervention_uid", "intervention_year", ["intervention_uid"])
    op.create_table(
        "mail_delivery",
        sa.Column("mail_uid", sa.String(length=26), nullable=False),
        sa.Column("try_after", Moment(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("sent_at", Moment(), nullable=True),
        sa.Column("problem", sa.String(length=60), nullable=True),
        sa.ForeignKeyConstraint(["mail_uid"], ["outbox_mail.uid"], name="fk_mail_delivery_mail_uid_outbox_mail"),
        sa.PrimaryKeyConstraint("mail_uid", name="pk_mail_delivery"),
    )
    op.create_index("ix_mail_delivery_sent_at", "mail_delivery", ["sent_at"])
    op.create_index("ix_mail_delivery_try_after", "mail_delivery", ["try_after"])
    op.create_table(
        "mailed_link",
        sa.Column("uid", sa.String(length=26), nullable=False),
        sa.Column("user_uid", sa.String(length=26), nullable=False),
        sa.Column("token_digest", sa.LargeBinary(), nullable=False),
        sa.Column("bound", sa.LargeBinary(), nullable=False),
        sa.Column("purpose", sa.String(length=12), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.Column("used_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["user_uid"], ["user_account.uid"], name="fk_mailed_link_user_uid_user_account"),
        sa.PrimaryKeyConstraint("uid", name="pk_mailed_link"),
        sa.UniqueConstraint("token_digest", name="uq_mailed_link_token_digest"),
    )
    op.create_index("ix_mailed_link_expires_at", "mailed_link", ["expires_at"])
    op.create_index("ix_mailed_link_user_uid", "mailed_link", ["user_uid"])
    op.create_table(
        "meeting",
        sa.Column("uid", sa.String(length=26), nullable=False),
        sa.Column("area_uid", sa.String(length=26), nullable=False),
        sa.Column("series_uid", sa.String(length=26), nullable=True),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("starts_at", sa.String(length=5), nullable=False),
        sa.Column("venue", sa.String(length=200), nullable=False),
        sa.Column("extraordinary", sa.Boolean(), nullable=False),
        sa.Column("chair_uid", sa.String(length=26), nullable=True),
        sa.Column("agenda_built_at", Moment(), nullable=True),
        sa.Column("opened_at", Moment(), nullable=True),
        sa.Column("closed_at", Moment(), nullable=True),
        sa.Column("cancelled_at", Moment(), nullable=True),
        sa.Column("minutes_issued_at", Moment(), nullable=True),
        sa.Column("confidentiality_read", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["series_uid"], ["meeting_series.uid"], name="fk_meeting_series_uid_meeting_series"),
        sa.PrimaryKeyConstraint("uid", name="pk_meeting"),
        sa.UniqueConstraint("area_uid", "held_on", "extraordinary", name="uq_meeting_area_uid_held_on_extraordinary"),
    )
    op.create_index("ix_meeting_area_uid", "meeting", ["area_uid"])
    op.create_index("ix_meeting_held_on", "meeting", ["held_on"])
    op.create_table(
        "network_member",
        sa.Column("network_uid", sa.String(length=26), nullable=False),
        sa.Column("person_uid", sa.String(length=26), nullable=True),
        sa.Column("uid", sa.String(length=26), nullable=False),
        sa.Column("key_uid", sa.String(length=26), nullable=False),
        sa.Column("agency_uid", sa.String(length=26), nullable=True),
        sa.Column("area_uid", sa.String(length=26), nullable=False),
        sa.Column("marking", sa.String(length=40), nullable=False),
        sa.Column("ver", sa.Integer(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["network_uid"], ["subject.uid"], name="fk_network_member_network_uid_subject"),
        sa.PrimaryKeyConstraint("uid", name="pk_network_member"),
    )
    op.create_index("ix_network_member_agency_uid", "network_member", ["agency_uid"])
    op.create_index("ix_network_member_key_uid", "network_member", ["key_uid"])
    op.create_index("ix_network_member_network_uid", "network_member", ["network_uid"])
    op.create_index("ix_network_member_person_uid", "network_member", ["person_uid"])
    op.create_table(
        "recovery_code",
        sa.Column("uid", sa.String(length=26), nullable=False),
        sa.Column("user_uid", sa.String(length=26), nullable=False),
        sa.Column("code_digest", sa.LargeBinary(), nullable=False),
        sa.Column("used_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["user_uid"], ["user_account.uid"], name="fk_recovery_code_user_uid_user_account"),
        sa.PrimaryKeyConstraint("uid", name="pk_recovery_code"),
        sa.UniqueConstraint("code_digest", name="uq_recovery_code_code_digest"),
    )
    op.create_index("ix_recovery_code_user_uid", "recovery_code", ["user_uid"])
    op.create_table(
        "user_role",
        sa.Column("user_uid", sa.String(length=26), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("uid", sa.String(length=26), nullable=False),
        sa.Column("key_uid", sa.String(length=26), nullable=False),
        sa.Column("agency_uid", sa.String(length=26), nullable=True),
        sa.Column("area_uid", sa.String(length=26), nullable=False),
        sa.Column("marking", sa.String(length=40), nullable=False),
        sa.Column("ver", sa.Integer(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["user_uid"], ["user_account.uid"], name="fk_user_role_user_uid_user_account"),
        sa.PrimaryKeyConstraint("uid", name="pk_user_role"),
    )
    op.create_index("ix_user_role_agency_uid", "user_role", ["agency_uid"])
    op.create_index("ix_user_role_key_uid", "user_role", ["key_uid"])
    op.create_index("ix_user_role_user_uid", "user_role", ["user_uid"])
    op.create_table(
        "web_session",
        sa.Column("uid", sa.String(length=26), nullable=False),
        sa.Column("token_digest", sa.LargeBinary(), nullable=False),
        sa.Column("bound", sa.LargeBinary(), nullable=False),
        sa.Column("user_uid", sa.String(length=26), nullable=True),
        sa.Column("waiting_uid", sa.String(length=26), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("seen_at", Moment(), nullable=False),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.Column("ended_why", sa.String(length=12), nullable=True),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["user_uid"], ["user_account.uid"], name="fk_web_session_user_uid_user_account"),
        sa.PrimaryKeyConstraint("uid", name="pk_web_session"),
        sa.UniqueConstraint("token_digest", name="uq_web_session_token_digest"),
    )
    op.create_index("ix_web_session_seen_at", "web_session", ["seen_at"])
    op.create_index("ix_web_session_user_uid", "web_session", ["user_uid"])
    op.create_table(
        "action",
        sa.Column("reference", sa.String(length=16), nullable=False),
        sa.Column("case_uid", sa.String(length=26), nullable=True),
        sa.Column("item_uid", sa.String(length=26), nullable=True),
        sa.Column("owner_uid", sa.String(length=26), nullable=True),
        sa.Column("category", sa.String(length=24), nullable=False),
        sa.Column("priority", sa.String(length=8), nullable=False),
        sa.Column("risk_factor", sa.String(length=24), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("proposed_on", sa.Date(), nullable=False),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.Column("started_on", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("done_by_uid", sa.String(length=26), nullable=True),
        sa.Column("verified_on", sa.Date(), nullable=True),
        sa.Column("verified_by_uid", sa.String(length=26), nullable=True),
        sa.Column("not_done_on", sa.Date(), nullable=True),
        sa.Column("not_done_reason", sa.String(length=20), nullable=True),
        sa.Column("superseded_on", sa.Date(), nullable=True),
        sa.Column("transferred_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("follows_uid", sa.String(length=26), nullable=True),
        sa.Column("uid", sa.String(length=26), nullable=False),
        sa.Column("key_uid", sa.String(length=26), nullable=False),
        sa.Column("agency_uid", sa.String(length=26), nullable=True),
        sa.Column("area_uid", sa.String(length=26), nullable=False),
        sa.Column("marking", sa.String(length=40), nullable=False),
        sa.Column("ver", sa.Integer(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["case_uid"], ["case_file.uid"], name="fk_action_case_uid_case_file"),
        sa.PrimaryKeyConstraint("uid", name="pk_action"),
        sa.UniqueConstraint("reference", name="uq_action_reference"),
    )
    op.create_index("ix_action_agency_uid", "action", ["agency_uid"])
    op.create_index("ix_action_area_due", "action", ["area_uid", "ended_on", "due_on"])
    op.create_index(
        "ix_action_area_tracker", "action", ["area_uid", sa.text("(ended_on IS NOT NULL)"), "due_on", "reference"]
    )
    op.create_index("ix_action_case_uid", "action", ["case_uid"])
    op.create_index("ix_action_item_uid", "action", ["item_uid"])
    op.create_index("ix_action_key_uid", "action", ["key_uid"])
    op.create_index("ix_action_owner_open", "action", ["owner_uid", "area_uid", "ended_on", "due_on", "reference"])
    op.create_table(
        "age_scope",
        sa.Column("uid", sa.String(length=26), nullable=False),
        sa.Column("area_uid", sa.String(length=26), nullable=False),
        sa.Column("min_age", sa.Integer(), nullable=False),
        sa.Column("max_age_exclusive", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.CheckConstraint("max_age_exclusive IS NULL OR max_age_exclusive > min_age", name="ck_age_scope_ages"),
        sa.ForeignKeyConstraint(["area_uid"], ["area.uid"], name="fk_age_scope_area_uid_area"),
        sa.PrimaryKeyConstraint("uid", name="pk_age_scope"),
        sa.UniqueConstraint("area_uid", "valid_from", name="uq_age_scope_area_uid_valid_from"),
    )
    op.create_table(
        "agency",
        sa.Column("uid", sa.String(length=26), nullable=False),
        sa.Column("area_uid", sa.String(length=26), nullable=True),
        sa.Column("agency_type", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(["area_uid"], ["area.uid"], name="fk_agency_area_uid_area"),
        sa.PrimaryKeyConstraint("uid", name="pk_agency"),
    )
    op.create_index("ix_agency_area_uid", "agency", ["area_uid"])
    op.create_table(
        "agenda_item",
        sa.Column("meeting_uid", sa.String(length=26), nullable=False),
        sa.Column("case_uid", sa.String(length=26), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=16), nullable=False),
        sa.Column("minutes_planned", sa.Integer(), nullable=True),
        sa.Column("chair_uid", sa.String(length=26), nullable=True),
        sa.Column("late_agreed_by_uid", sa.String(length=26), nullable=True),
        sa.Column("moved_at", Moment(), nullable=True),
        sa.Column("heard_at", Moment(), nullable=True),
        sa.Column("deferred_at", Moment(), nullable=True),
        sa.Column("withdrawn_at", Moment(), nullable=True),
        sa.Column("uid", sa.String(length=26), nullable=False),
        sa.Column("key_uid", sa.String(length=26), nullable=False),
        sa.Column("agency_uid", sa.String(length=26), nullable=True),
        sa.Column("area_uid", sa.String(length=26), nullable=False),
        sa.Column("marking", sa.String(length=40), nullable=False),
        sa.Column("ver", sa.Integer(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["case_uid"], ["case_file.uid"], name="fk_agenda_item_case_uid_case_file"),
        sa.ForeignKeyConstraint(["meeting_uid"], ["meeting.uid"], name="fk_agenda_item_meeting_uid_meeting"),
        sa.PrimaryKeyConstraint("uid", name="pk_agenda_item"),
        sa.UniqueConstraint("meeting_uid", "case_uid", name="uq_agenda_item_meeting_uid_case_uid"),
    )
    op.create_index("ix_agenda_item_agency_uid", "agenda_item", ["agency_uid"])
    op.create_index("ix_agenda_item_case_uid", "agenda_item", ["case_uid"])
    op.create_index("ix_agenda_item_key_uid", "agenda_item", ["key_uid"])
    op.create_index("ix_agenda_item_meeting_uid", "agenda_item", ["meeting_uid"])
    op.create_table(
        "area_term",
        sa.Column("uid", sa.String(length=26), nullable=False),
        sa.Column("area_uid", sa.String(length=26), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["area_uid"], ["area.uid"], name="fk_area_term_area_uid_area"),
        sa.PrimaryKeyConstraint("uid", name="pk_area_term"),
        sa.UniqueConstraint("area_uid", "valid_from", name="uq_area_term_area_uid_valid_from"),
    )
    op.create_table(
        "assurance",
        sa.Column("reference", sa.String(length=16), nullable=False),
        sa.Column("case_uid", sa.String(length=26), nullable=False),
        sa.Column("item_uid", sa.String(length=26), nullable=True),
        sa.Column("axis", sa.String(length=10), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("asked_user_uid", sa.String(length=26), nullable=True),
        sa.Column("sought_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=True),
        sa.Column("given_by_uid", sa.String(length=26), nullable=True),
        sa.Column("level_given", sa.String(length=12), nullable=True),
        sa.Column("newest_evidence_on", sa.Date(), nullable=True),
        sa.Column("judged_on", sa.Date(), nullable=True),
        sa.Column("judged_by_uid", sa.String(length=26), nullable=True),
        sa.Column("judged_by_agency_uid", sa.String(length=26), nullable=True),
        sa.Column("level_accepted", sa.String(length=12), nullable=True),
        sa.Column("confidence", sa.String(length=1), nullable=True),
        sa.Column("result", sa.String(length=24), nullable=True),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("voided_on", sa.Date(), nullable=True),
        sa.Column("renews_uid", sa.String(length=26), nullable=True),
        sa.Column("renewed_on", sa.Date(), nullable=True),
        sa.Column("uid", sa.String(length=26), nullable=False),
        sa.Column("key_uid", sa.String(length=26), nullable=False),
        sa.Column("agency_uid", sa.String(length=26), nullable=True),
        sa.Column("area_uid", sa.String(length=26), nullable=False),
        sa.Column("marking", sa.String(length=40), nullable=False),
        sa.Column("ver", sa.Integer(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["case_uid"], ["case_file.uid"], name="fk_assurance_case_uid_case_file"),
        sa.PrimaryKeyConstraint("uid", name="pk_assurance"),
        sa.UniqueConstraint("reference", name="uq_assurance_reference"),
    )
    op.create_index("ix_assurance_agency_uid", "assurance", ["agency_uid"])
    op.create_index("ix_assurance_area_review", "assurance", ["area_uid", "result", "review_on"])
    op.create_index("ix_assurance_case_uid", "assurance", ["case_uid"])
    op.create_index("ix_assurance_item_uid", "assurance", ["item_uid"])
    op.create_index("ix_assurance_key_uid", "assurance", ["key_uid"])
    op.create_table(
        "attendance",
        sa.Column("meeting_uid", sa.String(length=26), nullable=False),
        sa.Column("user_uid", sa.String(length=26), nullable=True),
        sa.Column("attendance", sa.String(length=12), nullable=False),
        sa.Column("whole_meeting", sa.Boolean(), nullable=False),
        sa.Column("uid", sa.String(length=26), nullable=False),
        sa.Column("key_uid", sa.String(length=26), nullable=False),
        sa.Column("agency_uid", sa.String(length=26), nullable=True),
        sa.Column("area_uid", sa.String(length=26), nullable=False),
        sa.Column("marking", sa.String(length=40), nullable=False),
        sa.Column("ver", sa.Integer(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_uid"], ["meeting.uid"], name="fk_attendance_meeting_uid_meeting"),
        sa.PrimaryKeyConstraint("uid", name="pk_attendance"),
    )
    op.create_index("ix_attendance_agency_uid", "attendance", ["agency_uid"])
    op.create_index("ix_attendance_key_uid", "attendance", ["key_uid"])
    op.create_index("ix_attendance_meeting_uid", "attendance", ["meeting_uid"])
    op.create_index("ix_attendance_user_uid", "attendance", ["user_uid"])
    op.create_table(
        "case_agency",
        sa.Column("uid", sa.String(length=26), nullable=False),
        sa.Column("case_uid", sa.String(length=26), nullable=False),
        sa.Column("agency_uid", sa.String(length=26), nullable=False),
        sa.Column("standing", sa.String(length=12), nullable=False),
        sa.Column("why", sa.String(length=30), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["case_uid"], ["case_file.uid"], name="fk_case_agency_case_uid_case_file"),
        sa.PrimaryKeyConstraint("uid", name="pk_case_agency"),
        sa.UniqueConstraint("case_uid", "agency_uid", name="uq_case_agency_case_uid_agency_uid"),
    )
    op.create_index("ix_case_agency_agency_uid", "case_agency", ["agency_uid"])
    op.create_table(
        "case_entry",
        sa.Column("case_uid", sa.String(length=26), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("visibility", sa.String(length=1), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.Column("recorded_by_uid", sa.String(length=26), nullable=False),
        sa.Column("source_uid", sa.String(length=26), nullable=True),
        sa.Column("uid", sa.String(length=26), nullable=False),
        sa.Column("key_uid", sa.String(length=26), nullable=False),
        sa.Column("agency_uid", sa.String(length=26), nullable=True),
        sa.Column("area_uid", sa.String(length=26), nullable=False),
        sa.Column("marking", sa.String(length=40), nullable=False),
        sa.Column("ver", sa.Integer(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["case_uid"], ["case_file.uid"], name="fk_case_entry_case_uid_case_file"),
        sa.PrimaryKeyConstraint("uid", name="pk_case_entry"),
    )
    op.create_index("ix_case_entry_agency_uid", "case_entry", ["agency_uid"])
    op.create_index("ix_case_entry_case_kind", "case_entry", ["case_uid", "kind"])
    op.create_index("ix_case_entry_key_uid", "case_entry", ["key_uid"])
    op.create_index("ix_case_entry_source_uid", "case_entry", ["source_uid"])
    op.create_table(
        "forum",
        sa.Column("uid", sa.String(length=26), nullable=False),
        sa.Column("area_uid", sa.String(length=26), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(["area_uid"], ["area.uid"], name="fk_forum_area_uid_area"),
        sa.PrimaryKeyConstraint("uid", name="pk_forum"),
        sa.UniqueConstraint("area_uid", "code", name="uq_forum_area_uid_code"),
    )
    op.create_table(
        "intervention_link",
        sa.Column("case_uid", sa.String(length=26), nullable=False),
        sa.Column("intervention_uid", sa.String(length=26), nullable=False),
        sa.Column("item_uid", sa.String(length=26), nullable=True),
        sa.Column("suggested_on", sa.Date(), nullable=False),
        sa.Column("offered_on", sa.Date(), nullable=True),
        sa.Column("referred_on", sa.Date(), nullable=True),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.Column("declined_on", sa.Date(), nullable=True),
        sa.Column("started_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("decline_reason", sa.String(length=24), nullable=True),
        sa.Column("end_reason", sa.String(length=24), nullable=True),
        sa.Column("consent", sa.String(length=20), nullable=True),
        sa.Column("uid", sa.String(length=26), nullable=False),
        sa.Column("key_uid", sa.String(length=26), nullable=False),
        sa.Column("agency_uid", sa.String(length=26), nullable=True),
        sa.Column("area_uid", sa.String(length=26), nullable=False),
        sa.Column("marking", sa.String(length=40), nullable=False),
        sa.Column("ver", sa.Integer(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["case_uid"], ["case_file.uid"], name="fk_intervention_link_case_uid_case_file"),
        sa.ForeignKeyConstraint(
            ["intervention_uid"], ["intervention.uid"], name="fk_intervention_link_intervention_uid_intervention"
        ),
        sa.PrimaryKeyConstraint("uid", name="pk_intervention_link"),
    )
    op.create_index("ix_intervention_link_agency_uid", "intervention_link", ["agency_uid"])
    op.create_index("ix_intervention_link_case_uid", "intervention_link", ["case_uid"])
    op.create_index("ix_intervention_link_intervention_uid", "intervention_link", ["intervention_uid"])
    op.create_index("ix_intervention_link_key_uid", "intervention_link", ["key_uid"])
    op.create_table(
        "notification",
        sa.Column("reference", sa.String(length=16), nullable=True),
        sa.Column("subject_kind", sa.String(length=10), nullable=False),
        sa.Column("notifier_uid", sa.String(length=26), nullable=False),
        sa.Column("started_at", Moment(), nullable=False),
        sa.Column("saved_at", Moment(), nullable=False),
        sa.Column("submitted_at", Moment(), nullable=True),
        sa.Column("withdrawn_at", Moment(), nullable=True),
        sa.Column("acknowledged_at", Moment(), nullable=True),
        sa.Column("triage_started_at", Moment(), nullable=True),
        sa.Column("triaged_at", Moment(), nullable=True),
        sa.Column("triaged_by_uid", sa.String(length=26), nullable=True),
        sa.Column("triage_outcome", sa.String(length=28), nullable=True),
        sa.Column("answered_at", Moment(), nullable=True),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("late_agreed_at", Moment(), nullable=True),
        sa.Column("acknowledge_by", sa.Date(), nullable=True),
        sa.Column("triage_by", sa.Date(), nullable=True),
        sa.Column("answer_by", sa.Date(), nullable=True),
        sa.Column("case_uid", sa.String(length=26), nullable=True),
        sa.Column("follows_uid", sa.String(length=26), nullable=True),
        sa.Column("uid", sa.String(length=26), nullable=False),
        sa.Column("key_uid", sa.String(length=26), nullable=False),
        sa.Column("agency_uid", sa.String(length=26), nullable=True),
        sa.Column("area_uid", sa.String(length=26), nullable=False),
        sa.Column("marking", sa.String(length=40), nullable=False),
        sa.Column("ver", sa.Integer(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["case_uid"], ["case_file.uid"], name="fk_notification_case_uid_case_file"),
        sa.PrimaryKeyConstraint("uid", name="pk_notification"),
        sa.UniqueConstraint("reference", name="uq_notification_reference"),
    )
    op.create_index("ix_notification_agency_uid", "notification", ["agency_uid"])
    op.create_index("ix_notification_area_state", "notification", ["area_uid", "submitted_at", "triaged_at"])
    op.create_index("ix_notification_case_uid", "notification", ["case_uid"])
    op.create_index("ix_notification_follows_uid", "notification", ["follows_uid"])
    op.create_index("ix_notification_key_uid", "notification", ["key_uid"])
    op.create_index("ix_notification_notifier_uid", "notification", ["notifier_uid"])
    op.create_table(
        "number",
        sa.Column("uid", sa.String(length=26), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("area_uid", sa.String(length=26), nullable=True),
        sa.Column("value", sa.String(length=20), nullable=False),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["area_uid"], ["area.uid"], name="fk_number_area_uid_area"),
        sa.PrimaryKeyConstraint("uid", name="pk_number"),
        sa.UniqueConstraint("key", "area_uid", "valid_from", name="uq_number_key_area_uid_valid_from"),
    )
    op.create_table(
        "action_update",
        sa.Column("action_uid", sa.String(length=26), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("by_uid", sa.String(length=26), nullable=False),
        sa.Column("step", sa.String(length=16), nullable=False),
        sa.Column("uid", sa.String(length=26), nullable=False),
        sa.Column("key_uid", sa.String(length=26), nullable=False),
        sa.Column("agency_uid", sa.String(length=26), nullable=True),
        sa.Column("area_uid", sa.String(length=26), nullable=False),
        sa.Column("marking", sa.String(length=40), nullable=False),
        sa.Column("ver", sa.Integer(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["action_uid"], ["action.uid"], name="fk_action_update_action_uid_action"),
        sa.PrimaryKeyConstraint("uid", name="pk_action_update"),
        sa.UniqueConstraint("action_uid", "position", name="uq_action_update_action_uid_position"),
    )
    op.create_index("ix_action_update_agency_uid", "action_update", ["agency_uid"])
    op.create_index("ix_action_update_key_uid", "action_update", ["key_uid"])
    op.create_table(
        "agency_term",
        sa.Column("uid", sa.String(length=26), nullable=False),
        sa.Column("agency_uid", sa.String(length=26), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("duty_status", sa.String(length=60), nullable=False),
        sa.Column("s16_party", sa.Boolean(), nullable=False),
        sa.Column("health_or_social_care", sa.Boolean(), nullable=False),
        sa.Column("competent_authority_part3", sa.Boolean(), nullable=False),
        sa.Column("dp_registration_no", sa.String(length=40), nullable=True),
        sa.Column("controller_role", sa.String(length=60), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["agency_uid"], ["agency.uid"], name="fk_agency_term_agency_uid_agency"),
        sa.PrimaryKeyConstraint("uid", name="pk_agency_term"),
        sa.UniqueConstraint("agency_uid", "valid_from", name="uq_agency_term_agency_uid_valid_from"),
    )
    op.create_table(
        "agreement",
        sa.Column("uid", sa.String(length=26), nullable=False),
        sa.Column("agency_uid", sa.String(length=26), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("review_due", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["agency_uid"], ["agency.uid"], name="fk_agreement_agency_uid_agency"),
        sa.PrimaryKeyConstraint("uid", name="pk_agreement"),
    )
    op.create_index("ix_agreement_agency_uid", "agreement", ["agency_uid"])
    op.create_table(
        "decision",
        sa.Column("item_uid", sa.String(length=26), nullable=False),
        sa.Column("case_uid", sa.String(length=26), nullable=False),
        sa.Column("code", sa.String(length=28), nullable=False),
        sa.Column("decided_at", Moment(), nullable=False),
        sa.Column("decided_by_uid", sa.String(length=26), nullable=False),
        sa.Column("returns_on", sa.Date(), nullable=True),
        sa.Column("uid", sa.String(length=26), nullable=False),
        sa.Column("key_uid", sa.String(length=26), nullable=False),
        sa.Column("agency_uid", sa.String(length=26), nullable=True),
        sa.Column("area_uid", sa.String(length=26), nullable=False),
        sa.Column("marking", sa.String(length=40), nullable=False),
        sa.Column("ver", sa.Integer(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["item_uid"], ["agenda_item.uid"], name="fk_decision_item_uid_agenda_item"),
        sa.PrimaryKeyConstraint("uid", name="pk_decision"),
    )
    op.create_index("ix_decision_agency_uid", "decision", ["agency_uid"])
    op.create_index("ix_decision_area_returns", "decision", ["area_uid", "returns_on"])
    op.create_index("ix_decision_case_uid", "decision", ["case_uid"])
    op.create_index("ix_decision_item_uid", "decision", ["item_uid"])
    op.create_index("ix_decision_key_uid", "decision", ["key_uid"])
    op.create_table(
        "forum_term",
        sa.Column("uid", sa.String(length=26), nullable=False),
        sa.Column("forum_uid", sa.String(length=26), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["forum_uid"], ["forum.uid"], name="fk_forum_term_forum_uid_forum"),
        sa.PrimaryKeyConstraint("uid", name="pk_forum_term"),
        sa.UniqueConstraint("forum_uid", "valid_from", name="uq_forum_term_forum_uid_valid_from"),
    )
    op.create_table(
        "notification_message",
        sa.Column("notification_uid", sa.String(length=26), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("by_uid", sa.String(length=26), nullable=False),
        sa.Column("uid", sa.String(length=26), nullable=False),
        sa.Column("key_uid", sa.String(length=26), nullable=False),
        sa.Column("agency_uid", sa.String(length=26), nullable=True),
        sa.Column("area_uid", sa.String(length=26), nullable=False),
        sa.Column("marking", sa.String(length=40), nullable=False),
        sa.Column("ver", sa.Integer(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["notification_uid"], ["notification.uid"], name="fk_notification_message_notification_uid_notification"
        ),
        sa.PrimaryKeyConstraint("uid", name="pk_notification_message"),
    )
    op.create_index("ix_notification_message_agency_uid", "notification_message", ["agency_uid"])
    op.create_index("ix_notification_message_key_uid", "notification_message", ["key_uid"])
    op.create_index("ix_notification_message_notification_uid", "notification_message", ["notification_uid"])
    op.create_table(
        "seat",
        sa.Column("uid", sa.String(length=26), nullable=False),
        sa.Column("area_uid", sa.String(length=26), nullable=False),
        sa.Column("agency_uid", sa.String(length=26), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("quorum_group", sa.String(length=60), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["agency_uid"], ["agency.uid"], name="fk_seat_agency_uid_agency"),
        sa.ForeignKeyConstraint(["area_uid"], ["area.uid"], name="fk_seat_area_uid_area"),
        sa.PrimaryKeyConstraint("uid", name="pk_seat"),
        sa.UniqueConstraint("area_uid", "agency_uid", "valid_from", name="uq_seat_area_uid_agency_uid_valid_from"),
    )
    op.create_index("ix_seat_agency_uid", "seat", ["agency_uid"])
