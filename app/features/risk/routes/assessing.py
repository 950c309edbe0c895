"""Pages on which somebody judges, adds a factor, or says what became of an allegation."""

from flask.typing import ResponseReturnValue

from app.features.cases import interface as cases
from app.features.partnership import interface as partnership
from app.features.risk import commands, shown
from app.features.risk.assessing import allegations
from app.features.risk.blueprint import bp
from app.features.risk.forms import AssessForm, FactorForm, KeepForm, OutcomeForm
from app.features.risk.routes.case import cap_of, person
from app.features.risk.suggesting import suggestion_for
from app.kernel.numbers import whole_number
from app.kernel.references import new_uid
from app.platform.access import Permission, current_actor
from app.web.access import permits
from app.web.fields import choice
from app.web.rendering import render, see_other, short_day


@bp.route("/cases/<uid:case_uid>/assess", methods=["GET", "POST"])
@permits(Permission.RISK_ASSESS)
def assess(case_uid: str) -> ResponseReturnValue:
    actor = current_actor()
    case = person(cases.case_for_change(actor, case_uid))
    form = AssessForm(data={"ver": str(case.ver), "once": new_uid()})
    if form.validate_on_submit():
        with form.catching():
            commands.make_assessment(
                actor=actor,
                case=case,
                bands={"CAUSE": form.cause.data, "HARMED": form.harmed.data, "EXPLOITED": form.exploited.data},
                reasons={
                    "CAUSE": form.reason_cause.data or "",
                    "HARMED": form.reason_harmed.data or "",
                    "EXPLOITED": form.reason_exploited.data or "",
                },
                imminence=form.imminence.data,
                reason=form.reason.data or "",
                once=form.once.data,
                ver=whole_number(form.ver.data, 0),
            )
            return see_other("risk.picture", case_uid=case.uid, flash="Assessment made")
    form.ver.data = str(case.ver)
    entries = cases.list_entries(actor, case_uid)
    found = suggestion_for(actor, case, entries)
    return render(
        "risk/assess.html",
        form=form,
        case=case,
        axes=shown.axes_now(case, found[1] if found else None, entries, cap_of(found[0]) if found else ""),
        model=found[0] if found else None,
        protecting=shown.protecting(entries),
        voices=[entry for entry in entries if entry.kind == "VOICE" and entry.details.get("text")],
        allegations=allegations(entries),
    )


@bp.route("/cases/<uid:case_uid>/factors/new", methods=["GET", "POST"])
@permits(Permission.RISK_ASSESS)
def add_factor(case_uid: str) -> ResponseReturnValue:
    actor = current_actor()
    case = person(cases.case_for_change(actor, case_uid))
    form = FactorForm(data={"once": new_uid()})
    if form.validate_on_submit():
        with form.catching():
            commands.add_factor(actor=actor, case=case, once=form.once.data, **form.values)
            return see_other("risk.assess", case_uid=case.uid, flash="Risk factor added")
    return render("risk/factor.html", form=form, case=case, forbidden=partnership.code_list("forbidden_factor"))


@bp.route("/cases/<uid:case_uid>/outcome", methods=["GET", "POST"])
@permits(Permission.RISK_ASSESS)
def outcome(case_uid: str) -> ResponseReturnValue:
    actor = current_actor()
    case = person(cases.case_for_change(actor, case_uid))
    form = OutcomeForm()
    standing = allegations(cases.list_entries(actor, case_uid))
    form.role_uid.choices = [
        choice(
            one.uid,
            f"{shown.agency_words(one.agency_uid)}, {short_day(one.happened_on) if one.happened_on else 'no day'}",
            hint=str(one.details.get("evidence") or "No evidence was given"),
        )
        for one in standing
    ]
    if form.validate_on_submit():
        with form.catching():
            commands.record_outcome(actor=actor, case=case, **form.values)
            return see_other("risk.picture", case_uid=case.uid, flash="Outcome recorded. The judgement is open again")
    return render("risk/outcome.html", form=form, case=case, standing=standing)


@bp.route("/cases/<uid:case_uid>/keep", methods=["GET", "POST"])
@permits(Permission.RISK_KEEP)
def keep(case_uid: str) -> ResponseReturnValue:
    actor = current_actor()
    case = person(cases.case_for_change(actor, case_uid))
    form = KeepForm()
    if form.validate_on_submit():
        with form.catching():
            commands.keep_although_quiet(actor=actor, case=case, reason=form.reason.data or "")
            return see_other("risk.picture", case_uid=case.uid, flash="Case kept open")
    return render("risk/keep.html", form=form, case=case)
