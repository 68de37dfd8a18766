"""What is kept for how long, and the export of a record.

Lives here: the list of what is older than the clinic keeps it, and one record as a file. Lives elsewhere: the years (a setting of the
clinic), erasing (administration/erasing.py), the form of a record file (records/writer.py).
"""

import json
from datetime import date, datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.db.models import Count, Max, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from stepwell.clinic.accounts.access import allowed
from stepwell.clinic.accounts.models import CLINICIANS, Clinic, Membership, Role
from stepwell.clinic.administration.fresh import is_fresh, prove_again
from stepwell.clinic.asked import Asked
from stepwell.clinic.audit.services import note
from stepwell.clinic.episodes.models import Episode, Person
from stepwell.clinic.episodes.sealed import Written, identity_of
from stepwell.clinic.episodes.services import basis, entries_of, today_of
from stepwell.clinic.pages import page
from stepwell.clinic.workspace.shared import episode_of, member_of, person_values
from stepwell.records.writer import write_record

SECTION = {"section": "administration"}
SCHEMA = "stepwell-export/1"
FILES = {"yaml": "application/yaml", "json": "application/json"}


def kept_too_long(member: Membership) -> "QuerySet[Person]":
    """People whose last episode was closed longer ago than the clinic keeps it."""
    found = Person.objects.filter(clinic_id=member.clinic_id, erased_at=None).select_related("key", "clinic")
    counted = found.annotate(
        closed=Max("episodes__closed_at"), open=Count("episodes", filter=Q(episodes__closed_at=None))
    )
    return counted.filter(open=0, closed__lt=_until(member.clinic)).order_by("closed")


def _until(clinic: Clinic) -> datetime:
    today = today_of(clinic)
    day = date(today.year - clinic.retention_years, today.month, min(today.day, 28))
    return datetime.combine(day, time(), tzinfo=ZoneInfo(clinic.time_zone))


@allowed(Role.ADMINISTRATOR, opened=False)
@require_safe
def retention(request: Asked) -> HttpResponse:
    """Who was kept long enough; each is erased on a page of their own."""
    member = member_of(request)
    rows = [{"person": one, "identity": identity_of(one)} for one in kept_too_long(member)]
    note("retention.listed", by=member, count=len(rows))
    return page(request, "administration/retention.html", SECTION | {"rows": rows})


@allowed(*CLINICIANS)
@require_http_methods(["GET", "HEAD", "POST"])
def export(request: Asked, episode: UUID) -> HttpResponse:
    """One record as a file: for the person, who may have it, or for another clinic."""
    found = episode_of(request, episode, reading="")
    if not is_fresh(request):
        return prove_again(request)
    kind = request.POST.get("file", "")
    if kind in FILES:
        return _file(request, found, kind)
    return page(request, "administration/export.html", person_values(request, found))


def _file(request: Asked, episode: Episode, kind: str) -> HttpResponse:
    try:
        text = _yaml(episode) if kind == "yaml" else _json(episode)
    except ValueError:
        messages.error(request, "A record file cannot say all of this record. Take the file with everything.")
        return redirect("export", episode=episode.pk)
    note("record.exported", by=member_of(request), subject=episode.pk, file=kind)
    name = f"record-{str(episode.pk)[:8]}.{kind}"
    return HttpResponse(
        text,
        content_type=f"{FILES[kind]}; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _yaml(episode: Episode) -> str:
    """What was recorded, without a name. raises ValueError for what a file cannot say"""
    now = basis(episode)
    return write_record(now.record, now.pathway)


def _json(episode: Episode) -> str:
    """Everything that is kept of the person in this episode, with who they are."""
    identity = identity_of(episode.person)
    content = {
        "schema": SCHEMA,
        "person": {"id": str(episode.person_id), **vars(identity)},
        "episode": {
            "id": str(episode.pk),
            "side": episode.side,
            "opened_at": episode.opened_at.isoformat(),
            "closed_at": episode.closed_at.isoformat() if episode.closed_at else None,
        },
        "entries": [_entry(one) for one in entries_of(episode)],
    }
    return json.dumps(content, ensure_ascii=False, indent=1)


def _entry(one: Written) -> dict[str, Any]:
    kept = {"number": one.number, "kind": one.kind, "at": one.at.isoformat(), "role": one.role}
    return kept | {"first_seq": one.first_seq, "lines": one.lines, **one.more}
