"""What holds for every request.

Lives here: refusing pages that say nothing of who may open them, ending idle sessions, headers. Lives elsewhere: what a page says
(accounts/access.py), which rows somebody sees (querysets).
"""

import logging
import time
import uuid
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from stepwell.clinic.accounts.access import ANYBODY, SIGNED_IN, access_of
from stepwell.clinic.accounts.models import Membership
from stepwell.clinic.asked import Asked

Answer = Callable[[Asked], HttpResponse]
LOG = logging.getLogger("stepwell.requests")
LAST = "last-seen"
CLINIC = "membership"
MINUTE = 60
QUIET = "background"
"""A request that a page makes by itself carries this header, and does not keep a session alive."""


class Guards:
    """Headers for every answer, and a line of the log with ids and no addresses of people."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: Asked) -> HttpResponse:
        request.id = uuid.uuid4().hex[:12]
        start = time.perf_counter()
        response = self.get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        response.headers["X-Request-Id"] = request.id
        if not request.path.startswith(f"/{settings.STATIC_URL.strip('/')}/"):
            response.headers.setdefault("Cache-Control", "no-store, private")
        LOG.info(
            "%s %s %s %s %.0f ms",
            request.id,
            request.method,
            _route(request),
            response.status_code,
            (time.perf_counter() - start) * 1000,
        )
        return response


def _route(request: Asked) -> str:
    """The pattern of the address and not the address, since that may hold what somebody searched for."""
    match = request.resolver_match
    return match.route if match else "-"


class DenyByDefault:
    """Refuses every page that does not say who may open it, and everybody whom it does not name."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: Asked) -> HttpResponse:
        request.membership = None
        if request.user.is_authenticated:
            if _idle(request):
                logout(request)
            else:
                request.membership = _membership(request)
        return self.get_response(request)

    def process_view(self, request: Asked, view: Any, _args: object, _kwargs: object) -> HttpResponse | None:
        """Nothing where somebody may open the page; else what they get instead."""
        match = request.resolver_match
        access = access_of(view, match.view_name if match else None)
        if access is None:
            raise PermissionDenied
        if access.who == ANYBODY:
            return None
        if not request.user.is_authenticated:
            return signed_out(request)
        if access.who == SIGNED_IN:
            return None
        member = request.membership
        if member is None or member.role not in access.who:
            raise PermissionDenied
        if access.opened and not member.clinic.open:
            return redirect("not_open")
        return None


def _idle(request: Asked) -> bool:
    """Whether nobody has touched the session for too long. A request by the page itself does not count as touching."""
    now = int(time.time())
    last = request.session.get(LAST, now)
    if request.headers.get("X-Request-Kind") != QUIET and now - last >= MINUTE or LAST not in request.session:
        request.session[LAST] = now
    return bool(now - last > settings.IDLE_MINUTES * MINUTE)


def keep_session(request: Asked) -> None:
    """Store within a transaction of the view that the session was touched, so that it needs none of its own."""
    if request.session.modified:
        request.session.save()
        request.session.modified = False


def _membership(request: Asked) -> Membership | None:
    """In which clinic and role somebody works now: as chosen, else the first."""
    mine = (
        Membership.objects.current().filter(user=request.user).select_related("clinic").order_by("started_at")
    )
    found: list[Membership] = list(mine)
    for one in found:
        one.user = request.user
    chosen = request.session.get(CLINIC)
    return next((one for one in found if str(one.pk) == chosen), found[0] if found else None)


def signed_out(request: Asked) -> HttpResponse:
    """To the page of signing in; a fragment and JSON get 401, so that no sign-in page stands inside a page."""
    place = f"{reverse(settings.LOGIN_URL)}?{urlencode({'next': _back(request)})}"
    if request.headers.get("HX-Request"):
        return HttpResponse(status=401, headers={"HX-Redirect": place})
    if request.path.startswith("/api/"):
        return JsonResponse({"error": "Sign in."}, status=401)
    return redirect(place)


def _back(request: Asked) -> str:
    return (
        request.get_full_path() if request.method == "GET" and not request.headers.get("HX-Request") else "/"
    )
