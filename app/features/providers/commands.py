"""Recording what was found of a provider's quality."""

from datetime import date

from sqlalchemy import select

from app.features.accounts import interface as accounts
from app.features.partnership import interface as partnership
from app.features.providers.models import ProviderItem
from app.kernel.clock import now, today
from app.kernel.errors import NotPermitted, Refused
from app.platform import audit
from app.platform.access import Actor, Permission
from app.platform.database import db

audit.declare("provider.item_recorded", facts={"agency_uid", "kind", "state", "module", "user_uid"})

TRAINING = "TRAINING"
CHECK = "DBS"
VISIT = "REVIEW_VISIT"
STATES = {"CHARTER": "charter_status", "ENDORSEMENT": "quality_level", VISIT: None, TRAINING: None}
"""The code list of an item's state; every other kind has those of `provider_item_state`."""
BEST = 5
OF_PEOPLE = frozenset({TRAINING, CHECK})
"""Kinds that may be about one of the provider's people; training always is."""


def state_list(kind: str) -> str | None:
    """The code list that says how an item of `kind` stands; None: it has no state of its own."""
    return STATES.get(kind, "provider_item_state")


def record_item(
    *,
    actor: Actor,
    agency_uid: str,
    area_uid: str,
    kind: str,
    evidence: str,
    state: str | None = None,
    given_on: date | None = None,
    expires_on: date | None = None,
    module: str | None = None,
    user_uid: str | None = None,
    score: int | None = None,
) -> ProviderItem:
    """Add an item, which from now on is the one of its kind that counts. Sent twice, the first is answered.

    `evidence` says in words what was seen. Raises Refused with the field.
    """
    if not actor.is_system and not actor.may(Permission.INTERVENTION_MANAGE):
        raise NotPermitted("record what was found of a provider")
    if agency_uid not in {agency.uid for agency in partnership.agencies_in(area_uid)}:
        raise Refused("Select a provider", field="agency_uid")
    if not partnership.is_code("provider_item_kind", kind or ""):
        raise Refused("Select what was found", field="kind")
    evidence = (evidence or "").strip()
    if not evidence:
        raise Refused("Enter what was seen", field="evidence")
    codes = state_list(kind)
    state = (state or None) if codes else None
    if codes and not partnership.is_code(codes, state or ""):
        raise Refused("Select how it stands", field="state")
    if kind == TRAINING:
        _check_training(module, user_uid)
    if user_uid and user_uid not in {one.uid for one in accounts.list_users(actor, agency_uid, with_roles=False)}:
        raise Refused("Select one of the provider’s people", field="user_uid")
    if kind == VISIT and (score is None or not 1 <= score <= BEST):
        raise Refused("Enter a score from 1 to 5", field="score")
    _check_dates(given_on, expires_on)
    plain = {
        "agency_uid": agency_uid,
        "area_uid": area_uid,
        "kind": kind,
        "state": state,
        "module": module if kind == TRAINING else None,
        "user_uid": user_uid if kind in OF_PEOPLE else None,
        "given_on": given_on,
        "expires_on": expires_on,
        "score": score if kind == VISIT else None,
    }
    there = db.session.scalar(
        select(ProviderItem).filter_by(**plain).order_by(ProviderItem.recorded_at.desc()).limit(1)
    )
    if there is not None and there.evidence == evidence:
        return there
    row = ProviderItem(**plain, key_uid=area_uid, evidence=evidence, recorded_at=now(), recorded_by_uid=actor.user_uid)
    db.session.add(row)
    db.session.flush()
    audit.record(
        "provider.item_recorded",
        row,
        agency_uid=agency_uid,
        kind=kind,
        state=row.state,
        module=row.module,
        user_uid=row.user_uid,
    )
    return row


def _check_training(module: str | None, user_uid: str | None) -> None:
    if not partnership.is_code("training_module", module or ""):
        raise Refused("Select a module", field="module")
    if not user_uid:
        raise Refused("Select who was trained", field="user_uid")


def _check_dates(given_on: date | None, expires_on: date | None) -> None:
    if given_on is None:
        raise Refused("Enter the date", field="given_on")
    if given_on > today():
        raise Refused("The date must be today or in the past", field="given_on")
    if expires_on is not None and expires_on <= given_on:
        raise Refused("It must lapse after the day it was given", field="expires_on")
