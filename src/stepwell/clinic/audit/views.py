"""Who did and who read what: the list, who read one record, the export, verifying.

Lives here: the pages. Lives elsewhere: the filters (audit/forms.py), words (audit/words.py), following the chains
(audit/verify.py).
"""

from urllib.parse import urlencode
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.db.models import Count, Max, Min
from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from stepwell.clinic.accounts.access import allowed
from stepwell.clinic.accounts.models import Role
from stepwell.clinic.asked import Asked
from stepwell.clinic.audit.export import lines_of
from stepwell.clinic.audit.forms import Narrowed
from stepwell.clinic.audit.models import Event
from stepwell.clinic.audit.readers import readers_of
from stepwell.clinic.audit.services import note
from stepwell.clinic.audit.tasks import verify_now
from stepwell.clinic.audit.verify import REMEDY, VERIFIED
from stepwell.clinic.audit.words import rows_of
from stepwell.clinic.episodes.models import Episode
from stepwell.clinic.pages import page
from stepwell.clinic.workspace.shared import member_of

READERS = (Role.AUDITOR, Role.ADMINISTRATOR, Role.SAFETY_OFFICER)
PAGE = 100
"""Events on a page."""


@allowed(*READERS, opened=False)
@require_safe
def audit(request: Asked) -> HttpResponse:
    """The events of the clinic, newest first."""
    member = member_of(request)
    form = Narrowed(request.GET, member=member)
    found = list(form.events()[: PAGE + 1])
    chosen, older = form.chosen(), len(found) > PAGE
    found = found[:PAGE]
    values = {
        "section": "audit",
        "form": form,
        "rows": rows_of(found, member),
        "chosen": urlencode(chosen),
        "narrowed": bool(chosen),
        "later": "before" in request.GET,
        "older": urlencode({**chosen, "before": found[-1].number}) if older else "",
        "verified": _last_verified(request),
        "remedy": REMEDY,
    }
    return page(request, "audit/audit.html", values)


def _last_verified(request: Asked) -> Event | None:
    found = Event.objects.of_clinic(member_of(request)).filter(action=VERIFIED).order_by("-number")
    last: Event | None = found.first()
    return last


@allowed(*READERS, opened=False)
@require_safe
@reauthentication_required  # type: ignore[untyped-decorator]  # allauth has no types
def audit_export(request: Asked) -> HttpResponseBase:
    """The events that fit as CSV. That they were exported is an event too."""
    member = member_of(request)
    form = Narrowed(request.GET, member=member)
    if not form.is_valid():
        return page(request, "audit/audit.html", {"section": "audit", "form": form, "rows": []})
    note("audit.exported", by=member, filters=form.chosen())
    answer = StreamingHttpResponse(lines_of(form.events()), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="audit.csv"'
    return answer


@allowed(*READERS, opened=False)
@require_safe
def audit_record(request: Asked, episode: UUID) -> HttpResponse:
    """Who read and who wrote in one record. It is known by its id only: who asks does not treat."""
    member = member_of(request)
    found = Event.objects.of_clinic(member).filter(subject=str(episode))
    if not found.exists() and not Episode.objects.filter(pk=episode, person__clinic=member.clinic).exists():
        raise Http404
    people = (
        found.order_by()
        .values("actor_id", "role", "action")
        .annotate(times=Count("pk"), first=Min("at"), last=Max("at"))
    )
    values = {"section": "audit", "episode": episode, "readers": readers_of(people, member)}
    return page(request, "audit/record.html", values)


@allowed(*READERS, opened=False)
@require_POST
def audit_verify(request: Asked) -> HttpResponse:
    """Verify everything that was written, in the background."""
    verify_now.enqueue(str(member_of(request).pk))
    messages.info(request, "Verifying. The outcome will stand here; load the page again in a minute.")
    return redirect("audit")
