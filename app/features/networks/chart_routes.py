"""The page of the chart: drawn on the server, with lists that say the same. Scripts only make it livelier."""

from flask import request

from app.features.networks import forms
from app.features.networks.blueprint import bp
from app.features.networks.chart import GRADES, Filters, draw, legend, line_legend
from app.features.networks.pages import read_case
from app.features.networks.seeing import reads_police, see
from app.features.networks.shown import grade_words, link_rows
from app.platform.access import Permission, current_actor
from app.web.access import permits
from app.web.fields import choice
from app.web.paging import paging
from app.web.rendering import render

PER_PAGE = 100


@bp.get("/<uid:case_uid>/chart")
@permits(Permission.CASE_VIEW)
def chart(case_uid: str) -> str:
    """Filters and the two people of a way are in the address: codes, dates and uids."""
    actor = current_actor()
    case = read_case(actor, case_uid, page="chart")
    seen = see(actor, case)
    form = forms.ChartForm(request.args)
    form.grade.choices = [choice(code, grade_words(code)) for code in GRADES]
    form.start.choices = form.end.choices = [choice(one.uid, one.name) for one in seen.people]
    form.validate()
    chosen = {name: None if form[name].errors else value for name, value in form.values.items()}
    start, end = chosen.pop("start"), chosen.pop("end")
    filters = Filters(**chosen)
    ties = [tie for tie in seen.ties if filters.lets(tie)]
    drawn = draw(seen, ties, start, end)
    page = paging(len(ties), per_page=max(1, len(ties)) if request.args.get("all") == "1" else PER_PAGE)
    listed = ties[page.offset : page.offset + page.limit]
    return render(
        "networks/chart.html",
        case=case,
        form=form,
        chart=drawn,
        legend=legend(drawn),
        line_legend=line_legend(drawn),
        filtered=filters != Filters(),
        rows=link_rows(listed, sees_police=reads_police(actor, case)),
        first=page.offset + 1,
        page=page,
        numbers={node.uid: node.number for node in drawn.nodes},
        asked=drawn.path is not None,
    )
