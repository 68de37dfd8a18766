"""Emergencies that wait: all of the clinic, and that of one person with saying that somebody has seen it.

Lives here: finding and rendering. Lives elsewhere: what is written (alerts/services.py), words (alerts/words.py), settling an exit
(workspace/advice/exits.py).

Whoever does not treat sees that somebody waits, since when and who was told, so that they can call a clinician. They see no name.
"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from stepwell.clinic.accounts.access import allowed
from stepwell.clinic.accounts.calling import Number
from stepwell.clinic.accounts.models import CLINICIANS, Membership
from stepwell.clinic.alerts import services
from stepwell.clinic.alerts.causes import opened_causes
from stepwell.clinic.alerts.forms import SeenForm
from stepwell.clinic.alerts.models import LAST_IN_LINE, Alert
from stepwell.clinic.alerts.words import exits_of, moment, signs_of, told_of
from stepwell.clinic.asked import Asked
from stepwell.clinic.audit.services import note
from stepwell.clinic.episodes.models import Episode
from stepwell.clinic.episodes.sealed import identity_of, key_of
from stepwell.clinic.pages import page
from stepwell.clinic.pathway import pathway_of
from stepwell.clinic.workspace.advice.heads import head_values
from stepwell.clinic.workspace.shared import episode_of, member_of

SHOWN = 50


@allowed(*CLINICIANS, *LAST_IN_LINE)
@require_safe
def emergencies(request: Asked) -> HttpResponse:
    """Everybody of the clinic who waits, longest first. Whoever does not treat sees no name."""
    member = member_of(request)
    waiting = Alert.objects.of_clinic(member).waiting().select_related("episode__person__key")
    alerts = list(waiting[:SHOWN])
    note("emergencies.read", by=member, alerts=len(alerts))
    told = told_of(alerts, member.clinic.time_zone)
    rows = [_row(one, member) | {"told": told[str(one.pk)]} for one in alerts]
    return page(request, "alerts/emergencies.html", {"rows": rows, "section": "caseload"})


def _row(alert: Alert, member: Membership) -> dict[str, Any]:
    person = alert.episode.person
    identity = identity_of(person, key_of(person)) if member.treats else None
    return {"alert": alert, "since": moment(alert.raised_at, member.clinic.time_zone), "identity": identity}


@allowed(*CLINICIANS)
@require_http_methods(["GET", "HEAD", "POST"])
def emergency(request: Asked, episode: UUID) -> HttpResponse:
    """What somebody waits with, and saying that it was seen."""
    found, member = episode_of(request, episode), member_of(request)
    alert = _latest(found)
    form = SeenForm(request.POST if request.method == "POST" else None)
    if alert and form.is_valid() and _seen(alert, form.cleaned_data, member):
        messages.success(
            request, "It is written that you have seen it. An exit stays open until it is settled."
        )
        return redirect("exits", episode)
    values = head_values(request, found, pathway_of(found.person.clinic))
    ring = Number(values["identity"].name, values["identity"].phone)
    shown = _alert_values(found, _latest(found)) if alert else {"alert": None}
    sent = request.method == "POST"
    return page(request, "alerts/emergency.html", {**values, **shown, "ring": ring, "unseen": sent})


def _latest(episode: Episode) -> Alert | None:
    """The alert that waits, or else the last one."""
    found: Alert | None = (
        Alert.objects.filter(episode=episode)
        .select_related("acknowledged_by__user")
        .order_by("-raised_at", "-pk")
        .first()
    )
    return found


def _seen(alert: Alert, sent: dict[str, Any], member: Membership) -> bool:
    """Whether it was this alert, as it is now, that the member says they have seen."""
    return alert.pk == sent["alert"] and services.acknowledge(alert, by=member, seen=sent["seen"])


def _alert_values(episode: Episode, alert: Alert | None) -> dict[str, Any]:
    if alert is None:
        return {"alert": None}
    clinic = episode.person.clinic
    causes, pathway = opened_causes(alert.sealed, key_of(episode.person), alert.pk), pathway_of(clinic)
    return {
        "alert": alert,
        "since": moment(alert.raised_at, clinic.time_zone),
        "signs": signs_of(causes, pathway, clinic.time_zone),
        "opened": exits_of(causes, pathway),
        "told": told_of([alert], clinic.time_zone)[str(alert.pk)],
        "seen_at": moment(alert.acknowledged_at, clinic.time_zone) if alert.acknowledged_at else "",
    }
