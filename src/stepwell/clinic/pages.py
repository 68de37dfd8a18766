"""Pages: whole, or only the part that changes.

Lives here: rendering, what every page shows, refusals in words. Lives elsewhere: each page (workspace/, administration/, ...).
"""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from stepwell.clinic.accounts.access import public, signed_in
from stepwell.clinic.accounts.models import CLINICIANS, Role
from stepwell.clinic.operations import heartbeat

HOMES = {
    **dict.fromkeys(CLINICIANS, "caseload"),
    Role.PATIENT: "today",
    Role.ADMINISTRATOR: "administration",
    Role.AUDITOR: "audit",
    Role.SAFETY_OFFICER: "knowledge",
}
"""The first page of each role."""


def page(
    request: HttpRequest, template: str, values: dict[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """The whole page; for htmx the fragment that it includes: the file of that name with `_` before it."""
    htmx = getattr(request, "htmx", None)
    if htmx and not htmx.boosted:
        folder, _, name = template.rpartition("/")
        template = f"{folder}/_{name}"
    return render(request, template, values, status=status)


def frame(request: HttpRequest) -> dict[str, Any]:
    """What the frame of every page shows: who works here, in which clinic, whether it is made up."""
    member = getattr(request, "membership", None)
    works = member is not None and member.role != Role.PATIENT
    return {
        "member": member,
        "clinic": member.clinic if member else None,
        "demo": settings.DEMO,
        "heartbeat": heartbeat.state() if works else None,
    }


@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """The first page of whoever has signed in."""
    member = request.membership  # type: ignore[attr-defined]
    return redirect(HOMES[Role(member.role)] if member else "no_clinic")


@signed_in
def no_clinic(request: HttpRequest) -> HttpResponse:
    """For somebody who belongs to no clinic, or no longer."""
    return page(request, "stepwell/no_clinic.html")


@signed_in
def not_open(request: HttpRequest) -> HttpResponse:
    """For somebody whose clinic has no country yet, or whose numbers nobody has checked."""
    return page(request, "stepwell/not_open.html")


@public
def alive(request: HttpRequest) -> HttpResponse:
    """That the web workers answer. It says nothing else."""
    return HttpResponse("ok", content_type="text/plain")


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A page that somebody may not open."""
    return _said(request, 403, "stepwell/refused.html")


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A page that is not there, or not for them: the two look the same."""
    return _said(request, 404, "stepwell/missing.html")


def failed(request: HttpRequest) -> HttpResponse:
    """A fault of ours. What was typed stays in the browser; the id finds the line of the log."""
    return _said(request, 500, "stepwell/failed.html")


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was made before somebody signed in again, or by another site."""
    return _said(request, 403, "stepwell/csrf.html")


def _said(request: HttpRequest, status: int, template: str) -> HttpResponse:
    if request.path.startswith("/api/"):
        return JsonResponse(
            {"error": {403: "Not allowed.", 404: "Not found.", 500: "Failed."}[status]}, status=status
        )
    return render(request, template, {"request_id": getattr(request, "id", "")}, status=status)
