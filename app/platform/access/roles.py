"""Who may do what: the roles of the group, and the permissions each carries.

Source: `docs/access-matrix.md` is generated from this file and the routes.
"""

from enum import StrEnum


class Permission(StrEnum):
    """One line per thing that can be done, in alphabetical order."""

    ACCOUNT_INVITE = "account-invite"
    ACTION_AGREE = "action-agree"
    ACTION_EXPORT = "action-export"
    ACTION_UPDATE = "action-update"
    ACTION_VERIFY = "action-verify"
    ACTION_VIEW = "action-view"
    ALERT_HEAR = "alert-hear"
    ALERT_RAISE = "alert-raise"
    AREAS_COMPARE = "areas-compare"
    ASSURANCE_ACCEPT = "assurance-accept"
    ASSURANCE_GIVE = "assurance-give"
    ASSURANCE_SEEK = "assurance-seek"
    ASSURANCE_VIEW = "assurance-view"
    AUDIT_VIEW = "audit-view"
    CASE_MANAGE = "case-manage"
    CASE_VIEW = "case-view"
    CRIME_LOAD = "crime-load"
    CRIME_VIEW = "crime-view"
    ESCALATION_MANAGE = "escalation-manage"
    ESCALATION_SEND = "escalation-send"
    ESCALATION_VIEW = "escalation-view"
    FORUM_MANAGE = "forum-manage"
    FORUM_VIEW = "forum-view"
    FUNDING_ALLOCATE = "funding-allocate"
    FUNDING_MANAGE = "funding-manage"
    FUNDING_VIEW = "funding-view"
    GAP_VIEW = "gap-view"
    GOVERNANCE_MANAGE = "governance-manage"
    GOVERNANCE_VIEW = "governance-view"
    HUB_MANAGE = "hub-manage"
    INTERVENTION_LINK = "intervention-link"
    INTERVENTION_MANAGE = "intervention-manage"
    INTERVENTION_VIEW = "intervention-view"
    MEETING_MANAGE = "meeting-manage"
    MEETING_VIEW = "meeting-view"
    MINUTES_SIGN = "minutes-sign"
    NOTIFICATION_SUBMIT = "notification-submit"
    NOTIFICATION_TRIAGE = "notification-triage"
    OUTCOME_RECORD = "outcome-record"
    PARTNERSHIP_MANAGE = "partnership-manage"
    PARTNERSHIP_VIEW = "partnership-view"
    PERSON_MERGE = "person-merge"
    POLICE_LIST = "police-list"
    POLICE_LIST_ACCEPT = "police-list-accept"
    PROVIDER_VIEW = "provider-view"
    REACH_SUBMIT = "reach-submit"
    REACH_VALIDATE = "reach-validate"
    REACH_VIEW = "reach-view"
    REFERRAL_ASSIGN = "referral-assign"
    REFERRAL_VIEW = "referral-view"
    RETURN_ASK = "return-ask"
    RETURN_GIVE = "return-give"
    RISK_ASSESS = "risk-assess"
    RISK_KEEP = "risk-keep"
    RISK_MODEL_APPROVE = "risk-model-approve"
    RISK_MODEL_DRAFT = "risk-model-draft"
    SESSION_RECORD = "session-record"


class Role(StrEnum):
    """Human roles (code list `user_role`)."""

    NOTIFIER = "NOTIFIER"
    PRACTITIONER = "PRACTITIONER"
    SPOC = "SPOC"
    COORD = "COORD"
    ADMIN = "ADMIN"
    CHAIR = "CHAIR"
    EIT = "EIT"
    PROV_WORKER = "PROV_WORKER"
    PROV_LEAD = "PROV_LEAD"
    COMMISSIONER = "COMMISSIONER"
    ANALYST = "ANALYST"
    HUB = "HUB"
    STEERING = "STEERING"
    SCRUTINY = "SCRUTINY"
    DPO = "DPO"
    AUDITOR = "AUDITOR"
    SYSADMIN = "SYSADMIN"


ROLE_NAMES = {
    Role.NOTIFIER: "Notifier",
    Role.PRACTITIONER: "Practitioner",
    Role.SPOC: "Single point of contact",
    Role.COORD: "Coordinator",
    Role.ADMIN: "Administrator",
    Role.CHAIR: "Chair",
    Role.EIT: "Police early intervention officer",
    Role.PROV_WORKER: "Provider worker",
    Role.PROV_LEAD: "Provider lead",
    Role.COMMISSIONER: "Commissioner",
    Role.ANALYST: "Analyst",
    Role.HUB: "Hub officer",
    Role.STEERING: "Steering group member",
    Role.SCRUTINY: "Scrutiny member",
    Role.DPO: "Data protection officer",
    Role.AUDITOR: "Auditor",
    Role.SYSADMIN: "System administrator",
}

P = Permission

