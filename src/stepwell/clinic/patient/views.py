"""Today: one page that holds nothing of anybody, and what it needs to work without a network.

Lives here: the shell, its script of the background, the manifest, the token for sending, pictures. Lives elsewhere: the plan as JSON and
what is sent (api/patient.py), drawing it (static/stepwell/today/).
"""

from functools import lru_cache
from typing import Any

from django.http import Http404, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.templatetags.static import static
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from stepwell.clinic.accounts.access import allowed, public, signed_in
from stepwell.clinic.accounts.models import Role
from stepwell.clinic.asked import Asked
from stepwell.clinic.pages import page
from stepwell.clinic.pathway import pathway_with
from stepwell.figures import picture, tracks_json

SCRIPTS = tuple(
    f"stepwell/today/{name}.js"
    for name in (
        *("store", "queue", "day", "parts", "sound", "session", "screen", "player"),
        *("safety", "breaks", "sitting", "ask", "changes", "weekly", "activity", "injection"),
        *("cards", "ending", "week", "place", "main", "leave"),
    )
)
FILES = (
    "stepwell/stepwell.css",
    "stepwell/more.css",
    "stepwell/parts/patient.css",
    "stepwell/parts/today.css",
    "stepwell/mark.svg",
    "player.js",
    *SCRIPTS,
)
"""What the page needs, as static files."""
AS_WRITTEN = "{}"
"""The knowledge without any clinic's own values: a picture does not hang on them."""


@allowed(Role.PATIENT)
@require_safe
def today(request: Asked) -> HttpResponse:
    """The shell: nothing in it is about anybody, so that a phone may keep it."""
    return page(request, "patient/today.html", {"scripts": SCRIPTS})


@signed_in
@require_safe
def token(request: Asked) -> JsonResponse:
    """The token with which the phone sends, read at the moment of sending, and a sign of whose session it is."""
    return JsonResponse(
        {"token": get_token(request), "who": salted_hmac("phone", str(request.user.pk)).hexdigest()[:24]}
    )


@public
@require_safe
@cache_control(no_cache=True)
def worker(request: Asked) -> HttpResponse:
    """The script that answers without a network. It stands at the root, so that it answers for every page."""
    values = {
        "files": [static(name) for name in FILES],
        "shell": reverse("today"),
        "help": reverse("get_help"),
    }
    response = page(request, "patient/sw.js", values)
    response.headers["Content-Type"] = "text/javascript; charset=utf-8"
    return response


@public
@require_safe
@cache_control(no_cache=True)
def manifest(request: Asked) -> JsonResponse:
    """What makes the page installable."""
    icon = {"src": static("stepwell/mark.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}
    values = {
        "name": "Stepwell",
        "short_name": "Stepwell",
        "start_url": reverse("today"),
        "scope": "/",
        "display": "standalone",
        "background_color": "#fbf8f3",
        "theme_color": "#0b6b64",
        "icons": [icon],
    }
    return JsonResponse(values, content_type="application/manifest+json")


@signed_in
@require_safe
@cache_control(private=True, max_age=86_400)
def figure(request: Asked, exercise: str, side: str, kind: str) -> HttpResponse:
    """The picture of an exercise, still or moving. It shows nobody."""
    if not pathway_with(AS_WRITTEN).exercises.get(exercise, {}).get("figure"):
        raise Http404
    if kind == "json":
        return HttpResponse(_moving(exercise, side), content_type="application/json")
    return HttpResponse(_still(exercise, side), content_type="image/svg+xml")


@lru_cache(maxsize=128)
def _moving(exercise: str, side: str) -> str:
    return tracks_json(pathway_with(AS_WRITTEN).exercises[exercise], side=side)


@lru_cache(maxsize=128)
def _still(exercise: str, side: Any) -> str:
    return picture(pathway_with(AS_WRITTEN).exercises[exercise], side=side).svg
