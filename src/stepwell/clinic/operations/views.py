"""The page behind a link of the demo.

Lives here: signing in by it. Lives elsewhere: the links (links.py).
"""

import secrets

from django.contrib.auth import login
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from stepwell.clinic.accounts.access import public
from stepwell.clinic.asked import Asked
from stepwell.clinic.middleware import CLINIC
from stepwell.clinic.operations.links import member_of_link

BROWSER = "demo-browser"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@public
@require_GET
def demo_sign_in(request: Asked, secret: str) -> HttpResponse:
    """Sign in as whom the link names. Outside of a demo there is no such page."""
    browser = request.COOKIES.get(BROWSER) or secrets.token_urlsafe(24)
    member = member_of_link(secret, browser)
    if member is None:
        raise Http404
    login(request, member.user, backend=BACKEND)
    request.session[CLINIC] = str(member.pk)
    response = redirect("home")
    response.set_cookie(BROWSER, browser, httponly=True, samesite="Lax")
    return response