_NOTIFY = frozenset({P.FORUM_VIEW, P.NOTIFICATION_SUBMIT, P.PARTNERSHIP_VIEW})
_PRACTISE = _NOTIFY | {
    P.ACTION_UPDATE,
    P.ACTION_VIEW,
    P.ASSURANCE_GIVE,
    P.ASSURANCE_VIEW,
    P.CASE_VIEW,
    P.CRIME_VIEW,
    P.ESCALATION_VIEW,
    P.INTERVENTION_VIEW,
    P.MEETING_VIEW,
    P.RETURN_GIVE,
}
_RUN_THE_MONTH = _PRACTISE | {
    P.ACTION_AGREE,
    P.ACTION_EXPORT,
    P.ACTION_VERIFY,
    P.ALERT_HEAR,
    P.AREAS_COMPARE,
    P.ASSURANCE_SEEK,
    P.CASE_MANAGE,
    P.ESCALATION_MANAGE,
    P.GAP_VIEW,
    P.GOVERNANCE_VIEW,
    P.INTERVENTION_LINK,
    P.MEETING_MANAGE,
    P.NOTIFICATION_TRIAGE,
    P.PROVIDER_VIEW,
    P.RETURN_ASK,
}
_PROVIDE = frozenset(
    {
        P.ALERT_RAISE,
        P.NOTIFICATION_SUBMIT,
        P.OUTCOME_RECORD,
        P.PARTNERSHIP_VIEW,
        P.REFERRAL_VIEW,
        P.RETURN_GIVE,
        P.SESSION_RECORD,
    }
)

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.NOTIFIER: _NOTIFY,
    Role.PRACTITIONER: _PRACTISE,
    Role.SPOC: _PRACTISE | {P.ACTION_EXPORT},
    Role.COORD: _RUN_THE_MONTH
    | {
        P.ACCOUNT_INVITE,
        P.CRIME_LOAD,
        P.FORUM_MANAGE,
        P.FUNDING_VIEW,
        P.GOVERNANCE_MANAGE,
        P.INTERVENTION_MANAGE,
        P.PARTNERSHIP_MANAGE,
        P.PERSON_MERGE,
        P.POLICE_LIST,
        P.POLICE_LIST_ACCEPT,
        P.REACH_SUBMIT,
        P.REACH_VIEW,
        P.RISK_ASSESS,
        P.RISK_MODEL_DRAFT,
    },
    Role.ADMIN: _RUN_THE_MONTH | {P.CRIME_LOAD, P.FORUM_MANAGE, P.PERSON_MERGE, P.POLICE_LIST, P.POLICE_LIST_ACCEPT},
    Role.CHAIR: _RUN_THE_MONTH
    | {
        P.ASSURANCE_ACCEPT,
        P.ESCALATION_SEND,
        P.FUNDING_VIEW,
        P.GOVERNANCE_MANAGE,
        P.MINUTES_SIGN,
        P.REACH_VIEW,
        P.RISK_ASSESS,
        P.RISK_KEEP,
        P.RISK_MODEL_APPROVE,
        P.RISK_MODEL_DRAFT,
    },
    Role.EIT: _PRACTISE | {P.POLICE_LIST},
    Role.PROV_WORKER: _PROVIDE,
    Role.PROV_LEAD: _PROVIDE | {P.PROVIDER_VIEW, P.REFERRAL_ASSIGN},
    Role.COMMISSIONER: frozenset(
        {
            P.FUNDING_MANAGE,
            P.FUNDING_VIEW,
            P.GAP_VIEW,
            P.INTERVENTION_MANAGE,
            P.INTERVENTION_VIEW,
            P.PARTNERSHIP_VIEW,
            P.PROVIDER_VIEW,
            P.REACH_SUBMIT,
            P.REACH_VIEW,
        }
    ),
    Role.ANALYST: frozenset({P.CRIME_VIEW, P.GAP_VIEW, P.PARTNERSHIP_VIEW, P.REACH_VIEW}),
    Role.HUB: frozenset(
        {
            P.AREAS_COMPARE,
            P.CRIME_VIEW,
            P.FUNDING_ALLOCATE,
            P.FUNDING_VIEW,
            P.GAP_VIEW,
            P.PARTNERSHIP_VIEW,
            P.REACH_VALIDATE,
            P.REACH_VIEW,
        }
    ),
    Role.STEERING: frozenset({P.AREAS_COMPARE, P.CRIME_VIEW, P.FUNDING_VIEW, P.GAP_VIEW, P.PARTNERSHIP_VIEW}),
    Role.SCRUTINY: frozenset({P.CRIME_VIEW, P.PARTNERSHIP_VIEW}),
    Role.DPO: frozenset(
        {
            P.AREAS_COMPARE,
            P.AUDIT_VIEW,
            P.GOVERNANCE_MANAGE,
            P.GOVERNANCE_VIEW,
            P.PARTNERSHIP_VIEW,
            P.RISK_MODEL_APPROVE,
        }
    ),
    Role.AUDITOR: frozenset({P.AREAS_COMPARE, P.AUDIT_VIEW, P.GOVERNANCE_VIEW, P.PARTNERSHIP_VIEW}),
    Role.SYSADMIN: frozenset({P.ACCOUNT_INVITE, P.HUB_MANAGE, P.PARTNERSHIP_MANAGE, P.PARTNERSHIP_VIEW}),
}

RUNS_THE_MONTH = frozenset({Role.COORD, Role.ADMIN, Role.CHAIR})
"""Roles that see every case of their own area."""

SEES_AGENCY_CASES = frozenset({Role.PRACTITIONER, Role.SPOC, Role.EIT})
"""Roles that see the cases their own agency has a need to know."""

SEES_RESTRICTED = RUNS_THE_MONTH
"""Roles that read rows marked as restricted (visibility L); the lead professional of a case does too."""

PROVIDES = frozenset({Role.PROV_WORKER, Role.PROV_LEAD})
"""Roles that see only the people referred to their own agency."""

SEES_SCORES = frozenset({Role.COORD, Role.EIT})
"""Roles that see what a police model says of somebody, as provenance alone. PR-14(6), PR-34."""
