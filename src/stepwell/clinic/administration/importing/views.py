"""The pages of an import: a file is looked at first, and made only when somebody confirms what they saw.

Lives here: the pages. Lives elsewhere: reading (importing/table.py, importing/bundle.py), checks, making (importing/services.py).

Nothing of the file is kept between the two pages: the page that confirms sends the text again, and it is read again. How many people
there were stands in it, so that sending it twice, or after somebody else, makes nobody twice.
"""

from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from stepwell.clinic.accounts.access import allowed
from stepwell.clinic.accounts.models import CLINICIANS, Membership, Role
from stepwell.clinic.administration.importing.bundle import read_bundle
from stepwell.clinic.administration.importing.checks import check
from stepwell.clinic.administration.importing.drafts import Reading
from stepwell.clinic.administration.importing.forms import ImportForm
from stepwell.clinic.administration.importing.meanings import Meanings
from stepwell.clinic.administration.importing.services import MOST_PEOPLE, make
from stepwell.clinic.administration.importing.table import read_table
from stepwell.clinic.administration.persons import persons_of
from stepwell.clinic.asked import Asked
from stepwell.clinic.episodes.services import today_of
from stepwell.clinic.pages import page
from stepwell.clinic.pathway import pathway_of
from stepwell.clinic.workspace.shared import member_of, words_of
from stepwell.documents.codes import uncoded
from stepwell.errors import StepwellError

EXAMPLE = Path(__file__).parent / "example.csv"
SECTION = {"section": "administration", "most": MOST_PEOPLE}
FAULTS_SHOWN = 200


@allowed(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def import_(request: Asked) -> HttpResponse:
    """Look at a file, then make its people."""
    staff = _staff(member_of(request))
    sent = request.method == "POST"
    form = ImportForm(request.POST if sent else None, request.FILES if sent else None, staff=staff.values())
    if not form.is_valid():
        return page(request, "administration/import.html", SECTION | {"form": form, "staff": staff})
    reading = _read(request, form.cleaned_data, staff)
    if request.POST.get("do") == "make" and not reading.wrong:
        response = _make(request, form, reading, staff)
        if response is not None:
            return response
    return page(request, "administration/import_look.html", SECTION | _look(request, form, reading))


def _staff(member: Membership) -> dict[str, Membership]:
    """Those who treat, by their e-mail addresses in small letters."""
    found = Membership.objects.current().of_clinic(member).filter(role__in=CLINICIANS)
    return {one.user.email.casefold(): one for one in found.select_related("user").order_by("user__name")}


def _read(request: Asked, values: dict[str, Any], staff: dict[str, Membership]) -> Reading:
    member = member_of(request)
    pathway, today = pathway_of(member.clinic), today_of(member.clinic)
    text = values["text"].lstrip("\ufeff\r\n")
    meanings = Meanings(pathway)
    if text.lstrip().startswith("{"):
        reading = read_bundle(text, meanings, today, side=values["side"])
    else:
        reading = read_table(text, meanings, today)
    check(reading, pathway, by=member, today=today, staff=staff)
    return reading


def _make(
    request: Asked, form: ImportForm, reading: Reading, staff: dict[str, Membership]
) -> HttpResponse | None:
    """Make the people, as many as go in one transaction; nothing where there is more to look at."""
    member = member_of(request)
    if request.POST.get("count") != str(persons_of(member).count()):
        messages.warning(request, "There are more people now than when you looked. Look again.")
        return None
    wanted = reading.to_make(request.POST.getlist("again"))
    drafts = wanted[:MOST_PEOPLE]
    answers = next(one for one in staff.values() if str(one.pk) == form.cleaned_data["answers"])
    try:
        made = make(drafts, by=member, answers=answers, staff=staff)
    except StepwellError as wrong:
        messages.error(request, f"Nobody was made. {words_of(wrong)[0]}")
        return None
    messages.success(request, f"{len(made)} {'person was' if len(made) == 1 else 'people were'} made.")
    if len(wanted) > len(made):
        for draft in drafts:
            draft.here = True
        return None
    return redirect("persons")


def _look(request: Asked, form: ImportForm, reading: Reading) -> dict[str, Any]:
    faults = [(draft, one) for draft in reading.drafts for one in sorted(draft.wrong)]
    new = reading.to_make()
    return {
        "form": form,
        "reading": reading,
        "new": new,
        "lines": sum(len(one.lines) for one in new),
        "now": new[:MOST_PEOPLE],
        "here": [one for one in reading.drafts if one.sound and one.here],
        "unsound": [one for one in reading.drafts if not one.sound],
        "faults": faults[:FAULTS_SHOWN],
        "more_faults": max(0, len(faults) - FAULTS_SHOWN),
        "left_out": [(*what, count) for what, count in reading.left_out.most_common()],
        "count": persons_of(member_of(request)).count(),
    }


@allowed(Role.ADMINISTRATOR)
@require_safe
def example(request: Asked) -> HttpResponse:
    """A table to begin with."""
    headers = {"Content-Disposition": 'attachment; filename="caseload-example.csv"'}
    return HttpResponse(EXAMPLE.read_bytes(), content_type="text/csv; charset=utf-8", headers=headers)


@allowed(Role.ADMINISTRATOR)
@require_safe
def columns(request: Asked) -> HttpResponse:
    """Every column that a table may have: findings that can be recorded, and treatments."""
    pathway = pathway_of(member_of(request).clinic)
    findings = [one for one in pathway.findings.values() if one.derive is None]
    rows = [
        {"id": one.id, "title": uncoded(one.title), "takes": _takes(one), "unit": one.unit}
        for one in findings
    ]
    treatments = [{"id": one.id, "title": uncoded(one.title)} for one in pathway.interventions.values()]
    values = {"findings": rows, "treatments": treatments}
    return page(request, "administration/import_columns.html", SECTION | values)


def _takes(finding: Any) -> str:
    if finding.type == "choice":
        return ", ".join(finding.options)
    return {"yes-no": "yes, no, not-sure", "number": "a number", "text": "words"}[finding.type]
