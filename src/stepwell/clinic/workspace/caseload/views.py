"""The caseload: who needs somebody, most urgent first; and what can be done from a row."""

import uuid
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stepwell.clinic.accounts.access import allowed
from stepwell.clinic.accounts.models import CLINICIANS
from stepwell.clinic.alerts.models import Alert
from stepwell.clinic.asked import Asked
from stepwell.clinic.audit.services import note
from stepwell.clinic.episodes.models import Entry
from stepwell.clinic.episodes.services import today_of
from stepwell.clinic.fields import KeyForm
from stepwell.clinic.pages import page
from stepwell.clinic.workspace.caseload import services
from stepwell.clinic.workspace.caseload.forms import SnoozeForm
from stepwell.clinic.workspace.caseload.rows import FILTERS, ON_A_PAGE, STATES, counts, rows_of, shown
from stepwell.clinic.workspace.shared import episode_of, member_of, person_values

LONGEST_FIND = 80


@allowed(*CLINICIANS)
@require_safe
def caseload(request: Asked) -> HttpResponse:
    """Who needs somebody. Filter and search stand in the address, so that they can be kept."""
    member = member_of(request)
    chosen = request.GET.get("show", "needs")
    find = request.GET.get("find", "").strip()[:LONGEST_FIND]
    rows = rows_of(member)
    note("caseload.read", by=member, shown=chosen if chosen in FILTERS else "all")
    found = shown(rows, chosen, find)
    part = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page", ""))
    query = urlencode({name: request.GET[name] for name in ("show", "find") if request.GET.get(name)})
    values = {
        "rows": part.object_list,
        "count": len(found),
        "part": part,
        "query": query,
        "filters": counts(rows),
        "chosen": "" if find else chosen,
        "find": find,
        "states": STATES,
        "key": uuid.uuid4(),
        "now": timezone.localtime(timezone.now()),
        "stamp": timezone.now().isoformat(),
        "section": "caseload",
    }
    return page(request, "caseload/caseload.html", values)


@allowed(*CLINICIANS)
@require_safe
def changes(request: Asked) -> HttpResponse:
    """How many people something was written about since the page was made, and whose emergency began to wait."""
    since, member = _moment(request.GET.get("since", "")), member_of(request)
    written = Entry.objects.filter(episode__person__clinic_id=member.clinic_id)
    count = written.filter(at__gt=since).values("episode").distinct().count() if since else 0
    query = urlencode({name: request.GET[name] for name in ("show", "find") if request.GET.get(name)})
    waits = Alert.objects.of_clinic(member).waiting().filter(raised_at__gt=since).count() if since else 0
    values = {"count": count, "waits": waits, "stamp": request.GET.get("since", ""), "query": query}
    return page(request, "caseload/changes.html", values)


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


@allowed(*CLINICIANS)
@require_POST
def reviewed(request: Asked, episode: UUID) -> HttpResponse:
    """Somebody looked at what the person needs."""
    found = episode_of(request, episode)
    form = KeyForm(request.POST)
    if form.is_valid():
        services.mark_reviewed(found, by=member_of(request), key=form.cleaned_data["key"])
        messages.success(request, f"{person_values(request, found)['identity'].name}: marked as reviewed.")
    return redirect("caseload")


@allowed(*CLINICIANS)
@require_http_methods(["GET", "HEAD", "POST"])
def snooze(request: Asked, episode: UUID) -> HttpResponse:
    """Put somebody aside until a day, with a reason."""
    found = episode_of(request, episode)
    today = today_of(found.person.clinic)
    form = SnoozeForm(
        request.POST if request.method == "POST" else None, today=today, initial={"key": uuid.uuid4()}
    )
    values: dict[str, Any] = person_values(request, found)
    if form.is_valid():
        clean = form.cleaned_data
        services.snooze(
            found, until=clean["until"], reason=clean["reason"], by=member_of(request), key=clean["key"]
        )
        messages.success(request, f"{values['identity'].name} is put aside until {clean['until']:%d %b}.")
        return redirect("caseload")
    return page(request, "caseload/snooze.html", {**values, "form": form})
